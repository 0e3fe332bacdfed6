#include "programs/common/child.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <format>
#include <fstream>
#include <sstream>
#include <thread>

namespace armillary::programs {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::string systemError(std::string_view doing) {
    return std::format("cannot {}: {}", doing, std::strerror(errno));
}

/// Between fork and exec: only calls that are safe there.
struct Streams {
    int input, output, log;
};
[[noreturn]] void becomeProgram(const ProcessSpec& spec, char* const* arguments, Streams streams) {
    setsid();
    for (int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGCHLD, SIGPIPE}) ::signal(signal, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    dup2(streams.input, STDIN_FILENO);
    dup2(streams.output, STDOUT_FILENO);
    dup2(streams.log, STDERR_FILENO);
    if (spec.gid && (setgroups(0, nullptr) != 0 || setgid(*spec.gid) != 0)) _exit(126);
    if (spec.uid && setuid(*spec.uid) != 0) _exit(126);
    execv(spec.program.c_str(), arguments);
    _exit(127);
}

struct Started {
    pid_t pid;
    int output;  ///< read end of its standard output; -1 when that goes to the log
};

/// A descriptor from which the text is read; -1 with errno when the system has none.
int openInput(const std::string& text) {
    if (text.empty()) return open("/dev/null", O_RDONLY | O_CLOEXEC);
    const int memory = memfd_create("input", MFD_CLOEXEC);
    if (memory < 0) return -1;
    if (write(memory, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && lseek(memory, 0, SEEK_SET) == 0)
        return memory;
    close(memory);
    return -1;
}

std::expected<Started, std::string> start(const ProcessSpec& spec, bool wantOutput) {
    if (access(spec.program.c_str(), X_OK) != 0) return std::unexpected(systemError("run " + spec.program.string()));
    const int log = open(spec.logFile.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0) return std::unexpected(systemError("write " + spec.logFile.string()));
    if (spec.uid) (void)fchown(log, *spec.uid, spec.gid.value_or(static_cast<gid_t>(-1)));
    int pipeEnds[2] = {-1, -1};
    const int input = openInput(spec.input);
    if (input < 0 || (wantOutput && pipe2(pipeEnds, O_CLOEXEC) != 0)) {
        auto why = systemError("make a pipe");
        close(log);
        if (input >= 0) close(input);
        return std::unexpected(std::move(why));
    }

    std::vector<std::string> words{spec.program.string()};
    words.insert(words.end(), spec.arguments.begin(), spec.arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);

    // A signal for the child must not meet the caller's handlers in it.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t pid = fork();
    if (pid == 0) becomeProgram(spec, pointers.data(), {input, wantOutput ? pipeEnds[1] : log, log});
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    close(log);
    close(input);
    if (wantOutput) close(pipeEnds[1]);
    if (pid < 0) {
        if (wantOutput) close(pipeEnds[0]);
        return std::unexpected(systemError("start " + spec.program.string()));
    }
    return Started{pid, pipeEnds[0]};
}

bool isGone(pid_t pid) {
    int ignored = 0;
    if (waitpid(pid, &ignored, WNOHANG) == pid) return true;
    return kill(pid, 0) != 0 && errno == ESRCH;
}

}  // namespace

std::expected<pid_t, std::string> startDetached(const ProcessSpec& spec) {
    const auto started = start(spec, false);
    if (!started) return std::unexpected(started.error());
    return started->pid;
}

std::expected<std::string, std::string> startAndAwaitLine(const ProcessSpec& spec, std::chrono::seconds timeout,
                                                          const std::stop_token& stop) {
    constexpr long kLookEvery = 100;  // milliseconds
    const auto started = start(spec, true);
    if (!started) return std::unexpected(started.error());
    std::string line;
    const auto deadline = Clock::now() + timeout;
    while (!line.ends_with('\n')) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        pollfd waiting{started->output, POLLIN, 0};
        if (left <= 0 || stop.stop_requested()) {
            close(started->output);
            stopProcess(started->pid, std::chrono::seconds(5));
            if (left > 0) return std::unexpected(std::string("cancelled"));
            return std::unexpected(std::format("{} did not get ready within {} s; see {}",
                                               spec.program.filename().string(), timeout.count(),
                                               spec.logFile.string()));
        }
        if (poll(&waiting, 1, static_cast<int>(std::min<long>(left, kLookEvery))) == 0) continue;
        char c = 0;
        const ssize_t count = read(started->output, &c, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            close(started->output);
            int ignored = 0;
            waitpid(started->pid, &ignored, 0);
            return std::unexpected(tail(spec.logFile));
        }
        line += c;
    }
    close(started->output);
    line.pop_back();
    return line;
}

std::expected<std::string, std::string> runToEnd(const fs::path& program, const std::vector<std::string>& arguments,
                                                 const std::string& input) {
    // Nameless memory instead of a file somewhere: nobody can get in the way, and nothing is left behind.
    const int memory = memfd_create("output", MFD_CLOEXEC);
    if (memory < 0) return std::unexpected(systemError("make a memory file"));
    const fs::path log = std::format("/proc/self/fd/{}", memory);
    const auto started = start({program, arguments, log, {}, {}, input}, false);
    if (!started) {
        close(memory);
        return std::unexpected(started.error());
    }
    int status = 0;
    while (waitpid(started->pid, &status, 0) < 0 && errno == EINTR) {
    }
    const std::string output = tail(log, 20);
    close(memory);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return output;
    return std::unexpected(output.empty() ? program.filename().string() + " failed" : output);
}

bool stopProcess(pid_t pid, std::chrono::seconds patience) {
    // Another user's process (EPERM) may have been asked to stop by other means: it is waited for all the same.
    if (kill(pid, SIGTERM) != 0 && errno == ESRCH) return true;
    const auto waitGone = [&](std::chrono::seconds limit) {
        for (const auto end = Clock::now() + limit; Clock::now() < end;
             std::this_thread::sleep_for(std::chrono::milliseconds(20)))
            if (isGone(pid)) return true;
        return isGone(pid);
    };
    if (waitGone(patience)) return true;
    kill(pid, SIGKILL);
    return waitGone(std::chrono::seconds(5));
}

std::optional<std::chrono::system_clock::time_point> processStart(pid_t pid) {
    std::string stat;
    std::getline(std::ifstream(std::format("/proc/{}/stat", pid)), stat);
    // Field 22 of proc(5), in ticks since the machine's start; the second, a name, may hold spaces and parentheses.
    const std::size_t name = stat.rfind(')');
    if (name == std::string::npos) return std::nullopt;
    std::istringstream fields(stat.substr(name + 1));
    std::string skipped;
    for (int field = 3; field < 22; ++field) fields >> skipped;
    long long ticks = 0;
    timespec sinceBoot{};
    if (!(fields >> ticks) || clock_gettime(CLOCK_BOOTTIME, &sinceBoot) != 0) return std::nullopt;
    const auto age = std::chrono::seconds(sinceBoot.tv_sec) + std::chrono::nanoseconds(sinceBoot.tv_nsec) -
                     std::chrono::milliseconds(ticks * 1000 / sysconf(_SC_CLK_TCK));
    return std::chrono::system_clock::now() - std::chrono::duration_cast<std::chrono::system_clock::duration>(age);
}

std::string tail(const fs::path& file, std::size_t lines) {
    std::ifstream stream(file);
    std::deque<std::string> last;
    for (std::string line; std::getline(stream, line);) {
        last.push_back(line);
        if (last.size() > lines) last.pop_front();
    }
    std::string text;
    for (const std::string& line : last) text += (text.empty() ? "" : "\n") + line;
    return text;
}

}  // namespace armillary::programs
