#pragma once

#include <cstdint>
#include <vector>

#include "engine/async/clock.h"
#include "engine/schema/api/corev1.h"

/// How long a job waits before it replaces a pod that failed.
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy.
namespace armillary::controllers::job {

/// When a pod ended, as well as its status tells: when the last of its containers did, else when it ceased to be ready,
/// else when its deletion was asked for, else when it was made.
schema::Time endOf(const corev1::Pod& pod);

/// Failures in a row.
struct Backoff {
    std::int32_t failures = 0;
    schema::Time last;  ///< when the latest of them was; unset without any

    /// How long the next pod still has to wait; zero or less when it need not. Ten seconds after the first failure,
    /// twice as long after each further one, at most ten minutes.
    async::SystemTime::duration left(async::SystemTime now) const;
};

/// The failures since the last success (unset: there was none), by when they were. `before` is what an earlier pass
/// knew of pods that may be gone.
Backoff backoffOf(const std::vector<schema::Time>& failures, schema::Time lastSuccess, const Backoff& before);

}  // namespace armillary::controllers::job
