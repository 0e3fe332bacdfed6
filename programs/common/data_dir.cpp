#include "programs/common/data_dir.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <format>
#include <fstream>

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

std::optional<pid_t> runningProcess(const fs::path& pidFile, std::string_view program) {
    std::ifstream file(pidFile);
    pid_t pid = 0;
    if (!(file >> pid) || pid <= 1) return std::nullopt;
    // The number may have been given to another process since: its name tells.
    std::ifstream nameFile(std::format("/proc/{}/comm", pid));
    std::string name;
    if (!std::getline(nameFile, name) || name != program.substr(0, 15)) return std::nullopt;
    std::ifstream statFile(std::format("/proc/{}/stat", pid));
    std::string stat;
    std::getline(statFile, stat);
    const std::size_t close = stat.rfind(')');
    if (close != std::string::npos && close + 2 < stat.size() && stat[close + 2] == 'Z') return std::nullopt;
    return pid;
}

std::expected<PidFile, std::string> PidFile::create(fs::path path) {
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    std::ofstream file(path);
    file << getpid() << '\n';
    file.close();
    if (!file) return std::unexpected(std::format("cannot write {}: {}", path.string(), std::strerror(errno)));
    return PidFile(std::move(path));
}

PidFile::PidFile(PidFile&& other) noexcept : m_path(std::move(other.m_path)) {
    other.m_path.clear();
}

PidFile::~PidFile() {
    std::error_code ignored;
    if (!m_path.empty()) fs::remove(m_path, ignored);
}

}  // namespace armillary::programs
