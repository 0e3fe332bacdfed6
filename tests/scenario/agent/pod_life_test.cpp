#include "tests/scenario/agent/node.h"

namespace armillary::agent {
namespace {

using Calls = std::vector<std::string>;
constexpr const char* kWeb = R"({"nodeName":"node","restartPolicy":"Always","terminationGracePeriodSeconds":30,
    "containers":[{"name":"web","image":"web:1","imagePullPolicy":"IfNotPresent"}]})";

TEST_CASE("a pod runs, is told of, and goes without a trace") {
    Node node;
    node.create("a", kWeb);
    CHECK(node.runtime.calls() == Calls{"RunPodSandbox a", "CreateContainer web", "StartContainer web"});
    auto status = node.status("a");
    CHECK(status.phase == "Running");
    CHECK(status.podIP.starts_with("10.244.0."));
    CHECK(status.hostIP == "192.0.2.1");
    CHECK(status.qosClass == "BestEffort");
    REQUIRE(status.containerStatuses.size() == 1);
    CHECK(status.containerStatuses[0].ready);
    CHECK(status.containerStatuses[0].started == true);
    CHECK(status.containerStatuses[0].containerID.starts_with("containerd://"));
    for (auto type : {"Ready", "ContainersReady", "Initialized", "PodScheduled", "PodReadyToStartContainers"})
        CHECK_MESSAGE(node.condition("a", type), type);
    CHECK(node.events.has("Normal Pulled: Container image \"web:1\" already present on machine"));
    CHECK(node.events.has("Normal Created: Created container: web"));
    CHECK(node.events.has("Normal Started: Started container web"));

    // At rest nothing is written.
    auto patches = node.client.patches;
    node.advance(std::chrono::minutes(20));
    CHECK(node.client.patches == patches);

    node.runtime.clearCalls();
    node.erase("a");
    CHECK(node.runtime.calls() ==
          Calls{"StopContainer web 30", "StopPodSandbox a", "RemoveContainer web", "RemovePodSandbox a"});
    CHECK_FALSE(node.exists("a"));
    CHECK(node.workers->size() == 0);
    CHECK_FALSE(std::filesystem::exists(node.layout.pod("uid-a")));
    CHECK_FALSE(std::filesystem::exists(node.layout.podLog("default", "a", "uid-a")));
    CHECK(node.events.has("Normal Killing: Stopping container web"));
}

TEST_CASE("a container that ends starts again, then waits in CrashLoopBackOff") {
    Node node;
    node.create("a", kWeb);
    node.runtime.exit("web", 1);
    node.advance(std::chrono::seconds(1));
    auto one = node.status("a").containerStatuses.at(0);
    CHECK(one.restartCount == 1);
    REQUIRE(one.state.running);
    REQUIRE(one.lastState.terminated);
    CHECK(one.lastState.terminated->exitCode == 1);
    CHECK(one.lastState.terminated->reason == "Error");

    node.runtime.exit("web", 1);
    node.advance(std::chrono::seconds(1));
    one = node.status("a").containerStatuses.at(0);
    REQUIRE(one.state.waiting);
    CHECK(one.state.waiting->reason == "CrashLoopBackOff");
    CHECK(one.state.waiting->message == "back-off 10s restarting failed container=web pod=a_default(uid-a)");
    CHECK_FALSE(node.condition("a", "Ready"));
    CHECK(node.status("a").phase == "Running");
    CHECK(node.events.has("Warning BackOff: Back-off restarting failed container web in pod a_default(uid-a)"));
    node.advance(std::chrono::seconds(10));
    one = node.status("a").containerStatuses.at(0);
    CHECK(one.restartCount == 2);
    CHECK(one.state.running);
}

