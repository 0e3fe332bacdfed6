#include "nodes/agent/pod/runtime_watch.h"

#include <algorithm>
#include <utility>

namespace armillary::agent {

namespace {

constexpr std::chrono::seconds kFirstRetry{1}, kLastRetry{32};
/// A subscription that lasted so long was a good one.
constexpr std::chrono::seconds kLasting{10};

}  // namespace

bool RuntimeWatch::takeDue(LastLook last) {
    const std::lock_guard lock(m_mutex);
    const auto now = m_clock.steady();
    // Some versions of containerd hand each event to one subscriber alone, and notice that a former one is dead by the
    // event that they lose on it. Those before this one have lost theirs once it is this one's turn.
    const bool trusted = m_events && (m_heard || last == LastLook::Empty);
    const bool quiet = trusted && last != LastLook::Failed && now - m_toldAt >= kSettling;
    const std::chrono::milliseconds pause = m_news ? kApart : quiet ? kSeldom : kOften;
    if (now - m_lookedAt < pause) return false;
    m_news = false;
    m_lookedAt = now;
    return true;
}

bool RuntimeWatch::wait(async::SteadyTime until) {
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        const auto next = m_news ? std::min(until, m_lookedAt + kApart) : until;
        if (m_clock.steady() >= next) break;
        m_clock.waitUntil(m_wake, lock, next);
    }
    return !m_stopping;
}

/// Until the subscription ends; whether it was of any use.
bool RuntimeWatch::follow(cri::Events& events) {
    const auto begun = m_clock.steady();
    std::unique_lock lock(m_mutex);
    m_events = &events;
    m_heard = false;
    m_toldAt = begun;
    while (!m_stopping) {
        lock.unlock();
        const bool told = events.next();
        lock.lock();
        m_news = true;  // its end is news too: the runtime may be gone
        m_wake.notify_all();
        if (!told) break;
        m_heard = true;
        m_toldAt = m_clock.steady();
    }
    m_events = nullptr;
    return m_heard || m_clock.steady() - begun >= kLasting;
}

void RuntimeWatch::listen() {
    auto retry = kFirstRetry;
    while (true) {
        const auto events = m_runtime.events();
        retry = follow(*events) ? kFirstRetry : std::min(retry * 2, kLastRetry);
        std::unique_lock lock(m_mutex);
        const auto until = m_clock.steady() + retry;
        while (!m_stopping && m_clock.steady() < until) m_clock.waitUntil(m_wake, lock, until);
        if (m_stopping) return;
    }
}

void RuntimeWatch::start() {
    m_thread = std::thread([this] { listen(); });
}

void RuntimeWatch::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        if (m_events) m_events->cancel();
        m_wake.notify_all();
    }
    if (m_thread.joinable()) m_thread.join();
}

}  // namespace armillary::agent
