#include "engine/server/list_options.h"
#include "engine/server/render.h"
#include "engine/server/table_output.h"
#include "engine/server/verbs/verbs.h"

namespace armillary::server {

Handled listObjects(Call& call) {
    auto options = listOptionsOf(call, false);
    if (!options) return refuse(options.error());
    if (auto known = rowObjectOf(call.request.parameter("includeObject")); !known) return refuse(known.error());
    auto selection =
        Selection::parse(call.resource(), call.route.namespace_, options->labelSelector, options->fieldSelector);
    if (!selection) return refuse(selection.error());
    auto page = readPage(call.core, call.resource(), *selection, options->page);
    if (!page) return refuse(page.error());
    return respondList(call, {page->revision, page->continueToken, page->remaining}, page->objects);
}

}  // namespace armillary::server
