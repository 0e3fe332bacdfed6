#include "engine/gitops/health/health.h"

#include <doctest/doctest.h>

#include "engine/schema/json_document.h"

using namespace armillary;
using gitops::Health;

namespace {

boost::json::object objectOf(std::string_view text) {
    auto document = schema::parseDocument(text);
    REQUIRE_MESSAGE(document.has_value(), text);
    return document->as_object();
}

struct Case {
    std::string_view what, json;
    Health health;
    std::string_view message = {};  ///< a part of it
};

void check(std::initializer_list<Case> cases) {
    for (const Case& each : cases) {
        CAPTURE(each.what);
        const auto state = gitops::healthOf(objectOf(each.json));
        CHECK(gitops::nameOf(state.health) == gitops::nameOf(each.health));
        CAPTURE(state.message);
        CHECK(state.message.contains(each.message));
    }
}

}  // namespace

TEST_CASE("health: deployments") {
    check({
        {"paused", R"({"apiVersion":"apps/v1","kind":"Deployment","spec":{"paused":true}})", Health::Suspended,
         "paused"},
        {"not seen yet",
         R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"generation":2},"status":{"observedGeneration":1}})",
         Health::Progressing, "observed deployment generation"},
        {"gave up",
         R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","generation":1},"status":{
            "observedGeneration":1,"conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded"}]}})",
         Health::Degraded, "\"web\" exceeded its progress deadline"},
        {"updating",
         R"({"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":3},"status":{"updatedReplicas":1}})",
         Health::Progressing, "1 out of 3 new replicas"},
        {"old ones left",
         R"({"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":2},"status":{"updatedReplicas":2,"replicas":3}})",
         Health::Progressing, "1 old replicas"},
        {"not available",
         R"({"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":2},"status":{"updatedReplicas":2,"replicas":2,
            "availableReplicas":1}})",
         Health::Progressing, "1 of 2 updated replicas"},
        {"there",
         R"({"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":2},"status":{"updatedReplicas":2,"replicas":2,
            "availableReplicas":2}})",
         Health::Healthy},
        {"none wanted", R"({"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":0}})", Health::Healthy},
        {"leaving",
         R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"}})",
         Health::Progressing, "Pending deletion"},
    });
}

TEST_CASE("health: stateful sets, daemon sets, replica sets") {
    check({
        {"stateful set, not seen", R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"generation":1}})",
         Health::Progressing, "to be observed"},
        {"stateful set, two missing",
         R"({"apiVersion":"apps/v1","kind":"StatefulSet","spec":{"replicas":3},"status":{"observedGeneration":1,"readyReplicas":1}})",
         Health::Progressing, "Waiting for 2 pods"},
        {"stateful set, partition not reached",
         R"({"apiVersion":"apps/v1","kind":"StatefulSet","spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate",
            "rollingUpdate":{"partition":1}}},"status":{"observedGeneration":1,"readyReplicas":3,"updatedReplicas":1}})",
         Health::Progressing, "1 out of 2 new pods"},
        {"stateful set, partition reached",
         R"({"apiVersion":"apps/v1","kind":"StatefulSet","spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate",
            "rollingUpdate":{"partition":1}}},"status":{"observedGeneration":1,"readyReplicas":3,"updatedReplicas":2,
            "updateRevision":"b","currentRevision":"a"}})",
         Health::Healthy, "partitioned roll out complete"},
        {"stateful set, on delete",
         R"({"apiVersion":"apps/v1","kind":"StatefulSet","spec":{"replicas":1,"updateStrategy":{"type":"OnDelete"}},
            "status":{"observedGeneration":1,"readyReplicas":1,"updateRevision":"b","currentRevision":"a"}})",
         Health::Healthy, "1 ready pods"},
        {"stateful set, rolling",
         R"({"apiVersion":"apps/v1","kind":"StatefulSet","spec":{"replicas":1},"status":{"observedGeneration":1,
            "readyReplicas":1,"updateRevision":"b","currentRevision":"a"}})",
         Health::Progressing, "revision b"},
        {"stateful set, rolled",
         R"({"apiVersion":"apps/v1","kind":"StatefulSet","spec":{"replicas":1},"status":{"observedGeneration":1,
            "readyReplicas":1,"updateRevision":"b","currentRevision":"b"}})",
         Health::Healthy},
        {"daemon set, updating",
         R"({"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"log"},"status":{"desiredNumberScheduled":2,
            "updatedNumberScheduled":1,"numberAvailable":2}})",
         Health::Progressing, "\"log\" rollout to finish: 1 out of 2"},
        {"daemon set, not available",
         R"({"apiVersion":"apps/v1","kind":"DaemonSet","status":{"desiredNumberScheduled":2,"updatedNumberScheduled":2,
            "numberAvailable":1}})",
         Health::Progressing, "1 of 2 updated pods"},
        {"daemon set, on delete",
         R"({"apiVersion":"apps/v1","kind":"DaemonSet","spec":{"updateStrategy":{"type":"OnDelete"}},"status":{
            "desiredNumberScheduled":2,"updatedNumberScheduled":1}})",
         Health::Healthy},
        {"daemon set, nowhere to run", R"({"apiVersion":"apps/v1","kind":"DaemonSet"})", Health::Healthy},
        {"replica set, refused",
         R"({"apiVersion":"apps/v1","kind":"ReplicaSet","status":{"conditions":[{"type":"ReplicaFailure","status":"True",
            "message":"exceeded quota"}]}})",
         Health::Degraded, "exceeded quota"},
        {"replica set, not there", R"({"apiVersion":"apps/v1","kind":"ReplicaSet","spec":{"replicas":1}})",
         Health::Progressing, "0 out of 1"},
        {"replica set, there",
         R"({"apiVersion":"apps/v1","kind":"ReplicaSet","spec":{"replicas":1},"status":{"availableReplicas":1}})",
         Health::Healthy},
    });
}

