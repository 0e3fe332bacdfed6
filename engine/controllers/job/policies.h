#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "engine/schema/api/batchv1.h"
#include "engine/schema/api/corev1.h"

/// What a job's policies say about pods that failed and indexes that succeeded.
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/.
namespace armillary::controllers::job {

/// A pod that failed; one that is being deleted counts as such unless the job waits for it to end.
bool hasFailed(const batchv1::Job& job, const corev1::Pod& pod);
/// Whether pods that are being deleted hold their place until they have ended.
bool waitsForTerminating(const batchv1::Job& job);

enum class FailureAction { Count, Ignore, FailIndex, FailJob };
struct FailureVerdict {
    FailureAction action = FailureAction::Count;
    std::string message;  ///< for FailJob: which rule and why
};
/// The first rule of spec.podFailurePolicy that matches a failed pod; Count when none does.
FailureVerdict judgeFailure(const batchv1::Job& job, const corev1::Pod& pod);

/// "Matched rules at index 0" for the first rule of spec.successPolicy that is met; empty when none is.
std::optional<std::string> metSuccessPolicy(const batchv1::Job& job, const std::set<std::int32_t>& succeeded);

inline constexpr std::string_view kIndexFailureCount = "batch.kubernetes.io/job-index-failure-count";
inline constexpr std::string_view kIndexIgnoredFailureCount = "batch.kubernetes.io/job-index-ignored-failure-count";
/// How often the pods of an index had failed before one was made, for jobs with a backoffLimitPerIndex.
struct IndexFailures {
    std::int32_t counted = 0, ignored = 0;
    std::int32_t total() const { return counted + ignored; }
};
IndexFailures failuresBefore(const corev1::Pod& pod);
/// The same for the pod that follows a failed one.
IndexFailures failuresAfter(const batchv1::Job& job, const corev1::Pod& failed);
/// Whether an index has failed for good with this pod.
bool endsIndex(const batchv1::Job& job, const corev1::Pod& failed);

}  // namespace armillary::controllers::job
