#include "nodes/agent/probe/checker.h"
#include "tests/scenario/agent/node.h"

/// What people and their tools read of a pod: upstream's words, to the letter.
namespace armillary::agent {
namespace {

std::string podWith(const std::string& container, const std::string& more = "") {
    return R"({"nodeName":"node","restartPolicy":"Never","containers":[{"name":"web","image":"web:1",)" + container +
           "}]" + more + "}";
}

TEST_CASE("objects that are not there are named in the singular") {
    Node node;
    node.create("volume", podWith(R"("volumeMounts":[{"name":"v","mountPath":"/v"}])",
                                  R"(,"volumes":[{"name":"v","configMap":{"name":"none"}}])"));
    CHECK(node.events.has("FailedMount: MountVolume.SetUp failed for volume \"v\" : configmap \"none\" not found"));
    node.create("variable", podWith(R"("env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"none","key":"k"}}}])"));
    auto waiting = node.status("variable").containerStatuses.at(0).state.waiting;
    REQUIRE(waiting);
    CHECK(waiting->reason == "CreateContainerConfigError");
    CHECK(waiting->message == "secret \"none\" not found");
}

/// Answers once the test has asked a second time.
class SlowClient final : public FakeClient {
public:
    Result<ObjectRef> get(const client::Target& target) override {
        if (auto once = std::exchange(meanwhile, nullptr)) once();
        return FakeClient::get(target);
    }
    std::function<void()> meanwhile;
};

TEST_CASE("whoever asks for an object while it is being fetched gets an answer of his own") {
    SlowClient client;
    async::ManualClock clock;
    ObjectCache cache(client, clock, [](const std::string&, const std::string&) {});
    std::string second;
    client.meanwhile = [&] { second = cache.configMap("n", "kube-root-ca.crt").error().message; };
    CHECK(cache.configMap("n", "kube-root-ca.crt").error().message == "configmap \"kube-root-ca.crt\" not found");
    CHECK(second == "configmap \"kube-root-ca.crt\" not found");
}

TEST_CASE("recursive read-only mounts are for runtimes that can make them") {
    const auto mount = [](const std::string& more) {
        return podWith(R"("volumeMounts":[{"name":"v","mountPath":"/v",)" + more + "}]",
                       R"(,"volumes":[{"name":"v","emptyDir":{}}])");
    };
    Node node;
    node.create("asks", mount(R"("readOnly":true,"recursiveReadOnly":"Enabled")"));
    auto waiting = node.status("asks").containerStatuses.at(0).state.waiting;
    REQUIRE(waiting);
    CHECK(waiting->reason == "CreateContainerConfigError");
    CHECK(waiting->message ==
          "failed to resolve recursive read-only mode: volume \"v\" requested recursive read-only mode, but it is not "
          "supported by the runtime");
    node.create("perhaps", mount(R"("readOnly":true,"recursiveReadOnly":"IfPossible")"));
    CHECK_FALSE(node.runtime.configOf("web")->mounts.at(0).recursiveReadOnly);
    CHECK(node.status("perhaps").containerStatuses.at(0).volumeMounts.at(0).recursiveReadOnly == "Disabled");

    node.facts.recursiveReadOnly = true;
    node.create("can", mount(R"("readOnly":true,"recursiveReadOnly":"Enabled")"));
    CHECK(node.runtime.configOf("web")->mounts.at(0).recursiveReadOnly);
    CHECK(node.status("can").containerStatuses.at(0).volumeMounts.at(0).recursiveReadOnly == "Enabled");
    node.create("moves",
                mount(R"("readOnly":true,"recursiveReadOnly":"Enabled","mountPropagation":"HostToContainer")"));
    CHECK(node.status("moves").containerStatuses.at(0).state.waiting->message.ends_with(
        "but it is not compatible with propagation \"HostToContainer\""));
}

TEST_CASE("images that cannot be had, in the runtime's words and upstream's") {
    Node node;
    const auto waiting = [&](const std::string& name, const std::string& image, const std::string& more = "") {
        node.create(name, R"({"nodeName":"node","containers":[{"name":"c","imagePullPolicy":"Always","image":")" +
                              image + "\"}]" + more + "}");
        return node.status(name).containerStatuses.at(0).state.waiting->message;
    };
    node.runtime.failNext("PullImage", {cri::Error::Code::NotFound, "nope:1: not found"});
    CHECK(waiting("gone", "nope:1") == "rpc error: code = NotFound desc = nope:1: not found");
    CHECK(node.events.has("Failed: Failed to pull image \"nope:1\": rpc error: code = NotFound desc = nope:1"));
    node.runtime.failNext("PullImage", {cri::Error::Code::Other, "connection refused"});
    CHECK(waiting("down", "down:1", R"(,"imagePullSecrets":[{"name":"a"},{"name":"b"}])") == "connection refused");
    CHECK(
        node.events.has("FailedToRetrieveImagePullSecret: Unable to retrieve some image pull secrets (a, b); "
                        "attempting to pull the image may not succeed."));
    waiting("bad", "Bad:1");
    CHECK(node.events.has("Warning InspectFailed: Failed to apply default image tag \"Bad:1\""));
    CHECK(node.events.has("Warning Failed: Error: InvalidImageName"));
}

