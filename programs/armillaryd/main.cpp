// armillaryd: the control plane without a window.
#include <malloc.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "engine/runtime/engine.h"
#include "programs/common/data_dir.h"
#include "programs/common/folder.h"

namespace {

using armillary::programs::DataDir;

/// Tells a service manager how it goes. Source: sd_notify(3).
void notify(const std::string& state) {
    const char* path = std::getenv("NOTIFY_SOCKET");
    if (!path || !*path) return;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (std::strlen(path) >= sizeof(address.sun_path)) return;
    std::strcpy(address.sun_path, path);
    if (path[0] == '@') address.sun_path[0] = '\0';
    const int channel = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (channel < 0) return;
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(path));
    (void)sendto(channel, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address),
                 length);
    close(channel);
}

int fail(const std::string& message) {
    std::fprintf(stderr, "armillaryd: %s\n", message.c_str());
    return 1;
}

int run(const DataDir& dir, const armillary::programs::ListenAddress& listen) {
    // Before any thread starts, so that all of them leave these signals to this one.
    sigset_t stopSignals;
    sigemptyset(&stopSignals);
    sigaddset(&stopSignals, SIGTERM);
    sigaddset(&stopSignals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stopSignals, nullptr);
    signal(SIGPIPE, SIG_IGN);

    const auto pidFile = armillary::programs::PidFile::create(dir.serverPid());
    if (!pidFile && armillary::programs::runningProcess(dir.serverPid(), "armillaryd"))
        return fail("already running in " + dir.root.string() + ": " + pidFile.error() +
                    "; stop it with: armillaryctl down --data-dir " + dir.root.string());
    if (!pidFile) return fail(pidFile.error() + "; choose another data directory with --data-dir");
    auto engine =
        armillary::runtime::Engine::start({.dataDir = dir.root, .address = listen.address, .port = listen.port});
    if (!engine) return fail(engine.error());

    std::printf("ready %s %s\n", (*engine)->url().c_str(), (*engine)->kubeconfig().c_str());
    std::fflush(stdout);
    notify("READY=1");
    int received = 0;
    sigwait(&stopSignals, &received);
    notify("STOPPING=1");
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    // Each arena keeps what its thread once used; with many short-lived requests two are as fast and far smaller.
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_TRIM_THRESHOLD, 4 << 20);

    CLI::App app("Armillary's control plane: a Kubernetes v1.32 API server, scheduler and controllers in one process.");
    std::string dataDir = armillary::programs::defaultDataDir().string(), listenText = "127.0.0.1:6443";
    app.add_option("--data-dir", dataDir, "where the cluster's state lives")->capture_default_str();
    app.add_option("--listen", listenText, "IP:PORT to serve on; port 0 takes a free one and keeps it")
        ->capture_default_str();
    app.set_version_flag("--version", "armillaryd " ARMILLARY_VERSION);
    CLI11_PARSE(app, count, arguments);
    const auto listen = armillary::programs::parseListenAddress(listenText);
    if (!listen) return fail("--listen: " + listen.error());
    const auto folder = armillary::programs::canonicalFolder(dataDir);
    if (!folder) return fail("--data-dir: " + folder.error());
    if (auto claimed = armillary::programs::claimFolder(*folder); !claimed) return fail(claimed.error());
    return run({*folder}, *listen);
}