TEST_CASE("a job's pod succeeds or fails and keeps its containers for their logs") {
    for (int code : {0, 3}) {
        Node node;
        node.runtime.exitAtOnce("web:1", code);
        node.create("a",
                    R"({"nodeName":"node","restartPolicy":"Never","containers":[{"name":"web","image":"web:1"}]})");
        node.advance(std::chrono::seconds(2));
        auto status = node.status("a");
        CHECK(status.phase == (code == 0 ? "Succeeded" : "Failed"));
        REQUIRE(status.containerStatuses.at(0).state.terminated);
        CHECK(status.containerStatuses[0].state.terminated->exitCode == code);
        CHECK(node.runtime.listContainers({})->size() == 1);
        CHECK_FALSE(node.runtime.listSandboxes({})->at(0).ready);
        node.erase("a");
        CHECK_FALSE(node.exists("a"));
        CHECK(node.runtime.listContainers({})->empty());
    }
}

TEST_CASE("images: absent, pulled, refused") {
    Node node;
    node.create(
        "ghost",
        R"({"nodeName":"node","restartPolicy":"Always","containers":[{"name":"c","image":"none:1","imagePullPolicy":"IfNotPresent"}]})");
    auto waiting = node.status("ghost").containerStatuses.at(0).state.waiting;
    REQUIRE(waiting);
    CHECK(waiting->reason == "ErrImagePull");
    CHECK(node.status("ghost").phase == "Pending");
    node.advance(std::chrono::seconds(3));
    CHECK(node.status("ghost").containerStatuses.at(0).state.waiting->reason == "ImagePullBackOff");
    CHECK(node.events.has("Normal BackOff: Back-off pulling image \"none:1\""));
    node.runtime.addPullable("none:1");
    node.advance(std::chrono::seconds(10));
    CHECK(node.status("ghost").phase == "Running");

    node.create("never",
                R"({"nodeName":"node","containers":[{"name":"c","image":"other:1","imagePullPolicy":"Never"}]})");
    CHECK(node.status("never").containerStatuses.at(0).state.waiting->reason == "ErrImageNeverPull");
    node.create("bad", R"({"nodeName":"node","containers":[{"name":"c","image":"UPPER:1"}]})");
    CHECK(node.status("bad").containerStatuses.at(0).state.waiting->reason == "InvalidImageName");
}

TEST_CASE("readiness, startup and liveness") {
    Node node;
    node.checker.failing = {"web"};
    node.create("a", R"({"nodeName":"node","restartPolicy":"Always","containers":[{"name":"web","image":"web:1",
        "readinessProbe":{"tcpSocket":{"port":80},"periodSeconds":1,"failureThreshold":3,"successThreshold":1}}]})");
    CHECK(node.status("a").phase == "Running");
    CHECK_FALSE(node.condition("a", "Ready"));
    CHECK(node.events.has("Warning Unhealthy: Readiness probe failed: no"));
    node.checker.failing.clear();
    node.advance(std::chrono::seconds(2));
    CHECK(node.condition("a", "Ready"));
    CHECK(node.status("a").containerStatuses[0].restartCount == 0);

    // Before its first success it need not wait for a long period to pass.
    node.checker.failing = {"late"};
    node.create("late", R"({"nodeName":"node","restartPolicy":"Always","containers":[{"name":"late","image":"web:1",
        "readinessProbe":{"tcpSocket":{"port":80},"periodSeconds":60,"failureThreshold":3,"successThreshold":1}}]})");
    CHECK_FALSE(node.condition("late", "Ready"));
    node.checker.failing.clear();
    node.advance(std::chrono::seconds(1));
    CHECK(node.condition("late", "Ready"));

    node.checker.failing = {"live"};
    node.create("b", R"({"nodeName":"node","restartPolicy":"Always","containers":[{"name":"live","image":"web:1",
        "livenessProbe":{"tcpSocket":{"port":80},"periodSeconds":1,"failureThreshold":3}}]})");
    node.advance(std::chrono::seconds(1));
    CHECK(node.status("b").containerStatuses[0].restartCount == 0);
    node.advance(std::chrono::seconds(3));
    CHECK(node.status("b").containerStatuses[0].restartCount == 1);
    CHECK(node.events.has("Normal Killing: Container live failed liveness probe, will be restarted"));

    node.checker.failing = {"slow"};
    node.create("c", R"({"nodeName":"node","restartPolicy":"Always","containers":[{"name":"slow","image":"web:1",
        "startupProbe":{"tcpSocket":{"port":80},"periodSeconds":1,"failureThreshold":100},
        "livenessProbe":{"tcpSocket":{"port":80},"periodSeconds":1,"failureThreshold":1}}]})");
    node.advance(std::chrono::seconds(20));
    CHECK(node.status("c").containerStatuses[0].restartCount == 0);
    CHECK(node.status("c").containerStatuses[0].started == false);
    node.checker.failing.clear();
    node.advance(std::chrono::seconds(2));
    CHECK(node.status("c").containerStatuses[0].started == true);
    CHECK(node.condition("c", "Ready"));
}

