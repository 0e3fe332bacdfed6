#include "programs/common/lifecycle/admin.h"

#include "engine/client/http/http_client.h"
#include "engine/client/kubeconfig.h"

namespace armillary::programs {

std::expected<std::unique_ptr<client::Client>, std::string> adminClient(const DataDir& dir) {
    std::error_code ignored;
    if (!std::filesystem::exists(dir.kubeconfig(), ignored))
        return std::unexpected("there is no cluster in " + dir.root.string() +
                               "; make one with: armillaryctl up --data-dir " + dir.root.string());
    auto config = client::loadKubeconfig(dir.kubeconfig().string(), "");
    if (!config) return std::unexpected(config.error());
    auto made = client::makeHttpClient(std::move(*config));
    if (!made) return std::unexpected(made.error().message);
    return std::move(*made);
}

std::string clusterUrl(const DataDir& dir) {
    const auto config = client::loadKubeconfig(dir.kubeconfig().string(), "");
    return config ? config->url : std::string();
}

std::filesystem::path binaryDir() {
    std::error_code failed;
    return std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
}

}  // namespace armillary::programs
