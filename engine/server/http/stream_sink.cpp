#include "engine/server/http/stream_sink.h"

#include <boost/asio/post.hpp>

namespace armillary::server::http {

bool StreamSink::write(Frame frame) {
    std::unique_lock lock(m_mutex);
    if (m_closed || m_ended || m_overflowed) return false;
    // One frame above the bound is the state that a watch begins with; it is as large as the list that it replaces.
    const std::size_t size = frame->size() > m_maxBytes ? 0 : frame->size();
    if (m_bytes + size > m_maxBytes) {
        m_overflowed = true;
        wake(lock);
        return false;
    }
    m_bytes += size;
    m_frames.push_back(std::move(frame));
    wake(lock);
    return true;
}

void StreamSink::end() {
    std::unique_lock lock(m_mutex);
    m_ended = true;
    wake(lock);
}

void StreamSink::close() {
    std::unique_lock lock(m_mutex);
    m_closed = true;
    m_frames.clear();
    wake(lock);
}

void StreamSink::wake(std::unique_lock<std::mutex>& lock) {
    if (!m_waiting) return;
    m_waiting = false;
    lock.unlock();
    asio::post(m_executor, [self = shared_from_this()] { self->m_wake.cancel(); });
}

asio::awaitable<StreamSink::Next> StreamSink::next(std::deque<Frame>& frames,
                                                   std::chrono::steady_clock::time_point deadline) {
    while (true) {
        {
            const std::scoped_lock lock(m_mutex);
            if (m_closed) co_return Next::Closed;
            if (!m_frames.empty()) {
                frames = std::move(m_frames);
                m_frames.clear();
                m_bytes = 0;
                co_return Next::Frames;
            }
            if (m_overflowed) co_return Next::Overflowed;
            if (m_ended) co_return Next::Ended;
            if (std::chrono::steady_clock::now() >= deadline) co_return Next::TimedOut;
            // Set the timer before a writer can see that somebody waits.
            m_wake.expires_at(deadline);
            m_waiting = true;
        }
        co_await m_wake.async_wait(kTuple);
        const std::scoped_lock lock(m_mutex);
        m_waiting = false;
    }
}

}  // namespace armillary::server::http
