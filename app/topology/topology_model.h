#pragma once

#include <QAbstractListModel>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QTimer>
#include <QtQmlIntegration>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "app/kinds/pod/pod_state.h"
#include "cluster.h"
#include "engine/schema/selector.h"
#include "layout.h"
#include "workload_slots.h"

namespace armillary::app {

/// A pod as it is drawn: where it is, where it is going, how it looks.
struct PodDot {
    std::string key;
    ObjectRef object;
    PodState state = PodState::Waiting;
    int workload = 0;  ///< index into the workload colours
    int group = 0;
    QPointF from, to;  ///< it moves from one to the other while `progress` goes from 0 to 1
    double scaleFrom = 0, scaleTo = 1;
    double progress = 0;
    double pulse = 0;                       ///< 1 right after a change of state, fading to 0
    bool leaving = false;                   ///< shrinks and is dropped
    bool hidden = false;                    ///< its card is not shown
    std::int64_t milliCpu = 0, memory = 0;  ///< requested

    /// "" while it waits for one.
    const std::string& machine() const;
};

/// What has changed since somebody last looked.
struct TopologyChanges {
    bool everything = false;                  ///< more than these, or too many to name them
    std::vector<std::string> pods, machines;  ///< keys; some may be there twice

    bool isEmpty() const { return !everything && pods.empty() && machines.empty(); }
    void add(const TopologyChanges& more);
};

/// What a pod or a workload is part of by its labels app.kubernetes.io/part-of, instance or name; "" for none.
std::string applicationOf(const Object& object);
/// Something is wrong with it, or it has no machine.
bool isProblem(PodState state);

/// The cluster as machines with pods on them, filtered; the sphere draws it too. As a list it is the cards of the flat
/// view: machines, or what else pods are grouped by. Changes are taken in together, five times a second at most, and
/// animated.
class TopologyModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)
    Q_PROPERTY(QSizeF viewSize READ viewSize WRITE setViewSize NOTIFY viewSizeChanged)
    /// Somebody may look. What changes while nobody can is taken in when somebody does again.
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
    /// Cards and dots are arranged only while somebody looks at them.
    Q_PROPERTY(bool arranged READ isArranged WRITE setArranged NOTIFY viewSizeChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY loadingChanged)
    /// Why no pods can be shown; "" when they can.
    Q_PROPERTY(QString problem READ problem NOTIFY loadingChanged)
    /// The one namespace whose pods the user may list; "" for all.
    Q_PROPERTY(QString narrowedTo READ narrowedTo NOTIFY loadingChanged)
    Q_PROPERTY(int podCount READ podCount NOTIFY countsChanged)
    Q_PROPERTY(int nodeCount READ nodeCount NOTIFY countsChanged)
    Q_PROPERTY(double contentHeight READ contentHeight NOTIFY layoutChangedByModel)
    /// How many cards are left out, because nobody could look at so many.
    Q_PROPERTY(int omitted READ omitted NOTIFY layoutChangedByModel)
    /// {state name: number of pods}, in the order of the legend, as rows of {name, state, count}.
    Q_PROPERTY(QVariantList stateCounts READ stateCounts NOTIFY legendChanged)
    Q_PROPERTY(QVariantList workloadCounts READ workloadCounts NOTIFY legendChanged)
    /// Only pods of these namespaces; none for all.
    Q_PROPERTY(QStringList namespaces READ namespaces WRITE setNamespaces NOTIFY filterChanged)
    /// Only pods that a label selector matches; `selectorProblem` says why one cannot be read, and then it is not used.
    Q_PROPERTY(QString selector READ selector WRITE setSelector NOTIFY filterChanged)
    Q_PROPERTY(QString selectorProblem READ selectorProblem NOTIFY filterChanged)
    Q_PROPERTY(bool onlyProblems READ isOnlyProblems WRITE setOnlyProblems NOTIFY filterChanged)
    /// What a card is: "machine", "namespace", or "application" (app.kubernetes.io/part-of, instance or name).
    Q_PROPERTY(QString grouping READ grouping WRITE setGrouping NOTIFY filterChanged)

