#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/server/core.h"
#include "engine/server/selection.h"
#include "engine/server/storage.h"

/// Lists, whole or in pages. Source:
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks.
namespace armillary::server {

struct PageQuery {
    std::int64_t limit = 0;  ///< 0: everything
    std::string continueToken;
    std::string resourceVersion, resourceVersionMatch;
};

struct Page {
    std::vector<ObjectRef> objects;  ///< in the stored version
    Revision revision = 0;
    std::string continueToken;              ///< "" at the end
    std::optional<std::int64_t> remaining;  ///< known only without selectors
};

/// The current state comes from the cache; a following page or an exact revision from the store's log, so that all
/// pages of a list show the same state. 410 when that is no longer kept, 400 for a token that is not ours, 504 for a
/// revision that lies in the future.
Result<Page> readPage(const Core& core, const Resource& resource, const Selection& selection, const PageQuery& query);

/// A resourceVersion parameter as a number; "" and "0" are 0. 400 otherwise.
Result<Revision> parseRevision(std::string_view text);

/// Where a list goes on.
struct ContinueToken {
    Revision revision = 0;   ///< -1: at whatever is current
    std::string startAfter;  ///< "namespace/name" or "name", after which the next page begins
};
std::string encodeContinue(const ContinueToken& token);
std::optional<ContinueToken> decodeContinue(std::string_view text);

}  // namespace armillary::server
