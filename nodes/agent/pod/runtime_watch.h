#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

#include "engine/async/clock.h"
#include "engine/async/guard.h"
#include "nodes/cri/runtime.h"

namespace armillary::agent {

/// Says when to compare the runtime with what is known of it: at once when it tells of a change, once a second while
/// nothing is told or much happens, and now and then when all is quiet, for events may be lost. Events are hints that
/// are never needed. Thread-safe. Source: https://kubernetes.io/docs/tasks/administer-cluster/switch-to-evented-pleg/.
class RuntimeWatch {
public:
    static constexpr std::chrono::seconds kOften{1}, kSeldom{10};
    /// So long after the last event, or a subscription, the runtime is still looked at often: what is told may be ahead
    /// of what is listed.
    static constexpr std::chrono::seconds kSettling{5};
    /// The least time between two looks, whatever is told.
    static constexpr std::chrono::milliseconds kApart{250};

    RuntimeWatch(cri::Runtime& runtime, async::Clock& clock) : m_runtime(runtime), m_clock(clock) {}
    ~RuntimeWatch() { stop(); }

    /// Subscribes, and again whenever the subscription ends, in a thread of its own.
    void start();
    void stop();

    /// What the last look was like: it failed; there is nothing that could change by itself; there are pods.
    enum class LastLook { Failed, Empty, Pods };
    /// Whether to look now; true counts as having looked.
    bool takeDue(LastLook last);
    /// Until it is time to look, which counts as having looked; `last` is asked again and again. False when stopped.
    bool wait(const std::function<LastLook()>& last);
    /// Something has changed that the runtime does not tell of: it is looked at soon.
    void poke();

private:
    async::SteadyTime nextLook(LastLook last) const;
    bool takeDueLocked(LastLook last);
    void listen();
    bool follow(cri::Events& events);

    cri::Runtime& m_runtime;
    async::Clock& m_clock;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    cri::Events* m_events = nullptr;  ///< the present subscription
    bool m_heard = false;             ///< it has told something
    bool m_news = false, m_stopping = false;
    async::SteadyTime m_toldAt{}, m_lookedAt{};
    async::Thread m_thread;
};

}  // namespace armillary::agent
