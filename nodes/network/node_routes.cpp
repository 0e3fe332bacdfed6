#include "nodes/network/node_routes.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "engine/async/guard.h"
#include "engine/schema/api/corev1.h"
#include "nodes/network/names.h"
#include "nodes/network/network.h"

namespace armillary::network {
namespace {

using namespace std::chrono_literals;

/// How often the kernel is put right without a cause that we know of: it drops routes when a link goes down.
constexpr auto kRepeat = 30s;
constexpr auto kRetry = 2s;

class KernelNodeRoutes final : public NodeRoutes {
public:
    KernelNodeRoutes(NetworkConfig config, client::Informers& informers)
        : m_config(std::move(config)), m_nodes(client::informer<corev1::Node>(informers)) {
        m_nodes.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
            // Heartbeats change nodes all the time, and their addresses almost never.
            const auto routes = [&](const ObjectRef& node) {
                return node ? podRoutesOf(std::span(&node, 1), m_config.nodeName) : std::vector<PodRoute>();
            };
            if (routes(previous) == routes(current)) return;
            const std::lock_guard lock(m_mutex);
            m_changed = true;
            m_wake.notify_all();
        });
    }

    ~KernelNodeRoutes() override { m_thread.stop(); }

    void start() override {
        if (!m_thread.joinable())
            m_thread = async::Thread("node-routes", [this](const std::stop_token& stop) { run(stop); });
    }

private:
    void run(const std::stop_token& stop) {
        std::string said;
        std::chrono::milliseconds pause = 100ms;
        while (true) {
            {
                std::unique_lock lock(m_mutex);
                m_wake.wait_for(lock, stop, pause, [this] { return m_changed; });
                m_changed = false;
            }
            if (stop.stop_requested()) return;
            // Until the first list is in, an absent node says nothing.
            if (!m_nodes.synced()) continue;
            const auto nodes = m_nodes.list();
            const auto done = replacePodRoutes(m_config, podRoutesOf(nodes, m_config.nodeName));
            pause = done ? std::chrono::milliseconds(kRepeat) : std::chrono::milliseconds(kRetry);
            const std::string problem = done ? "" : done.error();
            if (std::exchange(said, problem) != problem && !problem.empty())
                spdlog::error("routes to other nodes' pods are incomplete: {}; trying again", problem);
        }
    }

    const NetworkConfig m_config;
    client::Informer& m_nodes;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    bool m_changed = false;
    async::Thread m_thread;
};

std::string internalAddress(const corev1::Node& node) {
    for (const auto& address : node.status.addresses)
        if (address.type == "InternalIP" && parseAddress(address.address)) return address.address;
    return {};
}

}  // namespace

std::vector<PodRoute> podRoutesOf(std::span<const ObjectRef> nodes, std::string_view self) {
    std::vector<const corev1::Node*> others;
    for (const ObjectRef& object : nodes)
        if (object->name() != self) others.push_back(&object->as<corev1::Node>());
    std::ranges::sort(others, {}, [](const corev1::Node* node) {
        return std::pair(node->metadata.creationTimestamp, std::string_view(node->metadata.name));
    });
    std::vector<PodRoute> routes;
    for (const corev1::Node* node : others) {
        PodRoute route{node->spec.podCIDR, internalAddress(*node)};
        if (route.nodeIp.empty() || !Cidr::parse(route.podCidr)) continue;
        if (!std::ranges::contains(routes, route.podCidr, &PodRoute::podCidr)) routes.push_back(std::move(route));
    }
    std::ranges::sort(routes, {}, &PodRoute::podCidr);
    return routes;
}

std::expected<std::unique_ptr<NodeRoutes>, std::string> NodeRoutes::create(const NetworkConfig& config,
                                                                           client::Informers& informers) {
    if (auto valid = validate(config); !valid) return std::unexpected(valid.error());
    return std::make_unique<KernelNodeRoutes>(config, informers);
}

}  // namespace armillary::network
