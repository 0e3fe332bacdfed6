#include "topology_model.h"

#include <QCollator>
#include <algorithm>
#include <array>
#include <cmath>

#include "app/kinds/text.h"
#include "engine/schema/api/corev1.h"

namespace armillary::app {

namespace {

constexpr double kMoveSeconds = 0.35;
constexpr double kPulseSeconds = 0.9;

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

}  // namespace

const std::string& PodDot::machine() const {
    return object->as<corev1::Pod>().spec.nodeName;
}

std::string applicationOf(const Object& object) {
    const auto& labels = object.meta().labels;
    for (const auto* name : {"app.kubernetes.io/part-of", "app.kubernetes.io/instance", "app.kubernetes.io/name"})
        if (const auto label = labels.find(name); label != labels.end() && !label->second.empty()) return label->second;
    return {};
}

bool isProblem(PodState state) {
    return state == PodState::Failing || state == PodState::Waiting;
}

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

bool TopologyModel::shows(const Object& pod, PodState state) const {
    if (!m_namespaces.isEmpty() && !m_namespaces.contains(QString::fromStdString(pod.namespace_()))) return false;
    if (m_onlyProblems && !isProblem(state)) return false;
    return m_selector.matches(pod.meta().labels);
}

void TopologyModel::setNamespaces(const QStringList& namespaces) {
    if (m_namespaces == namespaces) return;
    m_namespaces = namespaces;
    emit filterChanged();
    rebuild();
}

void TopologyModel::setSelector(const QString& selector) {
    if (m_selectorText == selector) return;
    m_selectorText = selector;
    const auto parsed = LabelSelector::parse(selector.trimmed().toStdString());
    m_selectorProblem = parsed ? QString() : QString::fromStdString(parsed.error());
    m_selector = parsed ? *parsed : LabelSelector();
    emit filterChanged();
    rebuild();
}

void TopologyModel::setOnlyProblems(bool only) {
    if (m_onlyProblems == only) return;
    m_onlyProblems = only;
    emit filterChanged();
    rebuild();
}

void TopologyModel::setGrouping(const QString& grouping) {
    if (m_grouping == grouping) return;
    m_grouping = grouping;
    emit filterChanged();
    arrange();
}

void TopologyModel::setViewSize(QSizeF size) {
    if (m_viewSize == size) return;
    m_viewSize = size;
    emit viewSizeChanged();
    arrange();
}

void TopologyModel::setArranged(bool arranged) {
    if (m_arranged == arranged) return;
    m_arranged = arranged;
    emit viewSizeChanged();
    if (m_stale) arrange();
}

void TopologyModel::rebuild() {
    m_dots.clear();
    m_index.clear();
    m_workloads.clear();
    Changes known;
    if (m_pods)
        for (const ObjectRef& pod : m_pods->objects()) known.push_back({pod->key(), pod});
    learnNodes(known);
    rebuildMachines();
    for (const Change& change : known) applyPod(change);
    arrange();
    emit countsChanged();
}

void TopologyModel::rebuildMachines() {
    m_machines.clear();
    if (m_nodes)
        for (const ObjectRef& node : m_nodes->objects()) m_machines.push_back({node->name(), node});
    for (const std::string& name : m_unseenNodes) m_machines.push_back({name, nullptr});
    // node-2 before node-10.
    std::ranges::sort(m_machines,
                      [](const Machine& left, const Machine& right) { return naturally(left.name, right.name) < 0; });
}

void TopologyModel::applyNodes(const Changes& changes) {
    bool sameNodes = true;
    std::map<std::string_view, const ObjectRef*> updates;
    for (const Change& change : changes) updates[change.key] = &change.object;
    std::size_t met = 0;
    for (Machine& machine : m_machines) {
        const auto update = updates.find(machine.name);
        if (update == updates.end()) continue;
        ++met;
        sameNodes = sameNodes && *update->second;
        machine.node = *update->second;
    }
    if (!sameNodes || met < updates.size()) rebuildMachines();
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
    if (learnNodes(changes)) rebuildMachines();
    for (const Change& change : changes) applyPod(change);
    arrange();
    emit countsChanged();
}

void TopologyModel::applyPod(const Change& change) {
    const auto found = m_index.find(change.key);
    const PodState state = change.object ? podState(*change.object) : PodState::Terminating;
    m_moving = true;
    if (!change.object || !shows(*change.object, state)) {
        if (found == m_index.end()) return;
        PodDot& dot = m_dots[found->second];
        const double t = 1 - std::pow(1 - dot.progress, 3);
        dot.leaving = true;
        dot.from = dot.to = dot.from + (dot.to - dot.from) * t;
        dot.scaleFrom = dot.scaleFrom + (dot.scaleTo - dot.scaleFrom) * t;
        dot.scaleTo = 0;
        dot.progress = 0;
        m_index.erase(found);
        return;
    }
    const int workload = m_workloads.take(workloadOf(*change.object));
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
    m_workloads.release(dot.workload);
    dot.object = change.object;
    dot.state = state;
    dot.workload = workload;
    measure(dot);
}

bool TopologyModel::step(double seconds) {
    if (!m_moving) return false;
    m_moving = false;
    for (PodDot& dot : m_dots) {
        dot.progress = std::min(1.0, dot.progress + seconds / kMoveSeconds);
        dot.pulse = std::max(0.0, dot.pulse - seconds / kPulseSeconds);
        m_moving = m_moving || dot.progress < 1 || dot.pulse > 0;
    }
    const auto gone = [](const PodDot& dot) { return dot.leaving && dot.progress >= 1; };
    for (const PodDot& dot : m_dots)
        if (gone(dot)) m_workloads.release(dot.workload);
    if (std::erase_if(m_dots, gone) > 0) {
        m_index.clear();
        for (std::size_t i = 0; i < m_dots.size(); ++i)
            if (!m_dots[i].leaving) m_index[m_dots[i].key] = i;
    }
    return m_moving;
}

int TopologyModel::indexOfKey(const std::string& key) const {
    const auto found = m_index.find(key);
    return found == m_index.end() ? -1 : static_cast<int>(found->second);
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
        rows.append(QVariantMap{{"name", m_workloads.at(workload).name}, {"index", workload}, {"count", count}});
    return rows;
}

QVariantMap TopologyModel::describe(const PodDot& dot) const {
    const Workload& workload = m_workloads.at(dot.workload);
    const QString old = age(dot.object->meta().creationTimestamp);
    QStringList parts{QString::fromStdString(dot.object->namespace_())};
    if (workload.kind != QLatin1StringView("Pod")) parts << workload.kind + u' ' + workload.name;
    if (!dot.machine().empty()) parts << tr("on %1").arg(QString::fromStdString(dot.machine()));
    return {{"title", QString::fromStdString(dot.object->name())},
            {"status", podStatusText(*dot.object) + (old.isEmpty() ? QString() : tr("  ·  %1 old").arg(old))},
            {"detail", parts.join(QStringLiteral("  ·  "))}};
}

QVariantList TopologyModel::search(const QString& text, int most) const {
    const std::string wanted = text.trimmed().toLower().toStdString();
    if (wanted.empty()) return {};
    // In the order of their rank: the very name, what begins with it, what has it somewhere.
    std::array<std::vector<std::pair<const std::string*, const PodDot*>>, 3> ranks;
    const auto rankOf = [&](const std::string& name) -> int {
        const auto at = name.find(wanted);
        if (at == std::string::npos) return -1;
        return at > 0 ? 2 : name.size() > wanted.size() ? 1 : 0;
    };
    for (const Machine& machine : m_machines)
        if (const int rank = rankOf(machine.name); rank >= 0)
            ranks[static_cast<std::size_t>(rank)].emplace_back(&machine.name, nullptr);
    for (const auto& [key, place] : m_index) {
        const PodDot& dot = m_dots[place];
        if (const int rank = rankOf(dot.object->name()); rank >= 0)
            ranks[static_cast<std::size_t>(rank)].emplace_back(&dot.key, &dot);
    }
    QVariantList found;
    for (const auto& rank : ranks)
        for (const auto& [key, dot] : rank) {
            if (found.size() >= most) return found;
            const QString name = QString::fromStdString(*key);
            found.append(QVariantMap{
                {"resource", dot ? QStringLiteral("/Pod") : QStringLiteral("/Node")}, {"key", name}, {"title", name}});
        }
    return found;
}

QVariantMap TopologyModel::workloadOfPod(const QString& key) const {
    const int at = indexOfKey(key.toStdString());
    if (at < 0) return {};
    const Workload& workload = m_workloads.at(m_dots[static_cast<std::size_t>(at)].workload);
    if (workload.kind == QLatin1StringView("Pod")) return {};
    const bool batch = workload.kind == QLatin1StringView("Job") || workload.kind == QLatin1StringView("CronJob");
    return {{"resource", (batch ? QStringLiteral("batch/") : QStringLiteral("apps/")) + workload.kind},
            {"key", workload.namespace_ + u'/' + workload.name},
            {"kind", workload.kind}};
}

}  // namespace armillary::app
