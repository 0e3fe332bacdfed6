#pragma once

#include <deque>
#include <functional>
#include <mutex>

#include "engine/server/http/net.h"

namespace armillary::server::http {

/// The queue between a producer on any thread and the session that writes it out. Bounded in bytes; a producer that
/// runs into the bound is told so once, and the stream ends (invariant I5). A producer may keep it longer
/// than the listener lives: unless somebody waits in next(), it holds nothing of Asio's.
class StreamSink final : public FrameSink {
public:
    using Frame = std::shared_ptr<const std::string>;

    explicit StreamSink(std::size_t maxBytes) : m_maxBytes(maxBytes) {}

    bool write(Frame frame) override;
    void end() override;
    /// Makes next() return TimedOut once it has returned what is queued.
    void timeOut();
    /// Ends at once: what is queued is dropped.
    void close();

    enum class Next { Frames, Ended, Overflowed, Closed, TimedOut };
    /// Waits for frames and moves them to `frames`. One caller at a time.
    asio::awaitable<Next> next(std::deque<Frame>& frames);

private:
    void wake(std::unique_lock<std::mutex>& lock);
    asio::awaitable<void> wait();

    const std::size_t m_maxBytes;
    std::mutex m_mutex;
    std::deque<Frame> m_frames;
    std::size_t m_bytes = 0;
    std::move_only_function<void()> m_waiter;  ///< resumes next()
    bool m_timedOut = false, m_ended = false, m_overflowed = false, m_closed = false;
};

}  // namespace armillary::server::http
