#include <doctest/doctest.h>

#include "tests/unit/explain/scripted_evidence.h"

using namespace armillary;
using namespace armillary::test;

namespace {

std::string exited(int code, const std::string& reason = "Error", const std::string& message = "") {
    return R"({"terminated":{"exitCode":)" + std::to_string(code) + R"(,"reason":")" + reason + R"(","message":")" +
           message + R"(","finishedAt":"2026-01-01T12:00:40Z"}})";
}
std::string looping(int code, const std::string& reason = "Error") {
    return containerStatus(R"({"waiting":{"reason":"CrashLoopBackOff","message":"back-off"}})",
                           R"("restartCount":3,"lastState":)" + exited(code, reason) + ",");
}
std::string waiting(const std::string& reason, const std::string& message) {
    std::string quoted;
    schema::appendJsonString(quoted, message);
    return containerStatus(R"({"waiting":{"reason":")" + reason + R"(","message":)" + quoted + "}}", "", "Pending");
}
const std::string kRuns = R"({"running":{"startedAt":"2026-01-01T12:00:05Z"}})";

Told image(const std::string& message) {
    ScriptedEvidence evidence;
    evidence.add(nodeJson("n1"));
    return why(
        evidence.add(podJson({.spec = R"({"nodeName":"n1","containers":[{"name":"c","image":"reg.example/app:1"}]})",
                              .status = waiting("ErrImagePull", message)})),
        evidence);
}
Told crash(int code, const std::string& reason = "Error", const std::string& more = "") {
    ScriptedEvidence evidence;
    evidence.add(nodeJson("n1"));
    evidence.says("p", "c", true, "one\ntwo\n\nthe last words\n");
    return why(evidence.add(podJson({.spec = R"({"nodeName":"n1","containers":[{"name":"c","image":"i")" + more + "}]}",
                                     .status = looping(code, reason)})),
               evidence);
}

}  // namespace

TEST_CASE("a pod that runs, one that ended well, one that has just begun") {
    ScriptedEvidence evidence;
    CHECK(why(evidence.add(podJson({.status = kReadyStatus})), evidence).id() == "fine");
    CHECK(why(evidence.add(podJson({.status = R"({"phase":"Succeeded"})"})), evidence).says("ended with success"));
    ScriptedEvidence young;
    young.add(nodeJson("n1"));
    const auto starting =
        why(young.add(podJson({.status = waiting("ContainerCreating", ""), .meta = "", .name = "p"})), young);
    CHECK(starting.explanation.object == "Pod/default/p");
    const std::string late = podJson({.status = waiting("ContainerCreating", "")});
    // Made 60 s ago it should have started; made a moment ago it is starting.
    CHECK(why(young.add(late), young).id() == "not-ready");
    std::string fresh = late;
    fresh.replace(fresh.find("12:00:00"), 8, "12:00:55");
    const auto begun = why(young.add(fresh), young);
    CHECK(begun.id() == "fine");
    CHECK(begun.says("It is starting"));
}

TEST_CASE("pull errors are told apart") {
    CHECK(image("failed to resolve: reg.example/app:1: not found").says("no such image or tag"));
    const auto denied = image("pull access denied, authorization failed: no basic auth credentials");
    CHECK(denied.id() == "image-pull");
    CHECK(denied.says("wants credentials"));
    CHECK(denied.cites("field", "spec.imagePullSecrets"));
    CHECK(image("dial tcp 192.0.2.1:443: i/o timeout").says("did not answer in time"));
    CHECK(image("dial tcp: lookup reg.example: no such host").says("cannot be resolved"));
    CHECK(image("x509: certificate signed by unknown authority").says("not trusted"));
    CHECK(image("dial tcp 127.0.0.1:1: connect: connection refused").says("nobody listens"));
    CHECK(image("429 Too Many Requests: toomanyrequests").says("too many pulls"));
    CHECK(image("something nobody has heard of").says("something nobody has heard of"));

    ScriptedEvidence evidence;
    evidence.add(nodeJson("n1"));
    CHECK(why(evidence.add(podJson({.status = waiting("InvalidImageName", "couldn't parse")})), evidence)
              .says("no valid image name"));
    CHECK(why(evidence.add(podJson({.status = waiting("ErrImageNeverPull", "not present")})), evidence).says("Never"));
    // An older node says while it waits only that it waits; the event has the reason.
    evidence.event("Pod", "p", "Failed", R"(Failed to pull image "i": manifest unknown)", "spec.containers{c}");
    const auto backed =
        why(evidence.add(podJson({.status = waiting("ImagePullBackOff", R"(Back-off pulling image "i")")})), evidence);
    CHECK(backed.says("no such image or tag"));
    CHECK(backed.cites("event", "manifest unknown"));
}

