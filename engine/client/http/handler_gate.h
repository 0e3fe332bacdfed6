#pragma once

#include <condition_variable>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include "engine/async/guard.h"

namespace armillary::client {

/// Lets the handlers of one stream run until it is closed, and who closes it wait for the one that runs. They run one
/// at a time: all on the thread of the streams.
class HandlerGate {
public:
    /// False when the handler broke, which has been reported as having happened in `where`.
    template <class Handler>
    bool run(std::string_view where, Handler&& handler) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed) return true;
            m_running = std::this_thread::get_id();
        }
        const bool understood = async::guarded(where, std::forward<Handler>(handler));
        const std::lock_guard lock(m_mutex);
        m_running = {};
        m_idle.notify_all();
        return understood;
    }

    bool isClosed() {
        const std::lock_guard lock(m_mutex);
        return m_closed;
    }

    /// No handler runs when this has returned, unless it is the handler that calls.
    void close() {
        std::unique_lock lock(m_mutex);
        m_closed = true;
        if (m_running == std::this_thread::get_id()) return;
        m_idle.wait(lock, [&] { return m_running == std::thread::id(); });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_idle;
    std::thread::id m_running;
    bool m_closed = false;
};

}  // namespace armillary::client
