#include "engine/server/outbound/outbound.h"

#include <algorithm>
#include <format>

#include "engine/async/pool.h"
#include "engine/schema/text.h"
#include "engine/transport/connection.h"

namespace armillary::server::outbound {
namespace {

constexpr std::size_t kMaxLines = 64, kMaxIdle = 8;
constexpr std::chrono::seconds kLongestStep{60};
constexpr std::size_t kMaxQuoted = 2048;  ///< of a foreign answer in an error

using transport::Failure;

thread_local Outbound::Request* t_request = nullptr;

std::string lowered(std::string text) {
    if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z')
        text.front() = static_cast<char>(text.front() + 32);
    return text;
}

/// As Go's net and crypto/tls word it.
std::string wording(const Failure& failure, const transport::Endpoint& endpoint) {
    if (failure.timedOut) return "context deadline exceeded";
    const std::string address = endpoint.connectHost().contains(':')
                                    ? std::format("[{}]:{}", endpoint.connectHost(), endpoint.connectPort())
                                    : endpoint.connectHost() + ":" + endpoint.connectPort();
    switch (failure.stage) {
        case Failure::Stage::Resolve:
            return std::format("dial tcp: lookup {}: no such host", endpoint.connectHost());
        case Failure::Stage::Connect:
            return std::format("dial tcp {}: connect: {}", address, lowered(failure.why));
        case Failure::Stage::Handshake:
            if (failure.why.contains("wrong version number")) return "http: server gave HTTP response to HTTPS client";
            if (failure.code == transport::asio::error::eof || failure.why == "stream truncated") return "EOF";
            return "tls: " + failure.why;
        case Failure::Stage::Exchange:
            break;
    }
    if (failure.code == transport::http::error::end_of_stream || failure.code == transport::asio::error::eof ||
        failure.why == "stream truncated")
        return "EOF";
    if (failure.code == transport::http::error::body_limit) return "http: the answer is too large";
    return lowered(failure.why);
}

/// "Post" for POST, as Go's url.Error names its operation.
std::string operationOf(std::string method) {
    std::ranges::transform(method, method.begin(), [first = true](char c) mutable {
        return std::exchange(first, false) || c < 'A' || c > 'Z' ? c : static_cast<char>(c + 32);
    });
    return method;
}

}  // namespace

/// The connections to one address under one trust.
struct Outbound::Line {
    std::string key;
    transport::Config config;
    transport::Endpoint endpoint;
    std::unique_ptr<transport::ConnectionPool> pool;
};

Outbound::Outbound(const watch::Cache* cache, std::size_t mostAsking) : m_cache(cache), m_mostAsking(mostAsking) {}
Outbound::~Outbound() = default;

Outbound::Request::Request(Outbound& outbound) : m_outbound(t_request ? nullptr : &outbound) {
    if (m_outbound) t_request = this;
}

Outbound::Request::~Request() {
    if (!m_outbound) return;
    t_request = nullptr;
    if (m_hasTurn) --m_outbound->m_asking;
}

Result<void> Outbound::takeTurn() {
    if (!t_request || t_request->m_hasTurn) return {};
    if (m_asking.fetch_add(1) >= m_mostAsking) {
        --m_asking;
        return std::unexpected(status::tooManyRequests(
            "the server has received too many requests and has asked us to try again later", 1));
    }
    t_request->m_hasTurn = true;
    return {};
}

std::shared_ptr<Outbound::Line> Outbound::lineTo(const Peer& peer, const std::string& url, std::string host,
                                                 std::uint16_t port, std::size_t maxAnswerBytes, std::string& why) {
    // Every part ends with a byte that none of them holds.
    std::string key;
    for (const std::string_view part :
         {std::string_view(url), std::string_view(host), std::string_view(peer.caPem),
          std::string_view(peer.serverName), std::string_view(peer.credential.certificatePem)})
        key.append(part).push_back('\0');
    key += std::format("{} {} {}", port, peer.insecureSkipTlsVerify, maxAnswerBytes);
    const std::scoped_lock lock(m_mutex);
    const auto found =
        std::ranges::find(m_lines, key, [](const auto& line) -> const std::string& { return line->key; });
    if (found != m_lines.end()) {
        m_lines.splice(m_lines.begin(), m_lines, found);
        return m_lines.front();
    }
    auto endpoint = transport::parseUrl(url);
    if (!endpoint || !endpoint->tls) {
        why = endpoint ? "unsupported protocol scheme \"http\"" : endpoint.error();
        return nullptr;
    }
    auto line = std::make_shared<Line>();
    line->key = std::move(key);
    line->endpoint = std::move(*endpoint);
    line->endpoint.dialHost = std::move(host);
    if (port != 0) line->endpoint.dialPort = std::to_string(port);
    line->config.caPem = peer.caPem;
    line->config.serverName = peer.serverName;
    line->config.insecureSkipTlsVerify = peer.insecureSkipTlsVerify;
    if (!peer.credential.certificatePem.empty())
        line->config.credential = [credential = peer.credential] { return credential; };
    line->config.connectTimeout = line->config.requestTimeout = kLongestStep;
    line->config.maxIdleConnections = kMaxIdle;
    line->config.maxAnswerBytes = maxAnswerBytes;
    line->pool = std::make_unique<transport::ConnectionPool>(line->config, line->endpoint);
    m_lines.push_front(line);
    // Whoever still calls through the oldest keeps it until he is done.
    if (m_lines.size() > kMaxLines) m_lines.pop_back();
    return line;
}

std::expected<Answer, std::string> Outbound::call(const Peer& peer, const Call& call) {
    const auto deadline = std::chrono::steady_clock::now() + call.timeout;
    std::string base = peer.url;
    if (peer.service) {
        const std::string host = std::format("{}.{}.svc", peer.service->name, peer.service->namespace_);
        base = std::format("https://{}:{}{}{}", host, peer.service->port,
                           peer.url.empty() || peer.url.starts_with('/') ? "" : "/", peer.url);
    }
    std::string url = base + call.path;
    if (const std::size_t authority = url.find("://");
        authority != std::string::npos && url.find('/', authority + 3) == std::string::npos)
        url += '/';
    if (!call.query.empty()) url += "?" + call.query;
    const auto failed = [&](const std::string& why) {
        return std::unexpected(std::format("{} \"{}\": {}", operationOf(call.method), url, why));
    };

    if (auto turn = takeTurn(); !turn) return failed(turn.error().message);
    Address address;
    if (peer.address) {
        address = *peer.address;
    } else if (peer.service) {
        if (!m_cache) return failed("no address for the service");
        auto resolved = resolveService(*m_cache, peer.service->namespace_, peer.service->name, peer.service->port,
                                       m_turn.fetch_add(1, std::memory_order_relaxed));
        if (!resolved) return failed(resolved.error().message);
        address = std::move(*resolved);
    }
    const std::size_t path = url.find('/', url.find("://") == std::string::npos ? 0 : url.find("://") + 3);
    std::string why;
    const auto line =
        lineTo(peer, url.substr(0, path), std::move(address.host), address.port, call.maxAnswerBytes, why);
    if (!line) return failed(why);

    const auto verb = transport::http::string_to_verb(call.method);
    transport::HttpRequest request(verb, url.substr(path), 11);
    request.set(transport::http::field::host, line->endpoint.hostHeader);
    request.set(transport::http::field::accept, "application/json, */*");
    request.set(transport::http::field::user_agent, "kube-apiserver-admission");
    // The caller's own come in the place of these, and as often as he says.
    for (const auto& [name, value] : call.headers) request.erase(name);
    for (const auto& [name, value] : call.headers) request.insert(name, value);
    if (!call.contentType.empty()) request.set(transport::http::field::content_type, call.contentType);
    request.body() = call.body;
    request.prepare_payload();
    const async::Pool::Waiting waiting;
    auto answer = line->pool->call(request, deadline, true);
    if (!answer) return failed(wording(answer.error(), line->endpoint));
    return Answer{answer->code, std::move(answer->body), std::move(answer->contentType), std::move(answer->etag)};
}

std::string refusalText(const Answer& answer) {
    switch (answer.code) {
        case 400:
            return "the server rejected our request for an unknown reason";
        case 401:
            return "the server has asked for the client to provide credentials";
        case 403:
            return answer.body.substr(0, kMaxQuoted);
        case 404:
            return "the server could not find the requested resource";
        case 405:
            return "the server does not allow this method on the requested resource";
        case 409:
            return "the server reported a conflict";
        case 422:
            return "the server rejected our request due to an error in our request";
        case 429:
            return "the server has received too many requests and has asked us to try again later";
        case 503:
            return "the server is currently unable to handle the request";
        case 504:
            return "the server was unable to return a response in the time allotted, but may still be processing the "
                   "request";
        default:
            break;
    }
    if (answer.code < 500)
        return std::format("the server responded with the status code {} but did not return more information",
                           answer.code);
    std::string quoted = answer.body.substr(0, kMaxQuoted);
    while (!quoted.empty() && (quoted.back() == '\n' || quoted.back() == '\r' || quoted.back() == ' '))
        quoted.pop_back();
    if (quoted.empty()) quoted = "unknown";
    return std::format("an error on the server ({}) has prevented the request from succeeding", schema::quoted(quoted));
}

}  // namespace armillary::server::outbound
