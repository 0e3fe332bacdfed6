#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engine/schema/api/corev1.h"

namespace armillary::controllers::job {

inline constexpr std::string_view kIndexAnnotation = "batch.kubernetes.io/job-completion-index";

/// "0-2,5" as numbers below `limit`; what cannot be read is left out.
std::set<std::int32_t> readIndexes(std::string_view text, std::int32_t limit);
/// The numbers as "0-2,5"; a run of two is written "0,1".
std::string writeIndexes(const std::set<std::int32_t>& indexes);
/// The index that a pod of an Indexed job works on.
std::optional<std::int32_t> indexOf(const corev1::Pod& pod);

}  // namespace armillary::controllers::job