TEST_CASE("health: pods and jobs") {
    check({
        {"pending", R"({"apiVersion":"v1","kind":"Pod","status":{"phase":"Pending"}})", Health::Progressing},
        {"no image",
         R"({"apiVersion":"v1","kind":"Pod","spec":{"restartPolicy":"Always"},"status":{"phase":"Pending","containerStatuses":[
            {"state":{"waiting":{"reason":"ImagePullBackOff","message":"Back-off pulling image"}}}]}})",
         Health::Degraded, "Back-off pulling image"},
        {"ErrImagePull without a message",
         R"({"apiVersion":"v1","kind":"Pod","status":{"phase":"Pending","containerStatuses":[
            {"state":{"waiting":{"reason":"ErrImagePull"}}}]}})",
         Health::Degraded, "ErrImagePull"},
        {"one that is to end may wait",
         R"({"apiVersion":"v1","kind":"Pod","spec":{"restartPolicy":"OnFailure"},"status":{"phase":"Running","containerStatuses":[
            {"state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}})",
         Health::Progressing},
        {"starting", R"({"apiVersion":"v1","kind":"Pod","status":{"phase":"Running"}})", Health::Progressing},
        {"ended before",
         R"({"apiVersion":"v1","kind":"Pod","status":{"phase":"Running","containerStatuses":[
            {"lastState":{"terminated":{"exitCode":1}},"state":{"running":{}}}]}})",
         Health::Degraded},
        {"ready",
         R"({"apiVersion":"v1","kind":"Pod","status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}})",
         Health::Healthy},
        {"done", R"({"apiVersion":"v1","kind":"Pod","status":{"phase":"Succeeded"}})", Health::Healthy},
        {"out of memory",
         R"({"apiVersion":"v1","kind":"Pod","status":{"phase":"Failed","containerStatuses":[
            {"name":"a","state":{"terminated":{"reason":"OOMKilled","exitCode":137}}}]}})",
         Health::Degraded, "OOMKilled"},
        {"failed",
         R"({"apiVersion":"v1","kind":"Pod","status":{"phase":"Failed","containerStatuses":[
            {"name":"a","state":{"terminated":{"exitCode":3}}}]}})",
         Health::Degraded, "container \"a\" failed with exit code 3"},
        {"who knows", R"({"apiVersion":"v1","kind":"Pod","status":{"phase":"Unknown"}})", Health::Unknown},
        {"job, running", R"({"apiVersion":"batch/v1","kind":"Job","status":{"active":1}})", Health::Progressing},
        {"job, done",
         R"({"apiVersion":"batch/v1","kind":"Job","status":{"conditions":[{"type":"SuccessCriteriaMet","status":"True"},
            {"type":"Complete","status":"True"}]}})",
         Health::Healthy},
        {"job, failed",
         R"({"apiVersion":"batch/v1","kind":"Job","status":{"conditions":[{"type":"Failed","status":"True","message":"too often"}]}})",
         Health::Degraded, "too often"},
        {"job, suspended",
         R"({"apiVersion":"batch/v1","kind":"Job","status":{"conditions":[{"type":"Suspended","status":"True"}]}})",
         Health::Suspended},
        {"job, resumed",
         R"({"apiVersion":"batch/v1","kind":"Job","status":{"conditions":[{"type":"Suspended","status":"False"}]}})",
         Health::Progressing},
        {"cron job, suspended", R"({"apiVersion":"batch/v1","kind":"CronJob","spec":{"suspend":true}})",
         Health::Suspended},
        {"cron job", R"({"apiVersion":"batch/v1","kind":"CronJob","spec":{"suspend":false}})", Health::Healthy},
    });
}

