#include "backstage.h"

namespace armillary::app {

namespace {
// Each waits for somebody else nearly all of its time.
constexpr std::size_t kThreads = 16;
}  // namespace

Backstage::Backstage() : m_pool({.name = "backstage", .threads = kThreads}) {}

void Backstage::run(std::move_only_function<void()> work) {
    // The bound is 65,536 tasks, of which a window that is clicked by hand has a few dozen.
    (void)m_pool.submit(std::move(work));
}

}  // namespace armillary::app
