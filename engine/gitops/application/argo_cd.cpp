#include <charconv>
#include <format>

#include "engine/gitops/application/readers.h"
#include "engine/gitops/render/yaml.h"
#include "engine/gitops/source/path.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace json = boost::json;

namespace {

std::string printed(const json::value& value) {
    std::string text;
    schema::writeDocument(text, value);
    return text;
}

/// "name=new:tag", "name:tag", "name@digest", as `kustomize edit set image` takes them.
json::object imageOf(std::string_view text) {
    json::object image;
    const auto equals = text.find('=');
    std::string_view target = text;
    if (equals != std::string_view::npos) {
        image["name"] = text.substr(0, equals);
        target = text.substr(equals + 1);
    }
    std::string_view name = target;
    const auto at = target.find('@'), slash = target.rfind('/'), colon = target.rfind(':');
    if (at != std::string_view::npos) {
        name = target.substr(0, at);
        image["digest"] = target.substr(at + 1);
    } else if (colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash)) {
        name = target.substr(0, colon);
        image["newTag"] = target.substr(colon + 1);
    }
    if (equals == std::string_view::npos) {
        image["name"] = name;
    } else {
        image["newName"] = name;
    }
    return image;
}

/// Argo CD's counts may be text.
json::array replicasOf(const json::array& given) {
    json::array replicas;
    for (const json::value& each : given) {
        if (!each.is_object()) continue;
        json::object one = each.get_object();
        const std::string text = textAt(one, "count");
        std::int64_t count = 0;
        if (std::from_chars(text.data(), text.data() + text.size(), count).ec == std::errc()) one["count"] = count;
        replicas.push_back(std::move(one));
    }
    return replicas;
}

void readKustomize(const json::object& given, std::string_view path, std::string_view folder,
                   KustomizeSettings& settings, std::vector<std::string>& unsupported) {
    nameOthers(given, path,
               {"namePrefix", "nameSuffix", "namespace", "images", "commonLabels", "commonAnnotations", "replicas",
                "patches", "components", "labelWithoutSelector", "version"},
               unsupported);
    json::object overlay;
    for (const char* same : {"namePrefix", "nameSuffix", "namespace", "commonAnnotations", "patches"})
        if (const json::value* const value = given.if_contains(same)) overlay[same] = *value;
    if (const json::object* const labels = objectAt(given, "commonLabels")) {
        if (isTrueAt(given, "labelWithoutSelector")) {
            overlay["labels"] = json::array{json::object{{"pairs", *labels}}};
        } else {
            overlay["commonLabels"] = *labels;
        }
    }
    json::array images;
    for (const std::string& image : textsAt(given, "images")) images.emplace_back(imageOf(image));
    if (!images.empty()) overlay["images"] = std::move(images);
    if (const json::array* const replicas = arrayAt(given, "replicas")) overlay["replicas"] = replicasOf(*replicas);
    for (const std::string& each : textsAt(given, "components"))
        // What leaves the repository is named when it is looked for.
        settings.components.push_back(joined(folder, each).value_or(each));
    if (!overlay.empty()) settings.overlay = printed(overlay);
}

