#include "rendered_view.h"

#include <QDir>
#include <QStandardPaths>
#include <algorithm>
#include <chrono>

#include "engine/gitops/origin/folder_tree.h"
#include "engine/gitops/source/path.h"

namespace armillary::app {

namespace {

namespace fs = std::filesystem;

constexpr auto kRenderAfter = std::chrono::milliseconds(150);

QString qt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

bool saysWhatToRender(const fs::path& path) {
    const std::string name = path.filename().string();
    return name == "kustomization.yaml" || name == "kustomization.yml" || name == "Chart.yaml";
}

/// Where the view's text would stand: each choice has a place of its own.
fs::path placeOf(const fs::path& root, const gitops::ViewChoice& choice) {
    std::string name = choice.kind == gitops::ViewChoice::Kind::Chart ? "rendered-chart" : "rendered";
    for (const std::string& file : choice.valueFiles) name += "-" + fs::path(file).stem().string();
    return root / choice.folder / (name + ".yaml");
}

}  // namespace

std::shared_ptr<const ViewWorkshop> ViewWorkshop::ofMachine() {
    const QString cache = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation);
    auto runner = std::make_unique<gitops::ChildRunner>();
    gitops::Renderer renderer(
        gitops::Tools::find(), *runner,
        cache.isEmpty() ? fs::path() : fs::path(cache.toStdString()) / "armillary" / "gitops" / "rendered");
    return std::make_shared<const ViewWorkshop>(std::move(runner), std::move(renderer));
}

RenderedView::RenderedView(QObject* parent) : QObject(parent), m_shown(std::make_unique<EditorDocument>()) {
    m_shown->setViewSource(this);
    m_lookSoon.setSingleShot(true);
    m_lookSoon.setInterval(kRenderAfter);
    connect(&m_lookSoon, &QTimer::timeout, this, &RenderedView::look);
    for (const auto changed :
         {&EditorDocument::selectionChanged, &EditorDocument::fieldChanged, &EditorDocument::changed})
        connect(m_shown.get(), changed, this, &RenderedView::originsChanged);
}

RenderedView::~RenderedView() {
    m_stop.request_stop();
}

void RenderedView::setFiles(EditorDocument* files) {
    if (m_files == files) return;
    if (m_files) disconnect(m_files, nullptr, this, nullptr);
    m_files = files;
    if (files) {
        connect(files, &EditorDocument::changed, this, &RenderedView::findChoices);
        connect(files, &EditorDocument::clusterChanged, this, [this] { m_shown->setCluster(m_files->cluster()); });
        // What the files refuse, or note, is said where somebody has asked for it.
        connect(files, &EditorDocument::refused, m_shown.get(), &EditorDocument::refuse);
        connect(files, &EditorDocument::noted, m_shown.get(), &EditorDocument::noted);
        m_shown->setCluster(files->cluster());
    }
    emit filesChanged();
    emit shownChanged();
    findChoices();
}

/// By what is open; nothing is read for it.
void RenderedView::findChoices() {
    const QString folder = m_files ? m_files->folder() : QString();
    std::vector<gitops::ViewChoice> choices;
    const auto opened =
        m_files ? m_files->project().workspace().files() : std::span<const manifest::Workspace::Opened>();
    if (!folder.isEmpty() &&
        std::ranges::any_of(opened, [](const auto& file) { return saysWhatToRender(file.path); })) {
        m_root = gitops::rootOf(folder.toStdString());
        const fs::path within = fs::path(folder.toStdString()).lexically_relative(m_root);
        m_folder = within == "." ? std::string() : within.string();
        std::map<std::string, std::string> files;
        for (const auto& file : opened)
            if (file.onDisk || !file.text.empty())
                files.emplace(file.path.lexically_relative(m_root).string(),
                              saysWhatToRender(file.path) ? file.text : std::string());
        choices = gitops::viewsIn(*gitops::Tree::ofFiles(std::move(files)), m_folder);
    }
    if (choices != m_choices) {
        const auto looked =
            m_current < 0 ? std::nullopt : std::optional(m_choices[static_cast<std::size_t>(m_current)]);
        m_choices = std::move(choices);
        emit choicesChanged();
        const auto found = looked ? std::ranges::find(m_choices, *looked) : m_choices.end();
        const int current = found == m_choices.end() ? -1 : static_cast<int>(found - m_choices.begin());
        if (current != m_current) setCurrent(current);
    }
    if (m_current >= 0) {
        emit m_shown->changed();  // What undo() would do is another.
        // What is under way is of before, and would take back what somebody types meanwhile.
        m_stop.request_stop();
        ++m_generation;
        m_lookSoon.start();
    }
}

