#include "carry.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QQuickItem>

namespace armillary::app {

void Carry::follow(QQuickItem* from) {
    if (isActive() || !from || !from->window()) return;
    m_window = from->window();
    m_window->installEventFilter(this);
    emit activeChanged();
}

void Carry::end(bool dropped) {
    m_window->removeEventFilter(this);
    m_window = nullptr;
    emit ended(dropped);
    emit activeChanged();
}

bool Carry::eventFilter(QObject*, QEvent* event) {
    switch (event->type()) {
        case QEvent::MouseMove: {
            const auto& mouse = *static_cast<QMouseEvent*>(event);
            // The button went up where nobody could see it.
            if (!(mouse.buttons() & Qt::LeftButton))
                end(false);
            else
                emit moved(mouse.scenePosition());
            return false;
        }
        case QEvent::MouseButtonRelease:
            if (static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton) end(true);
            return false;
        case QEvent::KeyPress:
            if (static_cast<QKeyEvent*>(event)->key() != Qt::Key_Escape) return false;
            end(false);
            return true;
        // A shortcut for Escape would come first.
        case QEvent::ShortcutOverride:
            if (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) event->accept();
            return false;
        case QEvent::FocusOut:
        case QEvent::Hide:
            end(false);
            return false;
        default:
            return false;
    }
}

}  // namespace armillary::app
