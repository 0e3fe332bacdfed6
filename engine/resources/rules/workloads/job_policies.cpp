#include <algorithm>
#include <charconv>
#include <format>
#include <set>

#include "engine/resources/checks/meta.h"
#include "engine/resources/rules/pod/warnings.h"
#include "engine/resources/rules/workloads/job_spec.h"
#include "engine/schema/json_codec.h"

namespace armillary::resources::jobspec {

namespace {

constexpr std::size_t kMaxRules = 20, kMaxPatterns = 20, kMaxExitCodes = 255, kMaxIndexesText = 64u << 10;
constexpr std::int32_t kManyCompletions = 100'000, kManyAtOnce = 10'000;

std::string validValues(const std::vector<std::string_view>& values) {
    std::string out = "valid values: [";
    for (std::size_t i = 0; i < values.size(); ++i) out += (i ? " " : "") + goQuoted(values[i]);
    return out + "]";
}

void checkWord(const std::string& value, const std::vector<std::string_view>& allowed, const Path& path,
               FieldErrors& errors) {
    if (value.empty())
        errors.push_back(field::required(path, validValues(allowed)));
    else if (!std::ranges::contains(allowed, value))
        errors.push_back(field::notSupported(path, value, allowed));
}

void checkExitCodes(const batchv1::PodFailurePolicyOnExitCodesRequirement& codes, const std::set<std::string>& names,
                    const Path& path, FieldErrors& errors) {
    checkWord(codes.operator_, {"In", "NotIn"}, path.child("operator"), errors);
    if (codes.containerName && !names.contains(*codes.containerName))
        errors.push_back(field::invalid(path.child("containerName"), *codes.containerName,
                                        "must be one of the container or initContainer names in the pod template"));
    const Path values = path.child("values");
    std::string shown;
    for (const std::int32_t code : codes.values) shown += (shown.empty() ? "" : ",") + std::to_string(code);
    shown = "[" + shown + "]";
    if (codes.values.empty())
        errors.push_back(field::invalidRaw(values, shown, "at least one value is required"));
    else if (codes.values.size() > kMaxExitCodes)
        errors.push_back(field::tooMany(values, codes.values.size(), kMaxExitCodes));
    std::set<std::int32_t> seen;
    for (std::size_t i = 0; i < codes.values.size(); ++i) {
        const std::int32_t code = codes.values[i];
        if (codes.operator_ == "In" && code == 0)
            errors.push_back(field::invalidRaw(values.index(i), "0", "must not be 0 for the In operator"));
        if (seen.insert(code).second) continue;
        FieldError twice = field::duplicate(values.index(i), "");
        twice.value = std::to_string(code);
        errors.push_back(std::move(twice));
    }
    if (!std::ranges::is_sorted(codes.values)) errors.push_back(field::invalidRaw(values, shown, "must be ordered"));
}

void checkFailureRule(const batchv1::JobSpec& spec, const batchv1::PodFailurePolicyRule& rule,
                      const std::set<std::string>& names, const Path& path, FieldErrors& errors) {
    if (rule.action == batchv1::kPodFailurePolicyActionFailIndex) {
        if (!spec.backoffLimitPerIndex)
            errors.push_back(
                field::invalid(path.child("action"), rule.action, "requires the backoffLimitPerIndex to be set"));
    } else {
        checkWord(rule.action, {"Count", "FailIndex", "FailJob", "Ignore"}, path.child("action"), errors);
    }
    if (rule.onExitCodes) checkExitCodes(*rule.onExitCodes, names, path.child("onExitCodes"), errors);
    const Path conditions = path.child("onPodConditions");
    if (rule.onPodConditions.size() > kMaxPatterns)
        errors.push_back(field::tooMany(conditions, rule.onPodConditions.size(), kMaxPatterns));
    for (std::size_t i = 0; i < rule.onPodConditions.size(); ++i) {
        const auto& pattern = rule.onPodConditions[i];
        addInvalid(errors, conditions.index(i).child("type"), pattern.type, checkQualifiedName(pattern.type));
        checkWord(pattern.status, {"False", "True", "Unknown"}, conditions.index(i).child("status"), errors);
    }
    if (rule.onExitCodes && !rule.onPodConditions.empty())
        errors.push_back(
            field::invalidRaw(path, "", "specifying both OnExitCodes and OnPodConditions is not supported"));
    if (!rule.onExitCodes && rule.onPodConditions.empty())
        errors.push_back(field::invalidRaw(path, "", "specifying one of OnExitCodes and OnPodConditions is required"));
}

void checkFailurePolicy(const batchv1::JobSpec& spec, const Path& path, FieldErrors& errors) {
    const auto& rules = spec.podFailurePolicy->rules;
    if (rules.size() > kMaxRules) errors.push_back(field::tooMany(path, rules.size(), kMaxRules));
    std::set<std::string> names;
    for (const auto* containers : {&spec.template_.spec.containers, &spec.template_.spec.initContainers})
        for (const auto& container : *containers) names.insert(container.name);
    for (std::size_t i = 0; i < rules.size(); ++i) checkFailureRule(spec, rules[i], names, path.index(i), errors);
}

/// One index of "1,3-5".
std::expected<std::int32_t, std::string> indexOf(std::string_view text, std::int32_t completions) {
    std::int32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::unexpected("cannot convert string to integer for index: " + goQuoted(text));
    if (value >= completions) return std::unexpected("too large index: " + goQuoted(text));
    return value;
}

/// How many indexes "1,3-5" names, or what is wrong with it.
std::expected<std::int32_t, std::string> countIndexes(std::string_view text, std::int32_t completions) {
    std::int32_t count = 0;
    std::optional<std::int32_t> last;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::string_view part = text.substr(0, comma);
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
        const std::size_t dash = part.find('-');
        if (dash != std::string_view::npos && part.find('-', dash + 1) != std::string_view::npos)
            return std::unexpected("the fragment " + goQuoted(part) +
                                   " violates the requirement that an index interval can have at most two parts "
                                   "separated by '-'");
        const auto first = indexOf(part.substr(0, dash), completions);
        if (!first) return std::unexpected(first.error());
        if (last && *first <= *last)
            return std::unexpected(std::format("non-increasing order, previous: {}, current: {}", *last, *first));
        last = *first;
        if (dash != std::string_view::npos) {
            const auto second = indexOf(part.substr(dash + 1), completions);
            if (!second) return std::unexpected(second.error());
            if (*second <= *first)
                return std::unexpected(std::format("non-increasing order, previous: {}, current: {}", *first, *second));
            last = *second;
        }
        count += *last - *first + 1;
    }
    return count;
}

void checkSuccessRule(const batchv1::SuccessPolicyRule& rule, std::int32_t completions, const Path& path,
                      FieldErrors& errors) {
    if (!rule.succeededCount && !rule.succeededIndexes)
        errors.push_back(field::required(path, "at least one of succeededCount or succeededIndexes must be specified"));
    std::int32_t named = 0;
    if (rule.succeededIndexes) {
        const Path at = path.child("succeededIndexes");
        if (rule.succeededIndexes->size() > kMaxIndexesText)
            errors.push_back(field::tooLong(at, *rule.succeededIndexes, kMaxIndexesText));
        const auto count = countIndexes(*rule.succeededIndexes, completions);
        if (!count)
            errors.push_back(
                field::invalid(at, *rule.succeededIndexes, "error parsing succeededIndexes: " + count.error()));
        named = count.value_or(0);
    }
    if (!rule.succeededCount) return;
    const Path at = path.child("succeededCount");
    const std::string shown = std::to_string(*rule.succeededCount);
    checkNotNegative(*rule.succeededCount, at, errors);
    const auto most = [&](std::int32_t limit, std::string_view what) {
        if (*rule.succeededCount > limit)
            errors.push_back(
                field::invalidRaw(at, shown, std::format("must be less than or equal to {} ({})", limit, what)));
    };
    most(completions, "the number of specified completions");
    if (rule.succeededIndexes) most(named, "the number of indexes in the specified succeededIndexes field");
}

void checkSuccessPolicy(const batchv1::JobSpec& spec, const Path& path, FieldErrors& errors) {
    if (spec.completionMode != batchv1::kIndexedCompletion)
        return errors.push_back(
            field::invalidRaw(path, schema::toJson(*spec.successPolicy), "requires indexed completion mode"));
    const auto& rules = spec.successPolicy->rules;
    const Path at = path.child("rules");
    if (rules.empty())
        errors.push_back(
            field::required(at, "at least one rules must be specified when the successPolicy is specified"));
    if (rules.size() > kMaxRules) errors.push_back(field::tooMany(at, rules.size(), kMaxRules));
    for (std::size_t i = 0; i < rules.size(); ++i)
        checkSuccessRule(rules[i], spec.completions.value_or(0), at.index(i), errors);
}

}  // namespace