QVariantList RenderedView::choices() const {
    QVariantList choices;
    for (const gitops::ViewChoice& each : m_choices) {
        const QString path = qt(fs::path(each.folder).lexically_relative(m_folder.empty() ? "." : m_folder).string());
        const QString name = each.folder == m_folder ? QDir(m_files->folder()).dirName()
                             : m_folder.empty()      ? qt(each.folder)
                                                     : path;
        const bool isChart = each.kind == gitops::ViewChoice::Kind::Chart;
        QStringList values{QStringLiteral("values.yaml")};
        for (const std::string& file : each.valueFiles) values << qt(file);
        choices.append(QVariantMap{
            {QStringLiteral("text"), isChart ? tr("%1 (Helm: %2)").arg(name, values.join(QStringLiteral(", ")))
                                             : tr("%1 (Kustomize)").arg(name)},
            {QStringLiteral("kind"), isChart ? QStringLiteral("chart") : QStringLiteral("kustomization")}});
    }
    return choices;
}

void RenderedView::setCurrent(int current) {
    if (current < -1 || current >= static_cast<int>(m_choices.size()) || current == m_current) return;
    m_stop.request_stop();
    ++m_generation;
    m_current = current;
    m_view = nullptr;
    m_problem.clear();
    m_problemFile.clear();
    m_loading = false;
    if (current >= 0) {
        m_shown->showView(placeOf(m_root, m_choices[static_cast<std::size_t>(current)]), {});
        look();
    }
    emit shownChanged();
    emit stateChanged();
    emit originsChanged();
}

/// Files whose text is not the disk's, by their paths in the tree.
std::map<std::string, std::string> RenderedView::editedFiles() const {
    std::map<std::string, std::string> edited;
    for (const auto& file : m_files->project().workspace().files())
        if (file.isChanged() && !file.path.empty())
            edited.emplace(file.path.lexically_relative(m_root).string(), file.text);
    return edited;
}

void RenderedView::look() {
    if (m_current < 0 || !m_files || !m_files->cluster()) return;
    if (!m_workshop) m_workshop = ViewWorkshop::ofMachine();
    m_stop.request_stop();
    m_stop = {};
    m_loading = true;
    emit stateChanged();
    m_files->cluster()->work(
        this,
        [workshop = m_workshop, root = m_root, edited = editedFiles(),
         choice = m_choices[static_cast<std::size_t>(m_current)], home = m_files->project().homeNamespace(),
         stop = m_stop.get_token()]() -> Looked {
            auto tree = gitops::treeOfFolder(root, edited);
            if (!tree) return {std::unexpected(std::move(tree.error())), {}};
            gitops::ViewRequest request{std::move(*tree), choice, home};
            auto view = gitops::look(workshop->renderer, request, stop);
            return {std::move(view), std::move(request)};
        },
        [this, generation = ++m_generation](Looked looked) {
            if (generation == m_generation) take(std::move(looked));
        });
}

/// A chart's fields stay known by what was found before, until what is new has been found out.
void RenderedView::take(Looked looked) {
    if (!looked.view) {
        m_loading = false;
        return setProblem(looked.view.error());
    }
    m_problem.clear();
    m_problemFile.clear();
    const gitops::ViewChoice& choice = m_choices[static_cast<std::size_t>(m_current)];
    const bool isChart = choice.kind == gitops::ViewChoice::Kind::Chart;
    const std::string text = (*looked.view)->text();
    const auto before = m_shown->project().items().size();
    if (!isChart) m_view = *looked.view;
    m_shown->showView(placeOf(m_root, choice), text);
    if (isChart && (!m_view || m_shown->project().items().size() != before)) m_view = *looked.view;
    m_loading = isChart;
    emit stateChanged();
    m_shown->renewOrigins();
    emit originsChanged();
    if (isChart) trace(std::move(*looked.request), std::move(*looked.view));
}

void RenderedView::trace(gitops::ViewRequest request, gitops::ViewRef view) {
    m_files->cluster()->work(
        this,
        [workshop = m_workshop, request = std::move(request), view = std::move(view), stop = m_stop.get_token()] {
            return gitops::trace(workshop->renderer, request, view, stop);
        },
        [this, generation = m_generation](gitops::ViewRef traced) {
            if (generation != m_generation) return;
            m_view = std::move(traced);
            m_loading = false;
            emit stateChanged();
            m_shown->renewOrigins();
            emit originsChanged();
        });
}

/// The renderer's own words, and the file among those that are open which they name.
void RenderedView::setProblem(const gitops::Problem& problem) {
    m_problem = qt(problem.message);
    if (!problem.next.empty()) m_problem += u' ' + qt(problem.next);
    m_problemFile.clear();
    for (const auto& file : m_files->project().workspace().files()) {
        const QString path = qt(file.path.lexically_relative(m_root).string());
        if (path.size() > m_problemFile.size() && m_problem.contains(path)) m_problemFile = path;
    }
    emit stateChanged();
}

