#pragma once

#include <optional>
#include <vector>

#include "engine/schema/object.h"

/// When an object's turn is. Source: Argo CD's Resource Hooks, Sync Phases and Waves; for charts its Helm page.
namespace armillary::gitops {

enum class Phase { PreSync, Sync, PostSync, SyncFail };

struct Turn {
    std::vector<Phase> phases;  ///< none: it is not for a sync
    int wave = 0;
    bool isHook = false;
    /// What is done to a hook: before it is made anew (where nothing else is said), and once it has ended.
    bool removedBefore = false, removedOnSuccess = false, removedOnFailure = false;
};

/// By its annotations.
Turn turnOf(const Object& object);

}  // namespace armillary::gitops
