#include "engine/server/page.h"
#include "engine/server/render.h"
#include "engine/server/verbs/verbs.h"

namespace armillary::server {

Handled getObject(Call& call) {
    auto revision = parseRevision(call.request.parameter("resourceVersion"));
    if (!revision) return refuse(revision.error());
    const Revision current = call.core.store.current();
    if (*revision > current) return refuse(status::futureResourceVersion(*revision, current));
    const auto object = existingObject(call.core.cache, call.resource(), call.route.namespace_, call.route.name);
    if (!object) return refuse(object.error());
    return respondObject(call, 200, jsonOf(call.resource(), **object));
}

}  // namespace armillary::server
