#include "drain.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

#include "app/kinds/reading.h"
#include "app/kinds/writes.h"
#include "engine/schema/percent.h"

namespace armillary::app {

namespace {

constexpr auto kPollActive = std::chrono::milliseconds(1000);
constexpr auto kPollIdle = std::chrono::milliseconds(3000);
constexpr std::size_t kMostBudgets = 2'000;

/// What the server says of a refused eviction: the cause, where it names one.
QString refusalText(const armillary::Status& status) {
    if (status.details && !status.details->causes.empty())
        return QString::fromStdString(status.details->causes.front().message);
    return QString::fromStdString(status.message);
}

}  // namespace

struct Drain::Read {
    kinds::Items pods, budgets;
    QString problem;
    bool cordoned = false;
};

Drain::Drain(Cluster* cluster, const QString& node, std::chrono::milliseconds retryAfter, QObject* parent)
    : QAbstractListModel(parent), m_cluster(cluster), m_node(node), m_retryAfter(retryAfter) {
    m_clock.start();
    m_poll.setSingleShot(true);
    m_retry.setSingleShot(true);
    connect(&m_poll, &QTimer::timeout, this, &Drain::refresh);
    connect(&m_retry, &QTimer::timeout, this, &Drain::step);
    connect(cluster->gate(), &WriteGate::lockChanged, this, [this] {
        if (m_cluster && m_cluster->gate()->isLocked() && isActive())
            finish(Stopped, tr("The context has been locked. Unlock it to go on."));
    });
    refresh();
}

void Drain::setWatched(bool watched) {
    m_watched = watched;
    if (watched) refresh();
}

void Drain::refresh() {
    if (m_reading || !m_cluster) return;
    m_reading = true;
    const std::string name = schema::percentEncoded(m_node.toStdString());
    m_cluster->ask(
        this,
        [name](const Reader& reader) {
            Read read;
            const auto node = reader.get("/api/v1/nodes/" + name);
            if (!node) {
                read.problem = QString::fromStdString(node.error().message);
                return read;
            }
            const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(node->body));
            read.cordoned = json["spec"]["unschedulable"].toBool();
            read.pods = kinds::readItems(reader, "/api/v1/pods?fieldSelector=spec.nodeName%3D" + name, kMostPods);
            read.problem = QString::fromStdString(read.pods.problem);
            // Who may not read budgets learns of them from the server's refusals.
            read.budgets = kinds::readItems(reader, "/apis/policy/v1/poddisruptionbudgets", kMostBudgets);
            return read;
        },
        [this](const Read& read) { take(read); });
}

void Drain::take(const Read& read) {
    m_reading = false;
    m_loading = false;
    if (isActive() || m_watched) m_poll.start(isActive() ? kPollActive : kPollIdle);
    if (!read.problem.isEmpty()) {
        m_problem = read.problem;
        emit changed();
        return;
    }
    if (m_state != Stopped) m_problem.clear();
    m_cordoned = read.cordoned;
    m_pods = read.pods.items;
    m_budgets = readBudgets(read.budgets.items);
    plan();
    step();
}

void Drain::plan() {
    merge(drainPlan(m_pods, m_options));
    emit changed();
}

/// What is on the node now, into the rows. Before anything is done rows come and go with their pods; after that those
/// that have gone are what it was for.
void Drain::merge(const std::vector<DrainPod>& pods) {
    for (std::size_t at = m_rows.size(); at-- > 0;) {
        const bool there = std::ranges::contains(pods, m_rows[at].pod.uid, &DrainPod::uid);
        if (there) continue;
        if (m_state != Planned && m_rows[at].pod.fate == PodFate::Evict) {
            if (m_rows[at].status != Status::Gone) set(at, Status::Gone, {});
            continue;
        }
        beginRemoveRows({}, static_cast<int>(at), static_cast<int>(at));
        m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(at));
        endRemoveRows();
    }
    for (const DrainPod& pod : pods) {
        Row* known = rowOf(pod.uid);
        if (!known) {
            if (m_rows.size() >= kMostPods) continue;
            beginInsertRows({}, static_cast<int>(m_rows.size()), static_cast<int>(m_rows.size()));
            m_rows.push_back({.pod = pod, .detail = {}});
            endInsertRows();
            known = &m_rows.back();
        }
        known->pod = pod;
        const auto at = static_cast<std::size_t>(known - m_rows.data());
        const Budget* budget = budgetOf(pod, m_budgets);
        if (pod.fate == PodFate::Stays)
            set(at, Status::Stays, pod.reason);
        else if (pod.fate == PodFate::InTheWay)
            set(at, Status::InTheWay, pod.reason);
        else if (pod.leaving)
            set(at, Status::Evicting, tr("It is ending."));
        else if (known->status == Status::Blocked)
            set(at, Status::Blocked, budget ? budget->text() : known->detail);
        else if (known->status != Status::Failed && known->status != Status::Evicting)
            set(at, Status::Waiting, budget && budget->allowed == 0 ? budget->text() : QString());
    }
}

