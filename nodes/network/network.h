#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "engine/client/informer.h"

/// The pod network of one node, the services' addresses on it, and cluster DNS. Everything that is made in the kernel
/// carries the node's tag in its name, so that several nodes, of one cluster or of several, can share a machine and
/// each removes only its own.
namespace armillary::network {

struct NetworkConfig {
    std::filesystem::path stateDir;  ///< DIR/node/network: CNI configuration, host-local's leases
    std::string tag;           ///< eight hex digits of the node; interface "armillary" + first 6, table "armillary-TAG"
    std::uint32_t tunnel = 0;  ///< the cluster's VXLAN network identifier, 24 bits
    std::string podCidr;       ///< this node's, "10.244.0.0/24"
    std::string clusterCidr;   ///< all pods', "10.244.0.0/16": not masqueraded
    std::string serviceCidr;   ///< "10.96.0.0/16"
    std::string dnsAddress;    ///< "10.96.0.10"
    std::string clusterDomain = "cluster.local";
    std::string nodeName;
    std::string nodeIp;
    /// The port of an API server that listens on this machine's loopback address alone; 0: it does not. The endpoints
    /// of the `kubernetes` service name an address of the machine, where nothing listens then: its clients are sent to
    /// 127.0.0.1 instead, which the bridge is told to let through for this port only.
    std::uint16_t loopbackApiPort = 0;
};

/// Writes the CNI configuration (bridge, host-local, portmap for hostPort, loopback) that the container runtime reads,
/// switches on forwarding, and adds the masquerade rule. Idempotent.
std::expected<void, std::string> setUpPodNetwork(const NetworkConfig& config);
/// CNI's configuration and plugin directories, for the runtime's configuration. CNI_PATH, as the CNI specification
/// calls it, may name the latter.
std::filesystem::path cniConfigDir(const NetworkConfig& config);
std::filesystem::path cniBinaryDir();

/// Programs services (ClusterIP, NodePort, externalIPs, session affinity, internal and external traffic policies, zone
/// hints) into nftables from services and endpoint slices, and answers load balancers' health checks; only what changed
/// is written. Rules stay when this is destroyed, so that
/// an agent's restart moves no connection; removeNetwork() takes them away.
class ServiceProxy {
public:
    virtual ~ServiceProxy() = default;
    /// The informers are those of services, endpoint slices and nodes; handlers are added, so call before
    /// Informers::start().
    static std::expected<std::unique_ptr<ServiceProxy>, std::string> create(const NetworkConfig& config,
                                                                            client::Informers& informers);
    /// Those of this node's pods, whose host ports it programs; for whoever else wants them.
    virtual client::Informer& pods() = 0;
    /// Begins writing, once the informers are synced.
    virtual void start() = 0;
};

/// Routes to the pods of the other nodes, from what the API says of nodes. Like services' rules, routes stay when this
/// is destroyed; removeNetwork() takes them away.
class NodeRoutes {
public:
    virtual ~NodeRoutes() = default;
    /// The informer is that of nodes; call before Informers::start().
    static std::expected<std::unique_ptr<NodeRoutes>, std::string> create(const NetworkConfig& config,
                                                                          client::Informers& informers);
    virtual void start() = 0;
};

/// Enforces network policies on what is forwarded to and from this node's pods, in a table of its own. What the node
/// itself sends to its pods and they to it, cluster DNS among it, always passes. Rules stay when this is destroyed.
/// Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/.
class PolicyEnforcer {
public:
    virtual ~PolicyEnforcer() = default;
    /// Adds handlers, so call before Informers::start(); starts informers of all pods and namespaces when it first
    /// needs them.
    static std::expected<std::unique_ptr<PolicyEnforcer>, std::string> create(const NetworkConfig& config,
                                                                              client::Informers& informers);
    virtual void start() = 0;
};

/// Cluster DNS on the node: answers for services and pods from informers, forwards the rest to the host's resolvers.
/// Source: https://github.com/kubernetes/dns/blob/master/docs/specification.md.
class DnsServer {
public:
    virtual ~DnsServer() = default;
    static std::expected<std::unique_ptr<DnsServer>, std::string> create(const NetworkConfig& config,
                                                                         client::Informers& informers);
    virtual void start() = 0;
};

/// What the kernel lacks for all this, as one sentence; "" when nothing.
std::string missingKernelFeature();

/// Removes every interface, table, rule and lease of the tag. Idempotent.
void removeNetwork(const std::filesystem::path& stateDir, const std::string& tag);

}  // namespace armillary::network
