#include <doctest/doctest.h>

#include "tests/unit/explain/scripted_evidence.h"

using namespace armillary;
using namespace armillary::test;

namespace {

std::string named(const std::string& apiVersion, const std::string& kind, const std::string& name,
                  const std::string& rest, const std::string& meta = "") {
    return R"({"apiVersion":")" + apiVersion + R"(","kind":")" + kind +
           R"(","metadata":{"namespace":"default","name":")" + name + R"(","uid":"u-)" + name +
           R"(","creationTimestamp":"2026-01-01T11:00:00Z")" + meta + "}," + rest + "}";
}
std::string ownedBy(const std::string& kind, const std::string& name) {
    return R"(,"ownerReferences":[{"apiVersion":"x","kind":")" + kind + R"(","name":")" + name + R"(","uid":"u-)" +
           name + R"(","controller":true}])";
}
const std::string kTemplate =
    R"("selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"i"}]}})";
const std::string kCrash = containerStatus(
    R"({"waiting":{"reason":"CrashLoopBackOff"}})",
    R"("restartCount":2,"lastState":{"terminated":{"exitCode":3,"reason":"Error","finishedAt":"2026-01-01T12:00:40Z"}},)");

struct Web : ScriptedEvidence {
    ObjectRef deployment, set;
    explicit Web(const std::string& spec = R"("replicas":3,)",
                 const std::string& status = R"({"replicas":3,"updatedReplicas":3,"observedGeneration":1})") {
        add(nodeJson("n1"));
        deployment =
            add(named("apps/v1", "Deployment", "web", R"("spec":{)" + spec + kTemplate + R"(},"status":)" + status));
        set = add(named("apps/v1", "ReplicaSet", "web-1", R"("spec":{"replicas":3,)" + kTemplate + R"(},"status":{})",
                        R"(,"annotations":{"deployment.kubernetes.io/revision":"1"})" + ownedBy("Deployment", "web")));
    }
    void pod(const std::string& name, const std::string& status, const std::string& owner = "web-1",
             const std::string& kind = "ReplicaSet") {
        add(podJson({.status = status, .meta = R"(,"labels":{"app":"web"})" + ownedBy(kind, owner), .name = name}));
    }
};

}  // namespace

TEST_CASE("a deployment's pods are looked at together") {
    Web web;
    web.pod("a", kCrash);
    web.pod("b", kCrash);
    web.pod("c", kReadyStatus);
    const auto told = why(web.deployment, web);
    CHECK(told.explanation.state == "0/3 ready");
    CHECK(told.id() == "crash");
    CHECK(told.says("2 of 3 pods (a and b): Container c keeps ending with exit code 3"));
    CHECK(why(web.set, web).says("2 of 3 pods"));
}

TEST_CASE("pods of another owner with the same labels are nobody's business") {
    Web web(R"("replicas":1,)", R"({"replicas":1,"updatedReplicas":1,"readyReplicas":1,"availableReplicas":1})");
    web.pod("mine", kReadyStatus);
    web.pod("foreign", kCrash, "other");
    CHECK(why(web.deployment, web).id() == "fine");
}

TEST_CASE("a roll-out that stands still, is paused, or is scaled to none") {
    Web late(
        R"("replicas":3,"progressDeadlineSeconds":60,)",
        R"({"replicas":3,"updatedReplicas":1,"availableReplicas":2,"conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded","message":"has timed out"}]})");
    const auto stuck = why(late.deployment, late);
    CHECK(stuck.id() == "rollout-stuck");
    CHECK(stuck.says("1 of 3 pods are of the new version"));
    CHECK(stuck.next().contains("rollout undo"));
    // The cause comes before what it leads to.
    late.pod("new", kCrash);
    const auto caused = why(late.deployment, late);
    CHECK(caused.id() == "crash");
    CHECK(caused.id(1) == "rollout-stuck");
    Web paused(R"("replicas":3,"paused":true,)", R"({"replicas":3,"updatedReplicas":0})");
    CHECK(why(paused.deployment, paused).next() == "kubectl -n default rollout resume deployment/web");
    Web none(R"("replicas":0,)", "{}");
    CHECK(why(none.deployment, none).says("scaled to none"));
    Web nobody(R"("replicas":3,)", "{}");
    CHECK(why(nobody.deployment, nobody).says("No pod has been made"));
}

