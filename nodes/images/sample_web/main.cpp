// The sample workload: says which version of the image answers, and from which pod.
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "nodes/images/sample_web/server.h"

namespace {

std::string readVersion() {
    std::string version;
    if (std::FILE* file = std::fopen("/etc/sample-web/version", "r")) {
        for (int c; (c = std::fgetc(file)) > ' ' && version.size() < 64;) version += static_cast<char>(c);
        std::fclose(file);
    }
    return version.empty() ? "unknown" : version;
}

}  // namespace

int main() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGCHLD}) sigaddset(&signals, signal);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    const int descriptor = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    char host[256] = "";
    gethostname(host, sizeof host - 1);

    armillary::sample::Server server({.port = 8080, .version = readVersion(), .hostName = host});
    if (descriptor < 0 || !server.listen()) return std::fprintf(stderr, "port 8080: %s\n", std::strerror(errno)), 1;
    std::printf("version=%s host=%s listens on port %d\n", readVersion().c_str(), host, server.port());
    std::fflush(stdout);
    server.run(descriptor);
}
