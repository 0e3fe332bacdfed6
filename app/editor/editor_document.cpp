#include "editor_document.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <chrono>
#include <format>

#include "engine/manifest/disk.h"

namespace armillary::app {

namespace {

namespace fs = std::filesystem;

constexpr auto kCheckAfter = std::chrono::milliseconds(200);
constexpr auto kLookAfter = std::chrono::milliseconds(200);
/// Of one folder: what is more nobody edits as one.
constexpr std::size_t kMostBytes = 256UZ << 20;
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

}  // namespace

EditorDocument::EditorDocument(QObject* parent) : QObject(parent), m_project(std::make_unique<editor::Project>()) {
    m_checkSoon.setSingleShot(true);
    m_checkSoon.setInterval(kCheckAfter);
    connect(&m_checkSoon, &QTimer::timeout, this, &EditorDocument::check);
    m_lookSoon.setSingleShot(true);
    m_lookSoon.setInterval(kLookAfter);
    connect(&m_lookSoon, &QTimer::timeout, this, &EditorDocument::lookAtDisk);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_lookSoon, qOverload<>(&QTimer::start));
}

EditorDocument::~EditorDocument() = default;

void EditorDocument::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) disconnect(m_cluster, nullptr, this, nullptr);
    m_cluster = cluster;
    if (cluster) connect(cluster, &Cluster::stateChanged, this, &EditorDocument::settleHome);
    settleHome();
    emit clusterChanged();
}

/// Until there is something in it, what names no namespace goes where the cluster's context says.
void EditorDocument::settleHome() {
    if (!m_cluster || !m_project->workspace().files().empty()) return;
    const std::string home = m_cluster->homeNamespace().toStdString();
    if (!home.empty() && home != m_project->homeNamespace()) replace(std::make_unique<editor::Project>(home));
}

QString EditorDocument::title() const {
    const QString name = m_url.isLocalFile() ? QFileInfo(QDir::cleanPath(m_url.toLocalFile())).fileName() : QString();
    return name.isEmpty() ? tr("Untitled") : name;
}

QVariantList EditorDocument::files() const {
    QVariantList files;
    for (const auto& opened : m_project->workspace().files()) {
        const QString path = QString::fromStdString(opened.path.string());
        files.append(QVariantMap{
            {QStringLiteral("name"), path.isEmpty() ? tr("Untitled") : shownPath(path)},
            {QStringLiteral("path"), path},
            {QStringLiteral("changed"), opened.isChanged()},
            {QStringLiteral("mistake"), opened.mistake ? QString::fromStdString(opened.mistake->message) : QString()},
            {QStringLiteral("line"), opened.mistake ? static_cast<int>(opened.mistake->line) : 0},
        });
    }
    return files;
}

/// From the folder that is open.
QString EditorDocument::shownPath(const QString& path) const {
    const QDir folder(m_url.toLocalFile());
    return m_url.isLocalFile() && folder.exists() ? folder.relativeFilePath(path) : QFileInfo(path).fileName();
}

bool EditorDocument::isModified() const {
    return std::ranges::any_of(m_project->workspace().files(), &manifest::Workspace::Opened::isChanged);
}

QString EditorDocument::undoTitle() const {
    return QString::fromStdString(m_project->workspace().undoTitle());
}

QString EditorDocument::redoTitle() const {
    return QString::fromStdString(m_project->workspace().redoTitle());
}

void EditorDocument::setFile(int file) {
    if (file >= static_cast<int>(m_project->workspace().files().size())) return;
    if (file == m_file) return;
    m_file = file;
    emit fileChanged();
}

void EditorDocument::setSelection(const QList<int>& selection) {
    QList<int> known;
    for (const int id : selection)
        if (m_project->find(static_cast<editor::ItemId>(id)) && !known.contains(id)) known.append(id);
    if (known == m_selection) return;
    const int before = current();
    m_selection = known;
    emit selectionChanged();
    if (current() == before) return;
    setField({});
    if (const editor::Item* item = m_project->find(static_cast<editor::ItemId>(current())))
        setFile(static_cast<int>(item->file));
}

void EditorDocument::setField(const QString& field) {
    if (field == m_field) return;
    m_field = field;
    emit fieldChanged();
}

bool EditorDocument::take(const QString& title, const editor::Project::Outcome& outcome) {
    if (!outcome) {
        emit refused(title, QString::fromStdString(outcome.error().message));
        return false;
    }
    for (const std::string& note : *outcome) emit noted(QString::fromStdString(note));
    projectChanged();
    return true;
}

void EditorDocument::projectChanged() {
    m_checkSoon.start();
    emit changed();
    emit filesChanged();
    setSelection(QList<int>(m_selection));
}

bool EditorDocument::perform(const QString& title, std::span<const manifest::Operation> operations,
                             const QString& merge) {
    return take(title, m_project->perform(title.toStdString(), operations, merge.toStdString()));
}

bool EditorDocument::edit(const QString& title, std::span<const editor::ItemEdit> edits, const QString& merge) {
    return take(title, m_project->edit(title.toStdString(), edits, merge.toStdString()));
}

