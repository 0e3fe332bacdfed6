#include "engine/controllers/job/backoff.h"

#include <algorithm>

#include "engine/controllers/framework/pods.h"

namespace armillary::controllers::job {

namespace {

constexpr std::chrono::seconds kFirst{10}, kLongest{600};

/// Unset while a container still runs, or does not say when it ended.
schema::Time endOfContainers(const corev1::Pod& pod) {
    schema::Time end;
    for (const auto& container : pod.status.containerStatuses) {
        const auto& ended = container.state.terminated;
        if (!ended || !ended->finishedAt.isSet()) return {};
        end = std::max(end, ended->finishedAt);
    }
    return end;
}

}  // namespace

schema::Time endOf(const corev1::Pod& pod) {
    if (const auto end = endOfContainers(pod); end.isSet()) return end;
    const auto* ready = podCondition(pod, corev1::kPodReady);
    if (ready && ready->status == corev1::kConditionFalse && ready->lastTransitionTime.isSet())
        return ready->lastTransitionTime;
    const auto& meta = pod.metadata;
    if (!meta.deletionTimestamp) return meta.creationTimestamp;
    return schema::Time(meta.deletionTimestamp->seconds - meta.deletionGracePeriodSeconds.value_or(0));
}

async::SystemTime::duration Backoff::left(async::SystemTime now) const {
    if (failures <= 0 || !last.isSet()) return {};
    const auto delay = std::min(kLongest, kFirst * (1 << std::min(failures - 1, 10)));
    return last.timePoint() + delay - now;
}

Backoff backoffOf(const std::vector<schema::Time>& failures, schema::Time lastSuccess, const Backoff& before) {
    const auto counts = [&](schema::Time failure) { return !lastSuccess.isSet() || failure > lastSuccess; };
    Backoff backoff;
    for (const schema::Time failure : failures) {
        if (!counts(failure)) continue;
        ++backoff.failures;
        backoff.last = std::max(backoff.last, failure);
    }
    if (before.failures > 0 && counts(before.last)) {
        backoff.failures = std::max(backoff.failures, before.failures);
        backoff.last = std::max(backoff.last, before.last);
    }
    return backoff;
}

}  // namespace armillary::controllers::job
