#include "engine/gitops/source/fetch.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <format>
#include <span>
#include <system_error>

#include "engine/gitops/source/path.h"
#include "engine/pki/secrets.h"
#include "engine/schema/percent.h"

namespace armillary::gitops {

namespace fs = std::filesystem;

namespace {

/// What git said, without credentials and hints, in one line.
std::string complaintOf(const std::string& errors) {
    std::string said;
    std::string_view rest = errors;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        // ssh ends its lines as a terminal would.
        const std::string_view line = rest.substr(0, rest.substr(0, end).find_last_not_of(" \r") + 1);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.starts_with("hint:") || line.empty()) continue;
        said.append(said.empty() ? "" : "; ").append(withoutSecrets(line));
    }
    return said;
}

class Lock {
public:
    explicit Lock(const fs::path& file)
        : m_file(::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600)) {
        m_held = m_file >= 0 && flock(m_file, LOCK_EX) == 0;
    }
    ~Lock() {
        if (m_file >= 0) ::close(m_file);
    }
    Lock(const Lock&) = delete;
    bool held() const { return m_held; }

private:
    int m_file;
    bool m_held = false;
};

/// An address as git is given it. A password in it goes by a variable: everybody may read a program's arguments.
struct Access {
    std::string url;
    std::vector<std::string> settings, environment;
};

Access accessOf(const std::string& url) {
    Access access{.url = url};
    const auto host = url.starts_with("http") ? url.find("://") + 3 : std::string::npos;
    if (host == std::string::npos) return access;
    const auto at = url.substr(0, url.find('/', host)).rfind('@');
    const auto colon = url.find(':', host);
    if (at == std::string::npos || at < host || colon > at) return access;
    const std::string_view whole(url);
    const auto user = schema::percentDecoded(whole.substr(host, colon - host), false);
    const auto password = schema::percentDecoded(whole.substr(colon + 1, at - colon - 1), false);
    if (!user || !password) return access;
    access.url.erase(host, at + 1 - host);
    // In the place of the user's own helpers, which would be asked before.
    access.settings = {"credential.helper=",
                       "credential.helper=!f() { test \"$1\" = get && printf 'username=%s\\npassword=%s\\n' "
                       "\"$ARMILLARY_GIT_USER\" \"$ARMILLARY_GIT_PASSWORD\"; }; f"};
    access.environment = {"ARMILLARY_GIT_USER=" + *user, "ARMILLARY_GIT_PASSWORD=" + *password};
    return access;
}

/// What git is told of itself before the arguments: what a stranger's repository may bring stays out, be it hooks,
/// submodules, or other transports.
constexpr const char* kOfStrangers[] = {"core.hooksPath=/dev/null",
                                        "fetch.recurseSubmodules=false",
                                        "protocol.allow=never",
                                        "protocol.https.allow=always",
                                        "protocol.http.allow=always",
                                        "protocol.ssh.allow=always",
                                        "gc.auto=0",
                                        "fetch.fsckObjects=true"};
constexpr const char* kOfOurs[] = {"core.hooksPath=/dev/null",   "push.recurseSubmodules=no",
                                   "protocol.allow=never",       "protocol.https.allow=always",
                                   "protocol.http.allow=always", "protocol.ssh.allow=always",
                                   "protocol.file.allow=always"};

Command commandOf(const Fetching& fetching, std::span<const char* const> settings, std::vector<std::string> arguments,
                  const Access& access = {}) {
    Command command{.program = fetching.git, .patience = fetching.patience, .maxOutput = 1u << 20};
    for (const char* setting : settings) {
        command.arguments.emplace_back("-c");
        command.arguments.emplace_back(setting);
    }
    for (const std::string& setting : access.settings) {
        command.arguments.emplace_back("-c");
        command.arguments.push_back(setting);
    }
    command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
    command.environment = fetching.environment;
    command.environment.insert(command.environment.end(), access.environment.begin(), access.environment.end());
    for (const char* variable : {"GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS=", "LC_ALL=C"})
        command.environment.emplace_back(variable);
    return command;
}

Expected<void> git(const Location& location, const Access& access, const Fetching& fetching, Runner& runner,
                   const std::stop_token& stop, std::vector<std::string> arguments) {
    const auto outcome = runner.run(commandOf(fetching, kOfStrangers, std::move(arguments), access), stop);
    if (!outcome) return problem(withoutSecrets(outcome.error().message), outcome.error().next);
    if (outcome->exitCode != 0)
        return problem(std::format("{} cannot be fetched: {}", location.shown(), complaintOf(outcome->errors)),
                       "Try git ls-remote with that address: what works there works here.");
    return {};
}

}  // namespace

