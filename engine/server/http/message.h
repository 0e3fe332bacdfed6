#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/server/request.h"

/// Heads of HTTP/1.1 messages as text (RFC 9112).
namespace armillary::server::http {

/// Status line and headers, the empty line included. `keepAlive` false says that the connection will be closed.
std::string responseHead(const Response& response, std::size_t bodySize, bool keepAlive);
/// The head of a chunked stream, after which the connection is closed.
std::string streamHead(const StreamReply& reply);
/// The head of a request that is passed on, without what is between the client and this server: credentials and
/// connection handling.
std::string proxiedHead(const Request& request, const ProxyReply& proxy);
/// Leads a Location header back through the proxy; see proxiedUrl().
std::string withLocationPrefix(std::string_view head, std::string_view prefix, std::string_view host = {});
/// The head of an answer, the empty line included, with those of `headers` that it does not have.
std::string withHeaders(std::string_view head, const std::vector<std::pair<std::string, std::string>>& headers);
/// "ADDRESS:PORT" of the proxied side, as a Host header has it.
std::string authorityOf(const ProxyReply& proxy);

/// Whether the client asks to change the protocol of the connection; the second, whether to WebSocket (RFC 6455).
bool isUpgrade(const Request& request);
bool isWebSocket(const Request& request);
/// Subprotocols as a client lists them, without those that carry its credentials.
std::string withoutBearer(std::string_view protocols);
/// What is wrong with the Host of a request (RFC 9112, 3.2), in the words of Go's server; "" for nothing. `version` is
/// 11 for HTTP/1.1.
std::string_view hostFault(const Request& request, unsigned version);
bool equalsIgnoringCase(std::string_view left, std::string_view right);

}  // namespace armillary::server::http
