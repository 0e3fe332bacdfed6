#pragma once

#include <condition_variable>
#include <format>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

#include "engine/async/activity.h"
#include "engine/async/guard.h"
#include "engine/client/informer.h"
#include "engine/client/local/local_client.h"
#include "engine/controllers/daemonset/plan.h"
#include "engine/schema/api/coordinationv1.h"
#include "engine/schema/api/corev1.h"
#include "tests/support/api/api_harness.h"

namespace armillary::test {

/// What agents and a scheduler do, in name only. Nodes that were added are Ready and renew their leases. Pods without a
/// node get one; those with a node run and become ready, those being deleted go. Images named `broken` never become
/// ready, `succeeds` and `fails` end at once.
class TinyKubelet {
public:
    explicit TinyKubelet(ApiHarness& harness)
        : m_clock(harness.clock()),
          m_client(client::makeLocalClient(harness.api(), ApiHarness::admin())),
          m_informers(client::Informers::create(*m_client, m_clock)),
          m_pods(client::informer<corev1::Pod>(*m_informers)) {
        m_pods.addHandler([this](const ObjectRef&, const ObjectRef& current) {
            if (!current) return;
            const std::lock_guard lock(m_mutex);
            ++m_taken;
            m_keys.insert(current->key());
            m_changed.notify_one();
        });
        m_informers->start();
        m_thread = async::Thread("tiny kubelet", [this](const std::stop_token&) { run(); });
    }
    ~TinyKubelet() {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_changed.notify_one();
        m_thread.stop();
        m_informers->stop();
    }

    /// Registers a node and keeps it alive.
    void add(corev1::Node node) {
        const std::string name = node.metadata.name;
        if (const auto made = client::create(*m_client, std::move(node)); !made)
            throw std::runtime_error(made.error().message);
        revive(name);
    }
    /// It gives no sign of life any more.
    void silence(const std::string& node) {
        const std::lock_guard lock(m_mutex);
        m_nextBeats.erase(node);
    }
    void revive(const std::string& node) {
        beat(node);
        const std::lock_guard lock(m_mutex);
        m_nextBeats[node] = m_clock.steady() + kBetweenBeats;
        m_changed.notify_one();
    }

    /// Pods stay as they are. Their nodes live on.
    void freeze() { setFrozen(true); }
    void thaw() { setFrozen(false); }

    async::Activity activity() const {
        async::Activity activity = m_informers->activity();
        const std::lock_guard lock(m_mutex);
        activity += {.idle = !m_tending && (m_frozen || m_keys.empty()), .taken = m_taken, .due = nextBeat()};
        activity.idle = activity.idle && !(nextBeat() && *nextBeat() <= m_clock.steady());
        return activity;
    }

private:
    static constexpr auto kBetweenBeats = std::chrono::seconds(10);

    void setFrozen(bool frozen) {
        const std::lock_guard lock(m_mutex);
        m_frozen = frozen;
        m_changed.notify_one();
    }

    std::optional<async::SteadyTime> nextBeat() const {
        std::optional<async::SteadyTime> next;
        for (const auto& [node, time] : m_nextBeats)
            if (!next || time < *next) next = time;
        return next;
    }

    void run() {
        std::unique_lock lock(m_mutex);
        while (!m_stopping) {
            std::set<std::string> keys, nodes;
            if (!m_frozen) keys.swap(m_keys);
            for (auto& [node, time] : m_nextBeats) {
                if (time > m_clock.steady()) continue;
                nodes.insert(node);
                time = m_clock.steady() + kBetweenBeats;
            }
            if (!keys.empty() || !nodes.empty()) {
                m_tending = true;
                ++m_taken;
                lock.unlock();
                for (const auto& node : nodes) beat(node);
                for (const auto& key : keys) tend(key);
                lock.lock();
                m_tending = false;
            } else if (const auto next = nextBeat()) {
                m_clock.waitUntil(m_changed, lock, *next);
            } else {
                m_changed.wait(lock);
            }
        }
    }

