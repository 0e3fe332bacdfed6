#include "engine/gitops/preview/sides.h"

#include <algorithm>
#include <format>
#include <map>

#include "engine/gitops/source/location.h"
#include "engine/gitops/source/path.h"

namespace armillary::gitops {

namespace {

bool isOneOf(const std::vector<std::string>& addresses, std::string_view address) {
    if (address.empty()) return true;
    // The last resort is the name: a fork, a mirror or a copy is what the developer has at hand.
    return std::ranges::any_of(addresses, [&](const std::string& ours) {
        return isSameRepository(ours, address) || repositoryName(ours) == repositoryName(address);
    });
}

/// Turns applications into what is rendered, with the trees of revisions that are pinned.
class Resolving {
public:
    Resolving(const Repository& repository, const std::vector<std::string>& addresses, TreeRef tree)
        : m_repository(repository), m_addresses(addresses), m_tree(std::move(tree)) {}

    ApplicationParts partsOf(Application application) {
        ApplicationParts parts;
        for (const ApplicationSource& source : application.sources) {
            const bool values = !source.reference.empty() && source.path.empty() && source.chart.empty();
            if (values) continue;
            auto request = requestOf(application, source, parts.isElsewhere);
            if (request) {
                parts.requests.push_back(std::move(*request));
            } else {
                parts.problems.push_back(std::move(request.error()));
            }
        }
        parts.application = std::move(application);
        return parts;
    }

private:
    /// The tree that a source is taken from. What follows a branch follows the revision that is looked at; a tag and a
    /// commit stay what they are.
    Expected<TreeRef> treeOf(const ApplicationSource& source) {
        if (source.revision.empty() || source.revision == "HEAD") return m_tree;
        const auto revision = m_repository.resolve(source.revision);
        if (!revision || revision->kind == Revision::Kind::Branch) return m_tree;
        auto& pinned = m_pinned[revision->commit];
        if (!pinned) {
            auto tree = m_repository.tree(revision->commit);
            if (!tree) return tree;
            pinned = std::move(*tree);
        }
        return pinned;
    }
    /// "$values/prod.yaml" is prod.yaml of the source that is called values.
    Expected<void> resolveValues(const Application& application, std::vector<std::string>& files) const {
        for (std::string& file : files) {
            if (!file.starts_with('$')) continue;
            const auto slash = std::min(file.find('/'), file.size());
            const std::string name = file.substr(1, slash - 1);
            const auto source = std::ranges::find(application.sources, name, &ApplicationSource::reference);
            if (name.empty() || source == application.sources.end())
                return problem(std::format("the values {} name no source of the application", file));
            if (!isOneOf(m_addresses, source->repository))
                return problem(std::format("the values {} are in another repository, {}", file,
                                           withoutSecrets(source->repository)));
            file = slash == file.size() ? "/" : file.substr(slash);
        }
        return {};
    }
    Expected<RenderRequest> requestOf(const Application& application, const ApplicationSource& source,
                                      bool& elsewhere) {
        if (!source.unsupported.empty()) {
            elsewhere = true;
            return problem(source.unsupported);
        }
        if (!source.chart.empty()) {
            elsewhere = true;
            return problem(std::format("the chart {} of {} would have to be fetched, which is not supported",
                                       source.chart, withoutSecrets(source.repository)));
        }
        if (!isOneOf(m_addresses, source.repository)) {
            elsewhere = true;
            return problem(
                std::format("{} is in another repository, {}", source.path, withoutSecrets(source.repository)));
        }
        auto tree = treeOf(source);
        if (!tree) return std::unexpected(std::move(tree.error()));
        RenderRequest request{.tree = std::move(*tree),
                              .path = source.path,
                              .settings = source.settings,
                              .name = application.name.substr(0, application.name.find(' ')),
                              .namespace_ = application.namespace_.empty() ? "default" : application.namespace_};
        if (auto done = resolveValues(application, request.settings.helm.valueFiles); !done)
            return std::unexpected(std::move(done.error()));
        return request;
    }

    const Repository& m_repository;
    const std::vector<std::string>& m_addresses;
    TreeRef m_tree;
    std::map<std::string, TreeRef> m_pinned;
};

}  // namespace

Expected<Side> Side::read(const Repository& repository, const std::vector<std::string>& addresses,
                          std::string_view revision, std::string_view path) {
    const auto wanted = normalized(path);
    if (!wanted) return problem(std::format("{} is outside of the repository", path));
    auto tree = repository.tree(revision);
    if (!tree) return std::unexpected(std::move(tree.error()));
    auto applications = readApplications(**tree, [&](std::string_view address) { return isOneOf(addresses, address); });
    if (!applications) return std::unexpected(std::move(applications.error()));
    Side side;
    side.m_notes = std::move(applications->notes);
    side.m_hasPath = (*tree)->find(*wanted) != nullptr || (*tree)->hasFolder(*wanted);
    if (!path.empty()) {
        std::erase_if(applications->all, [&](const Application& each) {
            return std::ranges::none_of(each.sources,
                                        [&](const auto& source) { return isWithin(source.path, *wanted); });
        });
        if (applications->all.empty() && side.m_hasPath) applications->all.push_back(applicationOfPath(*wanted));
    }
    Resolving resolving(repository, addresses, *tree);
    for (Application& each : applications->all) side.m_parts.push_back(resolving.partsOf(std::move(each)));
    return side;
}

const ApplicationParts* Side::find(std::string_view name) const {
    const auto at = std::ranges::find(
        m_parts, name, [](const ApplicationParts& each) -> const std::string& { return each.application.name; });
    return at == m_parts.end() ? nullptr : &*at;
}

Expected<Rendered> renderAll(const ApplicationParts& parts, const Renderer& renderer, const std::stop_token& stop) {
    if (!parts.problems.empty()) return std::unexpected(parts.problems.front());
    Rendered all;
    for (const RenderRequest& request : parts.requests) {
        auto one = renderer.render(request, stop);
        if (!one) return one;
        std::ranges::move(one->objects, std::back_inserter(all.objects));
        std::ranges::move(one->notes, std::back_inserter(all.notes));
    }
    return all;
}

}  // namespace armillary::gitops