TEST_CASE("health: claims, addresses, scaling, definitions") {
    check({
        {"claim, pending", R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","status":{"phase":"Pending"}})",
         Health::Progressing},
        {"claim, bound", R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","status":{"phase":"Bound"}})",
         Health::Healthy},
        {"claim, lost", R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","status":{"phase":"Lost"}})",
         Health::Degraded},
        {"service", R"({"apiVersion":"v1","kind":"Service","spec":{"type":"ClusterIP"}})", Health::Healthy},
        {"load balancer without an address", R"({"apiVersion":"v1","kind":"Service","spec":{"type":"LoadBalancer"}})",
         Health::Progressing},
        {"load balancer",
         R"({"apiVersion":"v1","kind":"Service","spec":{"type":"LoadBalancer"},"status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.1"}]}}})",
         Health::Healthy},
        {"ingress", R"({"apiVersion":"networking.k8s.io/v1","kind":"Ingress"})", Health::Progressing},
        {"autoscaler, new", R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler"})", Health::Progressing},
        {"autoscaler without metrics",
         R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","status":{"conditions":[
            {"type":"AbleToScale","status":"True","reason":"SucceededGetScale"},
            {"type":"ScalingActive","status":"False","reason":"FailedGetResourceMetric","message":"no metrics"}]}})",
         Health::Degraded, "no metrics"},
        {"autoscaler at its least",
         R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","status":{"conditions":[
            {"type":"ScalingLimited","status":"True","reason":"TooFewReplicas"}]}})",
         Health::Healthy},
        {"API service",
         R"({"apiVersion":"apiregistration.k8s.io/v1","kind":"APIService","status":{"conditions":[
            {"type":"Available","status":"False","reason":"MissingEndpoints","message":"none"}]}})",
         Health::Progressing, "MissingEndpoints: none"},
        {"definition",
         R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","status":{"conditions":[
            {"type":"NamesAccepted","status":"True"},{"type":"Established","status":"True"}]}})",
         Health::Healthy},
        {"definition whose name is taken",
         R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","status":{"conditions":[
            {"type":"NamesAccepted","status":"False","message":"taken"}]}})",
         Health::Degraded, "taken"},
    });
}

TEST_CASE("health: everything else by convention, and what is no proper object without harm") {
    check({
        {"says nothing", R"({"apiVersion":"v1","kind":"ConfigMap"})", Health::Healthy},
        {"custom, ready",
         R"({"apiVersion":"x.example/v1","kind":"Thing","status":{"conditions":[{"type":"Ready","status":"True"}]}})",
         Health::Healthy},
        {"custom, not ready",
         R"({"apiVersion":"x.example/v1","kind":"Thing","status":{"conditions":[{"type":"Ready","status":"False","message":"soon"}]}})",
         Health::Progressing, "soon"},
        {"custom, stalled",
         R"({"apiVersion":"x.example/v1","kind":"Thing","status":{"conditions":[{"type":"Ready","status":"True"},
            {"type":"Stalled","status":"True","message":"cannot"}]}})",
         Health::Degraded, "cannot"},
        {"custom, reconciling",
         R"({"apiVersion":"x.example/v1","kind":"Thing","status":{"conditions":[{"type":"Reconciling","status":"True"}]}})",
         Health::Progressing},
        {"custom, behind",
         R"({"apiVersion":"x.example/v1","kind":"Thing","metadata":{"generation":3},"status":{"observedGeneration":2}})",
         Health::Progressing, "generation 3"},
        {"a Deployment of somebody else's", R"({"apiVersion":"x.example/v1","kind":"Deployment"})", Health::Healthy},
        {"empty", "{}", Health::Healthy},
        {"of wrong types", R"({"apiVersion":1,"kind":[],"metadata":"x","status":{"conditions":{"type":7}}})",
         Health::Healthy},
        {"a deployment of wrong types",
         R"({"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":"many"},"status":{"conditions":[1,null],"replicas":1e99}})",
         Health::Progressing},
    });
}

TEST_CASE("health: what is not its application's, and which is worse") {
    CHECK(gitops::ignoresHealth(
        objectOf(R"({"metadata":{"annotations":{"argocd.argoproj.io/ignore-healthcheck":"true"}}})")));
    CHECK(!gitops::ignoresHealth(
        objectOf(R"({"metadata":{"annotations":{"argocd.argoproj.io/ignore-healthcheck":"false"}}})")));
    CHECK(!gitops::ignoresHealth(objectOf("{}")));
    CHECK(gitops::worse(Health::Degraded, Health::Missing) == Health::Degraded);
    CHECK(gitops::worse(Health::Suspended, Health::Progressing) == Health::Progressing);
}
