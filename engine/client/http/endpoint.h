#pragma once

#include "engine/client/http/http_client.h"
#include "engine/client/request.h"
#include "engine/transport/connection.h"
#include "engine/transport/endpoint.h"

/// What pooled calls and watches share. For the sources of this folder only.
namespace armillary::client {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using transport::Endpoint;
using transport::ErrorCode;
using transport::HttpRequest;
using transport::TlsStream;

HttpRequest makeRequest(const HttpConfig& config, const Endpoint& endpoint, http::verb verb, std::string_view target);

/// 503: the server cannot be reached, or stopped answering.
Status unreachable(const Endpoint& endpoint, const std::string& why);
/// The same of a call that failed; 504 when it took too long.
Status failed(const Endpoint& endpoint, const transport::Failure& failure);

}  // namespace armillary::client
