#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "engine/async/clock.h"
#include "engine/async/identifiers.h"
#include "engine/scheduler/binder.h"
#include "engine/scheduler/preemption.h"
#include "engine/scheduler/queue.h"
#include "engine/scheduler/state.h"

namespace armillary::scheduler {

/// The deciding half: it is told what changes, picks the next pod and its node, and asks for what is to be written.
/// Owned by the scheduling thread; does no input or output of its own.
class Core {
public:
    struct World {
        async::Clock& clock;
        async::Identifiers& identifiers;
        std::function<std::vector<ObjectRef>()> budgets;              ///< all PodDisruptionBudgets
        std::function<ObjectRef(const std::string& key)> currentPod;  ///< as the API knows it now; null when gone
    };
    Core(World world, Effects& effects) : m_world(std::move(world)), m_effects(effects) {}

    /// `current` null: `previous` is gone.
    void nodeChanged(const ObjectRef& previous, const ObjectRef& current);
    void podChanged(const ObjectRef& previous, const ObjectRef& current);
    void namespaceChanged(const ObjectRef& previous, const ObjectRef& current);
    void storageChanged(VolumeState::Kind kind, const ObjectRef& previous, const ObjectRef& current);
    void workloadChanged(DefaultSpreading::Kind kind, const ObjectRef& previous, const ObjectRef& current) {
        m_state.setWorkload(kind, previous, current);
    }
    void bindFailed(const PodInfoRef& pod, const Status& why);
    void volumesWritten(const PodInfoRef& pod);

    /// Decides about the next pod; false when none is to be tried now.
    bool scheduleNext();
    /// When there will be something to do without a change.
    std::optional<async::SteadyTime> nextWake() const;

private:
    /// A pod that has its node and waits for its volumes.
    struct VolumeWait {
        PodInfoRef pod;
        std::string node;
        VolumePlan plan;
        bool written = false;
        async::SteadyTime deadline;
    };

    NamespaceLabels namespaceLabels() const {
        return [this](const std::string& name) { return m_state.namespaceLabels(name); };
    }
    void assigned(const ObjectRef& object);
    void waiting(const ObjectRef& object);
    void podGone(const ObjectRef& object);
    void emit(const ClusterEvent& event);
    void schedule(const PodInfoRef& pod);
    void attemptBroke(const PodInfoRef& pod);
    void place(const PodInfoRef& pod, const std::string& node);
    void refuse(const PodInfoRef& pod, Evaluation& evaluation, Decision& decision);
    void preempt(const PodInfoRef& pod, const Preemption& preemption);
    void continueVolumeWaits();
    /// Takes the placing back; the pod is tried again when it still waits for a node.
    void placingFailed(const PodInfoRef& pod, std::string why);

    World m_world;
    Effects& m_effects;
    Plugins m_plugins = defaultPlugins();
    Queue m_queue;
    State m_state;
    VolumeState m_volumes;
    std::map<std::string, VolumeWait> m_volumeWaits;  ///< by pod key
    std::size_t m_searchFrom = 0;
};

}  // namespace armillary::scheduler
