#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>

#include "engine/schema/json_codec.h"
#include "nodes/agent/join/join.h"
#include "nodes/agent/node/admission.h"
#include "nodes/agent/node/node_status.h"
#include "nodes/agent/pod/status_manager.h"

namespace armillary::agent {
namespace {

namespace fs = std::filesystem;

TEST_CASE("settings and credentials come back as they were stored, for their owner alone") {
    char name[] = "/tmp/armillary-unit.XXXXXX";
    Layout layout{::mkdtemp(name)};
    CHECK(loadSettings(layout).error().find("armillary-node join") != std::string::npos);
    Settings settings;
    settings.server = "https://[fd00::1]:6443";
    settings.caPin = "sha256:0123456789abcdef";
    settings.nodeName = "n";
    settings.podCidr = "10.244.3.0/24";
    REQUIRE(saveSettings(layout, settings));
    auto loaded = loadSettings(layout);
    REQUIRE(loaded);
    CHECK(loaded->tag() == "01234567");
    CHECK(loaded->serverHost() == "fd00::1");
    CHECK(loaded->podCidr == "10.244.3.0/24");
    CredentialStore store(layout);
    auto key = pki::newKey();
    REQUIRE(key);
    pki::Credential credential{"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n", *key};
    REQUIRE(store.save(CredentialKind::Client, credential));
    auto back = store.load(CredentialKind::Client);
    REQUIRE(back);
    CHECK(back->keyPem == credential.keyPem);
    CHECK(back->certificatePem == credential.certificatePem);
    struct stat info{};
    REQUIRE(::stat((layout.pki() / "client.pem").c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
    fs::remove_all(layout.dataDir);
}

TEST_CASE("names, authorities and renewal") {
    CHECK(nodeNameOf("My_Host.Example.") == "my-host.example");
    CHECK(nodeNameOf("...") == "node");
    CHECK_FALSE(caOfClusterInfo("apiVersion: v1\n"));
    CHECK_FALSE(caOfClusterInfo("certificate-authority-data: bm9uZQ==\n"));
    async::ManualClock clock;
    auto authority = pki::CertificateAuthority::create("test", clock);
    REQUIRE(authority);
    pki::CertificateRequest request;
    request.commonName = "system:node:n";
    request.validity = std::chrono::hours(1000);
    auto issued = authority->issue(request, clock);
    REQUIRE(issued);
    auto info = pki::inspect(issued->certificatePem);
    auto life = info->notAfter - info->notBefore;
    CHECK(renewalTime(issued->certificatePem, 0).value() - info->notBefore >= life * 69 / 100);
    CHECK(renewalTime(issued->certificatePem, 0.999).value() - info->notBefore <= life * 91 / 100);
    CHECK_FALSE(renewalTime("nonsense", 0));
}

TEST_CASE("a node tells what it is and how it is") {
    NodeInput input;
    input.name = "n";
    input.ip = "192.0.2.1";
    input.machine.cpus = 4;
    input.machine.memoryBytes = 8ll << 30;
    input.machine.diskBytes = 100ll << 30;
    input.machine.architecture = "amd64";
    input.runtimeVersion = "containerd://1.7.24";
    input.now = async::SystemTime(std::chrono::hours(1000));
    auto node = nodeOf(input);
    CHECK(node.metadata.labels.at("kubernetes.io/hostname") == "n");
    CHECK(node.metadata.labels.at("kubernetes.io/arch") == "amd64");
    CHECK(node.status.capacity.at("pods").text() == "110");
    CHECK(node.status.allocatable.at("memory") < node.status.capacity.at("memory"));
    CHECK(node.status.nodeInfo.kubeletVersion == "v1.32.3");
    REQUIRE(node.status.conditions.size() == 4);
    CHECK(node.status.conditions.back().type == "Ready");
    CHECK(node.status.conditions.back().status == "True");
    auto later = input;
    later.now += std::chrono::minutes(1);
    auto again = nodeStatusOf(later, node.status);
    CHECK_FALSE(differs(again, node.status));
    CHECK(again.conditions[0].lastTransitionTime == node.status.conditions[0].lastTransitionTime);
    // What others have set stays, and what they give can be used.
    auto extended = again;
    extended.capacity["example.com/fakecpu"] = schema::Quantity::fromUnits(5);
    extended.conditions.emplace_back().type = "KernelDeadlock";
    const auto kept = nodeStatusOf(later, extended);
    CHECK(differs(kept, extended));
    CHECK(kept.allocatable.at("example.com/fakecpu").text() == "5");
    CHECK(kept.conditions.back().type == "KernelDeadlock");
    CHECK_FALSE(differs(nodeStatusOf(later, kept), kept));
    later.notReady = "container runtime is down";
    later.shortages = {{Shortage::Resource::Disk, 2, 1}};
    auto bad = nodeStatusOf(later, again);
    CHECK(differs(bad, again));
    CHECK(bad.conditions[1].status == "True");
    CHECK(bad.conditions[3].status == "False");
    CHECK(bad.conditions[3].message == "container runtime is down");
    CHECK(bad.conditions[3].lastTransitionTime == schema::Time(later.now));
    auto lease = leaseOf("n", "uid", input.now);
    CHECK(lease.spec.leaseDurationSeconds == 40);
    CHECK(lease.metadata.namespace_ == "kube-node-lease");
}

TEST_CASE("pods that do not fit are refused with upstream's sentence") {
    auto pod = [](const std::string& name, const std::string& cpu, const std::string& extra = "") {
        return Object::parse(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"(","uid":")" + name +
                             R"("},"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":")" + cpu + "\"}}" +
                             extra + R"(}]},"status":{"phase":"Running","startTime":"2026-01-01T00:00:00Z"}})")
            .value();
    };
    NodeFacts node;
    node.allocatableMilliCpu = 2000;
    auto a = pod("a", "1500m"), b = pod("b", "1"), c = pod("c", "100m");
    CHECK_FALSE(admit(c->as<corev1::Pod>(), {a}, node, 110));
    auto no = admit(b->as<corev1::Pod>(), {a, b}, node, 110);
    REQUIRE(no);
    CHECK(no->reason == "OutOfcpu");
    CHECK(no->message == "Node didn't have enough resource: cpu, requested: 1000, used: 1500, capacity: 2000");
    CHECK(admit(c->as<corev1::Pod>(), {a}, node, 1)->reason == "OutOfpods");
    auto d = pod("d", "1m", R"(,"ports":[{"containerPort":1,"hostPort":80}])"),
         e = pod("e", "1m", R"(,"ports":[{"containerPort":2,"hostPort":80}])");
    CHECK(admit(e->as<corev1::Pod>(), {d}, node, 110)->reason == "NodePorts");
}

TEST_CASE("extended resources and huge pages are counted, where the node has them") {
    auto pod = [](const std::string& name, const std::string& resource, const std::string& amount) {
        return Object::parse(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"(","uid":")" + name +
                             R"("},"spec":{"containers":[{"name":"c","resources":{"requests":{")" + resource + "\":\"" +
                             amount + R"("}}}]},"status":{"phase":"Running","startTime":"2026-01-01T00:00:00Z"}})")
            .value();
    };
    corev1::NodeStatus status;
    status.allocatable["example.com/gpu"] = schema::Quantity::fromUnits(4);
    const auto a = pod("a", "example.com/gpu", "3"), b = pod("b", "example.com/gpu", "2");
    CHECK_FALSE(admitScalars(a->as<corev1::Pod>(), {a}, status));
    const auto no = admitScalars(b->as<corev1::Pod>(), {a, b}, status);
    REQUIRE(no);
    CHECK(no->reason == "OutOfexample.com/gpu");
    CHECK(no->message == "Node didn't have enough resource: example.com/gpu, requested: 2, used: 3, capacity: 4");
    const auto elsewhere = pod("c", "example.com/licence", "7");
    CHECK_FALSE(admitScalars(elsewhere->as<corev1::Pod>(), {}, status));
    const auto huge = pod("d", "hugepages-2Mi", "4Mi");
    CHECK(admitScalars(huge->as<corev1::Pod>(), {}, status)->reason == "OutOfhugepages-2Mi");
    status.allocatable["hugepages-2Mi"] = schema::Quantity::fromBytes(4 << 20);
    CHECK_FALSE(admitScalars(huge->as<corev1::Pod>(), {}, status));
    CHECK(admitScalars(huge->as<corev1::Pod>(), {pod("e", "hugepages-2Mi", "2Mi")}, status));
    // Of Kubernetes' own domain: nobody's to add to a node, and so not there where the node does not name it.
    CHECK(admitScalars(pod("f", "kubernetes.io/x", "1")->as<corev1::Pod>(), {}, status)->reason ==
          "OutOfkubernetes.io/x");
    CHECK_FALSE(admitScalars(pod("g", "storage", "1")->as<corev1::Pod>(), {}, status));
}

TEST_CASE("pods that have no place here are refused, whoever bound them") {
    const auto no = [](const std::string& spec) -> std::string {
        auto pod = schema::fromJson<corev1::Pod>(R"({"metadata":{"name":"p"},"spec":)" + spec + "}").value();
        auto node = schema::fromJson<corev1::Node>(
                        R"({"metadata":{"name":"n","labels":{"disk":"ssd"}},"spec":{"taints":[
                        {"key":"a","effect":"NoSchedule"},{"key":"b","value":"1","effect":"NoExecute"}]}})")
                        .value();
        auto rejection = admitPlacement(pod, node);
        return rejection ? rejection->reason + ": " + rejection->message : "";
    };
    constexpr const char* kTolerates = R"("tolerations":[{"key":"b","operator":"Equal","value":"1"}])";
    CHECK(no(std::format("{{{}}}", kTolerates)).empty());
    CHECK(no(R"({"tolerations":[{"operator":"Exists"}]})").empty());
    CHECK(no(R"({"tolerations":[{"key":"b","value":"2"}]})") ==
          "TaintToleration: Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate");
    CHECK(no(std::format(R"({{{},"nodeSelector":{{"disk":"ssd"}}}})", kTolerates)).empty());
    CHECK(no(std::format(R"({{{},"nodeSelector":{{"disk":"hdd"}}}})", kTolerates)) ==
          "NodeAffinity: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector");
    CHECK(no(std::format(R"({{{},"affinity":{{"nodeAffinity":{{"requiredDuringSchedulingIgnoredDuringExecution":{{
        "nodeSelectorTerms":[{{"matchExpressions":[{{"key":"disk","operator":"DoesNotExist"}}]}}]}}}}}}}})",
                         kTolerates))
              .starts_with("NodeAffinity"));
    CHECK(no(R"({"os":{"name":"windows"}})").starts_with("PodOSNotSupported: Failed to admit pod"));
}

