#include "engine/server/http/message.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <format>

#include "engine/server/http/html_links.h"

namespace armillary::server::http {
namespace {

std::string_view reasonOf(int code) {
    switch (code) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 301:
            return "Moved Permanently";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 413:
            return "Request Entity Too Large";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Entity";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        default:
            return "Status";
    }
}

char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string date() {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return std::format("{:%a, %d %b %Y %H:%M:%S} GMT", now);
}

/// A header's value may not end the header.
void appendHeader(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ");
    for (const char c : value)
        if (c != '\r' && c != '\n') head.push_back(c);
    head += "\r\n";
}

constexpr std::array<std::string_view, 13> kNotPassedOn = {
    "authorization", "connection",          "content-length",   "cookie", "expect",  "host",
    "keep-alive",    "proxy-authorization", "proxy-connection", "te",     "trailer", "transfer-encoding",
    "upgrade"};

bool isPassedOn(std::string_view name) {
    return std::ranges::find(kNotPassedOn, name) == kNotPassedOn.end() && !name.starts_with("impersonate-") &&
           !name.starts_with("x-remote-");
}

}  // namespace

std::string authorityOf(const ProxyReply& proxy) {
    const bool v6 = proxy.host.find(':') != std::string::npos;
    return (v6 ? "[" + proxy.host + "]" : proxy.host) + ":" + std::to_string(proxy.port);
}

std::string withoutBearer(std::string_view protocols) {
    constexpr std::string_view kBearer = "base64url.bearer.authorization.k8s.io.";
    std::string kept;
    while (!protocols.empty()) {
        const std::size_t end = protocols.find(',');
        std::string_view one = protocols.substr(0, end);
        protocols = end == std::string_view::npos ? std::string_view() : protocols.substr(end + 1);
        while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
        if (!one.starts_with(kBearer)) kept.append(kept.empty() ? "" : ", ").append(one);
    }
    return kept;
}

std::string_view hostFault(const Request& request, unsigned version) {
    const auto isHost = [](const auto& header) { return header.first == "host"; };
    const auto hosts = std::ranges::count_if(request.headers, isHost);
    if (version >= 11 && hosts == 0) return "missing required Host header";
    if (hosts > 1) return "too many Host headers";
    // A name, an address in brackets or not, a port; what else a URI's authority may hold is rare but lawful.
    static constexpr std::string_view kOther = "!$%&'()*+,-.:;=@[]_~";
    const bool isGood = std::ranges::all_of(request.header("host"), [](char c) {
        return (c >= '0' && c <= '9') || (lowered(c) >= 'a' && lowered(c) <= 'z') || kOther.contains(c);
    });
    return isGood ? std::string_view() : "malformed Host header";
}

bool equalsIgnoringCase(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lowered, lowered);
}

bool isWebSocket(const Request& request) {
    return isUpgrade(request) && equalsIgnoringCase(request.header("upgrade"), "websocket");
}

bool isUpgrade(const Request& request) {
    if (request.header("upgrade").empty()) return false;
    std::string_view options = request.header("connection");
    while (!options.empty()) {
        const std::size_t end = options.find(',');
        std::string_view one = options.substr(0, end);
        options = end == std::string_view::npos ? std::string_view() : options.substr(end + 1);
        while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
        while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
        if (equalsIgnoringCase(one, "upgrade")) return true;
    }
    return false;
}

std::string responseHead(const Response& response, std::size_t bodySize, bool keepAlive) {
    std::string head = std::format("HTTP/1.1 {} {}\r\n", response.code, reasonOf(response.code));
    appendHeader(head, "Date", date());
    if (response.code != 304 && response.code != 204) {
        appendHeader(head, "Content-Type", response.contentType);
        appendHeader(head, "Content-Length", std::to_string(bodySize));
    }
    for (const auto& [name, value] : response.headers) appendHeader(head, name, value);
    if (!keepAlive) appendHeader(head, "Connection", "close");
    return head += "\r\n";
}

std::string streamHead(const StreamReply& reply) {
    std::string head = "HTTP/1.1 200 OK\r\n";
    appendHeader(head, "Date", date());
    appendHeader(head, "Content-Type", reply.contentType);
    appendHeader(head, "Cache-Control", "no-cache, private");
    for (const auto& [name, value] : reply.headers) appendHeader(head, name, value);
    appendHeader(head, "Transfer-Encoding", "chunked");
    appendHeader(head, "Connection", "close");
    return head += "\r\n";
}

std::string proxiedHead(const Request& request, const ProxyReply& proxy) {
    std::string head = request.method + " " + proxy.target + " HTTP/1.1\r\n";
    appendHeader(head, "Host", authorityOf(proxy));
    for (const auto& [name, value] : request.headers) {
        if (!isPassedOn(name)) continue;
        const std::string kept = name == "sec-websocket-protocol" ? withoutBearer(value) : value;
        if (!kept.empty() || value.empty()) appendHeader(head, name, kept);
    }
    for (const auto& [name, value] : proxy.headers) appendHeader(head, name, value);
    if (!request.remoteAddress.empty()) appendHeader(head, "X-Forwarded-For", request.remoteAddress);
    if (isUpgrade(request)) {
        appendHeader(head, "Upgrade", request.header("upgrade"));
        appendHeader(head, "Connection", "Upgrade");
    } else {
        appendHeader(head, "Connection", "close");
    }
    if (!request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH")
        appendHeader(head, "Content-Length", std::to_string(request.body.size()));
    return head += "\r\n";
}

std::string withLocationPrefix(std::string_view head, std::string_view prefix, std::string_view host) {
    std::string out;
    while (!head.empty()) {
        const std::size_t end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        head = end == std::string_view::npos ? std::string_view() : head.substr(end + 2);
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && equalsIgnoringCase(line.substr(0, colon), "location")) {
            std::string_view value = line.substr(colon + 1);
            while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
            out.append("Location: ").append(proxiedUrl(value, prefix, host));
        } else {
            out.append(line);
        }
        if (end != std::string_view::npos) out += "\r\n";
    }
    return out;
}

std::string withHeaders(std::string_view head, const std::vector<std::pair<std::string, std::string>>& headers) {
    const auto has = [head](std::string_view name) {
        for (std::string_view rest = head; rest.contains("\r\n");) {
            rest.remove_prefix(rest.find("\r\n") + 2);
            if (equalsIgnoringCase(rest.substr(0, name.size()), name) && rest.substr(name.size()).starts_with(':'))
                return true;
        }
        return false;
    };
    std::string out(head.substr(0, head.size() - 2));
    for (const auto& [name, value] : headers)
        if (!has(name)) appendHeader(out, name, value);
    return out += "\r\n";
}

}  // namespace armillary::server::http
