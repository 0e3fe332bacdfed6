#include "rollout_state.h"

#include <QCoreApplication>
#include <algorithm>
#include <stdexcept>

#include "engine/resources/resource.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/api/corev1.h"

namespace armillary::app {

namespace {

using Stage = RolloutState::Stage;

struct RolloutTexts {
    Q_DECLARE_TR_FUNCTIONS(RolloutTexts)
};

template <class T>
const T* read(const ObjectRef& object) {
    const auto& row = resources::resourceOf<T>();
    if (object->kind() != row.kind || object->apiVersion() != row.apiVersion()) return nullptr;
    try {
        return &object->as<T>();
    } catch (const std::logic_error&) {
        return nullptr;
    }
}

RolloutState counted(std::int64_t ready, std::int64_t wanted, bool done) {
    return {done ? Stage::Ready : Stage::Rolling, RolloutTexts::tr("%1 of %2 pods ready").arg(ready).arg(wanted)};
}

template <class Conditions>
const typename Conditions::value_type* conditionOf(const Conditions& conditions, std::string_view type) {
    const auto found = std::ranges::find_if(conditions, [&](const auto& each) { return each.type == type; });
    return found == conditions.end() ? nullptr : &*found;
}

RolloutState of(const appsv1::Deployment& it, bool known) {
    const std::int64_t wanted = it.spec.replicas.value_or(1);
    const auto& status = it.status;
    const auto* progress = conditionOf(status.conditions, "Progressing");
    const bool late = known && progress && progress->reason == "ProgressDeadlineExceeded";
    const bool done = known && status.updatedReplicas >= wanted && status.replicas <= status.updatedReplicas &&
                      status.availableReplicas >= wanted;
    RolloutState state = counted(known ? std::min(status.readyReplicas, status.updatedReplicas) : 0, wanted, done);
    if (late) state.stage = Stage::Failed;
    if (!done && it.spec.paused) state.text = RolloutTexts::tr("The roll-out is paused.");
    return state;
}

RolloutState of(const appsv1::StatefulSet& it, bool known) {
    const std::int64_t wanted = it.spec.replicas.value_or(1);
    const auto& status = it.status;
    const bool byHand = it.spec.updateStrategy.type == appsv1::kOnDeleteStatefulSetStrategyType;
    const auto& rolling = it.spec.updateStrategy.rollingUpdate;
    const std::int64_t kept = rolling ? std::min<std::int64_t>(rolling->partition.value_or(0), wanted) : 0;
    const bool updated = byHand || status.updatedReplicas >= wanted - kept;
    return counted(status.readyReplicas, wanted, known && updated && status.readyReplicas >= wanted);
}

RolloutState of(const appsv1::DaemonSet& it, bool known) {
    const std::int64_t wanted = it.status.desiredNumberScheduled;
    const bool byHand = it.spec.updateStrategy.type == appsv1::kOnDeleteDaemonSetStrategyType;
    return counted(
        it.status.numberReady, wanted,
        known && (byHand || it.status.updatedNumberScheduled >= wanted) && it.status.numberAvailable >= wanted);
}

RolloutState of(const batchv1::Job& it) {
    const auto* failed = conditionOf(it.status.conditions, "Failed");
    if (failed && failed->status == corev1::kConditionTrue)
        return {Stage::Failed, QString::fromStdString(failed->message)};
    const auto* complete = conditionOf(it.status.conditions, "Complete");
    const bool done = (complete && complete->status == corev1::kConditionTrue) || it.spec.suspend.value_or(false);
    return {done ? Stage::Ready : Stage::Rolling,
            RolloutTexts::tr("%1 of %2 runs done").arg(it.status.succeeded).arg(it.spec.completions.value_or(1))};
}

}  // namespace

bool hasRollout(const std::string& apiVersion, const std::string& kind) {
    return (apiVersion == "apps/v1" && (kind == "Deployment" || kind == "StatefulSet" || kind == "DaemonSet")) ||
           (apiVersion == "batch/v1" && kind == "Job");
}

RolloutState rolloutStateOf(const ObjectRef& workload, std::int64_t generation) {
    const auto seen = [&](const auto& it) {
        return it.metadata.generation >= generation && it.status.observedGeneration >= it.metadata.generation;
    };
    if (const auto* it = read<appsv1::Deployment>(workload)) return of(*it, seen(*it));
    if (const auto* it = read<appsv1::StatefulSet>(workload)) return of(*it, seen(*it));
    if (const auto* it = read<appsv1::DaemonSet>(workload)) return of(*it, seen(*it));
    if (const auto* it = read<batchv1::Job>(workload)) return of(*it);
    return {};
}

}  // namespace armillary::app
