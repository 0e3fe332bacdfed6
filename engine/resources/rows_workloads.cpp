#include "engine/resources/row_builder.h"
#include "engine/resources/rules/catalog.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/autoscalingv1.h"
#include "engine/schema/api/autoscalingv2.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/api/policyv1.h"

namespace armillary::resources {

void addWorkloadRows(std::vector<Resource>& rows) {
    RowBuilder apps(rows, "apps", "v1");
    apps.add<appsv1::ControllerRevision>("controllerrevisions", rules::controllerRevision());
    apps.add<appsv1::DaemonSet>("daemonsets", rules::daemonSet())
        .shortNames({"ds"})
        .category("all")
        .generation()
        .status();
    apps.add<appsv1::Deployment>("deployments", rules::deployment())
        .shortNames({"deploy"})
        .category("all")
        .generation()
        .scale()
        .status();
    apps.add<appsv1::ReplicaSet>("replicasets", rules::replicaSet())
        .shortNames({"rs"})
        .category("all")
        .generation()
        .scale()
        .status();
    apps.add<appsv1::StatefulSet>("statefulsets", rules::statefulSet())
        .shortNames({"sts"})
        .category("all")
        .name(NameRule::Label)
        .generation()
        .scale()
        .status();

    RowBuilder scaling(rows, "autoscaling", "v2");
    scaling.add<autoscalingv2::HorizontalPodAutoscaler>("horizontalpodautoscalers", rules::horizontalPodAutoscaler())
        .shortNames({"hpa"})
        .category("all")
        .status();
    RowBuilder scalingV1(rows, "autoscaling", "v1");
    scalingV1
        .add<autoscalingv1::HorizontalPodAutoscaler>("horizontalpodautoscalers", rules::horizontalPodAutoscalerV1())
        .shortNames({"hpa"})
        .category("all")
        .status();

    RowBuilder batch(rows, "batch", "v1");
    batch.add<batchv1::CronJob>("cronjobs", rules::cronJob()).shortNames({"cj"}).category("all").generation().status();
    batch.add<batchv1::Job>("jobs", rules::job()).category("all").generation().status();

    RowBuilder policy(rows, "policy", "v1");
    policy.add<policyv1::PodDisruptionBudget>("poddisruptionbudgets", rules::podDisruptionBudget())
        .shortNames({"pdb"})
        .generation()
        .status();
}

}  // namespace armillary::resources