TEST_CASE("hooks run at start and before the stop signal") {
    Node node;
    node.create("a", R"({"nodeName":"node","restartPolicy":"Always","containers":[{"name":"web","image":"web:1",
        "lifecycle":{"postStart":{"exec":{"command":["x"]}},"preStop":{"exec":{"command":["y"]}}}}]})");
    CHECK(node.checker.hooks == Calls{"web"});
    node.erase("a");
    CHECK(node.checker.hooks == Calls{"web", "web"});
    CHECK_FALSE(node.exists("a"));

    node.checker.failing = {"hook/bad"};
    node.create(
        "b",
        R"({"nodeName":"node","restartPolicy":"Never","containers":[{"name":"bad","image":"web:1","lifecycle":{"postStart":{"exec":{"command":["x"]}}}}]})");
    node.advance(std::chrono::seconds(1));
    CHECK(node.events.has("Warning FailedPostStartHook: PostStartHook failed"));
    CHECK(node.runtime.runningContainers() == 0);
    CHECK(node.status("b").containerStatuses[0].state.terminated);
}

TEST_CASE("a start hook that fails is what its container waits for") {
    Node node;
    node.checker.failing = {"hook/web"};
    node.tasks.hold = true;
    node.create("a", R"({"nodeName":"node","restartPolicy":"Always","containers":[{"name":"web","image":"web:1",
        "lifecycle":{"postStart":{"exec":{"command":["x","y"]}}}}]})");
    CHECK(node.status("a").containerStatuses[0].state.waiting->reason == "ContainerCreating");
    node.tasks.release();
    node.settle();
    auto waiting = node.status("a").containerStatuses[0].state.waiting;
    REQUIRE(waiting);
    CHECK(waiting->reason == "PostStartHookError");
    CHECK(waiting->message ==
          "Exec lifecycle hook ([x y]) for Container \"web\" in Pod \"a_default(uid-a)\" failed - error: command 'x "
          "y' exited with 3: no, message: \"no\"");
    CHECK(node.status("a").containerStatuses[0].lastState.terminated);
    node.checker.failing.clear();
    node.advance(std::chrono::seconds(6));
    CHECK(node.checker.hooks.size() == 2);
    CHECK(node.status("a").containerStatuses[0].state.running);
}

TEST_CASE("init containers come first and their failure is told") {
    Node node;
    node.create(
        "a",
        R"({"nodeName":"node","restartPolicy":"Always","initContainers":[{"name":"one","image":"web:1"},{"name":"two","image":"web:1"}],
        "containers":[{"name":"web","image":"web:1"}]})");
    CHECK(node.status("a").phase == "Pending");
    CHECK(node.status("a").containerStatuses[0].state.waiting->reason == "PodInitializing");
    CHECK_FALSE(node.condition("a", "Initialized"));
    node.runtime.exit("one", 0);
    node.advance(std::chrono::seconds(1));
    node.runtime.exit("two", 0);
    node.advance(std::chrono::seconds(1));
    CHECK(node.status("a").phase == "Running");
    CHECK(node.condition("a", "Initialized"));
    CHECK(node.status("a").initContainerStatuses[0].ready);

    node.create(
        "b",
        R"({"nodeName":"node","restartPolicy":"Never","initContainers":[{"name":"bad","image":"web:1"}],"containers":[{"name":"main","image":"web:1"}]})");
    node.runtime.exit("bad", 1);
    node.advance(std::chrono::seconds(2));
    CHECK(node.status("b").phase == "Failed");
}