TEST_CASE("pods that were never made: quota, rights, policies") {
    const auto refused = [](const std::string& message) {
        Web web(R"("replicas":1,)", "{}");
        web.add(
            named("v1", "ResourceQuota", "tight", R"("spec":{},"status":{"hard":{"pods":"2"},"used":{"pods":"2"}})"));
        web.add(named("v1", "ServiceAccount", "robots", R"("secrets":[])"));
        web.event("ReplicaSet", "web-1", "FailedCreate", "Error creating: " + message);
        return why(web.deployment, web);
    };
    const auto quota = refused(
        R"(pods "web-1-x" is forbidden: exceeded quota: tight, requested: pods=1, used: pods=2, limited: pods=2)");
    CHECK(quota.id() == "quota");
    CHECK(quota.cites("field", "2 of 2"));
    CHECK(quota.next().contains("describe resourcequota tight"));
    CHECK(refused(R"(pods "x" is forbidden: failed quota: tight: must specify limits.cpu for: c)").id() == "quota");
    const auto account = refused(
        R"(pods "x" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found)");
    CHECK(account.id() == "missing-reference");
    CHECK(account.says("Did you mean robots?"));
    CHECK(refused(R"(pods "x" is forbidden: no PriorityClass with name high was found)").id() == "missing-reference");
    CHECK(refused(R"(admission webhook "guard.example.org" denied the request: no)").says("guard.example.org"));
    CHECK(refused(R"(Internal error occurred: failed calling webhook "guard.example.org": timeout)")
              .says("does not answer"));
    CHECK(refused(R"(pods "x" is forbidden: violates PodSecurity "restricted:latest": privileged)").id() ==
          "admission");
    CHECK(refused(R"(pods "x" is forbidden: maximum memory usage per Container is 64Mi, but limit is 128Mi)")
              .says("LimitRange"));
    CHECK(refused("the moon is full").id() == "admission");

    // Those who may not read events have the condition.
    Web blind(
        R"("replicas":1,)",
        R"({"conditions":[{"type":"ReplicaFailure","status":"True","reason":"FailedCreate","message":"exceeded quota: tight, requested: pods=1"}]})");
    blind.refuse("events");
    const auto told = why(blind.deployment, blind);
    CHECK(told.id() == "quota");
    CHECK(told.cites("unknown", "no permission for events"));
}

TEST_CASE("stateful sets and daemons") {
    ScriptedEvidence evidence;
    evidence.add(nodeJson("n1"));
    const auto set = evidence.add(named(
        "apps/v1", "StatefulSet", "db",
        R"("spec":{"replicas":2,)" + kTemplate +
            R"(,"updateStrategy":{"type":"OnDelete"}},"status":{"replicas":2,"readyReplicas":2,"currentRevision":"a","updateRevision":"b"})"));
    CHECK(why(set, evidence).id() == "rollout-stuck");
    const auto daemon = evidence.add(named(
        "apps/v1", "DaemonSet", "d",
        R"("spec":{"template":{"spec":{"nodeSelector":{"gpu":"yes"},"containers":[{"name":"c"}]}}},"status":{})"));
    const auto told = why(daemon, evidence);
    CHECK(told.id() == "unschedulable");
    CHECK(told.says("gpu=yes"));
}

