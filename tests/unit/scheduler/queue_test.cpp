#include <doctest/doctest.h>

#include "engine/async/clock.h"
#include "engine/scheduler/queue.h"
#include "tests/unit/scheduler/cluster.h"

using armillary::scheduler::Queue;
using namespace std::chrono_literals;

namespace {

armillary::scheduler::PodInfoRef pod(const std::string& name, int priority = 0, const std::string& image = "i") {
    return PaperCluster::pod(name, R"({"priority":)" + std::to_string(priority) +
                                       R"(,"containers":[{"name":"c","image":")" + image + R"("}]})");
}

}  // namespace

TEST_CASE("priority first, then who came first") {
    armillary::async::ManualClock clock;
    Queue queue;
    queue.add(pod("one"), clock.steady());
    queue.add(pod("two"), clock.steady());
    queue.add(pod("urgent", 10), clock.steady());
    CHECK((*queue.pop(clock.steady()))->key == "default/urgent");
    CHECK((*queue.pop(clock.steady()))->key == "default/one");
    CHECK((*queue.pop(clock.steady()))->key == "default/two");
    CHECK(!queue.pop(clock.steady()));
}

TEST_CASE("a pod that found no node waits for the cluster to change, and for its back-off") {
    armillary::async::ManualClock clock;
    Queue queue;
    queue.add(pod("one"), clock.steady());
    queue.unschedulable(*queue.pop(clock.steady()), 1, clock.steady());
    clock.advance(2s);
    CHECK(!queue.pop(clock.steady()));
    queue.move(clock.steady(), [](const auto&, std::uint32_t) { return true; });
    auto again = queue.pop(clock.steady());
    REQUIRE(again);
    queue.unschedulable(*again, 1, clock.steady());
    // The second back-off is two seconds: a change within it waits for its end.
    queue.move(clock.steady(), [](const auto&, std::uint32_t) { return true; });
    CHECK(!queue.pop(clock.steady()));
    CHECK(queue.nextWake() == clock.steady() + 2s);
    clock.advance(2s);
    CHECK(queue.pop(clock.steady()));
}

TEST_CASE("nobody waits longer than five minutes") {
    armillary::async::ManualClock clock;
    Queue queue;
    queue.add(pod("one"), clock.steady());
    queue.unschedulable(*queue.pop(clock.steady()), 1, clock.steady());
    clock.advance(299s);
    CHECK(!queue.pop(clock.steady()));
    clock.advance(1s);
    CHECK(queue.pop(clock.steady()));
}

TEST_CASE("a changed spec is tried again, a changed status is not") {
    armillary::async::ManualClock clock;
    Queue queue;
    queue.add(pod("one"), clock.steady());
    queue.unschedulable(*queue.pop(clock.steady()), 1, clock.steady());
    clock.advance(5s);
    queue.add(pod("one"), clock.steady());
    CHECK(!queue.pop(clock.steady()));
    queue.add(pod("one", 0, "another"), clock.steady());
    CHECK(queue.pop(clock.steady()));
}

TEST_CASE("a pod that is gone is not tried") {
    armillary::async::ManualClock clock;
    Queue queue;
    queue.add(pod("one"), clock.steady());
    queue.remove("default/one");
    CHECK(!queue.pop(clock.steady()));
    CHECK(queue.size() == 0);
}
