#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <format>
#include <memory>

#include "engine/gitops/child/command.h"
#include "engine/gitops/child/landlock.h"

namespace armillary::gitops {

namespace {

constexpr std::size_t kMostErrors = 16'384;
constexpr std::uint64_t kMostThreads = 512;

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
    bool open(int flags) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) return false;
        *reading.out() = ends[0];
        *writing.out() = ends[1];
        return fcntl(ends[0], F_SETFL, flags) == 0;
    }
};

std::vector<char*> pointersTo(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// Which step of the child's failed, as it tells its parent.
enum class Step : int { Folder, Limits, Network, Files, Program };
struct Report {
    Step step;
    int error;
};

/// What a child does before it becomes the program; all of it prepared before the fork, since it may not allocate.
class Birth {
public:
    explicit Birth(const Command& command)
        : m_command(command),
          m_environment(command.environment),
          m_users(std::format("{0} {0} 1", geteuid())),
          m_groups(std::format("{0} {0} 1", getegid())) {
        m_words.push_back(command.program.string());
        m_words.insert(m_words.end(), command.arguments.begin(), command.arguments.end());
        m_arguments = pointersTo(m_words);
        m_variables = pointersTo(m_environment);
        if (command.cage) m_landlock = std::make_unique<Landlock>(*command.cage, command.program);
    }

    [[noreturn]] void become(int input, int output, int errors, int report) const {
        setsid();
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
        for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
        dup2(input, STDIN_FILENO);
        dup2(output, STDOUT_FILENO);
        dup2(errors, STDERR_FILENO);
        if (!m_command.folder.empty() && chdir(m_command.folder.c_str()) != 0) fail(report, Step::Folder);
        if (m_command.cage) enter(*m_command.cage, report);
        execve(m_words.front().c_str(), m_arguments.data(), m_variables.data());
        fail(report, Step::Program);
    }

private:
    static void fail(int report, Step step) {
        const Report words{step, errno};
        [[maybe_unused]] const auto written = ::write(report, &words, sizeof words);
        _exit(127);
    }
    static bool limit(__rlimit_resource_t what, std::uint64_t most) {
        rlimit64 limits{};
        if (getrlimit64(what, &limits) != 0) return false;
        limits.rlim_cur = limits.rlim_max = std::min<std::uint64_t>(most, limits.rlim_max);
        return setrlimit64(what, &limits) == 0;
    }
    static void say(const char* file, const std::string& text) {
        const int opened = ::open(file, O_WRONLY | O_CLOEXEC);
        if (opened < 0) return;
        [[maybe_unused]] const auto written = ::write(opened, text.data(), text.size());
        ::close(opened);
    }
    bool leaveNetwork() const {
        if (unshare(CLONE_NEWNET) == 0) return true;
        if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return m_landlock->keepsNetwork();
        say("/proc/self/setgroups", "deny");
        say("/proc/self/uid_map", m_users);
        say("/proc/self/gid_map", m_groups);
        limit(RLIMIT_NPROC, kMostThreads);
        return true;
    }
    void enter(const Cage& cage, int report) const {
        const auto seconds = static_cast<std::uint64_t>(cage.processor.count());
        if (!limit(RLIMIT_DATA, cage.memory) || !limit(RLIMIT_AS, 10 * cage.memory) || !limit(RLIMIT_CPU, seconds) ||
            !limit(RLIMIT_FSIZE, cage.fileSize) || !limit(RLIMIT_NOFILE, cage.openFiles) || !limit(RLIMIT_CORE, 0))
            fail(report, Step::Limits);
        if (!leaveNetwork()) fail(report, Step::Network);
        if (!m_landlock->hold()) fail(report, Step::Files);
    }

    const Command& m_command;
    std::vector<std::string> m_words, m_environment;
    std::vector<char*> m_arguments, m_variables;
    std::string m_users, m_groups;
    std::unique_ptr<Landlock> m_landlock;
};

/// Reads what there is; false at the end. What is beyond `most` counts, and is not kept.
bool drain(int descriptor, std::string& into, std::size_t most, bool& exceeded) {
    char buffer[65536];
    // A few at a time: the other pipe and the deadline must get their turn.
    for (int turn = 0; turn < 16; ++turn) {
        const ssize_t count = ::read(descriptor, buffer, sizeof buffer);
        if (count == 0) return false;
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno == EAGAIN;
        const std::size_t room = most - into.size();
        into.append(buffer, std::min(room, static_cast<std::size_t>(count)));
        exceeded |= room < static_cast<std::size_t>(count);
    }
    return true;
}

std::string programOf(const Command& command) {
    return command.program.filename().string();
}

/// The child's words until it ends, or has to be ended.
Expected<void> listen(const Command& command, int process, int stopped, Pipe& output, Pipe& errors, Outcome& outcome) {
    const auto end = std::chrono::steady_clock::now() + command.patience;
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
        if (left <= 0)
            return problem(std::format("{} did not finish within {}", programOf(command),
                                       std::chrono::ceil<std::chrono::seconds>(command.patience)));
        pollfd waiting[] = {{output.reading.get(), POLLIN, 0},
                            {errors.reading.get(), POLLIN, 0},
                            {process, POLLIN, 0},
                            {stopped, POLLIN, 0}};
        if (poll(waiting, std::size(waiting), static_cast<int>(std::min<long>(left, 1'000'000))) < 0) {
            if (errno == EINTR) continue;
            return problem(programOf(command) + " cannot be waited for");
        }
        if (waiting[3].revents != 0) return problem(programOf(command) + " was stopped");
        bool exceeded = false, ignored = false;
        // Whoever it leaves behind may hold the pipes open: its own end is what counts.
        const bool ended = waiting[2].revents != 0;
        const auto take = [&](Pipe& pipe, bool ready, std::string& into, std::size_t most, bool& over) {
            if (pipe.reading.get() < 0 || !(ready || ended)) return;
            bool open = true;
            std::size_t before = 0;
            do {
                before = into.size();
                open = drain(pipe.reading.get(), into, most, over);
            } while (ended && open && into.size() != before);
            if (!open) pipe.reading.close();
        };
        take(output, waiting[0].revents != 0, outcome.output, command.maxOutput, exceeded);
        take(errors, waiting[1].revents != 0, outcome.errors, kMostErrors, ignored);
        if (exceeded)
            return problem(std::format("{} printed more than {} MiB", programOf(command), command.maxOutput >> 20));
        if (ended) return {};
    }
}

