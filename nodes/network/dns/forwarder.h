#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "nodes/network/dns/wire.h"

namespace armillary::network::dns {

/// Asks the host's resolvers. For sources of this folder only: its header carries Asio. Runs on one executor.
class Forwarder {
public:
    /// `servers` is asked for at most every few seconds.
    explicit Forwarder(std::function<std::vector<std::string>()> servers, std::uint16_t port = 53)
        : m_read(std::move(servers)), m_port(port), m_random(std::random_device()()) {}

    /// The first resolver's reply to `query`, under the query's own id; empty when none answers within a few seconds,
    /// or when too many questions are under way.
    boost::asio::awaitable<Bytes> ask(Bytes query, bool overTcp);

private:
    boost::asio::awaitable<Bytes> askOne(std::string server, Bytes query, bool overTcp);
    const std::vector<std::string>& servers();

    std::function<std::vector<std::string>()> m_read;
    std::uint16_t m_port;
    std::mt19937 m_random;
    std::vector<std::string> m_servers;
    std::int64_t m_readAt = 0;
    int m_underWay = 0;
};

}  // namespace armillary::network::dns