void readHelm(const json::object& given, std::string_view path, HelmSettings& settings,
              std::vector<std::string>& unsupported) {
    nameOthers(given, path,
               {"releaseName", "namespace", "valueFiles", "values", "valuesObject", "parameters", "fileParameters",
                "ignoreMissingValueFiles", "skipCrds", "skipTests", "kubeVersion", "apiVersions", "version"},
               unsupported);
    settings.releaseName = textAt(given, "releaseName");
    settings.namespace_ = textAt(given, "namespace");
    settings.valueFiles = textsAt(given, "valueFiles");
    settings.ignoreMissingValueFiles = isTrueAt(given, "ignoreMissingValueFiles");
    settings.skipCrds = isTrueAt(given, "skipCrds");
    settings.skipTests = isTrueAt(given, "skipTests");
    settings.kubeVersion = textAt(given, "kubeVersion");
    settings.apiVersions = textsAt(given, "apiVersions");
    // The object wins over the text: it takes its place, as Argo CD has it.
    if (const json::object* const values = objectAt(given, "valuesObject")) {
        settings.values.push_back(printed(*values));
    } else if (std::string values = textAt(given, "values"); !values.empty()) {
        settings.values.push_back(std::move(values));
    }
    const auto read = [&](const char* field, const char* value, std::vector<HelmSettings::Parameter>& into) {
        if (const json::array* const items = arrayAt(given, field))
            for (const json::value& each : *items)
                if (const json::object* const one = each.if_object())
                    into.push_back({textAt(*one, "name"), textAt(*one, value), isTrueAt(*one, "forceString")});
    };
    read("parameters", "value", settings.parameters);
    read("fileParameters", "path", settings.fileParameters);
}

ApplicationSource readSource(const json::object& given, const std::string& path,
                             std::vector<std::string>& unsupported) {
    nameOthers(given, path,
               {"repoURL", "path", "targetRevision", "chart", "ref", "name", "kustomize", "helm", "directory"},
               unsupported);
    ApplicationSource source{.repository = textAt(given, "repoURL"),
                             .path = textAt(given, "path"),
                             .revision = textAt(given, "targetRevision"),
                             .chart = textAt(given, "chart"),
                             .reference = textAt(given, "ref")};
    if (const auto clean = normalized(source.path)) source.path = *clean;
    Settings& settings = source.settings;
    if (const json::object* const directory = objectAt(given, "directory")) {
        nameOthers(*directory, path + ".directory", {"recurse", "include", "exclude"}, unsupported);
        settings.directory = {isTrueAt(*directory, "recurse"), textAt(*directory, "include"),
                              textAt(*directory, "exclude")};
        settings.kind = Settings::Kind::Directory;
    }
    if (const json::object* const kustomize = objectAt(given, "kustomize")) {
        readKustomize(*kustomize, path + ".kustomize", source.path, settings.kustomize, unsupported);
        settings.kind = Settings::Kind::Kustomize;
    }
    if (const json::object* const helm = objectAt(given, "helm")) {
        readHelm(*helm, path + ".helm", settings.helm, unsupported);
        settings.kind = Settings::Kind::Helm;
    }
    return source;
}

}  // namespace

Application readArgoCd(const json::object& object) {
    Application application{.kind = Application::Kind::ArgoCd};
    const json::object* const spec = objectAt(object, "spec");
    if (spec == nullptr) {
        application.unsupported.emplace_back("It has no spec.");
        return application;
    }
    // What says how it is synced, and not what is deployed, is none of a rendering's.
    nameOthers(*spec, "spec",
               {"project", "source", "sources", "destination", "syncPolicy", "ignoreDifferences", "info",
                "revisionHistoryLimit"},
               application.unsupported);
    if (const json::object* const destination = objectAt(*spec, "destination")) {
        application.namespace_ = textAt(*destination, "namespace");
        application.server = textAt(*destination, "server");
        if (application.server.empty()) application.server = textAt(*destination, "name");
    }
    // With both, Argo CD heeds the several.
    if (const json::array* const sources = arrayAt(*spec, "sources"); sources != nullptr && !sources->empty()) {
        for (std::size_t at = 0; at < sources->size(); ++at)
            if (const json::object* const one = (*sources)[at].if_object())
                application.sources.push_back(
                    readSource(*one, std::format("spec.sources[{}]", at), application.unsupported));
    } else if (const json::object* const source = objectAt(*spec, "source")) {
        application.sources.push_back(readSource(*source, "spec.source", application.unsupported));
    }
    if (application.sources.empty()) application.unsupported.emplace_back("It has no source.");
    return application;
}

}  // namespace armillary::gitops
