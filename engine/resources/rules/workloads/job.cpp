#include <algorithm>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/resources/rules/pod/warnings.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/resources/rules/workloads/job_spec.h"
#include "engine/resources/rules/workloads/workload.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/selector.h"

namespace armillary::resources {

namespace jobspec {

namespace {

constexpr std::int32_t kMaxIndexes = 100'000;
constexpr std::size_t kMaxManagerBytes = 63;

/// How many pods with an index of their own there may be, and how many of them may fail.
void checkIndexes(const batchv1::JobSpec& spec, const Path& path, FieldErrors& errors) {
    if (spec.maxFailedIndexes && !spec.backoffLimitPerIndex)
        errors.push_back(field::required(path.child("backoffLimitPerIndex"), "when maxFailedIndexes is specified"));
    if (spec.completionMode != batchv1::kIndexedCompletion) return;
    const auto wrong = [&](std::string_view name, std::int32_t value, const std::string& detail) {
        errors.push_back(field::invalidRaw(path.child(name), std::to_string(value), detail));
    };
    const std::string most = "must be less than or equal to " + std::to_string(kMaxIndexes);
    if (spec.parallelism.value_or(0) > kMaxIndexes)
        wrong("parallelism", *spec.parallelism, most + " when completion mode is Indexed");
    if (!spec.maxFailedIndexes) return;
    if (spec.completions && *spec.maxFailedIndexes > *spec.completions)
        wrong("maxFailedIndexes", *spec.maxFailedIndexes, "must be less than or equal to completions");
    if (*spec.maxFailedIndexes > kMaxIndexes) wrong("maxFailedIndexes", *spec.maxFailedIndexes, most);
}

/// "example.com/controller".
void checkManager(const std::string& manager, const Path& path, FieldErrors& errors) {
    const auto slash = manager.find('/');
    if (manager.empty())
        errors.push_back(field::required(path, ""));
    else if (slash == std::string::npos || slash == 0 || slash + 1 == manager.size())
        errors.push_back(field::invalid(path, manager, "must be a domain-prefixed path (such as \"acme.io/foo\")"));
    else
        addInvalid(errors, path, manager.substr(0, slash), checkSubdomain(manager.substr(0, slash)));
    if (manager.size() > kMaxManagerBytes) errors.push_back(field::tooLong(path, manager, kMaxManagerBytes));
}

}  // namespace

void check(const batchv1::JobSpec& spec, const Path& path, FieldErrors& errors) {
    const auto notNegative = [&](const auto& value, std::string_view name) {
        if (value) checkNotNegative(*value, path.child(name), errors);
    };
    notNegative(spec.parallelism, "parallelism");
    notNegative(spec.completions, "completions");
    notNegative(spec.activeDeadlineSeconds, "activeDeadlineSeconds");
    notNegative(spec.backoffLimit, "backoffLimit");
    notNegative(spec.ttlSecondsAfterFinished, "ttlSecondsAfterFinished");
    notNegative(spec.backoffLimitPerIndex, "backoffLimitPerIndex");
    notNegative(spec.maxFailedIndexes, "maxFailedIndexes");
    const bool indexed = spec.completionMode == batchv1::kIndexedCompletion;
    if (spec.completionMode && !indexed && *spec.completionMode != batchv1::kNonIndexedCompletion)
        errors.push_back(
            field::notSupported(path.child("completionMode"), *spec.completionMode, {"NonIndexed", "Indexed"}));
    if (indexed && !spec.completions)
        errors.push_back(field::required(path.child("completions"), "when completion mode is Indexed"));
    const auto indexedOnly = [&](const std::optional<std::int32_t>& value, std::string_view name) {
        if (!indexed && value)
            errors.push_back(
                field::invalidRaw(path.child(name), std::to_string(*value), "requires indexed completion mode"));
    };
    indexedOnly(spec.backoffLimitPerIndex, "backoffLimitPerIndex");
    indexedOnly(spec.maxFailedIndexes, "maxFailedIndexes");
    checkIndexes(spec, path, errors);
    if (spec.managedBy) checkManager(*spec.managedBy, path.child("managedBy"), errors);
    checkPolicies(spec, path, errors);
    const Path pod = path.child("template");
    podspec::checkTemplate(spec.template_, pod, errors);
    if (spec.template_.spec.restartPolicy != corev1::kRestartPolicyOnFailure &&
        spec.template_.spec.restartPolicy != corev1::kRestartPolicyNever)
        errors.push_back(
            field::required(pod.child("spec").child("restartPolicy"), "valid values: \"OnFailure\", \"Never\""));
    else if (spec.podFailurePolicy && spec.template_.spec.restartPolicy != corev1::kRestartPolicyNever)
        errors.push_back(field::invalid(pod.child("spec").child("restartPolicy"), spec.template_.spec.restartPolicy,
                                        "only \"Never\" is supported when podFailurePolicy is specified"));
}

}  // namespace jobspec

namespace rules {

namespace {

constexpr std::string_view kControllerUid = "batch.kubernetes.io/controller-uid",
                           kJobName = "batch.kubernetes.io/job-name";

bool hasCondition(const batchv1::Job& job, std::string_view type) {
    return std::ranges::any_of(job.status.conditions, [&](const auto& condition) {
        return condition.type == type && condition.status == "True";
    });
}

std::string statusWord(const batchv1::Job& job) {
    if (hasCondition(job, batchv1::kJobComplete)) return "Complete";
    if (hasCondition(job, batchv1::kJobFailed)) return "Failed";
    if (job.metadata.deletionTimestamp) return "Terminating";
    for (std::string_view type : {batchv1::kJobSuspended, batchv1::kJobFailureTarget, batchv1::kJobSuccessCriteriaMet})
        if (hasCondition(job, type)) return std::string(type);
    return "Running";
}

std::string completions(const batchv1::Job& job) {
    const std::string succeeded = std::to_string(job.status.succeeded);
    if (job.spec.completions) return succeeded + "/" + std::to_string(*job.spec.completions);
    const std::int32_t parallelism = job.spec.parallelism.value_or(0);
    return parallelism > 1 ? succeeded + "/1 of " + std::to_string(parallelism) : succeeded + "/1";
}

std::string duration(const batchv1::Job& job, const Context& context) {
    if (!job.status.startTime) return "";
    const std::int64_t end = job.status.completionTime ? job.status.completionTime->seconds : context.nowSeconds;
    return humanDuration(end - job.status.startTime->seconds);
}

/// What has been generated for another job, say one that this is a copy of, does not fit.
void checkGenerated(const batchv1::Job& job, FieldErrors& errors) {
    if (job.spec.manualSelector.value_or(false) || job.metadata.uid.empty() || !job.spec.selector) return;
    const auto& labels = job.spec.template_.metadata.labels;
    schema::StringMap<std::string> expected;
    const auto need = [&](std::string_view key, const std::string& value) {
        const Path path = Path("spec.template.metadata.labels").key(key);
        const auto found = labels.find(key);
        expected[std::string(key)] = value;
        if (found == labels.end())
            errors.push_back(field::required(path, "must be '" + value + "'"));
        else if (found->second != value)
            errors.push_back(field::invalidRaw(path, workload::goValue(labels), "must be '" + value + "'"));
    };
    need("controller-uid", job.metadata.uid);
    need("job-name", job.metadata.name);
    need(kControllerUid, job.metadata.uid);
    need(kJobName, job.metadata.name);
    const auto compiled = LabelSelector::from(*job.spec.selector);
    if (compiled && !compiled->matches(expected))
        errors.push_back(
            field::invalidRaw("spec.selector", workload::goValue(*job.spec.selector), "`selector` not auto-generated"));
}

/// A pod with an index has its job's name and the index as its host name.
void checkHostnames(const batchv1::Job& job, FieldErrors& errors) {
    if (job.spec.completionMode != batchv1::kIndexedCompletion || job.spec.completions.value_or(0) <= 0) return;
    const std::string longest = job.metadata.name + "-" + std::to_string(*job.spec.completions - 1);
    if (!checkLabel(longest).empty())
        errors.push_back(field::invalid("metadata.name", job.metadata.name,
                                        "will not able to create pod with invalid DNS label: " + longest));
}

void checkPoliciesKept(const batchv1::JobSpec& spec, const batchv1::JobSpec& old, const Path& path,
                       FieldErrors& errors) {
    const auto keep = [&](const auto& now, const auto& before, std::string_view name) {
        const bool same = now.has_value() == before.has_value() && (!now || schema::operator==(*now, *before));
        if (!same)
            errors.push_back(
                field::invalidRaw(path.child(name), now ? schema::toJson(*now) : "null", std::string(kImmutable)));
    };
    keep(spec.podFailurePolicy, old.podFailurePolicy, "podFailurePolicy");
    keep(spec.successPolicy, old.successPolicy, "successPolicy");
    if (spec.backoffLimitPerIndex != old.backoffLimitPerIndex)
        errors.push_back(field::invalidRaw(
            path.child("backoffLimitPerIndex"),
            spec.backoffLimitPerIndex ? std::to_string(*spec.backoffLimitPerIndex) : "null", std::string(kImmutable)));
    if (spec.managedBy != old.managedBy)
        errors.push_back(field::invalidRaw(path.child("managedBy"), spec.managedBy ? goQuoted(*spec.managedBy) : "null",
                                           std::string(kImmutable)));
}

class JobRules final : public RulesFor<batchv1::Job> {
public:
    std::span<const std::string_view> selectableFields() const override {
        static constexpr std::string_view kFields[] = {"status.successful"};
        return kFields;
    }
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Status", "string", "", "Status of the job.", 0},
            {"Completions", "string", "", "How many of the wanted pods have succeeded.", 0},
            {"Duration", "string", "", "Time required to complete the job.", 0},
            cells::kAge,
            cells::kContainers,
            cells::kImages,
            {"Selector", "string", "", "Which pods are counted: their labels match this.", 1},
        };
        return kColumns;
    }

protected:
    void defaults(batchv1::Job& job) const override {
        auto& spec = job.spec;
        podspec::setDefaults(spec.template_.spec);
        jobspec::setPolicyDefaults(spec);
        if (!spec.completions && !spec.parallelism) spec.completions = spec.parallelism = 1;
        if (!spec.parallelism) spec.parallelism = 1;
        if (!spec.backoffLimit) spec.backoffLimit = spec.backoffLimitPerIndex ? INT32_MAX : 6;
        if (job.metadata.labels.empty()) job.metadata.labels = spec.template_.metadata.labels;
        if (!spec.completionMode) spec.completionMode = batchv1::kNonIndexedCompletion;
        if (!spec.suspend) spec.suspend = false;
        if (!spec.podReplacementPolicy)
            spec.podReplacementPolicy = spec.podFailurePolicy ? batchv1::kFailed : batchv1::kTerminatingOrFailed;
        if (!spec.manualSelector) spec.manualSelector = false;
    }

