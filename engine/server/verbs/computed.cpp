#include "engine/server/computed/computed.h"

#include "engine/server/list_options.h"
#include "engine/server/render.h"
#include "engine/server/verbs/verbs.h"

namespace armillary::server {

namespace {

void warnOfEnd(Call& call) {
    if (call.resource().group.empty() && call.resource().plural == "componentstatuses")
        call.warnings.emplace_back("v1 ComponentStatus is deprecated in v1.19+");
}

}  // namespace

Handled getComputed(Call& call) {
    warnOfEnd(call);
    auto objects = computed::readerOf(call.resource())(call.core, call.route.namespace_, call.route.name);
    if (!objects) return refuse(objects.error());
    if (objects->empty()) return refuse(status::notFound(call.resource().qualified(), call.route.name));
    return respondObject(call, 200, objects->front()->json());
}

Handled listComputed(Call& call) {
    warnOfEnd(call);
    auto options = listOptionsOf(call, false);
    if (!options) return refuse(options.error());
    auto selection =
        Selection::parse(call.resource(), call.route.namespace_, options->labelSelector, options->fieldSelector);
    if (!selection) return refuse(selection.error());
    auto objects = computed::readerOf(call.resource())(call.core, call.route.namespace_, selection->name());
    if (!objects) return refuse(objects.error());
    std::erase_if(*objects, [&](const ObjectRef& object) { return !selection->matches(*object); });
    // Nothing that could be resumed from: what is computed has no revision.
    return respondList(call, {}, *objects);
}

}  // namespace armillary::server
