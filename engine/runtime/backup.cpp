#include "engine/runtime/backup.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <format>
#include <vector>

#include "engine/runtime/credentials.h"
#include "engine/store/sqlite/backup.h"
#include "engine/store/sqlite/files.h"

namespace armillary::runtime {

namespace {

namespace fs = std::filesystem;
using Done = std::expected<void, std::string>;

constexpr std::size_t kKeptBackups = 3;
/// What a cluster is besides its state. The rest of a data directory is the node's, or made anew at each start.
constexpr std::string_view kFiles[] = {"ranges.json", "run/port"};
constexpr std::string_view kKeys = "pki/";

/// Everything that a restore replaces.
constexpr std::string_view kReplaced[] = {"state.db", "state.db-wal", "state.db-shm", "state.db.mark",
                                          "pki",      "ranges.json",  "run/port",     "admin.kubeconfig"};

fs::path stateOf(const fs::path& dataDir) {
    return dataDir / "state.db";
}

/// A backup comes from outside: only names that a backup of ours has are written.
bool isOurs(std::string_view name) {
    if (std::ranges::find(kFiles, name) != std::end(kFiles)) return true;
    if (!name.starts_with(kKeys) || name.size() > 100) return false;
    name.remove_prefix(kKeys.size());
    return (name.ends_with(".crt") || name.ends_with(".key")) && name.find_first_of("/\\") == name.npos &&
           name.find('\0') == name.npos && name.front() != '.';
}

std::expected<std::vector<store::BackupFile>, std::string> filesOf(const fs::path& dataDir) {
    std::vector<std::string> names(std::begin(kFiles), std::end(kFiles));
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(dataDir / kKeys, failed))
        names.push_back(std::string(kKeys) + entry.path().filename().string());
    std::vector<store::BackupFile> files;
    for (const std::string& name : names) {
        if (!isOurs(name) || !fs::is_regular_file(dataDir / name, failed)) continue;
        auto content = readFile(dataDir / name);
        if (!content) return std::unexpected(content.error());
        files.push_back({name, std::move(*content)});
    }
    std::ranges::sort(files, {}, &store::BackupFile::name);
    return files;
}

BackupSummary summaryOf(const store::BackupContent& content, const fs::path& file) {
    std::error_code failed;
    return {content.revision, content.files.size(), fs::file_size(file, failed)};
}

/// A version is read from a file and becomes part of a name.
std::string fileNamePart(std::string version) {
    const auto fits = [](char each) {
        return (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z') || each == '.' || each == '-';
    };
    std::erase_if(version, [&](char each) { return !fits(each); });
    return version.empty() ? "earlier" : version.substr(0, 40);
}

std::string cannot(std::string_view what, const fs::path& path, const std::error_code& reason) {
    return std::format("cannot {} {}: {}", what, path.string(), reason.message());
}

/// Files moved aside, which come back unless all went well.
class Aside {
public:
    Aside(fs::path from, fs::path to) : m_from(std::move(from)), m_to(std::move(to)) {}
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;
    ~Aside() {
        std::error_code ignored;
        if (m_done) {
            fs::remove_all(m_to, ignored);
            return;
        }
        for (const std::string& name : m_moved) {
            fs::remove_all(m_from / name, ignored);
            fs::rename(m_to / name, m_from / name, ignored);
        }
        // Without force: what could not be put back stays there for a person.
        fs::remove(m_to / "run", ignored);
        fs::remove(m_to, ignored);
    }

    Done take(std::string_view name) {
        std::error_code failed;
        if (!fs::exists(fs::symlink_status(m_from / name, failed))) return {};
        fs::create_directories((m_to / name).parent_path(), failed);
        if (!failed) fs::rename(m_from / name, m_to / name, failed);
        if (failed) return std::unexpected(cannot("move aside", m_from / name, failed));
        m_moved.emplace_back(name);
        return {};
    }
    void done() { m_done = true; }

private:
    const fs::path m_from, m_to;
    std::vector<std::string> m_moved;
    bool m_done = false;
};

/// A folder for what is being made, gone at the end.
class Staging {
public:
    explicit Staging(fs::path path) : m_path(std::move(path)) {}
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;
    ~Staging() { clear(); }
    Done make() {
        clear();
        std::error_code failed;
        for (const char* folder : {"", "pki", "run"}) {
            if (!failed) fs::create_directories(m_path / folder, failed);
            if (!failed) fs::permissions(m_path / folder, fs::perms::owner_all, failed);
        }
        if (failed) return std::unexpected(cannot("make", m_path, failed));
        return {};
    }
    const fs::path& path() const { return m_path; }

private:
    void clear() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    const fs::path m_path;
};

/// Root may restore for the user to whom the data directory belongs.
void giveTo(const fs::path& owner, const fs::path& folder) {
    struct stat status{};
    if (::geteuid() != 0 || ::stat(owner.c_str(), &status) != 0) return;
    std::error_code failed;
    for (const auto& entry : fs::recursive_directory_iterator(folder, failed))
        (void)::lchown(entry.path().c_str(), status.st_uid, status.st_gid);
}

Done stage(const fs::path& file, const store::BackupContent& content, const fs::path& dataDir, const fs::path& staging,
           const BackupProgress& progress) {
    for (const store::BackupFile& each : content.files) {
        if (!isOurs(each.name))
            return std::unexpected(file.string() + " holds a file that no backup has; take another");
        if (auto written = writeFileAtomically(staging / each.name, each.content); !written) return written;
    }
    const auto beyond = store::knownRevision(stateOf(dataDir).string());
    if (auto made = store::extractState(file.string(), stateOf(staging).string(), beyond, ARMILLARY_VERSION, progress);
        !made)
        return std::unexpected(made.error().message);
    giveTo(dataDir, staging);
    return {};
}

Done putInPlace(const fs::path& staging, const fs::path& dataDir) {
    Aside aside(dataDir, dataDir / "replaced");
    for (const std::string_view name : kReplaced)
        if (auto taken = aside.take(name); !taken) return taken;
    std::error_code failed;
    fs::create_directories(dataDir / "run", failed);
    // The state comes last: without it nothing starts.
    for (const char* name : {"pki", "ranges.json", "run/port", "state.db.mark", "state.db"}) {
        if (!fs::exists(staging / name, failed)) continue;
        fs::rename(staging / name, dataDir / name, failed);
        if (failed) return std::unexpected(cannot("put in place", dataDir / name, failed));
    }
    if (auto synced = store::sqlite::syncFolderOf(stateOf(dataDir).string()); !synced)
        return std::unexpected(synced.error().message);
    aside.done();
    return {};
}

}  // namespace

std::expected<BackupSummary, std::string> backupCluster(const fs::path& dataDir, const fs::path& file,
                                                        const BackupProgress& progress) {
    std::error_code failed;
    if (!fs::exists(stateOf(dataDir), failed) && !fs::exists(dataDir / "pki", failed))
        return std::unexpected("there is no cluster in " + dataDir.string() + "; name its folder with --data-dir");
    const auto files = filesOf(dataDir);
    if (!files) return std::unexpected(files.error());
    const auto content = store::writeBackup(stateOf(dataDir).string(), file.string(), *files, progress);
    if (!content) return std::unexpected(content.error().message);
    return summaryOf(*content, file);
}

std::expected<BackupSummary, std::string> restoreCluster(const fs::path& file, const fs::path& dataDir,
                                                         const BackupProgress& progress) {
    std::error_code failed;
    if (!fs::exists(file, failed)) return std::unexpected("there is no file " + file.string());
    const auto content = store::readBackup(file.string());
    if (!content) return std::unexpected(content.error().message);
    const bool made = fs::create_directories(dataDir, failed);
    if (failed) return std::unexpected(cannot("make", dataDir, failed));
    if (made) fs::permissions(dataDir, fs::perms::owner_all, failed);
    const auto lock = store::sqlite::LockFile::acquire(stateOf(dataDir).string(), {});
    if (!lock)
        return std::unexpected(lock.error().message + "; stop the cluster with: armillaryctl down --data-dir " +
                               dataDir.string());
    const fs::path replaced = dataDir / "replaced";
    if (fs::exists(replaced, failed) && !fs::is_empty(replaced, failed))
        return std::unexpected(std::format(
            "an earlier restore was cut short and left the former state in {}; move it elsewhere", replaced.string()));
    Staging staging(dataDir / "restore.new");
    if (auto done = staging.make(); !done) return std::unexpected(done.error());
    if (auto done = stage(file, *content, dataDir, staging.path(), progress); !done)
        return std::unexpected(done.error());
    if (auto done = putInPlace(staging.path(), dataDir); !done) return std::unexpected(done.error());
    giveTo(dataDir, dataDir / "run");
    return summaryOf(*content, file);
}

std::expected<void, std::string> backupBeforeUpgrade(const fs::path& dataDir, const std::string& from,
                                                     async::Clock& clock) {
    const fs::path folder = dataDir / "backups";
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
    if (failed) return std::unexpected(cannot("make", folder, failed));
    // In the order of their names they are in the order of time.
    const std::string time =
        std::format("{:%Y%m%dT%H%M%S}Z", std::chrono::floor<std::chrono::milliseconds>(clock.now()));
    const fs::path file = folder / std::format("{}-{}.backup", time, fileNamePart(from));
    if (auto made = backupCluster(dataDir, file); !made)
        return std::unexpected("cannot make the backup that an upgrade begins with: " + made.error());
    std::vector<fs::path> kept;
    for (const auto& entry : fs::directory_iterator(folder, failed))
        if (entry.path().extension() == ".backup") kept.push_back(entry.path());
    std::ranges::sort(kept);
    for (std::size_t i = 0; i + kKeptBackups < kept.size(); ++i) fs::remove(kept[i], failed);
    return {};
}

}  // namespace armillary::runtime
