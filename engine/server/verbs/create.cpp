#include "engine/server/body.h"
#include "engine/server/render.h"
#include "engine/server/verbs/changes.h"
#include "engine/server/verbs/verbs.h"
#include "engine/server/write.h"

namespace armillary::server {
namespace {

/// Creates that are answered and not stored.
Handled answerReview(Call& call, Value object) {
    const std::string& namespace_ = call.route.namespace_;
    if (auto admitted = admit(call.core, {.operation = Operation::Create,
                                          .user = call.user,
                                          .resource = call.resource(),
                                          .namespace_ = namespace_,
                                          .object = object.get(),
                                          .holder = &object,
                                          .notes = call.notes()});
        !admitted)
        return refuse(admitted.error());
    if (auto done = review(call.core.reviewContext(), call.user, call.resource(), namespace_, object.get()); !done)
        return refuse(done.error());
    return respondObject(call, 201, object.json());
}

}  // namespace

Handled createObject(Call& call) {
    auto dryRun = dryRunOf(call, "CreateOptions");
    if (!dryRun) return refuse(dryRun.error());
    auto manager = fieldManagerOf(call, "CreateOptions");
    if (!manager) return refuse(manager.error());
    const Resource& resource = call.resource();
    auto object = decodeBody(call, expectedOf(resource));
    if (!object) return refuse(object.error());
    dedupOwnerReferences(call, resources::metaOf(resource, object->get()));
    if (resource.virtual_) return answerReview(call, std::move(*object));
    auto written = createStored(call.core, call.user,
                                {resource, call.route.namespace_, *dryRun, {std::move(*manager)}, call.notes()},
                                std::move(*object));
    if (!written) return refuse(written.error());
    return respondObject(call, 201, std::move(written->json));
}

}  // namespace armillary::server
