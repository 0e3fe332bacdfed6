#include "nodes/agent/pod/tasks.h"

#include <thread>
#include <vector>

namespace armillary::agent {

ThreadTasks::~ThreadTasks() {
    std::unique_lock lock(m_mutex);
    m_closed = true;
    m_waiting.clear();
    m_ended.wait(lock, [&] { return m_running == 0; });
}

void ThreadTasks::run(std::function<void()> task) {
    std::lock_guard lock(m_mutex);
    if (m_closed) return;
    m_waiting.push_back(std::move(task));
    if (m_running >= m_limit) return;
    ++m_running;
    std::thread([this] { work(); }).detach();
}

void ThreadTasks::work() {
    std::unique_lock lock(m_mutex);
    while (!m_waiting.empty()) {
        auto task = std::move(m_waiting.front());
        m_waiting.erase(m_waiting.begin());
        lock.unlock();
        task();
        task = nullptr;
        lock.lock();
    }
    --m_running;
    // Under the lock: the destructor may go on as soon as it is released.
    m_ended.notify_all();
}

}  // namespace armillary::agent
