#include "engine/controllers/deployment/sizes.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace armillary::controllers::deployment {

namespace {

/// A number, or a share of `total`; 0 when it cannot be read.
std::int32_t resolve(const std::optional<schema::IntOrString>& value, std::int32_t total, bool roundUp) {
    if (!value) return 0;
    if (value->number) return std::max(0, *value->number);
    int percent = 0;
    std::from_chars(value->text.data(), value->text.data() + value->text.size(), percent);
    const double exact = static_cast<double>(percent) * total / 100;
    return std::max(0, static_cast<std::int32_t>(roundUp ? std::ceil(exact) : std::floor(exact)));
}

template <class Less>
std::vector<std::size_t> orderOf(const std::vector<SetSize>& sets, Less less) {
    std::vector<std::size_t> order(sets.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return less(sets[a], sets[b]); });
    return order;
}

bool older(const SetSize& a, const SetSize& b) {
    return a.created < b.created;
}

std::int32_t total(const std::vector<SetSize>& sets, std::int32_t SetSize::* member) {
    return std::accumulate(sets.begin(), sets.end(), 0,
                           [&](std::int32_t sum, const SetSize& set) { return sum + set.*member; });
}

/// How much of a change falls to one set, by its share of what the deployment had.
std::int32_t share(const Limits& limits, const SetSize& set, std::int32_t statusReplicas) {
    if (limits.wanted == 0) return -set.replicas;
    const std::int32_t before = set.annotatedMax > 0 ? set.annotatedMax : statusReplicas;
    if (before == 0) return 0;
    const double scaled = static_cast<double>(set.replicas) * (limits.wanted + limits.maxSurge) / before;
    return static_cast<std::int32_t>(std::lround(scaled)) - set.replicas;
}

}  // namespace

Limits limitsOf(const appsv1::Deployment& deployment) {
    Limits limits;
    limits.wanted = deployment.spec.replicas.value_or(1);
    const auto& strategy = deployment.spec.strategy;
    if (strategy.type != appsv1::kRollingUpdateDeploymentStrategyType || !strategy.rollingUpdate) return limits;
    limits.maxSurge = resolve(strategy.rollingUpdate->maxSurge, limits.wanted, true);
    limits.maxUnavailable = resolve(strategy.rollingUpdate->maxUnavailable, limits.wanted, false);
    // Validation refuses two literal zeros, but percentages may round to them; a rollout must be able to move.
    if (limits.maxSurge == 0 && limits.maxUnavailable == 0) limits.maxUnavailable = 1;
    limits.maxUnavailable = std::min(limits.maxUnavailable, limits.wanted);
    return limits;
}

std::int32_t newSetSize(const Limits& limits, std::int32_t newSet, const std::vector<SetSize>& old) {
    if (newSet >= limits.wanted) return limits.wanted;
    const std::int32_t room = limits.wanted + limits.maxSurge - (newSet + total(old, &SetSize::replicas));
    return room <= 0 ? newSet : newSet + std::min(room, limits.wanted - newSet);
}

std::vector<std::int32_t> oldSetSizes(const Limits& limits, const SetSize& newSet, const std::vector<SetSize>& old) {
    std::vector<std::int32_t> sizes;
    for (const SetSize& set : old) sizes.push_back(set.replicas);
    const std::int32_t oldPods = total(old, &SetSize::replicas), minAvailable = limits.wanted - limits.maxUnavailable;
    // New pods that are not available yet are counted on: scaling down against them would be taking twice.
    const std::int32_t mayGo = oldPods + newSet.replicas - minAvailable - (newSet.replicas - newSet.available);
    if (oldPods == 0 || mayGo <= 0) return sizes;

    const auto order = orderOf(old, older);
    std::int32_t gone = 0;
    for (const std::size_t i : order) {
        const std::int32_t unhealthy = std::max(0, sizes[i] - old[i].available),
                           take = std::min(unhealthy, mayGo - gone);
        sizes[i] -= take;
        gone += take;
    }
    std::int32_t spare = total(old, &SetSize::available) + newSet.available - minAvailable;
    for (const std::size_t i : order) {
        const std::int32_t take = std::min(sizes[i], std::max(0, spare));
        sizes[i] -= take;
        spare -= take;
    }
    return sizes;
}

std::vector<std::int32_t> proportionalSizes(const Limits& limits, const std::vector<SetSize>& sets,
                                            std::int32_t statusReplicas) {
    std::vector<std::int32_t> sizes;
    for (const SetSize& set : sets) sizes.push_back(set.replicas);
    const std::int32_t allowed = limits.wanted > 0 ? limits.wanted + limits.maxSurge : 0;
    const std::int32_t change = allowed - total(sets, &SetSize::replicas);
    if (change == 0 || sets.empty()) return sizes;
    const auto order = orderOf(sets, [&](const SetSize& a, const SetSize& b) {
        if (a.replicas != b.replicas) return a.replicas > b.replicas;
        return change > 0 ? a.created > b.created : a.created < b.created;
    });
    std::int32_t added = 0;
    for (const std::size_t i : order) {
        if (sets[i].replicas == 0 || added == change) continue;
        const std::int32_t part = share(limits, sets[i], statusReplicas), left = change - added;
        const std::int32_t granted = change > 0 ? std::min(part, left) : std::max(part, left);
        sizes[i] += granted;
        added += granted;
    }
    sizes[order.front()] += change - added;
    for (std::int32_t& size : sizes) size = std::max(0, size);
    return sizes;
}

}  // namespace armillary::controllers::deployment
