#pragma once

#include <functional>
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
    /// again at once. True for a new one.
    bool add(PodInfoRef pod, async::SteadyTime now);
    void remove(const std::string& key);
    bool contains(const std::string& key) const { return m_pods.contains(key); }
    /// The next pod to try, highest priority first, then the one that waits longest; none: nextWake() says when.
    std::optional<PodInfoRef> pop(async::SteadyTime now);
    /// A popped pod that found no node: it waits until something changes that one of the plugins that refused it
    /// (`refusedBy`, a bit for each) has waited for; at most five minutes.
    void unschedulable(PodInfoRef pod, std::uint32_t refusedBy, async::SteadyTime now);
    /// A popped pod whose binding failed: it is tried again after its back-off.
    void retry(PodInfoRef pod, async::SteadyTime now);
    /// A popped pod that has its node.
    void done(const std::string& key);
    /// The cluster has changed: those that wait and for which `helps` says so are tried again.
    void move(async::SteadyTime now, const std::function<bool(const PodInfo& pod, std::uint32_t refusedBy)>& helps);
    /// The same for one pod.
    void wake(const std::string& key, async::SteadyTime now);

    /// When a pod's back-off or longest wait ends; none when nothing waits for time.
    std::optional<async::SteadyTime> nextWake() const;
    std::size_t size() const { return m_pods.size(); }

private:
    enum class Place { Active, BackingOff, Unschedulable, Popped };
    struct Item {
        PodInfoRef pod;
        Place place = Place::Active;
        int attempts = 0;
        std::uint64_t sequence = 0;  ///< order of arrival in Active
        async::SteadyTime backoffUntil{};
        async::SteadyTime wakeAt{};  ///< while it waits: when it becomes active by itself
        std::uint32_t refusedBy = 0;
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
    void wait(const std::string& key, Item& item, Place place, async::SteadyTime until);
    void leave(const std::string& key, Item& item);
    void activateOrBackOff(const std::string& key, Item& item, async::SteadyTime now);
    static ActiveKey activeKey(const std::string& key, const Item& item);

    std::unordered_map<std::string, Item> m_pods;
    std::set<ActiveKey> m_active;
    std::set<WaitKey> m_waiting;
    std::set<std::string> m_unschedulable;  ///< of those that wait, the ones that wait for a change
    std::uint64_t m_sequence = 0;
};

}  // namespace armillary::scheduler
