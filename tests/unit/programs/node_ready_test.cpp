#include "programs/common/node_ready.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include "programs/common/child.h"

using namespace armillary;
using namespace std::chrono_literals;

TEST_CASE("a condition counts only when its node has been heard of since the agent's start") {
    const std::chrono::system_clock::time_point start{1700000000s};
    corev1::Node node;
    coordinationv1::Lease lease;
    CHECK(!programs::isReadySince(node, lease, start));
    corev1::NodeCondition ready;
    ready.type = "Ready";
    ready.status = "True";
    node.status.conditions = {ready};
    CHECK(!programs::isReadySince(node, lease, start));
    lease.spec.renewTime = schema::MicroTime(start - 1s);
    CHECK(!programs::isReadySince(node, lease, start));
    lease.spec.renewTime = schema::MicroTime(start + 1ms);
    CHECK(programs::isReadySince(node, lease, start));
    node.status.conditions.front().status = "False";
    CHECK(!programs::isReadySince(node, lease, start));
}

TEST_CASE("a process's start is known by the wall clock") {
    const auto before = std::chrono::system_clock::now();
    const auto pid = programs::startDetached({.program = "/bin/sleep", .arguments = {"60"}, .logFile = "/dev/null"});
    REQUIRE(pid);
    const auto start = programs::processStart(*pid);
    REQUIRE(start);
    // A tick is ten milliseconds.
    CHECK(*start > before - 100ms);
    CHECK(*start < std::chrono::system_clock::now() + 100ms);
    CHECK(programs::stopProcess(*pid, 5s));
    CHECK(!programs::processStart(*pid));
}

TEST_CASE("what a child reads from its standard input is in nobody's argument vector") {
    const auto read = programs::runToEnd("/bin/sh", {"-c", "read -r word; echo got $word"}, "a-token\n");
    CHECK(read == "got a-token");
    CHECK(programs::runToEnd("/bin/sh", {"-c", "read -r word || echo nothing"}) == "nothing");
}
