#include "nodes/agent/image/puller.h"

#include <doctest/doctest.h>

#include "nodes/cri/fake/fake_runtime.h"
#include "tests/unit/agent/stand_ins.h"

namespace armillary::agent {
namespace {

/// Holds what it is given until the test lets go of it.
class LaterTasks final : public Tasks {
public:
    void run(std::function<void()> task) override { m_tasks.push_back(std::move(task)); }
    void release() {
        for (auto& task : std::exchange(m_tasks, {})) task();
    }

private:
    std::vector<std::function<void()>> m_tasks;
};

struct Pulling {
    Pulling() {
        pod.metadata.uid = "uid";
        container.name = "c";
        container.image = "web:1";
    }
    ImagePuller::Answer ensure() {
        return puller.ensure(pod, container, [] { return std::vector<corev1::Secret>(); }, [this] { ++done; });
    }

    async::ManualClock clock;
    cri::FakeRuntime runtime{clock};
    NoEvents events;
    LaterTasks tasks;
    ImagePuller puller{runtime, clock, events, tasks};
    corev1::Pod pod;
    corev1::Container container;
    int done = 0;
};

TEST_CASE("a pull whose pod goes leaves nothing behind, whether it succeeds or fails") {
    for (const bool succeeds : {true, false}) {
        Pulling node;
        if (succeeds) node.runtime.addPullable("web:1");
        CHECK(node.ensure().pulling);
        node.puller.forget("uid");
        node.tasks.release();
        CHECK(node.puller.records() == 0);
        CHECK(node.done == 0);
    }
}

TEST_CASE("a pull is its pod's answer when it has ended") {
    Pulling node;
    node.runtime.addPullable("web:1");
    CHECK(node.ensure().pulling);
    CHECK(node.ensure().pulling);
    node.tasks.release();
    CHECK(node.done == 1);
    CHECK(node.ensure().image.has_value());
    CHECK(node.puller.records() == 0);
}

}  // namespace
}  // namespace armillary::agent
