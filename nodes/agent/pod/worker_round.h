#pragma once

#include "nodes/agent/pod/worker.h"

namespace armillary::agent {

/// What one sync() works on; for the worker's own sources.
struct PodWorker::Round {
    ObjectRef object;
    std::shared_ptr<const corev1::Pod> synthetic;  ///< stands for a pod that only the runtime knows
    bool removed = false;
    PodView view;
    ProbeStates probes;
    std::set<std::string> starting, killing;
    NodeFacts node;
    async::SystemTime now;
    async::SteadyTime steady, next;
    std::int64_t graceSeconds = 30;

    const corev1::Pod& pod() const { return object ? object->as<corev1::Pod>() : *synthetic; }
    std::vector<std::string> ips() const { return view.sandbox() ? view.sandbox()->ips : std::vector<std::string>(); }
    /// Where probes and hooks find the pod: on the node's network it has no address of its own.
    std::string ip() const {
        auto own = ips();
        return own.empty() ? node.nodeIp : own.front();
    }
    void wakeAt(async::SteadyTime at) { next = std::min(next, at); }
    void wakeAt(async::SystemTime at) {
        wakeAt(steady + std::chrono::duration_cast<std::chrono::nanoseconds>(
                            std::max(at - now, async::SystemTime::duration(0))));
    }
};

}  // namespace armillary::agent