/// What the child could not do before it was the program.
Expected<void> born(const Command& command, int reports) {
    Report report{};
    ssize_t count = 0;
    while ((count = ::read(reports, &report, sizeof report)) < 0 && errno == EINTR) {
    }
    if (count != sizeof report) return {};
    const std::string why = std::strerror(report.error);
    switch (report.step) {
        case Step::Folder:
            return problem(std::format("{}: {}", command.folder.string(), why));
        case Step::Network:
            return problem(
                std::format("{} cannot be kept from the network on this machine: {}", programOf(command), why),
                "Permit user namespaces (sysctl kernel.unprivileged_userns_clone=1), or use a newer kernel.");
        case Step::Limits:
        case Step::Files:
            return problem(std::format("{} cannot be shut in on this machine: {}", programOf(command), why));
        case Step::Program:
            break;
    }
    return problem(std::format("{} cannot be started: {}", command.program.string(), why));
}

}  // namespace

Expected<Outcome> ChildRunner::run(const Command& command, const std::stop_token& stop) {
    Pipe output, errors, report;
    const Descriptor input(::open("/dev/null", O_RDONLY | O_CLOEXEC)), stopped(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!output.open(O_NONBLOCK) || !errors.open(O_NONBLOCK) || !report.open(0) || input.get() < 0 || stopped.get() < 0)
        return problem("there are too many open files");
    const std::stop_callback wake(stop, [&] { eventfd_write(stopped.get(), 1); });
    const Birth birth(command);
    const pid_t pid = fork();
    if (pid == 0) birth.become(input.get(), output.writing.get(), errors.writing.get(), report.writing.get());
    if (pid < 0) return problem(std::format("{} cannot be started: {}", programOf(command), std::strerror(errno)));
    output.writing.close();
    errors.writing.close();
    report.writing.close();
    Outcome outcome;
    Expected<void> ran = born(command, report.reading.get());
    if (ran) {
        // As a system call: glibc 2.36 declares the function for C alone.
        const Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
        ran = process.get() < 0 ? problem(programOf(command) + " cannot be waited for")
                                : listen(command, process.get(), stopped.get(), output, errors, outcome);
    }
    // Its session is its process group; it goes whole, also when its leader has ended in order.
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!ran) return std::unexpected(std::move(ran.error()));
    outcome.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return outcome;
}

}  // namespace armillary::gitops
