#pragma once

#include <functional>
#include <optional>

#include "nodes/agent/layout.h"
#include "nodes/agent/node/machine.h"
#include "nodes/agent/pod/workers.h"
#include "nodes/agent/upkeep/eviction.h"

namespace armillary::agent {

/// Looks at what the node has left and what its pods use; ends pods that are past their own limits, and, when memory or
/// disk runs short, one pod at a time until it no longer does. Not thread-safe.
class Evictor {
public:
    /// `reclaimDisk` removes what nobody uses (images, dead containers) and is tried before a pod has to go.
    Evictor(PodWorkers& workers, cri::Runtime& runtime, const Layout& layout, async::Clock& clock, EventSink& events,
            std::function<void()> reclaimDisk)
        : m_workers(workers),
          m_runtime(runtime),
          m_layout(layout),
          m_clock(clock),
          m_events(events),
          m_reclaimDisk(std::move(reclaimDisk)) {}

    /// One look.
    void check(const Pressure& pressure);

private:
    std::vector<PodLoad> loads(bool withDisk);
    bool act(const PodLoad& load, const std::string& message, bool isDisruption);

    PodWorkers& m_workers;
    cri::Runtime& m_runtime;
    const Layout& m_layout;
    async::Clock& m_clock;
    EventSink& m_events;
    std::function<void()> m_reclaimDisk;
    async::SteadyTime m_diskLookedAt{}, m_evictedAt{};
};

/// Removes what pods left on disk that neither the API nor the runtime knows: folders, mounts, logs.
/// `known` tells the UIDs of pods that are somebody's. It is asked after the folders have been listed: one that a pod
/// gets in between is not among them.
void removeOrphans(const Layout& layout, Mounter& mounter, const std::function<std::set<std::string>()>& known);

}  // namespace armillary::agent
