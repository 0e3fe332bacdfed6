#include "engine/manifest/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <format>
#include <utility>

#include "engine/async/file.h"
#include "engine/manifest/disk.h"
#include "engine/manifest/journal_text.h"
#include "engine/schema/json_codec.h"

namespace armillary::manifest {

namespace fs = std::filesystem;

/// An open file.
class OpenJournal {
public:
    explicit OpenJournal(int file = -1) : m_file(file) {}
    OpenJournal(OpenJournal&& other) noexcept : m_file(std::exchange(other.m_file, -1)) {}
    OpenJournal& operator=(OpenJournal&& other) noexcept {
        std::swap(m_file, other.m_file);
        return *this;
    }
    ~OpenJournal() {
        if (m_file >= 0) ::close(m_file);
    }
    int get() const { return m_file; }
    bool isOpen() const { return m_file >= 0; }
    bool lock() const { return ::flock(m_file, LOCK_EX | LOCK_NB) == 0; }
    bool write(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t count = ::write(m_file, bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

private:
    int m_file;
};

namespace {

constexpr std::string_view kSuffix = ".journal", kTemporary = ".new";
/// What changes may take up before a journal begins anew, however small its file is.
constexpr std::size_t kRoomForChanges = 1 << 20;
/// Head and changes of the largest file.
constexpr std::size_t kMostBytes = 4 * schema::kMaxDocumentBytes;

std::unexpected<std::string> failed(std::string_view what, const fs::path& path) {
    return std::unexpected(std::format("cannot {} {}: {}", what, path.string(), std::strerror(errno)));
}

/// Nothing where somebody holds it, or it is no file of this user's.
std::optional<OpenJournal> claim(const fs::path& path) {
    OpenJournal file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status{};
    if (!file.isOpen() || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    if (status.st_uid != ::geteuid() || !file.lock()) return std::nullopt;
    return file;
}

std::expected<JournalText, std::string> readAt(const fs::path& path) {
    std::error_code ignored;
    if (fs::file_size(path, ignored) > kMostBytes) return std::unexpected("it is too large");
    const auto bytes = async::readFile(path);
    if (!bytes) return std::unexpected("it cannot be read");
    return readJournal(*bytes);
}

/// Nothing where the file says the same by now.
std::optional<Journal::Recovered> compared(const fs::path& journal, JournalText read) {
    using Disk = Journal::Recovered::Disk;
    Journal::Recovered found{journal, std::move(read.path), std::move(read.saved), std::move(read.text), Disk::Absent,
                             {}};
    auto onDisk = found.path.empty() ? std::unexpected(std::string()) : readBytes(found.path);
    if (!onDisk) return found.text == found.saved.value_or("") ? std::nullopt : std::optional(std::move(found));
    if (*onDisk == found.text) return std::nullopt;
    found.disk = found.saved == *onDisk ? Disk::AsSaved : Disk::Changed;
    found.onDisk = std::move(*onDisk);
    return found;
}

}  // namespace

/// A journal that is written.
struct Journal::Kept {
    fs::path journal;
    OpenJournal file;
    fs::path path;
    std::optional<std::string> saved;
    std::string text;           ///< as it was noted last
    std::size_t bytes = 0;      ///< that the journal has
    std::size_t headBytes = 0;  ///< of them, without changes
    std::size_t splices = 0;

    bool hasRoom(std::size_t more) const {
        return splices < kMostJournalSplices && bytes + more - headBytes <= std::max(kRoomForChanges, text.size());
    }
};

Journal::Journal(fs::path folder) : m_folder(std::move(folder)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

std::expected<Journal, std::string> Journal::open(fs::path folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return std::unexpected(std::format("cannot make {}: {}", folder.string(), error.message()));
    if (::chmod(folder.c_str(), 0700) != 0) return failed("use", folder);
    return Journal(std::move(folder));
}

std::expected<void, std::string> Journal::note(std::size_t file, const Workspace::Opened& opened) {
    if (!opened.isChanged()) return forget(file), std::expected<void, std::string>();
    const auto known = m_kept.find(file);
    if (known == m_kept.end()) return begin(file, opened);
    Kept& kept = known->second;
    const bool sameBase = kept.saved.has_value() == opened.onDisk && (!opened.onDisk || *kept.saved == opened.saved);
    if (!sameBase || kept.path != opened.path) return begin(file, opened);
    if (kept.text == opened.text) return {};
    const std::string record = journalRecord(spliceBetween(kept.text, opened.text));
    if (!kept.hasRoom(record.size())) return begin(file, opened);
    if (!kept.file.write(record)) {
        auto error = failed("write", kept.journal);
        // Half a record would hide those after it.
        if (::ftruncate(kept.file.get(), static_cast<off_t>(kept.bytes)) != 0) m_kept.erase(known);
        return error;
    }
    kept.bytes += record.size();
    ++kept.splices;
    kept.text = opened.text;
    return {};
}

/// A journal of its own, or another one in the place of that which it has: written whole before it gets its name.
std::expected<void, std::string> Journal::begin(std::size_t file, const Workspace::Opened& opened) {
    const auto saved = opened.onDisk ? std::optional(opened.saved) : std::nullopt;
    const fs::path path = opened.path.empty() ? opened.path : fs::absolute(opened.path);
    const std::string head = journalHead(path, saved);
    const std::string first = journalRecord(spliceBetween(opened.onDisk ? opened.saved : "", opened.text));
    std::string name = (m_folder / ("XXXXXX" + std::string(kTemporary))).string();
    OpenJournal made(::mkostemps(name.data(), static_cast<int>(kTemporary.size()), O_CLOEXEC | O_APPEND));
    if (!made.isOpen()) return failed("write in", m_folder);
    const auto known = m_kept.find(file);
    const fs::path journal = known != m_kept.end() ? known->second.journal : fs::path(name).replace_extension(kSuffix);
    const bool written = made.lock() && made.write(head) && made.write(first) && ::fsync(made.get()) == 0;
    const bool named =
        written && (known != m_kept.end() ? ::rename(name.c_str(), journal.c_str()) == 0
                                          : ::link(name.c_str(), journal.c_str()) == 0 && ::unlink(name.c_str()) == 0);
    if (!named) {
        auto error = failed("write in", m_folder);
        ::unlink(name.c_str());
        return error;
    }
    async::syncFolder(m_folder);
    const std::size_t bytes = head.size() + first.size();
    m_kept.insert_or_assign(file, Kept{journal, std::move(made), opened.path, saved, opened.text, bytes, bytes, 1});
    return {};
}

void Journal::forget(std::size_t file) {
    const auto known = m_kept.find(file);
    if (known == m_kept.end()) return;
    ::unlink(known->second.journal.c_str());
    m_kept.erase(known);
}

void Journal::sync() {
    for (auto& [file, kept] : m_kept) ::fdatasync(kept.file.get());
}

Journal::Recovery Journal::recover(const fs::path& folder) {
    Recovery recovery;
    std::error_code error;
    std::vector<fs::path> left;
    for (auto each = fs::directory_iterator(folder, error); !error && each != fs::directory_iterator();
         each.increment(error)) {
        const fs::path extension = each->path().extension();
        if (left.size() < kMostJournals && (extension == kSuffix || extension == kTemporary))
            left.push_back(each->path());
    }
    std::ranges::sort(left);
    for (const fs::path& path : left) {
        const auto claimed = claim(path);
        if (!claimed) continue;
        // What never got its name is no note that anybody was told of.
        auto read = path.extension() == kSuffix ? readAt(path) : std::expected<JournalText, std::string>();
        if (!read) {
            recovery.problems.push_back(std::format("{}: {}", path.string(), read.error()));
        } else if (auto found = path.extension() == kSuffix ? compared(path, std::move(*read)) : std::nullopt) {
            recovery.files.push_back(std::move(*found));
        } else {
            fs::remove(path, error);
        }
    }
    return recovery;
}

bool Journal::discard(const Recovered& recovered) {
    std::error_code error;
    return fs::remove(recovered.journal, error) && !error;
}

}  // namespace armillary::manifest
