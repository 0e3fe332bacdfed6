#include "nodes/agent/probe/http_check.h"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <charconv>
#include <format>

namespace armillary::agent {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

namespace {

/// Largest part of an answer that is read; the rest does not change the verdict.
constexpr std::size_t kMaxBody = 10 * 1024;

/// Runs `start` (which begins asynchronous work that sets its own result) until done or out of time.
bool runFor(asio::io_context& context, std::chrono::milliseconds timeout) {
    context.run_for(timeout);
    return context.stopped();
}

std::expected<tcp::endpoint, std::string> endpointOf(asio::io_context& context, const std::string& host, int port) {
    boost::system::error_code error;
    auto address = asio::ip::make_address(host, error);
    if (!error) return tcp::endpoint(address, static_cast<unsigned short>(port));
    tcp::resolver resolver(context);
    auto found = resolver.resolve(host, std::to_string(port), error);
    if (error || found.empty()) return std::unexpected(std::format("lookup {}: no such host", host));
    return found.begin()->endpoint();
}

std::string place(const std::string& host, int port) {
    return host.contains(':') ? std::format("[{}]:{}", host, port) : std::format("{}:{}", host, port);
}

http::request<http::empty_body> requestOf(const HttpCheck& check) {
    auto path = check.path.empty() ? std::string("/") : check.path.front() == '/' ? check.path : "/" + check.path;
    http::request<http::empty_body> request(http::verb::get, path, 11);
    request.set(http::field::host, place(check.host, check.port));
    request.set(http::field::accept, "*/*");
    request.set(http::field::connection, "close");
    for (const auto& [name, value] : check.headers) {
        bool clean = std::ranges::none_of(name + value, [](char byte) { return byte == '\r' || byte == '\n'; });
        if (!clean) continue;
        // Of those that the check brings itself there is one; a name that the pod gives twice is sent twice.
        const bool single = beast::iequals(name, "Host") || beast::iequals(name, "Accept") ||
                            beast::iequals(name, "User-Agent") || beast::iequals(name, "Connection");
        single ? request.set(name, value) : request.insert(name, value);
    }
    // As upstream: an empty one asks for none.
    if (request[http::field::accept].empty()) request.erase(http::field::accept);
    return request;
}

struct Exchange {
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    boost::system::error_code error;
    bool connected = false, done = false;
};

/// What came of one request, beside the verdict on it.
struct Aftermath {
    std::optional<HttpCheck> next;  ///< a redirect that is to be followed
    bool answered = false;
    bool spokePlain = false;  ///< answered HTTPS without TLS
};

/// In Go's words, which upstream shows.
std::string reasonOf(const HttpCheck& check, const Exchange& state, bool spokePlain) {
    if (spokePlain) return "http: server gave HTTP response to HTTPS client";
    if (state.error == http::error::end_of_stream || state.error == asio::error::eof ||
        state.error == asio::ssl::error::stream_truncated)
        return "EOF";
    auto text = state.error.message();
    if (state.error == asio::error::connection_refused) text = "connection refused";
    if (state.error == asio::error::connection_reset) text = "connection reset by peer";
    if (state.error == asio::error::host_unreachable) text = "no route to host";
    if (state.error == asio::error::network_unreachable) text = "network is unreachable";
    if (!state.connected) return std::format("dial tcp {}: connect: {}", place(check.host, check.port), text);
    return text;
}

template <class Stream>
void exchange(Stream& stream, const http::request<http::empty_body>& request, Exchange& state) {
    state.parser.body_limit(boost::none);
    http::async_write(stream, request, [&](boost::system::error_code error, std::size_t) {
        if (error) {
            state.error = error;
            state.done = true;
            return;
        }
        http::async_read_header(stream, state.buffer, state.parser,
                                [&](boost::system::error_code readError, std::size_t) {
                                    state.error = readError;
                                    state.done = true;
                                    if (readError) return;
                                    // A little of the body, for the message; its end is not waited for.
                                    http::async_read_some(stream, state.buffer, state.parser,
                                                          [](boost::system::error_code, std::size_t) {});
                                });
    });
}

std::string urlOf(const HttpCheck& check) {
    return std::format("{}://{}{}", check.scheme == "HTTPS" ? "https" : "http", place(check.host, check.port),
                       check.path.starts_with('/') ? check.path : "/" + check.path);
}

bool isRedirect(unsigned code) {
    return code == 301 || code == 302 || code == 303 || code == 307 || code == 308;
}

CheckResult verdict(const HttpCheck& check, Exchange& state, Aftermath& after) {
    auto url = urlOf(check);
    const std::string_view late = "(Client.Timeout exceeded while awaiting headers)";
    if (!state.done)
        return {CheckResult::Outcome::Failure,
                state.connected
                    ? std::format("Get \"{}\": context deadline exceeded {}", url, late)
                    : std::format("Get \"{}\": dial tcp {}: i/o timeout {}", url, place(check.host, check.port), late)};
    if (state.error) {
        after.spokePlain =
            state.error.category() == asio::error::get_ssl_category() &&
            ERR_GET_REASON(static_cast<unsigned long>(state.error.value())) == SSL_R_WRONG_VERSION_NUMBER;
        return {CheckResult::Outcome::Failure,
                std::format("Get \"{}\": {}", url, reasonOf(check, state, after.spokePlain))};
    }
    after.answered = true;
    auto code = state.parser.get().result_int();
    auto body = state.parser.get().body().substr(0, kMaxBody);
    if (isRedirect(code)) {
        const auto location = state.parser.get()[http::field::location];
        auto target = redirectedTo(check, {location.data(), location.size()});
        if (target && target->host == check.host) after.next = std::move(target);
    }
    if (code >= 300 && code < 400)
        return {CheckResult::Outcome::Warning, "Probe terminated redirects, Response body: " + body};
    if (code >= 200 && code < 300) return {CheckResult::Outcome::Success, body};
    return {CheckResult::Outcome::Failure, std::format("HTTP probe failed with statuscode: {}", code)};
}

CheckResult request(const HttpCheck& check, Aftermath& after) {
    asio::io_context context;
    auto endpoint = endpointOf(context, check.host, check.port);
    if (!endpoint) return {CheckResult::Outcome::Failure, endpoint.error()};
    auto request = requestOf(check);
    Exchange state;
    auto failed = [&](boost::system::error_code error) {
        state.error = error;
        state.done = true;
    };
    if (check.scheme == "HTTPS") {
        asio::ssl::context tls(asio::ssl::context::tls_client);
        tls.set_verify_mode(asio::ssl::verify_none);
        asio::ssl::stream<tcp::socket> stream(context, tls);
        stream.next_layer().async_connect(*endpoint, [&](boost::system::error_code error) {
            if (error) return failed(error);
            state.connected = true;
            stream.async_handshake(asio::ssl::stream_base::client, [&](boost::system::error_code tlsError) {
                if (tlsError) return failed(tlsError);
                exchange(stream, request, state);
            });
        });
        runFor(context, check.timeout);
        return verdict(check, state, after);
    }
    tcp::socket socket(context);
    socket.async_connect(*endpoint, [&](boost::system::error_code error) {
        if (error) return failed(error);
        state.connected = true;
        exchange(socket, request, state);
    });
    runFor(context, check.timeout);
    return verdict(check, state, after);
}

CheckResult follow(const HttpCheck& check, Aftermath& after) {
    constexpr int kMaxRedirects = 10;
    HttpCheck current = check;
    const auto end = std::chrono::steady_clock::now() + check.timeout;
    for (int i = 0;; ++i) {
        after = {};
        auto result = request(current, after);
        if (!after.next) return result;
        if (i == kMaxRedirects)
            return {CheckResult::Outcome::Failure,
                    std::format("Get \"{}\": stopped after {} redirects", urlOf(*after.next), kMaxRedirects)};
        current = std::move(*after.next);
        current.timeout = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (current.timeout.count() <= 0) current.timeout = std::chrono::milliseconds(1);
    }
}

}  // namespace

std::optional<HttpCheck> redirectedTo(const HttpCheck& check, std::string_view location) {
    constexpr std::size_t kMaxLocation = 8192;
    if (location.empty() || location.size() > kMaxLocation) return std::nullopt;
    HttpCheck out = check;
    location = location.substr(0, location.find('#'));
    if (location.starts_with("//")) {
        location.remove_prefix(2);
    } else if (location.starts_with("http://") || location.starts_with("https://")) {
        out.scheme = location.starts_with("https") ? "HTTPS" : "HTTP";
        location.remove_prefix(location.find("//") + 2);
    } else if (location.substr(0, location.find_first_of("/?")).contains(':')) {
        return std::nullopt;
    } else {
        // Relative to the folder of what was asked, or from the root.
        auto folder = check.path.substr(0, check.path.find('?'));
        folder = folder.substr(0, folder.rfind('/') + 1);
        out.path = location.starts_with('/') ? std::string(location) : folder + std::string(location);
        return out;
    }
    const auto slash = std::min(location.find_first_of("/?"), location.size());
    auto authority = location.substr(0, slash);
    out.path = location.substr(slash);
    if (!out.path.starts_with('/')) out.path.insert(0, "/");
    if (auto at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
    out.port = out.scheme == "HTTPS" ? 443 : 80;
    const auto colon = authority.rfind(':');
    if (colon != std::string_view::npos && !authority.ends_with(']')) {
        const char* end = authority.data() + authority.size();
        if (std::from_chars(authority.data() + colon + 1, end, out.port).ptr != end || out.port < 1 || out.port > 65535)
            return std::nullopt;
        authority = authority.substr(0, colon);
    }
    if (authority.starts_with('[') && authority.ends_with(']')) authority = authority.substr(1, authority.size() - 2);
    if (authority.empty()) return std::nullopt;
    out.host = authority;
    return out;
}

CheckResult httpCheck(const HttpCheck& check) try {
    Aftermath after;
    return follow(check, after);
} catch (const std::exception& error) {
    return {CheckResult::Outcome::Failure, error.what()};
}

CheckResult httpHook(HttpCheck check) try {
    Aftermath after;
    auto result = follow(check, after);
    if (after.spokePlain) {
        check.scheme = "HTTP";
        std::erase_if(check.headers, [](const auto& header) { return beast::iequals(header.first, "Authorization"); });
        result = follow(check, after);
    }
    if (after.answered) return {};
    return result;
} catch (const std::exception& error) {
    return {CheckResult::Outcome::Failure, error.what()};
}

CheckResult tcpCheck(const std::string& host, int port, std::chrono::milliseconds timeout) try {
    asio::io_context context;
    auto endpoint = endpointOf(context, host, port);
    if (!endpoint) return {CheckResult::Outcome::Failure, endpoint.error()};
    tcp::socket socket(context);
    std::optional<boost::system::error_code> result;
    socket.async_connect(*endpoint, [&](boost::system::error_code error) { result = error; });
    runFor(context, timeout);
    if (!result) return {CheckResult::Outcome::Failure, std::format("dial tcp {}: i/o timeout", place(host, port))};
    if (*result) {
        auto text = *result == asio::error::connection_refused ? std::string("connection refused") : result->message();
        return {CheckResult::Outcome::Failure, std::format("dial tcp {}: connect: {}", place(host, port), text)};
    }
    return {};
} catch (const std::exception& error) {
    return {CheckResult::Outcome::Failure, error.what()};
}

}  // namespace armillary::agent
