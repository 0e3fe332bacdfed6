#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/resources/rules/pod/warnings.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/resources/rules/workloads/workload.h"
#include "engine/schema/api/appsv1.h"

namespace armillary::resources::rules {

namespace {

constexpr std::string_view kForbidden =
    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
    "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

void checkStrategy(const appsv1::StatefulSetUpdateStrategy& strategy, const Path& path, FieldErrors& errors) {
    if (strategy.type.empty())
        errors.push_back(field::required(path, ""));
    else if (strategy.type == appsv1::kOnDeleteStatefulSetStrategyType) {
        if (strategy.rollingUpdate)
            errors.push_back(field::invalidRaw(path.child("rollingUpdate"), "{}",
                                               "only allowed for updateStrategy '" +
                                                   std::string(appsv1::kRollingUpdateStatefulSetStrategyType) + "'"));
    } else if (strategy.type == appsv1::kRollingUpdateStatefulSetStrategyType) {
        if (strategy.rollingUpdate)
            checkNotNegative(strategy.rollingUpdate->partition.value_or(0),
                             path.child("rollingUpdate").child("partition"), errors);
    } else {
        errors.push_back(field::invalid(path, strategy.type, "must be 'RollingUpdate' or 'OnDelete'"));
    }
}

class StatefulSetRules final : public RulesFor<appsv1::StatefulSet> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {cells::kName,
                                              {"Ready", "string", "", "Number of the pod with ready state", 0},
                                              cells::kAge,
                                              cells::kContainers,
                                              cells::kImages};
        return kColumns;
    }

protected:
    void defaults(appsv1::StatefulSet& set) const override {
        auto& spec = set.spec;
        podspec::setDefaults(spec.template_.spec);
        if (spec.podManagementPolicy.empty()) spec.podManagementPolicy = appsv1::kOrderedReadyPodManagement;
        if (spec.updateStrategy.type.empty()) spec.updateStrategy.type = appsv1::kRollingUpdateStatefulSetStrategyType;
        if (spec.updateStrategy.type == appsv1::kRollingUpdateStatefulSetStrategyType) {
            auto& rolling = spec.updateStrategy.rollingUpdate.ensure();
            if (!rolling.partition) rolling.partition = 0;
            rolling.maxUnavailable.reset();  // a feature that is off in v1.32
        }
        auto& retention = spec.persistentVolumeClaimRetentionPolicy.ensure();
        if (retention.whenDeleted.empty())
            retention.whenDeleted = appsv1::kRetainPersistentVolumeClaimRetentionPolicyType;
        if (retention.whenScaled.empty())
            retention.whenScaled = appsv1::kRetainPersistentVolumeClaimRetentionPolicyType;
        if (!spec.replicas) spec.replicas = 1;
        if (!spec.revisionHistoryLimit) spec.revisionHistoryLimit = 10;
        for (auto& claim : spec.volumeClaimTemplates) {
            if (claim.kind.empty()) claim.kind = "PersistentVolumeClaim";
            if (claim.apiVersion.empty()) claim.apiVersion = "v1";
            if (!claim.spec.volumeMode) claim.spec.volumeMode = corev1::kPersistentVolumeFilesystem;
            if (claim.status.phase.empty()) claim.status.phase = corev1::kClaimPending;
        }
    }

    void check(const appsv1::StatefulSet& set, FieldErrors& errors) const override {
        const Path path("spec");
        const auto& spec = set.spec;
        if (spec.podManagementPolicy.empty())
            errors.push_back(field::required(path.child("podManagementPolicy"), ""));
        else if (spec.podManagementPolicy != appsv1::kOrderedReadyPodManagement &&
                 spec.podManagementPolicy != appsv1::kParallelPodManagement)
            errors.push_back(field::invalid(path.child("podManagementPolicy"), spec.podManagementPolicy,
                                            "must be 'OrderedReady' or 'Parallel'"));
        checkStrategy(spec.updateStrategy, path.child("updateStrategy"), errors);
        checkNotNegative(spec.replicas.value_or(0), path.child("replicas"), errors);
        checkNotNegative(spec.minReadySeconds, path.child("minReadySeconds"), errors);
        if (spec.ordinals) checkNotNegative(spec.ordinals->start, path.child("ordinals.start"), errors);
        workload::checkSelector(spec.selector, "statefulset", path.child("selector"), errors);
        workload::checkTemplate(withClaims(spec), spec.selector, "StatefulSet", path.child("template"), errors);
    }