void Drain::start() {
    if (isActive() || inTheWay() > 0 || !m_cluster || m_cluster->gate()->isLocked()) return;
    m_state = Cordoning;
    m_problem.clear();
    for (std::size_t at = 0; at < m_rows.size(); ++at)
        if (m_rows[at].status == Status::Failed || m_rows[at].status == Status::Blocked) set(at, Status::Waiting, {});
    emit changed();
    Write cordon{.title = tr("Cordon %1").arg(m_node), .subject = m_node, .calls = {}, .undoTitle = {}, .undo = {}};
    cordon.calls = {kinds::mergePatch("/api/v1/nodes/" + schema::percentEncoded(m_node.toStdString()),
                                      kinds::nested(QStringLiteral("spec.unschedulable"), true))};
    cordon.quiet = true;
    m_cluster->gate()->submit(std::move(cordon), this, [this](const Result<client::Answer>& outcome) {
        if (m_state != Cordoning) return;
        if (!outcome)
            return finish(Stopped,
                          tr("It could not be cordoned: %1").arg(QString::fromStdString(outcome.error().message)));
        m_state = Draining;
        m_cordoned = true;
        emit changed();
        emit told(progress(), false, false);
        step();
        refresh();
    });
}

void Drain::cancel() {
    if (isActive()) finish(Stopped, tr("Cancelled. %1 stays cordoned.").arg(m_node));
}

void Drain::uncordon() {
    if (!m_cluster || isActive()) return;
    const QString title = tr("Uncordon Node %1").arg(m_node);
    Write write{
        .title = title, .subject = m_node, .calls = {}, .undoTitle = tr("Cordon Node %1").arg(m_node), .undo = {}};
    const std::string path = "/api/v1/nodes/" + schema::percentEncoded(m_node.toStdString());
    write.calls = {kinds::mergePatch(path, kinds::nested(QStringLiteral("spec.unschedulable"), QJsonValue()))};
    write.undo = {kinds::mergePatch(path, kinds::nested(QStringLiteral("spec.unschedulable"), true))};
    m_cluster->gate()->submit(std::move(write), this, [this](const Result<client::Answer>&) {
        // What has been drained is a machine like any other again.
        m_state = Planned;
        m_problem.clear();
        beginResetModel();
        m_rows.clear();
        endResetModel();
        emit changed();
        refresh();
    });
}

/// One eviction at a time; each is answered at once, whatever the pod takes to end.
void Drain::step() {
    if (m_state != Draining || m_evicting || !m_cluster) return;
    const qint64 now = m_clock.elapsed();
    qint64 next = -1;
    for (Row& row : m_rows) {
        if (row.pod.fate != PodFate::Evict) continue;
        if (row.status != Status::Waiting && row.status != Status::Blocked) continue;
        if (row.status == Status::Blocked && row.retryAt > now) {
            next = next < 0 ? row.retryAt : std::min(next, row.retryAt);
            continue;
        }
        const std::string path = "/api/v1/namespaces/" + schema::percentEncoded(row.pod.namespace_.toStdString()) +
                                 "/pods/" + schema::percentEncoded(row.pod.name.toStdString()) + "/eviction";
        std::optional<int> grace;
        if (m_options.graceSeconds >= 0) grace = m_options.graceSeconds;
        Write write{.title = tr("Evict Pod %1").arg(row.pod.key()),
                    .subject = row.pod.key(),
                    .calls = {kinds::evict(path, row.pod.namespace_, row.pod.name, row.pod.uid, grace)},
                    .undoTitle = {},
                    .undo = {},
                    .quiet = true};
        m_evicting = true;
        m_cluster->gate()->submit(
            std::move(write), this,
            [this, uid = row.pod.uid](const Result<client::Answer>& outcome) { evicted(uid, outcome); });
        return;
    }
    if (next >= 0) m_retry.start(std::chrono::milliseconds(next - now + 1));
    const bool pending = std::ranges::any_of(m_rows, [](const Row& row) {
        return row.status == Status::Waiting || row.status == Status::Blocked || row.status == Status::Evicting;
    });
    if (pending) return;
    if (failures() == 0 && inTheWay() == 0) return finish(Done);
    finish(Stopped, failures() > 0
                        ? tr("%n of its pods could not be evicted. Their lines say why; try again when it is settled.",
                             nullptr, failures())
                        : tr("A pod has come that is in the way."));
}

