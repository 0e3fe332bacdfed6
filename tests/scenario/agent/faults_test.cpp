#include "tests/scenario/agent/node.h"

namespace armillary::agent {
namespace {

using Calls = std::vector<std::string>;
constexpr const char* kWeb = R"({"nodeName":"node","restartPolicy":"Always","containers":[{"name":"web","image":"web:1",
    "readinessProbe":{"tcpSocket":{"port":80},"periodSeconds":5}}]})";

TEST_CASE("an agent that starts anew touches nothing that runs") {
    Node node;
    node.create("a", kWeb);
    node.advance(std::chrono::seconds(1));
    REQUIRE(node.condition("a", "Ready"));
    auto before = node.status("a").containerStatuses[0].containerID;
    node.runtime.clearCalls();
    node.restart();
    CHECK(node.runtime.calls().empty());
    CHECK(node.condition("a", "Ready"));
    node.advance(std::chrono::seconds(30));
    CHECK(node.status("a").containerStatuses[0].containerID == before);
    CHECK(node.status("a").containerStatuses[0].restartCount == 0);
    CHECK(node.runtime.calls().empty());
}

TEST_CASE("a pod deleted while the agent was away is ended") {
    Node node;
    node.create("a", kWeb);
    REQUIRE(node.client.remove(client::target<corev1::Pod>("default", "a"), {}));
    node.restart();
    node.advance(std::chrono::seconds(2));
    CHECK(node.runtime.listContainers({})->empty());
    CHECK(node.runtime.listSandboxes({})->empty());
    CHECK(node.workers->size() == 0);
}

TEST_CASE("a runtime that is away for a while changes nothing") {
    Node node;
    node.create("a", kWeb);
    node.runtime.clearCalls();
    node.runtime.setDown(true);
    node.advance(std::chrono::seconds(30));
    CHECK_FALSE(node.workers->runtimeHealthy());
    node.runtime.setDown(false);
    node.advance(std::chrono::seconds(5));
    CHECK(node.workers->runtimeHealthy());
    CHECK(node.status("a").containerStatuses[0].restartCount == 0);
    CHECK(node.runtime.calls().empty());
}

TEST_CASE("a server that is away gets the newest status when it is back") {
    Node node;
    node.create("a", kWeb);
    node.client.down = true;
    node.runtime.exit("web", 1);
    node.advance(std::chrono::seconds(20));
    node.client.down = false;
    node.advance(std::chrono::seconds(20));
    CHECK(node.status("a").containerStatuses[0].restartCount == 1);
}

TEST_CASE("a pod on the node's network is probed at the node's address, from its first check on") {
    Node node;
    node.create("a", R"({"nodeName":"node","hostNetwork":true,"containers":[{"name":"c","image":"web:1",
        "readinessProbe":{"tcpSocket":{"port":80},"periodSeconds":1}}]})");
    CHECK(node.checker.address == node.facts.nodeIp);
    CHECK_FALSE(node.checker.address.empty());
}

TEST_CASE("a dead sandbox is made anew") {
    Node node;
    node.create("a", kWeb);
    node.runtime.killSandbox("a");
    node.advance(std::chrono::seconds(12));
    CHECK(node.events.has("Normal SandboxChanged"));
    CHECK(node.status("a").phase == "Running");
    CHECK(node.status("a").containerStatuses[0].restartCount == 1);
    CHECK(node.status("a").containerStatuses[0].state.running);
}