TEST_CASE("a missing pull secret is told of even where the image is there already") {
    Node node;
    node.create("none", podWith(R"("imagePullPolicy":"Never")"));
    CHECK_FALSE(node.events.has("FailedToRetrieveImagePullSecret"));
    node.create("one", podWith(R"("imagePullPolicy":"Never")", R"(,"imagePullSecrets":[{"name":"a"}])"));
    CHECK(node.status("one").containerStatuses.at(0).state.running);
    CHECK(
        node.events.has("Warning FailedToRetrieveImagePullSecret: Unable to retrieve some image pull secrets (a); "
                        "attempting to pull the image may not succeed."));
}

TEST_CASE("a missing pull secret is told of once at a start that pulls") {
    Node node;
    node.runtime.addPullable("web:1");
    node.create("one", podWith(R"("imagePullPolicy":"Always")", R"(,"imagePullSecrets":[{"name":"a"}])"));
    CHECK(node.status("one").containerStatuses.at(0).state.running);
    CHECK(node.events.count("FailedToRetrieveImagePullSecret") == 1);
}

TEST_CASE("optional objects that come later reach the volume within a minute or so") {
    Node node;
    node.create("a",
                podWith(R"("imagePullPolicy":"Never")",
                        R"(,"volumes":[{"name":"one","configMap":{"name":"late","optional":true}},)"
                        R"({"name":"all","projected":{"sources":[{"configMap":{"name":"late","optional":true}}]}}])"));
    REQUIRE(node.status("a").containerStatuses.at(0).state.running);
    CHECK(Node::read(node.volume("a", "configmap", "one") + "/k").empty());
    const auto lookAgain = [&] {
        const auto pod = node.client.get(client::target<corev1::Pod>("default", "a"));
        return node.volumes->prepare((*pod)->as<corev1::Pod>(), {}, {});
    };
    REQUIRE(lookAgain());
    CHECK(*lookAgain() == node.clock.now() + std::chrono::minutes(1));
    REQUIRE(node.client.create(client::target<corev1::ConfigMap>("default"),
                               R"({"metadata":{"name":"late","namespace":"default"},"data":{"k":"v"}})"));
    node.advance(std::chrono::seconds(65));
    CHECK(Node::read(node.volume("a", "configmap", "one") + "/k") == "v");
    CHECK(Node::read(node.volume("a", "projected", "all") + "/k") == "v");
    CHECK_FALSE(lookAgain()->has_value());
}

TEST_CASE("a subPath that an expression leads out of the volume") {
    Node node;
    const auto spec = [](const std::string& value) {
        return podWith(R"("env":[{"name":"V","value":")" + value +
                           R"json("}],"volumeMounts":[{"name":"v","mountPath":"/v","subPathExpr":"$(V)"}])json",
                       R"(,"volumes":[{"name":"v","emptyDir":{}}])");
    };
    node.create("root", spec("/tmp"));
    CHECK(node.status("root").containerStatuses.at(0).state.waiting->message ==
          "error SubPath `/tmp` must not be an absolute path");
    node.create("up", spec("../x"));
    CHECK(node.status("up").containerStatuses.at(0).state.waiting->message ==
          "unable to provision SubPath `../x`: must not contain '..'");
}

TEST_CASE("what a command says is all that a probe says of it") {
    Node node;
    node.create("a", podWith(R"("imagePullPolicy":"Never")"));
    const auto id = node.runtime.listContainers({})->at(0).id;
    corev1::Pod pod;
    corev1::Container container;
    corev1::Probe probe;
    probe.exec.ensure().command = {"sh", "-c", "exit 1"};
    auto checker = makeChecker(node.runtime);
    cri::Outcome<cri::ExecResult> answer = cri::ExecResult{"", "", 1};
    node.runtime.onExec([&](const cri::Container&, const std::vector<std::string>&) { return answer; });
    auto failed = checker->check({pod, container, id, "10.0.0.1"}, probe);
    CHECK(failed.outcome == CheckResult::Outcome::Failure);
    CHECK(failed.output.empty());
    answer = std::unexpected(cri::Error{cri::Error::Code::Deadline, "late"});
    CHECK(checker->check({pod, container, id, "10.0.0.1"}, probe).output == "command \"sh -c exit 1\" timed out");
}

TEST_CASE("the messages of a pod's containers share twelve kibibytes") {
    corev1::Pod pod;
    for (int i = 0; i < 6; ++i) pod.spec.containers.emplace_back().name = std::format("c{}", i);
    pod.spec.restartPolicy = "Never";
    PodView view;
    std::map<std::string, std::string> messages;
    for (int i = 0; i < 6; ++i) {
        cri::ContainerStatus one;
        one.name = std::format("c{}", i);
        one.id = std::format("id{}", i);
        one.state = cri::ContainerState::Exited;
        view.containers.push_back(one);
        messages[one.id] = std::string(4096, 'x');
    }
    ProbeStates probes;
    std::map<std::string, WaitReason> waiting;
    std::set<std::string> starting;
    auto status =
        statusOf({pod, view, probes, waiting, messages, starting, "192.0.2.1", async::SystemTime(), false, {}, {}});
    for (const auto& container : status.containerStatuses) {
        CHECK(container.state.terminated->message.size() == 2048);
        // One that never ran.
        CHECK(container.state.terminated->startedAt.text() == "1970-01-01T00:00:00Z");
    }
}

}  // namespace
}  // namespace armillary::agent
