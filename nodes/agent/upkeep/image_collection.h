#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "nodes/cri/runtime.h"

namespace armillary::agent {

/// Bytes of the disk that are available.
struct ImageLimits {
    std::int64_t collectBelow = 0, collectTo = 0;
};
/// Of a disk of that size: begins well before pods would have to go (docs/adr/0021).
ImageLimits imageLimits(std::int64_t diskBytes);

/// Removes images that no container uses, the largest first, while the disk has less left than it should have.
/// `available` tells how much it has, `kept` are names that stay. Returns what was removed.
std::vector<std::string> collectImages(cri::Runtime& runtime, const std::function<std::int64_t()>& available,
                                       const std::vector<std::string>& kept, const ImageLimits& limits);

}  // namespace armillary::agent