TEST_CASE("a sandbox or container that cannot be made is tried again and told of") {
    Node node;
    node.runtime.failNext("RunPodSandbox", {cri::Error::Code::Other, "no network"});
    node.create("a", kWeb);
    CHECK(
        node.events.has("Warning FailedCreatePodSandBox: Failed to create pod sandbox: rpc error: code = "
                        "Unknown desc = no network"));
    node.advance(std::chrono::seconds(2));
    CHECK(node.status("a").phase == "Running");

    node.runtime.failNext("CreateContainer", {cri::Error::Code::Other, "no room"});
    node.create("b", R"({"nodeName":"node","containers":[{"name":"c","image":"web:1"}]})");
    CHECK(node.status("b").containerStatuses[0].state.waiting->reason == "CreateContainerError");
    node.advance(std::chrono::seconds(6));
    CHECK(node.status("b").phase == "Running");

    node.runtime.failNext("StartContainer", {cri::Error::Code::Other, "exec: \"nope\": executable file not found"});
    node.create("c", R"({"nodeName":"node","restartPolicy":"Always","containers":[{"name":"d","image":"web:1"}]})");
    node.advance(std::chrono::seconds(15));
    CHECK(node.events.has("Warning Failed: Error: exec: \"nope\": executable file not found"));
    CHECK(node.status("c").phase == "Running");
}

TEST_CASE("volumes and variables: missing, then there, then changed in place") {
    Node node;
    node.create(
        "a",
        R"json({"nodeName":"node","restartPolicy":"Always","serviceAccountName":"default","containers":[{"name":"web","image":"web:1",
        "env":[{"name":"COLOUR","valueFrom":{"configMapKeyRef":{"name":"settings","key":"colour"}}},{"name":"NODE","valueFrom":{"fieldRef":{"fieldPath":"spec.nodeName"}}},
               {"name":"BOTH","value":"$(COLOUR)-$(NODE)-$(NONE)-$$(X)"}],
        "command":["sh","$(COLOUR)"],"volumeMounts":[{"name":"conf","mountPath":"/etc/conf"},{"name":"token","mountPath":"/t"},{"name":"tmp","mountPath":"/tmp"}]}],
        "volumes":[{"name":"conf","configMap":{"name":"settings"}},{"name":"tmp","emptyDir":{}},
                   {"name":"token","projected":{"defaultMode":420,"sources":[{"serviceAccountToken":{"path":"token","expirationSeconds":3600}}]}}]})json");
    CHECK(node.status("a").phase == "Pending");
    CHECK(node.events.has(
        "Warning FailedMount: MountVolume.SetUp failed for volume \"conf\" : configmap \"settings\" not found"));
    auto map = client::target<corev1::ConfigMap>("default", "settings");
    REQUIRE(node.client.create(
        map,
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"default"},"data":{"colour":"blue","file.conf":"a=1\n"}})"));
    node.advance(std::chrono::seconds(40));
    CHECK(node.status("a").phase == "Running");
    auto config = node.runtime.configOf("web");
    REQUIRE(config);
    std::map<std::string, std::string> env(config->env.begin(), config->env.end());
    CHECK(env["BOTH"] == "blue-node-$(NONE)-$(X)");
    CHECK(config->command == Calls{"sh", "blue"});
    CHECK(std::ranges::contains(config->mounts, "/etc/hosts", &cri::Mount::containerPath));
    CHECK(std::ranges::contains(config->mounts, "/dev/termination-log", &cri::Mount::containerPath));
    auto conf = node.volume("a", "configmap", "conf");
    CHECK(Node::read(conf + "/file.conf") == "a=1\n");
    CHECK(Node::read(node.volume("a", "projected", "token") + "/token") == "token-1");

    REQUIRE(node.client.patch(map, client::PatchType::Merge, R"({"data":{"file.conf":"a=2\n","colour":null}})"));
    node.client.announce(map);
    node.settle();
    CHECK(Node::read(conf + "/file.conf") == "a=2\n");
    CHECK_FALSE(std::filesystem::exists(conf + "/colour"));
    // The token is replaced at 80 % of its life.
    node.client.tokenExpires = "2026-01-01T03:00:00Z";
    node.advance(std::chrono::minutes(50));
    CHECK(Node::read(node.volume("a", "projected", "token") + "/token") == "token-2");
    CHECK(node.status("a").containerStatuses[0].restartCount == 0);
}

}  // namespace
}  // namespace armillary::agent
