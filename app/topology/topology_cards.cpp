// The cards of the flat view: what pods are grouped by, and where everything goes.
#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "engine/schema/api/corev1.h"
#include "topology_model.h"

namespace armillary::app {

namespace {

constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

bool isReady(const corev1::Node& node) {
    return std::ranges::any_of(node.status.conditions, [](const corev1::NodeCondition& condition) {
        return condition.type == corev1::kNodeReady && condition.status == corev1::kConditionTrue;
    });
}

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

std::string TopologyModel::groupOf(const PodDot& dot) const {
    if (isByMachine()) return dot.machine();
    return m_grouping == QLatin1StringView("namespace") ? dot.object->namespace_() : applicationOf(*dot.object);
}

std::vector<TopologyModel::Group> TopologyModel::wantedGroups() const {
    std::vector<Group> groups;
    if (isByMachine()) {
        for (const Machine& machine : m_machines) groups.push_back({.name = machine.name, .node = machine.node});
    } else {
        std::set<std::string> names;
        for (const auto& [key, place] : m_index) names.insert(groupOf(m_dots[place]));
        for (const std::string& name : names) groups.push_back({.name = name});
    }
    if (groups.size() > kMostCards) keepWorst(groups);
    if (isByMachine()) groups.push_back({.waiting = true});
    return groups;
}

/// What has something wrong with it is kept first; the order stays.
void TopologyModel::keepWorst(std::vector<Group>& groups) const {
    std::unordered_map<std::string, int> problems;
    for (const auto& [key, place] : m_index)
        if (m_dots[place].state == PodState::Failing) ++problems[groupOf(m_dots[place])];
    const auto isWrong = [&](const Group& group) {
        return problems.contains(group.name) || (group.node && !isReady(group.node->as<corev1::Node>()));
    };
    std::vector<Group> kept;
    auto room = static_cast<std::ptrdiff_t>(kMostCards) - std::ranges::count_if(groups, isWrong);
    for (Group& group : groups)
        if (kept.size() < kMostCards && (isWrong(group) || room-- > 0)) kept.push_back(std::move(group));
    groups = std::move(kept);
}

void TopologyModel::arrange() {
    m_stale = !m_arranged;
    if (m_stale) return emit dotsChanged();
    std::vector<Group> groups = wantedGroups();
    std::size_t all = m_machines.size() + 1;
    if (std::ranges::equal(m_groups, groups, {}, &Group::name, &Group::name)) {
        for (std::size_t i = 0; i < groups.size(); ++i) m_groups[i].node = groups[i].node;
    } else {
        beginResetModel();
        m_groups = std::move(groups);
        endResetModel();
    }
    std::unordered_map<std::string, int> numbers;
    for (std::size_t i = 0; i < m_groups.size(); ++i) numbers[m_groups[i].name] = static_cast<int>(i);

    // Within a card, pods of one workload stand together; names keep the order steady.
    std::vector<std::vector<std::size_t>> members(m_groups.size());
    std::set<std::string> left;
    for (const auto& [key, place] : m_index) {
        PodDot& dot = m_dots[place];
        std::string name = groupOf(dot);
        const auto group = numbers.find(name);
        dot.hidden = group == numbers.end();
        dot.group = dot.hidden ? -1 : group->second;
        if (dot.hidden)
            left.insert(std::move(name));
        else
            members[static_cast<std::size_t>(dot.group)].push_back(place);
    }
    m_omitted = static_cast<int>(isByMachine() ? all - m_groups.size() : left.size());
    std::vector<int> counts;
    for (auto& group : members) {
        std::ranges::stable_sort(group, {}, [&](std::size_t place) { return m_dots[place].workload; });
        counts.push_back(static_cast<int>(group.size()));
    }
    // Nobody waits: no card for it.
    if (!counts.empty() && counts.back() == 0 && m_groups.back().waiting) counts.pop_back();
    m_layout = layOut(counts, m_viewSize);
    placeDots(members);
    measureUse(members);
    m_moving = true;
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

int TopologyModel::dotAt(QPointF point) const {
    const double reach = m_layout.cell / 2;
    for (std::size_t i = 0; i < m_dots.size(); ++i) {
        const QPointF offset = m_dots[i].to - point;
        if (!m_dots[i].leaving && !m_dots[i].hidden && std::abs(offset.x()) <= reach && std::abs(offset.y()) <= reach)
            return static_cast<int>(i);
    }
    return -1;
}

int TopologyModel::dotTowards(int from, Qt::Key direction) const {
    const auto count = static_cast<int>(m_dots.size());
    if (m_index.empty()) return -1;
    if (from < 0 || from >= count) return static_cast<int>(m_index.begin()->second);
    const QPointF origin = m_dots[static_cast<std::size_t>(from)].to;
    int best = from;
    double nearest = std::numeric_limits<double>::max();
    for (int i = 0; i < count; ++i) {
        const PodDot& dot = m_dots[static_cast<std::size_t>(i)];
        if (dot.leaving || dot.hidden) continue;
        const QPointF offset = dot.to - origin;
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

std::size_t TopologyModel::groupAt(QPointF point) const {
    const auto card = std::ranges::find_if(m_layout.cards, [&](const QRectF& each) { return each.contains(point); });
    return card == m_layout.cards.end() ? kNowhere : static_cast<std::size_t>(card - m_layout.cards.begin());
}

QRectF TopologyModel::cardAt(QPointF point) const {
    const std::size_t group = groupAt(point);
    return group == kNowhere || !isByMachine() || m_groups[group].waiting ? QRectF() : m_layout.cards[group];
}

QString TopologyModel::machineAt(QPointF point) const {
    return cardAt(point).isEmpty() ? QString() : QString::fromStdString(m_groups[groupAt(point)].name);
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
            return group.waiting        ? tr("Waiting for a node")
                   : group.name.empty() ? tr("No application")
                                        : QString::fromStdString(group.name);
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
            return isByMachine() ? QString::fromStdString(group.name) : QString();
        case CpuShareRole:
            return group.cpuShare;
        case MemoryShareRole:
            return group.memoryShare;
        case WaitingRole:
            return group.waiting;
        case DetailRole: {
            if (!group.node) return tr("%n pods", nullptr, pods);
            const auto& node = group.node->as<corev1::Node>();
            const auto capacity = node.status.allocatable.find("pods");
            const QString most =
                capacity == node.status.allocatable.end() ? QString() : tr(" of %1").arg(capacity->second.value());
            const QString cordoned = node.spec.unschedulable ? tr(", cordoned") : QString();
            return isReady(node) ? tr("%1%2 pods%3").arg(QString::number(pods), most, cordoned)
                                 : tr("not ready, %n pods", nullptr, pods);
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
            {MemoryShareRole, "memoryShare"},
            {WaitingRole, "waiting"}};
}

}  // namespace armillary::app