TEST_CASE("crashes by exit code, with the last words of the run before") {
    const auto one = crash(1);
    CHECK(one.id() == "crash");
    CHECK(one.says("exit code 1"));
    CHECK(one.cites("log", "the last words"));
    CHECK(one.next() == "kubectl -n default logs pod/p -c c --previous");
    CHECK(crash(126).says("cannot be run"));
    CHECK(crash(127).says("not found"));
    CHECK(crash(139).says("segmentation fault"));
    CHECK(crash(143).says("told to end"));
    CHECK(crash(0, "Completed").says("ends by itself with success"));
    CHECK(crash(137).id() == "crash");
    CHECK(crash(137).says("SIGKILL"));

    ScriptedEvidence evidence;
    evidence.add(nodeJson("n1"));
    const auto start =
        why(evidence.add(podJson(
                {.status = containerStatus(
                     R"({"waiting":{"reason":"CrashLoopBackOff"}})",
                     R"("lastState":)" +
                         exited(128, "StartError", R"(runc: exec: \"nosuch\": executable file not found in $PATH)") +
                         ",")})),
            evidence);
    CHECK(start.id() == "crash");
    CHECK(start.says(R"(cannot be started: exec: "nosuch")"));
    const auto once = why(evidence.add(podJson({.status = containerStatus(exited(2), "", "Failed")})), evidence);
    CHECK(once.says("exit code 2"));
}

TEST_CASE("out of memory names the limit") {
    const auto oom = crash(137, "OOMKilled", R"(,"resources":{"limits":{"memory":"24Mi"}})");
    CHECK(oom.id() == "oom");
    CHECK(oom.says("24Mi"));
    CHECK(oom.cites("field", "spec.containers[0].resources.limits.memory"));
    CHECK(crash(137, "OOMKilled").says("no limit"));
    CHECK(crash(137, "Error", R"(,"resources":{"limits":{"memory":"24Mi"}})").says("most likely"));
}

TEST_CASE("a container that its probe kills") {
    ScriptedEvidence evidence;
    evidence.add(nodeJson("n1"));
    evidence.event("Pod", "p", "Killing", "Container c failed liveness probe, will be restarted", "spec.containers{c}");
    evidence.event("Pod", "p", "Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 500",
                   "spec.containers{c}");
    const auto told = why(
        evidence.add(podJson(
            {.spec =
                 R"({"nodeName":"n1","containers":[{"name":"c","image":"i","livenessProbe":{"httpGet":{"path":"/live","port":80}},"resources":{"limits":{"memory":"1Gi"}}}]})",
             .status = looping(137)})),
        evidence);
    CHECK(told.id() == "crash");
    CHECK(told.says("liveness probe (GET /live on port 80) fails: HTTP probe failed with statuscode: 500"));
    CHECK(told.cites("event", "failed liveness probe"));
    // A hook that ends it each time is no clean end.
    evidence.event("Pod", "h", "FailedPostStartHook", "PostStartHook failed", "spec.containers{c}");
    const auto hook = why(
        evidence.add(podJson(
            {.spec =
                 R"({"nodeName":"n1","containers":[{"name":"c","lifecycle":{"postStart":{"exec":{"command":["x"]}}}}]})",
             .status = looping(0),
             .name = "h"})),
        evidence);
    CHECK(hook.says("postStart hook fails"));
    // The kill of an hour ago is not why it ended now.
    ScriptedEvidence later;
    later.add(nodeJson("n1"));
    later.event("Pod", "p", "Killing", "Container c failed liveness probe, will be restarted", "spec.containers{c}",
                "2026-01-01T11:00:00Z");
    CHECK(why(later.add(podJson({.status = looping(3)})), later).says("exit code 3"));
}

