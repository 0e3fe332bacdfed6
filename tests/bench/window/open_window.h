#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <atomic>
#include <functional>
#include <memory>

#include "cluster_list.h"
#include "map_view.h"
#include "sphere_view.h"
#include "table_model.h"
#include "topology_model.h"

namespace armillary::bench {

/// To a cluster over HTTPS, as the program attaches to one.
app::Connect attached(const QString& kubeconfig);

/// The program's window, with settings of its own.
class OpenWindow : public QObject {
public:
    /// `view` is the topology's.
    OpenWindow(std::vector<app::Connect> clusters, const QString& view);
    ~OpenWindow() override;

    QQuickWindow* window() const { return m_window; }
    app::ClusterList& clusters() { return m_clusters; }
    QObject* view() const { return m_window->property("view").value<QObject*>(); }
    QObject* part(const char* name) const { return view() ? view()->property(name).value<QObject*>() : nullptr; }
    /// Null while there is no cluster.
    QObject* topology() const { return part("topology"); }
    app::TopologyModel* model() const { return topology()->property("model").value<app::TopologyModel*>(); }
    app::SphereView* sphere() const { return topology()->property("sphere").value<app::SphereView*>(); }
    app::MapView* map() const { return topology()->property("mapView").value<app::MapView*>(); }
    app::TableModel* table() const { return part("explorer")->property("table").value<app::TableModel*>(); }
    QQuickItem* item(const QString& objectName) const;
    void go(const QString& page);

    /// Goes on until a fact holds, or for two minutes at most: then false.
    bool waitFor(const std::function<bool()>& fact);
    /// Until all is on the screen that has been changed so far.
    void waitForFrame();
    /// Until so many pods are to be seen.
    bool waitForPods(int pods);
    /// Milliseconds that `act` takes, and whatever follows from it until the screen shows it.
    double timeOf(const std::function<void()>& act, const std::function<bool()>& done = {});
    void pause(std::chrono::milliseconds time);

private:
    QTemporaryDir m_settings;
    app::ClusterList m_clusters;
    QQmlApplicationEngine m_engine;
    QQuickWindow* m_window = nullptr;
    std::atomic<int> m_begun = 0, m_shown = 0;  ///< frames
};

}  // namespace armillary::bench