TEST_CASE("a pod that the node cannot take fails with the reason") {
    Node node;
    node.rejection = Rejection{"OutOfcpu", "too little"};
    node.create("a", kWeb);
    CHECK(node.status("a").phase == "Failed");
    CHECK(node.status("a").reason == "OutOfcpu");
    CHECK(node.status("a").message == "Pod was rejected: too little");
    CHECK(node.runtime.calls().empty());
    // Nothing of it was ever here: readers show the reason, and no container's state in its place.
    CHECK(node.status("a").containerStatuses.empty());
    CHECK(node.status("a").conditions.empty());
    CHECK(node.status("a").startTime->isSet());
    node.restart();
    CHECK(node.status("a").containerStatuses.empty());
    node.erase("a");
    CHECK_FALSE(node.exists("a"));
}

TEST_CASE("a pod's end is told when nothing of it runs any more") {
    Node node;
    node.create(
        "a",
        R"({"nodeName":"node","restartPolicy":"Always","activeDeadlineSeconds":30,"containers":[{"name":"web","image":"web:1"}]})");
    node.create("b", kWeb);
    node.tasks.hold = true;
    node.advance(std::chrono::seconds(31));
    REQUIRE(node.workers->evict("uid-b", {"Evicted", "The node was low on resource: memory. ", true}));
    node.settle();
    CHECK(node.status("a").phase == "Running");
    CHECK(node.status("a").reason.empty());
    CHECK_FALSE(node.condition("a", "Ready"));
    CHECK(node.status("b").phase == "Running");
    CHECK(node.condition("b", "DisruptionTarget"));
    CHECK(node.condition("b", "Ready"));
    node.tasks.release();
    node.settle();
    CHECK(node.status("a").phase == "Failed");
    CHECK(node.status("a").reason == "DeadlineExceeded");
    CHECK(node.status("b").reason == "Evicted");
    CHECK_FALSE(node.condition("b", "Ready"));
}

TEST_CASE("sidecars keep the pod running, and have what the others left of its grace") {
    Node node;
    node.create("a", R"({"nodeName":"node","restartPolicy":"Never","terminationGracePeriodSeconds":30,
        "initContainers":[{"name":"side","image":"web:1","restartPolicy":"Always"}],
        "containers":[{"name":"main","image":"web:1"}]})");
    node.tasks.hold = true;
    node.runtime.exit("main", 0);
    node.advance(std::chrono::seconds(1));
    CHECK(node.status("a").phase == "Running");
    node.tasks.release();
    node.settle();
    CHECK(node.status("a").phase == "Succeeded");

    node.create("b", R"({"nodeName":"node","terminationGracePeriodSeconds":30,
        "initContainers":[{"name":"proxy","image":"web:1","restartPolicy":"Always"}],
        "containers":[{"name":"slow","image":"web:1"}]})");
    node.runtime.clearCalls();
    node.tasks.hold = true;
    node.erase("b");
    node.advance(std::chrono::seconds(20));
    node.tasks.release();
    node.settle();
    CHECK(std::ranges::contains(node.runtime.calls(), "StopContainer proxy 10"));
    CHECK_FALSE(node.exists("b"));
}

TEST_CASE("the hooks of sidecars begin with the pod's end, their stop waits for the hook and the turn") {
    Node node;
    node.create("a", R"({"nodeName":"node","terminationGracePeriodSeconds":30,"initContainers":[
        {"name":"side","image":"web:1","restartPolicy":"Always","lifecycle":{"preStop":{"exec":{"command":["drain"]}}}}],
        "containers":[{"name":"main","image":"web:1"}]})");
    node.runtime.clearCalls();
    node.tasks.hold = true;
    node.erase("a");
    REQUIRE(node.tasks.held() == 2);  // the sidecar's hook, and main's end
    node.tasks.releaseOne(1);
    node.advance(std::chrono::seconds(5));
    // Main has ended, the hook still runs.
    CHECK(node.runtime.calls() == Calls{"StopContainer main 30"});
    CHECK(node.checker.hooks.empty());
    node.tasks.releaseOne(0);
    CHECK(node.checker.hooks == Calls{"side"});
    node.settle();
    node.tasks.release();
    node.settle();
    CHECK(std::ranges::contains(node.runtime.calls(), "StopContainer side 25"));
    CHECK(node.checker.hooks == Calls{"side"});
    CHECK_FALSE(node.exists("a"));
}

