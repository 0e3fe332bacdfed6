#pragma once

#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <functional>
#include <mutex>

#include "engine/server/http/net.h"

namespace armillary::server::http {

/// The queue between a producer on any thread and the session that writes it out. Bounded in bytes; a producer that
/// runs into the bound is told so once, and the stream ends (invariant I5).
class StreamSink final : public FrameSink, public std::enable_shared_from_this<StreamSink> {
public:
    using Frame = std::shared_ptr<const std::string>;

    /// `executor` is the session's strand, on which next() runs.
    StreamSink(asio::any_io_executor executor, std::size_t maxBytes)
        : m_executor(std::move(executor)), m_deadline(m_executor), m_maxBytes(maxBytes) {}

    /// Makes next() return TimedOut once `timeout` has passed.
    void endAfter(std::chrono::milliseconds timeout);

    bool write(Frame frame) override;
    void end() override;
    /// Ends at once: what is queued is dropped.
    void close();

    enum class Next { Frames, Ended, Overflowed, Closed, TimedOut };
    /// Waits for frames and moves them to `frames`.
    asio::awaitable<Next> next(std::deque<Frame>& frames);

private:
    void wake(std::unique_lock<std::mutex>& lock);
    asio::awaitable<void> wait();

    const asio::any_io_executor m_executor;
    asio::steady_timer m_deadline;
    const std::size_t m_maxBytes;
    std::mutex m_mutex;
    std::deque<Frame> m_frames;
    std::size_t m_bytes = 0;
    std::move_only_function<void()> m_waiter;  ///< resumes next()
    bool m_timedOut = false, m_ended = false, m_overflowed = false, m_closed = false;
};

}  // namespace armillary::server::http
