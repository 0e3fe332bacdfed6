#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/schema/object.h"

/// Network policies as the node needs them: who may talk to whom, free of the API's types and selectors.
namespace armillary::network {

/// Addresses of one kind: single ones, or a block without some parts of it.
struct PeerSet {
    std::vector<std::string> addresses;  ///< sorted, without duplicates; empty together with `block`: nobody
    std::string block;                   ///< "10.0.0.0/8"
    std::vector<std::string> except;
    bool everybody = false;
    bool operator==(const PeerSet&) const = default;
};

/// What is let through: traffic with one peer set on some ports.
struct Allowance {
    PeerSet peers;
    std::string protocol;            ///< "tcp", "udp", "sctp"; "" for everything
    std::uint16_t from = 0, to = 0;  ///< ports, both included; 0: every port
    bool operator==(const Allowance&) const = default;
};

/// One of this node's pods in the directions in which it is isolated.
struct PodPolicy {
    std::string address;
    std::optional<std::vector<Allowance>> ingress, egress;  ///< unset: not isolated that way
    bool operator==(const PodPolicy&) const = default;
};

struct PolicyInput {
    std::vector<ObjectRef> policies, pods, namespaces;
    std::string nodeName;
};

/// Pure. Pods without an address, ended ones and those on the host's network neither have policies nor are peers.
/// Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/.
std::vector<PodPolicy> policiesOf(const PolicyInput& input);

/// The commands that make the table hold exactly these; without any, the table goes. What comes back on a connection
/// that was let through passes, and so does what the node itself sends or receives.
std::string policyCommands(const std::string& table, const std::vector<PodPolicy>& pods);

/// "armillary-0a1b2c3d-policy".
std::string policyTableName(std::string_view tag);

}  // namespace armillary::network
