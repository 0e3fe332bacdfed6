#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/scheduler/cycle.h"
#include "engine/scheduler/state.h"
#include "engine/scheduler/volume_state.h"

namespace armillary::scheduler {

/// What the scheduler would make of pods that are not there yet, on nodes with pods as they are: its own plugins
/// decide, and nothing is written. Not thread-safe.
class Placeable {
public:
    /// What is not given is not there. Pods that have no node, or have ended, take no room.
    struct Cluster {
        std::vector<ObjectRef> nodes, pods, namespaces;
        std::vector<ObjectRef> claims, volumes, classes;
    };
    explicit Placeable(const Cluster& cluster);

    /// So many pods are looked at, of however many there are to be.
    static constexpr int kMostPods = 200;

    struct Outcome {
        int wanted = 0, placed = 0;
        std::size_t nodes = 0;
        /// Of the first that found no place: how many nodes refuse it for what, in upstream's words; empty where it is
        /// not the nodes that are at fault.
        std::map<std::string, int> reasons;
        std::string message;  ///< upstream's sentence: "0/3 nodes are available: …"
    };
    /// Places `count` pods like this one, one after the other, each on a node that takes it, where room has been made
    /// by the pods of these keys; afterwards everything is as it was. It stops at the first that finds no place.
    Outcome place(const ObjectRef& pod, int count, const std::vector<std::string>& gone = {});

private:
    Plugins m_plugins = defaultPlugins();
    State m_state;
    VolumeState m_volumes;
    std::size_t m_searchFrom = 0;
};

}  // namespace armillary::scheduler
