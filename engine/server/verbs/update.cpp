#include "engine/server/body.h"
#include "engine/server/render.h"
#include "engine/server/verbs/changes.h"
#include "engine/server/verbs/verbs.h"
#include "engine/server/write.h"

namespace armillary::server {
namespace {

/// The object is the one that the path names.
Result<void> matchPath(const Call& call, metav1::ObjectMeta& meta) {
    if (meta.name.empty()) meta.name = call.route.name;
    if (meta.name != call.route.name)
        return refuse(status::badRequest("the name of the object (" + meta.name +
                                         ") does not match the name on the URL (" + call.route.name + ")"));
    if (!call.resource().namespaced) {
        meta.namespace_.clear();
        return {};
    }
    if (meta.namespace_.empty()) meta.namespace_ = call.route.namespace_;
    if (meta.namespace_ == call.route.namespace_) return {};
    return refuse(
        status::badRequest("the namespace of the provided object does not match the namespace sent on the request"));
}

}  // namespace

Handled updateObject(Call& call) {
    auto dryRun = dryRunOf(call, "UpdateOptions");
    if (!dryRun) return refuse(dryRun.error());
    auto manager = fieldManagerOf(call, "UpdateOptions");
    if (!manager) return refuse(manager.error());
    const Resource& resource = call.resource();
    auto object = decodeBody(call, expectedOf(resource));
    if (!object) return refuse(object.error());
    metav1::ObjectMeta& meta = resources::metaOf(resource, object->get());
    if (auto matched = matchPath(call, meta); !matched) return refuse(matched.error());
    dedupOwnerReferences(call, meta);
    noteReset(call.request.body, meta);

    const bool unconditional = meta.resourceVersion.empty() || meta.resourceVersion == "0";
    auto written =
        updateStored(call.core, call.user,
                     {.resource = resource,
                      .namespace_ = call.route.namespace_,
                      .name = call.route.name,
                      .subresource = call.route.subresource,
                      .dryRun = *dryRun,
                      .mayCreate = call.route.subresource.empty(),
                      .again = unconditional,
                      .writer = FieldWriter{std::move(*manager)},
                      .change = [&](const Value* current) -> Result<Value> {
                          return current ? restrictTo(call, *current, object->clone()) : Result<Value>(object->clone());
                      },
                      .notes = call.notes()});
    if (!written) return refuse(written.error());
    return respondObject(call, written->created ? 201 : 200, std::move(written->json));
}

}  // namespace armillary::server
