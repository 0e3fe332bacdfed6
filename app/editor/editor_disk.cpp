// The document's files: opened, watched, joined with what others wrote, saved, and kept in a journal until then.

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <algorithm>
#include <format>
#include <set>

#include "editor_document.h"
#include "engine/manifest/disk.h"

namespace armillary::app {

namespace {

namespace fs = std::filesystem;

/// Of one folder: what is more nobody edits as one.
constexpr std::size_t kMostBytes = 256UZ << 20;
/// What has another name than a manifest's has to hold an object.
constexpr std::string_view kManifestEndings[] = {".yaml", ".yml", ".json"};
/// The system watches so many files at most without asking.
constexpr qsizetype kMostWatched = 2000;

struct ReadFile {
    fs::path path;
    std::string bytes;
};
using ReadFiles = std::expected<std::vector<ReadFile>, std::string>;

ReadFiles readAll(const fs::path& path) {
    const auto found = manifest::manifestsAt(path);
    if (!found) return std::unexpected(found.error());
    std::vector<ReadFile> files;
    std::size_t bytes = 0;
    for (const fs::path& each : *found) {
        auto read = manifest::readBytes(each);
        if (!read) return std::unexpected(read.error());
        bytes += read->size();
        if (bytes > kMostBytes)
            return std::unexpected(std::format("{} holds more than {} MB of manifests: open a folder in it",
                                               path.string(), kMostBytes >> 20));
        files.push_back({each, std::move(*read)});
    }
    return files;
}

bool holdsAnObject(const ReadFile& file) {
    editor::Project scratch;
    scratch.open({}, file.bytes, false);
    return !scratch.items().empty();
}

/// Of several files and folders; the first that is none of ours is the error.
ReadFiles readEach(const std::vector<fs::path>& paths) {
    std::vector<ReadFile> all;
    std::size_t bytes = 0;
    for (const fs::path& path : paths) {
        auto read = readAll(path);
        if (!read) return std::unexpected(read.error());
        for (ReadFile& each : *read) {
            bytes += each.bytes.size();
            const std::string ending = each.path.extension().string();
            if (!std::ranges::contains(kManifestEndings, ending) && !holdsAnObject(each))
                return std::unexpected(std::format("{} holds no Kubernetes object", each.path.filename().string()));
            all.push_back(std::move(each));
        }
        if (bytes > kMostBytes) return std::unexpected(std::format("that is more than {} MB", kMostBytes >> 20));
    }
    return all;
}

struct Saving {
    std::size_t file;
    fs::path path;
    std::string before, text;
    bool onDisk;
};
struct Saved {
    std::vector<Saving> done;
    QStringList problems;
};

Saved saveAll(std::vector<Saving> files) {
    Saved saved;
    for (Saving& each : files) {
        const auto written = each.onDisk ? manifest::writeBytes(each.path, each.before, each.text)
                                         : manifest::createFile(each.path, each.text);
        if (written)
            saved.done.push_back(std::move(each));
        else
            saved.problems.append(QString::fromStdString(written.error()));
    }
    return saved;
}

/// All of a text in the place of another, as the fewest bytes that say it.
manifest::TextEdit textEdit(std::size_t file, std::string_view before, std::string_view after) {
    manifest::Splice splice = manifest::spliceBetween(before, after);
    return {file, splice.offset, splice.removed.size(), std::move(splice.inserted)};
}

std::string nameOf(const fs::path& path) {
    return path.empty() ? EditorDocument::tr("Untitled").toStdString() : path.filename().string();
}

fs::path journalFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation).toStdString() + "/unsaved";
}

}  // namespace

void EditorDocument::open(const QUrl& url) {
    if (!m_cluster) return;
    if (!url.isLocalFile()) return setProblem(tr("Only files and folders of this machine can be opened."));
    m_loading = true;
    setProblem({});
    emit filesChanged();
    m_cluster->work(
        this, [path = fs::path(url.toLocalFile().toStdString())] { return readAll(path); },
        [this, url, generation = ++m_generation](ReadFiles read) {
            if (generation != m_generation) return;
            m_loading = false;
            if (!read) {
                emit filesChanged();
                return setProblem(QString::fromStdString(read.error()));
            }
            auto project = std::make_unique<editor::Project>(m_project->homeNamespace());
            for (ReadFile& each : *read) project->open(std::move(each.path), std::move(each.bytes));
            m_url = url;
            replace(std::move(project));
        });
}