    void checkUpdate(const appsv1::StatefulSet& set, const appsv1::StatefulSet& old,
                     FieldErrors& errors) const override {
        check(set, errors);
        appsv1::StatefulSetSpec allowed = set.spec;
        allowed.replicas = old.spec.replicas;
        allowed.template_ = old.spec.template_;
        allowed.updateStrategy = old.spec.updateStrategy;
        allowed.minReadySeconds = old.spec.minReadySeconds;
        allowed.ordinals = old.spec.ordinals;
        allowed.persistentVolumeClaimRetentionPolicy = old.spec.persistentVolumeClaimRetentionPolicy;
        if (!(allowed == old.spec)) errors.push_back(field::forbidden("spec", std::string(kForbidden)));
    }

    void warn(const appsv1::StatefulSet& set, const appsv1::StatefulSet* old, Warnings& warnings) const override {
        podspec::warnOfTemplate(set, old, set.spec.template_, Path("spec.template"), warnings);
        const auto& claims = set.spec.volumeClaimTemplates;
        for (std::size_t i = 0; i < claims.size(); ++i)
            podspec::warn(claims[i].spec, Path("spec.volumeClaimTemplates").index(i), warnings);
        if (set.spec.revisionHistoryLimit.value_or(0) < 0)
            warnings.emplace_back(
                "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is "
                "recommended");
    }

    Cells row(const appsv1::StatefulSet& set, const Context& context) const override {
        const auto& containers = set.spec.template_.spec.containers;
        const std::string ready =
            std::to_string(set.status.readyReplicas) + "/" + std::to_string(set.spec.replicas.value_or(0));
        return {cells::text(set.metadata.name), cells::text(ready), cells::age(set.metadata, context),
                cells::text(cells::containerNames(containers)), cells::text(cells::containerImages(containers))};
    }

private:
    /// The template as its pods will have it: a volume for each claim, so that mounts of them are found.
    static corev1::PodTemplateSpec withClaims(const appsv1::StatefulSetSpec& spec) {
        corev1::PodTemplateSpec pod = spec.template_;
        for (const auto& claim : spec.volumeClaimTemplates) {
            std::erase_if(pod.spec.volumes, [&](const auto& volume) { return volume.name == claim.metadata.name; });
            auto& volume = pod.spec.volumes.emplace_back();
            volume.name = claim.metadata.name;
            volume.persistentVolumeClaim.emplace().claimName = claim.metadata.name;
        }
        return pod;
    }
};

class ControllerRevisionRules final : public RulesFor<appsv1::ControllerRevision> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Controller", "string", "", "Controller of the object", 0},
            {"Revision", "string", "", "Revision indicates the revision of the state represented by Data.", 0},
            cells::kAge,
        };
        return kColumns;
    }

protected:
    void check(const appsv1::ControllerRevision& revision, FieldErrors& errors) const override {
        if (revision.data.text.empty()) errors.push_back(field::required("data", "data is mandatory"));
        if (revision.revision < 0) checkNotNegative(revision.revision, Path("revision"), errors);
    }
    void checkUpdate(const appsv1::ControllerRevision& revision, const appsv1::ControllerRevision& old,
                     FieldErrors& errors) const override {
        check(revision, errors);
        checkImmutable(revision.data, old.data, revision.data.text, Path("data"), errors);
    }
    Cells row(const appsv1::ControllerRevision& revision, const Context& context) const override {
        std::string controller = "<none>";
        for (const auto& owner : revision.metadata.ownerReferences)
            if (owner.controller.value_or(false)) controller = kindName(owner) + "/" + owner.name;
        return {cells::text(revision.metadata.name), cells::text(controller), cells::number(revision.revision),
                cells::age(revision.metadata, context)};
    }

private:
    /// "statefulset.apps".
    static std::string kindName(const metav1::OwnerReference& owner) {
        std::string name = owner.kind;
        for (char& c : name) c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
        const auto slash = owner.apiVersion.find('/');
        return slash == std::string::npos ? name : name + "." + owner.apiVersion.substr(0, slash);
    }
};

}  // namespace

const Rules& statefulSet() {
    static const StatefulSetRules rules;
    return rules;
}

const Rules& controllerRevision() {
    static const ControllerRevisionRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
