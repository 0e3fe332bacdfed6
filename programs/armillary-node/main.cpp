#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <future>
#include <iostream>

#include "engine/async/clock.h"
#include "engine/async/guard.h"
#include "nodes/agent/agent.h"
#include "nodes/agent/image/archives.h"
#include "nodes/agent/join/join.h"
#include "nodes/agent/log.h"
#include "programs/common/folder.h"

namespace {

using namespace armillary;
namespace fs = std::filesystem;

constexpr std::chrono::seconds kEndPatience{3};

int fail(const std::string& why) {
    std::fprintf(stderr, "armillary-node: %s\n", why.c_str());
    return 1;
}

/// What comes with the program: in a folder beside its own. "" when there is none.
fs::path comesAlong(std::string_view folder) {
    std::error_code error;
    const fs::path place = fs::read_symlink("/proc/self/exe", error).parent_path().parent_path() / folder;
    return fs::is_directory(place, error) ? place : fs::path();
}

/// The images that every cluster has, or those of the folder that the environment names.
fs::path imagesFolder() {
    if (const char* given = std::getenv("ARMILLARY_IMAGES")) return given;
    return comesAlong("images");
}

/// A bundle brings a container runtime along, which goes before the system's.
void preferBundledRuntime() {
    if (const fs::path programs = comesAlong("runtime/bin"); !programs.empty()) {
        const char* others = std::getenv("PATH");
        ::setenv("PATH", std::format("{}:{}", programs.string(), others ? others : "").c_str(), 1);
    }
    if (const fs::path plugins = comesAlong("runtime/cni"); !plugins.empty()) ::setenv("CNI_PATH", plugins.c_str(), 1);
}

/// One agent for each data directory; the lock goes with the process, however it ends.
int lockPidFile(const agent::Layout& layout) {
    std::error_code error;
    fs::create_directories(layout.pidFile().parent_path(), error);
    int fd = ::open(layout.pidFile().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) return -1;
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        ::close(fd);
        return -1;
    }
    auto text = std::format("{}\n", ::getpid());
    (void)!::ftruncate(fd, 0);
    (void)!::write(fd, text.data(), text.size());
    return fd;
}

/// The agent that holds the data directory, 0 when none does.
pid_t runningAgent(const agent::Layout& layout) {
    int fd = ::open(layout.pidFile().c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    bool free = ::flock(fd, LOCK_EX | LOCK_NB) == 0;
    ::close(fd);
    pid_t pid = 0;
    if (!free) std::ifstream(layout.pidFile()) >> pid;
    return pid;
}

int runJoin(const agent::Layout& layout, const agent::JoinOptions& options) {
    auto joined = agent::join(layout, options, async::realClock());
    if (!joined) return fail(joined.error());
    std::printf("joined %s as node %s\n", joined->server.c_str(), joined->nodeName.c_str());
    return 0;
}

int runAgent(agent::AgentConfig config) {
    if (::geteuid() != 0) return fail("the agent makes containers and networks and so needs root; run it with sudo");
    // pkexec(1) has its program end with whoever started it; nodes outlive windows.
    ::prctl(PR_SET_PDEATHSIG, 0);
    int lock = lockPidFile(config.layout);
    if (lock < 0) {
        if (auto pid = runningAgent(config.layout))
            return fail(std::format("an agent already runs on {} (process {})", config.layout.dataDir.string(), pid));
        return fail("cannot write " + config.layout.pidFile().string());
    }
    // Many threads that mostly wait need no heaps of their own; each would keep what its busiest moment took.
    ::mallopt(M_ARENA_MAX, 2);
    // All threads inherit the blocked signals; this one looks for them while it starts, and then waits for one.
    sigset_t ends;
    sigemptyset(&ends);
    for (int signal : {SIGTERM, SIGINT}) sigaddset(&ends, signal);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    const auto stopping = [] {
        sigset_t pending;
        sigpending(&pending);
        return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1;
    };

    config.images = imagesFolder();
    auto agent = agent::Agent::start(config, async::realClock(), stopping);
    if (!agent && stopping()) return 0;
    if (!agent) return fail(agent.error());
    int signal = 0;
    sigwait(&ends, &signal);
    agent::log(agent::LogLevel::Info, "stopping; containers go on running");
    // A container that is being stopped has its own grace; the agent's next start goes on from what it finds.
    std::promise<void> stopped;
    const async::Thread ending("end", [&](const std::stop_token&) {
        agent->reset();
        stopped.set_value();
    });
    (void)stopped.get_future().wait_for(kEndPatience);
    std::error_code error;
    fs::remove(config.layout.pidFile(), error);
    std::fflush(nullptr);
    ::_exit(0);
}

/// True when none runs any more.
bool stopAgent(const agent::Layout& layout) {
    const pid_t pid = runningAgent(layout);
    if (pid == 0) return true;
    ::kill(pid, SIGTERM);
    for (int i = 0; i < 100 && runningAgent(layout) == pid; ++i) ::usleep(100000);
    if (runningAgent(layout) != pid) return true;
    ::kill(pid, SIGKILL);
    for (int i = 0; i < 20 && runningAgent(layout) == pid; ++i) ::usleep(100000);
    return runningAgent(layout) != pid;
}

int runStop(const agent::Layout& layout) {
    if (::geteuid() != 0) return fail("the agent runs as root and so does who stops it; run it with sudo");
    return stopAgent(layout) ? 0 : fail("the agent does not stop");
}

int runReset(const agent::Layout& layout) {
    if (::geteuid() != 0) return fail("reset removes containers and networks and so needs root; run it with sudo");
    const auto whose = programs::ownerOf(layout.dataDir);
    if (!whose) return fail(whose.error());
    if (*whose == programs::FolderOwner::Somebody)
        return fail(layout.dataDir.string() + " is not an Armillary data directory; nothing was removed");
    (void)stopAgent(layout);
    auto problems = agent::reset(layout);
    for (const auto& problem : problems) std::fprintf(stderr, "armillary-node: %s\n", problem.c_str());
    if (!problems.empty()) return 1;
    // A folder that was the node's alone goes with it; a control plane's stays.
    std::error_code ignored;
    if (fs::exists(layout.dataDir / "state.db", ignored)) return 0;
    const auto stays = programs::purgeFolder(layout.dataDir);
    return stays ? 0 : fail(stays.error());
}

int runLoadImage(const agent::Layout& layout, const std::vector<std::string>& archives) {
    if (::geteuid() != 0) return fail("the node's images belong to root; run it with sudo");
    for (const auto& archive : archives) {
        if (auto loaded = agent::loadArchive(layout, archive); !loaded) return fail(loaded.error());
        std::printf("loaded %s\n", archive.c_str());
    }
    return 0;
}

/// The first line of a file that its owner alone can read, as a token's should be; "-" is standard input.
std::expected<std::string, std::string> readToken(const std::string& file) {
    std::string token;
    if (file == "-") {
        std::getline(std::cin, token);
    } else {
        std::ifstream in(file);
        if (!in) return std::unexpected("cannot read the token in " + file);
        std::getline(in, token);
    }
    return token;
}

int runJoining(const agent::Layout& layout, agent::JoinOptions options, const std::string& tokenFile) {
    if (auto claimed = programs::claimFolder(layout.dataDir); !claimed) return fail(claimed.error());
    std::error_code error;
    fs::create_directories(layout.node(), error);
    if (!error) fs::permissions(layout.node(), fs::perms::owner_all, error);
    if (error) return fail(std::format("cannot make {}: {}", layout.node().string(), error.message()));
    if (const std::string from = options.token == "-" ? "-" : tokenFile; !from.empty()) {
        auto token = readToken(from);
        if (!token) return fail(token.error());
        options.token = std::move(*token);
    }
    return runJoin(layout, options);
}

}  // namespace

