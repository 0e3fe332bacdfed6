#include "engine/volumes/topology.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace armillary::volumes {

namespace {

std::optional<std::int64_t> integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// One expression against a value, absent being nullopt.
bool holds(const corev1::NodeSelectorRequirement& requirement, std::optional<std::string_view> value) {
    const std::string& op = requirement.operator_;
    const bool listed = value && std::ranges::find(requirement.values, *value) != requirement.values.end();
    if (op == corev1::kNodeSelectorOpIn) return listed;
    if (op == corev1::kNodeSelectorOpNotIn) return !listed;
    if (op == corev1::kNodeSelectorOpExists) return value.has_value();
    if (op == corev1::kNodeSelectorOpDoesNotExist) return !value.has_value();
    if (!value || requirement.values.size() != 1) return false;
    const auto left = integer(*value), right = integer(requirement.values.front());
    if (!left || !right) return false;
    if (op == corev1::kNodeSelectorOpGt) return *left > *right;
    return op == corev1::kNodeSelectorOpLt && *left < *right;
}

std::optional<std::string_view> find(const Labels& labels, std::string_view key) {
    const auto found = labels.find(key);
    if (found == labels.end()) return std::nullopt;
    return found->second;
}

}  // namespace

bool matches(const corev1::NodeSelectorTerm& term, const Labels& labels, std::string_view nodeName) {
    if (term.matchExpressions.empty() && term.matchFields.empty()) return false;
    return std::ranges::all_of(term.matchExpressions,
                               [&](const auto& each) { return holds(each, find(labels, each.key)); }) &&
           std::ranges::all_of(term.matchFields,
                               [&](const auto& each) { return each.key == "metadata.name" && holds(each, nodeName); });
}

bool matches(const corev1::NodeSelector& selector, const Labels& labels, std::string_view nodeName) {
    return std::ranges::any_of(selector.nodeSelectorTerms,
                               [&](const auto& term) { return matches(term, labels, nodeName); });
}

bool matches(const std::vector<corev1::TopologySelectorTerm>& terms, const Labels& labels) {
    return terms.empty() || std::ranges::any_of(terms, [&](const corev1::TopologySelectorTerm& term) {
               return std::ranges::all_of(term.matchLabelExpressions, [&](const auto& each) {
                   const auto value = find(labels, each.key);
                   return value && std::ranges::find(each.values, *value) != each.values.end();
               });
           });
}

}  // namespace armillary::volumes
