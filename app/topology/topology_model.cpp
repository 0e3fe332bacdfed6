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
constexpr double kAtOnce = 60;
constexpr auto kBatchEvery = std::chrono::milliseconds(200);  // a frame each, where nothing moves by itself
// More than these, and to go through all is as quick.
constexpr std::size_t kMostNamed = 2000;

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

void TopologyChanges::add(const TopologyChanges& more) {
    everything = everything || more.everything || pods.size() + more.pods.size() > kMostNamed ||
                 machines.size() + more.machines.size() > kMostNamed;
    if (everything) {
        pods.clear();
        machines.clear();
        return;
    }
    pods.insert(pods.end(), more.pods.begin(), more.pods.end());
    machines.insert(machines.end(), more.machines.begin(), more.machines.end());
}

TopologyModel::TopologyModel(QObject* parent) : QAbstractListModel(parent) {
    m_batch.setSingleShot(true);
    m_batch.setInterval(kBatchEvery);
    connect(&m_batch, &QTimer::timeout, this, &TopologyModel::takePending);
}

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
    connect(m_nodes, &Feed::changed, this, [this](const Changes& changes) { keep(m_pendingNodes, changes); });
    connect(m_pods, &Feed::changed, this, [this](const Changes& changes) { keep(m_pendingPods, changes); });
    for (Feed* feed : {m_nodes, m_pods})
        connect(feed, &Feed::synced, this, [this] {
            takePending();
            checkLoading();
        });
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

void TopologyModel::setActive(bool active) {
    if (m_active == active) return;
    m_active = active;
    emit activeChanged();
    if (m_active) takePending();
}

void TopologyModel::setArranged(bool arranged) {
    if (m_arranged == arranged) return;
    m_arranged = arranged;
    emit viewSizeChanged();
    if (m_stale)
        arrange();
    else
        step(kAtOnce);  // nobody sees how what leaves does so
}

