#include "engine/store/compactor.h"

#include <algorithm>

namespace armillary::store {

Compactor::Compactor(Store& store, async::Clock& clock, const Options& options)
    : m_store(store), m_clock(clock), m_options(options), m_thread([this] { run(); }) {}

Compactor::~Compactor() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

Revision Compactor::target(async::SteadyTime now, Revision current) {
    m_samples.push_back({now, current});
    // The newest sample that is old enough says up to which revision history is older than keepFor.
    while (m_samples.size() > 1 && m_samples[1].time <= now - m_options.history.keepFor) m_samples.pop_front();
    const Sample& oldest = m_samples.front();
    const Revision aged = oldest.time <= now - m_options.history.keepFor ? oldest.revision : 0;
    const Revision wanted = std::min(aged, current - m_options.history.atLeast);
    return std::max({wanted, current - m_options.history.atMost, Revision(0)});
}

Result<void> Compactor::runOnce() {
    const std::lock_guard lock(m_runMutex);
    const Revision to = target(m_clock.steady(), m_store.current());
    if (to <= m_store.compacted()) return {};
    return m_store.compact(to);
}

void Compactor::run() {
    std::unique_lock lock(m_mutex);
    async::SteadyTime next = m_clock.steady();
    while (!m_stopping) {
        if (m_clock.steady() < next) {
            m_clock.waitUntil(m_wake, lock, next);
            continue;
        }
        next = m_clock.steady() + m_options.interval;
        lock.unlock();
        // A failure shows at the writers too, who can tell somebody; here the next turn tries again.
        static_cast<void>(runOnce());
        lock.lock();
    }
}

}  // namespace armillary::store
