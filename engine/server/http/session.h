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
    /// From any thread: ends streams, relays and idle connections at once; a request that is being answered is answered
    /// first.
    void stop();
    /// From any thread: closes the socket, and that of the other side of a relay.
    void abort();
    /// From any thread: whether the peer has taken nothing of a write for so long.
    bool isStalled(std::chrono::steady_clock::time_point now, std::chrono::seconds patience) const {
        const auto since = m_writingSince.load(std::memory_order_relaxed);
        return since != kNotWriting &&
               now.time_since_epoch().count() - since > std::chrono::steady_clock::duration(patience).count();
    }

private:
    static constexpr auto kNotWriting = std::numeric_limits<std::chrono::steady_clock::rep>::max();
    enum class After { KeepAlive, Close };
    /// What the API says, and the room that it takes.
    struct Entry {
        Entered entered;
        InFlight::Held held = {};
    };

    asio::awaitable<bool> handshake();
    asio::awaitable<bool> waitForRequest();
    asio::awaitable<After> serveOne();
    asio::awaitable<After> refuse(Status status);
    Entry enter(const Request& request) const;
    Entry withRoom(const Request& request, Entered entered) const;
    asio::awaitable<After> answer(Request request, bool keepAlive);
    asio::awaitable<void> waitForTurn(Pending& pending);
    asio::awaitable<After> send(const Response& response, bool head, bool keepAlive);
    asio::awaitable<void> stream(StreamReply reply, const Request& request);
    asio::awaitable<void> writeFrames();
    asio::awaitable<void> writeMessages(EventSocket& socket);
    asio::awaitable<void> watchPeer(std::shared_ptr<EventSocket> socket);
    asio::awaitable<void> relay(const ProxyReply& proxy, const Request& request);
    asio::awaitable<void> close();
    void closeNow();
    asio::awaitable<bool> write(std::string_view bytes);
    asio::awaitable<bool> writeChunk(std::string_view bytes);
    void expectProgress();
    void endWrite() { m_writingSince.store(kNotWriting, std::memory_order_relaxed); }

    const std::shared_ptr<Shared> m_shared;
    TlsStream m_stream;
    beast::flat_buffer m_buffer;
    PeerIdentity m_peer;
    std::string m_remoteAddress;
    std::shared_ptr<StreamSink> m_sink;  ///< while a stream is sent
    /// Since when the write under way has not moved on, on the steady clock. One sweep over all sessions looks at it,
    /// since a timer for each write would cost more than the write.
    std::atomic<std::chrono::steady_clock::rep> m_writingSince = kNotWriting;
    TcpStream* m_relayed = nullptr;  ///< the other side, while a relay is under way
    bool m_stopping = false, m_idle = true;
};

/// Connects to the proxied side, sends the request, and carries bytes both ways until both have ended. `client` has
/// read `early` beyond the request. `upstream` is the other side's connection meanwhile: who closes it, and the
/// client's, ends the relay at once, whatever it waits for. Returns the Status that says why nothing was carried, if
/// so.
asio::awaitable<std::optional<Status>> relayTo(TlsStream& client, std::string early, const ProxyReply& proxy,
                                               const Request& request, Shared& shared, TcpStream*& upstream);

}  // namespace armillary::server::http
