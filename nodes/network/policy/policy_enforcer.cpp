#include <spdlog/spdlog.h>

#include <condition_variable>
#include <mutex>

#include "engine/async/guard.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/networkingv1.h"
#include "nodes/network/names.h"
#include "nodes/network/network.h"
#include "nodes/network/nft.h"
#include "nodes/network/policy/policy_model.h"

namespace armillary::network {
namespace {

using namespace std::chrono_literals;

constexpr auto kCoalesce = 50ms;
constexpr auto kRetry = 1s;

/// A change of any kind makes the whole anew and writes it when it differs: policies change seldom, and a node has a
/// hundred pods. The pods and namespaces of the cluster are followed only from the first policy on.
class NftPolicyEnforcer final : public PolicyEnforcer {
public:
    NftPolicyEnforcer(NetworkConfig config, client::Informers& informers)
        : m_config(std::move(config)),
          m_informers(informers),
          m_policies(client::informer<networkingv1::NetworkPolicy>(informers)),
          m_nft(Nft::create()) {
        m_policies.addHandler([this](const ObjectRef&, const ObjectRef&) { mark(); });
    }

    ~NftPolicyEnforcer() override { m_thread.stop(); }

    void start() override {
        if (!m_thread.joinable())
            m_thread = async::Thread("policies", [this](const std::stop_token& stop) { run(stop); });
    }

private:
    void mark() {
        const std::lock_guard lock(m_mutex);
        m_dirty = true;
        m_changed.notify_all();
    }

    /// What of a pod or namespace policies look at; a change of anything else is none.
    static std::string viewOf(const ObjectRef& object) {
        if (!object) return {};
        std::string out;
        for (const auto& [key, value] : object->meta().labels) out += key + "=" + value + "\n";
        if (object->kind() == "Pod") {
            const auto& pod = object->as<corev1::Pod>();
            out += pod.status.podIP + "\n" + pod.status.phase + "\n" + pod.spec.nodeName;
        }
        return out;
    }

    void followPods() {
        if (m_pods != nullptr) return;
        m_pods = &client::informer<corev1::Pod>(m_informers);
        m_namespaces = &client::informer<corev1::Namespace>(m_informers);
        for (client::Informer* each : {m_pods, m_namespaces}) {
            each->addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
                if (!previous || !current || viewOf(previous) != viewOf(current)) mark();
            });
        }
        m_informers.start();
    }

    void run(const std::stop_token& stop) {
        while (!stop.stop_requested() && !m_policies.synced()) pause(stop, kCoalesce);
        std::optional<std::vector<PodPolicy>> written;  // unset: what an earlier run left is not known
        while (!stop.stop_requested()) {
            if (!m_policies.list().empty()) followPods();
            const bool ready = m_pods == nullptr || (m_pods->synced() && m_namespaces->synced());
            if (!ready) {
                pause(stop, kCoalesce);
                continue;
            }
            {
                const std::lock_guard lock(m_mutex);
                m_dirty = false;
            }
            auto wanted = wantedNow();
            if (written != wanted) {
                if (const auto done = m_nft->run(policyCommands(policyTableName(m_config.tag), wanted)); !done) {
                    spdlog::error("network policies were not written: {}; trying again", done.error());
                    pause(stop, kRetry);
                    continue;
                }
                written = std::move(wanted);
            }
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, stop, [this] { return m_dirty; });
            m_changed.wait_for(lock, stop, kCoalesce, [] { return false; });
        }
    }

    std::vector<PodPolicy> wantedNow() const {
        PolicyInput input;
        input.policies = m_policies.list();
        if (input.policies.empty()) return {};
        input.pods = m_pods->list();
        input.namespaces = m_namespaces->list();
        input.nodeName = m_config.nodeName;
        return policiesOf(input);
    }

    void pause(const std::stop_token& stop, std::chrono::milliseconds time) {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, stop, time, [] { return false; });
    }

    const NetworkConfig m_config;
    client::Informers& m_informers;
    client::Informer& m_policies;
    // Used by the thread alone.
    client::Informer* m_pods = nullptr;
    client::Informer* m_namespaces = nullptr;
    std::unique_ptr<Nft> m_nft;

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_dirty = false;
    async::Thread m_thread;
};

}  // namespace

std::expected<std::unique_ptr<PolicyEnforcer>, std::string> PolicyEnforcer::create(const NetworkConfig& config,
                                                                                   client::Informers& informers) {
    if (auto valid = validate(config); !valid) return std::unexpected(valid.error());
    return std::make_unique<NftPolicyEnforcer>(config, informers);
}

}  // namespace armillary::network
