#pragma once

#include <string>

#include "engine/async/clock.h"
#include "engine/schema/api/corev1.h"
#include "nodes/machines/simulated/simulated_nodes.h"

namespace armillary::machines {

/// What a simulated node's agent registers.
corev1::Node nodeToRegister(const std::string& name);
/// The node with the status of a healthy one, of the size that the options give; conditions of other types stay.
corev1::Node healthyNode(corev1::Node node, const std::string& address, const SimulatedOptions& options,
                         async::SystemTime now);
/// "198.18.50.10" and on, by the node's place among its like; repeats after 49,000. Of the range for benchmarks (RFC
/// 2544), so that nobody's machine is ever dialled in its stead.
std::string nodeAddress(std::size_t place);

}  // namespace armillary::machines
