#include "engine/controllers/application/wanted.h"

#include <format>

#include "engine/controllers/application/documents.h"
#include "engine/gitops/health/fields.h"
#include "engine/gitops/sync/names.h"
#include "engine/schema/json_document.h"

namespace armillary::controllers::applications {

namespace json = boost::json;
using gitops::problem;

namespace {

/// The scopes that definitions among the objects give to their kinds.
std::map<relations::Kind, bool> definedScopes(const Manifests& manifests) {
    std::map<relations::Kind, bool> scopes;
    for (const gitops::RenderedObject& each : manifests.objects) {
        if (each.item.kind != "CustomResourceDefinition") continue;
        const auto document = schema::parseDocument(each.item.json);
        if (!document || !document->is_object()) continue;
        const json::object& object = document->get_object();
        scopes[{gitops::wordAt(object, "spec", "group"), gitops::wordAt(object, "spec", "names", "kind")}] =
            gitops::wordAt(object, "spec", "scope") == "Namespaced";
    }
    return scopes;
}

}  // namespace

gitops::Expected<Wanted> place(const Manifests& manifests, const Live& live, const std::string& instance,
                               const std::string& destination) {
    const auto defined = definedScopes(manifests);
    Wanted wanted;
    std::map<relations::ObjectId, std::size_t> places;
    for (const gitops::RenderedObject& each : manifests.objects) {
        const plan::Item& item = each.item;
        relations::ObjectId id{{std::string(item.group()), item.kind}, item.namespace_, item.name};
        const Row row = live.rowOf(id.kind.group, std::string(item.version()), item.kind);
        const auto scope = defined.find(id.kind);
        const bool known = row || scope != defined.end();
        const bool namespaced = row ? row->namespaced : scope != defined.end() && scope->second;
        if (known && !namespaced) id.namespace_.clear();
        if (namespaced && id.namespace_.empty()) id.namespace_ = destination;
        auto document = schema::parseDocument(item.json);
        if (!document || !document->is_object())
            return problem(std::format("{} {} is no object", item.kind, item.name));
        json::object& metadata = objectIn(document->get_object(), "metadata");
        if (id.namespace_.empty()) {
            metadata.erase("namespace");
        } else {
            metadata["namespace"] = id.namespace_;
        }
        // Generators write it as null; it is the server's.
        metadata.erase("creationTimestamp");
        document->get_object().erase("status");
        objectIn(metadata, "annotations")[gitops::annotation::kTracking] =
            gitops::trackingId(instance, id, destination);
        std::string text;
        schema::writeDocument(text, *document);
        auto object = Object::parse(std::move(text));
        if (!object)
            return problem(std::format("{}{}{} {}: {}", each.origin, each.origin.empty() ? "" : ": ", item.kind,
                                       item.name, object.error().message));
        const auto [at, isNew] = places.try_emplace(id, wanted.objects.size());
        if (isNew) {
            wanted.objects.push_back(std::move(*object));
            continue;
        }
        wanted.objects[at->second] = std::move(*object);
        wanted.warnings.push_back({"RepeatedResourceWarning", std::format("Resource {}/{}/{} appeared more than once "
                                                                          "among application resources.",
                                                                          id.kind.text(), id.namespace_, id.name)});
    }
    return wanted;
}

}  // namespace armillary::controllers::applications
