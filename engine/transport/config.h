#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "engine/pki/ca.h"

/// Calls over HTTP/1.1 and TLS to other programs: what the server's webhooks and the clients of this program share.
namespace armillary::transport {

/// One other side and how to talk to it.
struct Config {
    std::string url;         ///< "https://127.0.0.1:6443"; "http://" for a local proxy
    std::string caPem;       ///< whom to trust; "" for the system's authorities
    std::string serverName;  ///< expected in the server's certificate; "" for the URL's host
    /// Asked for every new connection, so that a rotated certificate comes into use; empty: no client certificate. May
    /// take its time; an error is a sentence that holds no secret.
    std::function<std::expected<pki::Credential, std::string>()> credential;
    /// Asked for every request, as above; empty or "": none.
    std::function<std::expected<std::string, std::string>()> token;
    /// Any certificate will do: before a CA is known, when no credential may be sent; or because the user's kubeconfig
    /// says so, and then what he put in it is sent all the same.
    bool insecureSkipTlsVerify = false;
    std::string userAgent;  ///< "" for "armillary/VERSION"
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds requestTimeout{30'000};  ///< for sending a request, and for reading its answer
    std::size_t maxIdleConnections = 8;
    std::size_t maxAnswerBytes = 512u << 20;
    /// "http://", "https://" or "socks5://HOST:PORT", with "USER:PASSWORD@" where it wants them; "" for none.
    std::string proxyUrl;
    std::vector<std::pair<std::string, std::string>> headers;  ///< of every request
    /// Told that the server answered 401 to a request with this token ("" for none); whether another try may go better,
    /// since token and credential are fetched anew. Empty: no.
    std::function<bool(const std::string& token)> refused;
};

}  // namespace armillary::transport