void EditorDocument::addFiles(const QList<QUrl>& urls, const QVariant& at) {
    if (!m_cluster || urls.isEmpty()) return;
    const QString title = tr("Add files");
    std::vector<fs::path> paths;
    for (const QUrl& url : urls) {
        if (!url.isLocalFile()) return emit refused(title, tr("Only files and folders of this machine can be opened."));
        paths.emplace_back(url.toLocalFile().toStdString());
    }
    // What was never saved is not thrown away for it, even where nothing is left of it.
    if (count() == 0 && !isModified() && urls.size() == 1) return open(urls.first());
    m_cluster->work(
        this, [paths = std::move(paths)] { return readEach(paths); },
        [this, title, at, generation = m_generation](ReadFiles read) {
            if (generation != m_generation) return;
            if (!read) return emit refused(title, QString::fromStdString(read.error()));
            std::set<fs::path> known;
            for (const auto& opened : m_project->workspace().files()) known.insert(opened.path.lexically_normal());
            const auto before = static_cast<int>(m_project->workspace().files().size());
            for (ReadFile& each : *read)
                if (known.insert(each.path.lexically_normal()).second)
                    m_project->open(std::move(each.path), std::move(each.bytes));
            const auto added = static_cast<int>(m_project->workspace().files().size()) - before;
            if (added == 0) return emit refused(title, tr("These files are open already."));
            if (at.isValid()) emit placing(at.toPointF());
            watchFiles();
            projectChanged();
            QList<int> items;
            for (const editor::Item& item : m_project->items())
                if (static_cast<int>(item.file) >= before) items.append(static_cast<int>(item.id));
            setFile(before);
            if (!items.isEmpty()) setSelection(items);
            emit noted(tr("%n files are open as well now.", nullptr, added));
        });
}

void EditorDocument::save(const QUrl& url) {
    if (!m_cluster) return;
    std::vector<Saving> files;
    const auto opened = m_project->workspace().files();
    for (std::size_t i = 0; i < opened.size(); ++i) {
        if (!opened[i].isChanged()) continue;
        if (opened[i].path.empty()) {
            if (!url.isLocalFile()) {
                emit placeWanted();
                return;
            }
            m_project->setPath(i, url.toLocalFile().toStdString());
            if (m_url.isEmpty()) m_url = url;
        }
        files.push_back({i, opened[i].path, opened[i].saved, opened[i].text, opened[i].onDisk});
    }
    m_cluster->work(
        this, [files = std::move(files)]() mutable { return saveAll(std::move(files)); },
        [this, generation = m_generation](const Saved& outcome) {
            if (generation != m_generation) return;
            for (const Saving& each : outcome.done) m_project->markSaved(each.file, each.text);
            note();
            setProblem(outcome.problems.join(u'\n'));
            watchFiles();
            emit changed();
            emit filesChanged();
            if (outcome.problems.isEmpty()) emit saved();
        });
}

/// Who writes a file anew puts another one in its place, which has to be watched anew.
void EditorDocument::watchFiles() {
    if (isView()) return;
    if (!m_watcher.files().isEmpty()) m_watcher.removePaths(m_watcher.files());
    QStringList paths;
    for (const auto& opened : m_project->workspace().files())
        if (opened.onDisk && paths.size() < kMostWatched) paths.append(QString::fromStdString(opened.path.string()));
    if (!paths.isEmpty()) m_watcher.addPaths(paths);
}

void EditorDocument::lookAtDisk() {
    if (!m_cluster) return;
    std::vector<fs::path> paths;
    for (const auto& opened : m_project->workspace().files()) paths.push_back(opened.onDisk ? opened.path : fs::path());
    using Bytes = std::vector<std::optional<std::string>>;
    m_cluster->work(
        this,
        [paths = std::move(paths)] {
            Bytes bytes;
            for (const fs::path& path : paths) {
                auto read = path.empty() ? std::unexpected(std::string()) : manifest::readBytes(path);
                bytes.push_back(read ? std::optional(std::move(*read)) : std::nullopt);
            }
            return bytes;
        },
        [this, generation = m_generation](Bytes bytes) {
            if (generation != m_generation) return;
            for (std::size_t i = 0; i < bytes.size() && i < m_project->workspace().files().size(); ++i)
                if (bytes[i] && *bytes[i] != m_project->workspace().files()[i].saved)
                    joinWithDisk(i, std::move(*bytes[i]));
            watchFiles();
        });
}