    /// A job without a selector of its own gets one that no other can have: its UID.
    void beforeCreate(batchv1::Job& job) const override {
        job.status = {};
        if (job.spec.manualSelector.value_or(false) || job.metadata.uid.empty()) return;
        auto& labels = job.spec.template_.metadata.labels;
        labels.try_emplace(std::string(kControllerUid), job.metadata.uid);
        labels.try_emplace("controller-uid", job.metadata.uid);
        labels.try_emplace(std::string(kJobName), job.metadata.name);
        labels.try_emplace("job-name", job.metadata.name);
        job.spec.selector.ensure().matchLabels.try_emplace(std::string(kControllerUid), job.metadata.uid);
        if (job.metadata.labels.empty()) job.metadata.labels = labels;
    }

    void check(const batchv1::Job& job, FieldErrors& errors) const override {
        const Path path("spec");
        if (!job.spec.selector)
            errors.push_back(field::required(path.child("selector"), ""));
        else {
            resources::checkSelector(*job.spec.selector, path.child("selector"), errors);
            const auto compiled = LabelSelector::from(*job.spec.selector);
            if (compiled && !compiled->matches(job.spec.template_.metadata.labels))
                errors.push_back(field::invalidRaw("spec.template.metadata.labels",
                                                   workload::goValue(job.spec.template_.metadata.labels),
                                                   "`selector` does not match template `labels`"));
        }
        jobspec::check(job.spec, path, errors);
        checkGenerated(job, errors);
        checkHostnames(job, errors);
    }

