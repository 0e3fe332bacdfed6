#include "step_list.h"

#include <algorithm>

namespace armillary::app {

using programs::StepId;

namespace {

constexpr int kTickMilliseconds = 100;

QString nameOf(StepId id) {
    switch (id) {
        case StepId::Folder:
            return StepList::tr("Prepare the data directory");
        case StepId::ControlPlane:
            return StepList::tr("Start the control plane");
        case StepId::Join:
            return StepList::tr("Join this machine to the cluster");
        case StepId::Agent:
            return StepList::tr("Start the node agent");
        case StepId::Ready:
            return StepList::tr("Wait until the node is Ready");
        case StepId::StopAgent:
            return StepList::tr("Stop the node agent");
        case StepId::ResetNode:
            return StepList::tr("Undo the node");
        case StepId::StopControlPlane:
            return StepList::tr("Stop the control plane");
        case StepId::Purge:
            return StepList::tr("Remove the data");
    }
    return {};
}

QString detailOf(StepId id) {
    switch (id) {
        case StepId::Folder:
            return StepList::tr("A folder that only you can read, for state, keys and logs.");
        case StepId::ControlPlane:
            return StepList::tr("API server, scheduler and controllers, in one program of your own.");
        case StepId::Join:
            return StepList::tr("A certificate for the node, signed by the cluster.");
        case StepId::Agent:
            return StepList::tr("Runs as root, because containers and networks need it.");
        case StepId::Ready:
            return StepList::tr("containerd starts, and the pod network is set up.");
        case StepId::StopAgent:
            return StepList::tr("Containers go on running until the cluster comes back.");
        case StepId::StopControlPlane:
            return StepList::tr("Everything that was acknowledged is on disk.");
        case StepId::ResetNode:
        case StepId::Purge:
            break;
    }
    return {};
}

}  // namespace

StepList::StepList(QObject* parent) : QAbstractListModel(parent) {
    m_tick.setInterval(kTickMilliseconds);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        m_steps[*m_current].elapsed = m_since.elapsed();
        const QModelIndex at = index(static_cast<int>(*m_current));
        emit dataChanged(at, at, {ElapsedRole});
    });
}

void StepList::reset(const std::vector<programs::Step>& steps) {
    m_tick.stop();
    beginResetModel();
    m_steps.clear();
    for (const programs::Step& step : steps) m_steps.push_back({step});
    m_current.reset();
    endResetModel();
    emit countChanged();
}

void StepList::set(std::size_t row, State state) {
    Entry& entry = m_steps[row];
    if (entry.state == State::Running) entry.elapsed = m_since.elapsed();
    entry.state = state;
    const QModelIndex at = index(static_cast<int>(row));
    emit dataChanged(at, at, {StateRole, ElapsedRole});
}

void StepList::begin(StepId id) {
    const auto found = std::ranges::find(m_steps, id, [](const Entry& entry) { return entry.step.id; });
    if (found == m_steps.end()) return;
    m_current = static_cast<std::size_t>(found - m_steps.begin());
    m_since.start();
    m_tick.start();
    set(*m_current, State::Running);
}

void StepList::end(StepId id) {
    if (current() != id) return;
    m_tick.stop();
    set(*m_current, State::Done);
}

void StepList::fail() {
    m_tick.stop();
    if (m_current && m_steps[*m_current].state == State::Running) set(*m_current, State::Failed);
}

std::optional<StepId> StepList::current() const {
    return m_current ? std::optional(m_steps[*m_current].step.id) : std::nullopt;
}

int StepList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant StepList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    constexpr const char* kStates[] = {"waiting", "running", "done", "failed"};
    const Entry& entry = m_steps[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case NameRole:
            return nameOf(entry.step.id);
        case DetailRole:
            return detailOf(entry.step.id);
        case StateRole:
            return QString::fromLatin1(kStates[static_cast<int>(entry.state)]);
        case ElapsedRole:
            return static_cast<int>(entry.elapsed);
        case UsualRole:
            return static_cast<int>(entry.step.usual.count());
        default:
            return {};
    }
}

QHash<int, QByteArray> StepList::roleNames() const {
    return {{NameRole, "name"},
            {DetailRole, "detail"},
            {StateRole, "stepState"},
            {ElapsedRole, "elapsed"},
            {UsualRole, "usual"}};
}

}  // namespace armillary::app