/// What another program has written joins what was changed here. Until that is decided where both changed the same, the
/// file counts as what was read, so that saving it is refused.
void EditorDocument::joinWithDisk(std::size_t file, std::string bytes) {
    const auto& opened = m_project->workspace().files()[file];
    const bool clashed = m_clashes.erase(file) > 0;
    if (opened.isChanged() && opened.text != bytes) {
        manifest::Merged merged = manifest::merge(opened.saved, opened.text, bytes);
        if (!merged.conflicts.empty()) {
            m_clashes.insert_or_assign(file, Clash{std::move(bytes), std::move(merged)});
            emit clashesChanged();
            return;
        }
        const manifest::Operation joined = textEdit(file, opened.text, merged.text);
        m_project->reread(file, std::move(bytes), {});
        perform(tr("Join what was changed on disk"), {&joined, 1});
    } else {
        m_project->reread(file, std::move(bytes), tr("Changed on disk").toStdString());
        projectChanged();
    }
    if (clashed) emit clashesChanged();
}

QVariantList EditorDocument::clashes() const {
    QVariantList clashes;
    for (const auto& [file, clash] : m_clashes)
        clashes.append(QVariantMap{
            {QStringLiteral("file"), static_cast<int>(file)},
            {QStringLiteral("name"), QString::fromStdString(nameOf(m_project->workspace().files()[file].path))},
            {QStringLiteral("count"), static_cast<int>(clash.merged.conflicts.size())},
        });
    return clashes;
}

void EditorDocument::settleClash(int file, bool takeTheirs) {
    const auto found = m_clashes.find(static_cast<std::size_t>(file));
    if (found == m_clashes.end()) return;
    const std::size_t index = found->first;
    Clash clash = std::move(found->second);
    m_clashes.erase(found);
    // It may have been edited since.
    const auto& opened = m_project->workspace().files()[index];
    const manifest::Merged merged = manifest::merge(opened.saved, opened.text, clash.bytes);
    const std::string text = manifest::decided(merged, std::vector<bool>(merged.conflicts.size(), takeTheirs));
    const manifest::Operation joined = textEdit(index, opened.text, text);
    m_project->reread(index, std::move(clash.bytes), {});
    perform(tr("Join what was changed on disk"), {&joined, 1});
    emit clashesChanged();
}

/// Once, when there is somebody to do it.
void EditorDocument::lookForUnsaved() {
    if (!m_cluster || m_lookedForUnsaved || isView()) return;
    m_lookedForUnsaved = true;
    m_cluster->work(
        this, [folder = journalFolder()] { return manifest::Journal::recover(folder); },
        [this](manifest::Journal::Recovery recovery) {
            m_unsaved = std::move(recovery.files);
            for (const std::string& problem : recovery.problems) emit noted(QString::fromStdString(problem));
            if (!m_unsaved.empty()) emit unsavedChanged();
        });
}

QStringList EditorDocument::unsaved() const {
    QStringList names;
    for (const auto& each : m_unsaved) names.append(QString::fromStdString(nameOf(each.path)));
    return names;
}

void EditorDocument::bringBack() {
    auto project = std::make_unique<editor::Project>(m_project->homeNamespace());
    for (const auto& each : m_unsaved) {
        const std::size_t file = project->open(each.path, each.saved.value_or(std::string()), each.saved.has_value());
        const manifest::Operation back = textEdit(file, each.saved.value_or(std::string()), each.text);
        // Any text can be typed that was typed once.
        [[maybe_unused]] const auto done =
            project->perform(tr("Bring back what was not saved").toStdString(), {&back, 1}, "back");
    }
    m_url = m_unsaved.size() == 1 && !m_unsaved.front().path.empty()
                ? QUrl::fromLocalFile(QString::fromStdString(m_unsaved.front().path.string()))
                : QUrl();
    setProblem({});
    replace(std::move(project));
    note();
    forgetUnsaved();
    lookAtDisk();
}

void EditorDocument::forgetUnsaved() {
    for (const auto& each : m_unsaved) manifest::Journal::discard(each);
    m_unsaved.clear();
    emit unsavedChanged();
}

void EditorDocument::giveUp() {
    m_noteSoon.stop();
    if (!m_journal) return;
    for (std::size_t i = 0; i < m_project->workspace().files().size(); ++i) m_journal->forget(i);
}

/// Soon after each change. It writes to the system's memory alone, so that a window that dies leaves it behind.
void EditorDocument::note() {
    m_noteSoon.stop();
    if (!m_journal && !isModified()) return;
    if (!m_journal) {
        auto journal = manifest::Journal::open(journalFolder());
        if (!journal) return setProblem(QString::fromStdString(journal.error()));
        m_journal = std::move(*journal);
    }
    const auto files = m_project->workspace().files();
    for (std::size_t i = 0; i < files.size(); ++i)
        if (const auto noted = m_journal->note(i, files[i]); !noted)
            return setProblem(QString::fromStdString(noted.error()));
}

}  // namespace armillary::app
