#include "programs/common/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <format>
#include <fstream>
#include <thread>
#include <utility>

namespace armillary::programs {

namespace fs = std::filesystem;

fs::path defaultDataDir() {
    if (const char* set = std::getenv("ARMILLARY_DATA_DIR"); set && *set) return set;
    if (const char* base = std::getenv("XDG_DATA_HOME"); base && *base) return fs::path(base) / "armillary";
    const char* home = std::getenv("HOME");
    return fs::path(home && *home ? home : "/var/lib") / ".local/share/armillary";
}

std::expected<ListenAddress, std::string> parseListenAddress(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0)
        return std::unexpected(std::format("\"{}\" is not IP:PORT, for example 127.0.0.1:6443", text));
    std::string_view address = text.substr(0, colon), digits = text.substr(colon + 1);
    if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc() || end != digits.data() + digits.size() || digits.empty())
        return std::unexpected(std::format("\"{}\" in \"{}\" is not a port between 0 and 65535", digits, text));
    return ListenAddress{std::string(address), port};
}

namespace {

constexpr auto kLockPoll = std::chrono::milliseconds(20);

pid_t numberIn(const fs::path& file) {
    std::ifstream in(file);
    pid_t pid = 0;
    return in >> pid ? pid : 0;
}

/// Is the locked file still the one of that name? Its former holder may have removed it meanwhile.
bool isAt(int descriptor, const fs::path& path) {
    struct stat held{}, named{};
    return fstat(descriptor, &held) == 0 && stat(path.c_str(), &named) == 0 && held.st_ino == named.st_ino &&
           held.st_dev == named.st_dev;
}

bool isHeld(const fs::path& file) {
    const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool held = flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    close(descriptor);
    return held;
}

/// Only for people and scripts, so that a disk without room is no reason to stop. Written over before it is cut, which
/// needs no room when there was a number before.
void writeNumber(int descriptor) {
    const std::string text = std::format("{}\n", getpid());
    if (pwrite(descriptor, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()) ||
        ftruncate(descriptor, static_cast<off_t>(text.size())) != 0)
        (void)!ftruncate(descriptor, 0);
}

}  // namespace

std::optional<pid_t> runningProcess(const fs::path& pidFile, std::string_view program) {
    if (!isHeld(pidFile)) return std::nullopt;
    const pid_t pid = numberIn(pidFile);
    std::ifstream nameFile(std::format("/proc/{}/comm", pid));
    std::string name;
    if (pid <= 1 || !std::getline(nameFile, name) || name != program.substr(0, 15)) return std::nullopt;
    return pid;
}

std::expected<PidFile, std::string> PidFile::create(const fs::path& path, std::chrono::milliseconds patience) {
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    const auto end = std::chrono::steady_clock::now() + patience;
    while (true) {
        const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (descriptor < 0)
            return std::unexpected(std::format("cannot write {}: {}", path.string(), std::strerror(errno)));
        const bool locked = flock(descriptor, LOCK_EX | LOCK_NB) == 0;
        if (locked && isAt(descriptor, path)) {
            writeNumber(descriptor);
            return PidFile(path, descriptor);
        }
        close(descriptor);
        if (!locked && std::chrono::steady_clock::now() >= end)
            return std::unexpected(std::format("{} is held by process {}", path.string(), numberIn(path)));
        if (!locked) std::this_thread::sleep_for(kLockPoll);
    }
}

PidFile::PidFile(PidFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)) {}

PidFile::~PidFile() {
    if (m_descriptor < 0) return;
    std::error_code ignored;
    fs::remove(m_path, ignored);
    close(m_descriptor);
}

}  // namespace armillary::programs
