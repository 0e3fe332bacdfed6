#include "engine/resources/checks/quantities.h"
#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/pod/pod_spec.h"
#include "engine/resources/rules/pod/warnings.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/resources/rules/workloads/workload.h"
#include "engine/schema/api/appsv1.h"

namespace armillary::resources::rules {

namespace {

bool isZero(const schema::IntOrString& value) {
    return value.isString() ? percentOf(value) == 0 : *value.number == 0;
}

void checkRolling(const appsv1::RollingUpdateDeployment& rolling, const Path& path, FieldErrors& errors) {
    const schema::IntOrString unavailable = rolling.maxUnavailable.value_or(0), surge = rolling.maxSurge.value_or(0);
    checkIntOrPercent(unavailable, false, path.child("maxUnavailable"), errors);
    checkIntOrPercent(surge, false, path.child("maxSurge"), errors);
    if (isZero(unavailable) && isZero(surge))
        errors.push_back(
            field::invalidRaw(path.child("maxUnavailable"), goValue(unavailable), "may not be 0 when `maxSurge` is 0"));
    if (percentOf(unavailable).value_or(0) > 100)
        checkIntOrPercent(unavailable, true, path.child("maxUnavailable"), errors);
}

void checkStrategy(const appsv1::DeploymentStrategy& strategy, const Path& path, FieldErrors& errors) {
    if (strategy.type == appsv1::kRecreateDeploymentStrategyType) {
        if (strategy.rollingUpdate)
            errors.push_back(field::forbidden(path.child("rollingUpdate"),
                                              "may not be specified when strategy `type` is 'Recreate'"));
    } else if (strategy.type == appsv1::kRollingUpdateDeploymentStrategyType) {
        if (!strategy.rollingUpdate)
            errors.push_back(field::required(path.child("rollingUpdate"), "this should be defaulted and never be nil"));
        else
            checkRolling(*strategy.rollingUpdate, path.child("rollingUpdate"), errors);
    } else {
        FieldError unknown = field::notSupported(path, strategy.type, {"Recreate", "RollingUpdate"});
        unknown.value = "apps.DeploymentStrategy{Type:" + goQuoted(strategy.type) +
                        ", RollingUpdate:(*apps.RollingUpdateDeployment)(nil)}";
        errors.push_back(std::move(unknown));
    }
}

class DeploymentRules final : public RulesFor<appsv1::Deployment> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Ready", "string", "", "Number of the pod with ready state", 0},
            {"Up-to-date", "string", "",
             "Total number of non-terminated pods targeted by this deployment that have the desired template spec.", 0},
            {"Available", "string", "",
             "Total number of available pods (ready for at least minReadySeconds) targeted by this deployment.", 0},
            cells::kAge,
            cells::kContainers,
            cells::kImages,
            {"Selector", "string", "",
             "Label selector for pods. Existing ReplicaSets whose pods are selected by this will be the ones affected "
             "by this deployment. It must match the pod template's labels.",
             1},
        };
        return kColumns;
    }
    /// Annotations are copied to the replica sets, which makes them part of what is asked for.
    bool bumpsGeneration(const metav1::ObjectMeta& meta, const metav1::ObjectMeta& old) const override {
        return meta.annotations != old.annotations;
    }

