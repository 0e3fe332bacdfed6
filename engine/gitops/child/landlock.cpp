#include "engine/gitops/child/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace armillary::gitops {

namespace {

// The numbers of linux/landlock.h, which is older on some systems than their kernel.
constexpr std::uint64_t kExecute = 1u << 0, kWriteFile = 1u << 1, kReadFile = 1u << 2, kReadDir = 1u << 3,
                        kRefer = 1u << 13, kTruncate = 1u << 14, kDeviceIoctl = 1u << 15;
constexpr std::uint64_t kFirst = (1u << 13) - 1;  ///< what the first version knows
constexpr std::uint64_t kOfFiles = kExecute | kWriteFile | kReadFile | kTruncate;

struct Ruleset {
    std::uint64_t files = 0, network = 0;
};

/// What programs need of a system whose libraries they share.
constexpr std::string_view kSystem[] = {
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/usr/share/zoneinfo", "/etc/localtime"};
constexpr std::string_view kDevices[] = {"/dev/null", "/dev/urandom"};

void permit(int rules, const std::filesystem::path& path, std::uint64_t access) {
    const int folder = ::open(path.c_str(), O_PATH | O_CLOEXEC);
    if (folder < 0) return;  // what is not there need not be permitted
    struct stat about{};
    if (fstat(folder, &about) == 0 && !S_ISDIR(about.st_mode)) access &= kOfFiles;
    landlock_path_beneath_attr rule{};
    rule.allowed_access = access;
    rule.parent_fd = folder;
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    ::close(folder);
}

}  // namespace

Landlock::Landlock(const Cage& cage, const std::filesystem::path& program) {
    const auto version = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) return;
    Ruleset handled{.files = kFirst};
    if (version >= 2) handled.files |= kRefer;
    if (version >= 3) handled.files |= kTruncate;
    if (version >= 4) handled.network = 3;  // bind and connect, of TCP; no rule permits any
    if (version >= 5) handled.files |= kDeviceIoctl;
    m_network = version >= 4;
    m_rules = static_cast<int>(
        syscall(SYS_landlock_create_ruleset, &handled, version >= 4 ? sizeof handled : sizeof handled.files, 0));
    if (m_rules < 0) {
        m_network = false;
        return;
    }
    const std::uint64_t reading = kReadFile | kReadDir;
    permit(m_rules, program, kExecute | kReadFile);
    // The dynamic linker is executed by the kernel for the program.
    for (const std::string_view path : kSystem) permit(m_rules, path, reading | kExecute);
    for (const std::string_view path : kDevices) permit(m_rules, path, kReadFile | kWriteFile);
    for (const auto& path : cage.readable) permit(m_rules, path, reading);
    for (const auto& path : cage.writable) permit(m_rules, path, handled.files & ~(kExecute | kDeviceIoctl));
}

Landlock::~Landlock() {
    if (m_rules >= 0) ::close(m_rules);
}

bool Landlock::hold() const {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
    return m_rules < 0 || syscall(SYS_landlock_restrict_self, m_rules, 0) == 0;
}

}  // namespace armillary::gitops
