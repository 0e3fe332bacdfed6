#include <QCursor>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <limits>

#include "canvas_view.h"

namespace armillary::app {

namespace {

constexpr double kSnap = 6;  ///< pixels
constexpr double kConnectedIsNearer = 0.4;
constexpr double kNudge = 8, kNudgeFar = 64;

}  // namespace

/// Cards by their own order, so that `more` adds to what is chosen or takes away from it.
void CanvasView::choose(const Target& target, bool more) {
    EditorDocument* document = m_model->document();
    if (target.edge >= 0) {
        document->setSelection({});
        m_edge = m_model->graph().edges[static_cast<std::size_t>(target.edge)].connection;
        return selectionMoved();
    }
    m_edge.reset();
    const int item = target.node < 0 ? 0 : static_cast<int>(node(target.node).item);
    if (item == 0) {
        if (!more) document->setSelection({});
        return selectionMoved();
    }
    QList<int> selection = more ? document->selection() : QList<int>();
    if (more && selection.contains(item))
        selection.removeAll(item);
    else
        selection.append(item);
    document->setSelection(selection);
    selectionMoved();
}

void CanvasView::mousePressEvent(QMouseEvent* event) {
    if (!m_model || !m_model->document()) return;
    takePress(event->position());
    m_lastAt = m_pressedAt;
    m_modifiers = event->modifiers();
    m_pressed = targetAt(m_pressedAt);
    m_travel = 1;
    if (event->button() == Qt::RightButton) {
        if (m_pressed.node < 0 || !isSelected(m_pressed.node)) choose(m_pressed, false);
        emit contextWanted(event->position());
        m_pressed = {};
        return;
    }
    if (event->button() == Qt::MiddleButton) {
        m_gesture = Gesture::Pan;
        setKeepMouseGrab(true);
        return;
    }
    if (m_pressed.map) {
        m_gesture = Gesture::Map;
        setKeepMouseGrab(true);
        centreMap(m_pressedAt);
    }
    redraw();
}

void CanvasView::beginDrag(QMouseEvent*) {
    setKeepMouseGrab(true);
    const bool more = m_modifiers & (Qt::ControlModifier | Qt::ShiftModifier);
    if (m_pressed.handle && m_pressed.node >= 0) return beginLine(m_pressed.node);
    m_offset = {};
    m_dragged.clear();
    if (m_pressed.node >= 0) {
        m_gesture = Gesture::Cards;
        if (!isSelected(m_pressed.node) && !node(m_pressed.node).isGhost()) choose(m_pressed, more);
        m_dragged.insert(m_pressed.node);
        for (int i = 0; i < m_model->count() && !node(m_pressed.node).isGhost(); ++i)
            if (isSelected(i)) m_dragged.insert(i);
    } else if (m_pressed.group >= 0) {
        m_gesture = Gesture::Cards;
        const std::vector<Group> all = groups();
        if (m_pressed.group < static_cast<int>(all.size()))
            for (const int each : all[static_cast<std::size_t>(m_pressed.group)].nodes) m_dragged.insert(each);
    } else if (more) {
        m_gesture = Gesture::Rectangle;
    } else {
        m_gesture = Gesture::Pan;
        setCursor(Qt::ClosedHandCursor);
    }
    m_progress = 1;
    emit hoveredChanged();
}

void CanvasView::beginLine(int index) {
    m_gesture = Gesture::Line;
    m_lineFrom = index;
    m_reachable.assign(m_model->graph().nodes.size(), false);
    std::set<relations::Kind> kinds;
    for (const relations::Partner& each : relations::partnersOf(node(index).object.kind)) kinds.insert(each.kind);
    for (int i = 0; i < m_model->count(); ++i)
        if (kinds.contains(node(i).object.kind)) m_reachable[static_cast<std::size_t>(i)] = whyNot(i).isEmpty();
}

void CanvasView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_model || event->buttons() == Qt::NoButton) return;
    m_pointer = event->position();
    if (m_gesture == Gesture::None) {
        if (!(event->buttons() & Qt::LeftButton) || !isDrag()) return;
        beginDrag(event);
    }
    drag(m_pointer);
    redraw();
}