void Drain::evicted(const QString& uid, const Result<client::Answer>& outcome) {
    m_evicting = false;
    if (Row* row = rowOf(uid)) {
        const auto at = static_cast<std::size_t>(row - m_rows.data());
        const Budget* budget = budgetOf(row->pod, m_budgets);
        if (outcome) {
            set(at, Status::Evicting, tr("It is ending."));
        } else if (status::isNotFound(outcome.error())) {
            set(at, Status::Gone, {});
        } else if (outcome.error().code == 429) {
            row->retryAt = m_clock.elapsed() + m_retryAfter.count();
            // What the budget was read to allow may be a moment old; the refusal is not.
            set(at, Status::Blocked, budget && budget->allowed == 0 ? budget->text() : refusalText(outcome.error()));
        } else {
            set(at, Status::Failed, refusalText(outcome.error()));
        }
        emit changed();
        if (m_state == Draining) emit told(progress(), false, false);
    }
    step();
}

void Drain::finish(State state, const QString& problem) {
    m_state = state;
    m_problem = problem;
    m_retry.stop();
    emit changed();
    emit told(state == Done ? tr("Drained %1: %n pods have gone.", nullptr, gone()).arg(m_node)
                            : tr("Draining %1 has stopped with %2 of %3 pods gone. %4")
                                  .arg(m_node)
                                  .arg(gone())
                                  .arg(total())
                                  .arg(problem),
              state != Done && failures() > 0, true);
}

QString Drain::progress() const {
    const QString text = tr("Draining %1: %2 of %3 pods gone").arg(m_node).arg(gone()).arg(total());
    return blocked() > 0 ? tr("%1, %2 held by a disruption budget").arg(text).arg(blocked()) : text;
}

void Drain::set(std::size_t row, Status status, const QString& detail) {
    if (m_rows[row].status == status && m_rows[row].detail == detail) return;
    m_rows[row].status = status;
    m_rows[row].detail = detail;
    emit dataChanged(index(static_cast<int>(row)), index(static_cast<int>(row)));
}

Drain::Row* Drain::rowOf(const QString& uid) {
    const auto found = std::ranges::find_if(m_rows, [&uid](const Row& row) { return row.pod.uid == uid; });
    return found == m_rows.end() ? nullptr : &*found;
}

int Drain::count(Status status) const {
    return static_cast<int>(std::ranges::count(m_rows, status, &Row::status));
}

int Drain::total() const {
    return static_cast<int>(m_rows.size()) - count(Status::Stays);
}

QString Drain::statusName(Status status) {
    switch (status) {
        case Status::Waiting:
            return QStringLiteral("waiting");
        case Status::Evicting:
            return QStringLiteral("evicting");
        case Status::Blocked:
            return QStringLiteral("blocked");
        case Status::Gone:
            return QStringLiteral("gone");
        case Status::Stays:
            return QStringLiteral("stays");
        case Status::InTheWay:
            return QStringLiteral("inTheWay");
        case Status::Failed:
            return QStringLiteral("failed");
    }
    return {};
}

int Drain::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant Drain::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case NamespaceRole:
            return row.pod.namespace_;
        case Qt::DisplayRole:
        case NameRole:
            return row.pod.name;
        case OwnerRole:
            return row.pod.owner;
        case StatusRole:
            return statusName(row.status);
        case DetailRole:
            return row.detail;
        default:
            return {};
    }
}

QHash<int, QByteArray> Drain::roleNames() const {
    return {{NamespaceRole, "namespaceName"},
            {NameRole, "name"},
            {OwnerRole, "owner"},
            {StatusRole, "status"},
            {DetailRole, "detail"}};
}

}  // namespace armillary::app
