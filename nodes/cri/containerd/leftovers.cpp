#include "nodes/cri/containerd/leftovers.h"

#include <signal.h>
#include <sys/mount.h>

#include <algorithm>
#include <cerrno>
#include <ranges>
#include <thread>

namespace armillary::cri {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> wordsOf(const std::string& commandLine) {
    std::vector<std::string> out;
    for (const auto word : std::views::split(commandLine, '\0')) out.emplace_back(word.begin(), word.end());
    return out;
}

/// What follows `option`; "" when it is not there.
std::string valueOf(const std::vector<std::string>& words, std::string_view option) {
    const auto it = std::ranges::find(words, option);
    return it == words.end() || it + 1 == words.end() ? std::string() : *(it + 1);
}

}  // namespace

std::vector<Shim> sandboxShims(const ContainerdConfig& config, const Proc& proc) {
    std::vector<Shim> out;
    for (const pid_t pid : proc.pids()) {
        const auto words = wordsOf(proc.commandLine(pid));
        if (words.empty() || !words.front().contains("containerd-shim") ||
            valueOf(words, "-address") != config.socket().string())
            continue;
        const auto process = proc.info(pid);
        std::string id = valueOf(words, "-id");
        if (process && !id.empty() && !id.contains('/')) out.push_back({*process, std::move(id)});
    }
    return out;
}

std::vector<Shim> leftoverShims(const ContainerdConfig& config, const Proc& proc, const ProcessInfo& self,
                                const std::function<std::optional<std::set<std::string>>()>& known) {
    auto shims = sandboxShims(config, proc);
    std::erase_if(shims, [&](const Shim& shim) { return shim.process.startedAt >= self.startedAt; });
    if (shims.empty()) return shims;
    const auto sandboxes = known();
    std::erase_if(shims, [&](const Shim& shim) { return !sandboxes || sandboxes->contains(shim.sandboxId); });
    return shims;
}

void removeShim(const ContainerdConfig& config, const Proc& proc, const Shim& shim) {
    if (proc.info(shim.process.pid) != shim.process) return;
    for (const pid_t pid : proc.pids())
        if (const auto process = proc.info(pid); process && process->parent == shim.process.pid) ::kill(pid, SIGKILL);
    ::kill(shim.process.pid, SIGKILL);
    for (int i = 0; i < 100 && proc.info(shim.process.pid) == shim.process; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const fs::path state = config.runDir / "state";
    std::error_code ignored;
    const std::pair<fs::path, const char*> folders[] = {
        {state / "io.containerd.runtime.v2.task" / "k8s.io" / shim.sandboxId, "rootfs"},
        {state / "io.containerd.grpc.v1.cri" / "sandboxes" / shim.sandboxId, "shm"}};
    for (const auto& [folder, mounted] : folders) {
        // What is still mounted is not ours to delete.
        if (::umount2((folder / mounted).c_str(), MNT_DETACH) == 0 || errno == EINVAL || errno == ENOENT)
            fs::remove_all(folder, ignored);
    }
}

}  // namespace armillary::cri