int main(int argc, char** argv) {
    preferBundledRuntime();
    CLI::App app{"The node agent: makes this machine a worker node of an Armillary cluster"};
    app.require_subcommand(1);
    std::string dataDir = "/var/lib/armillary", tokenFile;
    agent::JoinOptions join;
    agent::AgentConfig config;
    auto addDataDir = [&](CLI::App* command) {
        command->add_option("--data-dir", dataDir, "Where the node keeps its state")
            ->envname("ARMILLARY_DATA_DIR")
            ->capture_default_str();
    };
    auto* joining = app.add_subcommand("join", "Join a cluster; then start the agent with `armillary-node run`");
    joining->add_option("--server", join.server, "The cluster's URL, https://HOST:PORT")->required();
    auto* token = joining->add_option(
        "--token", join.token,
        "A bootstrap token (armillaryctl token create). While the command runs, every user of this machine can read "
        "its command line, and the token lets a node join: where others are, use - (standard input) or --token-file");
    joining->add_option("--token-file", tokenFile, "The file whose first line is the token; - is standard input")
        ->excludes(token);
    joining->add_option("--ca-hash", join.caHash, "The pin of the cluster's authority, sha256:HEX")->required();
    joining->add_option("--node-name", join.nodeName, "The node's name; the host's name when left out");
    joining->add_option("--node-ip", join.nodeIp, "The node's address; the one that reaches the server when left out");
    addDataDir(joining);
    auto* running = app.add_subcommand("run", "Run the agent of a node that has joined");
    running->add_option("--runtime-socket", config.runtimeSocket,
                        "A container runtime's CRI socket; a private containerd when left out");
    running->add_option("--port", config.port, "The agent's HTTPS port; the next free one when it is taken")
        ->capture_default_str();
    addDataDir(running);
    auto* stopping = app.add_subcommand("stop", "Stop the agent that runs here; its containers go on running");
    addDataDir(stopping);
    auto* resetting = app.add_subcommand("reset", "Leave the cluster and undo all that the agent did on this machine");
    addDataDir(resetting);
    std::vector<std::string> archives;
    auto* loading = app.add_subcommand("load-image", "Load image archives (OCI or docker save) into this node");
    loading->add_option("FILE", archives, "Archives")->required()->check(CLI::ExistingFile);
    addDataDir(loading);
    CLI11_PARSE(app, argc, argv);

    ::umask(022);
    const auto folder = programs::canonicalFolder(dataDir);
    if (!folder) return fail("--data-dir: " + folder.error());
    const agent::Layout layout{*folder};
    if (*joining) return runJoining(layout, join, tokenFile);
    if (*stopping) return runStop(layout);
    if (*resetting) return runReset(layout);
    if (*loading) return runLoadImage(layout, archives);
    if (auto joined = agent::loadSettings(layout); !joined) return fail(joined.error());
    config.layout = layout;
    return runAgent(config);
}
