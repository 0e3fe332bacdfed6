#include "engine/server/http/stream_sink.h"

#include <boost/asio/post.hpp>

namespace armillary::server::http {

bool StreamSink::write(Frame frame) {
    std::unique_lock lock(m_mutex);
    if (m_closed || m_ended || m_overflowed) return false;
    // One frame above the bound is the state that a watch begins with; it is as large as the list that it replaces.
    const std::size_t size = frame->size() > m_maxBytes ? 0 : frame->size();
    m_queued += frame->size();
    if (m_bytes + size > m_maxBytes || !count()) {
        m_queued -= frame->size();
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
    m_queued = m_sending = 0;
    (void)count();
    wake(lock);
}

void StreamSink::timeOut() {
    std::unique_lock lock(m_mutex);
    m_timedOut = true;
    wake(lock);
}

bool StreamSink::count() {
    const std::size_t held = m_queued + m_sending;
    const std::size_t wanted = held > InFlight::kUncounted ? held - InFlight::kUncounted : 0;
    if (wanted > m_counted && !m_inFlight->take(wanted - m_counted)) return false;
    if (wanted < m_counted) m_inFlight->give(m_counted - wanted);
    m_counted = wanted;
    return true;
}

void StreamSink::wake(std::unique_lock<std::mutex>& lock) {
    if (!m_waiter) return;
    auto waiter = std::exchange(m_waiter, nullptr);
    lock.unlock();
    waiter();
}

/// Suspends until wake(). The state is looked at again under the lock, so that no writer is missed.
asio::awaitable<void> StreamSink::wait() {
    auto executor = co_await asio::this_coro::executor;
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        [](auto handler, StreamSink* sink, asio::any_io_executor strand) {
            std::unique_lock lock(sink->m_mutex);
            const bool ready =
                !sink->m_frames.empty() || sink->m_closed || sink->m_overflowed || sink->m_ended || sink->m_timedOut;
            auto resume = [strand = std::move(strand), handler = std::move(handler)]() mutable {
                asio::post(strand, std::move(handler));
            };
            if (!ready) {
                sink->m_waiter = std::move(resume);
                return;
            }
            lock.unlock();
            resume();
        },
        asio::use_awaitable, this, std::move(executor));
}

asio::awaitable<StreamSink::Next> StreamSink::next(std::deque<Frame>& frames) {
    while (true) {
        {
            const std::scoped_lock lock(m_mutex);
            m_sending = 0;
            (void)count();
            if (m_closed) co_return Next::Closed;
            if (!m_frames.empty()) {
                frames = std::move(m_frames);
                m_frames.clear();
                m_bytes = 0;
                m_sending = std::exchange(m_queued, 0);
                co_return Next::Frames;
            }
            if (m_overflowed) co_return Next::Overflowed;
            if (m_ended) co_return Next::Ended;
            if (m_timedOut) co_return Next::TimedOut;
        }
        co_await wait();
    }
}

}  // namespace armillary::server::http
