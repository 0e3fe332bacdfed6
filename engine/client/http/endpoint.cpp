#include "engine/client/http/endpoint.h"

#include <format>

namespace armillary::client {

HttpRequest makeRequest(const HttpConfig& config, const Endpoint& endpoint, http::verb verb, std::string_view target) {
    HttpRequest request(verb, endpoint.prefix + std::string(target), 11);
    request.set(http::field::host, endpoint.hostHeader);
    request.set(http::field::user_agent, config.userAgent);
    request.set(http::field::accept, "application/json");
    if (config.token) {
        if (const std::string token = config.token(); !token.empty())
            request.set(http::field::authorization, "Bearer " + token);
    }
    return request;
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
