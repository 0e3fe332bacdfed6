#pragma once

#include <deque>
#include <expected>
#include <string>
#include <vector>

#include "engine/schema/status.h"
#include "nodes/agent/endpoint/spdy.h"
#include "nodes/agent/endpoint/streams.h"
#include "nodes/agent/endpoint/target.h"

namespace armillary::agent {

/// A connection to the runtime's streaming server after its 101; `rest` came behind the head.
struct RuntimeConnection {
    tcp::socket socket;
    std::string rest;
};

/// Connects without asking for anything. The error is a 502-like Status for the client.
Task<Result<tcp::socket>> connectRuntime(const RuntimeUrl& url);

/// The request that turns a connection into SPDY/3.1, for these stream protocols.
std::string upgradeRequest(const RuntimeUrl& url, const std::vector<std::string>& protocols);

/// Connects and upgrades. A refusal by the runtime becomes a Status with what it said.
Task<Result<RuntimeConnection>> openRuntime(const RuntimeUrl& url, const std::vector<std::string>& protocols);

/// Copies both ways until either side ends; false when that was the client's.
Task<bool> splice(TlsStream& client, tcp::socket& runtime);

/// The client's side of a SPDY session with the runtime. All on one strand; one caller of next() at a time, any
/// number of send…().
class SpdyClient {
public:
    explicit SpdyClient(RuntimeConnection connection);

    /// False when the connection is broken.
    Task<bool> openStream(std::uint32_t& stream, spdy::Headers headers);
    Task<bool> sendData(std::uint32_t stream, std::string_view bytes, bool fin);
    /// The next frame that is about a stream; pings are answered on the way. Nothing at the session's end.
    Task<std::optional<spdy::Frame>> next();
    void close();

private:
    Task<bool> send(std::string bytes);

    tcp::socket m_socket;
    spdy::Encoder m_encoder;
    spdy::Decoder m_decoder;
    std::uint32_t m_nextStream = 1;
    std::string m_outgoing;
    bool m_sending = false, m_broken = false;
    asio::steady_timer m_sent;  ///< cancelled whenever the outgoing bytes are gone
};

}  // namespace armillary::agent
