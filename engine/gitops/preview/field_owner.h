#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/schema/object.h"

namespace armillary::gitops {

/// Who wrote a field, as far as its manager's name tells.
struct FieldOwner {
    enum class Kind { Person, Controller, Unknown };
    std::string manager;  ///< "kubectl-edit", "kube-controller-manager"
    Kind kind = Kind::Unknown;
    std::string time;  ///< RFC 3339; "" when it is not said
};

/// Who owns a field by metadata.managedFields: of several the last. `path` is spelled as plan::FieldDifference has it.
/// Nothing when nobody is written down for it: it has been taken out, or there are no managed fields.
std::optional<FieldOwner> ownerOf(const Object& object, std::string_view path);

}  // namespace armillary::gitops
