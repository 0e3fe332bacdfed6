#include "file_browser.h"

#include <QCollator>
#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <numeric>

#include "debug_container.h"
#include "engine/schema/api/corev1.h"
#include "pod_containers.h"

namespace armillary::app {

namespace {

// Where a debug container sees the files of the one that it was added for: that one's first process is its own, too.
const QString kOtherRoot = QStringLiteral("/proc/1/root");
constexpr qsizetype kPiece = 256 * 1024;

QString clean(const QString& path) {
    QStringList kept;
    for (const QString& part : path.split(u'/', Qt::SkipEmptyParts)) {
        if (part == u".") continue;
        if (part != u"..")
            kept << part;
        else if (!kept.isEmpty())
            kept.removeLast();
    }
    return u'/' + kept.join(u'/');
}

bool opens(const ListedFile& file) {
    return file.isFolder() || file.leads == ListedFile::Leads::ToFolder;
}

}  // namespace

FileBrowser::FileBrowser(QObject* parent) : QAbstractListModel(parent) {
    m_begin.setSingleShot(true);
    connect(&m_begin, &QTimer::timeout, this, &FileBrowser::begin);
    connect(&m_watch, &ObjectWatch::changed, this, &FileBrowser::takePod);
    connect(&m_watch, &ObjectWatch::failed, this, [this](const QString& problem) {
        if (m_waiting) setState(false, {problem});
    });
    connect(&m_stream, &ChannelStream::came, this, &FileBrowser::take);
    connect(&m_stream, &ChannelStream::ended, this, &FileBrowser::finish);
    connect(&m_stream, &ChannelStream::refused, this, [this](const Status& why) {
        const ExecEnd end = refusedExec(why.message);
        setState(false, {end.sentence, end.missing});
    });
}

void FileBrowser::setCluster(Cluster* cluster) {
    if (m_place.cluster == cluster) return;
    if (m_place.cluster) m_place.cluster->disconnect(this);
    m_place.cluster = cluster;
    if (cluster) connect(cluster, &Cluster::feedsReady, &m_begin, qOverload<>(&QTimer::start));
    emit asked();
    m_begin.start();
}

void FileBrowser::setKey(const QString& key) {
    if (m_place.key == key) return;
    m_place.key = key;
    m_place.container.clear();
    emit asked();
    m_begin.start();
}

void FileBrowser::setContainer(const QString& container) {
    if (m_place.container == container) return;
    m_place.container = container;
    m_place.folder = QStringLiteral("/");
    emit asked();
    emit pathChanged();
    m_begin.start();
}

void FileBrowser::begin() {
    m_stream.stop();
    clear();
    m_waiting = true;
    setState(true);
    if (!m_place.cluster || !m_place.cluster->hasFeeds() || m_place.key.isEmpty()) return;
    const client::ApiResource pods{.version = "v1", .kind = "Pod", .plural = "pods", .namespaced = true};
    const std::string space = m_place.key.section(u'/', 0, 0).toStdString(),
                      name = m_place.key.section(u'/', 1).toStdString();
    m_place.podPath = pods.path(space, name);
    m_watch.start(m_place.cluster, pods, space, name);
}

void FileBrowser::takePod(const ObjectRef& object) {
    if (!object) return setState(false, {tr("There is no pod %1.").arg(m_place.key)});
    const auto& pod = object->as<corev1::Pod>();
    const PodContainers found = PodContainers::of(pod);
    if (m_place.container.isEmpty() && !found.preferred.isEmpty()) {
        m_place.container = found.preferred;
        emit asked();
    }
    m_containers = found.names;
    m_running = found.running;
    emit podChanged();
    if (!m_waiting) return;
    if (m_running.contains(m_place.container)) {
        m_waiting = false;
        list();
    } else if (isOver(pod)) {
        setState(false, {endOf(pod, m_place.container)});
    } else {
        setState(true, {waitOf(pod, m_place.container)});
    }
}

void FileBrowser::list() {
    ++m_generation;
    m_output.clear();
    setState(true);
    m_stream.start(m_place.cluster, listFiles(m_place).target(), ExecRequest::protocols());
}

void FileBrowser::take() {
    while (m_output.size() < static_cast<qsizetype>(Listing::kMostBytes)) {
        const QByteArray piece = m_stream.take(kPiece);
        if (piece.isEmpty()) return;
        m_output += piece;
    }
    // More than anybody looks at: what has come is shown.
    m_stream.stop();
    finish({});
}

void FileBrowser::finish(const Status& how) {
    const std::string final = m_stream.aside(ExecRequest::Final), errors = m_stream.aside(ExecRequest::Errors);
    const bool isCut = m_output.size() >= static_cast<qsizetype>(Listing::kMostBytes);
    if (!isCut && !hasEndedWell(final)) {
        clear();
        return setState(false, fileProblem(final, errors, how));
    }
    m_place.cluster->work(
        this,
        [output = std::exchange(m_output, {})] {
            return readListing({output.constData(), static_cast<std::size_t>(output.size())});
        },
        [this, generation = m_generation](Listing listing) {
            if (generation == m_generation) show(std::move(listing));
        });
}

void FileBrowser::show(Listing listing) {
    std::vector<QString> names;
    for (const ListedFile& file : listing.files) names.push_back(QString::fromStdString(file.name));
    std::vector<QCollatorSortKey> keys;
    QCollator order;
    order.setNumericMode(true);
    order.setCaseSensitivity(Qt::CaseInsensitive);
    for (const QString& name : names) keys.push_back(order.sortKey(name));
    std::vector<std::size_t> places(names.size());
    std::iota(places.begin(), places.end(), 0);
    std::ranges::sort(places, [&](std::size_t left, std::size_t right) {
        if (opens(listing.files[left]) != opens(listing.files[right])) return opens(listing.files[left]);
        return keys[left] < keys[right];
    });
    beginResetModel();
    m_files.clear();
    m_names.clear();
    for (const std::size_t place : places) {
        m_files.push_back(std::move(listing.files[place]));
        m_names.push_back(std::move(names[place]));
    }
    // What is gone is not selected any more.
    const QSet<QString> there(m_names.begin(), m_names.end());
    m_selected.intersect(there);
    m_incomplete = !listing.complete;
    endResetModel();
    emit selectionChanged();
    setState(false);
}

void FileBrowser::clear() {
    ++m_generation;
    m_output.clear();
    beginResetModel();
    m_files.clear();
    m_names.clear();
    m_selected.clear();
    m_incomplete = false;
    endResetModel();
    emit selectionChanged();
}

void FileBrowser::setState(bool loading, const FileProblem& problem) {
    m_loading = loading;
    m_problem = problem.sentence;
    m_needsTools = problem.needsTools;
    emit stateChanged();
}

void FileBrowser::go(const QString& path) {
    const QString wanted = clean(path);
    if (wanted == m_place.folder && m_problem.isEmpty()) return;
    m_stream.stop();
    clear();
    m_place.folder = wanted;
    emit pathChanged();
    refresh();
}

void FileBrowser::up() {
    go(m_place.folder + QStringLiteral("/.."));
}

bool FileBrowser::open(int row) {
    if (row < 0 || row >= count()) return false;
    const auto at = static_cast<std::size_t>(row);
    if (!opens(m_files[at]) || !data(index(row), UsableRole).toBool()) return false;
    go(m_place.folder + u'/' + m_names[at]);
    return true;
}

void FileBrowser::refresh() {
    if (m_waiting || !m_place.cluster)
        m_begin.start();
    else
        list();
}

void FileBrowser::select(int row, bool on, bool alone) {
    if (alone) m_selected.clear();
    if (row >= 0 && row < count() && data(index(row), UsableRole).toBool()) {
        const QString& name = m_names[static_cast<std::size_t>(row)];
        if (on)
            m_selected.insert(name);
        else
            m_selected.remove(name);
    }
    if (count() > 0) emit dataChanged(index(0), index(count() - 1), {SelectedRole});
    emit selectionChanged();
}

bool FileBrowser::isSelected(int row) const {
    return row >= 0 && row < count() && m_selected.contains(m_names[static_cast<std::size_t>(row)]);
}

QStringList FileBrowser::selected() const {
    QStringList names;
    for (const QString& name : m_names)
        if (m_selected.contains(name)) names << name;
    return names;
}

const ListedFile* FileBrowser::find(const QString& name) const {
    const auto found = std::ranges::find(m_names, name);
    return found == m_names.end() ? nullptr : &m_files[static_cast<std::size_t>(found - m_names.begin())];
}

QStringList FileBrowser::present(const QList<QUrl>& files) const {
    QStringList names;
    for (const QUrl& file : files) {
        const QString name = clean(file.toLocalFile()).section(u'/', -1);
        if (find(name)) names << name;
    }
    return names;
}

void FileBrowser::addTools(const QString& image) {
    if (!m_place.cluster || image.trimmed().isEmpty()) return;
    DebugContainer made = makeDebugContainer(m_place.key, m_place.podPath, m_place.container, image.trimmed());
    m_stream.stop();
    setState(true, {tr("Adding a debug container.")});
    m_place.cluster->gate()->submit(
        std::move(made.write), this, [this, name = made.name](const Result<client::Answer>& answer) {
            if (!answer) return setState(false, {QString::fromStdString(answer.error().message), true});
            setContainer(name);
            m_place.folder = kOtherRoot;
            emit pathChanged();
        });
}

QVariantList FileBrowser::crumbs() const {
    QVariantList crumbs{QVariantMap{{"name", QStringLiteral("/")}, {"path", QStringLiteral("/")}}};
    QString path;
    for (const QString& part : m_place.folder.split(u'/', Qt::SkipEmptyParts)) {
        path += u'/' + part;
        crumbs << QVariantMap{{"name", part}, {"path", path}};
    }
    return crumbs;
}

int FileBrowser::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> FileBrowser::roleNames() const {
    return {{NameRole, "name"},     {KindRole, "kind"},   {SizeRole, "size"},         {ModifiedRole, "modified"},
            {TargetRole, "target"}, {OpensRole, "opens"}, {SelectedRole, "selected"}, {UsableRole, "usable"}};
}

QVariant FileBrowser::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const auto at = static_cast<std::size_t>(index.row());
    const ListedFile& file = m_files[at];
    switch (role) {
        case Qt::DisplayRole:
        case NameRole:
            return m_names[at];
        case KindRole:
            return file.isFolder() ? QStringLiteral("folder")
                   : file.isLink() ? QStringLiteral("link")
                   : file.isFile() ? QStringLiteral("file")
                                   : QStringLiteral("other");
        case SizeRole:
            return file.isFile() ? QLocale().formattedDataSize(static_cast<qint64>(
                                       std::min<std::uint64_t>(file.size, std::numeric_limits<qint64>::max())))
                                 : QString();
        case ModifiedRole:
            return QLocale().toString(QDateTime::fromSecsSinceEpoch(file.modified), QLocale::ShortFormat);
        case TargetRole:
            return QString::fromStdString(file.target);
        case OpensRole:
            return opens(file);
        case SelectedRole:
            return m_selected.contains(m_names[at]);
        case UsableRole:
            return m_names[at].toStdString() == file.name;
        default:
            return {};
    }
}

}  // namespace armillary::app
