#include "topology_model.h"

#include <QCollator>
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/schema/api/corev1.h"

namespace armillary::app {

namespace {

constexpr double kMoveSeconds = 0.35;
constexpr double kPulseSeconds = 0.9;

bool isReady(const corev1::Node& node) {
    return std::ranges::any_of(node.status.conditions, [](const corev1::NodeCondition& condition) {
        return condition.type == corev1::kNodeReady && condition.status == corev1::kConditionTrue;
    });
}

int naturally(const std::string& left, const std::string& right) {
    static const QCollator collator = [] {
        // The C locale compares bytes whatever the mode.
        QCollator made(QLocale(QLocale::English, QLocale::UnitedStates));
        made.setNumericMode(true);
        return made;
    }();
    if (const int order = collator.compare(QString::fromStdString(left), QString::fromStdString(right)); order != 0)
        return order;
    return left.compare(right);
}

/// What a pod's containers request together.
void measure(PodDot& dot) {
    dot.milliCpu = dot.memory = 0;
    for (const corev1::Container& container : dot.object->as<corev1::Pod>().spec.containers) {
        const auto& requests = container.resources.requests;
        if (const auto cpu = requests.find("cpu"); cpu != requests.end()) dot.milliCpu += cpu->second.milliValue();
        if (const auto memory = requests.find("memory"); memory != requests.end()) dot.memory += memory->second.value();
    }
}

/// Fast at first, then settling.
double eased(double t) {
    return 1 - std::pow(1 - t, 3);
}

QPointF positionOf(const PodDot& dot) {
    return dot.from + (dot.to - dot.from) * eased(dot.progress);
}
double scaleOf(const PodDot& dot) {
    return dot.scaleFrom + (dot.scaleTo - dot.scaleFrom) * eased(dot.progress);
}

}  // namespace

TopologyModel::TopologyModel(QObject* parent) : QAbstractListModel(parent) {}

void TopologyModel::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    m_cluster = cluster;
    if (m_cluster) {
        connect(m_cluster, &Cluster::feedsReady, this, &TopologyModel::connectFeeds);
        connectFeeds();
    }
    emit clusterChanged();
}

void TopologyModel::connectFeeds() {
    m_nodes = m_cluster->feed<corev1::Node>();
    m_pods = m_cluster->feed<corev1::Pod>();
    if (!m_nodes || !m_pods) return;
    connect(m_nodes, &Feed::changed, this, &TopologyModel::applyNodes);
    connect(m_pods, &Feed::changed, this, &TopologyModel::applyPods);
    connect(m_nodes, &Feed::synced, this, &TopologyModel::checkLoading);
    connect(m_pods, &Feed::synced, this, &TopologyModel::checkLoading);
    rebuild();
    checkLoading();
}

void TopologyModel::checkLoading() {
    const bool loading = !m_nodes || !m_pods || !m_nodes->isSynced() || !m_pods->isSynced();
    if (loading == m_loading) return;
    if (!m_nodes->problem().isEmpty()) rebuild();
    m_loading = loading;
    emit loadingChanged();
}

bool TopologyModel::shows(const Object& pod) const {
    return m_namespaces.isEmpty() || m_namespaces.contains(QString::fromStdString(pod.namespace_()));
}

void TopologyModel::setNamespaces(const QStringList& namespaces) {
    if (m_namespaces == namespaces) return;
    m_namespaces = namespaces;
    emit namespacesChanged();
    rebuild();
}

void TopologyModel::setViewSize(QSizeF size) {
    if (m_viewSize == size) return;
    m_viewSize = size;
    emit viewSizeChanged();
    arrange();
}

void TopologyModel::rebuild() {
    m_dots.clear();
    m_index.clear();
    Changes known;
    if (m_pods)
        for (const ObjectRef& pod : m_pods->objects()) known.push_back({pod->key(), pod});
    learnNodes(known);
    rebuildGroups();
    for (const Change& change : known) applyPod(change);
    arrange();
    emit countsChanged();
}

