#pragma once

#include <QMimeData>
#include <QTemporaryDir>
#include <QUrl>

#include "canvas_view.h"
#include "window_fixture.h"

namespace armillary::app {

/// The canvas with its palette as a person uses them: by mouse, and again by keyboard alone.
class EditorCanvasTest : public WindowFixture {
    Q_OBJECT

private slots:
    void cleanup();
    void drawsAWebService();
    void drawsAWebServiceByKeyboard();
    void takesFromThePalette();
    void movesCards();
    void choosesMany();
    void saysWhyNot();
    void makesNewWhereALineEnds();
    void takesLinesAway();
    void showsTheSameAsATable();
    void renamesAndFinds();
    void offersAMenu();
    void takesWhatIsDropped();
    void takesFilesBesideWhatIsEdited();
    void opensWhatIsDroppedOnNothing();
    void pastesWhatOthersCopied();
    void tellsAScreenReader();
    void looksRight();

private:
    void show(const QByteArray& yaml = {});
    CanvasView* canvas() const;
    const CanvasModel& model() const { return *canvas()->model(); }
    int itemOf(const QString& kind, const QString& name = {}) const;
    QPoint card(const QString& kind, const QString& name = {}) const;
    QPoint handle(const QString& kind) const;
    QPoint inWindow(QPointF at) const { return canvas()->mapToScene(at).toPoint(); }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {});
    void hangOver(const QMimeData& data);
    void drop(const QMimeData& data);
    QUrl fileWith(const QString& name, const QByteArray& bytes);
    void type(const QString& text);
    int edges() const { return static_cast<int>(model().graph().edges.size()); }
    QString text(const QString& objectName, const char* property = "text") const;

    std::unique_ptr<Cluster> m_cluster;
    std::unique_ptr<EditorDocument> m_document;
    std::unique_ptr<QTemporaryDir> m_folder;
};

}  // namespace armillary::app
