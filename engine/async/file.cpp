#include "engine/async/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <utility>

namespace armillary::async {

namespace {

/// From where the stream stands. What fails on the way is the stream's state then, not an exception.
std::optional<std::string> rest(std::ifstream& in) {
    std::ostringstream out;
    if (in.peek() != std::ifstream::traits_type::eof()) out << in.rdbuf();
    if (in.bad() || !out) return std::nullopt;
    return std::move(out).str();
}

}  // namespace

std::optional<std::string> readFile(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    return rest(in);
}

std::optional<std::string> readFileEnd(const std::filesystem::path& path, std::size_t bytes) {
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    const std::streamoff size = in.tellg();
    if (!in || size < 0) return std::nullopt;
    in.seekg(size > static_cast<std::streamoff>(bytes) ? size - static_cast<std::streamoff>(bytes) : 0);
    return rest(in);
}

void syncFolder(const std::filesystem::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return;
    ::fsync(file);
    ::close(file);
}

}  // namespace armillary::async
