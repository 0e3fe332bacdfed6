#include "engine/controllers/framework/refusals.h"

#include <algorithm>

namespace armillary::controllers {

bool isNamespaceTerminating(const Status& status) {
    return status.details && std::ranges::any_of(status.details->causes, [](const auto& cause) {
               return cause.reason == "NamespaceTerminating";
           });
}

}  // namespace armillary::controllers
