#pragma once

#include "engine/transport/wire.h"

/// Ways through a proxy: CONNECT (RFC 9110, 9.3.6) and SOCKS version 5 (RFC 1928, with RFC 1929 for passwords).
namespace armillary::transport {

struct Proxy {
    enum class Kind { Http, Https, Socks5 };
    Kind kind = Kind::Http;
    Endpoint at;
    std::string user, password;
};

/// Reads Config::proxyUrl. The error does not hold the password.
std::expected<Proxy, std::string> parseProxy(const std::string& url);

/// Asks the proxy at the other end of `wire` for a way to HOST:PORT. All parameters must live until it is done.
asio::awaitable<std::expected<void, Failure>> passProxy(Wire& wire, const Proxy& proxy, const std::string& host,
                                                        const std::string& port);

}  // namespace armillary::transport
