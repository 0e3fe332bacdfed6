#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "engine/schema/api/corev1.h"

namespace armillary::agent {

/// "HugePages" and "HugePages-2Mi" are such media.
bool isHugePages(std::string_view medium);

/// The size in bytes of the pages that a volume of that medium is made of: the one that the medium names, or else the
/// one that the pod's containers ask for. The error is upstream's sentence when they ask for none, or for several.
/// Source: https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/.
std::expected<std::uint64_t, std::string> hugePageBytes(const corev1::Pod& pod, const std::string& medium);

}  // namespace armillary::agent
