#pragma once

#include <QObject>
#include <QPointF>
#include <QPointer>
#include <QQuickWindow>
#include <QtQmlIntegration>

class QQuickItem;

namespace armillary::app {

/// Follows the pointer from a drag that has begun to where it is let go, whichever item has the pointer's grab: the
/// page that it began on may be hidden meanwhile, because another one is to take what is carried.
class Carry : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool active READ isActive NOTIFY activeChanged)

public:
    using QObject::QObject;

    bool isActive() const { return !m_window.isNull(); }
    /// A button is down in this item's window.
    Q_INVOKABLE void follow(QQuickItem* from);

signals:
    void activeChanged();
    /// In the window's coordinates.
    void moved(QPointF to);
    /// Let go there; `dropped` is false when Escape was pressed instead, or the window was left by key.
    void ended(bool dropped);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void end(bool dropped);

    QPointer<QQuickWindow> m_window;
};

}  // namespace armillary::app
