#include <doctest/doctest.h>

#include "engine/controllers/deployment/progress.h"
#include "engine/controllers/deployment/revision.h"

using namespace armillary;
using namespace armillary::controllers::deployment;
using namespace std::chrono_literals;

namespace {

appsv1::Deployment web() {
    appsv1::Deployment deployment;
    deployment.metadata.name = "web";
    deployment.metadata.generation = 2;
    deployment.spec.replicas = 2;
    deployment.spec.progressDeadlineSeconds = 600;
    deployment.spec.strategy.type = "RollingUpdate";
    deployment.spec.strategy.rollingUpdate.ensure().maxSurge = schema::IntOrString(1);
    deployment.spec.strategy.rollingUpdate->maxUnavailable = schema::IntOrString(0);
    deployment.spec.selector.ensure().matchLabels["app"] = "web";
    deployment.spec.template_.metadata.labels["app"] = "web";
    deployment.spec.template_.spec.containers.emplace_back().name = "c";
    return deployment;
}

appsv1::ReplicaSet set(std::int32_t replicas, std::int32_t ready) {
    appsv1::ReplicaSet made;
    made.metadata.name = "web-1";
    made.spec.replicas = made.status.replicas = replicas;
    made.status.readyReplicas = made.status.availableReplicas = ready;
    return made;
}

const async::SystemTime kNow{std::chrono::sys_days(std::chrono::year(2026) / 5 / 1)};

std::string reason(const appsv1::DeploymentStatus& status, std::string_view type) {
    const auto* condition = findCondition(status, type);
    return condition ? condition->reason + "=" + condition->status : std::string();
}

appsv1::DeploymentStatus judged(const appsv1::Deployment& deployment, const appsv1::ReplicaSet& current,
                                async::SystemTime now) {
    auto status = statusOf(deployment, deployment.status, &current, {&current}, now);
    judgeProgress(deployment, &current, {&current}, status, now);
    return status;
}

}  // namespace

TEST_CASE("equal templates hash alike, a collision or another template does not") {
    const auto deployment = web();
    auto other = deployment.spec.template_;
    CHECK(templateHash(other, {}) == templateHash(deployment.spec.template_, {}));
    CHECK(templateHash(other, 1) != templateHash(other, {}));
    CHECK(templateHash(other, 1) != templateHash(other, 2));
    other.spec.containers[0].image = "x";
    CHECK(templateHash(other, {}) != templateHash(deployment.spec.template_, {}));
    CHECK(templateHash(other, {}).find_first_not_of("bcdfghjklmnpqrstvwxz2456789") == std::string::npos);
}

TEST_CASE("a new set carries the hash in name, selector and labels, and still counts as the same template") {
    const auto deployment = web();
    const auto made = newReplicaSet(deployment);
    const auto hash = made.metadata.labels.at("pod-template-hash");
    CHECK(made.metadata.name == "web-" + hash);
    CHECK(made.spec.selector->matchLabels.at("pod-template-hash") == hash);
    CHECK(made.spec.template_.metadata.labels.at("pod-template-hash") == hash);
    CHECK(sameTemplate(made.spec.template_, deployment.spec.template_));
}

TEST_CASE("a set remembers the revisions that it had") {
    auto deployment = web();
    deployment.metadata.annotations["kubernetes.io/change-cause"] = "because";
    deployment.metadata.annotations[std::string(kRevisionAnnotation)] = "9";
    auto made = set(1, 1);
    CHECK(annotateSet(deployment, made, 1, true));
    CHECK_FALSE(annotateSet(deployment, made, 1, true));
    CHECK(annotateSet(deployment, made, 3, true));
    CHECK(annotateSet(deployment, made, 7, true));
    CHECK(revisionOf(made.metadata) == 7);
    CHECK(made.metadata.annotations.at(std::string(kRevisionHistoryAnnotation)) == "1,3");
    CHECK(made.metadata.annotations.at("kubernetes.io/change-cause") == "because");
}

TEST_CASE("a rollout progresses, completes, and times out when nothing moves") {
    auto deployment = web();
    deployment.status = judged(deployment, set(2, 1), kNow);
    CHECK(reason(deployment.status, "Progressing") == "ReplicaSetUpdated=True");
    CHECK(reason(deployment.status, "Available") == "MinimumReplicasUnavailable=False");
    CHECK(untilDeadline(deployment, deployment.status, kNow) == 601s);

    SUBCASE("nothing moves") {
        deployment.status = judged(deployment, set(2, 1), kNow + 599s);
        CHECK(reason(deployment.status, "Progressing") == "ReplicaSetUpdated=True");
        deployment.status = judged(deployment, set(2, 1), kNow + 601s);
        CHECK(reason(deployment.status, "Progressing") == "ProgressDeadlineExceeded=False");
        CHECK(findCondition(deployment.status, "Progressing")->message ==
              "ReplicaSet \"web-1\" has timed out progressing.");
        CHECK_FALSE(untilDeadline(deployment, deployment.status, kNow + 601s));
        deployment.status = judged(deployment, set(2, 2), kNow + 700s);
        CHECK(reason(deployment.status, "Progressing") == "NewReplicaSetAvailable=True");
    }
    SUBCASE("movement counts again from its time") {
        deployment.status = judged(deployment, set(2, 2), kNow + 500s);
        CHECK(reason(deployment.status, "Progressing") == "NewReplicaSetAvailable=True");
        CHECK(findCondition(deployment.status, "Progressing")->lastTransitionTime == schema::Time(kNow));
        CHECK(isComplete(deployment, deployment.status));
        deployment.status = judged(deployment, set(2, 1), kNow + 5000s);
        CHECK(reason(deployment.status, "Progressing") == "NewReplicaSetAvailable=True");
    }
}

TEST_CASE("a set's failure shows on the deployment, and goes with it") {
    auto deployment = web();
    auto failing = set(0, 0);
    appsv1::ReplicaSetCondition condition;
    condition.type = "ReplicaFailure";
    condition.status = "True";
    condition.reason = "FailedCreate";
    failing.status.conditions.push_back(condition);
    deployment.status = judged(deployment, failing, kNow);
    CHECK(reason(deployment.status, "ReplicaFailure") == "FailedCreate=True");
    deployment.status = judged(deployment, set(0, 0), kNow);
    CHECK(reason(deployment.status, "ReplicaFailure").empty());
}
