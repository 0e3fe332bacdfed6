#include "engine/controllers/horizontalpodautoscaler/behavior.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace armillary::controllers::autoscaling {

using autoscalingv2::HorizontalPodAutoscalerBehavior;
using autoscalingv2::HPAScalingRules;
using std::chrono::seconds;

namespace {

constexpr seconds kScaleDownWindow(300);
/// Without a behavior a size at most doubles at once, from this on.
constexpr std::int32_t kFreeReplicas = 4;
constexpr std::size_t kMaxEntries = 1000;

constexpr Verdict kReady{"ReadyForNewScale", "recommended size matches current size"};
constexpr Verdict kDownStabilized{
    "ScaleDownStabilized",
    "recent recommendations were higher than current one, applying the highest recent recommendation"};
constexpr Verdict kUpStabilized{
    "ScaleUpStabilized",
    "recent recommendations were lower than current one, applying the lowest recent recommendation"};
constexpr Verdict kWithinRange{"DesiredWithinRange", "the desired count is within the acceptable range"};
constexpr Verdict kTooMany{"TooManyReplicas", "the desired replica count is more than the maximum replica count"};
constexpr Verdict kTooFew{"TooFewReplicas", "the desired replica count is less than the minimum replica count"};
constexpr Verdict kUpLimit{"ScaleUpLimit",
                           "the desired replica count is increasing faster than the maximum scale rate"};
constexpr Verdict kDownLimit{"ScaleDownLimit",
                             "the desired replica count is decreasing faster than the maximum scale rate"};

void append(std::vector<Entry>& entries, Entry entry, seconds kept) {
    std::erase_if(entries, [&](const Entry& old) { return old.at < entry.at - kept; });
    if (entries.size() >= kMaxEntries) entries.erase(entries.begin());
    entries.push_back(entry);
}

seconds windowOf(const schema::Ptr<HPAScalingRules>& rules, seconds otherwise) {
    return rules && rules->stabilizationWindowSeconds ? seconds(*rules->stabilizationWindowSeconds) : otherwise;
}

/// As near to the present size as what was recommended within the windows allows.
std::int32_t stabilize(History& history, const Wish& wish, seconds upWindow, seconds downWindow,
                       async::SteadyTime now) {
    std::int32_t lowest = wish.desired, highest = wish.desired;
    for (const Entry& entry : history.recommendations) {
        if (entry.at > now - upWindow) lowest = std::min(lowest, entry.count);
        if (entry.at > now - downWindow) highest = std::max(highest, entry.count);
    }
    append(history.recommendations, {now, wish.desired}, std::max(upWindow, downWindow));
    return std::min(std::max(wish.current, lowest), highest);
}

std::int32_t changedWithin(const std::vector<Entry>& changes, seconds period, async::SteadyTime now) {
    std::int32_t sum = 0;
    for (const Entry& change : changes)
        if (change.at > now - period) sum += change.count;
    return sum;
}

enum class Direction { Up, Down };

/// How far the rules let the size go in one direction.
std::int32_t limitOf(const HPAScalingRules& rules, Direction direction, const History& history, std::int32_t current,
                     async::SteadyTime now) {
    const std::string_view select =
        rules.selectPolicy ? std::string_view(*rules.selectPolicy) : autoscalingv2::kMaxChangePolicySelect;
    if (select == autoscalingv2::kDisabledPolicySelect) return current;
    const bool up = direction == Direction::Up;
    const bool highest = up == (select != autoscalingv2::kMinChangePolicySelect);
    using Limits = std::numeric_limits<std::int32_t>;
    std::int32_t limit = highest ? Limits::min() : Limits::max();
    for (const auto& policy : rules.policies) {
        const seconds period(policy.periodSeconds);
        const std::int64_t atStart =
            std::int64_t{current} - changedWithin(history.ups, period, now) + changedWithin(history.downs, period, now);
        const double share = static_cast<double>(policy.value) / 100;
        double proposed = 0;
        if (policy.type == autoscalingv2::kPodsScalingPolicy)
            proposed = static_cast<double>(up ? atStart + policy.value : atStart - policy.value);
        else
            // Up it is rounded up: a small size would never grow otherwise.
            proposed = up ? std::ceil(static_cast<double>(atStart) * (1 + share))
                          : std::trunc(static_cast<double>(atStart) * (1 - share));
        const auto bounded = static_cast<std::int32_t>(
            std::clamp(proposed, static_cast<double>(Limits::min()), static_cast<double>(Limits::max())));
        limit = highest ? std::max(limit, bounded) : std::min(limit, bounded);
    }
    return limit;
}

struct Limited {
    std::int32_t replicas;
    Verdict verdict;
};

Limited limitPlainly(const Wish& wish, std::int32_t desired) {
    const std::int64_t rate = std::max<std::int64_t>(2 * std::int64_t{wish.current}, kFreeReplicas);
    if (desired < wish.least) return {wish.least, kTooFew};
    if (wish.most > rate && desired > rate) return {static_cast<std::int32_t>(rate), kUpLimit};
    if (desired > wish.most) return {wish.most, kTooMany};
    return {desired, kWithinRange};
}

Limited limitByRules(const HorizontalPodAutoscalerBehavior& behavior, const History& history, const Wish& wish,
                     std::int32_t desired, async::SteadyTime now) {
    if (desired > wish.current && behavior.scaleUp) {
        const std::int32_t rate =
            std::max(wish.current, limitOf(*behavior.scaleUp, Direction::Up, history, wish.current, now));
        if (wish.most > rate && desired > rate) return {rate, kUpLimit};
        if (desired > wish.most) return {wish.most, kTooMany};
    } else if (desired < wish.current && behavior.scaleDown) {
        const std::int32_t rate =
            std::min(wish.current, limitOf(*behavior.scaleDown, Direction::Down, history, wish.current, now));
        if (wish.least < rate && desired < rate) return {rate, kDownLimit};
        if (desired < wish.least) return {wish.least, kTooFew};
    }
    return {desired, kWithinRange};
}

}  // namespace

