#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "engine/async/clock.h"

namespace armillary::client {

/// Keys that wait to be worked on. A key waits at most once; one that is added while somebody works on it comes back
/// when that work is done, so that no key is ever worked on twice at once. Keys may be added after a delay, or with a
/// per-key back-off of 5 ms doubling to 1000 s. Thread-safe. It has no thread: whoever serves it takes keys, and asks
/// nextDue() when to promote the delayed ones.
/// Source: k8s.io/client-go/util/workqueue.
class WorkQueue {
public:
    struct Options {
        std::chrono::milliseconds baseDelay{5};
        std::chrono::milliseconds maxDelay{1000 * 1000};
        std::size_t maxKeys = 1'000'000;  ///< beyond it a new key is dropped and counted
    };

    explicit WorkQueue(async::Clock& clock) : WorkQueue(clock, Options()) {}
    WorkQueue(async::Clock& clock, Options options) : m_clock(clock), m_options(options) {}

    /// Called without the queue's lock, whenever a key became ready or a nearer due time came up. Set before use.
    void onChange(std::function<void()> changed) { m_changed = std::move(changed); }

    void add(const std::string& key);
    void addAfter(const std::string& key, std::chrono::nanoseconds delay);
    /// After the key's next back-off.
    void addRateLimited(const std::string& key);
    /// Ends the key's back-off: its work succeeded.
    void forget(const std::string& key);
    /// How often the key has failed since it was last forgotten.
    unsigned failures(const std::string& key) const;

    /// The next ready key, if any; delayed keys that are due become ready first. done() must follow.
    std::optional<std::string> take();
    void done(const std::string& key);

    /// When the next delayed key is due; empty when none is.
    std::optional<async::SteadyTime> nextDue() const;
    bool hasReady() const;
    std::size_t size() const;  ///< ready and delayed
    std::size_t dropped() const;

private:
    bool addLocked(const std::string& key);
    void promoteLocked();
    void notify() const {
        if (m_changed) m_changed();
    }

    async::Clock& m_clock;
    Options m_options;
    std::function<void()> m_changed;
    mutable std::mutex m_mutex;
    std::deque<std::string> m_ready;
    std::unordered_set<std::string> m_dirty, m_processing;
    std::multimap<async::SteadyTime, std::string> m_delayed;
    std::unordered_map<std::string, std::multimap<async::SteadyTime, std::string>::iterator> m_delayedByKey;
    std::unordered_map<std::string, unsigned> m_failures;
    std::size_t m_dropped = 0;
};

}  // namespace armillary::client