TEST_CASE("not ready: the answer that the probe got, and ports that are declared") {
    ScriptedEvidence evidence;
    evidence.add(nodeJson("n1"));
    const std::string spec =
        R"({"nodeName":"n1","containers":[{"name":"c","image":"i","ports":[{"containerPort":8080}],"readinessProbe":{"httpGet":{"path":"/ok","port":8081},"periodSeconds":1,"failureThreshold":3}}]})";
    const std::string status = containerStatus(kRuns, R"("ready":false,)");
    const auto silent = why(evidence.add(podJson({.spec = spec, .status = status})), evidence);
    CHECK(silent.id() == "not-ready");
    CHECK(silent.says("does not succeed"));
    evidence.event("Pod", "p", "Unhealthy",
                   "Readiness probe failed: dial tcp 10.0.0.1:8081: connect: connection refused", "spec.containers{c}");
    const auto told = why(evidence.add(podJson({.spec = spec, .status = status})), evidence);
    CHECK(told.says("connection refused"));
    CHECK(told.says("declares port 8080"));
    CHECK(told.cites("event", "Unhealthy"));

    const auto gate = why(
        evidence.add(podJson(
            {.spec = R"({"nodeName":"n1","readinessGates":[{"conditionType":"x.org/lb"}],"containers":[{"name":"c"}]})",
             .status =
                 R"({"phase":"Running","conditions":[{"type":"Ready","status":"False"},{"type":"ContainersReady","status":"True"}],"containerStatuses":[{"name":"c","ready":true,"state":)" +
                 kRuns + "}]}",
             .name = "q"})),
        evidence);
    CHECK(gate.says("x.org/lb"));
}

TEST_CASE("init containers: failed, still running, and where the cause is more telling than the place") {
    ScriptedEvidence evidence;
    evidence.add(nodeJson("n1"));
    const std::string spec =
        R"({"nodeName":"n1","initContainers":[{"name":"prepare","image":"i","resources":{"limits":{"memory":"1Mi"}}}],"containers":[{"name":"c","image":"i"}]})";
    const auto of = [&](const std::string& state) {
        return why(
            evidence.add(podJson(
                {.spec = spec,
                 .status =
                     R"({"phase":"Pending","conditions":[{"type":"Ready","status":"False"}],"initContainerStatuses":[{"name":"prepare",)" +
                     state + "}]}"})),
            evidence);
    };
    const auto failed =
        of(R"("restartCount":2,"state":{"waiting":{"reason":"CrashLoopBackOff"}},"lastState":)" + exited(9));
    CHECK(failed.id() == "init");
    CHECK(failed.says("Init container prepare"));
    CHECK(failed.says("exit code 9"));
    const auto waits = of(R"("state":)" + kRuns);
    CHECK(waits.id() == "init");
    CHECK(waits.says("55s"));
    CHECK(of(R"("state":)" + exited(137, "OOMKilled")).id() == "oom");
    CHECK(of(R"("state":{"waiting":{"reason":"ErrImagePull","message":"not found"}})").id() == "image-pull");
}

TEST_CASE("what is missing: maps, secrets, keys, claims; near misses are offered") {
    ScriptedEvidence evidence;
    evidence.add(nodeJson("n1"));
    evidence.add(
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"default"},"data":{"colour":"blue"}})");
    evidence.add(
        R"({"apiVersion":"v1","kind":"Secret","metadata":{"name":"pass","namespace":"default"},"data":{"word":"aHVudGVyMg=="}})");
    const auto with = [&](const std::string& container, const std::string& volumes = "[]") {
        return why(evidence.add(podJson({.spec = R"({"nodeName":"n1","containers":[{"name":"c","image":"i",)" +
                                                 container + R"(}],"volumes":)" + volumes + "}",
                                         .status = waiting("CreateContainerConfigError", "not found")})),
                   evidence);
    };
    const auto map = with(R"("envFrom":[{"configMapRef":{"name":"setings"}}])");
    CHECK(map.id() == "missing-reference");
    CHECK(map.says("ConfigMap setings"));
    CHECK(map.says("Did you mean settings?"));
    CHECK(map.cites("field", "spec.containers[0].envFrom[0].configMapRef.name"));
    CHECK(
        with(R"("env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"absent","key":"k"}}}])").says("Secret absent"));
    const auto key = with(R"("env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"pass","key":"wrod"}}}])");
    CHECK(key.says("key wrod of Secret pass"));
    CHECK(key.says("Did you mean word?"));
    CHECK_FALSE(explain::toJson(key.explanation).contains("hunter2"));
    CHECK(
        with(
            R"("stdin":false)",
            R"([{"name":"v","projected":{"sources":[{"configMap":{"name":"settings","items":[{"key":"size","path":"s"}]}}]}}])")
            .says("key size"));
    CHECK(with(R"("stdin":false)", R"([{"name":"v","persistentVolumeClaim":{"claimName":"gone"}}])")
              .says("PersistentVolumeClaim gone"));
    // What may be missing is no cause.
    CHECK_FALSE(with(R"("envFrom":[{"configMapRef":{"name":"absent","optional":true}}])").says("ConfigMap absent"));
}

