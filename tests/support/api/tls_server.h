#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/pki/ca.h"

namespace armillary::test {

/// A scriptable HTTPS server in this process: for tests of what the API server calls.
class TlsServer {
public:
    struct Request {
        std::string method, target, body;
        std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
        std::string peerName;                                      ///< of the client's certificate, "" without one
        std::string header(std::string_view lowerCaseName) const;
    };
    struct Reply {
        int code = 200;
        std::string body;
        std::string contentType = "application/json";
        std::string raw = {};  ///< sent as it is instead, and the connection closed
    };
    using Handler = std::function<Reply(const Request&)>;

    /// Listens on `address` with the credential; `handler` is called from several threads. With an authority it asks
    /// for a client certificate of that authority.
    TlsServer(const pki::Credential& credential, Handler handler, const std::string& clientCaPem = {},
              const std::string& address = "127.0.0.1");
    ~TlsServer();
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::uint16_t port() const;
    std::size_t connections() const;  ///< that were accepted so far
    std::vector<Request> requests() const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace armillary::test
