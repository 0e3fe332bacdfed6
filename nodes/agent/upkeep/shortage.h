#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

#include "engine/async/clock.h"

namespace armillary::agent {

/// A resource of the node that is short.
struct Shortage {
    enum class Resource { Memory, Disk, Inodes, Pids };
    Resource resource = Resource::Memory;
    std::int64_t threshold = 0, available = 0;  ///< bytes, inodes or processes

    bool ofDisk() const { return resource == Resource::Disk || resource == Resource::Inodes; }
};

/// What the node was short of a while ago still counts: a resource about its threshold would otherwise have the node
/// tainted and cleared, and pods refused and taken, every few seconds. Source:
/// https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#node-condition-oscillation.
/// Thread-safe.
class RecentShortages {
public:
    static constexpr std::chrono::minutes kTransition{5};

    explicit RecentShortages(async::Clock& clock) : m_clock(clock) {}
    /// Notes what is short now. All that is, or was within the last five minutes.
    std::vector<Shortage> note(const std::vector<Shortage>& now);

private:
    async::Clock& m_clock;
    std::mutex m_mutex;
    std::map<Shortage::Resource, std::pair<Shortage, async::SteadyTime>> m_seen;
};

}  // namespace armillary::agent
