#include "nodes/agent/volume/host_path.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <format>

#include "engine/schema/api/corev1.h"

namespace armillary::agent {

namespace fs = std::filesystem;

std::expected<void, std::string> checkHostPath(const std::string& path, const std::string& type) {
    using namespace corev1;
    std::error_code error;
    auto status = fs::status(path, error);
    auto complain = [&](std::string_view what) {
        return std::unexpected(std::format("hostPath type check failed: {} is not a {}", path, what));
    };
    if (type.empty()) return {};
    if (type == kHostPathDirectoryOrCreate) {
        if (!fs::exists(status)) {
            fs::create_directories(path, error);
            if (error) return std::unexpected(error.message());
            status = fs::status(path, error);
        }
        if (!fs::is_directory(status)) return complain("directory");
    } else if (type == kHostPathDirectory) {
        if (!fs::is_directory(status)) return complain("directory");
    } else if (type == kHostPathFileOrCreate) {
        if (!fs::exists(status)) {
            int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
            if (fd >= 0) ::close(fd);
            status = fs::status(path, error);
        }
        if (!fs::is_regular_file(status)) return complain("file");
    } else if (type == kHostPathFile) {
        if (!fs::is_regular_file(status)) return complain("file");
    } else if (type == kHostPathSocket) {
        if (!fs::is_socket(status)) return complain("socket");
    } else if (type == kHostPathCharDev) {
        if (!fs::is_character_file(status)) return complain("character device");
    } else if (type == kHostPathBlockDev) {
        if (!fs::is_block_file(status)) return complain("block device");
    } else {
        return std::unexpected(std::format("{} is an invalid volume type", type));
    }
    return {};
}

}  // namespace armillary::agent
