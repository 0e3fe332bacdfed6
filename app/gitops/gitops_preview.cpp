#include "gitops_preview.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QRegularExpression>
#include <QSettings>

#include "engine/gitops/source/location.h"

namespace armillary::app {

namespace {

const QString kRecents = QStringLiteral("gitops/recents");
const QString kLast = QStringLiteral("gitops/last");
const QString kWorktree = QString::fromUtf8(gitops::kWorktree);

QString shownAddress(const QString& address) {
    const auto location = gitops::parseLocation(address.toStdString());
    return location ? QString::fromStdString(location->shown()) : address;
}

}  // namespace

GitopsPreview::GitopsPreview(QObject* parent) : QObject(parent), m_changes(this), m_watch(this) {
    connect(&m_watch, &TreeWatch::changed, this, [this] {
        if (!isOpen()) return;
        // What is under way may have read what has just changed, or not.
        if (m_running)
            m_again = true;
        else
            begin(false);
    });
}

GitopsPreview::~GitopsPreview() {
    m_stop.request_stop();
}

QString GitopsPreview::title() const {
    const QString path = m_shown.endsWith(u'/') ? m_shown.chopped(1) : m_shown;
    return path.section(QRegularExpression(QStringLiteral("[/:]")), -1);
}

QStringList GitopsPreview::recents() const {
    return QSettings().value(kRecents).toStringList();
}

/// Addresses with credentials in them are not kept.
void GitopsPreview::remember() const {
    if (m_address != m_shown) return;
    QStringList all = recents();
    all.removeAll(m_address);
    all.prepend(m_address);
    QSettings().setValue(kRecents, all.first(std::min(all.size(), kMostRecents)));
    QSettings().setValue(kLast, QStringList{m_address, m_base, m_head, m_path});
}

void GitopsPreview::openAddress(const QString& address) {
    start({address.trimmed(), {}, {}, {}});
}

void GitopsPreview::start(const Choice& choice) {
    if (choice.address.isEmpty()) return;
    const bool isHome = choice.address == u"~" || choice.address.startsWith(QStringLiteral("~/"));
    m_address = isHome ? QDir::homePath() + choice.address.sliced(1) : choice.address;
    m_shown = shownAddress(m_address);
    m_base = choice.base;
    m_head = choice.head;
    m_path = choice.path;
    m_problem.clear();
    m_next.clear();
    m_looked = {};
    m_preview = nullptr;
    m_markdown.clear();
    m_watch.watch({});
    m_changes.show(std::make_shared<gitops::Preview>());
    emit resultChanged();
    begin(true);
}

void GitopsPreview::openFolder(const QUrl& url) {
    if (url.isLocalFile()) openAddress(url.toLocalFile());
}

void GitopsPreview::openLast() {
    const QStringList last = QSettings().value(kLast).toStringList();
    if (!isOpen() && last.size() == 4) start({last[0], last[1], last[2], last[3]});
}

void GitopsPreview::close() {
    m_stop.request_stop();
    ++m_generation;
    QSettings().remove(kLast);
    m_address.clear();
    m_shown.clear();
    m_looked = {};
    m_preview = nullptr;
    m_problem.clear();
    m_next.clear();
    m_running = m_fetching = m_stopped = m_again = false;
    m_watch.watch({});
    m_changes.show(std::make_shared<gitops::Preview>());
    emit resultChanged();
    emit changed();
}

void GitopsPreview::forget(const QString& address) {
    QStringList all = recents();
    all.removeAll(address);
    QSettings().setValue(kRecents, all);
    emit recentsChanged();
}

void GitopsPreview::setBase(const QString& revision) {
    if (revision == base()) return;
    m_base = revision;
    begin(false);
}

void GitopsPreview::setHead(const QString& revision) {
    if (revision == head()) return;
    m_head = revision;
    begin(false);
}

void GitopsPreview::setPath(const QString& path) {
    if (path.trimmed() == m_path) return;
    m_path = path.trimmed();
    begin(false);
}

void GitopsPreview::refresh() {
    begin(isRemote());
}

void GitopsPreview::fetch() {
    begin(true);
}

void GitopsPreview::stop() {
    if (!m_running) return;
    m_stop.request_stop();
    ++m_generation;
    m_running = m_fetching = m_again = false;
    m_stopped = true;
    emit changed();
}

/// In place of what is under way.
void GitopsPreview::begin(bool fetching) {
    if (!isOpen() || m_cluster == nullptr) return;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_running = true;
    m_stopped = m_again = false;
    m_done = m_count = 0;
    look(fetching);
    emit progressed();
    emit changed();
}

void GitopsPreview::look(bool fetching) {
    const auto location = gitops::parseLocation(m_address.toStdString());
    m_fetching = fetching && location && !location->isLocal();
    const int generation = ++m_generation;
    LookRequest request{
        .address = m_address.toStdString(),
        .folder = m_fetching ? std::filesystem::path() : m_looked.folder,
        .base = m_base.toStdString(),
        .head = m_head.toStdString(),
        .path = m_path.toStdString(),
        .progress = [self = QPointer<QObject>(this), this, generation](std::size_t done, std::size_t all) {
            Backstage::post(self, [this, generation, done, all] {
                if (generation != m_generation || static_cast<int>(done) < m_done) return;
                m_done = static_cast<int>(done);
                m_count = static_cast<int>(all);
                if (m_fetching) {
                    m_fetching = false;
                    emit changed();
                }
                emit progressed();
            });
        }};
    m_cluster->work(
        this, [request = std::move(request), stop = m_stop.get_token()] { return app::look(request, stop); },
        [this, generation](Looked looked) {
            if (generation == m_generation) take(std::move(looked));
        });
}

void GitopsPreview::take(Looked looked) {
    m_running = m_fetching = false;
    m_problem = looked.problem ? QString::fromStdString(looked.problem->message) : QString();
    m_next = looked.problem ? QString::fromStdString(looked.problem->next) : QString();
    if (looked.isOpen) {
        remember();
        emit recentsChanged();
        m_again = m_watch.watch(looked.watched) || m_again;
    }
    const bool isNew = !looked.problem && (m_preview == nullptr || looked.markdown != m_markdown ||
                                           looked.preview.applications.size() != m_preview->applications.size());
    if (isNew) {
        m_markdown = std::move(looked.markdown);
        m_preview = std::make_shared<const gitops::Preview>(std::move(looked.preview));
    }
    looked.preview = {};
    if (looked.isOpen) m_looked = std::move(looked);
    if (isNew) {
        ++m_revision;
        m_changes.show(m_preview);
        emit resultChanged();
    }
    if (m_again) return begin(false);
    emit changed();
}

QString GitopsPreview::shownRevision(const QString& revision) {
    if (revision == kWorktree) return tr("Working tree");
    static const QRegularExpression commit(QStringLiteral("^[0-9a-f]{40,64}$"));
    if (commit.match(revision).hasMatch()) return revision.first(8);
    static const QRegularExpression request(QStringLiteral("^refs/(?:pull|merge-requests)/([0-9]+)/"));
    if (const auto found = request.match(revision); found.hasMatch())
        return tr("Pull request %1").arg(found.captured(1));
    return revision;
}

void GitopsPreview::copyMarkdown() const {
    QGuiApplication::clipboard()->setText(QString::fromStdString(m_markdown));
}

QUrl GitopsPreview::worktree() const {
    const auto& folder = m_looked.references.worktree;
    return folder.empty() ? QUrl() : QUrl::fromLocalFile(QString::fromStdString(folder.string()));
}

}  // namespace armillary::app
