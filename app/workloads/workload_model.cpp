#include "workload_model.h"

#include <algorithm>

#include "app/kinds/registry.h"
#include "app/kinds/text.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/api/corev1.h"

namespace armillary::app {

namespace {

constexpr int kAgeEveryMilliseconds = 10000;
constexpr std::size_t kFewRemovals = 50;

std::string rowKey(const std::string& kind, const std::string& key) {
    return kind + "/" + key;
}

}  // namespace

WorkloadModel::WorkloadModel(QObject* parent) : QAbstractListModel(parent) {
    connect(this, &QAbstractItemModel::rowsInserted, this, &WorkloadModel::countChanged);
    connect(this, &QAbstractItemModel::rowsRemoved, this, &WorkloadModel::countChanged);
    m_ages.setInterval(kAgeEveryMilliseconds);
    connect(&m_ages, &QTimer::timeout, this, [this] {
        if (!m_rows.empty()) emit dataChanged(index(0), index(rowCount() - 1), {AgeRole});
    });
    m_ages.start();
}

void WorkloadModel::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    m_cluster = cluster;
    if (m_cluster) {
        connect(m_cluster, &Cluster::feedsReady, this, &WorkloadModel::connectFeeds);
        if (m_cluster->hasFeeds()) connectFeeds();
    }
    emit clusterChanged();
}

void WorkloadModel::connectFeeds() {
    m_feeds = {m_cluster->feed<appsv1::Deployment>(), m_cluster->feed<appsv1::StatefulSet>(),
               m_cluster->feed<appsv1::DaemonSet>(),  m_cluster->feed<batchv1::Job>(),
               m_cluster->feed<batchv1::CronJob>(),   m_cluster->feed<corev1::Pod>()};
    for (Feed* feed : m_feeds) {
        connect(feed, &Feed::changed, this, [this, feed](const Changes& changes) { apply(feed->resource(), changes); });
        connect(feed, &Feed::synced, this, &WorkloadModel::checkLoading);
        Changes known;
        for (const ObjectRef& object : feed->objects()) known.push_back({object->key(), object});
        apply(feed->resource(), known);
    }
    checkLoading();
}

void WorkloadModel::checkLoading() {
    const bool loading = m_feeds.empty() || !std::ranges::all_of(m_feeds, &Feed::isSynced);
    if (loading == m_loading) return;
    m_loading = loading;
    emit loadingChanged();
}

QString WorkloadModel::problem() const {
    const bool nothing =
        !m_feeds.empty() && std::ranges::none_of(m_feeds, [](const Feed* feed) { return feed->problem().isEmpty(); });
    return nothing ? m_feeds.front()->problem() : QString();
}

QString WorkloadModel::narrowedTo() const {
    const auto narrowed = std::ranges::find_if(m_feeds, [](const Feed* feed) { return !feed->narrowedTo().isEmpty(); });
    return narrowed == m_feeds.end() ? QString() : (*narrowed)->narrowedTo();
}

/// New ones together at the end, since what sorts them again has to make room for each insertion; what goes leaves one
/// by one, or, where that would be as much as beginning anew, all at once.
void WorkloadModel::apply(const resources::Resource& resource, const Changes& changes) {
    std::vector<Row> fresh;
    std::vector<std::string> freshKeys;
    std::vector<std::size_t> gone;
    for (const Change& change : changes) {
        std::string key = rowKey(resource.kind, change.key);
        const auto found = m_index.find(key);
        if (change.object && found != m_index.end()) {
            m_rows[found->second] = rowOf(resource, *change.object);
            const QModelIndex at = index(static_cast<int>(found->second));
            emit dataChanged(at, at);
        } else if (change.object) {
            fresh.push_back(rowOf(resource, *change.object));
            freshKeys.push_back(std::move(key));
        } else if (found != m_index.end()) {
            gone.push_back(found->second);
        }
    }
    if (!gone.empty()) remove(std::move(gone));
    if (fresh.empty()) return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(fresh.size()) - 1);
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        m_index[freshKeys[i]] = m_rows.size();
        m_rows.push_back(std::move(fresh[i]));
    }
    endInsertRows();
}

/// Every row is there once.
void WorkloadModel::remove(std::vector<std::size_t> rows) {
    std::vector<bool> gone(m_rows.size());
    for (const std::size_t row : rows) gone[row] = true;
    std::vector<std::size_t> places;  // where each row stands afterwards
    std::size_t kept = 0;
    for (const bool goes : gone) places.push_back(goes ? kept : kept++);

    const bool few = rows.size() <= kFewRemovals;
    if (few) {
        std::ranges::sort(rows, std::greater());
        for (const std::size_t row : rows) {
            beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
            m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(row));
            endRemoveRows();
        }
    } else {
        beginResetModel();
        for (std::size_t row = 0; row < gone.size(); ++row)
            if (!gone[row] && places[row] != row) m_rows[places[row]] = std::move(m_rows[row]);
        m_rows.resize(kept);
    }
    std::erase_if(m_index, [&](const auto& entry) { return gone[entry.second]; });
    for (auto& [key, place] : m_index) place = places[place];
    if (few) return;
    endResetModel();
    emit countChanged();
}

WorkloadModel::Row WorkloadModel::rowOf(const resources::Resource& resource, const Object& object) {
    return {.kind = QString::fromStdString(resource.kind),
            .resource = QString::fromStdString(resource.group + "/" + resource.kind),
            .namespace_ = QString::fromStdString(object.namespace_()),
            .name = QString::fromStdString(object.name()),
            .line = kinds::rowOf(object),
            .created = object.meta().creationTimestamp};
}

int WorkloadModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant WorkloadModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case KindRole:
            return row.kind;
        case ResourceRole:
            return row.resource;
        case NamespaceRole:
            return row.namespace_;
        case Qt::DisplayRole:
        case NameRole:
            return row.name;
        case ReadyRole:
            return row.line.ready;
        case StatusRole:
            return row.line.status;
        case ToneRole:
            return kinds::toneName(row.line.tone);
        case AgeRole:
            return age(row.created);
        case ImagesRole:
            return row.line.images;
        case KeyRole:
            return row.namespace_ + u'/' + row.name;
        case ReadyShareRole:
            return row.line.readyShare;
        case CreatedRole:
            return static_cast<qlonglong>(row.created.isSet() ? row.created.seconds : 0);
        default:
            return {};
    }
}

QHash<int, QByteArray> WorkloadModel::roleNames() const {
    return {{KindRole, "kind"},
            {ResourceRole, "resource"},
            {NamespaceRole, "namespaceName"},
            {NameRole, "name"},
            {ReadyRole, "ready"},
            {StatusRole, "status"},
            {ToneRole, "tone"},
            {AgeRole, "age"},
            {ImagesRole, "images"},
            {KeyRole, "key"},
            {ReadyShareRole, "readyShare"},
            {CreatedRole, "created"}};
}

}  // namespace armillary::app
