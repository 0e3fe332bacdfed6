#include "engine/controllers/application/project.h"

#include <algorithm>
#include <format>

#include "engine/gitops/health/fields.h"
#include "engine/gitops/render/yaml.h"
#include "engine/gitops/source/location.h"
#include "engine/gitops/source/path.h"

namespace armillary::controllers::applications {

namespace json = boost::json;

namespace {

constexpr std::string_view kLocal = "https://kubernetes.default.svc", kLocalName = "in-cluster";

bool fits(std::string_view pattern, std::string_view text) {
    return pattern == "*" || pattern == text || gitops::matchesPattern(pattern, text);
}

/// Patterns that begin with '!' forbid, whatever the others say.
bool permits(const std::vector<std::string>& patterns, std::string_view text) {
    bool permitted = false;
    for (const std::string& each : patterns) {
        if (each.starts_with('!') && fits(std::string_view(each).substr(1), text)) return false;
        permitted |= !each.starts_with('!') && fits(each, text);
    }
    return permitted;
}

bool isListed(const json::object& project, std::string_view list, const relations::ObjectId& id) {
    bool listed = false;
    gitops::eachObject(
        [&](const json::object& each) {
            const std::string name = gitops::wordAt(each, "name");
            listed |= fits(gitops::wordAt(each, "group"), id.kind.group) &&
                      fits(gitops::wordAt(each, "kind"), id.kind.name) && (name.empty() || fits(name, id.name));
        },
        project, "spec", list);
    return listed;
}

bool permitsDestination(const json::object& project, const std::string& namespace_) {
    bool permitted = false, forbidden = false;
    gitops::eachObject(
        [&](const json::object& each) {
            const std::string server = gitops::wordAt(each, "server"), name = gitops::wordAt(each, "name"),
                              pattern = gitops::wordAt(each, "namespace");
            const bool here = server.empty() ? fits(name, kLocalName) : fits(server, kLocal);
            if (!here) return;
            if (pattern.starts_with('!')) forbidden |= fits(std::string_view(pattern).substr(1), namespace_);
            permitted |= !pattern.starts_with('!') && fits(pattern, namespace_);
        },
        project, "spec", "destinations");
    return permitted && !forbidden;
}

}  // namespace

std::vector<std::string> violationsOf(const json::object& project, const Round& round) {
    std::vector<std::string> violations;
    const json::object* const spec = gitops::objectAt(project, "spec");
    const auto repositories = spec == nullptr ? std::vector<std::string>() : gitops::textsAt(*spec, "sourceRepos");
    for (const gitops::ApplicationSource& source : round.application.sources)
        if (!permits(repositories, source.repository))
            violations.push_back(std::format("application repo {} is not permitted in project '{}'",
                                             gitops::withoutSecrets(source.repository), round.sync.project));
    if (!permitsDestination(project, round.destination()))
        violations.push_back(
            std::format("application destination server '{}' and namespace '{}' do not match any of "
                        "the allowed destinations in project '{}'",
                        kLocal, round.destination(), round.sync.project));
    const std::string& namespace_ = round.object->namespace_();
    const bool own = gitops::wordAt(project, "metadata", "namespace") == namespace_;
    if (!own && (spec == nullptr || !permits(gitops::textsAt(*spec, "sourceNamespaces"), namespace_)))
        violations.push_back(std::format("application '{}' in namespace '{}' is not permitted to use project '{}'",
                                         round.object->name(), namespace_, round.sync.project));
    return violations;
}

std::string violationOf(const json::object& project, const relations::ObjectId& id) {
    if (!id.namespace_.empty() && !permitsDestination(project, id.namespace_))
        return std::format("namespace {} is not permitted in project", id.namespace_);
    const bool clusterWide = id.namespace_.empty();
    const bool permitted =
        clusterWide
            ? isListed(project, "clusterResourceWhitelist", id) && !isListed(project, "clusterResourceBlacklist", id)
            : !isListed(project, "namespaceResourceBlacklist", id) &&
                  (gitops::valueAt(project, "spec", "namespaceResourceWhitelist") == nullptr ||
                   isListed(project, "namespaceResourceWhitelist", id));
    return permitted ? "" : std::format("resource {}:{} is not permitted in project", id.kind.group, id.kind.name);
}

std::vector<std::string> unheededOf(const json::object& project) {
    std::vector<std::string> unheeded;
    for (const char* field : {"destinationServiceAccounts", "orphanedResources", "permitOnlyProjectScopedClusters",
                              "signatureKeys", "sourceIntegrity", "syncWindows"})
        if (gitops::valueAt(project, "spec", field) != nullptr)
            unheeded.push_back(std::format("AppProject {}: spec.{} is not supported.",
                                           gitops::wordAt(project, "metadata", "name"), field));
    return unheeded;
}

}  // namespace armillary::controllers::applications
