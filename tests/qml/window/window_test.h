#pragma once

#include <QObject>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <memory>

#include "cluster.h"
#include "topology_model.h"

namespace armillary::app {

/// How long a test waits for what the window is going to show, in milliseconds: a busy machine takes its time.
constexpr int kPatience = 30000;

/// The program's window as a person uses it: real mouse and key events, on canned data.
class WindowTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void switchesPages();
    void opensAPodByMouse();
    void opensAPodByKeyboard();
    void opensANodeByItsHeadline();
    void saysWhatIsUnderThePointer();
    void filtersByTyping();
    void sortsByHeader();
    void opensARowByKeyboard();
    void choosesANamespace();
    void togglesTheTheme();
    void showsAFailureAndTriesAgain();
    void showsThatItLoads();
    void showsAnEmptyCluster();
    void animatesChanges();
    void namesEveryControl();

private:
    void open(Connect connect);
    void openStill();

    QQuickItem* item(const QString& objectName) const;
    QQuickItem* textItem(const QString& text) const;
    bool shows(const QString& text) const { return textItem(text) != nullptr; }
    QPoint centre(QQuickItem* item) const;
    void click(QQuickItem* item);
    /// What says `text`, once it is there.
    void click(const QString& text);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    QObject* part(const char* name) const { return m_window->property(name).value<QObject*>(); }
    QObject* details() const { return part("detailPane")->property("details").value<QObject*>(); }
    QObject* filter() const { return part("workloads")->property("filter").value<QObject*>(); }
    TopologyModel* topology() const { return part("topology")->property("model").value<TopologyModel*>(); }
    QPoint dotCentre(int index) const;

    std::unique_ptr<Cluster> m_cluster;
    std::unique_ptr<QQmlApplicationEngine> m_engine;
    QQuickWindow* m_window = nullptr;
};

}  // namespace armillary::app