void CanvasView::drag(QPointF to) {
    switch (m_gesture) {
        case Gesture::Pan:
            m_origin -= (to - m_lastAt) / m_zoom;
            m_placed = true;
            m_lastAt = to;
            emit viewportChanged();
            break;
        case Gesture::Cards:
            m_offset = snapped((to - m_pressedAt) / m_zoom);
            break;
        case Gesture::Line:
            m_hovered = targetAt(to);
            m_hovered.edge = m_hovered.group = -1;
            emit hoveredChanged();
            break;
        case Gesture::Map:
            centreMap(to);
            break;
        default:
            break;
    }
}

/// Lightly: a card that comes near another's line falls into it.
QPointF CanvasView::snapped(QPointF offset) {
    m_guidesX.clear();
    m_guidesY.clear();
    const int led = m_pressed.node >= 0 ? m_pressed.node : m_dragged.empty() ? -1 : *m_dragged.begin();
    if (led < 0 || (m_modifiers & Qt::AltModifier)) return offset;
    const QPointF at = m_model->placeOf(led).topLeft() + offset;
    double byX = kSnap / m_zoom, byY = byX, x = at.x(), y = at.y();
    const QRectF seen(toCanvas({}), QSizeF(width(), height()) / m_zoom);
    for (int i = 0; i < m_model->count(); ++i) {
        if (m_dragged.contains(i)) continue;
        const QRectF other = m_model->placeOf(i);
        if (!seen.intersects(other)) continue;
        if (std::abs(other.x() - at.x()) < byX) byX = std::abs(other.x() - at.x()), x = other.x(), m_guidesX = {x};
        if (std::abs(other.y() - at.y()) < byY) byY = std::abs(other.y() - at.y()), y = other.y(), m_guidesY = {y};
    }
    return offset + QPointF(x, y) - at;
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_model || event->button() == Qt::RightButton) return;
    m_pointer = event->position();
    setKeepMouseGrab(false);
    unsetCursor();
    const Gesture gesture = m_gesture;
    const Target pressed = m_pressed;
    if (gesture == Gesture::Line) return endLine();
    m_gesture = Gesture::None;
    m_pressed = {};
    m_guidesX.clear();
    m_guidesY.clear();
    if (gesture == Gesture::Rectangle) endRectangle();
    if (gesture == Gesture::Cards) {
        std::vector<std::pair<int, QPointF>> moved;
        for (const int each : m_dragged) moved.emplace_back(each, m_model->placeOf(each).topLeft() + m_offset);
        // They are where they were let go already.
        for (const auto& [each, at] : moved) m_at[node(each).key] = m_from[node(each).key] = at;
        m_dragged.clear();
        m_model->move(moved);
    }
    if (gesture == Gesture::None && event->button() == Qt::LeftButton)
        choose(pressed, m_modifiers & (Qt::ControlModifier | Qt::ShiftModifier));
    hover(m_pointer);
    redraw();
}

void CanvasView::endLine() {
    const int from = static_cast<int>(node(m_lineFrom).item);
    const Target target = targetAt(m_pointer);
    const bool self = target.node == m_lineFrom, blocked = target.node >= 0 && !self && !whyNot(target.node).isEmpty();
    const int to = target.node >= 0 ? static_cast<int>(node(target.node).item) : 0;
    m_gesture = Gesture::None;
    m_lineFrom = -1;
    m_pressed = m_hovered = {};
    m_reachable.clear();
    emit hoveredChanged();
    redraw();
    if (self || blocked || target.map || !contains(m_pointer)) return;
    if (to > 0)
        emit connectWanted(from, to);
    else
        emit connectToNewWanted(from, m_pointer);
}

void CanvasView::endRectangle() {
    const QRectF rectangle = QRectF(m_pressedAt, m_pointer).normalized();
    QList<int> selection = m_model->document()->selection();
    for (int i = 0; i < m_model->count(); ++i) {
        const int item = static_cast<int>(node(i).item);
        if (item > 0 && rectangle.intersects(onScreen(placeOf(i))) && !selection.contains(item)) selection.append(item);
    }
    m_edge.reset();
    m_model->document()->setSelection(selection);
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!m_model || event->button() != Qt::LeftButton) return;
    const Target target = targetAt(event->position());
    if (target.node >= 0 && !node(target.node).isGhost())
        emit formWanted();
    else if (target.node < 0 && target.edge < 0 && !target.map)
        emit quickAddWanted(event->position());
}

void CanvasView::mouseUngrabEvent() {
    m_pressed = {};
    m_gesture = Gesture::None;
    m_dragged.clear();
    m_lineFrom = -1;
    m_guidesX.clear();
    m_guidesY.clear();
    unsetCursor();
    redraw();
}

