#pragma once

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QtQmlIntegration>
#include <map>
#include <set>
#include <vector>

#include "app/kinds/pod/pod_state.h"
#include "cluster.h"
#include "layout.h"

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
    std::int64_t milliCpu = 0, memory = 0;  ///< requested
};

/// The cluster as nodes with pods on them: a list of nodes for labels, and the pods for drawing. Changes are animated.
class TopologyModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::Cluster* cluster READ cluster WRITE setCluster NOTIFY clusterChanged REQUIRED)
    Q_PROPERTY(QSizeF viewSize READ viewSize WRITE setViewSize NOTIFY viewSizeChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY loadingChanged)
    /// Why no pods can be shown; "" when they can.
    Q_PROPERTY(QString problem READ problem NOTIFY loadingChanged)
    /// The one namespace whose pods the user may list; "" for all.
    Q_PROPERTY(QString narrowedTo READ narrowedTo NOTIFY loadingChanged)
    Q_PROPERTY(int podCount READ podCount NOTIFY countsChanged)
    Q_PROPERTY(int nodeCount READ nodeCount NOTIFY countsChanged)
    Q_PROPERTY(double contentHeight READ contentHeight NOTIFY layoutChangedByModel)
    /// {state name: number of pods}, in the order of the legend, as rows of {name, state, count}.
    Q_PROPERTY(QVariantList stateCounts READ stateCounts NOTIFY countsChanged)
    Q_PROPERTY(QVariantList workloadCounts READ workloadCounts NOTIFY countsChanged)
    /// Only pods of these namespaces; none for all.
    Q_PROPERTY(QStringList namespaces READ namespaces WRITE setNamespaces NOTIFY namespacesChanged)

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
        KeyRole,
        CpuShareRole,
        MemoryShareRole
    };

    explicit TopologyModel(QObject* parent = nullptr);

    Cluster* cluster() const { return m_cluster; }
    void setCluster(Cluster* cluster);
    QSizeF viewSize() const { return m_viewSize; }
    void setViewSize(QSizeF size);
    bool isLoading() const { return m_loading; }
    QString problem() const { return m_pods ? m_pods->problem() : QString(); }
    QString narrowedTo() const { return m_pods ? m_pods->narrowedTo() : QString(); }
    int podCount() const { return static_cast<int>(m_index.size()); }
    int nodeCount() const;
    double contentHeight() const { return m_layout.height; }
    QVariantList stateCounts() const;
    QVariantList workloadCounts() const;
    QStringList namespaces() const { return m_namespaces; }
    void setNamespaces(const QStringList& namespaces);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// For the view: what to draw, and the passing of time. step() returns whether anything still moves.
    const std::vector<PodDot>& dots() const { return m_dots; }
    double cellSize() const { return m_layout.cell; }
    bool step(double seconds);
    /// The pod at a point, -1 for none; the next one in a direction from another.
    int dotAt(QPointF point) const;
    int dotTowards(int from, Qt::Key direction) const;
    int indexOfKey(const std::string& key) const;

signals:
    void clusterChanged();
    void viewSizeChanged();
    void loadingChanged();
    void countsChanged();
    void layoutChangedByModel();
    void namespacesChanged();
    /// Something has to be drawn again.
    void dotsChanged();

private:
    struct Group {
        std::string name;
        ObjectRef node;  ///< null for pods that wait for a node, and for nodes that the user may not see
        double cpuShare = 0, memoryShare = 0;  ///< requested, of what is allocatable
    };

    void connectFeeds();
    void applyNodes(const Changes& changes);
    void applyPods(const Changes& changes);
    void applyPod(const Change& change);
    void rebuild();
    void rebuildGroups();
    /// Nodes that are known by their pods alone, because the user may not list nodes.
    bool learnNodes(const Changes& changes);
    void arrange();
    void placeDots(const std::vector<std::vector<std::size_t>>& members);
    void measureUse(const std::vector<std::vector<std::size_t>>& members);
    int workloadIndex(const Workload& workload);
    void checkLoading();
    bool shows(const Object& pod) const;

    Cluster* m_cluster = nullptr;
    Feed *m_nodes = nullptr, *m_pods = nullptr;
    bool m_loading = true;
    QSizeF m_viewSize;
    QStringList m_namespaces;
    std::vector<Group> m_groups;
    std::set<std::string> m_unseenNodes;
    std::vector<PodDot> m_dots;
    std::map<std::string, std::size_t> m_index;  ///< key to place in m_dots
    std::vector<Workload> m_workloads;
    TopologyLayout m_layout;
};

}  // namespace armillary::app