    std::string liveNode() const {
        const std::lock_guard lock(m_mutex);
        return m_nextBeats.empty() ? "n1" : m_nextBeats.begin()->first;
    }

    /// As a kubelet: the lease each time, the status where the API has another.
    void beat(const std::string& name) {
        const auto now = m_clock.now();
        const std::string namespace_(corev1::kNamespaceNodeLease);
        coordinationv1::Lease lease;
        lease.metadata.name = name;
        lease.metadata.namespace_ = namespace_;
        lease.spec.holderIdentity = name;
        lease.spec.renewTime = schema::MicroTime(now);
        const auto where = client::target<coordinationv1::Lease>(namespace_, name);
        if (!m_client->patch(where, client::PatchType::Merge,
                             std::format(R"({{"spec":{{"renewTime":"{}"}}}})", schema::MicroTime(now).text())))
            (void)client::create(*m_client, std::move(lease));
        const auto node = client::get<corev1::Node>(*m_client, {}, name);
        if (!node) return;
        for (const auto& condition : (*node)->as<corev1::Node>().status.conditions)
            if (condition.type == "Ready" && condition.status == "True") return;
        const std::string time = schema::Time(now).text();
        (void)m_client->patch(
            client::target<corev1::Node>({}, name, "status"), client::PatchType::StrategicMerge,
            std::format(R"({{"status":{{"conditions":[{{"type":"Ready","status":"True","reason":"KubeletReady",)"
                        R"("lastHeartbeatTime":"{0}","lastTransitionTime":"{0}"}}]}}}})",
                        time));
    }

    void tend(const std::string& key) {
        const ObjectRef object = m_pods.getByKey(key);
        if (!object) return;
        const auto& pod = object->as<corev1::Pod>();
        if (pod.metadata.deletionTimestamp) {
            client::DeleteOptions options;
            options.gracePeriodSeconds = 0;
            options.uid = object->uid();
            (void)client::remove<corev1::Pod>(*m_client, object->namespace_(), object->name(), options);
        } else if (pod.spec.nodeName.empty()) {
            corev1::Binding binding;
            binding.metadata.name = object->name();
            binding.target.kind = "Node";
            const std::string wanted = controllers::daemonset::nodeOf(pod);
            binding.target.name = wanted.empty() ? liveNode() : wanted;
            (void)m_client->create(client::target<corev1::Pod>(object->namespace_(), object->name(), "binding"),
                                   client::encode(binding));
        } else if (pod.status.phase == "Pending") {
            start(*object, pod.spec.containers.at(0).image);
        }
    }

    void start(const Object& pod, const std::string& image) {
        std::string status;
        if (image.contains("succeeds") || image.contains("fails")) {
            status = std::format(R"("phase":"{}")", image.contains("fails") ? "Failed" : "Succeeded");
        } else {
            const int number = ++m_addresses;
            const std::string address = std::format("10.244.{}.{}", number / 250, number % 250 + 1);
            status =
                std::format(R"("phase":"Running","podIP":"{0}","podIPs":[{{"ip":"{0}"}}],)"
                            R"("conditions":[{{"type":"Ready","status":"{1}","lastTransitionTime":"{2}"}}])",
                            address, image.contains("broken") ? "False" : "True", schema::Time(m_clock.now()).text());
        }
        (void)m_client->patch(client::target<corev1::Pod>(pod.namespace_(), pod.name(), "status"),
                              client::PatchType::StrategicMerge, "{\"status\":{" + status + "}}");
    }

    async::ManualClock& m_clock;
    const std::unique_ptr<client::Client> m_client;
    const std::unique_ptr<client::Informers> m_informers;
    client::Informer& m_pods;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::set<std::string> m_keys;                          ///< pods that have changed
    std::map<std::string, async::SteadyTime> m_nextBeats;  ///< by node
    std::uint64_t m_taken = 0;
    int m_addresses = 0;
    bool m_frozen = false, m_tending = false, m_stopping = false;
    async::Thread m_thread;
};

}  // namespace armillary::test
