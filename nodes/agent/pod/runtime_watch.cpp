#include "nodes/agent/pod/runtime_watch.h"

#include <algorithm>
#include <utility>

namespace armillary::agent {

namespace {

constexpr std::chrono::seconds kFirstRetry{1}, kLastRetry{32};
/// A subscription that lasted so long was a good one.
constexpr std::chrono::seconds kLasting{10};

}  // namespace

async::SteadyTime RuntimeWatch::nextLook(LastLook last) const {
    if (m_news) return m_lookedAt + kApart;
    // Some versions of containerd hand each event to one subscriber alone, and notice that a former one is dead by the
    // event that they lose on it. Those before this one have lost theirs once it is this one's turn.
    const bool trusted = m_events && (m_heard || last == LastLook::Empty);
    const bool quiet = trusted && last != LastLook::Failed && m_clock.steady() - m_toldAt >= kSettling;
    return m_lookedAt + (quiet ? kSeldom : kOften);
}

bool RuntimeWatch::takeDueLocked(LastLook last) {
    const auto now = m_clock.steady();
    if (now < nextLook(last)) return false;
    m_news = false;
    m_lookedAt = now;
    return true;
}

bool RuntimeWatch::takeDue(LastLook last) {
    const std::lock_guard lock(m_mutex);
    return takeDueLocked(last);
}

bool RuntimeWatch::wait(const std::function<LastLook()>& last) {
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        const LastLook look = last();
        if (takeDueLocked(look)) return true;
        m_clock.waitUntil(m_wake, lock, nextLook(look));
    }
    return false;
}

void RuntimeWatch::poke() {
    const std::lock_guard lock(m_mutex);
    m_news = true;
    m_wake.notify_all();
}

/// Until the subscription ends; whether it was of any use.
bool RuntimeWatch::follow(cri::Events& events) {
    const auto begun = m_clock.steady();
    std::unique_lock lock(m_mutex);
    m_events = &events;
    // Also when an exception ends it: stop() must not find one that is gone.
    const auto forget = [&](void*) { m_events = nullptr; };
    const std::unique_ptr<void, decltype(forget)> forgetting(this, forget);
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
    m_thread = async::Thread("runtime-events", [this](const std::stop_token&) { listen(); });
}

void RuntimeWatch::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        if (m_events) m_events->cancel();
        m_wake.notify_all();
    }
    m_thread.stop();
}

}  // namespace armillary::agent
