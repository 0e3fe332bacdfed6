#pragma once

#include <string_view>

#include "engine/resources/checks/path.h"
#include "engine/schema/scalars.h"

namespace armillary::resources {

/// Whether a quota of that name limits how many objects there are ("pods", "services.nodeports").
bool isObjectCount(std::string_view resource);

/// An amount of a named resource: not negative, and whole where only whole ones can be given out.
void checkQuantity(std::string_view resource, const schema::Quantity& amount, const Path& path, FieldErrors& errors);

/// A number that is not negative, or a percentage. `hundred`: at most 100%.
void checkIntOrPercent(const schema::IntOrString& value, bool hundred, const Path& path, FieldErrors& errors);
/// The number of percent, or nothing when the value is a plain number.
std::optional<int> percentOf(const schema::IntOrString& value);
/// As upstream prints an IntOrString in an error.
std::string goValue(const schema::IntOrString& value);

}  // namespace armillary::resources