protected:
    void defaults(appsv1::Deployment& deployment) const override {
        auto& spec = deployment.spec;
        podspec::setDefaults(spec.template_.spec);
        if (!spec.replicas) spec.replicas = 1;
        if (spec.strategy.type.empty()) spec.strategy.type = appsv1::kRollingUpdateDeploymentStrategyType;
        if (spec.strategy.type == appsv1::kRollingUpdateDeploymentStrategyType) {
            auto& rolling = spec.strategy.rollingUpdate.ensure();
            if (!rolling.maxUnavailable) rolling.maxUnavailable = std::string("25%");
            if (!rolling.maxSurge) rolling.maxSurge = std::string("25%");
        }
        if (!spec.revisionHistoryLimit) spec.revisionHistoryLimit = 10;
        if (!spec.progressDeadlineSeconds) spec.progressDeadlineSeconds = 600;
    }

    void beforeStatusUpdate(appsv1::Deployment& deployment, const appsv1::Deployment& old) const override {
        RulesFor::beforeStatusUpdate(deployment, old);
        deployment.metadata.labels = old.metadata.labels;
    }

    void check(const appsv1::Deployment& deployment, FieldErrors& errors) const override {
        const Path path("spec");
        const auto& spec = deployment.spec;
        checkNotNegative(spec.replicas.value_or(0), path.child("replicas"), errors);
        workload::checkSelector(spec.selector, "deployment", path.child("selector"), errors);
        workload::checkTemplate(spec.template_, spec.selector, "Deployment", path.child("template"), errors);
        checkStrategy(spec.strategy, path.child("strategy"), errors);
        checkNotNegative(spec.minReadySeconds, path.child("minReadySeconds"), errors);
        if (spec.revisionHistoryLimit)
            checkNotNegative(*spec.revisionHistoryLimit, path.child("revisionHistoryLimit"), errors);
        if (!spec.progressDeadlineSeconds) return;
        const Path deadline = path.child("progressDeadlineSeconds");
        checkNotNegative(*spec.progressDeadlineSeconds, deadline, errors);
        if (*spec.progressDeadlineSeconds <= spec.minReadySeconds)
            errors.push_back(field::invalidRaw(deadline, std::to_string(*spec.progressDeadlineSeconds),
                                               "must be greater than minReadySeconds"));
    }

    void checkUpdate(const appsv1::Deployment& deployment, const appsv1::Deployment& old,
                     FieldErrors& errors) const override {
        check(deployment, errors);
        workload::checkSelectorUnchanged(deployment.spec.selector, old.spec.selector, errors);
    }

    void checkStatusUpdate(const appsv1::Deployment& deployment, const appsv1::Deployment& old,
                           FieldErrors& errors) const override {
        const Path path("status");
        const auto& status = deployment.status;
        checkNotNegative(status.observedGeneration, path.child("observedGeneration"), errors);
        checkNotNegative(status.replicas, path.child("replicas"), errors);
        checkNotNegative(status.updatedReplicas, path.child("updatedReplicas"), errors);
        checkNotNegative(status.readyReplicas, path.child("readyReplicas"), errors);
        checkNotNegative(status.availableReplicas, path.child("availableReplicas"), errors);
        checkNotNegative(status.unavailableReplicas, path.child("unavailableReplicas"), errors);
        const auto most = [&](std::int32_t value, std::int32_t limit, std::string_view name, std::string_view than) {
            if (value > limit)
                errors.push_back(field::invalidRaw(path.child(name), std::to_string(value),
                                                   "cannot be greater than " + std::string(than)));
        };
        most(status.updatedReplicas, status.replicas, "updatedReplicas", "status.replicas");
        most(status.readyReplicas, status.replicas, "readyReplicas", "status.replicas");
        most(status.availableReplicas, status.replicas, "availableReplicas", "status.replicas");
        most(status.availableReplicas, status.readyReplicas, "availableReplicas", "readyReplicas");
        if (status.collisionCount.value_or(0) < old.status.collisionCount.value_or(0))
            errors.push_back(field::invalidRaw(path.child("collisionCount"),
                                               std::to_string(status.collisionCount.value_or(0)),
                                               "cannot be decremented"));
    }

    void warn(const appsv1::Deployment& deployment, const appsv1::Deployment* old, Warnings& warnings) const override {
        if (!old) podspec::warnOfName(deployment.metadata.name, warnings);
        podspec::warnOfTemplate(deployment, old, deployment.spec.template_, Path("spec.template"), warnings);
    }

    Cells row(const appsv1::Deployment& deployment, const Context& context) const override {
        const auto& containers = deployment.spec.template_.spec.containers;
        const std::string ready = std::to_string(deployment.status.readyReplicas) + "/" +
                                  std::to_string(deployment.spec.replicas.value_or(0));
        return {cells::text(deployment.metadata.name),
                cells::text(ready),
                cells::number(deployment.status.updatedReplicas),
                cells::number(deployment.status.availableReplicas),
                cells::age(deployment.metadata, context),
                cells::text(cells::containerNames(containers)),
                cells::text(cells::containerImages(containers)),
                cells::text(cells::selector(deployment.spec.selector))};
    }
};

}  // namespace

const Rules& deployment() {
    static const DeploymentRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
