#include "nodes/machines/simulated/pod_addresses.h"

#include <format>

namespace armillary::machines {

namespace {

constexpr unsigned kFirst = 2, kLast = 254;  ///< .1 is the node's own

}  // namespace

std::string PodAddresses::next(const std::string& node, const std::string& podCidr,
                               const std::function<bool(const std::string& address)>& taken) {
    const std::lock_guard lock(m_mutex);
    if (!podCidr.ends_with(".0/24")) {
        const unsigned number = ++m_others;
        return std::format("100.{}.{}.{}", 64 + (number >> 16) % 64, (number >> 8) & 255, number & 255);
    }
    const std::string network = podCidr.substr(0, podCidr.rfind('.') + 1);
    unsigned& last = m_last.try_emplace(node, kFirst - 1).first->second;
    std::string address;
    for (unsigned tries = kFirst; tries <= kLast; ++tries) {
        last = last == kLast ? kFirst : last + 1;
        address = network + std::to_string(last);
        if (!taken(address)) break;
    }
    return address;
}

}  // namespace armillary::machines
