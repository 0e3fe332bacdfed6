#include "nodes/machines/simulated/simulated_nodes.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <format>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "engine/async/guard.h"
#include "engine/async/identifiers.h"
#include "engine/client/events.h"
#include "engine/client/informer.h"
#include "engine/client/work_queue.h"
#include "engine/schema/api/coordinationv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/volumes/matching.h"
#include "nodes/machines/simulated/node_object.h"
#include "nodes/machines/simulated/pod_addresses.h"

namespace armillary::machines {

namespace {

constexpr std::string_view kLeaseNamespace = corev1::kNamespaceNodeLease;
constexpr int kLeaseSeconds = 40;
constexpr int kLeaseShares = 10;  ///< leases are renewed so many at a time, one share after the other
constexpr int kConflictsBorne = 20;
constexpr auto kSyncTimeout = std::chrono::seconds(60);
const std::string kByNode = "node";

class Simulation final : public SimulatedNodes {
public:
    Simulation(client::Client& client, async::Clock& clock, const SimulatedOptions& options)
        : m_client(client),
          m_clock(clock),
          m_options(options),
          m_recorder(client::makeEventRecorder(client, clock, m_identifiers, "kubelet")),
          m_informers(client::Informers::create(client, clock)),
          m_pods(client::informer<corev1::Pod>(*m_informers)),
          m_volumes(client::informer<corev1::PersistentVolume>(*m_informers)),
          m_nodes(client::informer<corev1::Node>(*m_informers)),
          m_queue(clock),
          m_pace(options.pace) {
        for (int i = 0; i < options.count; ++i) {
            m_names.push_back(std::format("{}-{}", options.prefix, options.first + i));
            m_hostIps[m_names.back()] = nodeAddress(static_cast<std::size_t>(i));
        }
        m_queue.onChange([this] { wake(); });
        m_pods.addIndex(
            kByNode, [](const Object& pod) { return std::vector<std::string>{pod.as<corev1::Pod>().spec.nodeName}; });
        m_pods.addHandler([this](const ObjectRef& before, const ObjectRef& pod) {
            if (!pod || !isOurs(pod->as<corev1::Pod>().spec.nodeName)) return;
            if (pod->meta().deletionTimestamp && before && !before->meta().deletionTimestamp)
                record(*pod, killingsOf(pod->as<corev1::Pod>()));
            m_queue.add(pod->key());
        });
        m_nodes.addHandler([this](const ObjectRef&, const ObjectRef& node) {
            if (node && isOurs(node->name())) m_queue.add(node->name());
        });
        m_volumes.addHandler([this](const ObjectRef&, const ObjectRef& volume) {
            if (!volume || !volume->meta().deletionTimestamp) return;
            const auto node = volume->meta().labels.find(volumes::kHostPathNode);
            if (node != volume->meta().labels.end() && isOurs(node->second)) m_queue.add(volume->key());
        });
    }

    ~Simulation() override {
        m_informers->stop();
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_changed.notify_all();
        m_leaseTick.notify_all();
    }

    Result<void> start() {
        for (const std::string& name : m_names)
            if (auto done = registerNode(name); !done) return done;
        m_informers->start();
        if (!m_informers->waitForSync(kSyncTimeout))
            return std::unexpected(status::timeout("the simulated nodes could not list pods", 1));
        for (int share = 0; share < kLeaseShares; ++share) renewLeases(share);
        m_nextLeases = m_clock.steady() + m_options.leaseEvery / kLeaseShares;
        for (unsigned i = 0; i < m_options.workers; ++i)
            m_threads.emplace_back("simulated-pods", [this](const std::stop_token&) { work(); });
        m_threads.emplace_back("simulated-leases", [this](const std::stop_token&) { keepLeases(); });
        return {};
    }

    void setPace(const Pace& pace) override {
        const std::lock_guard lock(m_mutex);
        m_pace = pace;
    }

    std::size_t started() const override { return m_started; }

    async::Activity activity() const override {
        async::Activity activity = m_informers->activity();
        activity += m_recorder->activity();
        const std::lock_guard lock(m_mutex);
        activity += {.idle = m_working == 0 && !m_queue.hasReady() && m_nextLeases > m_clock.steady(),
                     .taken = m_taken,
                     .due = m_nextLeases};
        if (const auto due = m_queue.nextDue()) {
            activity.dueAt(*due);
            activity.idle = activity.idle && *due > m_clock.steady();
        }
        return activity;
    }

private:
    bool isOurs(const std::string& node) const { return m_hostIps.contains(node); }

