#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <variant>

#include "engine/watch/cache.h"

namespace armillary::server::custom {

/// Takes events from the store's writer thread, which must not wait, to a thread that may. Calls come in order.
class EventRelay {
public:
    /// Events that wait at most; who is further behind is dropped.
    static constexpr std::size_t kMaxQueued = 1000;

    /// `handle` false: no more events.
    EventRelay(std::function<bool(const watch::EventRef&)> handle, std::function<void(watch::Revision)> progress)
        : m_handle(std::move(handle)),
          m_progress(std::move(progress)),
          m_thread([this](std::stop_token stop) { run(stop); }) {}

    /// False when the queue is full, or nobody wants more.
    bool push(std::variant<watch::EventRef, watch::Revision> item) {
        const std::lock_guard lock(m_mutex);
        if (m_ended || m_queue.size() >= kMaxQueued) return false;
        m_queue.push_back(std::move(item));
        m_changed.notify_one();
        return true;
    }

private:
    void run(const std::stop_token& stop) {
        std::unique_lock lock(m_mutex);
        while (m_changed.wait(lock, stop, [&] { return !m_queue.empty(); }) && !stop.stop_requested()) {
            auto item = std::move(m_queue.front());
            m_queue.pop_front();
            lock.unlock();
            bool more = true;
            if (auto* event = std::get_if<watch::EventRef>(&item))
                more = m_handle(*event);
            else
                m_progress(std::get<watch::Revision>(item));
            lock.lock();
            if (!more) break;
        }
        m_ended = true;
    }

    const std::function<bool(const watch::EventRef&)> m_handle;
    const std::function<void(watch::Revision)> m_progress;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::variant<watch::EventRef, watch::Revision>> m_queue;
    bool m_ended = false;
    std::jthread m_thread;
};

}  // namespace armillary::server::custom
