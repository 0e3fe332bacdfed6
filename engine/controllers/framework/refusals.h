#pragma once

#include "engine/schema/status.h"

/// What controllers make of a write that was refused.
namespace armillary::controllers {

/// Whether a creation failed because the namespace is going: trying again could only fail as well, and nobody needs to
/// be told.
bool isNamespaceTerminating(const Status& status);

}  // namespace armillary::controllers