    Result<void> registerNode(const std::string& name) {
        auto created = client::create(m_client, nodeToRegister(name));
        if (!created && !status::isAlreadyExists(created.error())) return std::unexpected(created.error());
        record(name, "Starting", "Starting kubelet.");
        // Controllers write to a new node too (its pod CIDR, its taints): who comes second reads again.
        for (int attempt = 0;; ++attempt) {
            auto current = client::get<corev1::Node>(m_client, {}, name);
            if (!current) return std::unexpected(current.error());
            auto updated = client::updateStatus(
                m_client, healthyNode((*current)->as<corev1::Node>(), m_hostIps.at(name), m_options, m_clock.now()));
            if (updated) break;
            if (!status::isConflict(updated.error()) || attempt == kConflictsBorne)
                return std::unexpected(updated.error());
        }
        record(name, "NodeReady", std::format("Node {} status is now: NodeReady", name));
        return {};
    }

    void record(const std::string& node, std::string_view reason, std::string message) {
        corev1::ObjectReference about;
        about.kind = "Node";
        about.name = about.uid = node;  // as upstream's kubelet: a node's events carry its name as UID
        m_recorder->record(about, corev1::kEventTypeNormal, reason, std::move(message));
    }

    void record(const Object& pod, std::vector<PodEvent> events) {
        for (PodEvent& event : events) {
            corev1::ObjectReference about = client::referenceTo(pod);
            about.fieldPath = std::move(event.fieldPath);
            m_recorder->record(about, event.type, event.reason, std::move(event.message));
        }
    }

    Pace pace() const {
        const std::lock_guard lock(m_mutex);
        return m_pace;
    }

    void wake() {
        const std::lock_guard lock(m_mutex);
        m_changed.notify_one();
    }

    void work() {
        std::unique_lock lock(m_mutex);
        while (!m_stopping) {
            const auto key = m_queue.take();
            if (!key) {
                if (const auto due = m_queue.nextDue())
                    m_clock.waitUntil(m_changed, lock, *due);
                else
                    m_changed.wait(lock);
                continue;
            }
            ++m_working;
            ++m_taken;
            lock.unlock();
            bool done = false;
            async::guarded("simulated " + *key, [&] { done = run(*key); });
            if (done)
                m_queue.forget(*key);
            else
                m_queue.addRateLimited(*key);
            m_queue.done(*key);
            lock.lock();
            --m_working;
        }
    }

    /// True when there is nothing more to do now for the pod, the volume or the node.
    bool run(const std::string& key) {
        if (isOurs(key)) return offer(m_nodes.getByKey(key));
        if (!key.contains('/')) return release(m_volumes.getByKey(key));
        const ObjectRef pod = m_pods.getByKey(key);
        return !pod || !isOurs(pod->as<corev1::Pod>().spec.nodeName) || tend(*pod);
    }

    /// What somebody added to a node's capacity can be given to pods, as on a real one.
    bool offer(const ObjectRef& object) {
        if (!object) return true;
        auto node = object->as<corev1::Node>();
        bool changed = false;
        for (const auto& [name, amount] : node.status.capacity) {
            if (!name.contains('/')) continue;
            const auto given = node.status.allocatable.find(name);
            if (given != node.status.allocatable.end() && given->second == amount) continue;
            node.status.allocatable[name] = amount;
            changed = true;
        }
        if (!changed) return true;
        const auto updated = client::updateStatus(m_client, std::move(node));
        return updated || status::isNotFound(updated.error());
    }

    /// A deleted volume has no folder that would have to be removed.
    bool release(const ObjectRef& object) {
        if (!object || object->as<corev1::PersistentVolume>().status.phase == corev1::kVolumeBound) return true;
        auto volume = object->as<corev1::PersistentVolume>();
        if (std::erase(volume.metadata.finalizers, volumes::kHostPathFinalizer) == 0) return true;
        const auto updated = client::update(m_client, std::move(volume));
        return updated || status::isNotFound(updated.error());
    }

