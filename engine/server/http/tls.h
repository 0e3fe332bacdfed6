#pragma once

#include <boost/asio/ssl/context.hpp>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "engine/server/listener.h"

/// TLS of both sides: what clients see, and how the server presents itself to agents.
namespace armillary::server::http {

/// TLS 1.2 or newer; asks for a client certificate, and lets connections without one in. The error is a sentence.
std::expected<boost::asio::ssl::context, std::string> makeServerTls(const ListenerConfig& config);
std::expected<boost::asio::ssl::context, std::string> makeClientTls(const ListenerConfig& config);

/// What the handshake showed of the other side.
struct PeerIdentity {
    std::optional<PeerCertificate> certificate;  ///< present only when it has been verified
    bool rejected = false;                       ///< a certificate was shown that does not hold
};
PeerIdentity peerOf(SSL* connection);
/// Whether the other side has shown that node's serving certificate, and not another of the cluster's that is good for
/// the same name or address, such as the API server's own.
bool isNode(SSL* connection, std::string_view nodeName);

}  // namespace armillary::server::http
