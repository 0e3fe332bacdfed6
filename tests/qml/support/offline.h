#pragma once

#include "app/offline/offline_client.h"
#include "cluster.h"

namespace armillary::app {

/// A connection to canned data. Nothing changes by itself unless `lively`.
inline Connect canned(const OfflineOptions& options) {
    return [options]() -> std::expected<Connection, std::string> {
        return Connection{nullptr, makeOfflineClient(options), QStringLiteral("canned data")};
    };
}

// What 48 canned pods come to: eight deployments of six.
inline constexpr OfflineOptions kStill{.nodes = 4, .pods = 48, .lively = false};
inline constexpr int kPods = 48, kDeployments = 8, kRows = kPods + kDeployments;

}  // namespace armillary::app
