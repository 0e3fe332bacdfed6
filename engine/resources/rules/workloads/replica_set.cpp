#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/resources/rules/pod/warnings.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/resources/rules/workloads/workload.h"
#include "engine/schema/api/appsv1.h"

namespace armillary::resources::rules {

namespace {

constexpr std::string_view kReplicaField[] = {"status.replicas"};

constexpr Column kReplicaColumns[] = {
    cells::kName,
    {"Desired", "integer", "", "Replicas is the number of desired replicas.", 0},
    {"Current", "integer", "", "Replicas is the most recently observed number of replicas.", 0},
    {"Ready", "integer", "", "The number of pods that are ready.", 0},
    cells::kAge,
    cells::kContainers,
    cells::kImages,
    {"Selector", "string", "", "Which pods are counted: their labels match this.", 1},
};

/// ReplicaSetStatus and ReplicationControllerStatus have the same fields.
template <class Status>
void checkReplicaStatus(const Status& status, const Path& path, FieldErrors& errors) {
    checkNotNegative(status.replicas, path.child("replicas"), errors);
    checkNotNegative(status.fullyLabeledReplicas, path.child("fullyLabeledReplicas"), errors);
    checkNotNegative(status.readyReplicas, path.child("readyReplicas"), errors);
    checkNotNegative(status.availableReplicas, path.child("availableReplicas"), errors);
    checkNotNegative(status.observedGeneration, path.child("observedGeneration"), errors);
    const auto most = [&](std::int32_t value, std::int32_t limit, std::string_view name, std::string_view than) {
        if (value > limit)
            errors.push_back(field::invalidRaw(path.child(name), std::to_string(value),
                                               "cannot be greater than " + std::string(than)));
    };
    most(status.fullyLabeledReplicas, status.replicas, "fullyLabeledReplicas", "status.replicas");
    most(status.readyReplicas, status.replicas, "readyReplicas", "status.replicas");
    most(status.availableReplicas, status.replicas, "availableReplicas", "status.replicas");
    most(status.availableReplicas, status.readyReplicas, "availableReplicas", "readyReplicas");
}

class ReplicaSetRules final : public RulesFor<appsv1::ReplicaSet> {
public:
    std::span<const std::string_view> selectableFields() const override { return kReplicaField; }
    std::span<const Column> columns() const override { return kReplicaColumns; }

protected:
    void defaults(appsv1::ReplicaSet& set) const override {
        podspec::setDefaults(set.spec.template_.spec);
        if (!set.spec.replicas) set.spec.replicas = 1;
    }
    void check(const appsv1::ReplicaSet& set, FieldErrors& errors) const override {
        const Path path("spec");
        checkNotNegative(set.spec.replicas.value_or(0), path.child("replicas"), errors);
        checkNotNegative(set.spec.minReadySeconds, path.child("minReadySeconds"), errors);
        workload::checkSelector(set.spec.selector, "deployment", path.child("selector"), errors);
        workload::checkTemplate(set.spec.template_, set.spec.selector, "ReplicaSet", path.child("template"), errors);
    }
    void checkUpdate(const appsv1::ReplicaSet& set, const appsv1::ReplicaSet& old, FieldErrors& errors) const override {
        check(set, errors);
        workload::checkSelectorUnchanged(set.spec.selector, old.spec.selector, errors);
    }
    void checkStatusUpdate(const appsv1::ReplicaSet& set, const appsv1::ReplicaSet&,
                           FieldErrors& errors) const override {
        checkReplicaStatus(set.status, Path("status"), errors);
    }
    std::string selectable(const appsv1::ReplicaSet& set, std::string_view) const override {
        return std::to_string(set.status.replicas);
    }
    void warn(const appsv1::ReplicaSet& set, const appsv1::ReplicaSet* old, Warnings& warnings) const override {
        if (!old) podspec::warnOfName(set.metadata.name, warnings);
        podspec::warnOfTemplate(set, old, set.spec.template_, Path("spec.template"), warnings);
    }
    Cells row(const appsv1::ReplicaSet& set, const Context& context) const override {
        const auto& containers = set.spec.template_.spec.containers;
        return {cells::text(set.metadata.name),
                cells::number(set.spec.replicas.value_or(0)),
                cells::number(set.status.replicas),
                cells::number(set.status.readyReplicas),
                cells::age(set.metadata, context),
                cells::text(cells::containerNames(containers)),
                cells::text(cells::containerImages(containers)),
                cells::text(cells::selector(set.spec.selector))};
    }
};

class ReplicationControllerRules final : public RulesFor<corev1::ReplicationController> {
public:
    std::span<const std::string_view> selectableFields() const override { return kReplicaField; }
    std::span<const Column> columns() const override { return kReplicaColumns; }

protected:
    void defaults(corev1::ReplicationController& controller) const override {
        auto& spec = controller.spec;
        if (spec.template_) {
            podspec::setDefaults(spec.template_->spec);
            const auto& labels = spec.template_->metadata.labels;
            if (spec.selector.empty()) spec.selector = labels;
            if (controller.metadata.labels.empty()) controller.metadata.labels = labels;
        }
        if (!spec.replicas) spec.replicas = 1;
    }
    void check(const corev1::ReplicationController& controller, FieldErrors& errors) const override {
        const Path path("spec");
        const auto& spec = controller.spec;
        checkNotNegative(spec.minReadySeconds, path.child("minReadySeconds"), errors);
        if (spec.selector.empty()) errors.push_back(field::required(path.child("selector"), ""));
        checkNotNegative(spec.replicas.value_or(0), path.child("replicas"), errors);
        if (!spec.template_) return errors.push_back(field::required(path.child("template"), ""));
        const auto selector =
            spec.selector.empty() ? schema::Ptr<metav1::LabelSelector>() : workload::selectorOf(spec.selector);
        workload::checkTemplate(*spec.template_, selector, "ReplicationController", path.child("template"), errors);
    }
    void checkStatusUpdate(const corev1::ReplicationController& controller, const corev1::ReplicationController&,
                           FieldErrors& errors) const override {
        checkReplicaStatus(controller.status, Path("status"), errors);
    }
    std::string selectable(const corev1::ReplicationController& controller, std::string_view) const override {
        return std::to_string(controller.status.replicas);
    }
    void warn(const corev1::ReplicationController& controller, const corev1::ReplicationController* old,
              Warnings& warnings) const override {
        if (!old) podspec::warnOfName(controller.metadata.name, warnings);
        if (controller.spec.template_)
            podspec::warnOfTemplate(controller, old, *controller.spec.template_, Path("spec.template"), warnings);
    }
    Cells row(const corev1::ReplicationController& controller, const Context& context) const override {
        const std::vector<corev1::Container> none;
        const auto& containers = controller.spec.template_ ? controller.spec.template_->spec.containers : none;
        return {cells::text(controller.metadata.name),           cells::number(controller.spec.replicas.value_or(0)),
                cells::number(controller.status.replicas),       cells::number(controller.status.readyReplicas),
                cells::age(controller.metadata, context),        cells::text(cells::containerNames(containers)),
                cells::text(cells::containerImages(containers)), cells::text(cells::labels(controller.spec.selector))};
    }
};

}  // namespace

const Rules& replicaSet() {
    static const ReplicaSetRules rules;
    return rules;
}

const Rules& replicationController() {
    static const ReplicationControllerRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
