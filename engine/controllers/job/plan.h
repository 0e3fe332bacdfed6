#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "engine/async/clock.h"
#include "engine/controllers/job/backoff.h"
#include "engine/controllers/job/policies.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/object.h"

namespace armillary::controllers::job {

inline constexpr std::string_view kTrackingFinalizer = "batch.kubernetes.io/job-tracking";

/// The next step of a job. Ended pods are counted once, whatever is lost in between: first their UIDs are written into
/// the status, then their finalizer goes, then the UIDs become numbers.
struct Plan {
    batchv1::JobStatus status;
    std::vector<ObjectRef> release;  ///< counted pods whose finalizer goes, after the status was written
    std::vector<ObjectRef> remove;   ///< pods to delete
    bool forget = false;             ///< the removed pods are not to count as failed
    std::size_t create = 0;
    std::vector<std::int32_t> indexes;         ///< of the pods to create, for an Indexed job
    std::vector<IndexFailures> indexFailures;  ///< before each of them, when the job has a backoffLimitPerIndex
    Backoff backoff;                           ///< what the next pass is to remember
    std::optional<std::chrono::milliseconds> again;
    std::string_view eventType;             ///< "Normal" or "Warning"
    std::string eventReason, eventMessage;  ///< what happened to the job as a whole; "" for nothing
};
/// `pods` are those that the job controls; `before` is the backoff of the last plan. A job that is being deleted only
/// counts its pods and lets them go.
Plan planJob(const batchv1::Job& job, const std::vector<ObjectRef>& pods, async::SystemTime now,
             const Backoff& before = {});

/// Complete or Failed.
bool isFinished(const batchv1::Job& job);
/// When it became so.
std::optional<async::SystemTime> finishedAt(const batchv1::Job& job);

}  // namespace armillary::controllers::job
