#include "engine/client/work_queue.h"

#include <algorithm>

namespace armillary::client {

bool WorkQueue::addLocked(const std::string& key) {
    if (m_dirty.contains(key)) return false;
    if (m_dirty.size() >= m_options.maxKeys) {
        ++m_dropped;
        return false;
    }
    m_dirty.insert(key);
    if (m_processing.contains(key)) return false;
    m_ready.push_back(key);
    return true;
}

void WorkQueue::add(const std::string& key) {
    bool ready;
    {
        const std::lock_guard lock(m_mutex);
        ready = addLocked(key);
    }
    if (ready) notify();
}

void WorkQueue::addAfter(const std::string& key, std::chrono::nanoseconds delay) {
    if (delay <= delay.zero()) return add(key);
    {
        const std::lock_guard lock(m_mutex);
        const auto due = m_clock.steady() + delay;
        // The nearer of two times wins; the later one would find nothing new to do.
        if (const auto known = m_delayedByKey.find(key); known != m_delayedByKey.end()) {
            if (known->second->first <= due) return;
            m_delayed.erase(known->second);
            m_delayedByKey.erase(known);
        } else if (m_delayed.size() >= m_options.maxKeys) {
            ++m_dropped;
            return;
        }
        m_delayedByKey.emplace(key, m_delayed.emplace(due, key));
    }
    notify();
}

void WorkQueue::addRateLimited(const std::string& key) {
    std::chrono::milliseconds delay;
    {
        const std::lock_guard lock(m_mutex);
        const unsigned failures = m_failures[key]++;
        delay = failures > 40 ? m_options.maxDelay
                              : std::min(m_options.maxDelay, m_options.baseDelay * (std::int64_t{1} << failures));
    }
    addAfter(key, delay);
}

void WorkQueue::forget(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    m_failures.erase(key);
}

unsigned WorkQueue::failures(const std::string& key) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_failures.find(key);
    return found == m_failures.end() ? 0 : found->second;
}

void WorkQueue::promoteLocked() {
    const auto now = m_clock.steady();
    while (!m_delayed.empty() && m_delayed.begin()->first <= now) {
        const std::string key = std::move(m_delayed.begin()->second);
        m_delayed.erase(m_delayed.begin());
        m_delayedByKey.erase(key);
        addLocked(key);
    }
}

std::optional<std::string> WorkQueue::take() {
    const std::lock_guard lock(m_mutex);
    promoteLocked();
    if (m_ready.empty()) return std::nullopt;
    std::string key = std::move(m_ready.front());
    m_ready.pop_front();
    m_dirty.erase(key);
    m_processing.insert(key);
    return key;
}

void WorkQueue::done(const std::string& key) {
    bool ready = false;
    {
        const std::lock_guard lock(m_mutex);
        m_processing.erase(key);
        if (m_dirty.contains(key)) {
            m_ready.push_back(key);
            ready = true;
        }
    }
    if (ready) notify();
}

std::optional<async::SteadyTime> WorkQueue::nextDue() const {
    const std::lock_guard lock(m_mutex);
    if (m_delayed.empty()) return std::nullopt;
    return m_delayed.begin()->first;
}

bool WorkQueue::hasReady() const {
    const std::lock_guard lock(m_mutex);
    return !m_ready.empty() || (!m_delayed.empty() && m_delayed.begin()->first <= m_clock.steady());
}

std::size_t WorkQueue::size() const {
    const std::lock_guard lock(m_mutex);
    return m_ready.size() + m_delayed.size();
}

std::size_t WorkQueue::dropped() const {
    const std::lock_guard lock(m_mutex);
    return m_dropped;
}

}  // namespace armillary::client
