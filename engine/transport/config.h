#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

#include "engine/pki/ca.h"

/// Calls over HTTP/1.1 and TLS to other programs: what the server's webhooks and the clients of this program share.
namespace armillary::transport {

/// One other side and how to talk to it.
struct Config {
    std::string url;         ///< "https://127.0.0.1:6443"; "http://" for a local proxy
    std::string caPem;       ///< whom to trust; "" for the system's authorities
    std::string serverName;  ///< expected in the server's certificate; "" for the URL's host
    /// Asked for every new connection, so that a rotated certificate comes into use; empty: no client certificate.
    std::function<pki::Credential()> credential;
    /// Asked for every request; empty or "": none.
    std::function<std::string()> token;
    bool insecureSkipTlsVerify = false;  ///< before a CA is known; never send a credential then
    std::string userAgent;               ///< "" for "armillary/VERSION"
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds requestTimeout{30'000};  ///< for sending a request, and for reading its answer
    std::size_t maxIdleConnections = 8;
    std::size_t maxAnswerBytes = 512u << 20;
};

}  // namespace armillary::transport
