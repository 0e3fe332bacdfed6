#include "nodes/cri/containerd/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <format>

#include "engine/async/file.h"

namespace armillary::cri {

namespace fs = std::filesystem;

namespace {

/// argv for exec, made before fork: a child of a threaded process may not allocate.
std::vector<char*> argvOf(const ProcessSpec& spec, std::vector<std::string>& storage) {
    storage.push_back(spec.program.string());
    storage.insert(storage.end(), spec.arguments.begin(), spec.arguments.end());
    std::vector<char*> argv;
    for (auto& text : storage) argv.push_back(text.data());
    argv.push_back(nullptr);
    return argv;
}

void resetSignals() {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGCHLD}) ::signal(signal, SIG_DFL);
}

}  // namespace

std::expected<pid_t, std::string> spawnDetached(const ProcessSpec& spec) {
    std::vector<std::string> storage;
    auto argv = argvOf(spec, storage);
    int log = spec.log.empty() ? ::open("/dev/null", O_WRONLY | O_CLOEXEC)
                               : ::open(spec.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0) return std::unexpected(std::format("cannot open {}: {}", spec.log.string(), std::strerror(errno)));
    int report[2];
    if (::pipe2(report, O_CLOEXEC) != 0) {
        ::close(log);
        return std::unexpected(std::strerror(errno));
    }
    // Two forks: the middle process ends at once, so that init is the parent and no zombie waits for us.
    auto middle = ::fork();
    if (middle == 0) {
        ::setsid();
        auto child = ::fork();
        if (child != 0) ::_exit(0);
        resetSignals();
        auto self = ::getpid();
        (void)!::write(report[1], &self, sizeof self);
        int null = ::open("/dev/null", O_RDONLY);
        ::dup2(null, 0);
        ::dup2(log, 1);
        ::dup2(log, 2);
        ::close_range(3, ~0u, CLOSE_RANGE_CLOEXEC);
        (void)!::chdir("/");
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    ::close(log);
    ::close(report[1]);
    pid_t pid = 0;
    auto got = middle < 0 ? 0 : ::read(report[0], &pid, sizeof pid);
    ::close(report[0]);
    if (middle > 0) ::waitpid(middle, nullptr, 0);
    if (got != sizeof pid) return std::unexpected("cannot fork");
    return pid;
}

std::expected<std::string, std::string> runToEnd(const ProcessSpec& spec, std::chrono::seconds limit) {
    std::vector<std::string> storage;
    auto argv = argvOf(spec, storage);
    int out[2], err[2];
    if (::pipe2(out, O_CLOEXEC) != 0) return std::unexpected(std::strerror(errno));
    if (::pipe2(err, O_CLOEXEC) != 0) {
        ::close(out[0]);
        ::close(out[1]);
        return std::unexpected(std::strerror(errno));
    }
    auto child = ::fork();
    if (child == 0) {
        resetSignals();
        int null = ::open("/dev/null", O_RDONLY);
        ::dup2(null, 0);
        ::dup2(out[1], 1);
        ::dup2(err[1], 2);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    ::close(out[1]);
    ::close(err[1]);
    std::string output, errors;
    auto until = std::chrono::steady_clock::now() + limit;
    bool timedOut = child < 0;
    pollfd fds[2] = {{out[0], POLLIN, 0}, {err[0], POLLIN, 0}};
    while (child > 0 && (fds[0].fd >= 0 || fds[1].fd >= 0)) {
        auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            timedOut = true;
            break;
        }
        ::poll(fds, 2, static_cast<int>(left.count()));
        for (int i = 0; i < 2; ++i) {
            if (fds[i].fd < 0 || fds[i].revents == 0) continue;
            char buffer[4096];
            auto got = ::read(fds[i].fd, buffer, sizeof buffer);
            auto& text = i == 0 ? output : errors;
            if (got <= 0)
                fds[i].fd = -1;
            else if (text.size() < (1u << 20))
                text.append(buffer, static_cast<std::size_t>(got));
        }
    }
    ::close(out[0]);
    ::close(err[0]);
    if (child < 0) return std::unexpected("cannot fork");
    if (timedOut) ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (timedOut) return std::unexpected(std::format("did not end within {} s", limit.count()));
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        while (!errors.empty() && errors.back() == '\n') errors.pop_back();
        if (errors.size() > 500) errors.erase(0, errors.size() - 500);
        return std::unexpected(errors.empty() ? std::format("exit status {}", WEXITSTATUS(status)) : errors);
    }
    return output;
}

fs::path findProgram(std::string_view name) {
    const char* path = std::getenv("PATH");
    std::string folders =
        std::string(path ? path : "") + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    for (std::size_t at = 0; at < folders.size();) {
        auto end = std::min(folders.find(':', at), folders.size());
        auto candidate = fs::path(folders.substr(at, end - at)) / name;
        if (end > at && ::access(candidate.c_str(), X_OK) == 0) return candidate;
        at = end + 1;
    }
    return {};
}

std::vector<pid_t> processes() {
    std::vector<pid_t> out;
    std::error_code error;
    for (fs::directory_iterator at("/proc", error), end; !error && at != end; at.increment(error)) {
        auto name = at->path().filename().string();
        pid_t pid = 0;
        auto [rest, bad] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (bad == std::errc() && rest == name.data() + name.size()) out.push_back(pid);
    }
    return out;
}

bool commandLineContains(pid_t pid, std::string_view text) {
    std::string line = async::readFile(std::format("/proc/{}/cmdline", pid)).value_or("");
    std::ranges::replace(line, '\0', ' ');
    return line.find(text) != std::string::npos;
}

}  // namespace armillary::cri
