#include "nodes/machines/simulated/simulated_nodes.h"

#include <atomic>
#include <condition_variable>
#include <format>
#include <mutex>
#include <vector>

#include "engine/async/guard.h"
#include "engine/client/informer.h"
#include "engine/client/work_queue.h"
#include "engine/schema/api/coordinationv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/volumes/matching.h"

namespace armillary::machines {

namespace {

constexpr std::string_view kLeaseNamespace = "kube-node-lease";
constexpr int kLeaseSeconds = 40;
constexpr int kConflictsBorne = 20;
constexpr auto kSyncTimeout = std::chrono::seconds(60);

void condition(std::vector<corev1::PodCondition>& conditions, std::string_view type, const schema::Time& now) {
    for (corev1::PodCondition& each : conditions)
        if (each.type == type) {
            each.status = corev1::kConditionTrue;
            return;
        }
    corev1::PodCondition& made = conditions.emplace_back();
    made.type = type;
    made.status = corev1::kConditionTrue;
    made.lastTransitionTime = now;
}

class Simulation final : public SimulatedNodes {
public:
    Simulation(client::Client& client, async::Clock& clock, const SimulatedOptions& options)
        : m_client(client),
          m_clock(clock),
          m_options(options),
          m_informers(client::Informers::create(client)),
          m_pods(client::informer<corev1::Pod>(*m_informers)),
          m_volumes(client::informer<corev1::PersistentVolume>(*m_informers)),
          m_nodes(client::informer<corev1::Node>(*m_informers)),
          m_queue(clock) {
        m_queue.onChange([this] { wake(); });
        m_pods.addHandler([this](const ObjectRef&, const ObjectRef& pod) {
            if (pod && isOurs(pod->as<corev1::Pod>().spec.nodeName)) m_queue.add(pod->key());
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
    }

    Result<void> start() {
        for (int index = 0; index < m_options.count; ++index)
            if (auto done = registerNode(name(index)); !done) return done;
        renewLeases();
        m_informers->start();
        if (!m_informers->waitForSync(kSyncTimeout))
            return std::unexpected(status::timeout("the simulated nodes could not list pods", 1));
        for (unsigned i = 0; i < m_options.workers; ++i)
            m_threads.emplace_back("simulated-pods", [this](const std::stop_token&) { work(); });
        m_threads.emplace_back("simulated-leases", [this](const std::stop_token&) { keepLeases(); });
        return {};
    }

    std::size_t started() const override { return m_started; }

private:
    std::string name(int index) const { return std::format("{}-{}", m_options.prefix, index); }

    bool isOurs(std::string_view node) const { return node.starts_with(m_options.prefix + "-"); }

    Result<void> registerNode(const std::string& nodeName) {
        corev1::Node node;
        node.metadata.name = nodeName;
        node.metadata.labels = {
            {"kubernetes.io/hostname", nodeName}, {"kubernetes.io/os", "linux"}, {"armillary.dev/simulated", "true"}};
        auto created = client::create(m_client, node);
        if (!created && !status::isAlreadyExists(created.error())) return std::unexpected(created.error());
        // Controllers write to a new node too (its pod CIDR, its taints): who comes second reads again.
        for (int attempt = 0;; ++attempt) {
            auto current = client::get<corev1::Node>(m_client, {}, nodeName);
            if (!current) return std::unexpected(current.error());
            auto updated = client::updateStatus(m_client, ready((*current)->as<corev1::Node>()));
            if (updated) return {};
            if (!status::isConflict(updated.error()) || attempt == kConflictsBorne)
                return std::unexpected(updated.error());
        }
    }

    corev1::Node ready(corev1::Node node) {
        node.status.capacity["cpu"] = schema::Quantity::fromUnits(m_options.cpus);
        node.status.capacity["memory"] = schema::Quantity::fromBytes(m_options.memoryBytes);
        node.status.capacity["pods"] = schema::Quantity::fromUnits(m_options.pods);
        node.status.allocatable = node.status.capacity;
        node.status.nodeInfo.kubeletVersion = "v1.32.3";
        node.status.nodeInfo.containerRuntimeVersion = "simulated://1";
        std::erase_if(node.status.conditions, [](const auto& each) { return each.type == corev1::kNodeReady; });
        corev1::NodeCondition& condition = node.status.conditions.emplace_back();
        condition.type = corev1::kNodeReady;
        condition.status = corev1::kConditionTrue;
        condition.reason = "KubeletReady";
        condition.lastHeartbeatTime = condition.lastTransitionTime = schema::Time(m_clock.now());
        return node;
    }

    void wake() {
        const std::lock_guard lock(m_mutex);
        m_changed.notify_one();
    }

    void work() {
        for (;;) {
            const auto key = m_queue.take();
            if (!key) {
                std::unique_lock lock(m_mutex);
                if (m_stopping) return;
                if (m_queue.hasReady()) continue;
                const auto due = m_queue.nextDue();
                if (due)
                    m_clock.waitUntil(m_changed, lock, *due);
                else
                    m_changed.wait(lock);
                continue;
            }
            bool done = false;
            async::guarded("simulated " + *key, [&] { done = run(*key); });
            if (done)
                m_queue.forget(*key);
            else
                m_queue.addRateLimited(*key);
            m_queue.done(*key);
        }
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

    /// True when there is nothing more to do for the pod, or the volume, as it is now.
    bool run(const std::string& key) {
        if (isOurs(key)) return offer(m_nodes.getByKey(key));
        if (!key.contains('/')) return release(m_volumes.getByKey(key));
        const ObjectRef object = m_pods.getByKey(key);
        if (!object) return true;
        const auto& pod = object->as<corev1::Pod>();
        if (pod.metadata.deletionTimestamp) {
            const auto removed = client::remove<corev1::Pod>(m_client, object->namespace_(), object->name(),
                                                             {.gracePeriodSeconds = 0, .uid = object->uid()});
            return removed || status::isNotFound(removed.error()) || status::isConflict(removed.error());
        }
        if (pod.status.phase != corev1::kPodPending) return true;
        const auto updated = client::updateStatus(m_client, running(pod));
        if (updated) ++m_started;
        return updated || status::isNotFound(updated.error());
    }

    corev1::Pod running(const corev1::Pod& pod) {
        corev1::Pod next = pod;
        const schema::Time now(m_clock.now());
        next.status.phase = corev1::kPodRunning;
        next.status.startTime = now;
        const unsigned address = ++m_addresses;
        next.status.podIP = std::format("10.{}.{}.{}", 128 + (address >> 16) % 64, (address >> 8) & 255, address & 255);
        next.status.podIPs.clear();
        next.status.podIPs.emplace_back().ip = next.status.podIP;
        for (const std::string_view type : {corev1::kPodInitialized, corev1::kPodReady, corev1::kContainersReady})
            condition(next.status.conditions, type, now);
        next.status.containerStatuses.clear();
        for (const corev1::Container& container : next.spec.containers) {
            corev1::ContainerStatus& status = next.status.containerStatuses.emplace_back();
            status.name = container.name;
            status.image = container.image;
            status.ready = true;
            status.started = true;
            status.state.running.emplace().startedAt = now;
        }
        return next;
    }

    void keepLeases() {
        for (;;) {
            {
                std::unique_lock lock(m_leaseMutex);
                const auto next = m_clock.steady() + m_options.leaseEvery;
                while (m_clock.steady() < next) {
                    {
                        const std::lock_guard stopping(m_mutex);
                        if (m_stopping) return;
                    }
                    m_clock.waitUntil(m_leaseTick, lock,
                                      std::min(next, m_clock.steady() + std::chrono::milliseconds(200)));
                }
            }
            renewLeases();
        }
    }

    void renewLeases() {
        for (int index = 0; index < m_options.count; ++index) {
            const schema::MicroTime now(m_clock.now());
            const std::string patch = std::format(R"({{"spec":{{"renewTime":"{}"}}}})", now.text());
            const auto where = client::target<coordinationv1::Lease>(std::string(kLeaseNamespace), name(index));
            const auto renewed = m_client.patch(where, client::PatchType::Merge, patch);
            // One that could not be renewed is renewed at the next turn; four turns fit into its duration.
            if (renewed || !status::isNotFound(renewed.error())) continue;
            coordinationv1::Lease lease;
            lease.metadata.namespace_ = kLeaseNamespace;
            lease.metadata.name = name(index);
            lease.spec.holderIdentity = name(index);
            lease.spec.leaseDurationSeconds = kLeaseSeconds;
            lease.spec.renewTime = now;
            (void)client::create(m_client, std::move(lease));
        }
    }

    client::Client& m_client;
    async::Clock& m_clock;
    const SimulatedOptions m_options;
    std::unique_ptr<client::Informers> m_informers;
    client::Informer &m_pods, &m_volumes, &m_nodes;
    client::WorkQueue m_queue;
    std::atomic<std::size_t> m_started = 0;
    std::atomic<unsigned> m_addresses = 0;
    std::mutex m_mutex, m_leaseMutex;
    std::condition_variable m_changed, m_leaseTick;
    bool m_stopping = false;
    std::vector<async::Thread> m_threads;
};

}  // namespace

Result<std::unique_ptr<SimulatedNodes>> SimulatedNodes::create(client::Client& client, async::Clock& clock,
                                                               const SimulatedOptions& options) {
    auto nodes = std::make_unique<Simulation>(client, clock, options);
    if (auto started = nodes->start(); !started) return std::unexpected(started.error());
    return nodes;
}

}  // namespace armillary::machines
