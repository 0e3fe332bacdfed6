#include "engine/gitops/application/application.h"

#include <algorithm>
#include <format>
#include <map>
#include <set>

#include "engine/gitops/application/readers.h"
#include "engine/gitops/render/closure.h"
#include "engine/gitops/render/yaml.h"
#include "engine/gitops/source/path.h"
#include "engine/plan/item.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace json = boost::json;

namespace {

constexpr std::string_view kArgoCd = "argoproj.io", kFlux = "kustomize.toolkit.fluxcd.io",
                           kFluxHelm = "helm.toolkit.fluxcd.io", kFluxSource = "source.toolkit.fluxcd.io";

bool mayHold(std::string_view path) {
    return path.ends_with(".yaml") || path.ends_with(".yml") || path.ends_with(".json");
}

/// A chart's templates are no manifests before they are rendered.
bool isTemplate(const Tree& tree, std::string_view path) {
    for (std::string_view folder = folderOf(path); !folder.empty(); folder = folderOf(folder))
        if (nameOf(folder) == "templates" && isChart(tree, folderOf(folder))) return true;
    return false;
}

/// A kustomization's patch of an Application is not one: it has no source of its own.
bool isWhole(const json::object& object) {
    const json::object* const spec = objectAt(object, "spec");
    return spec != nullptr && (spec->contains("source") || spec->contains("sources") || spec->contains("sourceRef"));
}

class Reading {
public:
    Reading(const Tree& tree, const IsOurs& isOurs) : m_tree(tree), m_isOurs(isOurs) {}

    void add(const std::string& file, const plan::Item& item) {
        const auto group = item.group();
        if (group == kFluxHelm && item.kind == "HelmRelease") unsupportedKind(file, item);
        const bool set = group == kArgoCd && item.kind == "ApplicationSet";
        const bool argo = group == kArgoCd && item.kind == "Application";
        const bool flux = group == kFlux && item.kind == "Kustomization";
        const bool source = group == kFluxSource && item.kind == "GitRepository";
        if (!argo && !flux && !source && !set) return;
        const auto document = schema::parseDocument(item.json);
        if (!document || !document->is_object()) return;
        const json::object& object = document->get_object();
        if (source) {
            if (const json::object* const spec = objectAt(object, "spec")) m_sources[item.name] = *spec;
            return;
        }
        if (set) return addSet(file, item.name, object);
        if (isWhole(object)) addOne(file, item.name, object, argo ? readArgoCd(object) : readFlux(object));
    }
    void note(std::string sentence) { m_result.notes.push_back(std::move(sentence)); }

    Applications take() {
        std::map<std::string, std::size_t> names;
        for (const Application& each : m_found) ++names[each.name];
        for (Application& each : m_found) {
            // One name in several clusters' folders: told apart by the folder.
            if (names[each.name] > 1) each.name = std::format("{} ({})", each.name, each.origin);
            if (each.kind == Application::Kind::Flux) fromGitRepository(each);
        }
        m_result.all = std::move(m_found);
        std::ranges::sort(m_result.all, {}, &Application::name);
        return std::move(m_result);
    }

private:
    void addOne(const std::string& file, const std::string& name, const json::object& object, Application application) {
        application.name = name;
        application.origin = file;
        if (const json::object* const spec = objectAt(object, "spec"))
            schema::writeDocument(application.definition, *spec);
        m_found.push_back(std::move(application));
    }
    void addSet(const std::string& file, const std::string& name, const json::object& set) {
        const auto made = expandSet(set, m_tree, m_isOurs);
        if (!made)
            return note(std::format("ApplicationSet {} in {} is left out: {}.", name, file, made.error().message));
        std::set<std::string> names;
        for (const json::object& each : *made) {
            const json::object* const metadata = objectAt(each, "metadata");
            const std::string called = metadata != nullptr ? textAt(*metadata, "name") : std::string();
            if (called.empty() || !names.insert(called).second) {
                note(std::format("ApplicationSet {} in {} makes an Application {}, which is left out.", name, file,
                                 called.empty() ? "without a name" : called + " twice"));
            } else if (isWhole(each)) {
                addOne(file, called, each, readArgoCd(each));
            }
        }
    }
    void unsupportedKind(const std::string& file, const plan::Item& item) {
        note(std::format("{} {} in {} is left out: this kind is not supported.", item.kind, item.name, file));
    }
    void fromGitRepository(Application& application) {
        for (ApplicationSource& source : application.sources) {
            const auto found = m_sources.find(source.reference);
            source.reference.clear();
            if (found == m_sources.end()) continue;
            source.repository = textAt(found->second, "url");
            const json::object* const reference = objectAt(found->second, "ref");
            if (reference == nullptr) continue;
            for (const char* field : {"branch", "tag", "semver", "name", "commit"})
                if (std::string text = textAt(*reference, field); !text.empty()) source.revision = std::move(text);
        }
    }

    const Tree& m_tree;
    const IsOurs& m_isOurs;
    Applications m_result;
    std::vector<Application> m_found;
    std::map<std::string, json::object> m_sources;
};

}  // namespace

void nameOthers(const json::object& object, std::string_view path, std::initializer_list<std::string_view> heeded,
                std::vector<std::string>& sentences) {
    for (const auto& member : object)
        if (std::ranges::find(heeded, std::string_view(member.key())) == heeded.end())
            sentences.push_back(std::format("{}.{} is not supported.", path, std::string_view(member.key())));
}

Expected<Applications> readApplications(const Tree& tree, const IsOurs& isOurs) {
    Reading reading(tree, isOurs);
    for (const TreeEntry& entry : tree.entries()) {
        // Links lead to files that are read anyway.
        if (entry.kind != TreeEntry::Kind::File || !mayHold(entry.path)) continue;
        const auto content = tree.target(entry);
        if (!content) return std::unexpected(content.error());
        if (!content->contains(kArgoCd) && !content->contains(".toolkit.fluxcd.io")) continue;
        if (isTemplate(tree, entry.path)) continue;
        const auto items = plan::readItems(*content);
        if (items) {
            for (const plan::Item& item : *items) reading.add(entry.path, item);
        } else if (content->contains("kind: Application") || content->contains("kind: Kustomization")) {
            reading.note(std::format("{} is left out: {}.", entry.path, items.error().text));
        }
    }
    return reading.take();
}

Application applicationOfPath(std::string path) {
    Application application{.name = path.empty() ? "." : path};
    ApplicationSource source{.path = std::move(path)};
    source.settings.directory.recurse = true;
    application.sources.push_back(std::move(source));
    return application;
}

}  // namespace armillary::gitops
