#include <doctest/doctest.h>

#include "engine/schema/json_codec.h"
#include "nodes/agent/pod/plan.h"

namespace armillary::agent {
namespace {

using State = cri::ContainerState;

/// A pod and what the runtime has of it, built up step by step.
struct Case {
    corev1::Pod pod;
    PodView view;
    ProbeStates probes;
    Backoff backoff;
    std::set<std::string> starting, killing;
    async::SystemTime now = async::SystemTime(std::chrono::hours(1000));

    explicit Case(const std::string& spec) {
        pod = schema::fromJson<corev1::Pod>("{\"metadata\":{\"name\":\"p\",\"uid\":\"u\"},\"spec\":" + spec + "}")
                  .value();
    }
    Case& sandbox(bool ready = true, std::uint32_t attempt = 0) {
        cri::SandboxStatus status;
        status.id = "s" + std::to_string(attempt);
        status.attempt = attempt;
        status.ready = ready;
        status.ips = {"10.0.0.2"};
        view.sandboxes.insert(view.sandboxes.begin(), status);
        return *this;
    }
    Case& container(const std::string& name, State state, int exitCode = 0, std::uint32_t attempt = 0) {
        cri::ContainerStatus status;
        status.id = name + "-" + std::to_string(attempt);
        status.name = name;
        status.attempt = attempt;
        status.state = state;
        status.exitCode = exitCode;
        status.sandboxId = view.sandboxes.empty() ? "" : view.sandboxes.front().id;
        auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
        status.createdAt = status.startedAt = status.finishedAt = nanoseconds;
        if (auto spec = findContainer(pod, name)) status.annotations[keys::kHash] = specHash(*spec);
        status.annotations[keys::kRestartCount] = std::to_string(attempt);
        view.containers.insert(view.containers.begin(), status);
        return *this;
    }
    PlanInput input() const { return {pod, view, probes, backoff, starting, killing, now}; }
    PodPlan plan() const { return planPod(input()); }
    PodPlan ending() const { return planTermination(input()); }
};

std::vector<std::string> names(const std::vector<StartContainer>& starts) {
    std::vector<std::string> out;
    for (const auto& start : starts) out.push_back(start.name);
    return out;
}
std::vector<std::string> names(const std::vector<KillContainer>& kills) {
    std::vector<std::string> out;
    for (const auto& kill : kills) out.push_back(kill.name);
    return out;
}
using Names = std::vector<std::string>;

constexpr const char* kWeb =
    R"({"restartPolicy":"Always","containers":[{"name":"a","image":"i"},{"name":"b","image":"i"}]})";

TEST_CASE("a new pod gets its sandbox first, then all containers in order") {
    CHECK(Case(kWeb).plan().createSandbox);
    CHECK(Case(kWeb).plan().starts.empty());
    CHECK(names(Case(kWeb).sandbox().plan().starts) == Names{"a", "b"});
}

TEST_CASE("a running pod is at rest") {
    auto plan = Case(kWeb).sandbox().container("a", State::Running).container("b", State::Running).plan();
    CHECK(plan.idle());
    CHECK_FALSE(plan.finished);
}

TEST_CASE("an ended container starts again, then waits longer each time") {
    Case one(kWeb);
    one.sandbox().container("a", State::Running).container("b", State::Exited, 1);
    auto plan = one.plan();
    REQUIRE(names(plan.starts) == Names{"b"});
    CHECK(plan.starts[0].attempt == 1);
    const auto key = restartKey(one.pod.spec.containers[1]);
    one.backoff.next(key, one.now, one.now);
    CHECK(one.plan().starts.empty());
    REQUIRE(one.plan().waiting.size() == 1);
    CHECK(one.plan().waiting[0].delay == std::chrono::seconds(10));
    one.now += std::chrono::seconds(10);
    CHECK(names(one.plan().starts) == Names{"b"});
    one.backoff.next(key, one.now, one.now);
    one.container("b", State::Exited, 1, 1);
    CHECK(one.plan().waiting.at(0).delay == std::chrono::seconds(20));
    // Another image is not held up by what the one before did.
    one.pod.spec.containers[1].image = "other";
    CHECK(names(one.plan().starts) == Names{"b"});
    one.pod.spec.containers[1].image = "i";
    // Ten minutes' work makes good; the wait for the next start is no work.
    auto begun = one.now;
    one.now += std::chrono::minutes(9);
    auto waited = one.backoff;
    waited.next(key, one.now, one.now + std::chrono::minutes(5));
    CHECK(waited.waiting(key, one.now, one.now) == std::chrono::seconds(40));
    one.now = begun + std::chrono::minutes(11);
    one.backoff.next(key, one.now, one.now);
    one.container("b", State::Exited, 1, 2);
    CHECK(one.plan().waiting.at(0).delay == std::chrono::seconds(10));
}

TEST_CASE("restarts are counted on where the runtime has forgotten") {
    Case one(kWeb);
    one.sandbox();
    CHECK(one.plan().starts.at(0).attempt == 0);
    auto& before = one.pod.status.containerStatuses.emplace_back();
    before.name = "a";
    before.restartCount = 3;
    before.containerID = "containerd://gone";
    CHECK(one.plan().starts.at(0).attempt == 4);
    before.containerID.clear();  // already counted
    CHECK(one.plan().starts.at(0).attempt == 3);
    one.container("a", State::Exited, 1, 7);
    CHECK(one.plan().starts.at(0).attempt == 8);
}

TEST_CASE("restart policies") {
    auto spec = [](std::string policy) {
        return R"({"restartPolicy":")" + policy + R"(","containers":[{"name":"a","image":"i"}]})";
    };
    struct Row {
        std::string policy;
        int exitCode;
        bool restarts;
    };
    for (const auto& row : {Row{"Always", 0, true}, Row{"Always", 1, true}, Row{"OnFailure", 0, false},
                            Row{"OnFailure", 1, true}, Row{"Never", 0, false}, Row{"Never", 1, false}}) {
        CAPTURE(row.policy);
        CAPTURE(row.exitCode);
        auto plan = Case(spec(row.policy)).sandbox().container("a", State::Exited, row.exitCode).plan();
        CHECK(plan.starts.empty() == !row.restarts);
        CHECK(plan.stopSandboxes == !row.restarts);
        auto after = Case(spec(row.policy)).sandbox(false).container("a", State::Exited, row.exitCode).plan();
        CHECK(after.createSandbox == row.restarts);
        CHECK(after.finished == !row.restarts);
    }
}

constexpr const char* kInit = R"({"restartPolicy":"Always","initContainers":[{"name":"i1","image":"i"},
    {"name":"side","image":"i","restartPolicy":"Always","startupProbe":{}},{"name":"i2","image":"i"}],"containers":[{"name":"a","image":"i"}]})";

