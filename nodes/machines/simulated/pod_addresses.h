#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace armillary::machines {

/// Addresses of pods, one after the other on each node, so that one rests before it is used again. Thread-safe.
class PodAddresses {
public:
    /// One of the node's range ("10.244.3.0/24"), by preference one that is not `taken`; where the node has no such
    /// range, one of 100.64.0.0/10 that no other pod has.
    std::string next(const std::string& node, const std::string& podCidr,
                     const std::function<bool(const std::string& address)>& taken);

private:
    std::mutex m_mutex;
    std::map<std::string, unsigned> m_last;  ///< by node: the number given last
    unsigned m_others = 0;
};

}  // namespace armillary::machines
