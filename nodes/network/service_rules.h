#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "nodes/network/network.h"
#include "nodes/network/nft.h"
#include "nodes/network/service_model.h"

namespace armillary::network {

/// What one owner (a service, a pod with host ports) has in the table.
struct Rules {
    std::map<std::string, std::vector<std::string>> chains;  ///< by name, the rules in order
    std::set<std::string> affinitySets;                      ///< of client addresses, one for each endpoint
    std::set<Element> elements;
    bool operator==(const Rules&) const = default;
};

/// Pure: what the ports of one service need. The DNS service's own port 53 needs nothing: the skeleton has it.
Rules rulesFor(const std::vector<ServicePort>& ports, const NetworkConfig& config);
Rules rulesFor(const std::vector<HostPort>& ports);

}  // namespace armillary::network
