#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "nodes/network/dns/answer.h"

namespace armillary::network::dns {

struct ServerOptions {
    std::string address;               ///< to listen on
    std::vector<std::uint16_t> ports;  ///< the first free one is taken; 0 for any
    Domain domain;
    std::function<std::vector<std::string>()> nameServers;  ///< the host's
    std::uint16_t nameServerPort = 53;
    /// Called when the server listens, and again after the address had gone away and come back.
    std::function<void(std::uint16_t port)> listening;
};

/// The DNS server on UDP and TCP, on a thread of its own. A missing address is waited for.
class Server {
public:
    virtual ~Server() = default;
    static std::unique_ptr<Server> start(ServerOptions options, const Zone& zone);
};

}  // namespace armillary::network::dns
