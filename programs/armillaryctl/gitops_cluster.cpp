#include "programs/armillaryctl/gitops_cluster.h"

#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <fstream>

#include "engine/async/identifiers.h"
#include "engine/client/http/http_client.h"
#include "engine/client/kubeconfig.h"
#include "engine/gitops/live/cluster_live.h"
#include "engine/gitops/trial/leftovers.h"
#include "programs/armillaryctl/commands.h"
#include "programs/armillaryctl/gitops_print.h"
#include "programs/common/folder.h"

namespace armillary::ctl {

namespace {

/// No single answer of production is worth a longer wait.
constexpr std::chrono::seconds kPatience{10};
/// How long an earlier preview's leftovers may take to go.
constexpr std::chrono::seconds kRemoval{60};

std::string environment(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

std::string bootId() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(file, id);
    return id;
}

/// When a process began, in the kernel's ticks: with its number that is nobody else's. "" when there is none.
std::string startOf(const std::string& pid) {
    std::ifstream file("/proc/" + pid + "/stat");
    std::string text;
    std::getline(file, text);
    // The name before may hold anything, parentheses and spaces included; the 22nd field is the 20th behind it.
    const auto name = text.rfind(')');
    if (name == std::string::npos) return {};
    std::size_t at = name + 1;
    for (int field = 0; field < 20 && at != std::string::npos; ++field) at = text.find(' ', at + 1);
    if (at == std::string::npos) return {};
    // `at` stands before the field after the one that is meant.
    const auto begin = text.rfind(' ', at - 1);
    return text.substr(begin + 1, at - begin - 1);
}

/// This process, as it is known after its death.
std::string ownerText() {
    const std::string pid = std::to_string(getpid());
    return std::format("{}/{}/{}", bootId(), pid, startOf(pid));
}

bool lives(const std::string& owner) {
    const auto first = owner.find('/'), second = owner.find('/', first + 1);
    if (first == std::string::npos || second == std::string::npos || owner.substr(0, first) != bootId()) return false;
    const std::string pid = owner.substr(first + 1, second - first - 1);
    if (pid.empty() || pid.find_first_not_of("0123456789") != std::string::npos) return false;
    const std::string start = startOf(pid);
    return !start.empty() && start == owner.substr(second + 1);
}

gitops::Expected<std::unique_ptr<client::Client>> clientOf(const std::string& dataDir) {
    const auto folder = programs::canonicalFolder(dataDir);
    if (!folder) return gitops::problem("--data-dir: " + folder.error());
    auto client = adminClient({*folder});
    if (!client) return gitops::problem(client.error());
    return std::move(*client);
}

/// The head's objects that are to run.
std::vector<gitops::RenderedApplication> chosenOf(const gitops::Preview& preview, bool all) {
    std::vector<gitops::RenderedApplication> chosen;
    for (const auto& each : preview.rendered) {
        const auto change = std::ranges::find(preview.applications, each.name, &gitops::ApplicationChange::name);
        const bool changes =
            change != preview.applications.end() && change->kind != gitops::ApplicationChange::Kind::Unchanged;
        if ((all || changes) && !each.becomes.empty()) chosen.push_back(each);
    }
    return chosen;
}

}  // namespace

gitops::Expected<std::unique_ptr<gitops::Live>> lookAt(const std::string& context, const std::string& kubeconfig) {
    auto config =
        kubeconfig.empty()
            ? client::loadContext(client::kubeconfigFiles(environment("KUBECONFIG"), environment("HOME")), context)
            : client::loadKubeconfig(kubeconfig, context);
    if (!config) return gitops::problem(config.error());
    config->requestTimeout = kPatience;
    config->connectTimeout = kPatience;
    auto client = client::makeHttpClient(std::move(*config));
    if (!client) return gitops::problem(client.error().message);
    return std::make_unique<gitops::ClusterLive>(std::move(*client));
}

gitops::Expected<gitops::TrialResult> runHere(const gitops::Preview& preview, const RunOptions& options,
                                              const std::stop_token& stop) {
    const auto chosen = chosenOf(preview, options.all);
    if (chosen.empty()) {
        // What cannot be rendered is told of elsewhere; nobody may take it for healthy.
        const bool isWhole = preview.problems.empty();
        gitops::TrialResult nothing{.healthy = isWhole, .took = {}, .problems = {}, .notes = {}};
        nothing.notes.push_back(
            isWhole
                ? gitops::Remark{{}, "Nothing was run, since nothing changes.", "--all runs what stays as it is, too."}
                : gitops::Remark{{}, "Nothing was run, since nothing could be rendered.", {}});
        return nothing;
    }
    const auto client = clientOf(options.dataDir);
    if (!client) return std::unexpected(client.error());
    if (const auto removed = gitops::removeLeftovers(**client, lives, async::realClock(), kRemoval); !removed)
        return std::unexpected(removed.error());
    async::Identifiers identifiers;
    const gitops::TrialOptions trial{
        .id = identifiers.suffix(),
        .owner = ownerText(),
        .timeout = std::chrono::seconds(options.timeoutSeconds),
        .substituteImages = options.substituteImages,
        .say = [](const std::string& line) { std::fprintf(stderr, "  %s\n", plain(line).c_str()); }};
    return gitops::runTrial(**client, chosen, trial, async::realClock(), stop);
}

gitops::Expected<std::size_t> cleanUp(const std::string& dataDir) {
    const auto client = clientOf(dataDir);
    if (!client) return std::unexpected(client.error());
    return gitops::removeLeftovers(**client, lives, async::realClock(), kRemoval);
}

}  // namespace armillary::ctl
