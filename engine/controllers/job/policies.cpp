#include "engine/controllers/job/policies.h"

#include <algorithm>
#include <charconv>
#include <format>

#include "engine/controllers/job/indexes.h"

namespace armillary::controllers::job {

namespace {

const corev1::ContainerStatus* matching(const batchv1::PodFailurePolicyOnExitCodesRequirement& codes,
                                        const std::vector<corev1::ContainerStatus>& containers) {
    const auto matches = [&](const corev1::ContainerStatus& container) {
        const auto& ended = container.state.terminated;
        if (!ended || ended->exitCode == 0) return false;
        if (codes.containerName && *codes.containerName != container.name) return false;
        const bool listed = std::ranges::contains(codes.values, ended->exitCode);
        return codes.operator_ == batchv1::kPodFailurePolicyOnExitCodesOpIn
                   ? listed
                   : codes.operator_ == batchv1::kPodFailurePolicyOnExitCodesOpNotIn && !listed;
    };
    const auto found = std::ranges::find_if(containers, matches);
    return found == containers.end() ? nullptr : &*found;
}

const corev1::PodCondition* matching(const std::vector<batchv1::PodFailurePolicyOnPodConditionsPattern>& patterns,
                                     const corev1::Pod& pod) {
    for (const auto& condition : pod.status.conditions)
        for (const auto& pattern : patterns)
            if (condition.type == pattern.type && condition.status == pattern.status) return &condition;
    return nullptr;
}

/// Why a rule matches; empty when it does not.
std::optional<std::string> matches(const batchv1::PodFailurePolicyRule& rule, std::size_t index,
                                   const corev1::Pod& pod) {
    const auto& meta = pod.metadata;
    if (rule.onExitCodes) {
        const auto* container = matching(*rule.onExitCodes, pod.status.containerStatuses);
        if (!container) container = matching(*rule.onExitCodes, pod.status.initContainerStatuses);
        if (!container) return std::nullopt;
        return std::format("Container {} for pod {}/{} failed with exit code {} matching {} rule at index {}",
                           container->name, meta.namespace_, meta.name, container->state.terminated->exitCode,
                           rule.action, index);
    }
    if (const auto* condition = matching(rule.onPodConditions, pod))
        return std::format("Pod {}/{} has condition {} matching {} rule at index {}", meta.namespace_, meta.name,
                           condition->type, rule.action, index);
    return std::nullopt;
}

std::int32_t count(const corev1::Pod& pod, std::string_view annotation) {
    const auto found = pod.metadata.annotations.find(annotation);
    std::int32_t value = 0;
    if (found == pod.metadata.annotations.end()) return 0;
    const std::string& text = found->second;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc() ? std::max(value, 0) : 0;
}

}  // namespace

bool waitsForTerminating(const batchv1::Job& job) {
    return job.spec.podReplacementPolicy.value_or("") == batchv1::kFailed || job.spec.podFailurePolicy;
}

bool hasFailed(const batchv1::Job& job, const corev1::Pod& pod) {
    if (pod.status.phase == corev1::kPodFailed) return true;
    return !waitsForTerminating(job) && pod.metadata.deletionTimestamp && pod.status.phase != corev1::kPodSucceeded;
}

FailureVerdict judgeFailure(const batchv1::Job& job, const corev1::Pod& pod) {
    if (!job.spec.podFailurePolicy) return {};
    const auto& rules = job.spec.podFailurePolicy->rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const bool perIndex = rules[i].action == batchv1::kPodFailurePolicyActionFailIndex;
        if (perIndex && !job.spec.backoffLimitPerIndex) continue;
        auto why = matches(rules[i], i, pod);
        if (!why) continue;
        if (rules[i].action == batchv1::kPodFailurePolicyActionFailJob)
            return {FailureAction::FailJob, std::move(*why)};
        if (rules[i].action == batchv1::kPodFailurePolicyActionIgnore) return {FailureAction::Ignore, {}};
        return {perIndex ? FailureAction::FailIndex : FailureAction::Count, {}};
    }
    return {};
}

std::optional<std::string> metSuccessPolicy(const batchv1::Job& job, const std::set<std::int32_t>& succeeded) {
    if (!job.spec.successPolicy || succeeded.empty()) return std::nullopt;
    const auto& rules = job.spec.successPolicy->rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        std::size_t won = succeeded.size(), wanted = static_cast<std::size_t>(rules[i].succeededCount.value_or(0));
        if (rules[i].succeededIndexes) {
            const auto chosen = readIndexes(*rules[i].succeededIndexes, job.spec.completions.value_or(0));
            won = static_cast<std::size_t>(
                std::ranges::count_if(chosen, [&](std::int32_t index) { return succeeded.contains(index); }));
            if (!rules[i].succeededCount) wanted = chosen.size();
        }
        if (won >= wanted) return std::format("Matched rules at index {}", i);
    }
    return std::nullopt;
}

IndexFailures failuresBefore(const corev1::Pod& pod) {
    return {count(pod, kIndexFailureCount), count(pod, kIndexIgnoredFailureCount)};
}

IndexFailures failuresAfter(const batchv1::Job& job, const corev1::Pod& failed) {
    IndexFailures failures = failuresBefore(failed);
    ++(judgeFailure(job, failed).action == FailureAction::Ignore ? failures.ignored : failures.counted);
    return failures;
}

bool endsIndex(const batchv1::Job& job, const corev1::Pod& failed) {
    const auto action = judgeFailure(job, failed).action;
    if (action == FailureAction::FailIndex) return true;
    return action != FailureAction::Ignore &&
           failuresBefore(failed).counted >= job.spec.backoffLimitPerIndex.value_or(0);
}

}  // namespace armillary::controllers::job