public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        XRole,
        YRole,
        WidthRole,
        HeightRole,
        ReadyRole,
        PodsRole,
        DetailRole,
        KeyRole,  ///< a machine's name; "" for what is none
        CpuShareRole,
        MemoryShareRole,
        WaitingRole  ///< of pods without a machine
    };
    struct Machine {
        std::string name;
        ObjectRef node;  ///< null for those that the user may not see
    };
    /// Cards that one can look at.
    static constexpr std::size_t kMostCards = 300;

    explicit TopologyModel(QObject* parent = nullptr);

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QSizeF viewSize() const { return m_viewSize; }
    void setViewSize(QSizeF size);
    bool isActive() const { return m_active; }
    void setActive(bool active);
    bool isArranged() const { return m_arranged; }
    void setArranged(bool arranged);
    bool isLoading() const { return m_loading; }
    QString problem() const { return m_pods ? m_pods->problem() : QString(); }
    QString narrowedTo() const { return m_pods ? m_pods->narrowedTo() : QString(); }
    int podCount() const { return static_cast<int>(m_index.size()); }
    int nodeCount() const { return static_cast<int>(m_machines.size()); }
    double contentHeight() const { return m_layout.height; }
    int omitted() const { return m_omitted; }
    QVariantList stateCounts() const;
    QVariantList workloadCounts() const;
    QStringList namespaces() const { return m_namespaces; }
    void setNamespaces(const QStringList& namespaces);
    QString selector() const { return m_selectorText; }
    void setSelector(const QString& selector);
    QString selectorProblem() const { return m_selectorProblem; }
    bool isOnlyProblems() const { return m_onlyProblems; }
    void setOnlyProblems(bool only);
    QString grouping() const { return m_grouping; }
    void setGrouping(const QString& grouping);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// For the views: what to draw, and the passing of time. step() returns whether anything still moves.
    const std::vector<PodDot>& dots() const { return m_dots; }
    const std::vector<Machine>& machines() const { return m_machines; }
    const Workload& workload(const PodDot& dot) const { return m_workloads.at(dot.workload); }
    double cellSize() const { return m_layout.cell; }
    bool step(double seconds);
    /// The pod at a point, -1 for none; the next one in a direction from another.
    int dotAt(QPointF point) const;
    int dotTowards(int from, Qt::Key direction) const;
    int indexOfKey(const std::string& key) const;
    /// The card at a point, and the machine that it is; empty when there is none.
    QRectF cardAt(QPointF point) const;
    QString machineAt(QPointF point) const;
    /// For a tip: title, status, detail.
    QVariantMap describe(const PodDot& dot) const;

    /// Pods and machines with this in their names, those first that begin with it: {resource, key, title, detail}.
    Q_INVOKABLE QVariantList search(const QString& text, int most = 50) const;
    /// The workload that a pod belongs to: {resource ("apps/Deployment"), key, kind}; empty for a pod of nobody's.
    Q_INVOKABLE QVariantMap workloadOfPod(const QString& key) const;

signals:
    void clusterChanged();
    void viewSizeChanged();
    void loadingChanged();
    void activeChanged();
    /// Pods or machines have changed; and which.
    void countsChanged();
    void changed(const armillary::app::TopologyChanges& what);
    /// There are other numbers of pods by state or workload.
    void legendChanged();
    void layoutChangedByModel();
    void filterChanged();
    /// Something has to be drawn again.
    void dotsChanged();

private:
    /// A card.
    struct Group {
        std::string name;
        ObjectRef node;
        double cpuShare = 0, memoryShare = 0;  ///< requested, of what is allocatable
        bool waiting = false;                  ///< of pods without a machine
    };

    using Pending = std::map<std::string, ObjectRef>;  ///< by key; null for what has gone

    void connectFeeds();
    void keep(Pending& pending, const Changes& changes);
    void takePending();
    bool applyNodes(const Pending& nodes);
    void applyPod(const std::string& key, const ObjectRef& object);
    void dismiss(std::size_t place);
    void drop(std::size_t place);
    void count(const PodDot& dot, int by);
    void rebuild();
    void rebuildMachines();
    void checkLoading();
    bool shows(const Object& pod, PodState state) const;
    /// Nodes that are known by their pods alone, because the user may not list nodes.
    bool learnNodes(const Pending& pods);

    // topology_cards.cpp
    void arrange();
    std::vector<Group> wantedGroups() const;
    bool isByMachine() const { return m_grouping == QLatin1StringView("machine"); }
    std::string groupOf(const PodDot& dot) const;
    void keepWorst(std::vector<Group>& groups) const;
    void placeDots(const std::vector<std::vector<std::size_t>>& members);
    void measureUse(const std::vector<std::vector<std::size_t>>& members);
    std::size_t groupAt(QPointF point) const;

    Cluster* m_cluster = nullptr;
    Feed *m_nodes = nullptr, *m_pods = nullptr;
    Pending m_pendingNodes, m_pendingPods;
    QTimer m_batch;
    bool m_loading = true, m_active = true, m_arranged = true, m_stale = false, m_moving = false;
    QSizeF m_viewSize;
    QStringList m_namespaces;
    QString m_selectorText, m_selectorProblem, m_grouping = QStringLiteral("machine");
    LabelSelector m_selector;
    bool m_onlyProblems = false;
    std::vector<Machine> m_machines;  ///< in the order in which people read numbers
    std::vector<Group> m_groups;
    int m_omitted = 0;
    std::set<std::string> m_unseenNodes;
    std::vector<PodDot> m_dots;
    std::map<std::string, std::size_t> m_index;  ///< key to place in m_dots
    WorkloadSlots m_workloads;
    std::array<int, 6> m_states{};  ///< pods by PodState
    bool m_legendStale = false;
    TopologyLayout m_layout;
};

}  // namespace armillary::app
