#include "nodes/agent/pod/workers.h"

#include <algorithm>

#include "nodes/agent/pod/view.h"

namespace armillary::agent {

namespace {

PodIdentity identityOf(const ObjectRef& pod) {
    return {pod->uid(), pod->namespace_(), pod->name()};
}

bool names(const corev1::Container& container, const std::string& object) {
    for (const auto& source : container.envFrom)
        if ((source.configMapRef && source.configMapRef->name == object) ||
            (source.secretRef && source.secretRef->name == object))
            return true;
    return std::ranges::any_of(container.env, [&](const auto& variable) {
        if (!variable.valueFrom) return false;
        const auto& from = *variable.valueFrom;
        return (from.configMapKeyRef && from.configMapKeyRef->name == object) ||
               (from.secretKeyRef && from.secretKeyRef->name == object);
    });
}

}  // namespace

PodWorkers::Entry& PodWorkers::entryOf(const PodIdentity& identity) {
    auto& entry = m_entries[identity.uid];
    if (!entry.worker) entry.worker = std::make_shared<PodWorker>(m_context, identity);
    return entry;
}

void PodWorkers::wakeLocked(Entry& entry) {
    entry.woken = true;
    m_wake.notify_one();
}

void PodWorkers::update(const ObjectRef& pod) {
    std::lock_guard lock(m_mutex);
    auto& entry = entryOf(identityOf(pod));
    entry.worker->update(pod);
    wakeLocked(entry);
}

void PodWorkers::removed(const ObjectRef& pod) {
    std::lock_guard lock(m_mutex);
    auto it = m_entries.find(pod->uid());
    if (it == m_entries.end()) return;
    it->second.worker->setRemoved();
    wakeLocked(it->second);
}

bool PodWorkers::evict(const std::string& uid, Rejection why) {
    std::lock_guard lock(m_mutex);
    auto it = m_entries.find(uid);
    if (it == m_entries.end()) return false;
    it->second.worker->evict(std::move(why));
    wakeLocked(it->second);
    return true;
}

void PodWorkers::wake(const std::string& uid) {
    std::lock_guard lock(m_mutex);
    if (auto it = m_entries.find(uid); it != m_entries.end()) wakeLocked(it->second);
}

void PodWorkers::wakeUsersOf(const std::string& namespace_, const std::string& name) {
    std::lock_guard lock(m_mutex);
    for (auto& [uid, entry] : m_entries) {
        auto object = entry.worker->pod();
        if (!object || object->namespace_() != namespace_) continue;
        const auto& pod = object->as<corev1::Pod>();
        bool uses = Volumes::uses(pod, name) ||
                    std::ranges::any_of(slotsOf(pod), [&](const auto& slot) { return names(*slot.spec, name); });
        if (uses) wakeLocked(entry);
    }
}

void PodWorkers::relist(bool adopt) {
    auto sandboxes = m_context.runtime.listSandboxes();
    auto containers = m_context.runtime.listContainers();
    m_runtimeHealthy = sandboxes && containers;
    if (!m_runtimeHealthy) return;
    std::map<std::string, std::string> seen;
    std::map<std::string, PodIdentity> identities;
    for (const auto& sandbox : *sandboxes) {
        auto uid = sandbox.labels.find(keys::kPodUid);
        if (uid == sandbox.labels.end()) continue;
        seen[uid->second] += sandbox.id + (sandbox.ready ? "+" : "-");
        identities[uid->second] = {uid->second, sandbox.namespace_, sandbox.name};
    }
    for (const auto& container : *containers)
        if (auto uid = container.labels.find(keys::kPodUid); uid != container.labels.end())
            seen[uid->second] += container.id + static_cast<char>('0' + static_cast<int>(container.state));
    std::lock_guard lock(m_mutex);
    for (auto& [uid, entry] : m_entries) {
        auto now = seen.find(uid), before = m_seen.find(uid);
        bool same =
            now == seen.end() ? before == m_seen.end() : before != m_seen.end() && before->second == now->second;
        if (!same) wakeLocked(entry);
    }
    if (adopt)
        for (const auto& [uid, identity] : identities)
            if (!m_entries.contains(uid)) wakeLocked(entryOf(identity));
    m_seen = std::move(seen);
}

/// What is broken is said of the pod, and costs this step alone.
async::SteadyTime PodWorkers::syncOne(PodWorker& worker) {
    try {
        return worker.sync();
    } catch (const std::exception& error) {
        if (const auto pod = worker.pod())
            m_context.events.pod(pod->as<corev1::Pod>(), "Warning", "FailedSync",
                                 std::string("error determining status: ") + error.what());
        throw;
    }
}

bool PodWorkers::runOne(std::unique_lock<std::mutex>& lock, async::SteadyTime& next) {
    auto now = m_context.clock.steady();
    next = now + std::chrono::minutes(5);
    for (auto& [uid, entry] : m_entries) {
        if (entry.running) continue;
        if (!entry.woken && entry.due > now) {
            next = std::min(next, entry.due);
            continue;
        }
        entry.running = true;
        entry.woken = false;
        auto worker = entry.worker;
        lock.unlock();
        async::SteadyTime due = m_context.clock.steady() + std::chrono::seconds(5);
        async::guarded("pod " + worker->identity().name, [&] { due = syncOne(*worker); });
        lock.lock();
        auto it = m_entries.find(worker->identity().uid);
        if (it == m_entries.end()) return true;
        it->second.running = false;
        it->second.due = due;
        if (worker->finished())
            m_entries.erase(it);
        else
            m_wake.notify_one();
        return true;
    }
    return false;
}

async::SteadyTime PodWorkers::runDue() {
    std::unique_lock lock(m_mutex);
    async::SteadyTime next;
    for (int i = 0; i < 1000; ++i)
        if (!runOne(lock, next)) break;
    return next;
}

void PodWorkers::work() {
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        async::SteadyTime next;
        if (!runOne(lock, next) && !m_stopping) m_context.clock.waitUntil(m_wake, lock, next);
    }
}

void PodWorkers::start() {
    for (unsigned i = 0; i < m_threadCount; ++i)
        m_threads.emplace_back("pod-worker", [this](const std::stop_token&) { work(); });
}

void PodWorkers::stop() {
    {
        std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_wake.notify_all();
    }
    m_threads.clear();  // joins them
}

std::vector<ObjectRef> PodWorkers::pods() const {
    std::vector<ObjectRef> out;
    std::lock_guard lock(m_mutex);
    for (const auto& [uid, entry] : m_entries)
        if (auto pod = entry.worker->pod()) out.push_back(pod);
    return out;
}

ObjectRef PodWorkers::find(const std::string& namespace_, const std::string& name) const {
    ObjectRef best;
    for (auto& pod : pods())
        if (pod->namespace_() == namespace_ && pod->name() == name && (!best || pod->revision() > best->revision()))
            best = pod;
    return best;
}

std::set<std::string> PodWorkers::uids() const {
    std::set<std::string> out;
    std::lock_guard lock(m_mutex);
    for (const auto& [uid, entry] : m_entries) out.insert(uid);
    return out;
}

std::size_t PodWorkers::size() const {
    std::lock_guard lock(m_mutex);
    return m_entries.size();
}

}  // namespace armillary::agent