void TopologyModel::rebuildGroups() {
    beginResetModel();
    m_groups.clear();
    if (m_nodes)
        for (const ObjectRef& node : m_nodes->objects()) m_groups.push_back({node->name(), node});
    for (const std::string& name : m_unseenNodes) m_groups.push_back({name, nullptr});
    // node-2 before node-10.
    std::ranges::sort(m_groups,
                      [](const Group& left, const Group& right) { return naturally(left.name, right.name) < 0; });
    m_groups.push_back({"", nullptr});
    endResetModel();
}

void TopologyModel::applyNodes(const Changes& changes) {
    bool sameNodes = true;
    for (const Change& change : changes) {
        const auto group = std::ranges::find(m_groups, change.key, &Group::name);
        if (group == m_groups.end() || !change.object)
            sameNodes = false;
        else
            group->node = change.object;
    }
    if (sameNodes) {
        emit dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    rebuildGroups();
    arrange();
    emit countsChanged();
}

bool TopologyModel::learnNodes(const Changes& changes) {
    if (!m_nodes || m_nodes->problem().isEmpty()) return false;
    const std::size_t before = m_unseenNodes.size();
    for (const Change& change : changes)
        if (change.object)
            if (const std::string& name = change.object->as<corev1::Pod>().spec.nodeName; !name.empty())
                m_unseenNodes.insert(name);
    return m_unseenNodes.size() > before;
}

void TopologyModel::applyPods(const Changes& changes) {
    if (learnNodes(changes)) rebuildGroups();
    for (const Change& change : changes) applyPod(change);
    arrange();
    emit countsChanged();
}

void TopologyModel::applyPod(const Change& change) {
    const auto found = m_index.find(change.key);
    if (!change.object || !shows(*change.object)) {
        if (found == m_index.end()) return;
        PodDot& dot = m_dots[found->second];
        dot.leaving = true;
        dot.from = dot.to = positionOf(dot);
        dot.scaleFrom = scaleOf(dot);
        dot.scaleTo = 0;
        dot.progress = 0;
        m_index.erase(found);
        return;
    }
    const PodState state = podState(*change.object);
    const int workload = workloadIndex(workloadOf(*change.object));
    if (found == m_index.end()) {
        m_index[change.key] = m_dots.size();
        m_dots.push_back({.key = change.key,
                          .object = change.object,
                          .state = state,
                          .workload = workload,
                          .from = QPointF(-1, -1)});
        measure(m_dots.back());
        return;
    }
    PodDot& dot = m_dots[found->second];
    if (dot.state != state) dot.pulse = 1;
    dot.object = change.object;
    dot.state = state;
    dot.workload = workload;
    measure(dot);
}

int TopologyModel::workloadIndex(const Workload& workload) {
    const auto found = std::ranges::find(m_workloads, workload);
    if (found != m_workloads.end()) return static_cast<int>(found - m_workloads.begin());
    m_workloads.push_back(workload);
    return static_cast<int>(m_workloads.size()) - 1;
}

void TopologyModel::arrange() {
    std::map<std::string, int> groupOf;
    for (std::size_t i = 0; i < m_groups.size(); ++i) groupOf[m_groups[i].name] = static_cast<int>(i);
    const int waiting = static_cast<int>(m_groups.size()) - 1;

    // Within a node, pods of one workload stand together; names keep the order steady.
    std::vector<std::vector<std::size_t>> members(m_groups.size());
    for (const auto& [key, place] : m_index) {
        PodDot& dot = m_dots[place];
        const auto group = groupOf.find(dot.object->as<corev1::Pod>().spec.nodeName);
        dot.group = group == groupOf.end() ? waiting : group->second;
        if (!m_groups.empty()) members[static_cast<std::size_t>(dot.group)].push_back(place);
    }
    std::vector<int> counts;
    for (auto& group : members) {
        std::ranges::stable_sort(group, {}, [&](std::size_t place) { return m_dots[place].workload; });
        counts.push_back(static_cast<int>(group.size()));
    }
    // Nobody waits: no card for it.
    if (!counts.empty() && counts.back() == 0) counts.pop_back();
    m_layout = layOut(counts, m_viewSize);
    placeDots(members);
    measureUse(members);
    if (!m_groups.empty()) emit dataChanged(index(0), index(rowCount() - 1));
    emit layoutChangedByModel();
    emit dotsChanged();
}

void TopologyModel::placeDots(const std::vector<std::vector<std::size_t>>& members) {
    for (std::size_t group = 0; group < m_layout.cells.size(); ++group)
        for (std::size_t i = 0; i < members[group].size(); ++i) {
            PodDot& dot = m_dots[members[group][i]];
            const QPointF target = m_layout.cells[group][i];
            if (dot.from.x() < 0) dot.from = dot.to = target;  // it grows where it belongs
            if (dot.to == target) continue;
            dot.from = positionOf(dot);
            dot.scaleFrom = scaleOf(dot);
            dot.to = target;
            dot.progress = 0;
        }
}

void TopologyModel::measureUse(const std::vector<std::vector<std::size_t>>& members) {
    for (std::size_t group = 0; group < m_groups.size(); ++group) {
        std::int64_t milliCpu = 0, memory = 0;
        for (const std::size_t place : members[group])
            milliCpu += m_dots[place].milliCpu, memory += m_dots[place].memory;
        const auto share = [&](const char* resource, double used, double unit) {
            if (!m_groups[group].node) return 0.0;
            const auto& allocatable = m_groups[group].node->as<corev1::Node>().status.allocatable;
            const auto most = allocatable.find(resource);
            const double all = most == allocatable.end() ? 0 : static_cast<double>(most->second.milliValue()) / unit;
            return all > 0 ? used / all : 0.0;
        };
        m_groups[group].cpuShare = share("cpu", static_cast<double>(milliCpu), 1);
        m_groups[group].memoryShare = share("memory", static_cast<double>(memory), 1000);
    }
}

bool TopologyModel::step(double seconds) {
    bool moving = false;
    for (PodDot& dot : m_dots) {
        dot.progress = std::min(1.0, dot.progress + seconds / kMoveSeconds);
        dot.pulse = std::max(0.0, dot.pulse - seconds / kPulseSeconds);
        moving = moving || dot.progress < 1 || dot.pulse > 0;
    }
    if (std::erase_if(m_dots, [](const PodDot& dot) { return dot.leaving && dot.progress >= 1; }) > 0) {
        m_index.clear();
        for (std::size_t i = 0; i < m_dots.size(); ++i)
            if (!m_dots[i].leaving) m_index[m_dots[i].key] = i;
    }
    return moving;
}

int TopologyModel::dotAt(QPointF point) const {
    const double reach = m_layout.cell / 2;
    for (std::size_t i = 0; i < m_dots.size(); ++i) {
        const QPointF offset = m_dots[i].to - point;
        if (!m_dots[i].leaving && std::abs(offset.x()) <= reach && std::abs(offset.y()) <= reach)
            return static_cast<int>(i);
    }
    return -1;
}

int TopologyModel::dotTowards(int from, Qt::Key direction) const {
    if (m_dots.empty()) return -1;
    if (from < 0 || from >= podCount()) return 0;
    const QPointF origin = m_dots[static_cast<std::size_t>(from)].to;
    int best = from;
    double nearest = std::numeric_limits<double>::max();
    for (int i = 0; i < podCount(); ++i) {
        const QPointF offset = m_dots[static_cast<std::size_t>(i)].to - origin;
        double along = 0, across = 0;
        switch (direction) {
            case Qt::Key_Left:
                along = -offset.x(), across = offset.y();
                break;
            case Qt::Key_Right:
                along = offset.x(), across = offset.y();
                break;
            case Qt::Key_Up:
                along = -offset.y(), across = offset.x();
                break;
            default:
                along = offset.y(), across = offset.x();
                break;
        }
        if (along <= 0.5) continue;
        // Straight on counts before near by.
        const double distance = along + 3 * std::abs(across);
        if (distance < nearest) nearest = distance, best = i;
    }
    return best;
}

int TopologyModel::indexOfKey(const std::string& key) const {
    const auto found = m_index.find(key);
    return found == m_index.end() ? -1 : static_cast<int>(found->second);
}

int TopologyModel::nodeCount() const {
    return m_groups.empty() ? 0 : static_cast<int>(m_groups.size()) - 1;
}

QVariantList TopologyModel::stateCounts() const {
    std::array<int, 6> counts{};
    for (const PodDot& dot : m_dots)
        if (!dot.leaving) ++counts[static_cast<std::size_t>(dot.state)];
    QVariantList rows;
    for (std::size_t state = 0; state < counts.size(); ++state)
        if (counts[state] > 0)
            rows.append(QVariantMap{{"name", podStateName(static_cast<PodState>(state))},
                                    {"index", static_cast<int>(state)},
                                    {"count", counts[state]}});
    return rows;
}

QVariantList TopologyModel::workloadCounts() const {
    std::map<int, int> counts;
    for (const PodDot& dot : m_dots)
        if (!dot.leaving) ++counts[dot.workload];
    QVariantList rows;
    for (const auto& [workload, count] : counts)
        rows.append(QVariantMap{
            {"name", m_workloads[static_cast<std::size_t>(workload)].name}, {"index", workload}, {"count", count}});
    return rows;
}

int TopologyModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_groups.size());
}

