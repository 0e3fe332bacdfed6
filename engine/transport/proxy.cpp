#include "engine/transport/proxy.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <format>

#include "engine/schema/percent.h"
#include "engine/schema/text.h"

namespace armillary::transport {

namespace {

using Passed = std::expected<void, Failure>;
using Stage = Failure::Stage;

std::unexpected<Failure> refused(std::string why) {
    return std::unexpected(Failure{.stage = Stage::Connect, .why = "proxy: " + std::move(why)});
}

std::unexpected<Failure> broken(const ErrorCode& error) {
    Failure failed = failure(Stage::Connect, error);
    failed.why = "proxy: " + failed.why;
    return std::unexpected(std::move(failed));
}

asio::awaitable<Passed> passHttp(Wire& wire, const Proxy& proxy, std::string authority) {
    http::request<http::empty_body> request(http::verb::connect, authority, 11);
    request.set(http::field::host, authority);
    if (!proxy.user.empty()) {
        std::string basic = "Basic ";
        schema::appendBase64(basic, proxy.user + ":" + proxy.password);
        request.set(http::field::proxy_authorization, basic);
    }
    ErrorCode error;
    co_await http::async_write(wire, request, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return broken(error);
    http::response_parser<http::empty_body> parser;
    parser.header_limit(64 * 1024);
    beast::flat_buffer buffer;
    co_await http::async_read_header(wire, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return broken(error);
    if (parser.get().result_int() / 100 != 2)
        co_return refused(std::format("CONNECT {} was answered with {} {}", authority, parser.get().result_int(),
                                      std::string_view(parser.get().reason())));
    // The server's side of TLS, or of HTTP, never begins.
    if (buffer.size() > 0) co_return refused("it says more than it was asked");
    co_return Passed();
}

/// Sends `request` and reads so many bytes of answer.
asio::awaitable<std::expected<std::string, Failure>> ask(Wire& wire, std::string request, std::size_t bytes) {
    ErrorCode error;
    std::string answer(bytes, '\0');
    co_await asio::async_write(wire, asio::buffer(request), asio::redirect_error(asio::use_awaitable, error));
    if (!error) co_await asio::async_read(wire, asio::buffer(answer), asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return broken(error);
    co_return answer;
}

/// RFC 1928, section 6.
std::string_view socksReply(unsigned char code) {
    constexpr std::string_view kReplies[] = {"succeeded",
                                             "general SOCKS server failure",
                                             "connection not allowed by ruleset",
                                             "network unreachable",
                                             "host unreachable",
                                             "connection refused",
                                             "TTL expired",
                                             "command not supported",
                                             "address type not supported"};
    return code < std::size(kReplies) ? kReplies[code] : "unknown code";
}

/// A number below 256 as the byte that it is on the wire.
char byteOf(std::size_t number) {
    return static_cast<char>(static_cast<unsigned char>(number));
}

/// Address type and address, as the request holds them. Names go to the proxy: what it can reach, it can also look up.
std::string socksAddress(const std::string& host) {
    ErrorCode isName;
    const auto address = asio::ip::make_address(host, isName);
    if (isName) return std::string("\x03") + byteOf(host.size()) + host;
    const auto bytesOf = [](const auto& bytes) { return std::string(bytes.begin(), bytes.end()); };
    if (address.is_v4()) return "\x01" + bytesOf(address.to_v4().to_bytes());
    return "\x04" + bytesOf(address.to_v6().to_bytes());
}

asio::awaitable<Passed> passSocks(Wire& wire, const Proxy& proxy, const std::string& host, const std::string& port) {
    if (host.size() > 255) co_return refused("the server's name is too long for SOCKS");
    const bool hasPassword = !proxy.user.empty();
    const auto method =
        co_await ask(wire, hasPassword ? std::string("\x05\x02\x00\x02", 4) : std::string("\x05\x01\x00", 3), 2);
    if (!method) co_return std::unexpected(method.error());
    if ((*method)[0] != 5) co_return refused("it does not speak SOCKS version 5");
    if ((*method)[1] == 2 && hasPassword) {
        const auto verdict = co_await ask(wire,
                                          "\x01" + std::string(1, byteOf(proxy.user.size())) + proxy.user +
                                              byteOf(proxy.password.size()) + proxy.password,
                                          2);
        if (!verdict) co_return std::unexpected(verdict.error());
        if ((*verdict)[1] != 0) co_return refused("it refuses the user and password");
    } else if ((*method)[1] != 0) {
        co_return refused("it wants a user and a password");
    }
    const auto number = static_cast<unsigned>(std::stoul(port));
    const auto reply = co_await ask(
        wire, std::string("\x05\x01\x00", 3) + socksAddress(host) + byteOf(number >> 8 & 0xff) + byteOf(number & 0xff),
        4);
    if (!reply) co_return std::unexpected(reply.error());
    const auto code = static_cast<unsigned char>((*reply)[1]);
    if (code != 0) co_return refused(std::format("{}:{}: {}", host, port, socksReply(code)));
    // The address that it connects from, which nobody needs; a name's length comes first.
    std::size_t rest = (*reply)[3] == 1 ? 4 : 16;
    if ((*reply)[3] == 3) {
        const auto length = co_await ask(wire, {}, 1);
        if (!length) co_return std::unexpected(length.error());
        rest = static_cast<unsigned char>((*length)[0]);
    }
    const auto skipped = co_await ask(wire, {}, rest + 2);
    if (!skipped) co_return std::unexpected(skipped.error());
    co_return Passed();
}

}  // namespace

std::expected<Proxy, std::string> parseProxy(const std::string& url) {
    Proxy proxy;
    std::string_view rest = url;
    std::string base = "http://";
    if (rest.starts_with("http://")) {
        rest.remove_prefix(7);
    } else if (rest.starts_with("https://")) {
        rest.remove_prefix(8);
        proxy.kind = Proxy::Kind::Https;
        base = "https://";
    } else if (rest.starts_with("socks5://")) {
        rest.remove_prefix(9);
        proxy.kind = Proxy::Kind::Socks5;
    } else {
        return std::unexpected("a proxy's URL begins with http://, https:// or socks5://");
    }
    rest = rest.substr(0, rest.find('/'));
    if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
        const std::string_view who = rest.substr(0, at);
        const std::size_t colon = std::min(who.find(':'), who.size());
        const auto user = schema::percentDecoded(who.substr(0, colon), false);
        const auto password = schema::percentDecoded(who.substr(std::min(colon + 1, who.size())), false);
        if (!user || !password || user->empty() || user->size() > 255 || password->size() > 255)
            return std::unexpected("the proxy's user or password cannot be read");
        proxy.user = *user;
        proxy.password = *password;
        rest.remove_prefix(at + 1);
    }
    auto at = parseUrl(base + std::string(rest));
    if (!at) return std::unexpected("the proxy's URL has no valid host or port");
    proxy.at = std::move(*at);
    const bool namesPort = !rest.ends_with(']') && rest.contains(':');
    if (proxy.kind == Proxy::Kind::Socks5 && !namesPort) proxy.at.port = "1080";
    return proxy;
}

asio::awaitable<std::expected<void, Failure>> passProxy(Wire& wire, const Proxy& proxy, const std::string& host,
                                                        const std::string& port) {
    if (proxy.kind == Proxy::Kind::Socks5) co_return co_await passSocks(wire, proxy, host, port);
    co_return co_await passHttp(wire, proxy, (host.contains(':') ? "[" + host + "]" : host) + ":" + port);
}

}  // namespace armillary::transport
