#include <spdlog/spdlog.h>

#include <condition_variable>
#include <mutex>

#include "engine/async/guard.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/discoveryv1.h"
#include "nodes/network/conntrack.h"
#include "nodes/network/health_ports.h"
#include "nodes/network/names.h"
#include "nodes/network/network.h"
#include "nodes/network/nft.h"
#include "nodes/network/rule_table.h"
#include "nodes/network/service_reader.h"
#include "nodes/network/skeleton.h"

namespace armillary::network {
namespace {

using namespace std::chrono_literals;

/// What is collected before it is written: a rollout's changes come in bursts, and a new endpoint must not wait for
/// long.
constexpr auto kCoalesce = 10ms;
constexpr auto kRetry = 1s;
/// The endpoint slices of a service, by "NAMESPACE/NAME".
const std::string kSlicesByService = "proxy-service";

constexpr std::string_view kApiService = "default/kubernetes";

class NftServiceProxy final : public ServiceProxy {
public:
    NftServiceProxy(NetworkConfig config, client::Informers& informers)
        : m_config(std::move(config)),
          m_services(client::informer<corev1::Service>(informers)),
          m_slices(client::informer<discoveryv1::EndpointSlice>(informers)),
          m_pods(informers.filtered(resources::resourceOf<corev1::Pod>(),
                                    {.fieldSelector = "spec.nodeName=" + m_config.nodeName})),
          m_nodes(client::informer<corev1::Node>(informers)),
          m_nft(Nft::create()),
          m_health(HealthPorts::create(m_config.nodeIp)),
          m_table(tableName(m_config.tag)) {
        m_slices.addIndex(kSlicesByService, [](const Object& slice) {
            std::string key = serviceKeyOf(slice);
            return key.empty() ? std::vector<std::string>() : std::vector{std::move(key)};
        });
        m_services.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
            mark("service/" + (current ? current : previous)->key());
        });
        m_slices.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
            for (const ObjectRef& slice : {previous, current}) {
                if (slice && !serviceKeyOf(*slice).empty()) mark("service/" + serviceKeyOf(*slice));
            }
        });
        m_pods.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
            const auto uses = [](const ObjectRef& pod) { return pod && !readHostPorts(*pod).empty(); };
            if (uses(previous) || uses(current)) mark("pod/" + (current ? current : previous)->key());
        });
        m_nodes.addHandler([this](const ObjectRef&, const ObjectRef& current) {
            if (current && current->name() == m_config.nodeName) setZone(current->meta().labels);
        });
    }

    ~NftServiceProxy() override { m_thread.stop(); }

    client::Informer& pods() override { return m_pods; }

    void start() override {
        if (!m_thread.joinable())
            m_thread = async::Thread("service-proxy", [this](const std::stop_token& stop) { run(stop); });
    }