TEST_CASE("a sidecar's hook that does not end is waited for as long as the grace") {
    Node node;
    node.create("a", R"({"nodeName":"node","terminationGracePeriodSeconds":30,"initContainers":[
        {"name":"side","image":"web:1","restartPolicy":"Always","lifecycle":{"preStop":{"exec":{"command":["drain"]}}}}],
        "containers":[{"name":"main","image":"web:1"}]})");
    node.runtime.clearCalls();
    node.tasks.hold = true;
    node.erase("a");
    node.tasks.releaseOne(1);
    node.advance(std::chrono::seconds(29));
    CHECK(node.tasks.held() == 1);
    node.advance(std::chrono::seconds(12));
    REQUIRE(node.tasks.held() == 2);
    node.tasks.releaseOne(1);
    CHECK(node.runtime.calls().back() == "StopContainer side 2");
    node.tasks.release();
    node.settle();
    CHECK_FALSE(node.exists("a"));
}

TEST_CASE("a container that the runtime has forgotten is told of, and counted on") {
    Node node;
    node.create("a", kWeb);
    auto id = node.runtime.listContainers({})->at(0).id;
    REQUIRE(node.runtime.stopContainer(id, std::chrono::seconds(0)));
    REQUIRE(node.runtime.removeContainer(id));
    node.runtime.failNext("CreateContainer", {cri::Error::Code::Other, "later"});
    node.advance(std::chrono::seconds(1));
    auto one = node.status("a").containerStatuses.at(0);
    CHECK(one.restartCount == 1);
    CHECK(one.state.waiting->reason == "CreateContainerError");
    REQUIRE(one.lastState.terminated);
    CHECK(one.lastState.terminated->reason == "ContainerStatusUnknown");
    CHECK(one.lastState.terminated->exitCode == 137);
    CHECK(node.status("a").phase == "Running");
    node.advance(std::chrono::seconds(6));
    one = node.status("a").containerStatuses.at(0);
    CHECK(one.state.running);
    CHECK(one.restartCount == 1);
}

TEST_CASE("a pod past its deadline fails") {
    Node node;
    node.create(
        "a",
        R"({"nodeName":"node","restartPolicy":"Always","activeDeadlineSeconds":30,"containers":[{"name":"web","image":"web:1"}]})");
    node.advance(std::chrono::seconds(31));
    CHECK(node.status("a").phase == "Failed");
    CHECK(node.status("a").reason == "DeadlineExceeded");
    CHECK(node.runtime.runningContainers() == 0);
}

TEST_CASE("an ephemeral container runs once beside the others and is told of") {
    Node node;
    node.create("a", kWeb);
    auto spec = std::string(kWeb);
    spec.replace(spec.rfind('}'), 1,
                 R"(,"ephemeralContainers":[{"name":"debug","image":"web:1","targetContainerName":"web",
        "stdin":true,"tty":true},{"name":"lost","image":"web:1","targetContainerName":"nobody"}]})");
    node.runtime.clearCalls();
    node.update("a", spec);
    CHECK(node.runtime.calls() == Calls{"CreateContainer debug", "StartContainer debug"});
    auto statuses = node.status("a").ephemeralContainerStatuses;
    REQUIRE(statuses.size() == 2);
    CHECK(statuses[0].state.running);
    CHECK_FALSE(statuses[0].ready);
    REQUIRE(statuses[1].state.waiting);
    CHECK(statuses[1].state.waiting->reason == "CreateContainerConfigError");
    CHECK(statuses[1].state.waiting->message == "unable to find target container nobody");
    CHECK(node.condition("a", "Ready"));
    node.runtime.exit("debug", 1);
    node.advance(std::chrono::minutes(1));
    statuses = node.status("a").ephemeralContainerStatuses;
    REQUIRE(statuses[0].state.terminated);
    CHECK(statuses[0].restartCount == 0);
    CHECK(node.status("a").phase == "Running");
    CHECK(node.condition("a", "Ready"));
    node.erase("a");
    CHECK_FALSE(node.exists("a"));
}