    bool tend(const Object& object) {
        const auto& pod = object.as<corev1::Pod>();
        const async::SystemTime now = m_clock.now();
        Outlook next = outlookOf(pod, {.pace = pace(),
                                       .hostIp = m_hostIps.at(pod.spec.nodeName),
                                       .address = [&] { return newAddress(pod.spec.nodeName); },
                                       .now = now});
        if (next.due) m_queue.addAfter(object.key(), *next.due - now);
        if (next.status != pod.status) {
            corev1::Pod changed = pod;
            changed.status = next.status;
            const auto updated = client::updateStatus(m_client, std::move(changed));
            if (!updated) return status::isNotFound(updated.error());
            const auto& phase = next.status.phase;
            if (phase != pod.status.phase && phase != corev1::kPodPending && !next.isOver) ++m_started;
            record(object, eventsOf(pod, next.status));
        }
        return !next.isOver || confirmDeletion(object);
    }

    /// Once: what is left of it afterwards waits for others' finalizers.
    bool confirmDeletion(const Object& pod) {
        if (pod.meta().deletionGracePeriodSeconds == 0) return true;
        const auto removed = client::remove<corev1::Pod>(m_client, pod.namespace_(), pod.name(),
                                                         {.gracePeriodSeconds = 0, .uid = pod.uid()});
        return removed || status::isNotFound(removed.error()) || status::isConflict(removed.error());
    }

    std::string newAddress(const std::string& nodeName) {
        const ObjectRef node = m_nodes.getByKey(nodeName);
        const std::vector<ObjectRef> neighbours = m_pods.byIndex(kByNode, nodeName);
        return m_addresses.next(
            nodeName, node ? node->as<corev1::Node>().spec.podCIDR : std::string(), [&](const std::string& address) {
                return std::ranges::any_of(
                    neighbours, [&](const ObjectRef& pod) { return pod->as<corev1::Pod>().status.podIP == address; });
            });
    }

    void keepLeases() {
        std::unique_lock lock(m_mutex);
        for (int share = 0; !m_stopping; share = (share + 1) % kLeaseShares) {
            while (!m_stopping && m_clock.steady() < m_nextLeases) m_clock.waitUntil(m_leaseTick, lock, m_nextLeases);
            if (m_stopping) return;
            ++m_working;
            ++m_taken;
            m_nextLeases = m_clock.steady() + m_options.leaseEvery / kLeaseShares;
            lock.unlock();
            renewLeases(share);
            lock.lock();
            --m_working;
        }
    }

    void renewLeases(int share) {
        for (auto i = static_cast<std::size_t>(share); i < m_names.size() && !m_stopping; i += kLeaseShares)
            if (m_nodes.getByKey(m_names[i])) renewLease(m_names[i]);
    }

    /// One that could not be renewed is renewed at the next turn; four turns fit into its duration.
    void renewLease(const std::string& name) {
        const schema::MicroTime now(m_clock.now());
        const std::string patch = std::format(R"({{"spec":{{"renewTime":"{}"}}}})", now.text());
        const auto where = client::target<coordinationv1::Lease>(std::string(kLeaseNamespace), name);
        const auto renewed = m_client.patch(where, client::PatchType::Merge, patch);
        if (renewed || !status::isNotFound(renewed.error())) return;
        coordinationv1::Lease lease;
        lease.metadata.namespace_ = kLeaseNamespace;
        lease.metadata.name = name;
        lease.spec.holderIdentity = name;
        lease.spec.leaseDurationSeconds = kLeaseSeconds;
        lease.spec.renewTime = now;
        (void)client::create(m_client, std::move(lease));
    }

    client::Client& m_client;
    async::Clock& m_clock;
    const SimulatedOptions m_options;
    std::vector<std::string> m_names;
    std::unordered_map<std::string, std::string> m_hostIps;  ///< by node
    async::Identifiers m_identifiers;
    std::unique_ptr<client::EventRecorder> m_recorder;
    std::unique_ptr<client::Informers> m_informers;
    client::Informer &m_pods, &m_volumes, &m_nodes;
    client::WorkQueue m_queue;
    PodAddresses m_addresses;
    std::atomic<std::size_t> m_started = 0;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed, m_leaseTick;
    Pace m_pace;
    async::SteadyTime m_nextLeases;
    std::uint64_t m_taken = 0;
    int m_working = 0;
    std::atomic<bool> m_stopping = false;
    std::vector<async::Thread> m_threads;  ///< last: they use all of the above
};

}  // namespace

Result<std::unique_ptr<SimulatedNodes>> SimulatedNodes::create(client::Client& client, async::Clock& clock,
                                                               const SimulatedOptions& options) {
    auto nodes = std::make_unique<Simulation>(client, clock, options);
    if (auto started = nodes->start(); !started) return std::unexpected(started.error());
    return nodes;
}

}  // namespace armillary::machines
