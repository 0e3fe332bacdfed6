#include "workload_model.h"

#include <algorithm>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/batchv1.h"
#include "engine/schema/api/corev1.h"
#include "pod_state.h"

namespace armillary::app {

namespace {

constexpr int kAgeEveryMilliseconds = 10000;

QString imagesOf(const corev1::PodSpec& spec) {
    QStringList images;
    for (const corev1::Container& container : spec.containers) images << QString::fromStdString(container.image);
    return images.join(QStringLiteral(", "));
}

QString toneOf(PodState state) {
    switch (state) {
        case PodState::Running:
            return QStringLiteral("good");
        case PodState::Failing:
            return QStringLiteral("bad");
        case PodState::Starting:
        case PodState::Waiting:
            return QStringLiteral("warning");
        case PodState::Ended:
        case PodState::Terminating:
            break;
    }
    return QStringLiteral("quiet");
}

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
        if (m_cluster->client()) connectFeeds();
    }
    emit clusterChanged();
}

void WorkloadModel::connectFeeds() {
    m_feeds = {m_cluster->feed<appsv1::Deployment>(), m_cluster->feed<appsv1::StatefulSet>(),
               m_cluster->feed<appsv1::DaemonSet>(),  m_cluster->feed<batchv1::Job>(),
               m_cluster->feed<batchv1::CronJob>(),   m_cluster->feed<corev1::Pod>()};
    for (Feed* feed : m_feeds) {
        const std::string kind = feed->resource().kind;
        connect(feed, &Feed::changed, this, [this, kind](const Changes& changes) { apply(kind, changes); });
        connect(feed, &Feed::synced, this, &WorkloadModel::checkLoading);
        Changes known;
        for (const ObjectRef& object : feed->objects()) known.push_back({object->key(), object});
        apply(kind, known);
    }
    checkLoading();
}

void WorkloadModel::checkLoading() {
    const bool loading = m_feeds.empty() || !std::ranges::all_of(m_feeds, &Feed::isSynced);
    if (loading == m_loading) return;
    m_loading = loading;
    emit loadingChanged();
}

void WorkloadModel::apply(const std::string& kind, const Changes& changes) {
    for (const Change& change : changes) {
        const std::string key = rowKey(kind, change.key);
        const auto found = m_index.find(key);
        if (change.object && found != m_index.end()) {
            m_rows[found->second] = rowOf(*change.object);
            const QModelIndex at = index(static_cast<int>(found->second));
            emit dataChanged(at, at);
        } else if (change.object) {
            const int row = rowCount();
            beginInsertRows({}, row, row);
            m_rows.push_back(rowOf(*change.object));
            m_index[key] = static_cast<std::size_t>(row);
            endInsertRows();
        } else if (found != m_index.end()) {
            const std::size_t row = found->second;
            beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
            m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(row));
            m_index.erase(found);
            for (auto& [other, place] : m_index)
                if (place > row) --place;
            endRemoveRows();
        }
    }
}

WorkloadModel::Row WorkloadModel::rowOf(const Object& object) {
    Row row{.kind = QString::fromStdString(object.kind()),
            .namespace_ = QString::fromStdString(object.namespace_()),
            .name = QString::fromStdString(object.name()),
            .created = object.meta().creationTimestamp};
    const auto replicas = [&row](int ready, int wanted, const corev1::PodSpec& spec) {
        row.ready = tr("%1/%2").arg(ready).arg(wanted);
        row.readyShare = wanted > 0 ? static_cast<double>(ready) / wanted : 1;
        row.status = wanted == 0       ? tr("Scaled to zero")
                     : ready >= wanted ? tr("Available")
                     : ready > 0       ? tr("Degraded")
                                       : tr("Unavailable");
        row.tone = wanted == 0       ? QStringLiteral("quiet")
                   : ready >= wanted ? QStringLiteral("good")
                   : ready > 0       ? QStringLiteral("warning")
                                     : QStringLiteral("bad");
        row.images = imagesOf(spec);
    };
    if (object.kind() == "Deployment") {
        const auto& deployment = object.as<appsv1::Deployment>();
        replicas(deployment.status.readyReplicas, deployment.spec.replicas.value_or(1), deployment.spec.template_.spec);
        if (deployment.spec.paused)
            row.status = tr("Paused");
        else if (deployment.status.updatedReplicas < deployment.spec.replicas.value_or(1))
            row.status = tr("Rolling out"), row.tone = QStringLiteral("warning");
    } else if (object.kind() == "StatefulSet") {
        const auto& set = object.as<appsv1::StatefulSet>();
        replicas(set.status.readyReplicas, set.spec.replicas.value_or(1), set.spec.template_.spec);
    } else if (object.kind() == "DaemonSet") {
        const auto& set = object.as<appsv1::DaemonSet>();
        replicas(set.status.numberReady, set.status.desiredNumberScheduled, set.spec.template_.spec);
    } else if (object.kind() == "Job") {
        const auto& job = object.as<batchv1::Job>();
        replicas(job.status.succeeded, job.spec.completions.value_or(1), job.spec.template_.spec);
        row.status = job.status.completionTime ? tr("Complete") : job.status.failed > 0 ? tr("Failing") : tr("Running");
    } else if (object.kind() == "CronJob") {
        const auto& cron = object.as<batchv1::CronJob>();
        row.status = cron.spec.suspend.value_or(false) ? tr("Suspended") : tr("Scheduled");
        row.ready = QString::fromStdString(cron.spec.schedule);
        row.tone = QStringLiteral("quiet");
        row.images = imagesOf(cron.spec.jobTemplate.spec.template_.spec);
    } else if (object.kind() == "Pod") {
        const auto& pod = object.as<corev1::Pod>();
        const auto ready = std::ranges::count_if(pod.status.containerStatuses, &corev1::ContainerStatus::ready);
        replicas(static_cast<int>(ready), static_cast<int>(pod.spec.containers.size()), pod.spec);
        row.status = podStatusText(object);
        row.tone = toneOf(podState(object));
    }
    return row;
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
        case NamespaceRole:
            return row.namespace_;
        case Qt::DisplayRole:
        case NameRole:
            return row.name;
        case ReadyRole:
            return row.ready;
        case StatusRole:
            return row.status;
        case ToneRole:
            return row.tone;
        case AgeRole:
            return age(row.created);
        case ImagesRole:
            return row.images;
        case KeyRole:
            return row.namespace_ + u'/' + row.name;
        case ReadyShareRole:
            return row.readyShare;
        case CreatedRole:
            return static_cast<qlonglong>(row.created.isSet() ? row.created.seconds : 0);
        default:
            return {};
    }
}

QHash<int, QByteArray> WorkloadModel::roleNames() const {
    return {{KindRole, "kind"},      {NamespaceRole, "namespaceName"},
            {NameRole, "name"},      {ReadyRole, "ready"},
            {StatusRole, "status"},  {ToneRole, "tone"},
            {AgeRole, "age"},        {ImagesRole, "images"},
            {KeyRole, "key"},        {ReadyShareRole, "readyShare"},
            {CreatedRole, "created"}};
}

}  // namespace armillary::app
