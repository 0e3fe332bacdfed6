#pragma once

#include "app/offline/offline_cluster.h"
#include "app/offline/simulated_access.h"
#include "cluster.h"

namespace armillary::app {

/// As connectionInProcess(), with pods that can be entered.
inline std::expected<Connection, std::string> connectionToSample(const std::shared_ptr<void>& owner,
                                                                 OfflineCluster& cluster) {
    auto made = connectionInProcess(owner, cluster.client(), cluster.kubeconfig(), QStringLiteral("simulated"));
    if (made) made->calls = withSimulatedAccess(std::move(made->calls));
    return made;
}

/// A connection to the sample on simulated machines. Nothing changes by itself unless `lively`.
inline Connect canned(const OfflineOptions& options) {
    return [options]() -> std::expected<Connection, std::string> {
        const auto cluster = makeOfflineCluster(options);
        if (!cluster) return std::unexpected(cluster.error());
        return connectionToSample(*cluster, **cluster);
    };
}

// What the sample comes to: eight deployments of six pods, and a stateful set, a daemon set, a job and a cron job that
// rest.
inline constexpr OfflineOptions kStill{.nodes = 4, .pods = 48, .lively = false};
inline constexpr int kPods = 48, kDeployments = 8, kRows = kPods + kDeployments + 4;

/// One sample for all tests of a program that leave it as they find it: made once, on the first call.
inline OfflineCluster& stillCluster() {
    static const std::shared_ptr<OfflineCluster> cluster = makeOfflineCluster(kStill).value();
    return *cluster;
}
inline Connect sharedStill() {
    return [] { return connectionToSample(nullptr, stillCluster()); };
}

/// A kubeconfig of somebody who may look at pods and deployments of one namespace, and do nothing else; made in
/// `folder`.
/// "" when it could not be made.
std::string restrictedKubeconfig(OfflineCluster& cluster, const std::string& namespace_,
                                 const std::filesystem::path& folder);

}  // namespace armillary::app
