#include "nodes/agent/join/identity.h"

#include <chrono>
#include <format>
#include <thread>
#include <utility>

#include "engine/schema/api/corev1.h"
#include "nodes/agent/log.h"

namespace armillary::agent {

namespace {

/// Shorter than any restart of a server; many pods may go at once.
constexpr std::chrono::milliseconds kTrust{100};
constexpr std::chrono::milliseconds kPoll{500};

}  // namespace

ClusterIdentity::ClusterIdentity(const Layout& layout, Settings& settings, std::unique_ptr<client::Client> asking,
                                 async::Clock& clock)
    : m_layout(layout), m_settings(settings), m_asking(std::move(asking)), m_clock(clock) {}

std::expected<bool, std::string> ClusterIdentity::ask() {
    const auto map = client::get<corev1::ConfigMap>(*m_asking, "kube-public", "cluster-info");
    // A server that has just begun says 403 and 404 to what is not written yet.
    if (!map) {
        if (std::exchange(m_said, map.error().message) != map.error().message)
            log(LogLevel::Warning, "waiting for the server to say which cluster it serves: " + map.error().message);
        return false;
    }
    const auto& data = (*map)->as<corev1::ConfigMap>().data;
    const auto uid = data.find("clusterUID");
    if (uid == data.end() || uid->second == m_settings.clusterUid) return true;
    if (!m_settings.clusterUid.empty())
        return std::unexpected(std::format(
            "the server at {} serves another cluster (its identity is {}, this node's cluster has {}); nothing on this "
            "node was touched; bring back the cluster's state (armillaryctl restore), or give the node up with: "
            "armillary-node reset --data-dir {}",
            m_settings.server, uid->second, m_settings.clusterUid, m_layout.dataDir.string()));
    m_settings.clusterUid = uid->second;
    if (auto saved = saveSettings(m_layout, m_settings); !saved) return std::unexpected(saved.error());
    return true;
}

std::expected<void, std::string> ClusterIdentity::await(const std::function<bool()>& stopped) {
    const std::lock_guard lock(m_mutex);
    if (m_clock.steady() < m_trustedUntil) return {};
    while (true) {
        const auto same = ask();
        if (!same) return std::unexpected(same.error());
        if (*same) break;
        if (stopped()) return std::unexpected("stopped");
        std::this_thread::sleep_for(kPoll);
    }
    m_trustedUntil = m_clock.steady() + kTrust;
    return {};
}

}  // namespace armillary::agent
