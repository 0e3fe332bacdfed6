#pragma once

#include <string>
#include <string_view>

#include "engine/schema/api/metav1.h"

namespace armillary::resources::custom {

inline constexpr std::string_view kApprovalAnnotation = "api-approved.kubernetes.io";

/// Whether the community has agreed to a definition in a group of its own.
/// Source: https://github.com/kubernetes/enhancements/pull/1111.
struct Approval {
    enum class State { Missing, Bypassed, Approved, Invalid } state = State::Missing;
    std::string reason;
};
Approval approvalOf(const metav1::ObjectMeta& meta);

/// "k8s.io", "kubernetes.io" and what is below them.
bool isProtectedGroup(std::string_view group);

}  // namespace armillary::resources::custom
