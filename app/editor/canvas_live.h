#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <map>
#include <vector>

#include "app/kinds/pod/pod_state.h"
#include "canvas_graph.h"
#include "cluster.h"
#include "name_index.h"

namespace armillary::app {

/// What runs of a card's object.
struct CanvasState {
    bool known = false;   ///< it is known whether the cluster has it
    bool exists = false;  ///< the cluster has it
    QString drift;        ///< the first field that is set here and another one there; "" for none
    QString trouble;      ///< why it fails: "CrashLoopBackOff"; "" when it does not
    std::vector<PodState> pods;
    bool operator==(const CanvasState&) const = default;
};

/// Follows what the cluster has of a canvas' objects: only of the kinds that are on it, and of secrets, config maps and
/// service accounts nothing but the names.
class CanvasLive : public QObject {
    Q_OBJECT

public:
    explicit CanvasLive(QObject* parent);

    void setCluster(Cluster* cluster);
    /// These are the cards from now on.
    void follow(const CanvasGraph& graph);
    /// Of a card, as of now.
    CanvasState stateOf(const CanvasNode& node) const;

signals:
    /// Another state than before of some object. What changes in between is told together.
    void changed();

private:
    using WorkloadName = std::tuple<QString, QString, QString>;  ///< kind, namespace, name
    struct Pods {
        std::vector<PodState> states;
        QString trouble;
    };
    Feed* feedOf(const relations::Kind& kind, const std::string& apiVersion);
    const NameIndex* namesOf(const relations::Kind& kind) const;
    void watch(Feed* feed);
    void countPods();

    QPointer<Cluster> m_cluster;
    std::map<relations::Kind, Feed*> m_feeds;
    Feed* m_podFeed = nullptr;
    NameIndex m_configMaps, m_secrets, m_accounts;
    std::map<WorkloadName, Pods> m_pods;
    QTimer m_soon;
};

}  // namespace armillary::app
