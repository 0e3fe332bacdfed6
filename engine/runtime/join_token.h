#pragma once

#include <chrono>
#include <string>

#include "engine/async/clock.h"
#include "engine/client/client.h"

namespace armillary::runtime {

/// Creates a bootstrap token (a secret in kube-system) that a node may join with, and returns it
/// ("abcdef.0123456789abcdef"). Source: https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/.
Result<std::string> createBootstrapToken(client::Client& client, async::Clock& clock, std::chrono::seconds lifetime);

/// What a node must know before it can ask.
struct ClusterInfo {
    std::string url, caPem;
    std::string podCidr, serviceCidr, dnsAddress;
    std::string uid;  ///< of the namespace kube-system: upstream's convention for a cluster's identity
};
/// Publishes where the cluster is, its CA and its address ranges, for nodes that know only the CA's pin: the
/// cluster-info map of kube-public, which the bootstrap policy lets everybody read.
Result<void> publishClusterInfo(client::Client& client, const ClusterInfo& info);

}  // namespace armillary::runtime