private:
    void mark(std::string owner) {
        // The set's bound is the number of objects in the cluster: a key is there once.
        const std::lock_guard lock(m_mutex);
        m_dirty.insert(std::move(owner));
        m_changed.notify_all();
    }

    /// Which endpoints are near is another matter in another zone.
    void setZone(const schema::StringMap<std::string>& labels) {
        const auto it = labels.find(corev1::kLabelTopologyZone);
        std::string zone = it == labels.end() ? std::string() : it->second;
        {
            const std::lock_guard lock(m_mutex);
            if (std::exchange(m_zone, zone) == zone) return;
        }
        for (const ObjectRef& service : m_services.list()) mark("service/" + service->key());
    }

    ProxyNode self() {
        const std::lock_guard lock(m_mutex);
        return {m_config.nodeName, m_zone};
    }

    void run(const std::stop_token& stop) {
        while (!stop.stop_requested() && !(m_services.synced() && m_slices.synced() && m_pods.synced()))
            pause(stop, kCoalesce);
        bool whole = false;  // whether the table is known to be what m_table says
        while (!stop.stop_requested()) {
            std::set<std::string> owners = take(stop, whole);
            if (stop.stop_requested()) return;
            const auto written = whole ? write(owners) : rewrite();
            whole = written.has_value();
            if (!written) {
                spdlog::error("service rules were not written: {}; trying again", written.error());
                pause(stop, kRetry);
            }
        }
    }

    void pause(const std::stop_token& stop, std::chrono::milliseconds time) {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, stop, time, [] { return false; });
    }

    /// The owners that changed, after waiting for some unless everything is to be written anyway.
    std::set<std::string> take(const std::stop_token& stop, bool wait) {
        std::unique_lock lock(m_mutex);
        if (wait) {
            m_changed.wait(lock, stop, [this] { return !m_dirty.empty(); });
            m_changed.wait_for(lock, stop, kCoalesce, [] { return false; });
        }
        return std::exchange(m_dirty, {});
    }

    Rules rulesOf(const std::string& owner) {
        const std::string_view key = std::string_view(owner).substr(owner.find('/') + 1);
        if (owner.starts_with("pod/")) {
            const ObjectRef pod = m_pods.getByKey(key);
            const auto ports = pod ? readHostPorts(*pod) : std::vector<HostPort>();
            noteUdp(owner, udpEndpointsOf(ports));
            return rulesFor(ports);
        }
        const ObjectRef service = m_services.getByKey(key);
        std::vector<ServicePort> ports;
        if (service) ports = readService(*service, m_slices.byIndex(kSlicesByService, std::string(key)), self());
        if (m_config.loopbackApiPort != 0 && key == kApiService) {
            for (ServicePort& port : ports) port.backends = {{"127.0.0.1", m_config.loopbackApiPort, true, true, true}};
        }
        noteUdp(owner, udpEndpointsOf(ports));
        noteHealth(owner, ports);
        return rulesFor(ports, m_config);
    }

    /// Keeps the UDP endpoints of each owner, and notes those that left.
    void noteUdp(const std::string& owner, std::set<UdpEndpoint> endpoints) {
        const auto before = m_udp.find(owner);
        if (before != m_udp.end()) {
            for (const UdpEndpoint& endpoint : before->second) {
                if (!endpoints.contains(endpoint)) m_goneUdp.insert(endpoint);
            }
        }
        if (endpoints.empty()) {
            m_udp.erase(owner);
        } else {
            m_udp[owner] = std::move(endpoints);
        }
    }

    void noteHealth(const std::string& owner, const std::vector<ServicePort>& ports) {
        if (ports.empty() || ports.front().healthPort == 0) {
            m_healthPorts.erase(owner);
            return;
        }
        std::set<std::string> addresses;
        for (const ServicePort& port : ports)
            for (const Backend& backend : port.backends)
                if (backend.ready && backend.local) addresses.insert(backend.address);
        const ServicePort& service = ports.front();
        m_healthPorts[owner] = {service.namespace_, service.name, service.healthPort,
                                static_cast<int>(addresses.size())};
    }

    std::expected<void, std::string> write(const std::set<std::string>& owners) {
        std::map<std::string, Rules> changed;
        for (const std::string& owner : owners) changed[owner] = rulesOf(owner);
        return apply(m_table.replace(changed));
    }

    /// Everything, over whatever is there.
    std::expected<void, std::string> rewrite() {
        std::map<std::string, Rules> all;
        for (const ObjectRef& service : m_services.list())
            all["service/" + service->key()] = rulesOf("service/" + service->key());
        for (const ObjectRef& pod : m_pods.list()) {
            if (Rules rules = rulesOf("pod/" + pod->key()); rules != Rules())
                all["pod/" + pod->key()] = std::move(rules);
        }
        const auto contents = m_nft->contents(tableName(m_config.tag), kServiceSets);
        if (!contents) return std::unexpected(contents.error());
        Transactions wanted = m_table.takeOver(*contents, all);
        wanted.changes = skeletonCommands(m_config) + wanted.changes;
        return apply(wanted);
    }

    std::expected<void, std::string> apply(const Transactions& transactions) {
        if (!transactions.changes.empty()) {
            if (auto done = m_nft->run(transactions.changes); !done) return done;
        }
        if (!transactions.removals.empty()) {
            if (auto done = m_nft->run(transactions.removals); !done)
                spdlog::warn("unused service rules stay: {}", done.error());
        }
        if (std::exchange(m_healthAnswered, m_healthPorts) != m_healthPorts) m_health->replace(m_healthPorts);
        if (const auto forgotten = forgetUdpFlows(std::exchange(m_goneUdp, {})); !forgotten) {
            spdlog::warn("UDP flows to endpoints that left stay: {}", forgotten.error());
        }
        return {};
    }

    const NetworkConfig m_config;
    client::Informer& m_services;
    client::Informer& m_slices;
    client::Informer& m_pods;
    client::Informer& m_nodes;
    // Used by the thread alone.
    std::unique_ptr<Nft> m_nft;
    std::unique_ptr<HealthPorts> m_health;
    RuleTable m_table;
    std::map<std::string, std::set<UdpEndpoint>> m_udp;
    std::set<UdpEndpoint> m_goneUdp;
    std::map<std::string, HealthPort> m_healthPorts, m_healthAnswered;

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::set<std::string> m_dirty;
    std::string m_zone;
    async::Thread m_thread;
};

}  // namespace

std::expected<std::unique_ptr<ServiceProxy>, std::string> ServiceProxy::create(const NetworkConfig& config,
                                                                               client::Informers& informers) {
    if (auto valid = validate(config); !valid) return std::unexpected(valid.error());
    return std::make_unique<NftServiceProxy>(config, informers);
}

}  // namespace armillary::network
