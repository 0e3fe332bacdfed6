#include "engine/client/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <format>

namespace armillary::client {

namespace {

constexpr std::size_t kErrorTail = 4096;

/// Closes itself.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : m_number(number) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    int get() const { return m_number; }
    void close() {
        if (m_number >= 0) ::close(m_number);
        m_number = -1;
    }
    int* out() { return &m_number; }

private:
    int m_number;
};

struct Pipe {
    Descriptor reading, writing;
    bool open() {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) return false;
        *reading.out() = ends[0];
        *writing.out() = ends[1];
        return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
    }
};

std::vector<char*> pointersTo(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// posix_spawn, since this process has many threads. The error is an errno.
std::expected<pid_t, int> spawn(const ChildSpec& spec, const Pipe& output, const Pipe& errors) {
    std::vector<std::string> words{spec.program.string()}, environment = spec.environment;
    words.insert(words.end(), spec.arguments.begin(), spec.arguments.end());
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output.writing.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors.writing.get(), STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t pid = -1;
    const int failed = posix_spawn(&pid, spec.program.c_str(), &actions, &attributes, pointersTo(words).data(),
                                   pointersTo(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failed != 0) return std::unexpected(failed);
    return pid;
}

/// What has come so far; false at the end.
bool drain(int descriptor, std::string& into) {
    if (descriptor < 0) return false;
    char buffer[16384];
    while (true) {
        const ssize_t count = ::read(descriptor, buffer, sizeof buffer);
        if (count > 0) into.append(buffer, static_cast<std::size_t>(count));
        if (count == 0) return false;
        if (count < 0 && errno != EINTR) return errno == EAGAIN;
        // The bound of the caller must get its turn.
        if (into.size() > (4u << 20)) return true;
    }
}

int codeOf(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// The child's words until it ends; a sentence when it has to be ended.
std::expected<void, std::string> listen(const ChildSpec& spec, int process, Pipe& output, Pipe& errors,
                                        ChildOutcome& outcome) {
    const auto end = std::chrono::steady_clock::now() + spec.patience;
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
        if (left <= 0)
            return std::unexpected(
                std::format("did not finish within {}", std::chrono::floor<std::chrono::seconds>(spec.patience)));
        pollfd waiting[] = {{output.reading.get(), POLLIN, 0}, {errors.reading.get(), POLLIN, 0}, {process, POLLIN, 0}};
        if (poll(waiting, std::size(waiting), static_cast<int>(left)) < 0) {
            if (errno == EINTR) continue;
            return std::unexpected(std::string("cannot be waited for"));
        }
        // Whoever it leaves behind may hold the pipes open: its own end is what counts.
        const bool ended = waiting[2].revents != 0;
        if ((ended || waiting[0].revents != 0) && !drain(output.reading.get(), outcome.output)) output.reading.close();
        if ((ended || waiting[1].revents != 0) && !drain(errors.reading.get(), outcome.errors)) errors.reading.close();
        if (outcome.errors.size() > kErrorTail) outcome.errors.erase(0, outcome.errors.size() - kErrorTail);
        if (outcome.output.size() > spec.maxOutput)
            return std::unexpected(std::format("printed more than {} bytes", spec.maxOutput));
        if (ended) return {};
    }
}

}  // namespace

std::expected<ChildOutcome, std::string> runChild(const ChildSpec& spec) {
    Pipe output, errors;
    if (!output.open() || !errors.open()) return std::unexpected(std::string("cannot make a pipe"));
    const auto pid = spawn(spec, output, errors);
    if (!pid) return std::unexpected(std::format("cannot be started: {}", std::strerror(pid.error())));
    output.writing.close();
    errors.writing.close();
    // As a system call: glibc 2.36 declares the function for C alone.
    const Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, *pid, 0)));
    ChildOutcome outcome;
    const auto listened = process.get() < 0 ? std::unexpected(std::string("cannot be waited for"))
                                            : listen(spec, process.get(), output, errors, outcome);
    // Its session is its process group.
    if (!listened) kill(-*pid, SIGKILL);
    int status = 0;
    while (waitpid(*pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!listened) return std::unexpected(listened.error());
    outcome.exitCode = codeOf(status);
    return outcome;
}

}  // namespace armillary::client
