#pragma once

#include "engine/server/page.h"

namespace armillary::server {

/// ListOptions of a list, watch or deletecollection, checked as upstream checks them.
struct ListOptions {
    PageQuery page;
    std::string labelSelector, fieldSelector;
    std::int64_t timeoutSeconds = 0;
    bool allowWatchBookmarks = false;
    std::optional<bool> sendInitialEvents;
};

/// 400 for a parameter that does not parse, 422 for a combination that makes no sense.
Result<ListOptions> listOptionsOf(const Call& call, bool watch);

}  // namespace armillary::server
