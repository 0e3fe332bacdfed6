#include "nodes/agent/pod/tasks.h"

#include <memory>

#include "engine/async/guard.h"

namespace armillary::agent {

ThreadTasks::~ThreadTasks() {
    m_closed = true;
    m_pool.stop();
}

void ThreadTasks::run(std::function<void()> task) {
    if (m_closed) return;
    // The pool takes what it refuses.
    const auto shared = std::make_shared<std::function<void()>>(std::move(task));
    const bool taken = m_pool.submit([this, shared] {
        if (!m_closed) (*shared)();
    });
    if (!taken && !m_closed) async::guarded(m_name, *shared);
}

}  // namespace armillary::agent
