#pragma once

#include "map_view.h"
#include "sphere_view.h"
#include "window_fixture.h"

namespace armillary::app {

/// The three views of the topology by mouse and keyboard.
class TopologyWindowTest : public WindowFixture {
    Q_OBJECT

private slots:
    void switchesViewsAndKeepsTheSelection();
    void remembersTheView();
    void turnsTheSphere();
    void opensOnTheSphere();
    void opensOnTheMap();
    void findsByTyping();
    void scalesByTheHandle();
    void pinsByDropping();
    void tellsAScreenReader();
    void offersActionsByRightClick();
    void filtersProblems();
    void drawsOnlyWhatHasChanged();
    void restsWhileNobodyCanSee();
    void readsNothingForPagesThatNobodyOpened();

private:
    void openView(const QString& view, bool own = false);
    SphereView* sphere() const { return part("topology")->property("sphere").value<SphereView*>(); }
    MapView* map() const { return part("topology")->property("mapView").value<MapView*>(); }
    QString selected() const { return part("topology")->property("selectedKey").toString(); }
    QPoint onWindow(QQuickItem* view, QPointF point) const { return view->mapToScene(point).toPoint(); }
    void drag(QPoint from, QPoint to);
    void type(const QString& text);
};

}  // namespace armillary::app
