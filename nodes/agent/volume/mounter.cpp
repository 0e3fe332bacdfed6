#include "nodes/agent/volume/mounter.h"

#include <sys/mount.h>

#include <algorithm>
#include <cstring>
#include <format>
#include <fstream>
#include <sstream>
#include <vector>

namespace armillary::agent {

namespace fs = std::filesystem;

namespace {

/// /proc writes space, tab, newline and backslash as \ooo.
std::string unescaped(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 3 < text.size()) {
            out += static_cast<char>(std::stoi(text.substr(i + 1, 3), nullptr, 8));
            i += 3;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::vector<std::string> mountPoints() {
    std::vector<std::string> out;
    std::ifstream in("/proc/self/mounts");
    for (std::string line; std::getline(in, line);) {
        std::istringstream fields(line);
        std::string device, point;
        fields >> device >> point;
        out.push_back(unescaped(point));
    }
    return out;
}

}  // namespace

bool KernelMounter::isMountPoint(const fs::path& path) {
    return std::ranges::contains(mountPoints(), path.string());
}

std::expected<void, std::string> KernelMounter::mountTmpfs(const fs::path& at, std::uint64_t sizeBytes) {
    auto options = sizeBytes > 0 ? std::format("size={}", sizeBytes) : std::string();
    if (::mount("tmpfs", at.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, options.c_str()) != 0)
        return std::unexpected(
            std::format("cannot mount a memory file system at {}: {}", at.string(), std::strerror(errno)));
    return {};
}

std::expected<void, std::string> KernelMounter::mountHugePages(const fs::path& at, std::uint64_t pageBytes) {
    const auto options = std::format("pagesize={}", pageBytes);
    if (::mount("nodev", at.c_str(), "hugetlbfs", MS_NOSUID | MS_NODEV, options.c_str()) != 0)
        return std::unexpected(
            std::format("cannot mount huge pages of {} bytes at {}: {}", pageBytes, at.string(), std::strerror(errno)));
    return {};
}

std::expected<void, std::string> KernelMounter::bindDescriptor(int fd, const fs::path& at) {
    auto source = std::format("/proc/self/fd/{}", fd);
    if (::mount(source.c_str(), at.c_str(), nullptr, MS_BIND, nullptr) != 0)
        return std::unexpected(std::format("cannot bind a subPath at {}: {}", at.string(), std::strerror(errno)));
    return {};
}

bool KernelMounter::unmountBelow(const fs::path& path) {
    auto points = mountPoints();
    auto prefix = path.string();
    // The latest first, so that what lies on top goes before what it lies on.
    auto isBelow = [&](const std::string& point) { return point == prefix || point.starts_with(prefix + "/"); };
    for (auto it = points.rbegin(); it != points.rend(); ++it)
        if (isBelow(*it)) ::umount2(it->c_str(), MNT_DETACH | UMOUNT_NOFOLLOW);
    return std::ranges::none_of(mountPoints(), isBelow);
}

}  // namespace armillary::agent