void TopologyModel::rebuild() {
    m_dots.clear();
    m_index.clear();
    m_workloads.clear();
    m_states = {};
    m_pendingNodes.clear(), m_pendingPods.clear();
    Pending known;
    if (m_pods)
        for (const ObjectRef& pod : m_pods->objects()) known[pod->key()] = pod;
    learnNodes(known);
    rebuildMachines();
    for (const auto& [key, pod] : known) applyPod(key, pod);
    m_legendStale = false;
    arrange();
    emit countsChanged();
    emit changed({.everything = true});
    emit legendChanged();
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

/// Bounded by the number of objects, however long nobody looks.
void TopologyModel::keep(Pending& pending, const Changes& changes) {
    for (const Change& change : changes) pending[change.key] = change.object;
    if (m_active && !m_batch.isActive()) m_batch.start();
}

void TopologyModel::takePending() {
    if (!m_active || (m_pendingNodes.empty() && m_pendingPods.empty())) return;
    const Pending nodes = std::exchange(m_pendingNodes, {}), pods = std::exchange(m_pendingPods, {});
    TopologyChanges what;
    const bool sameMachines = applyNodes(nodes) && !learnNodes(pods);
    if (!sameMachines) rebuildMachines();
    what.everything = !sameMachines;
    for (const auto& [key, node] : nodes) what.machines.push_back(key);
    for (const auto& [key, pod] : pods) {
        applyPod(key, pod);
        what.pods.push_back(key);
    }
    arrange();
    emit countsChanged();
    emit changed(what);
    if (std::exchange(m_legendStale, false)) emit legendChanged();
}

/// False when some have come or gone.
bool TopologyModel::applyNodes(const Pending& nodes) {
    std::size_t met = 0;
    bool same = true;
    for (Machine& machine : m_machines) {
        if (met == nodes.size()) break;
        const auto update = nodes.find(machine.name);
        if (update == nodes.end()) continue;
        ++met;
        same = same && update->second;
        machine.node = update->second;
    }
    return same && met == nodes.size();
}

bool TopologyModel::learnNodes(const Pending& pods) {
    if (!m_nodes || m_nodes->problem().isEmpty()) return false;
    const std::size_t before = m_unseenNodes.size();
    for (const auto& [key, pod] : pods)
        if (pod)
            if (const std::string& name = pod->as<corev1::Pod>().spec.nodeName; !name.empty())
                m_unseenNodes.insert(name);
    return m_unseenNodes.size() > before;
}

/// Adds a pod to the counts, or takes it away.
void TopologyModel::count(const PodDot& dot, int by) {
    m_states[static_cast<std::size_t>(dot.state)] += by;
    m_legendStale = true;
}

/// It counts no more; where somebody looks on, it shrinks before it goes.
void TopologyModel::dismiss(std::size_t place) {
    PodDot& dot = m_dots[place];
    count(dot, -1);
    m_workloads.release(dot.workload);
    m_index.erase(dot.key);
    dot.leaving = true;
    if (!m_arranged) return drop(place);
    const double t = 1 - std::pow(1 - dot.progress, 3);
    dot.from = dot.to = dot.from + (dot.to - dot.from) * t;
    dot.scaleFrom = dot.scaleFrom + (dot.scaleTo - dot.scaleFrom) * t;
    dot.scaleTo = 0;
    dot.progress = 0;
}

/// The last one takes its place.
void TopologyModel::drop(std::size_t place) {
    if (place + 1 < m_dots.size()) {
        m_dots[place] = std::move(m_dots.back());
        if (!m_dots[place].leaving) m_index[m_dots[place].key] = place;
    }
    m_dots.pop_back();
}

void TopologyModel::applyPod(const std::string& key, const ObjectRef& object) {
    const auto found = m_index.find(key);
    const PodState state = object ? podState(*object) : PodState::Terminating;
    m_moving = true;
    if (!object || !shows(*object, state)) {
        if (found != m_index.end()) dismiss(found->second);
        return;
    }
    const int workload = m_workloads.take(workloadOf(*object));
    if (found == m_index.end()) {
        m_index[key] = m_dots.size();
        m_dots.push_back({.key = key, .object = object, .state = state, .workload = workload, .from = QPointF(-1, -1)});
        measure(m_dots.back());
        count(m_dots.back(), 1);
        return;
    }
    PodDot& dot = m_dots[found->second];
    m_workloads.release(dot.workload);
    dot.object = object;
    measure(dot);
    if (dot.state == state && dot.workload == workload) return;
    if (dot.state != state) dot.pulse = 1;
    count(dot, -1);
    dot.state = state;
    dot.workload = workload;
    count(dot, 1);
}

bool TopologyModel::step(double seconds) {
    if (!m_moving) return false;
    m_moving = false;
    for (PodDot& dot : m_dots) {
        dot.progress = std::min(1.0, dot.progress + seconds / kMoveSeconds);
        dot.pulse = std::max(0.0, dot.pulse - seconds / kPulseSeconds);
        m_moving = m_moving || dot.progress < 1 || dot.pulse > 0;
    }
    for (std::size_t place = m_dots.size(); place-- > 0;)
        if (m_dots[place].leaving && m_dots[place].progress >= 1) drop(place);
    return m_moving;
}

int TopologyModel::indexOfKey(const std::string& key) const {
    const auto found = m_index.find(key);
    return found == m_index.end() ? -1 : static_cast<int>(found->second);
}

QVariantList TopologyModel::stateCounts() const {
    QVariantList rows;
    for (std::size_t state = 0; state < m_states.size(); ++state)
        if (m_states[state] > 0)
            rows.append(QVariantMap{{"name", podStateName(static_cast<PodState>(state))},
                                    {"index", static_cast<int>(state)},
                                    {"count", m_states[state]}});
    return rows;
}

QVariantList TopologyModel::workloadCounts() const {
    QVariantList rows;
    for (int workload = 0; workload < m_workloads.size(); ++workload)
        if (const int pods = m_workloads.podsOf(workload); pods > 0)
            rows.append(QVariantMap{{"name", m_workloads.at(workload).name}, {"index", workload}, {"count", pods}});
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