TEST_CASE("init containers run one by one, sidecars stay") {
    Case one(kInit);
    one.sandbox();
    CHECK(names(one.plan().starts) == Names{"i1"});
    one.container("i1", State::Running);
    CHECK(one.plan().idle());
    one.view.containers.clear();
    one.container("i1", State::Exited, 0);
    CHECK(names(one.plan().starts) == Names{"side"});
    one.container("side", State::Running);
    one.probes["side-0"].started = false;
    CHECK(one.plan().idle());
    one.probes["side-0"].started = true;
    CHECK(names(one.plan().starts) == Names{"i2"});
    one.container("i2", State::Exited, 0);
    CHECK(names(one.plan().starts) == Names{"a"});
    one.container("a", State::Running);
    CHECK(one.plan().idle());
    one.view.containers[2].state = State::Exited;  // side
    CHECK(names(one.plan().starts) == Names{"side"});
}

TEST_CASE("a failed init container is run again, or ends a pod that never restarts") {
    Case one(kInit);
    one.sandbox().container("i1", State::Exited, 3);
    CHECK(names(one.plan().starts) == Names{"i1"});
    one.pod.spec.restartPolicy = "Never";
    CHECK(one.plan().starts.empty());
    CHECK(one.plan().stopSandboxes);
}

TEST_CASE("sidecars end when the work is done") {
    Case one(
        R"({"restartPolicy":"Never","initContainers":[{"name":"side","image":"i","restartPolicy":"Always"}],"containers":[{"name":"a","image":"i"}]})");
    one.sandbox().container("side", State::Running).container("a", State::Exited, 0);
    CHECK(names(one.plan().kills) == Names{"side"});
}

TEST_CASE("probes and changes kill once") {
    Case one(kWeb);
    one.sandbox().container("a", State::Running).container("b", State::Running);
    one.probes["a-0"].alive = false;
    REQUIRE(one.plan().kills.size() == 1);
    CHECK(one.plan().kills[0].reason == KillReason::Liveness);
    one.killing.insert("a-0");
    CHECK(one.plan().idle());
    one.pod.spec.containers[1].image = "other";
    REQUIRE(one.plan().kills.size() == 1);
    CHECK(one.plan().kills[0].reason == KillReason::Changed);
}

TEST_CASE("a dead sandbox is replaced after its containers have ended") {
    Case one(kWeb);
    one.sandbox(false).container("a", State::Running).container("b", State::Exited, 137);
    CHECK(names(one.plan().kills) == Names{"a"});
    CHECK_FALSE(one.plan().createSandbox);
    one.view.containers[1].state = State::Exited;
    CHECK(one.plan().createSandbox);
    CHECK(one.plan().sandboxAttempt == 1);
}

TEST_CASE("the next container waits for the start hook of the one before") {
    Case one(kWeb);
    one.sandbox().container("a", State::Running);
    one.starting.insert("a-0");
    CHECK(one.plan().starts.empty());
    one.starting.clear();
    CHECK(names(one.plan().starts) == Names{"b"});
}

TEST_CASE("ending: mains together, then sidecars from the last, then the sandbox") {
    Case one(
        R"({"initContainers":[{"name":"s1","image":"i","restartPolicy":"Always"},{"name":"s2","image":"i","restartPolicy":"Always"}],
        "containers":[{"name":"a","image":"i"},{"name":"b","image":"i"}]})");
    one.sandbox()
        .container("s1", State::Running)
        .container("s2", State::Running)
        .container("a", State::Running)
        .container("b", State::Running);
    CHECK(names(one.ending().kills) == Names{"b", "a"});
    CHECK_FALSE(one.ending().finished);
    one.view.containers[0].state = one.view.containers[1].state = State::Exited;
    CHECK(names(one.ending().kills) == Names{"s2"});
    one.view.containers[2].state = State::Exited;
    CHECK(names(one.ending().kills) == Names{"s1"});
    one.view.containers[3].state = State::Exited;
    CHECK(one.ending().stopSandboxes);
    one.view.sandboxes[0].ready = false;
    CHECK(one.ending().finished);
}

TEST_CASE("what is of no use goes; the last two runs stay") {
    Case one(kWeb);
    one.sandbox()
        .container("a", State::Exited, 1, 0)
        .container("a", State::Exited, 1, 1)
        .container("a", State::Running, 0, 2);
    auto left = leftoversOf(one.view);
    CHECK(left.containers == Names{"a-0"});
    CHECK(left.sandboxes.empty());
}

}  // namespace
}  // namespace armillary::agent