TEST_CASE("set-up on the node: sandbox, mounts, users") {
    ScriptedEvidence evidence;
    evidence.add(nodeJson("n1"));
    const auto pod = evidence.add(podJson({.status = waiting("ContainerCreating", "")}));
    evidence.event("Pod", "p", "FailedCreatePodSandBox", "Failed to create pod sandbox: no addresses left");
    CHECK(why(pod, evidence).id() == "node");
    CHECK(why(pod, evidence).says("no addresses left"));
    ScriptedEvidence mount;
    mount.add(nodeJson("n1"));
    mount.event("Pod", "p", "FailedMount", "MountVolume.SetUp failed: hostPath type check failed");
    CHECK(why(mount.add(podJson({.status = waiting("ContainerCreating", "")})), mount).says("cannot mount a volume"));
    CHECK(why(evidence.add(podJson({.status = waiting("CreateContainerConfigError",
                                                      "container has runAsNonRoot and image will run as root")})),
              evidence)
              .id() == "admission");
}

TEST_CASE("the node that a pod is on: gone, not ready, evicting") {
    ScriptedEvidence evidence;
    const std::string status = containerStatus(kRuns, R"("ready":true,)");
    CHECK(why(evidence.add(podJson({.status = status})), evidence).says("not there any more"));
    evidence.add(nodeJson("n1", "{}", "{}", "Unknown"));
    const auto lost = why(evidence.add(podJson({.status = status})), evidence);
    CHECK(lost.id() == "node");
    CHECK(lost.says("does not answer any more"));
    CHECK(lost.says("11m ago"));
    const auto evicted = why(
        evidence.add(podJson(
            {.status = R"({"phase":"Failed","reason":"Evicted","message":"The node was low on resource: memory."})"})),
        evidence);
    CHECK(evicted.id() == "node");
    CHECK(evicted.explanation.statements.size() == 1);
    CHECK(evicted.says("low on resource: memory"));
}

TEST_CASE("pods that are deleted and stay") {
    ScriptedEvidence evidence;
    evidence.add(nodeJson("n1", "{}", "{}", "Unknown"));
    const auto deleted = [&](const std::string& at, const std::string& more = "") {
        return evidence.add(
            podJson({.status = kReadyStatus,
                     .meta = R"(,"deletionTimestamp":")" + at + R"(","deletionGracePeriodSeconds":30)" + more}));
    };
    CHECK(why(deleted("2026-01-01T12:01:20Z"), evidence).id() == "fine");
    const auto held = why(deleted("2026-01-01T12:00:59Z", R"(,"finalizers":["x.org/hold"])"), evidence);
    CHECK(held.id() == "finalizer");
    CHECK(held.says("x.org/hold"));
    const auto stuck = why(evidence.add(podJson({.status = containerStatus(kRuns),
                                                 .meta = R"(,"deletionTimestamp":"2026-01-01T11:50:00Z")"})),
                           evidence);
    CHECK(stuck.id() == "node");
}

TEST_CASE("policies: one that cuts all is the first suspect, one that lets some through is a word") {
    ScriptedEvidence evidence;
    const auto pod = evidence.add(podJson({.status = kReadyStatus, .meta = R"(,"labels":{"app":"web"})"}));
    evidence.add(
        R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"some","namespace":"default"},"spec":{"podSelector":{"matchLabels":{"app":"web"}},"policyTypes":["Ingress"],"ingress":[{"from":[{"podSelector":{}}]}]}})");
    const auto some = why(pod, evidence);
    CHECK(some.id() == "fine");
    CHECK(some.id(1) == "policy");
    evidence.add(
        R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"cut","namespace":"default"},"spec":{"podSelector":{"matchExpressions":[{"key":"app","operator":"Exists"}]},"policyTypes":["Egress"]}})");
    const auto cut = why(pod, evidence);
    CHECK(cut.id() == "policy");
    CHECK(cut.says("reach nobody"));
}
