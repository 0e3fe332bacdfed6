#include "engine/controllers/statefulset/plan.h"

#include <algorithm>
#include <functional>
#include <ranges>

#include "engine/controllers/framework/pods.h"
#include "engine/controllers/statefulset/identity.h"
#include "engine/controllers/statefulset/retention.h"

namespace armillary::controllers::statefulset {

namespace {

bool isRunningAndReady(const corev1::Pod& pod) {
    return pod.status.phase == corev1::kPodRunning && isReady(pod);
}

bool isHealthy(const corev1::Pod& pod) {
    return isRunningAndReady(pod) && !pod.metadata.deletionTimestamp;
}

/// A pod of the set, at its place: one that there is, or one that is still to be made.
struct Place {
    std::int32_t ordinal = 0;
    ObjectRef object;  ///< null for one to be made
    corev1::Pod made;
    const corev1::Pod& pod() const { return object ? object->as<corev1::Pod>() : made; }
};

class Planner {
public:
    explicit Planner(const Inputs& inputs)
        : m_in(inputs),
          m_set(inputs.set.as<appsv1::StatefulSet>()),
          m_ordered(m_set.spec.podManagementPolicy != appsv1::kParallelPodManagement) {}

    Plan run() {
        arrange();
        writeStatus();
        if (m_set.metadata.deletionTimestamp || tendReplicas() || tendCondemnedClaims() || removeCondemned())
            return std::move(m_plan);
        if (m_set.spec.updateStrategy.type != appsv1::kOnDeleteStatefulSetStrategyType) rollOut();
        return std::move(m_plan);
    }

private:
    /// Sorts the pods into the places that there shall be and those that there shall no longer be.
    void arrange() {
        const std::int32_t first = firstOrdinal(m_set), count = replicasOf(m_set);
        m_replicas.resize(static_cast<std::size_t>(count));
        for (const ObjectRef& pod : m_in.pods) {
            const auto name = parsePodName(pod->name());
            if (!name) continue;
            if (inRange(m_set, name->ordinal))
                m_replicas[static_cast<std::size_t>(name->ordinal - first)].object = pod;
            else
                m_condemned.push_back({name->ordinal, pod, {}});
        }
        for (std::int32_t i = 0; i < count; ++i) {
            Place& place = m_replicas[static_cast<std::size_t>(i)];
            place.ordinal = first + i;
            if (place.object) continue;
            const Revision& revision = wantsCurrent(place.ordinal) ? m_in.current : m_in.update;
            place.made = newPod(m_in.set, revision.podTemplate, revision.name, place.ordinal);
        }
        std::ranges::sort(m_condemned, std::greater(), &Place::ordinal);
        const auto ascending = m_condemned | std::views::reverse;
        if (const auto found = std::ranges::find_if(m_replicas, isUnhealthy); found != m_replicas.end())
            m_firstUnhealthy = &*found;
        else if (const auto left = std::ranges::find_if(ascending, isUnhealthy); left != ascending.end())
            m_firstUnhealthy = &*left;
    }

    static bool isUnhealthy(const Place& place) { return !isHealthy(place.pod()); }

    /// A new pod below the partition is made as the set is, not as it is to become.
    bool wantsCurrent(std::int32_t ordinal) const {
        const auto& strategy = m_set.spec.updateStrategy;
        if (strategy.type != appsv1::kRollingUpdateStatefulSetStrategyType) return false;
        const std::int32_t kept =
            strategy.rollingUpdate ? strategy.rollingUpdate->partition.value_or(0) : m_set.status.currentReplicas;
        return ordinal - firstOrdinal(m_set) < kept;
    }

    bool available(const corev1::Pod& pod) const {
        return pod.status.phase == corev1::kPodRunning && isAvailable(pod, m_set.spec.minReadySeconds, m_in.now);
    }

    void writeStatus() {
        auto& status = m_plan.status;
        status.observedGeneration = m_set.metadata.generation;
        status.currentRevision = m_in.current.name;
        status.updateRevision = m_in.update.name;
        status.collisionCount = m_in.collisionCount;
        status.conditions = m_set.status.conditions;
        for (const auto* places : {&m_replicas, &m_condemned})
            for (const Place& place : *places)
                if (place.object) count(place.pod());
        const bool rolling = m_set.spec.updateStrategy.type == appsv1::kRollingUpdateStatefulSetStrategyType;
        const std::int32_t wanted = replicasOf(m_set);
        if (rolling && status.updatedReplicas == wanted && status.readyReplicas == wanted &&
            status.replicas == wanted) {
            status.currentReplicas = status.updatedReplicas;
            status.currentRevision = status.updateRevision;
        }
    }

    void count(const corev1::Pod& pod) {
        auto& status = m_plan.status;
        ++status.replicas;
        status.readyReplicas += isRunningAndReady(pod);
        status.availableReplicas += available(pod);
        if (pod.metadata.deletionTimestamp) return;
        const std::string revision = revisionOf(pod.metadata);
        status.currentReplicas += revision == m_in.current.name;
        status.updatedReplicas += revision == m_in.update.name;
    }

