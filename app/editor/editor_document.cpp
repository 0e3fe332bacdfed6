#include "editor_document.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <chrono>

#include "engine_texts.h"

namespace armillary::app {

namespace {

namespace fs = std::filesystem;

constexpr auto kCheckAfter = std::chrono::milliseconds(200);
constexpr auto kLookAfter = std::chrono::milliseconds(200);
constexpr auto kNoteAfter = std::chrono::milliseconds(250);

}  // namespace

EditorDocument::EditorDocument(QObject* parent) : QObject(parent), m_project(std::make_unique<editor::Project>()) {
    m_checkSoon.setSingleShot(true);
    m_checkSoon.setInterval(kCheckAfter);
    connect(&m_checkSoon, &QTimer::timeout, this, &EditorDocument::check);
    m_lookSoon.setSingleShot(true);
    m_lookSoon.setInterval(kLookAfter);
    connect(&m_lookSoon, &QTimer::timeout, this, &EditorDocument::lookAtDisk);
    m_noteSoon.setSingleShot(true);
    m_noteSoon.setInterval(kNoteAfter);
    connect(&m_noteSoon, &QTimer::timeout, this, &EditorDocument::note);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_lookSoon, qOverload<>(&QTimer::start));
    connect(&m_clusterChecks, &ClusterChecks::changed, &m_checkSoon, qOverload<>(&QTimer::start));
    connect(&m_clusterChecks, &ClusterChecks::answered, this, &EditorDocument::showFindings);
}

EditorDocument::~EditorDocument() = default;

void EditorDocument::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) disconnect(m_cluster, nullptr, this, nullptr);
    m_cluster = cluster;
    m_clusterChecks.setCluster(cluster);
    m_checkSoon.start();
    if (cluster) connect(cluster, &Cluster::stateChanged, this, &EditorDocument::settleHome);
    settleHome();
    lookForUnsaved();
    emit clusterChanged();
}

/// Until there is something in it, what names no namespace goes where the cluster's context says.
void EditorDocument::settleHome() {
    if (!m_cluster || isView() || !m_project->workspace().files().empty()) return;
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

QVariantList EditorDocument::texts() const {
    QVariantList texts;
    for (const auto& opened : m_project->workspace().files())
        texts.append(QVariantMap{{QStringLiteral("path"), QString::fromStdString(opened.path.string())},
                                 {QStringLiteral("text"), QByteArray::fromStdString(opened.text)}});
    return texts;
}

bool EditorDocument::isModified() const {
    return std::ranges::any_of(m_project->workspace().files(), &manifest::Workspace::Opened::isChanged);
}

QString EditorDocument::undoTitle() const {
    if (isView()) return m_source->files()->undoTitle();
    return QString::fromStdString(m_project->workspace().undoTitle());
}

QString EditorDocument::redoTitle() const {
    if (isView()) return m_source->files()->redoTitle();
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
        emit refused(title, translatedText(outcome.error().message));
        return false;
    }
    for (const std::string& note : *outcome) emit noted(QString::fromStdString(note));
    projectChanged();
    return true;
}

void EditorDocument::projectChanged() {
    m_checkSoon.start();
    if (!m_noteSoon.isActive()) m_noteSoon.start();
    emit changed();
    emit filesChanged();
    setSelection(QList<int>(m_selection));
}

bool EditorDocument::perform(const QString& title, std::span<const manifest::Operation> operations,
                             const QString& merge) {
    if (refuseInView(title)) return false;
    return take(title, m_project->perform(title.toStdString(), operations, merge.toStdString()));
}

bool EditorDocument::edit(const QString& title, std::span<const editor::ItemEdit> edits, const QString& merge) {
    if (isView()) return editView(title, edits, merge);
    return take(title, m_project->edit(title.toStdString(), edits, merge.toStdString()));
}

std::vector<editor::ItemId> EditorDocument::add(const QString& title, const QString& yaml) {
    if (refuseInView(title)) return {};
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
    if (refuseInView(title)) return false;
    return take(title, m_project->connect(title.toStdString(), from, to, way, options));
}

bool EditorDocument::disconnectItems(const QString& title, const editor::Connection& connection) {
    if (refuseInView(title)) return false;
    return take(title, m_project->disconnect(title.toStdString(), connection));
}

bool EditorDocument::rename(int item, const QString& name) {
    const editor::Item* found = m_project->find(static_cast<editor::ItemId>(item));
    if (!found || QString::fromStdString(found->object.name) == name) return found != nullptr;
    const QString title = tr("Rename %1 to %2").arg(QString::fromStdString(found->object.name), name);
    if (isView()) {
        const editor::ItemEdit renamed{found->id,
                                       {manifest::Edit::Kind::Set,
                                        {manifest::Step::member("metadata"), manifest::Step::member("name")},
                                        name.toStdString(),
                                        {}}};
        return editView(title, {&renamed, 1}, {});
    }
    return take(title, m_project->rename(title.toStdString(), found->id, name.toStdString()));
}

bool EditorDocument::removeSelection() {
    std::vector<editor::ItemId> items;
    for (const int id : m_selection) items.push_back(static_cast<editor::ItemId>(id));
    if (items.empty()) return false;
    const editor::Item* first = m_project->find(items.front());
    const QString title = items.size() > 1 || !first ? tr("Remove %n objects", nullptr, static_cast<int>(items.size()))
                                                     : tr("Remove %1").arg(QString::fromStdString(first->object.name));
    if (refuseInView(title)) return false;
    return take(title, m_project->remove(title.toStdString(), items, true));
}

void EditorDocument::undo() {
    if (isView()) return m_source->files()->undo();
    if (m_project->undo()) projectChanged();
}

void EditorDocument::redo() {
    if (isView()) return m_source->files()->redo();
    if (m_project->redo()) projectChanged();
}

void EditorDocument::replace(std::unique_ptr<editor::Project> project) {
    ++m_generation;
    m_loading = false;
    // What was open is saved, or given up for good.
    giveUp();
    m_clashes.clear();
    m_checkedRevision = 0;
    m_checked.reset();
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

void EditorDocument::check() {
    if (!m_cluster) return;
    if (m_checking) return m_checkSoon.start();
    m_checking = true;
    m_clusterChecks.follow(*m_project);
    m_cluster->work(
        this,
        [sources = m_project->sources(), home = m_project->homeNamespace(), revision = m_project->revision(),
         side = m_clusterChecks.side(), known = m_checked] { return checked(sources, home, revision, side, known); },
        [this, generation = m_generation](const std::shared_ptr<const Checked>& found) {
            m_checking = false;
            if (generation != m_generation) return;
            const bool otherCluster = m_checked && m_checked->digest != found->digest;
            m_checked = found;
            showFindings();
            if (found->revision != m_project->revision()) return;
            if (otherCluster) m_clusterChecks.tryRefusedAgain();
            m_clusterChecks.tryOut(*m_project, found->changes);
        });
}

/// Those of the last check, and what the server has refused since; where that is what was said before, nobody is told.
void EditorDocument::showFindings() {
    if (!m_checked || m_checked->revision != m_project->revision()) return;
    auto findings = allOf(*m_checked, m_clusterChecks.refusals(*m_project));
    if (isChecked() && saysTheSame(m_project->findings(), findings)) return;
    m_project->takeFindings(m_checked->revision, std::move(findings));
    m_checkedRevision = m_checked->revision;
    emit findingsChanged();
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
