#pragma once

#include <QObject>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <functional>
#include <memory>

#include "cluster_list.h"
#include "local_cluster.h"
#include "table_model.h"
#include "topology_model.h"

namespace armillary::app {

/// How long a test waits for what the window is going to show, in milliseconds: a busy machine takes its time.
constexpr int kPatience = 30000;

/// The first visible item below `root`, itself included, that satisfies `wanted`.
QQuickItem* find(QQuickItem* root, const std::function<bool(QQuickItem*)>& wanted);

/// The program's window as a person uses it: real mouse and key events, on canned data. What the tests of all features
/// have in common; each feature has a class and a file of its own.
class WindowFixture : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

protected:
    void closeWindow();
    void open(Connect connect);
    /// Shows the window on `m_clusters`, and on `m_local` where there is one.
    void load();
    /// On the shared sample, or on one of its own, for who changes it.
    void openStill(bool own = false);
    /// Shows a kind in the explorer, with the focus on its rows.
    void openExplorer(const QString& kind, int rows, bool own = false);

    QQuickItem* item(const QString& objectName) const;
    QQuickItem* textItem(const QString& text) const;
    bool shows(const QString& text) const { return textItem(text) != nullptr; }
    QPoint centre(QQuickItem* item) const;
    /// Scrolls to it, as a person would before clicking.
    void bringIntoView(QQuickItem* item);
    void click(QQuickItem* item);
    /// What says `text`, once it is there.
    void click(const QString& text);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    QObject* view() const { return m_window->property("view").value<QObject*>(); }
    QObject* part(const char* name) const { return view() ? view()->property(name).value<QObject*>() : nullptr; }
    QObject* details() const { return part("detailPane")->property("details").value<QObject*>(); }
    QObject* filter() const { return part("workloads")->property("filter").value<QObject*>(); }
    TopologyModel* topology() const { return part("topology")->property("model").value<TopologyModel*>(); }
    TableModel* table() const { return part("explorer")->property("table").value<TableModel*>(); }
    QString page() const { return m_window->property("navigator").value<QObject*>()->property("page").toString(); }
    QPoint dotCentre(int index) const;

    std::unique_ptr<ClusterList> m_clusters;
    std::unique_ptr<LocalCluster> m_local;
    std::unique_ptr<QQmlApplicationEngine> m_engine;
    QQuickWindow* m_window = nullptr;
};

}  // namespace armillary::app
