#include <doctest/doctest.h>

#include <fstream>

#include "programs/common/lifecycle/up.h"
#include "tests/support/fake_programs.h"

using namespace armillary;
using namespace armillary::programs;
using test::FakePrograms;

namespace {

struct Told {
    std::vector<StepId> began, ended;
    std::vector<std::string> said;
    std::stop_source stop;

    Progress progress() {
        return {.began = [this](StepId id) { began.push_back(id); },
                .ended = [this](StepId id) { ended.push_back(id); },
                .said = [this](const std::string& text) { said.push_back(text); },
                .stop = stop.get_token()};
    }
};

const DataDir kDir{"/tmp/a cluster"};

Failure failureOf(FakePrograms& machine, const UpOptions& options = {kDir}) {
    Told told;
    const auto done = bringUp(machine, options, told.progress());
    REQUIRE(!done);
    return done.error();
}

std::vector<Remedy> remediesOf(const Failure& failure) {
    std::vector<Remedy> remedies;
    for (const NextStep& next : failure.next) remedies.push_back(next.remedy);
    return remedies;
}

std::string commandOf(const Failure& failure, Remedy remedy) {
    for (const NextStep& next : failure.next)
        if (next.remedy == remedy) return next.command;
    return "none";
}

}  // namespace

TEST_CASE("up: from nothing, step by step") {
    FakePrograms machine;
    Told told;
    REQUIRE(bringUp(machine, {kDir}, told.progress()).has_value());
    CHECK(machine.done() == std::vector<std::string>{"claim", "server 127.0.0.1:6443", "root",
                                                     "join https://127.0.0.1:6443 with a token", "agent"});
    std::vector<StepId> planned;
    for (const Step& step : stepsUp(true)) planned.push_back(step.id);
    CHECK(told.began == planned);
    CHECK(told.ended == planned);
    CHECK(told.said == std::vector<std::string>{"control plane is up at https://127.0.0.1:6443 (0.0 s)",
                                                "node has joined (0.0 s)", "node is Ready (0.0 s)"});
}

TEST_CASE("up: what runs stays, and is where it was") {
    FakePrograms machine;
    machine.server = machine.agent = machine.joined = machine.node = true;
    machine.address = "https://127.0.0.1:7000";
    Told told;
    REQUIRE(bringUp(machine, {kDir}, told.progress()).has_value());
    CHECK(machine.done() == std::vector<std::string>{"claim"});
    CHECK(told.said == std::vector<std::string>{"control plane is running at https://127.0.0.1:7000",
                                                "node agent is running", "node is Ready (0.0 s)"});
    machine.server = false;
    REQUIRE(bringUp(machine, {kDir}, Told().progress()).has_value());
    CHECK(machine.done().back() == "server 127.0.0.1:7000");
}

TEST_CASE("up: an agent follows a control plane that has moved") {
    FakePrograms machine;
    machine.agent = machine.joined = machine.node = true;
    machine.address = "https://127.0.0.1:7000";
    REQUIRE(bringUp(machine, {kDir, ListenAddress{"127.0.0.1", 0}}, Told().progress()).has_value());
    CHECK(machine.done() == std::vector<std::string>{"claim", "server 127.0.0.1:0", "root", "stop agent",
                                                     "join https://127.0.0.1:31000", "agent"});
}

TEST_CASE("up: the control plane alone") {
    FakePrograms machine;
    Told told;
    REQUIRE(bringUp(machine, {.dir = kDir, .node = false}, told.progress()).has_value());
    CHECK(machine.done() == std::vector<std::string>{"claim", "server 127.0.0.1:6443"});
    CHECK(told.ended == std::vector{StepId::Folder, StepId::ControlPlane});
}

