#pragma once

#include <span>
#include <string_view>

#include "kind.h"

namespace armillary::app::kinds {

/// Every kind with a folder of its own.
std::span<const Kind> all();
/// The one of an object; the generic one for what has no folder. `apiVersion` is "apps/v1".
const Kind& of(std::string_view apiVersion, std::string_view kind);

/// What the window says of an object, by its kind.
Row rowOf(const Object& object);
QVariantList summaryOf(const Object& object);
/// All that can be done to it: the kind's own first, then what can be done to every object. Only what the resource's
/// verbs and subresources allow; whether the user may is for the server to say.
std::vector<Action> actionsOf(const Subject& subject);

}  // namespace armillary::app::kinds