fs::path RenderedView::pathOf(const std::string& file) const {
    return m_root / file;
}

const manifest::Workspace::Opened* RenderedView::openedAt(const std::string& file) const {
    const auto files = m_files->project().workspace().files();
    const auto found = std::ranges::find(files, pathOf(file), &manifest::Workspace::Opened::path);
    return found == files.end() ? nullptr : &*found;
}

bool RenderedView::rewrite(const QString& title, std::span<const editor::ItemEdit> edits, const QString& merge) {
    const auto refuse = [&](const QString& why) {
        m_shown->refuse(title, why);
        return false;
    };
    if (!m_view || !m_files) return refuse(tr("It is not rendered yet."));
    const gitops::SourceText now = [this](const std::string& file) -> std::optional<std::string> {
        const auto* const opened = openedAt(file);
        return opened ? std::optional(opened->text) : std::nullopt;
    };
    std::vector<manifest::Operation> operations;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        // Of several values for one field the last is meant; those before were for the sake of quotes.
        const bool again = i + 1 < edits.size() && edits[i].item == edits[i + 1].item &&
                           edits[i].edit.path == edits[i + 1].edit.path &&
                           edits[i + 1].edit.kind == manifest::Edit::Kind::Set;
        const editor::Item* const item = m_shown->project().find(edits[i].item);
        if (again || !item) continue;
        const auto written = m_view->rewrite(item->document, edits[i].edit, now);
        if (!written) return refuse(qt(written.error().message) + u' ' + qt(written.error().next));
        for (const gitops::NewSource& fresh : written->files)
            operations.push_back(manifest::TextEdit{m_files->fileAt(pathOf(fresh.file)), 0, 0, fresh.text});
        for (const gitops::SourceEdit& each : written->edits) {
            if (!openedAt(each.file))
                return refuse(
                    tr("%1 is not in the folder that is open. Open the folder that holds both.").arg(qt(each.file)));
            operations.push_back(manifest::FileEdit{m_files->fileAt(pathOf(each.file)), each.document, each.edit});
        }
    }
    return operations.empty() || m_files->perform(title, operations, merge);
}

QString RenderedView::words(const gitops::Origin& origin) const {
    const QString place = qt(gitops::shown(origin));
    switch (origin.kind) {
        case gitops::Origin::Kind::Decides:
            return tr("%1 decides whether it is there").arg(place);
        case gitops::Origin::Kind::Template:
            return tr("the template %1").arg(place);
        case gitops::Origin::Kind::Renderer:
            return tr("made by kustomize from %1").arg(place);
        default:
            return place;
    }
}

QString RenderedView::originOf(const editor::Item& item, const manifest::Path& path) const {
    QStringList all;
    if (m_view)
        for (const gitops::Origin& origin : m_view->originsOf(item.document, path)) all << words(origin);
    return all.join(QStringLiteral("; "));
}

QString RenderedView::field() const {
    if (m_current < 0 || m_shown->current() == 0) return {};
    return m_shown->field().isEmpty() ? QStringLiteral("metadata.name") : m_shown->field();
}

std::vector<gitops::Origin> RenderedView::originsHere() const {
    const editor::Item* const item = m_shown->project().find(static_cast<editor::ItemId>(m_shown->current()));
    const auto path = manifest::parsePath(field().toStdString());
    if (!m_view || !item || !path || path->empty()) return {};
    return m_view->originsOf(item->document, *path);
}

QVariantList RenderedView::origins() const {
    QVariantList all;
    for (const gitops::Origin& origin : originsHere())
        all.append(QVariantMap{{QStringLiteral("text"), words(origin)},
                               {QStringLiteral("open"), openedAt(origin.file) != nullptr}});
    return all;
}

void RenderedView::goTo(int origin) {
    const auto all = originsHere();
    if (origin < 0 || origin >= static_cast<int>(all.size())) return;
    goTo(all[static_cast<std::size_t>(origin)].file, all[static_cast<std::size_t>(origin)].line);
}

void RenderedView::goToProblem() {
    if (!m_problemFile.isEmpty()) goTo(m_problemFile.toStdString(), 1);
}

void RenderedView::goTo(const std::string& file, std::size_t line) {
    const auto* const opened = openedAt(file);
    if (!opened) return;
    const auto index = static_cast<std::size_t>(opened - m_files->project().workspace().files().data());
    setCurrent(-1);
    m_files->setFile(static_cast<int>(index));
    emit placeWanted(static_cast<int>(std::max<std::size_t>(line, 1)), 1);
}

}  // namespace armillary::app