void setPolicyDefaults(batchv1::JobSpec& spec) {
    if (!spec.podFailurePolicy) return;
    for (batchv1::PodFailurePolicyRule& rule : spec.podFailurePolicy.ensure().rules)
        for (batchv1::PodFailurePolicyOnPodConditionsPattern& pattern : rule.onPodConditions)
            if (pattern.status.empty()) pattern.status = corev1::kConditionTrue;
}

void checkPolicies(const batchv1::JobSpec& spec, const Path& path, FieldErrors& errors) {
    if (spec.podFailurePolicy) checkFailurePolicy(spec, path.child("podFailurePolicy").child("rules"), errors);
    if (spec.successPolicy) checkSuccessPolicy(spec, path.child("successPolicy"), errors);
    if (!spec.podReplacementPolicy) return;
    // Pods whose failures are judged are replaced when they have failed, not before.
    const std::vector<std::string_view> allowed = spec.podFailurePolicy
                                                      ? std::vector<std::string_view>{"Failed"}
                                                      : std::vector<std::string_view>{"Failed", "TerminatingOrFailed"};
    if (!std::ranges::contains(allowed, *spec.podReplacementPolicy))
        errors.push_back(field::notSupported(path.child("podReplacementPolicy"), *spec.podReplacementPolicy, allowed));
}

void warn(const batchv1::JobSpec& spec, const Path& path, Warnings& warnings) {
    if (spec.completionMode == batchv1::kIndexedCompletion && spec.completions.value_or(0) > kManyCompletions &&
        spec.parallelism.value_or(0) > kManyAtOnce)
        warnings.emplace_back(
            "In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, "
            "Kubernetes might not be able to track completedIndexes when a big number of indexes fail");
    podspec::warn(spec.template_, path.child("template"), warnings);
}

}  // namespace armillary::resources::jobspec