QVariant TopologyModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const auto row = static_cast<std::size_t>(index.row());
    const Group& group = m_groups[row];
    const QRectF card = row < m_layout.cards.size() ? m_layout.cards[row] : QRectF();
    const int pods = row < m_layout.cells.size() ? static_cast<int>(m_layout.cells[row].size()) : 0;
    switch (role) {
        case Qt::DisplayRole:
        case NameRole:
            return group.name.empty() ? tr("Waiting for a node") : QString::fromStdString(group.name);
        case XRole:
            return card.x();
        case YRole:
            return card.y();
        case WidthRole:
            return card.width();
        case HeightRole:
            return card.height();
        case ReadyRole:
            return !group.node || isReady(group.node->as<corev1::Node>());
        case PodsRole:
            return pods;
        case KeyRole:
            return QString::fromStdString(group.name);
        case CpuShareRole:
            return group.cpuShare;
        case MemoryShareRole:
            return group.memoryShare;
        case DetailRole: {
            if (!group.node) return pods == 1 ? tr("1 pod") : tr("%1 pods").arg(pods);
            const auto& node = group.node->as<corev1::Node>();
            const auto capacity = node.status.allocatable.find("pods");
            const QString most =
                capacity == node.status.allocatable.end() ? QString() : tr(" of %1").arg(capacity->second.value());
            const QString cordoned = node.spec.unschedulable ? tr(", cordoned") : QString();
            return isReady(node) ? tr("%1%2 pods%3").arg(QString::number(pods), most, cordoned)
                                 : tr("not ready, %1 pods").arg(pods);
        }
        default:
            return {};
    }
}

QHash<int, QByteArray> TopologyModel::roleNames() const {
    return {{NameRole, "name"},
            {XRole, "cardX"},
            {YRole, "cardY"},
            {WidthRole, "cardWidth"},
            {HeightRole, "cardHeight"},
            {ReadyRole, "ready"},
            {PodsRole, "pods"},
            {DetailRole, "detail"},
            {KeyRole, "key"},
            {CpuShareRole, "cpuShare"},
            {MemoryShareRole, "memoryShare"}};
}

}  // namespace armillary::app
