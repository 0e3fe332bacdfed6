#pragma once

#include <optional>
#include <string_view>

#include "engine/store/store.h"

/// The errors that every implementation answers alike, so that a caller sees no difference between them.
namespace armillary::store {

Error keyExists(std::string_view key, Revision current);
Error notFound(std::string_view key);
Error revisionMismatch(std::string_view key, Revision expected, Revision current);
Error compactedError(Revision asked, Revision oldest);
Error futureRevision(Revision asked, Revision current);
Error closedError();

/// Why a key or a value is refused; nothing when both are within their bounds.
std::optional<Error> checkSize(std::string_view key, std::string_view value = {});

}  // namespace armillary::store
