#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/pki/ca.h"
#include "engine/schema/status.h"
#include "engine/server/api.h"

namespace armillary::server {

struct ListenerConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;       ///< 0 takes a free one
    pki::Credential serving;      ///< what clients see
    pki::Credential proxyClient;  ///< how the server presents itself to agents
    std::string clientCaPem;      ///< who signs client certificates and agents' serving certificates
    std::size_t maxBodyBytes = 3u << 20;
    std::size_t maxConnections = 4096;
    std::chrono::seconds headTimeout{10};  ///< a request head must arrive within this
    std::chrono::seconds bodyTimeout{60};
    std::chrono::seconds idleTimeout{120};   ///< between requests of one connection
    std::chrono::seconds writeTimeout{30};   ///< a peer that accepts nothing for so long is dropped
    std::size_t watchQueueBytes = 4u << 20;  ///< per watcher; above it the watcher is dropped
    std::size_t maxBytesInFlight =
        256u << 20;  ///< that peers have not taken yet, of all connections; see http/in_flight.h
    unsigned ioThreads = 2, maxWorkers = 64;
};

/// TLS and HTTP/1.1 in front of an Api. Stops accepting, ends streams and waits for its threads when destroyed.
class Listener {
public:
    virtual ~Listener() = default;
    /// Fails with a sentence that names the address and the way out when the port is taken.
    static std::expected<std::unique_ptr<Listener>, std::string> start(ListenerConfig config, Api& api);
    virtual std::uint16_t port() const = 0;
};

}  // namespace armillary::server
