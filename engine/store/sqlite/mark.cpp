#include "engine/store/sqlite/mark.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <charconv>
#include <format>
#include <fstream>
#include <sstream>
#include <utility>

#include "engine/store/sqlite/files.h"

namespace armillary::store::sqlite {

namespace {

constexpr std::string_view kName = "armillary-state";

std::uint32_t sumOf(std::string_view text) {
    return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(text.data()), text.size()));
}

/// Always of one length for one identity, so that it is written over in place, within one sector.
std::string lineOf(const Mark::Content& content) {
    const std::string text = std::format("{} {} {:019}", kName, content.identity, content.revision);
    return std::format("{} {:08x}\n", text, sumOf(text));
}

std::optional<Mark::Content> parse(const std::string& line) {
    std::istringstream words(line);
    std::string name, digits;
    Mark::Content content;
    words >> name >> content.identity >> digits;
    const char* end = digits.data() + digits.size();
    const auto [at, error] = std::from_chars(digits.data(), end, content.revision);
    if (error != std::errc() || at != end || lineOf(content) != line) return std::nullopt;
    return content;
}

}  // namespace

Result<std::optional<Mark::Content>> Mark::read(const std::string& statePath) {
    const std::string path = pathOf(statePath);
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0 && errno == ENOENT) return std::nullopt;
    if (file < 0) return std::unexpected(cannot("read", path, errno));
    char buffer[512];
    const ssize_t size = ::pread(file, buffer, sizeof buffer, 0);
    const int reason = errno;
    ::close(file);
    if (size < 0) return std::unexpected(cannot("read", path, reason));
    auto content = parse(std::string(buffer, static_cast<std::size_t>(size)));
    if (!content)
        return std::unexpected(
            notWhatItWas(statePath, std::format("{}, which says how far it had come, is damaged", path)));
    return content;
}

Result<Mark> Mark::open(const std::string& statePath, const Content& content) {
    const std::string path = pathOf(statePath);
    const auto found = read(statePath);
    if (!found) return std::unexpected(found.error());
    if (!*found)
        if (auto made = writeFile(path, lineOf(content)); !made) return std::unexpected(made.error());
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) return std::unexpected(cannot("open", path, errno));
    Mark mark(file, content.identity);
    mark.advance(content.revision);
    return mark;
}

Mark::Mark(Mark&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)), m_identity(std::move(other.m_identity)) {}

Mark::~Mark() {
    if (m_descriptor < 0) return;
    sync();
    ::close(m_descriptor);
}

void Mark::advance(Revision revision) {
    const std::string line = lineOf({m_identity, revision});
    [[maybe_unused]] const ssize_t written = ::pwrite(m_descriptor, line.data(), line.size(), 0);
}

void Mark::sync() {
    [[maybe_unused]] const int synced = ::fdatasync(m_descriptor);
}

}  // namespace armillary::store::sqlite
