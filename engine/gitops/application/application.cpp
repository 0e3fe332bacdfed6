#include "engine/gitops/application/application.h"

#include <algorithm>
#include <format>
#include <map>

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
    void add(const std::string& file, const plan::Item& item) {
        const auto group = item.group();
        if (group == kFluxHelm && item.kind == "HelmRelease") unsupportedKind(file, item);
        if (group == kArgoCd && item.kind == "ApplicationSet") unsupportedKind(file, item);
        const bool argo = group == kArgoCd && item.kind == "Application";
        const bool flux = group == kFlux && item.kind == "Kustomization";
        const bool source = group == kFluxSource && item.kind == "GitRepository";
        if (!argo && !flux && !source) return;
        const auto document = schema::parseDocument(item.json);
        if (!document || !document->is_object()) return;
        const json::object& object = document->get_object();
        if (source) {
            if (const json::object* const spec = objectAt(object, "spec")) m_sources[item.name] = *spec;
            return;
        }
        if (!isWhole(object)) return;
        Application application = argo ? readArgoCd(object) : readFlux(object);
        application.name = item.name;
        application.origin = file;
        if (const json::object* const spec = objectAt(object, "spec"))
            schema::writeDocument(application.definition, *spec);
        m_found.push_back(std::move(application));
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

Expected<Applications> readApplications(const Tree& tree) {
    Reading reading;
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
