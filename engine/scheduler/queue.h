#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "engine/async/clock.h"
#include "engine/scheduler/node_info.h"

namespace armillary::scheduler {

/// The pods that wait for a node: those to try now, those that back off, and those that wait for the cluster to
/// change. Owned by the scheduling thread; time is handed in.
class Queue {
public:
    /// A new pod, or a new version of one that waits. Only a change of its spec, labels or gates makes it be tried
    /// again at once.
    void add(PodInfoRef pod, async::SteadyTime now);
    void remove(const std::string& key);
    /// The next pod to try, highest priority first, then the one that waits longest; none: nextWake() says when.
    std::optional<PodInfoRef> pop(async::SteadyTime now);
    /// A popped pod that found no node: it waits until moveAll(), at most five minutes.
    void unschedulable(PodInfoRef pod, async::SteadyTime now);
    /// A popped pod whose binding failed: it is tried again after its back-off.
    void retry(PodInfoRef pod, async::SteadyTime now);
    /// A popped pod that has its node.
    void done(const std::string& key);
    /// The cluster has changed so that waiting pods may fit now.
    void moveAll(async::SteadyTime now);

    /// When a pod's back-off or longest wait ends; none when nothing waits for time.
    std::optional<async::SteadyTime> nextWake() const;
    std::size_t size() const { return m_pods.size(); }

private:
    enum class Place { Active, Waiting, Popped };
    struct Item {
        PodInfoRef pod;
        Place place = Place::Active;
        int attempts = 0;
        std::uint64_t sequence = 0;  ///< order of arrival in Active
        async::SteadyTime backoffUntil{};
        async::SteadyTime wakeAt{};  ///< in Waiting: when it becomes active by itself
        bool changedWhilePopped = false;
    };
    struct ActiveKey {
        std::int32_t priority;
        std::uint64_t sequence;
        std::string key;
        bool operator<(const ActiveKey& other) const {
            if (priority != other.priority) return priority > other.priority;
            return sequence < other.sequence;
        }
    };
    using WaitKey = std::pair<async::SteadyTime, std::string>;

    void activate(const std::string& key, Item& item);
    void wait(const std::string& key, Item& item, async::SteadyTime until);
    void leave(const std::string& key, Item& item);
    static ActiveKey activeKey(const std::string& key, const Item& item);

    std::unordered_map<std::string, Item> m_pods;
    std::set<ActiveKey> m_active;
    std::set<WaitKey> m_waiting;
    std::uint64_t m_sequence = 0;
};

}  // namespace armillary::scheduler