TEST_CASE("jobs: failed, too late, suspended, done") {
    Web web;
    const auto job = [&](const std::string& spec, const std::string& status) {
        return web.add(named("batch/v1", "Job", "j", R"("spec":{)" + spec + kTemplate + R"(},"status":)" + status));
    };
    CHECK(why(job(R"("suspend":true,)", "{}"), web).says("suspended"));
    CHECK(why(job("", R"({"succeeded":2,"conditions":[{"type":"Complete","status":"True"}]})"), web).id() == "fine");
    const std::string failed =
        R"({"failed":1,"conditions":[{"type":"Failed","status":"True","reason":"BackoffLimitExceeded","message":"Job has reached the specified backoff limit"}]})";
    CHECK(why(job("", failed), web).says("backoff limit"));
    web.pod("j-1",
            containerStatus(R"({"terminated":{"exitCode":7,"reason":"Error","finishedAt":"2026-01-01T12:00:40Z"}})", "",
                            "Failed"),
            "j", "Job");
    web.says("j-1", "c", false, "cannot migrate\n");
    const auto told = why(job("", failed), web);
    CHECK(told.id() == "crash");
    CHECK(told.says("exit code 7"));
    CHECK(told.cites("log", "cannot migrate"));
    CHECK(why(job("", R"({"conditions":[{"type":"Failed","status":"True","reason":"DeadlineExceeded"}]})"), web)
              .says("activeDeadlineSeconds"));
    CHECK(why(web.add(named("batch/v1", "CronJob", "nightly",
                            R"("spec":{"schedule":"0 3 * * *","suspend":true},"status":{})")),
              web)
              .says("suspended"));
    const auto cron = web.add(named("batch/v1", "CronJob", "soon", R"("spec":{"schedule":"0 3 * * *"},"status":{})"));
    CHECK(why(cron, web).says("has not come yet"));
    web.add(named("batch/v1", "Job", "soon-1", R"("spec":{},"status":)" + failed, ownedBy("CronJob", "soon")));
    CHECK(why(cron, web).says("Its last job soon-1"));
}

TEST_CASE("autoscalers, budgets, quotas") {
    Web web(R"("replicas":2,)", R"({"replicas":2,"updatedReplicas":2,"readyReplicas":2})");
    const auto scaler = [&](const std::string& target, const std::string& conditions) {
        return web.add(
            named("autoscaling/v2", "HorizontalPodAutoscaler", "h",
                  R"("spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":")" +
                      target + R"("}},"status":{"conditions":)" + conditions + "}"));
    };
    const auto absent = why(scaler("wbe", "[]"), web);
    CHECK(absent.id() == "missing-reference");
    CHECK(absent.says("Did you mean web?"));
    const auto requests = why(
        scaler(
            "web",
            R"([{"type":"ScalingActive","status":"False","reason":"FailedGetResourceMetric","message":"the HPA was unable: missing request for cpu in container c of Pod web-1"}])"),
        web);
    CHECK(requests.says("missing request for cpu in container c"));
    CHECK(requests.next().contains("resources.requests"));
    CHECK(why(scaler("web", "[]"), web).id() == "fine");

    web.pod("a", kReadyStatus);
    web.pod("b", kReadyStatus);
    const auto budget = [&](const std::string& spec, const std::string& status) {
        return why(
            web.add(named("policy/v1", "PodDisruptionBudget", "pdb", R"("spec":{)" + spec + R"(},"status":)" + status)),
            web);
    };
    const std::string selects = R"(,"selector":{"matchLabels":{"app":"web"}})";
    CHECK(budget(R"("maxUnavailable":0)" + selects, R"({"expectedPods":2,"currentHealthy":2,"desiredHealthy":2})")
              .says("never be met"));
    CHECK(budget(R"("minAvailable":2)" + selects, R"({"expectedPods":2,"currentHealthy":2,"desiredHealthy":2})").id() ==
          "policy");
    CHECK(budget(R"("minAvailable":1)" + selects,
                 R"({"expectedPods":2,"currentHealthy":2,"desiredHealthy":1,"disruptionsAllowed":1})")
              .id() == "fine");
    CHECK(budget(R"("minAvailable":1,"selector":{"matchLabels":{"app":"wbe"}})", "{}").says("protects nothing"));
    CHECK(why(web.add(
                  named("v1", "ResourceQuota", "q", R"("spec":{},"status":{"hard":{"pods":"2"},"used":{"pods":"2"}})")),
              web)
              .id() == "quota");
}
