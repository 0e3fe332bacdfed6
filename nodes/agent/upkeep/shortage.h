#pragma once

#include <cstdint>

namespace armillary::agent {

/// A resource of the node that is short.
struct Shortage {
    enum class Resource { Memory, Disk, Pids };
    Resource resource = Resource::Memory;
    std::int64_t threshold = 0, available = 0;  ///< bytes, or processes
};

}  // namespace armillary::agent