Expected<Repository> openRepository(const Location& location, const Fetching& fetching, Runner& runner,
                                    const std::stop_token& stop) {
    if (location.isLocal()) return Repository::open(location.folder);
    if (fetching.git.empty())
        return problem("git is not installed, and it is what fetches repositories", "Install it: apt install git");
    std::error_code failed;
    fs::create_directories(fetching.cache, failed);
    if (failed || ::chmod(fetching.cache.c_str(), 0700) != 0)
        return problem(std::format("{} cannot be made", fetching.cache.string()));
    const fs::path clone = fetching.cache / pki::encodeBase64Url(pki::sha256(location.url));
    const Lock lock(clone.string() + ".lock");
    if (!lock.held()) return problem(std::format("{} cannot be locked", clone.string()));
    const Access access = accessOf(location.url);
    if (!fs::exists(clone / "HEAD", failed))
        if (auto made =
                git(location, access, fetching, runner, stop, {"init", "--quiet", "--bare", "--", clone.string()});
            !made)
            return std::unexpected(std::move(made.error()));
    // Forced, for branches that were; pruned, for those that are gone.
    auto fetched =
        git(location, access, fetching, runner, stop,
            {"--git-dir", clone.string(), "fetch", "--quiet", "--force", "--prune", "--no-auto-maintenance",
             "--no-write-fetch-head", "--", access.url, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"});
    if (!fetched) return std::unexpected(std::move(fetched.error()));
    return Repository::open(clone);
}

Expected<void> pushBranch(const fs::path& folder, std::string_view branch, const Remote& remote,
                          const Fetching& fetching, Runner& runner, const std::stop_token& stop) {
    if (fetching.git.empty())
        return problem("git is not installed, and it is what pushes branches", "Install it: apt install git");
    if (auto refused = branchNameProblem(branch)) return std::unexpected(std::move(*refused));
    if (remote.name.empty() || remote.name.starts_with('-'))
        return problem(std::format("'{}' cannot be a remote's name", remote.name));
    // An address with another program's transport is refused by git itself: see kOfOurs.
    Command command = commandOf(fetching, kOfOurs,
                                {"push", "--porcelain", "--no-verify", "--no-follow-tags", "--", remote.name,
                                 std::format("refs/heads/{0}:refs/heads/{0}", branch)});
    command.folder = folder;
    const auto outcome = runner.run(command, stop);
    if (!outcome) return problem(withoutSecrets(outcome.error().message), outcome.error().next);
    if (outcome->exitCode != 0)
        return problem(std::format("{} could not be pushed to {}: {}", branch, withoutSecrets(remote.address),
                                   complaintOf(outcome->errors)),
                       std::format("Try git push {} {}: what works there works here.", remote.name, branch));
    return {};
}

std::vector<std::string> fetchEnvironment() {
    std::vector<std::string> variables;
    for (const char* name : {"HOME",
                             "PATH",
                             "USER",
                             "LOGNAME",
                             "XDG_CONFIG_HOME",
                             "XDG_RUNTIME_DIR",
                             "SSH_AUTH_SOCK",
                             "GIT_SSH",
                             "GIT_SSH_COMMAND",
                             "GIT_CONFIG_GLOBAL",
                             "GIT_CONFIG_SYSTEM",
                             "GIT_SSL_CAINFO",
                             "SSL_CERT_FILE",
                             "SSL_CERT_DIR",
                             "http_proxy",
                             "https_proxy",
                             "no_proxy",
                             "HTTPS_PROXY",
                             "NO_PROXY",
                             "ALL_PROXY",
                             "DBUS_SESSION_BUS_ADDRESS"})
        if (const char* value = std::getenv(name)) variables.push_back(std::format("{}={}", name, value));
    return variables;
}

fs::path findProgram(std::string_view name) {
    const char* const variable = std::getenv("PATH");
    std::string_view path = variable == nullptr ? "/usr/local/bin:/usr/bin:/bin" : variable;
    while (!path.empty()) {
        const auto colon = std::min(path.find(':'), path.size());
        const fs::path folder(path.substr(0, colon));
        path.remove_prefix(std::min(colon + 1, path.size()));
        // Not of the folder that one happens to be in, which may be the stranger's repository.
        if (!folder.is_absolute()) continue;
        const fs::path program = folder / name;
        struct stat about{};
        if (::stat(program.c_str(), &about) == 0 && S_ISREG(about.st_mode) && ::access(program.c_str(), X_OK) == 0) {
            std::error_code failed;
            const fs::path real = fs::canonical(program, failed);
            return failed ? program : real;
        }
    }
    return {};
}

}  // namespace armillary::gitops
