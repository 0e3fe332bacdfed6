#pragma once

#include <atomic>
#include <boost/beast/core/flat_buffer.hpp>
#include <limits>
#include <memory>

#include "engine/server/http/event_socket.h"
#include "engine/server/http/net.h"
#include "engine/server/http/stream_sink.h"
#include "engine/server/http/tls.h"

namespace armillary::server::http {

/// One connection: the handshake, then requests one after the other. Lives as long as its coroutine. Everything runs on
/// one strand; the API is called on a worker.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Tcp::socket socket, std::shared_ptr<Shared> shared);

    /// Serves until the peer goes, a limit is met, or stop() is called.
    asio::awaitable<void> run();
    /// From any thread: ends streams and idle connections at once; a request that is being answered is answered first.
    void stop();
    /// From any thread: closes the socket.
    void abort();
    /// From any thread: whether the peer has taken nothing of a write for longer than it may.
    bool isStalled(std::chrono::steady_clock::time_point now) const {
        return now.time_since_epoch().count() > m_writeDeadline.load(std::memory_order_relaxed);
    }

private:
    static constexpr auto kNoDeadline = std::numeric_limits<std::chrono::steady_clock::rep>::max();
    enum class After { KeepAlive, Close };

    asio::awaitable<bool> handshake();
    asio::awaitable<bool> waitForRequest();
    asio::awaitable<After> serveOne();
    asio::awaitable<After> refuse(Status status);
    asio::awaitable<After> answer(Request request, bool keepAlive);
    asio::awaitable<void> waitForTurn(Pending& pending);
    asio::awaitable<After> send(const Response& response, bool head, bool keepAlive);
    asio::awaitable<void> stream(StreamReply reply, const Request& request);
    asio::awaitable<void> writeFrames();
    asio::awaitable<void> writeMessages(EventSocket& socket);
    asio::awaitable<void> watchPeer(std::shared_ptr<EventSocket> socket);
    asio::awaitable<void> relay(const ProxyReply& proxy, const Request& request);
    asio::awaitable<void> close();
    asio::awaitable<bool> write(std::string_view bytes);
    void expectProgress();

    const std::shared_ptr<Shared> m_shared;
    TlsStream m_stream;
    beast::flat_buffer m_buffer;
    PeerIdentity m_peer;
    std::string m_remoteAddress;
    std::shared_ptr<StreamSink> m_sink;  ///< while a stream is sent
    /// When the write under way must have moved on, on the steady clock. One sweep over all sessions looks at it, since
    /// a timer for each write would cost more than the write.
    std::atomic<std::chrono::steady_clock::rep> m_writeDeadline = kNoDeadline;
    bool m_stopping = false, m_idle = true, m_relaying = false;
};

/// Connects to the proxied side, sends the request, and carries bytes both ways until both have ended. `client` has
/// read `early` beyond the request. Returns the Status that says why nothing was carried, if so.
asio::awaitable<std::optional<Status>> relayTo(TlsStream& client, std::string early, const ProxyReply& proxy,
                                               const Request& request, Shared& shared);

}  // namespace armillary::server::http