Normalized normalize(const HorizontalPodAutoscalerBehavior* behavior, History& history, const Wish& wish,
                     async::SteadyTime now) {
    Normalized result;
    std::int32_t stabilized = wish.desired;
    if (behavior) {
        stabilized = stabilize(history, wish, windowOf(behavior->scaleUp, seconds(0)),
                               windowOf(behavior->scaleDown, kScaleDownWindow), now);
        result.able = wish.desired >= wish.current ? kUpStabilized : kDownStabilized;
    } else {
        for (const Entry& entry : history.recommendations)
            if (entry.at >= now - kScaleDownWindow) stabilized = std::max(stabilized, entry.count);
        append(history.recommendations, {now, wish.desired}, kScaleDownWindow);
        result.able = kDownStabilized;
    }
    if (stabilized == wish.desired) result.able = kReady;
    const Limited limited =
        behavior ? limitByRules(*behavior, history, wish, stabilized, now) : limitPlainly(wish, stabilized);
    result.replicas = limited.replicas;
    result.limited = limited.verdict;
    result.isLimited = limited.replicas != stabilized;
    return result;
}

void recordChange(const HorizontalPodAutoscalerBehavior& behavior, History& history, std::int32_t from, std::int32_t to,
                  async::SteadyTime now) {
    const auto longest = [](const schema::Ptr<HPAScalingRules>& rules) {
        seconds period(0);
        if (rules)
            for (const auto& policy : rules->policies) period = std::max(period, seconds(policy.periodSeconds));
        return period;
    };
    // Either direction's policies look at both kinds of changes.
    const seconds kept = std::max(longest(behavior.scaleUp), longest(behavior.scaleDown));
    append(to > from ? history.ups : history.downs, {now, std::abs(to - from)}, kept);
}

}  // namespace armillary::controllers::autoscaling
