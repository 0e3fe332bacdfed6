#include "engine/server/body.h"
#include "engine/server/list_options.h"
#include "engine/server/render.h"
#include "engine/server/verbs/verbs.h"
#include "engine/server/write.h"

namespace armillary::server {

Handled deleteCollection(Call& call) {
    auto list = listOptionsOf(call, false);
    if (!list) return refuse(list.error());
    auto options = deleteOptionsOf(call);
    if (!options) return refuse(options.error());
    auto selection = Selection::parse(call.resource(), call.route.namespace_, list->labelSelector, list->fieldSelector);
    if (!selection) return refuse(selection.error());
    auto page = readPage(call.core, call.resource(), *selection, list->page);
    if (!page) return refuse(page.error());
    for (const ObjectRef& object : page->objects) {
        auto deletion = deleteStored(call.core, call.user,
                                     {call.resource(), object->namespace_(), object->name(), *options, call.notes()});
        // Somebody else was faster; it is gone all the same.
        if (!deletion && !status::isNotFound(deletion.error())) return refuse(deletion.error());
    }
    return respondList(call, {page->revision, page->continueToken, page->remaining}, page->objects);
}

}  // namespace armillary::server
