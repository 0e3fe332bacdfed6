#pragma once

#include "canvas_view.h"
#include "editor_document.h"
#include "map_view.h"
#include "sphere_view.h"
#include "window_fixture.h"

namespace armillary::app {

/// What runs is dragged into the editor, out of every page that shows objects.
class CarryWindowTest : public WindowFixture {
    Q_OBJECT

private slots:
    void carriesARow();
    void carriesWhatIsSelected();
    void carriesACardOfTheMap();
    void carriesPodsAsTheirWorkload();
    void tellsThatASecretBringsItsValues();
    void saysWhatCannotBeTaken();
    void takesWhatIsDroppedOnTheRail();
    void letsGoOfIt();

private:
    EditorDocument* document() const { return m_window->property("edited").value<EditorDocument*>(); }
    CanvasView* canvas() const { return m_window->findChild<CanvasView*>(QStringLiteral("editorCanvas")); }
    QQuickItem* railEntry() const;
    QPoint rowPoint(int row) const;
    void pick(QPoint from, QPoint over);
    QPoint carryToCanvas(QPoint from);
    QStringList items() const;
    QString hint() const;
};

}  // namespace armillary::app
