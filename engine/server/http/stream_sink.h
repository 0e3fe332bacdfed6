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

    /// `maxBytes` of its own; what it holds counts in `inFlight`, too, and runs into that bound likewise.
    StreamSink(std::size_t maxBytes, std::shared_ptr<InFlight> inFlight)
        : m_maxBytes(maxBytes), m_inFlight(std::move(inFlight)) {}
    ~StreamSink() override { m_inFlight->give(m_counted); }

    bool write(Frame frame) override;
    void end() override;
    /// Makes next() return TimedOut once it has returned what is queued.
    void timeOut();
    /// Ends at once: what is queued is dropped.
    void close();

    enum class Next { Frames, Ended, Overflowed, Closed, TimedOut };
    /// Waits for frames and moves them to `frames`; those of the call before have been sent. One caller at a time.
    asio::awaitable<Next> next(std::deque<Frame>& frames);

private:
    /// Counts what is queued and being sent; false when there is no room. Needs the lock.
    bool count();
    void wake(std::unique_lock<std::mutex>& lock);
    asio::awaitable<void> wait();

    const std::size_t m_maxBytes;
    std::mutex m_mutex;
    std::deque<Frame> m_frames;
    std::size_t m_bytes = 0;
    const std::shared_ptr<InFlight> m_inFlight;
    std::size_t m_queued = 0, m_sending = 0, m_counted = 0;  ///< bytes, of the frame above the bound, too
    std::move_only_function<void()> m_waiter;                ///< resumes next()
    bool m_timedOut = false, m_ended = false, m_overflowed = false, m_closed = false;
};

}  // namespace armillary::server::http