    void checkUpdate(const batchv1::Job& job, const batchv1::Job& old, FieldErrors& errors) const override {
        const Path path("spec");
        jobspec::check(job.spec, path, errors);
        workload::checkSelectorUnchanged(job.spec.selector, old.spec.selector, errors);
        const bool elastic =
            job.spec.completionMode == batchv1::kIndexedCompletion && job.spec.completions == job.spec.parallelism;
        if (!elastic && job.spec.completions != old.spec.completions)
            errors.push_back(field::invalidRaw(path.child("completions"),
                                               job.spec.completions ? std::to_string(*job.spec.completions) : "null",
                                               std::string(kImmutable)));
        if (job.spec.completionMode != old.spec.completionMode)
            errors.push_back(field::invalid(path.child("completionMode"), job.spec.completionMode.value_or(""),
                                            std::string(kImmutable)));
        checkPoliciesKept(job.spec, old.spec, path, errors);
        corev1::PodTemplateSpec allowed = job.spec.template_;
        if (old.spec.suspend.value_or(false) && !old.status.startTime) {
            // A job that has never run may be told where to run.
            const auto& before = old.spec.template_;
            allowed.metadata.labels = before.metadata.labels;
            allowed.metadata.annotations = before.metadata.annotations;
            allowed.spec.nodeSelector = before.spec.nodeSelector;
            allowed.spec.affinity = before.spec.affinity;
            allowed.spec.tolerations = before.spec.tolerations;
            allowed.spec.schedulingGates = before.spec.schedulingGates;
        }
        if (!(allowed == old.spec.template_))
            errors.push_back(
                field::invalidRaw(path.child("template"), schema::toJson(job.spec.template_), std::string(kImmutable)));
    }

    void warn(const batchv1::Job& job, const batchv1::Job* old, Warnings& warnings) const override {
        if (!old) podspec::warnOfName(job.metadata.name, warnings);
        if (!old || job.metadata.generation != old->metadata.generation)
            jobspec::warn(job.spec, Path("spec"), warnings);
    }

    std::string selectable(const batchv1::Job& job, std::string_view) const override {
        return std::to_string(job.status.succeeded);
    }

    Cells row(const batchv1::Job& job, const Context& context) const override {
        const auto& containers = job.spec.template_.spec.containers;
        return {cells::text(job.metadata.name),
                cells::text(statusWord(job)),
                cells::text(completions(job)),
                cells::text(duration(job, context)),
                cells::age(job.metadata, context),
                cells::text(cells::containerNames(containers)),
                cells::text(cells::containerImages(containers)),
                cells::text(cells::selector(job.spec.selector))};
    }
};

}  // namespace

const Rules& job() {
    static const JobRules rules;
    return rules;
}

}  // namespace rules

}  // namespace armillary::resources