void CanvasView::wheelEvent(QWheelEvent* event) {
    m_pointer = event->position();
    m_pointerInside = true;
    zoomBy(wheelFactor(*event));
}

void CanvasView::centreMap(QPointF at) {
    const QRectF map = mapRect();
    const QRectF all = m_model->bounds();
    if (map.isNull() || all.isEmpty()) return;
    const double scale = std::min((map.width() - 12) / all.width(), (map.height() - 12) / all.height());
    m_origin = all.center() + (at - map.center()) / scale - middle() / m_zoom;
    m_placed = true;
    emit viewportChanged();
}

void CanvasView::removeSelected() {
    EditorDocument* document = m_model ? m_model->document() : nullptr;
    if (!document) return;
    const int edge = selectedEdge();
    if (edge < 0) {
        document->removeSelection();
        return;
    }
    const CanvasEdge& chosen = m_model->graph().edges[static_cast<std::size_t>(edge)];
    const editor::Connection connection = chosen.connection;
    const QString title = tr("Disconnect %1 from %2").arg(node(chosen.from).title(), node(chosen.to).title());
    if (document->disconnectItems(title, connection)) m_edge.reset();
    selectionMoved();
}

/// To the next card in a direction: what is connected counts as nearer, and straight on before near by.
void CanvasView::selectTowards(Qt::Key direction) {
    const int current = m_model->graph().find(static_cast<editor::ItemId>(m_model->document()->current()));
    if (current < 0) {
        selectNext(1);
        return;
    }
    const bool level = direction == Qt::Key_Left || direction == Qt::Key_Right;
    const double sign = direction == Qt::Key_Left || direction == Qt::Key_Up ? -1 : 1;
    std::set<int> connected;
    for (const CanvasEdge& edge : m_model->graph().edges) {
        if (edge.from == current) connected.insert(edge.to);
        if (edge.to == current) connected.insert(edge.from);
    }
    int best = -1;
    double nearest = std::numeric_limits<double>::max();
    for (int i = 0; i < m_model->count(); ++i) {
        if (node(i).isGhost() || i == current) continue;
        const QPointF away = m_model->placeOf(i).center() - m_model->placeOf(current).center();
        const double along = sign * (level ? away.x() : away.y()), across = std::abs(level ? away.y() : away.x());
        if (along < 5) continue;
        const double distance = (along + 2.5 * across) * (connected.contains(i) ? kConnectedIsNearer : 1);
        if (distance < nearest) nearest = distance, best = i;
    }
    if (best < 0) return;
    announce(wayTo(best, current));
    reveal(static_cast<int>(node(best).item));
}

/// False at the end: then the focus goes on.
bool CanvasView::selectNext(int by) {
    const auto items = m_model->document()->project().items();
    if (items.empty()) return false;
    const auto current = static_cast<editor::ItemId>(m_model->document()->current());
    const auto found = std::ranges::find(items, current, &editor::Item::id);
    const auto at = (found == items.end() ? (by > 0 ? -1 : std::ssize(items)) : found - items.begin()) + by;
    if (at < 0 || at >= std::ssize(items)) return false;
    reveal(static_cast<int>(items[static_cast<std::size_t>(at)].id));
    return true;
}

/// The lines of the card that was chosen, one after the other.
void CanvasView::selectNextEdge() {
    const auto& edges = m_model->graph().edges;
    const int before = selectedEdge();
    const int at = before >= 0 ? edges[static_cast<std::size_t>(before)].from
                               : m_model->graph().find(static_cast<editor::ItemId>(m_model->document()->current()));
    int first = -1, next = -1;
    for (int i = 0; i < static_cast<int>(edges.size()); ++i) {
        const CanvasEdge& edge = edges[static_cast<std::size_t>(i)];
        if (at >= 0 && edge.from != at && edge.to != at) continue;
        if (first < 0) first = i;
        if (next < 0 && i > before) next = i;
    }
    if (first >= 0) choose({.edge = next >= 0 ? next : first}, false);
    emit hoveredChanged();
}

