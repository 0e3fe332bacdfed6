#pragma once

#include <string>
#include <string_view>

#include "engine/schema/api/metav1.h"
#include "engine/schema/table.h"

namespace armillary::interop {

/// The table of "apps/v1", "Deployment"; none when v1.32 serves no such kind.
const schema::TypeInfo* typeOf(std::string_view apiVersion, std::string_view kind);

/// The same for "apps.v1.Deployment", as upstream names its test files ("core" stands for the group without a name).
const schema::TypeInfo* typeOfFile(std::string_view name);

/// What a decoded and written document lacks or changed, as a sentence that names the place; "" when nothing. What
/// `written` has besides must be empty: clients leave out what Go writes as a zero.
std::string difference(std::string_view original, std::string_view written);

}  // namespace armillary::interop
