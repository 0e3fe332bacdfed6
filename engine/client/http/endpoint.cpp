#include "engine/client/http/endpoint.h"

#include <algorithm>
#include <format>

#include "engine/transport/proxy.h"

namespace armillary::client {

HttpRequest makeRequest(const HttpConfig& config, const Endpoint& endpoint, http::verb verb, std::string_view target) {
    HttpRequest request(verb, endpoint.prefix + std::string(target), 11);
    request.set(http::field::host, endpoint.hostHeader);
    request.set(http::field::user_agent, config.userAgent);
    request.set(http::field::accept, "application/json");
    return request;
}

Result<std::string> authorize(const HttpConfig& config, HttpRequest& request) {
    request.erase(http::field::authorization);
    for (const auto& [name, value] : config.headers) request.erase(name);
    for (const auto& [name, value] : config.headers) request.insert(name, value);
    if (!config.token) return std::string();
    auto token = config.token();
    if (!token) return std::unexpected(unproven(token.error()));
    // What would end the header, and begin another, is no part of a token (RFC 6750, 2.1).
    if (std::ranges::any_of(*token, [](unsigned char c) { return c <= ' ' || c == 0x7f; }))
        return std::unexpected(unproven("the token holds characters that no token may hold"));
    if (!token->empty()) request.set(http::field::authorization, "Bearer " + *token);
    return std::move(*token);
}

Result<transport::Answer> Requester::send(HttpRequest request) {
    return attemptAs(m_config, std::move(request), [this](const HttpRequest& proven) -> Result<transport::Answer> {
        auto answer = m_pool.call(proven);
        if (!answer) return std::unexpected(failed(m_endpoint, answer.error()));
        // It may have been the connection's certificate.
        if (answer->code == 401) m_pool.forget();
        if (answer->code >= 400) return std::unexpected(statusOf(answer->code, answer->body));
        return std::move(*answer);
    });
}

Result<Endpoint> prepare(HttpConfig& config) {
    if (config.userAgent.empty()) config.userAgent = "armillary/" ARMILLARY_VERSION;
    auto endpoint = transport::parseUrl(config.url);
    if (!endpoint) return std::unexpected(status::badRequest(endpoint.error()));
    if (!config.proxyUrl.empty())
        if (const auto proxy = transport::parseProxy(config.proxyUrl); !proxy)
            return std::unexpected(status::badRequest(proxy.error()));
    if (!endpoint->tls) return std::move(*endpoint);
    // Who asks is found out when it is needed: that may take a program, and fail today and not tomorrow.
    HttpConfig anonymous = config;
    anonymous.credential = nullptr;
    if (const auto context = transport::tlsContext(anonymous); !context)
        return std::unexpected(status::badRequest(context.error()));
    return std::move(*endpoint);
}

Status unproven(const std::string& why) {
    Status status = status::unauthorized();
    status.message = why;
    return status;
}

Status unreachable(const Endpoint& endpoint, const std::string& why) {
    return status::serviceUnavailable(std::format("{}:{}: {}", endpoint.host, endpoint.port, why));
}

Status failed(const Endpoint& endpoint, const transport::Failure& failure) {
    using Stage = transport::Failure::Stage;
    if (failure.timedOut && failure.stage == Stage::Exchange)
        return status::timeout(unreachable(endpoint, failure.why).message, 1);
    return unreachable(endpoint, failure.stage == Stage::Handshake ? "TLS: " + failure.why : failure.why);
}

}  // namespace armillary::client
