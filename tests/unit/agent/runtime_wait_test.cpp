#include "nodes/agent/runtime_wait.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "nodes/cri/fake/fake_runtime.h"

namespace armillary::agent {
namespace {

using namespace std::chrono_literals;

struct Waiting {
    cri::Outcome<cri::Version> version() {
        return awaitRuntime(runtime, clock,
                            {.limit = 60s,
                             .stopped = [this] { return stopped; },
                             .pause =
                                 [this](std::chrono::milliseconds length) {
                                     clock.advance(length);
                                     waited += length;
                                     if (waited >= backAfter) runtime.setDown(false);
                                 },
                             .told = [this](std::string_view why) { told.emplace_back(why); }});
    }

    async::ManualClock clock;
    cri::FakeRuntime runtime{clock};
    std::chrono::milliseconds waited{0}, backAfter{1h};
    bool stopped = false;
    std::vector<std::string> told;
};

TEST_CASE("a runtime that listens and is not initialized yet is waited for") {
    Waiting node;
    for (int i = 0; i < 20; ++i)
        node.runtime.failNext("Version", {cri::Error::Code::Other, "server is not initialized yet"});
    REQUIRE(node.version());
    CHECK(node.waited > 0ms);
    CHECK(node.told == std::vector<std::string>{"server is not initialized yet"});
}

TEST_CASE("a runtime that does not listen yet is waited for") {
    Waiting node;
    node.runtime.setDown(true);
    node.backAfter = 40s;
    REQUIRE(node.version());
    CHECK(node.waited >= 40s);
}

TEST_CASE("a runtime that never comes is waited for as long as was said") {
    Waiting node;
    node.runtime.setDown(true);
    const auto version = node.version();
    REQUIRE_FALSE(version);
    CHECK(version.error().code == cri::Error::Code::Unavailable);
    CHECK(node.waited >= 60s);
    CHECK(node.waited < 61s);
}

TEST_CASE("what waiting does not help is told at once, and so is it when nobody waits") {
    Waiting node;
    node.runtime.failNext("Version", {cri::Error::Code::Unsupported, "unknown service runtime.v1.RuntimeService"});
    REQUIRE_FALSE(node.version());
    CHECK(node.waited == 0ms);
    node.runtime.setDown(true);
    node.stopped = true;
    REQUIRE_FALSE(node.version());
    CHECK(node.waited == 0ms);
}

}  // namespace
}  // namespace armillary::agent
