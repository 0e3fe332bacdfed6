#include <spdlog/spdlog.h>

#include "nodes/network/dns/informer_zone.h"
#include "nodes/network/dns/resolv_conf.h"
#include "nodes/network/dns/server.h"
#include "nodes/network/names.h"
#include "nodes/network/network.h"
#include "nodes/network/nft.h"
#include "nodes/network/skeleton.h"

namespace armillary::network {
namespace {

/// Tried in this order. The first is free but where a resolver of the host's listens on every address.
const std::vector<std::uint16_t> kPorts{53, 10053, 10153, 10253, 10353};

/// The server listens on the node's pod gateway, and the table translates the DNS service's address to it, as it would
/// for any service. No interface carries the service's address: two clusters on one machine may use the same one, and
/// each cluster's pods reach their own. The rule outlives the agent, so that a restarted one is found again at once;
/// until then a question is refused quickly by the closed port.
class NodeDnsServer final : public DnsServer {
public:
    NodeDnsServer(NetworkConfig config, client::Informers& informers)
        : m_config(std::move(config)), m_zone(dns::zoneOf(informers)) {}

    void start() override {
        if (m_server) return;
        const std::string gateway = gatewayAddress(m_config).value();
        dns::ServerOptions options{.address = gateway, .ports = kPorts};
        options.domain = {.name = m_config.clusterDomain,
                          .services = *Cidr::parse(m_config.serviceCidr),
                          .pods = *Cidr::parse(m_config.clusterCidr),
                          .address = *parseAddress(m_config.dnsAddress)};
        options.nameServers = [gateway, own = m_config.dnsAddress] { return dns::hostNameServers({gateway, own}); };
        options.listening = [config = m_config](std::uint16_t port) {
            const auto done = Nft::create()->run(skeletonCommands(config) + dnsCommands(config, port));
            if (!done) throw std::runtime_error(done.error());
        };
        m_server = dns::Server::start(std::move(options), *m_zone);
    }

private:
    const NetworkConfig m_config;
    const std::unique_ptr<dns::Zone> m_zone;
    std::unique_ptr<dns::Server> m_server;
};

}  // namespace

std::expected<std::unique_ptr<DnsServer>, std::string> DnsServer::create(const NetworkConfig& config,
                                                                         client::Informers& informers) {
    if (auto valid = validate(config); !valid) return std::unexpected(valid.error());
    return std::make_unique<NodeDnsServer>(config, informers);
}

}  // namespace armillary::network