std::vector<editor::ItemId> EditorDocument::add(const QString& title, const QString& yaml) {
    if (m_file < 0) {
        setFile(static_cast<int>(m_project->open(newPath(), {}, false)));
        emit filesChanged();
    }
    std::vector<editor::ItemId> before, fresh;
    for (const editor::Item& item : m_project->items()) before.push_back(item.id);
    if (!take(title, m_project->add(title.toStdString(), static_cast<std::size_t>(m_file), yaml.toStdString())))
        return {};
    for (const editor::Item& item : m_project->items())
        if (!std::ranges::contains(before, item.id)) fresh.push_back(item.id);
    return fresh;
}

/// Of a new file: in the folder that is open; "" when none is, and saving has to ask.
fs::path EditorDocument::newPath() const {
    const QDir folder(m_url.toLocalFile());
    if (!m_url.isLocalFile() || !folder.exists()) return {};
    for (int number = 1;; ++number) {
        const QString name =
            number == 1 ? QStringLiteral("manifests.yaml") : QStringLiteral("manifests-%1.yaml").arg(number);
        if (!folder.exists(name)) return folder.filePath(name).toStdString();
    }
}

bool EditorDocument::connectItems(const QString& title, editor::ItemId from, editor::ItemId to,
                                  const relations::Way& way, const relations::WayOptions& options) {
    return take(title, m_project->connect(title.toStdString(), from, to, way, options));
}

bool EditorDocument::disconnectItems(const QString& title, const editor::Connection& connection) {
    return take(title, m_project->disconnect(title.toStdString(), connection));
}

bool EditorDocument::rename(int item, const QString& name) {
    const editor::Item* found = m_project->find(static_cast<editor::ItemId>(item));
    if (!found || QString::fromStdString(found->object.name) == name) return found != nullptr;
    const QString title = tr("Rename %1 to %2").arg(QString::fromStdString(found->object.name), name);
    return take(title, m_project->rename(title.toStdString(), found->id, name.toStdString()));
}

bool EditorDocument::removeSelection() {
    std::vector<editor::ItemId> items;
    for (const int id : m_selection) items.push_back(static_cast<editor::ItemId>(id));
    if (items.empty()) return false;
    const editor::Item* first = m_project->find(items.front());
    const QString title = items.size() > 1 || !first ? tr("Remove %n objects", nullptr, static_cast<int>(items.size()))
                                                     : tr("Remove %1").arg(QString::fromStdString(first->object.name));
    return take(title, m_project->remove(title.toStdString(), items, true));
}

void EditorDocument::undo() {
    if (m_project->undo()) projectChanged();
}

void EditorDocument::redo() {
    if (m_project->redo()) projectChanged();
}

void EditorDocument::replace(std::unique_ptr<editor::Project> project) {
    ++m_generation;
    m_loading = false;
    m_project = std::move(project);
    m_selection.clear();
    m_field.clear();
    m_file = m_project->workspace().files().empty() ? -1 : 0;
    emit selectionChanged();
    emit fieldChanged();
    emit fileChanged();
    watchFiles();
    projectChanged();
}

void EditorDocument::clear() {
    m_url.clear();
    setProblem({});
    replace(std::make_unique<editor::Project>(m_project->homeNamespace()));
}

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
            setProblem(outcome.problems.join(u'\n'));
            watchFiles();
            emit changed();
            emit filesChanged();
            if (outcome.problems.isEmpty()) emit saved();
        });
}

/// Who writes a file anew puts another one in its place, which has to be watched anew.
void EditorDocument::watchFiles() {
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
            bool any = false;
            for (std::size_t i = 0; i < bytes.size() && i < m_project->workspace().files().size(); ++i) {
                if (!bytes[i] || *bytes[i] == m_project->workspace().files()[i].saved) continue;
                m_project->reread(i, std::move(*bytes[i]), tr("Changed on disk").toStdString());
                any = true;
            }
            watchFiles();
            if (any) projectChanged();
        });
}

void EditorDocument::check() {
    if (!m_cluster) return;
    if (m_checking) return m_checkSoon.start();
    m_checking = true;
    m_cluster->work(
        this, [sources = m_project->sources()] { return manifest::check(sources); },
        [this, revision = m_project->revision(), generation = m_generation](std::vector<manifest::Finding> findings) {
            m_checking = false;
            if (generation == m_generation && m_project->takeFindings(revision, std::move(findings)))
                emit findingsChanged();
        });
}

QString EditorDocument::textOf(const QList<int>& items) const {
    if (items.isEmpty()) return QString::fromStdString(m_project->textOfAll());
    std::vector<editor::ItemId> ids;
    for (const int id : items) ids.push_back(static_cast<editor::ItemId>(id));
    return QString::fromStdString(m_project->textOf(ids));
}

void EditorDocument::setProblem(const QString& problem) {
    if (problem == m_problem) return;
    m_problem = problem;
    emit problemChanged();
}

}  // namespace armillary::app
