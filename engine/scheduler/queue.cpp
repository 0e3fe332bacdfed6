#include "engine/scheduler/queue.h"

#include <algorithm>

namespace armillary::scheduler {

namespace {

// Upstream's podInitialBackoffSeconds, podMaxBackoffSeconds and podMaxInUnschedulablePodsDuration.
constexpr auto kFirstBackoff = std::chrono::seconds(1);
constexpr auto kLongestBackoff = std::chrono::seconds(10);
constexpr auto kLongestWait = std::chrono::minutes(5);

std::chrono::nanoseconds backoff(int attempts) {
    return std::min<std::chrono::nanoseconds>(kFirstBackoff * (1 << std::min(attempts - 1, 10)), kLongestBackoff);
}

/// Whether a new version could schedule where the old one could not.
bool worthAnotherTry(const corev1::Pod& before, const corev1::Pod& after) {
    return !(before.spec == after.spec) || before.metadata.labels != after.metadata.labels;
}

}  // namespace

Queue::ActiveKey Queue::activeKey(const std::string& key, const Item& item) {
    return {item.pod->priority, item.sequence, key};
}

void Queue::leave(const std::string& key, Item& item) {
    if (item.place == Place::Active) m_active.erase(activeKey(key, item));
    if (item.place == Place::Unschedulable) m_unschedulable.erase(key);
    if (item.place == Place::Unschedulable || item.place == Place::BackingOff) m_waiting.erase({item.wakeAt, key});
}

void Queue::activate(const std::string& key, Item& item) {
    leave(key, item);
    item.place = Place::Active;
    item.sequence = ++m_sequence;
    m_active.insert(activeKey(key, item));
}

void Queue::wait(const std::string& key, Item& item, Place place, async::SteadyTime until) {
    leave(key, item);
    item.place = place;
    item.wakeAt = until;
    m_waiting.insert({until, key});
    if (place == Place::Unschedulable) m_unschedulable.insert(key);
}

void Queue::activateOrBackOff(const std::string& key, Item& item, async::SteadyTime now) {
    if (item.backoffUntil <= now)
        activate(key, item);
    else
        wait(key, item, Place::BackingOff, item.backoffUntil);
}

bool Queue::add(PodInfoRef pod, async::SteadyTime now) {
    const std::string key = pod->key;
    const auto [found, isNew] = m_pods.try_emplace(key);
    Item& item = found->second;
    if (isNew) {
        item.pod = std::move(pod);
        item.place = Place::Popped;  // in no set yet
        activate(key, item);
        return true;
    }
    const bool another = item.pod->object->uid() != pod->object->uid();
    const bool retryNow = another || worthAnotherTry(*item.pod->pod, *pod->pod);
    if (item.place == Place::Active) m_active.erase(activeKey(key, item));
    item.pod = std::move(pod);
    if (item.place == Place::Active) m_active.insert(activeKey(key, item));
    if (!retryNow) return another;
    if (item.place == Place::Popped) item.changedWhilePopped = true;
    if (item.place == Place::Unschedulable) activateOrBackOff(key, item, now);
    return another;
}

void Queue::remove(const std::string& key) {
    const auto found = m_pods.find(key);
    if (found == m_pods.end()) return;
    leave(key, found->second);
    m_pods.erase(found);
}

std::optional<PodInfoRef> Queue::pop(async::SteadyTime now) {
    while (!m_waiting.empty() && m_waiting.begin()->first <= now) {
        const std::string key = m_waiting.begin()->second;
        activate(key, m_pods.at(key));
    }
    if (m_active.empty()) return std::nullopt;
    Item& item = m_pods.at(m_active.begin()->key);
    m_active.erase(m_active.begin());
    item.place = Place::Popped;
    item.changedWhilePopped = false;
    ++item.attempts;
    return item.pod;
}

void Queue::unschedulable(PodInfoRef pod, std::uint32_t refusedBy, async::SteadyTime now) {
    const auto found = m_pods.find(pod->key);
    if (found == m_pods.end()) return;
    Item& item = found->second;
    item.refusedBy = refusedBy;
    item.backoffUntil = now + backoff(item.attempts);
    if (item.changedWhilePopped)
        wait(found->first, item, Place::BackingOff, item.backoffUntil);
    else
        wait(found->first, item, Place::Unschedulable, now + kLongestWait);
}

void Queue::retry(PodInfoRef pod, async::SteadyTime now) {
    const auto [found, isNew] = m_pods.try_emplace(pod->key);
    Item& item = found->second;
    if (isNew) {
        item.pod = std::move(pod);
        item.place = Place::Popped;
    }
    item.attempts = std::max(item.attempts, 1);
    item.backoffUntil = now + backoff(item.attempts);
    wait(found->first, item, Place::BackingOff, item.backoffUntil);
}

void Queue::done(const std::string& key) {
    remove(key);
}

void Queue::move(async::SteadyTime now, const std::function<bool(const PodInfo& pod, std::uint32_t refusedBy)>& helps) {
    std::vector<std::string> keys;
    for (const std::string& key : m_unschedulable) {
        const Item& item = m_pods.at(key);
        if (helps(*item.pod, item.refusedBy)) keys.push_back(key);
    }
    for (const std::string& key : keys) activateOrBackOff(key, m_pods.at(key), now);
}

void Queue::wake(const std::string& key, async::SteadyTime now) {
    const auto found = m_pods.find(key);
    if (found != m_pods.end() && found->second.place == Place::Unschedulable)
        activateOrBackOff(key, found->second, now);
}

std::optional<async::SteadyTime> Queue::nextWake() const {
    if (m_waiting.empty()) return std::nullopt;
    return m_waiting.begin()->first;
}

}  // namespace armillary::scheduler