    /// Runs `tend` over `places`, each with work of its own; true when the plan ends here, as it does under ordered
    /// management at the first place that has to be waited for.
    template <class Tend>
    bool forAll(const std::vector<Place>& places, Tend tend) {
        Phase phase;
        phase.parallel = !m_ordered;
        bool ends = false;
        for (const Place& place : places) {
            Work work;
            ends = tend(place, work) && m_ordered;
            if (!work.empty()) phase.work.push_back(std::move(work));
            if (ends) break;
        }
        if (!phase.work.empty()) m_plan.phases.push_back(std::move(phase));
        return ends;
    }

    bool tendReplicas() {
        return forAll(m_replicas, [this](const Place& place, Work& work) { return tendReplica(place, work); });
    }

    bool tendReplica(const Place& place, Work& work) {
        const corev1::Pod& pod = place.pod();
        if (hasEnded(pod)) {
            if (!pod.metadata.deletionTimestamp) work.push_back({Step::Kind::DeletePod, pod});
            return true;
        }
        if (!place.object) {
            if (hasStaleClaim(place))
                m_plan.waitsForClaim = true;
            else
                work.push_back({Step::Kind::CreatePod, pod});
            return true;
        }
        if (pod.status.phase == corev1::kPodPending && lacksClaim(place))
            work.push_back({Step::Kind::CreateClaims, pod});
        if (m_ordered && (pod.metadata.deletionTimestamp || !available(pod))) return true;
        if (!identityMatches(m_set, pod) || !storageMatches(m_set, pod)) {
            corev1::Pod changed = pod;
            setIdentity(m_set, changed, place.ordinal);
            setStorage(m_set, changed, place.ordinal);
            if (lacksClaim(place)) work.push_back({Step::Kind::CreateClaims, changed});
            work.push_back({Step::Kind::UpdatePod, std::move(changed)});
        }
        if (!claimsAreOwned(place)) work.push_back({Step::Kind::OwnClaims, pod});
        return false;
    }

    bool tendCondemnedClaims() {
        return forAll(m_condemned, [this](const Place& place, Work& work) {
            if (!claimsAreOwned(place)) work.push_back({Step::Kind::OwnClaims, place.pod()});
            return false;
        });
    }

    bool removeCondemned() {
        return forAll(m_condemned, [this](const Place& place, Work& work) {
            if (place.pod().metadata.deletionTimestamp) return true;
            // Pods go in order, each when all that stay and those before it are well; an ailing one need not wait for
            // itself.
            if (m_ordered && &place != m_firstUnhealthy && !available(place.pod())) return true;
            work.push_back({Step::Kind::DeletePod, place.pod()});
            return true;
        });
    }

    void rollOut() {
        const auto& rolling = m_set.spec.updateStrategy.rollingUpdate;
        const std::int32_t kept = rolling ? rolling->partition.value_or(0) : 0;
        for (auto i = static_cast<std::int32_t>(m_replicas.size()) - 1; i >= kept; --i) {
            const Place& place = m_replicas[static_cast<std::size_t>(i)];
            const corev1::Pod& pod = place.pod();
            if (revisionOf(pod.metadata) != m_in.update.name && !pod.metadata.deletionTimestamp) {
                if (!place.object) return;
                m_plan.phases.push_back({.work = {Work{{Step::Kind::DeletePod, pod}}}});
                if (revisionOf(pod.metadata) == m_in.current.name) --m_plan.status.currentReplicas;
                return;
            }
            if (isUnhealthy(place)) return;
        }
    }

    template <class Check>
    bool anyClaim(const Place& place, Check check) const {
        return std::ranges::any_of(claimsOf(m_set, place.ordinal), [&](const corev1::PersistentVolumeClaim& claim) {
            const ObjectRef known = m_in.claim(claim.metadata.name);
            return check(known ? &known->as<corev1::PersistentVolumeClaim>() : nullptr);
        });
    }
    bool hasStaleClaim(const Place& place) const {
        return anyClaim(place, [&](const auto* claim) { return claim && belongsToFormer(*claim, place.pod()); });
    }
    bool lacksClaim(const Place& place) const {
        return anyClaim(place, [](const auto* claim) { return !claim || claim->metadata.deletionTimestamp; });
    }
    bool claimsAreOwned(const Place& place) const {
        return !anyClaim(place,
                         [&](const auto* claim) { return claim && !ownersUpToDate(*claim, m_set, place.pod()); });
    }

    const Inputs& m_in;
    const appsv1::StatefulSet& m_set;
    const bool m_ordered;
    std::vector<Place> m_replicas;   ///< by ordinal
    std::vector<Place> m_condemned;  ///< the last first
    const Place* m_firstUnhealthy = nullptr;
    Plan m_plan;
};

}  // namespace

Plan planSet(const Inputs& inputs) {
    return Planner(inputs).run();
}

}  // namespace armillary::controllers::statefulset