TEST_CASE("sidecars start first, outlive the main containers and end in reverse") {
    Node node;
    node.create("a", R"({"nodeName":"node","restartPolicy":"Never","initContainers":[
        {"name":"one","image":"web:1","restartPolicy":"Always"},{"name":"two","image":"web:1","restartPolicy":"Always"}],
        "containers":[{"name":"main","image":"web:1"}]})");
    CHECK(node.runtime.calls() == Calls{"RunPodSandbox a", "CreateContainer one", "StartContainer one",
                                        "CreateContainer two", "StartContainer two", "CreateContainer main",
                                        "StartContainer main"});
    CHECK(node.condition("a", "Initialized"));
    node.runtime.exit("one", 1);
    node.advance(std::chrono::seconds(1));
    CHECK(node.status("a").initContainerStatuses[0].restartCount == 1);
    node.runtime.clearCalls();
    node.runtime.exit("main", 0);
    node.advance(std::chrono::seconds(2));
    CHECK(node.runtime.calls() == Calls{"StopContainer two 30", "StopContainer one 30", "StopPodSandbox a"});
    CHECK(node.status("a").phase == "Succeeded");
}

TEST_CASE("a sandbox that cannot be made says why") {
    Node node;
    node.create("a", R"({"nodeName":"node","runtimeClassName":"none","containers":[{"name":"c","image":"web:1"}]})");
    CHECK(node.events.has(
        "Warning FailedCreatePodSandBox: Failed to create pod sandbox: runtimeclasses \"none\" not found"));
    node.create("b", R"({"nodeName":"node","runtimeClassName":"known","containers":[{"name":"c","image":"web:1"}]})");
    CHECK(node.status("b").phase == "Running");
    auto label = std::string(40, 'x');
    node.create(label, R"({"nodeName":"node","subdomain":"inside","setHostnameAsFQDN":true,
        "containers":[{"name":"c","image":"web:1"}]})");
    CHECK(
        node.events.has("Warning FailedCreatePodSandBox: Failed to create pod sandbox: Failed to construct FQDN from "
                        "pod hostname and cluster domain, FQDN " +
                        label +
                        ".inside.default.svc.cluster.local is too long (64 characters is the max, 73 "
                        "characters requested)"));
}

TEST_CASE("a pod that the node evicts fails at once and says why") {
    Node node;
    node.create("a", kWeb);
    node.runtime.clearCalls();
    REQUIRE(node.workers->evict("uid-a", {"Evicted", "The node was low on resource: memory. ", true}));
    node.settle();
    CHECK(node.runtime.calls().front() == "StopContainer web 2");
    node.advance(std::chrono::seconds(2));
    auto status = node.status("a");
    CHECK(status.phase == "Failed");
    CHECK(status.reason == "Evicted");
    CHECK(status.message == "The node was low on resource: memory. ");
    CHECK(node.condition("a", "DisruptionTarget"));
    CHECK(node.events.has("Warning Evicted: The node was low on resource: memory. "));
    CHECK_FALSE(node.workers->evict("nobody", {"Evicted", ""}));
}

TEST_CASE("a pod that is evicted for its own doing is not disrupted") {
    Node node;
    node.create("a", kWeb);
    const std::string why = "Usage of EmptyDir volume \"v\" exceeds the limit \"8Mi\". ";
    REQUIRE(node.workers->evict("uid-a", {"Evicted", why}));
    node.advance(std::chrono::seconds(2));
    CHECK(node.status("a").phase == "Failed");
    CHECK(node.status("a").reason == "Evicted");
    CHECK(node.events.has("Warning Evicted: " + why));
    CHECK_FALSE(std::ranges::contains(node.status("a").conditions, "DisruptionTarget", &corev1::PodCondition::type));
}

}  // namespace
}  // namespace armillary::agent
