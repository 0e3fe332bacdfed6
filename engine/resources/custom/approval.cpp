#include "engine/resources/custom/approval.h"

namespace armillary::resources::custom {

bool isProtectedGroup(std::string_view group) {
    for (const std::string_view owned : {"k8s.io", "kubernetes.io"})
        if (group == owned || (group.ends_with(owned) && group[group.size() - owned.size() - 1] == '.')) return true;
    return false;
}

Approval approvalOf(const metav1::ObjectMeta& meta) {
    using State = Approval::State;
    const auto found = meta.annotations.find(kApprovalAnnotation);
    const std::string text = found == meta.annotations.end() ? std::string() : found->second;
    const std::string demand =
        "protected groups must have approval annotation \"" + std::string(kApprovalAnnotation) + "\"";
    const std::string see = ", see https://github.com/kubernetes/enhancements/pull/1111";
    if (text.empty()) return {State::Missing, demand + see};
    if (text.starts_with("unapproved")) return {State::Bypassed, "not approved: \"" + text + "\""};
    const std::size_t scheme = text.find("://");
    const bool isUrl = scheme != std::string::npos && scheme > 0 && scheme + 3 < text.size() &&
                       text[scheme + 3] != '/' && text.find_first_of(" \t\n") == std::string::npos;
    if (isUrl) return {State::Approved, "approved in " + text};
    return {State::Invalid, demand + " with either a URL or a reason starting with \"unapproved\"" + see};
}

}  // namespace armillary::resources::custom
