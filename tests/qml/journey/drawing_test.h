#pragma once

#include <QTest>

#include "canvas_view.h"
#include "window_fixture.h"

namespace armillary::app {

/// An application that is drawn on an empty canvas, checked, applied on real containers, broken and taken back; the
/// file ends as it was. ARMILLARY_DRAWING_KUBECONFIG names the cluster and the namespace.
class DrawingTest : public WindowFixture {
    Q_OBJECT

private slots:
    void drawing();
    void drawingByKeyboard();

private:
    using Step = void (DrawingTest::*)();
    void walk(std::initializer_list<Step> steps);
    void draws();
    void drawsByKeyboard();
    void fillsIn();
    void fillsInByKeyboard();
    void saves();
    void applies();
    void answers();
    void breaksTheImage();
    void breaksTheImageByKeyboard();
    void takesItBack();

    CanvasView* canvas() const { return m_window->findChild<CanvasView*>(QStringLiteral("editorCanvas")); }
    EditorDocument* document() const { return m_window->property("edited").value<EditorDocument*>(); }
    int itemOf(const QString& kind) const;
    QPoint inWindow(QPointF at) const { return canvas()->mapToScene(at).toPoint(); }
    void drag(QPoint from, QPoint to);
    void put(const QString& entry, const QString& kind, QPointF share);
    void join(const QString& from, const QString& to);
    void fill(const QString& field, const QString& text);
    void type(const QString& text);
    void putByKeyboard(const QString& what, const QString& kind);
    void joinByKeyboard(const QString& to);
    void chooseByKeyboard(const QString& kind);
    void fillByKeyboard(const QString& field, const QString& text);
    void breaks();
    QString text(const char* objectName) const;
    QByteArray onDisk() const;
    void picture(const char* name);

    QTemporaryDir m_folder;
    QByteArray m_saved;
};

}  // namespace armillary::app
