#include "engine/gitops/application/readers.h"
#include "engine/gitops/render/yaml.h"
#include "engine/gitops/source/path.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace json = boost::json;

Application readFlux(const json::object& object) {
    Application application{.kind = Application::Kind::Flux};
    const json::object* const spec = objectAt(object, "spec");
    if (spec == nullptr) {
        application.unsupported.emplace_back("It has no spec.");
        return application;
    }
    // What says how and when it is applied, and not what, is none of a rendering's.
    nameOthers(*spec, "spec",
               {"path",
                "sourceRef",
                "targetNamespace",
                "namePrefix",
                "nameSuffix",
                "images",
                "patches",
                "components",
                "interval",
                "retryInterval",
                "timeout",
                "prune",
                "wait",
                "force",
                "suspend",
                "dependsOn",
                "healthChecks",
                "healthCheckExprs",
                "serviceAccountName",
                "deletionPolicy",
                "kubeConfig"},
               application.unsupported);
    ApplicationSource source;
    const std::string path = textAt(*spec, "path");
    source.path = normalized(path).value_or(path);
    if (const json::object* const reference = objectAt(*spec, "sourceRef"); reference != nullptr) {
        const std::string kind = textAt(*reference, "kind");
        if (kind == "GitRepository") {
            source.reference = textAt(*reference, "name");
        } else {
            source.unsupported = "spec.sourceRef of kind " + kind + " is not supported";
        }
    }
    // Without a kustomization of its own Flux makes one of all manifests in the folder.
    source.settings.directory.recurse = true;
    json::object overlay;
    for (const char* same : {"namePrefix", "nameSuffix", "images", "patches"})
        if (const json::value* const value = spec->if_contains(same)) overlay[same] = *value;
    application.namespace_ = textAt(*spec, "targetNamespace");
    if (!application.namespace_.empty()) overlay["namespace"] = application.namespace_;
    if (!overlay.empty()) schema::writeDocument(source.settings.kustomize.overlay, overlay);
    for (const std::string& each : textsAt(*spec, "components"))
        source.settings.kustomize.components.push_back(joined(source.path, each).value_or(each));
    application.sources.push_back(std::move(source));
    return application;
}

}  // namespace armillary::gitops