TEST_CASE("what happens to a node is told in upstream's events") {
    NodeInput input;
    input.name = "n";
    input.machine.bootId = "one";
    input.notReady = "not yet";
    auto first = nodeOf(input).status;
    auto events = eventsBetween("n", {}, first);
    REQUIRE(events.size() == 3);
    CHECK(events[0] == NodeEvent{"Normal", "NodeHasSufficientMemory", "Node n status is now: NodeHasSufficientMemory"});
    CHECK(events[1].reason == "NodeHasNoDiskPressure");
    CHECK(events[2].reason == "NodeHasSufficientPID");
    CHECK(eventsBetween("n", first, first).empty());
    input.notReady.clear();
    auto ready = nodeStatusOf(input, first);
    CHECK(eventsBetween("n", first, ready) ==
          std::vector<NodeEvent>{{"Normal", "NodeReady", "Node n status is now: NodeReady"}});
    CHECK(eventsBetween("n", ready, first).at(0).reason == "NodeNotReady");
    input.machine.bootId = "two";
    CHECK(eventsBetween("n", ready, nodeStatusOf(input, ready)) ==
          std::vector<NodeEvent>{{"Warning", "Rebooted", "Node n has been rebooted, boot id: two"}});
}

TEST_CASE("a patch says what changed and nothing else") {
    CHECK(mergePatchOf(R"({"a":1})", R"({"a":1})").empty());
    CHECK(mergePatchOf(R"({"a":1,"b":{"c":1,"d":2},"e":[1]})", R"({"b":{"c":1,"d":3},"e":[1,2]})") ==
          R"({"a":null,"b":{"d":3},"e":[1,2]})");
}

}  // namespace
}  // namespace armillary::agent