TEST_CASE("up: a failure says what can be done") {
    FakePrograms machine;
    SUBCASE("a folder of somebody else's") {
        machine.onClaim = std::unexpected("/tmp/x is not an Armillary data directory and not empty");
        const Failure failure = failureOf(machine);
        CHECK(failure.text == "/tmp/x is not an Armillary data directory and not empty");
        CHECK(remediesOf(failure) == std::vector{Remedy::ChooseFolder, Remedy::Retry});
    }
    SUBCASE("a port that somebody has") {
        machine.onServer = std::unexpected("armillaryd: cannot listen on 127.0.0.1:6443: the port is in use");
        machine.taken = true;
        const Failure failure = failureOf(machine);
        CHECK(failure.text ==
              "the control plane did not start:\narmillaryd: cannot listen on 127.0.0.1:6443: the port is in use");
        CHECK(remediesOf(failure) == std::vector{Remedy::UseFreePort, Remedy::Retry});
        CHECK(commandOf(failure, Remedy::UseFreePort) ==
              "armillaryctl up --listen 127.0.0.1:0 --data-dir '/tmp/a cluster'");
        CHECK(failure.log == "/tmp/a cluster/log/armillaryd.log");
    }
    SUBCASE("a control plane that does not start for another reason") {
        machine.onServer = std::unexpected("armillaryd: state.db is damaged");
        CHECK(remediesOf(failureOf(machine)) == std::vector{Remedy::Retry});
    }
    SUBCASE("one that never gets ready") {
        machine.onAsk = std::unexpected("503 etcd");
        CHECK(failureOf(machine).text ==
              "the control plane does not get ready: 503 etcd; see /tmp/a cluster/log/armillaryd.log");
    }
    SUBCASE("nobody who gives root") {
        machine.onRoot = std::unexpected("the node agent needs root to run containers");
        const Failure failure = failureOf(machine);
        CHECK(failure.text ==
              "the node agent needs root to run containers; run as root, through sudo, or with --nodes none");
        CHECK(remediesOf(failure) == std::vector{Remedy::RunByHand, Remedy::ControlPlaneOnly});
        CHECK(commandOf(failure, Remedy::RunByHand).starts_with("sudo /"));
        CHECK(commandOf(failure, Remedy::RunByHand).ends_with("/armillaryctl up --data-dir '/tmp/a cluster'"));
        CHECK(commandOf(failure, Remedy::ControlPlaneOnly) ==
              "armillaryctl up --nodes none --data-dir '/tmp/a cluster'");
    }
    SUBCASE("a prompt that is dismissed") {
        machine.means = RootMeans::PolicyKit;
        machine.agentEnds = 126;
        const Failure failure = failureOf(machine);
        CHECK(failure.text.starts_with("the node agent was not permitted to run as root; "));
        CHECK(remediesOf(failure) == std::vector{Remedy::Retry, Remedy::RunByHand, Remedy::ControlPlaneOnly});
    }
    SUBCASE("a node that may not join") {
        machine.onJoin = std::unexpected("armillary-node: the pin does not fit");
        CHECK(failureOf(machine).text == "the node could not join:\narmillary-node: the pin does not fit");
    }
    SUBCASE("an agent that ends") {
        machine.agentEnds = 1;
        machine.lastWords = "armillary-node: cannot read node.json";
        const Failure failure = failureOf(machine);
        CHECK(failure.text ==
              "the node agent has ended: armillary-node: cannot read node.json; see /tmp/a "
              "cluster/log/armillary-node.log");
        CHECK(remediesOf(failure) == std::vector{Remedy::Retry, Remedy::ControlPlaneOnly});
    }
    SUBCASE("a node that does not get ready") {
        machine.state = NodeState::NotReady;
        CHECK(failureOf(machine).text ==
              "the node has registered but is not Ready after 90 s; see /tmp/a cluster/log/armillary-node.log");
    }
}

TEST_CASE("up: it can be cancelled while it waits") {
    FakePrograms machine;
    machine.state = NodeState::NotReady;
    Told told;
    machine.whilePausing = [&] { told.stop.request_stop(); };
    const auto done = bringUp(machine, {kDir}, told.progress());
    REQUIRE(!done);
    CHECK(done.error().text == "cancelled; what has been started goes on running");
    CHECK(remediesOf(done.error()) == std::vector{Remedy::Retry, Remedy::ControlPlaneOnly, Remedy::Stop});
}

TEST_CASE("down: the agent first, and it says who does not stop") {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "armillary-lifecycle-test";
    std::filesystem::remove_all(folder);
    FakePrograms machine;
    machine.server = machine.agent = machine.node = true;
    Told told;
    SUBCASE("nothing there") {
        REQUIRE(takeDown(machine, {{folder}}, told.progress()).has_value());
        CHECK(told.said == std::vector<std::string>{"nothing there: " + folder.string()});
        CHECK(machine.done().empty());
    }
    SUBCASE("ours") {
        std::filesystem::create_directories(folder);
        std::ofstream(folder / ".armillary") << "ours";
        REQUIRE(takeDown(machine, {{folder}}, told.progress()).has_value());
        CHECK(machine.done() == std::vector<std::string>{"root", "stop agent", "stop server"});
        CHECK(told.ended == std::vector{StepId::StopAgent, StepId::StopControlPlane});
        machine.agent = true;
        machine.agentObeys = false;
        CHECK(takeDown(machine, {{folder}}, told.progress()).error().text == "the node agent does not stop");
    }
    std::filesystem::remove_all(folder);
}

TEST_CASE("root: one argument vector, and a line that a shell takes for it") {
    using Words = std::vector<std::string>;
    CHECK(asRoot(RootMeans::Already, "/bin/x", {"run"}) == Words{"/bin/x", "run"});
    CHECK(asRoot(RootMeans::Sudo, "/bin/x", {"run"}) == Words{"/usr/bin/sudo", "-n", "/bin/x", "run"});
    CHECK(asRoot(RootMeans::PolicyKit, "/bin/x", {"run"}) ==
          Words{"/usr/bin/pkexec", "--disable-internal-agent", "/bin/x", "run"});
    CHECK(shellLine({"sudo", "/a b/x", "it's", ""}) == "sudo '/a b/x' 'it'\\''s' ''");
}
