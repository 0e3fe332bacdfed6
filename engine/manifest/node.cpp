#include "engine/manifest/node.h"

namespace armillary::manifest {

const Node& resolved(const Node& node) {
    const Node* at = &node;
    while (at->form == Form::Alias) at = at->target;
    return *at;
}

}  // namespace armillary::manifest
