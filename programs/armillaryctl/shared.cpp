#include <unistd.h>

#include <cstdio>

#include "engine/client/http/http_client.h"
#include "engine/client/kubeconfig.h"
#include "programs/armillaryctl/commands.h"
#include "programs/common/child.h"

namespace armillary::ctl {

int fail(const std::string& message) {
    std::fflush(stdout);
    std::fprintf(stderr, "armillaryctl: %s\n", message.c_str());
    return 1;
}

void say(const std::string& text) {
    std::printf("  %s\n", text.c_str());
    std::fflush(stdout);
}

std::filesystem::path binaryDir() {
    std::error_code failed;
    return std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
}

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

std::vector<std::string> asRoot(const std::filesystem::path& program, std::vector<std::string> arguments) {
    std::vector<std::string> words;
    // -n: never a password prompt in the middle of a command; up and down ask once, at the start.
    if (geteuid() != 0) words = {"/usr/bin/sudo", "-n"};
    words.push_back(program.string());
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
}

bool stopProgram(const std::filesystem::path& pidFile, const std::string& program) {
    constexpr auto kPatience = std::chrono::seconds(20);
    const auto pid = programs::runningProcess(pidFile, program);
    if (!pid) return true;
    if (geteuid() != 0 && program == "armillary-node") {
        const auto words = asRoot("/bin/kill", {std::to_string(*pid)});
        (void)programs::runToEnd(words.front(), {words.begin() + 1, words.end()});
    }
    return programs::stopProcess(*pid, kPatience);
}

}  // namespace armillary::ctl
