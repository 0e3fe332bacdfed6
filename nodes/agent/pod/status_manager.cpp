#include "nodes/agent/pod/status_manager.h"

#include <algorithm>
#include <boost/json.hpp>

#include "engine/async/guard.h"

namespace armillary::agent {

namespace json = boost::json;

namespace {

json::object difference(const json::object& from, const json::object& to) {
    json::object out;
    for (const auto& [key, value] : from)
        if (!to.contains(key)) out[key] = nullptr;
    for (const auto& [key, value] : to) {
        auto* old = from.if_contains(key);
        if (old && *old == value) continue;
        if (old && old->is_object() && value.is_object())
            out[key] = difference(old->get_object(), value.get_object());
        else
            out[key] = value;
    }
    return out;
}

json::object parsed(const std::string& text) {
    boost::system::error_code error;
    auto value = json::parse(text, error);
    return !error && value.is_object() ? value.get_object() : json::object();
}

bool isOwnCondition(const corev1::PodCondition& condition) {
    using namespace corev1;
    return condition.type == kPodReadyToStartContainers || condition.type == kPodInitialized ||
           condition.type == kPodReady || condition.type == kContainersReady || condition.type == kPodScheduled;
}

/// Our conditions, and the others' as the server has them now.
corev1::PodStatus onTopOf(const corev1::PodStatus& server, corev1::PodStatus ours) {
    // An evicted pod's disruption is the agent's word too.
    std::erase_if(ours.conditions, [](const auto& condition) {
        return !isOwnCondition(condition) && condition.type != corev1::kDisruptionTarget;
    });
    std::vector<corev1::PodCondition> all;
    for (const auto& condition : server.conditions)
        if (!isOwnCondition(condition) &&
            !std::ranges::contains(ours.conditions, condition.type, &corev1::PodCondition::type))
            all.push_back(condition);
    all.insert(all.end(), ours.conditions.begin(), ours.conditions.end());
    ours.conditions = std::move(all);
    return ours;
}

/// The status as JSON; typeInfo-driven, so that equal statuses are equal texts.
std::string textOf(const corev1::PodStatus& status) {
    return schema::toJson(status);
}

}  // namespace

std::string mergePatchOf(const std::string& from, const std::string& to) {
    auto patch = difference(parsed(from), parsed(to));
    return patch.empty() ? std::string() : json::serialize(patch);
}

void StatusManager::set(const ObjectRef& pod, const corev1::PodStatus& status) {
    std::lock_guard lock(m_mutex);
    auto& entry = m_entries[pod->uid()];
    const auto mirror = m_mirrors.find(pod->uid());
    const ObjectRef& known = mirror == m_mirrors.end() ? pod : mirror->second;
    if (known && (!entry.pod || known->revision() >= entry.pod->revision())) entry.pod = known;
    // Set again before the server's echo: a condition that did not change keeps the time of its change.
    auto previous = std::exchange(entry.status, status);
    for (auto& condition : entry.status.conditions)
        for (const auto& before : previous.conditions)
            if (before.type == condition.type && before.status == condition.status)
                condition.lastTransitionTime = std::min(condition.lastTransitionTime, before.lastTransitionTime);
    if (previous.startTime && previous.startTime->isSet()) entry.status.startTime = previous.startTime;
    note(entry);
}

void StatusManager::note(Entry& entry) {
    if (!entry.pod) return;
    const auto& server = entry.pod->as<corev1::Pod>().status;
    if (!entry.dirty && textOf(server) == textOf(onTopOf(server, entry.status))) return;
    entry.dirty = true;
    ++entry.version;
    if (entry.failures == 0) entry.due = m_clock.steady();
    ++m_changes;
    m_wake.notify_all();
}

void StatusManager::setMirror(const std::string& uid, const ObjectRef& mirror) {
    std::lock_guard lock(m_mutex);
    m_mirrors[uid] = mirror;
    const auto it = m_entries.find(uid);
    if (it == m_entries.end()) return;
    Entry& entry = it->second;
    // Another mirror begins anew, whatever the one before it had.
    if (!mirror || !entry.pod || entry.pod->uid() != mirror->uid()) entry.dirty = false;
    entry.pod = mirror;
    note(entry);
}

bool StatusManager::synced(const std::string& uid) const {
    std::lock_guard lock(m_mutex);
    auto it = m_entries.find(uid);
    return it == m_entries.end() || (!it->second.dirty && !it->second.sending);
}

std::optional<corev1::PodStatus> StatusManager::get(const std::string& uid) const {
    std::lock_guard lock(m_mutex);
    auto it = m_entries.find(uid);
    return it == m_entries.end() ? std::nullopt : std::optional(it->second.status);
}

void StatusManager::removePod(const ObjectRef& pod) {
    std::lock_guard lock(m_mutex);
    auto& entry = m_entries[pod->uid()];
    if (!entry.pod || pod->revision() >= entry.pod->revision()) entry.pod = pod;
    if (entry.remove) return;
    entry.remove = true;
    entry.due = m_clock.steady();
    ++m_changes;
    m_wake.notify_all();
}

void StatusManager::forget(const std::string& uid) {
    std::lock_guard lock(m_mutex);
    m_entries.erase(uid);
    m_mirrors.erase(uid);
}

bool StatusManager::send(const Entry& entry, ObjectRef& written) {
    auto base = entry.pod;
    auto target = client::target<corev1::Pod>(base->namespace_(), base->name(), "status");
    for (int attempt = 0; attempt < 3; ++attempt) {
        const auto& server = base->as<corev1::Pod>();
        auto patch = mergePatchOf(textOf(server.status), textOf(onTopOf(server.status, entry.status)));
        if (patch.empty()) return written = base, true;
        json::object whole;
        whole["metadata"] = {{"uid", server.metadata.uid}, {"resourceVersion", server.metadata.resourceVersion}};
        whole["status"] = json::parse(patch);
        auto answer = m_client.patch(target, client::PatchType::Merge, json::serialize(whole));
        if (answer) return written = *answer, true;
        if (status::isNotFound(answer.error())) return true;
        if (!status::isConflict(answer.error())) return false;
        auto fresh = client::get<corev1::Pod>(m_client, base->namespace_(), base->name());
        if (!fresh) return status::isNotFound(fresh.error());
        // Another pod of the same name: ours is gone.
        if ((*fresh)->uid() != base->uid()) return true;
        base = *fresh;
    }
    return false;
}

bool StatusManager::sendRemoval(const Entry& entry) {
    client::DeleteOptions options;
    options.gracePeriodSeconds = 0;
    options.uid = entry.pod->uid();
    auto answer = client::remove<corev1::Pod>(m_client, entry.pod->namespace_(), entry.pod->name(), options);
    return answer || status::isNotFound(answer.error()) || status::isConflict(answer.error());
}

async::SteadyTime StatusManager::runDue() {
    std::unique_lock lock(m_mutex);
    auto now = m_clock.steady();
    auto next = now + std::chrono::minutes(5);
    std::vector<std::string> due;
    for (const auto& [uid, entry] : m_entries)
        if ((entry.dirty || entry.remove) && !entry.sending && entry.due <= now) due.push_back(uid);
    for (const auto& uid : due) {
        auto it = m_entries.find(uid);
        if (it == m_entries.end()) continue;
        it->second.sending = true;
        Entry copy = it->second;
        lock.unlock();
        ObjectRef written;
        bool done = false, removed = false;
        async::guarded("status of pod " + uid, [&] {
            done = !copy.dirty || send(copy, written);
            removed = done && copy.remove && sendRemoval(copy);
        });
        lock.lock();
        it = m_entries.find(uid);
        if (it == m_entries.end()) continue;
        auto& entry = it->second;
        entry.sending = false;
        if (written && (!entry.pod || written->revision() > entry.pod->revision())) entry.pod = written;
        if (done && entry.version == copy.version) entry.dirty = false;
        if (removed) entry.remove = false;
        if (done && (!copy.remove || removed)) {
            entry.failures = 0;
        } else {
            auto delay = std::chrono::milliseconds(200) * (1 << std::min(entry.failures++, 6));
            entry.due = m_clock.steady() + delay;
        }
        lock.unlock();
        if (done) m_changed(uid);
        lock.lock();
    }
    for (const auto& [uid, entry] : m_entries)
        if (entry.dirty || entry.remove) next = std::min(next, entry.due);
    return next;
}

void StatusManager::start() {
    m_thread = async::Thread("pod-statuses", [this](const std::stop_token&) {
        std::unique_lock lock(m_mutex);
        while (!m_stopping) {
            auto seen = m_changes;
            lock.unlock();
            auto next = runDue();
            lock.lock();
            if (!m_stopping && seen == m_changes) m_clock.waitUntil(m_wake, lock, next);
        }
    });
}

void StatusManager::stop() {
    {
        std::lock_guard lock(m_mutex);
        m_stopping = true;
        ++m_changes;
        m_wake.notify_all();
    }
    m_thread.stop();
}

}  // namespace armillary::agent
