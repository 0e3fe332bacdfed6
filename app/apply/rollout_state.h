#pragma once

#include <QString>
#include <cstdint>

#include "engine/schema/object.h"

namespace armillary::app {

/// How far a workload has come since it was applied, by its own status; as `kubectl rollout status` reads it.
struct RolloutState {
    enum class Stage { Rolling, Ready, Failed };
    Stage stage = Stage::Rolling;
    QString text;  ///< "1 of 3 pods ready"
    bool operator==(const RolloutState&) const = default;
};

/// Whether the kind has pods that one waits for: Deployment, StatefulSet, DaemonSet, Job.
bool hasRollout(const std::string& apiVersion, const std::string& kind);
/// `generation`: of what was applied; a status about an earlier one says nothing yet.
RolloutState rolloutStateOf(const ObjectRef& workload, std::int64_t generation);

}  // namespace armillary::app