/// Keys that a page or the window may have uses for are the canvas' own while it has the focus.
bool CanvasView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        const bool letter =
            key.modifiers() == Qt::ControlModifier &&
            QList{Qt::Key_A, Qt::Key_C, Qt::Key_X, Qt::Key_V, Qt::Key_D, Qt::Key_F, Qt::Key_0, Qt::Key_Z, Qt::Key_Y}
                .contains(static_cast<Qt::Key>(key.key()));
        const bool alone =
            key.modifiers() == Qt::NoModifier &&
            QList{Qt::Key_Period, Qt::Key_F2, Qt::Key_C, Qt::Key_E, Qt::Key_Delete, Qt::Key_Tab, Qt::Key_Return}
                .contains(static_cast<Qt::Key>(key.key()));
        const bool redo = key.key() == Qt::Key_Z && key.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
        const bool tidy = key.key() == Qt::Key_T && key.modifiers() == (Qt::ShiftModifier | Qt::AltModifier);
        if (letter || alone || redo || tidy) {
            event->accept();
            return true;
        }
    }
    return SceneView::event(event);
}

bool CanvasView::control(const QKeyEvent& event) {
    const bool shift = event.modifiers() & Qt::ShiftModifier;
    switch (event.key()) {
        case Qt::Key_A:
            m_model->selectAll();
            return true;
        case Qt::Key_C:
            m_model->copy();
            return true;
        case Qt::Key_X:
            m_model->cut();
            return true;
        case Qt::Key_V:
            m_model->paste();
            return true;
        case Qt::Key_D:
            m_model->duplicate();
            return true;
        case Qt::Key_F:
            emit findWanted();
            return true;
        case Qt::Key_0:
            fit();
            return true;
        case Qt::Key_Z:
            shift ? m_model->redo() : m_model->undo();
            return true;
        case Qt::Key_Y:
            m_model->redo();
            return true;
        default:
            return false;
    }
}

bool CanvasView::plain(const QKeyEvent& event) {
    const int current = m_model->document()->current();
    switch (event.key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
            selectTowards(static_cast<Qt::Key>(event.key()));
            return true;
        case Qt::Key_Tab:
            if (current == 0 && !m_edge) {
                emit quickAddWanted(m_pointerInside ? m_pointer : middle());
                return true;
            }
            return selectNext(1);
        case Qt::Key_Backtab:
            return current != 0 && selectNext(-1);
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            removeSelected();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (current != 0) emit formWanted();
            return true;
        case Qt::Key_F2:
            if (current != 0) emit renameWanted(current);
            return true;
        case Qt::Key_C:
            if (current != 0) emit connectByKeyWanted(current);
            return true;
        case Qt::Key_E:
            selectNextEdge();
            return true;
        case Qt::Key_Menu:
            emit contextWanted(current != 0 ? cardOf(current).center() : middle());
            return true;
        case Qt::Key_Period:
            fit();
            return true;
        case Qt::Key_Escape:
            if (m_gesture != Gesture::None) {
                mouseUngrabEvent();
                return true;
            }
            if (current == 0 && !m_edge) return false;
            choose({}, false);
            return true;
        default:
            return false;
    }
}

void CanvasView::keyPressEvent(QKeyEvent* event) {
    if (!m_model || !m_model->document()) return SceneView::keyPressEvent(event);
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool arrow = event->key() >= Qt::Key_Left && event->key() <= Qt::Key_Down;
    if (modifiers == (Qt::ShiftModifier | Qt::AltModifier) && event->key() == Qt::Key_T) return m_model->tidyUp();
    if (modifiers & Qt::AltModifier && arrow) {
        // What is chosen moves by a step.
        const double step = modifiers & Qt::ShiftModifier ? kNudgeFar : kNudge;
        const QPointF by = event->key() == Qt::Key_Left    ? QPointF(-step, 0)
                           : event->key() == Qt::Key_Right ? QPointF(step, 0)
                           : event->key() == Qt::Key_Up    ? QPointF(0, -step)
                                                           : QPointF(0, step);
        std::vector<std::pair<int, QPointF>> moved;
        for (int i = 0; i < m_model->count(); ++i)
            if (isSelected(i)) moved.emplace_back(i, m_model->placeOf(i).topLeft() + by);
        return m_model->move(moved);
    }
    if (modifiers & Qt::ControlModifier && control(*event)) return;
    if ((modifiers == Qt::NoModifier || event->key() == Qt::Key_Backtab) && plain(*event)) return;
    if (event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab || modifiers & Qt::ControlModifier) {
        event->ignore();
        return;
    }
    SceneView::keyPressEvent(event);
}

}  // namespace armillary::app
