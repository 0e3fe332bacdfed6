#pragma once

#include <expected>
#include <memory>
#include <string>

#include "engine/client/client.h"
#include "programs/common/data_dir.h"

namespace armillary::programs {

/// A client as the cluster's administrator. The error says how to make a cluster when there is none.
std::expected<std::unique_ptr<client::Client>, std::string> adminClient(const DataDir& dir);
/// Where the cluster answers, from its kubeconfig; "" when there is none.
std::string clusterUrl(const DataDir& dir);
/// The folder of the running program: its siblings are armillaryd and armillary-node.
std::filesystem::path binaryDir();

}  // namespace armillary::programs
