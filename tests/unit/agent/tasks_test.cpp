#include "nodes/agent/pod/tasks.h"

#include <doctest/doctest.h>

#include <latch>
#include <memory>
#include <stdexcept>
#include <thread>

namespace armillary::agent {
namespace {

TEST_CASE("an exception ends its task alone") {
    std::latch done(20);
    ThreadTasks tasks("test", 2);
    for (int i = 0; i < 20; ++i)
        tasks.run([&] {
            done.count_down();
            throw std::runtime_error("one pod's");
        });
    done.wait();
}

TEST_CASE("the end waits for what runs") {
    std::latch begun(1), go(1);
    bool ended = false;
    auto tasks = std::make_unique<ThreadTasks>("test", 1);
    tasks->run([&] {
        begun.count_down();
        go.wait();
        ended = true;
    });
    begun.wait();
    std::jthread ending([&] { tasks.reset(); });
    go.count_down();
    ending.join();
    CHECK(ended);
}

}  // namespace
}  // namespace armillary::agent
