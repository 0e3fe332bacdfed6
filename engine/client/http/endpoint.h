#pragma once

#include <type_traits>
#include <utility>

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

HttpRequest makeRequest(const HttpConfig& config, const Endpoint& endpoint, http::verb verb, std::string_view target);
/// Adds what says who asks, and returns the token that it holds, "" for none.
Result<std::string> authorize(const HttpConfig& config, HttpRequest& request);

/// Makes `attempt` with the request; when it ends with 401 and what says who asks can be fetched anew, once more.
template <class Attempt>
std::invoke_result_t<Attempt, const HttpRequest&> attemptAs(const HttpConfig& config, HttpRequest request,
                                                            Attempt attempt) {
    for (bool mayRepeat = static_cast<bool>(config.refused);; mayRepeat = false) {
        const auto token = authorize(config, request);
        if (!token) return std::unexpected(token.error());
        auto result = attempt(std::as_const(request));
        if (result || result.error().code != 401 || !mayRepeat || !config.refused(*token)) return result;
    }
}

/// Sends requests over pooled connections.
class Requester {
public:
    /// Config and endpoint must outlive it.
    Requester(const HttpConfig& config, const Endpoint& endpoint)
        : m_config(config), m_endpoint(endpoint), m_pool(config, endpoint) {}
    /// An answer of 400 and above is the server's Status.
    Result<transport::Answer> send(HttpRequest request);

private:
    const HttpConfig& m_config;
    const Endpoint& m_endpoint;
    transport::ConnectionPool m_pool;
};

/// Checks a configuration, and fills in what may be left out.
Result<Endpoint> prepare(HttpConfig& config);

/// 401: who asks cannot be proven, for `why`.
Status unproven(const std::string& why);

/// 503: the server cannot be reached, or stopped answering.
Status unreachable(const Endpoint& endpoint, const std::string& why);
/// The same of a call that failed; 504 when it took too long.
Status failed(const Endpoint& endpoint, const transport::Failure& failure);

}  // namespace armillary::client
