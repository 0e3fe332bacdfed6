#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "engine/async/clock.h"
#include "engine/store/store.h"

namespace armillary::store {

/// How much history stays. A revision is kept while it is young or among the newest, but never beyond `atMost`.
struct History {
    std::chrono::nanoseconds keepFor = std::chrono::minutes(5);
    Revision atLeast = 10'000;
    Revision atMost = 200'000;
};

/// Forgets old history on a timer, so that steady traffic does not grow the store. Owns a thread.
class Compactor {
public:
    struct Options {
        History history;
        std::chrono::nanoseconds interval = std::chrono::seconds(30);
    };
    Compactor(Store& store, async::Clock& clock, const Options& options);
    ~Compactor();
    Compactor(const Compactor&) = delete;
    Compactor& operator=(const Compactor&) = delete;

    /// What the timer does: notes the current revision and compacts up to what the history no longer needs. A failure
    /// (a full disk) is returned and met again at the next turn.
    Result<void> runOnce();

private:
    struct Sample {
        async::SteadyTime time;
        Revision revision;
    };
    Revision target(async::SteadyTime now, Revision current);
    void run();

    Store& m_store;
    async::Clock& m_clock;
    const Options m_options;
    std::mutex m_runMutex;
    std::deque<Sample> m_samples;  ///< what was current when, oldest first, no older than needed
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

}  // namespace armillary::store
