#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QtQmlIntegration>
#include <memory>
#include <optional>
#include <vector>

#include "canvas_graph.h"
#include "canvas_layout.h"
#include "canvas_live.h"
#include "canvas_places.h"
#include "editor_document.h"

namespace armillary::app {

/// A document as cards and lines: what there is, where it stands, how it fares. Positions are by Graphviz at first and
/// when somebody tidies up, by hand otherwise; they are remembered in the user's own folder. What is done to the
/// document here is one step of undo each, and so is what moves cards.
class CanvasModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::EditorDocument* document READ document WRITE setDocument NOTIFY documentChanged REQUIRED)
    /// Width by height of where it is looked at.
    Q_PROPERTY(double aspect MEMBER m_aspect NOTIFY aspectChanged)
    /// Where positions are remembered.
    Q_PROPERTY(QString folder MEMBER m_folder NOTIFY aspectChanged)
    Q_PROPERTY(int count READ count NOTIFY graphChanged)
    /// Positions are being worked out.
    Q_PROPERTY(bool arranging READ isArranging NOTIFY placesChanged)
    Q_PROPERTY(bool canUndo READ canUndo NOTIFY graphChanged)
    Q_PROPERTY(bool canRedo READ canRedo NOTIFY graphChanged)

public:
    explicit CanvasModel(QObject* parent = nullptr);
    ~CanvasModel() override;

    EditorDocument* document() const { return m_document; }
    void setDocument(EditorDocument* document);
    int count() const { return static_cast<int>(m_graph.nodes.size()); }
    bool isArranging() const { return m_arranging; }
    bool canUndo() const;
    bool canRedo() const;

    const CanvasGraph& graph() const { return m_graph; }
    /// Upper left corners of the cards; as many as there are nodes.
    const std::vector<QPointF>& places() const { return m_places; }
    QRectF placeOf(int node) const { return {m_places[static_cast<std::size_t>(node)], kCanvasCard}; }
    const CanvasState& stateOf(int node) const { return m_states[static_cast<std::size_t>(node)]; }
    /// Around all cards; null when there is none.
    QRectF bounds() const;

    /// As one step of undo.
    void move(const std::vector<std::pair<int, QPointF>>& to);
    /// What is new next stands here.
    void expectAt(QPointF at) { m_expected = at; }
    Q_INVOKABLE void tidyUp();
    /// Lines the selection up: "left", "center", "right", "top", "middle", "bottom"; or spreads it evenly:
    /// "horizontally", "vertically".
    Q_INVOKABLE void align(const QString& how);
    Q_INVOKABLE void undo();
    Q_INVOKABLE void redo();

    /// Objects out of YAML, with names of their own, selected. `at` is where, nowhere in particular without.
    Q_INVOKABLE bool add(const QString& title, const QString& yaml, const QVariant& at = {});
    /// The same for one object that is connected to an item from the beginning.
    Q_INVOKABLE bool addConnected(const QString& title, const QString& yaml, int item, bool refers, QPointF at);
    /// What adding it would come to: `count` of objects, 0 where it is too long to say so at once; `why` nothing.
    Q_INVOKABLE QVariantMap lookAt(const QString& yaml) const;
    Q_INVOKABLE void selectAll();
    Q_INVOKABLE void copy();
    Q_INVOKABLE void cut();
    Q_INVOKABLE void paste(const QVariant& at = {});
    Q_INVOKABLE void duplicate();
    /// Items whose name, kind or substance has this; those first whose name begins with it.
    Q_INVOKABLE QList<int> search(const QString& text) const;
    Q_INVOKABLE QString nameOf(int item) const;

signals:
    void documentChanged();
    void aspectChanged();
    /// Cards, lines, findings.
    void graphChanged();
    void placesChanged();
    void statesChanged();
    /// Nothing was done, and why.
    void refused(const QString& why);

private:
    using Moved = std::vector<std::pair<std::string, QPointF>>;  ///< by key
    struct Step {
        std::size_t depth;  ///< of the document's history when it was made
        Moved before, after;
    };
    void take();
    void begin();
    void arrangeAll(bool asStep);
    void placeNew();
    QPointF wantedFor(int node) const;
    void apply(const Moved& moved);
    void record(Moved before, Moved after);
    void refreshStates();
    void remember();
    std::vector<int> selectedNodes() const;
    std::size_t depth() const;

    QPointer<EditorDocument> m_document;
    const editor::Project* m_project = nullptr;  ///< whose graph this is, to see that another one has been opened
    CanvasLive m_live;
    CanvasGraph m_graph;
    std::vector<QPointF> m_places;
    std::vector<CanvasState> m_states;
    std::map<std::string, QPointF>
        m_known;  ///< places by key, of what has been taken away as well: undo brings it back
    std::map<editor::ItemId, std::string> m_keys;
    std::vector<Step> m_done, m_undone;
    std::size_t m_lastDepth = 0;
    std::string m_next;  ///< what redo() would have done then
    std::optional<QPointF> m_expected;
    std::vector<QPointF> m_copied;  ///< where what is in the clipboard stood
    QString m_copiedText;
    int m_pasted = 0;
    QString m_folder, m_path;
    QTimer m_rememberSoon;
    double m_aspect = 1.6;
    int m_generation = 0;  ///< of what is open
    bool m_arranging = false, m_beginning = false, m_dirty = false;
};

}  // namespace armillary::app
