#include <unistd.h>

#include <cstdlib>

#include "programs/armillaryctl/commands.h"
#include "programs/common/child.h"

namespace armillary::ctl {

namespace {

std::filesystem::path usersKubeconfig() {
    if (const char* set = std::getenv("KUBECONFIG"); set && *set)
        return std::string(set).substr(0, std::string_view(set).find(':'));
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home ? home : ".") / ".kube" / "config";
}

/// kubectl is the one who knows how a kubeconfig is edited: `config set-cluster` and its like write single entries.
std::expected<std::string, std::string> kubectl(const std::filesystem::path& file, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"kubectl", "--kubeconfig", file.string(), "config"});
    return programs::runToEnd("/usr/bin/env", arguments);
}

}  // namespace

int mergeKubeconfig(const DataDir& dir, const std::filesystem::path& into) {
    const std::filesystem::path file = into.empty() ? usersKubeconfig() : into;
    auto client = adminClient(dir);
    if (!client) return fail(client.error());
    std::error_code failed;
    std::filesystem::create_directories(file.parent_path(), failed);
    const std::string url = clusterUrl(dir), pki = (dir.root / "pki").string();
    const std::vector<std::vector<std::string>> steps = {
        {"set-cluster", "armillary", "--server", url, "--certificate-authority", pki + "/ca.crt", "--embed-certs=true"},
        {"set-credentials", "armillary", "--client-certificate", pki + "/admin.crt", "--client-key", pki + "/admin.key",
         "--embed-certs=true"},
        {"set-context", "armillary", "--cluster", "armillary", "--user", "armillary"},
    };
    for (const auto& step : steps)
        if (auto done = kubectl(file, step); !done) return fail("cannot edit " + file.string() + ":\n" + done.error());
    say("context 'armillary' is in " + file.string() + "; choose it with: kubectl config use-context armillary");
    return 0;
}

}  // namespace armillary::ctl
