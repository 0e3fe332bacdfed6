#include "scene_access.h"

#include <QAccessible>
#include <QAccessibleActionInterface>
#include <QAccessibleObject>
#include <QPointer>
#include <QQmlContext>
#include <QQmlProperty>
#include <QQuickWindow>
#include <map>

#include "scene_view.h"

namespace armillary::app {

namespace {

/// Of those that have gone, so many are kept until they are cleared away.
constexpr std::size_t kMostGone = 256;

QRect onDesktop(const QQuickItem& item, const QRectF& place) {
    if (place.isNull() || !item.window()) return {};
    return QRectF(item.mapToGlobal(place.topLeft()), place.size() * item.scale()).toAlignedRect();
}

/// One part, by its key: it stays the same while others come and go.
class AccessiblePart : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    AccessiblePart(SceneView* view, QString key, int part) : m_view(view), m_key(std::move(key)), m_part(part) {}

    bool isValid() const override { return m_view && part() >= 0; }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_view ? m_view->window() : nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    void setText(QAccessible::Text, const QString&) override {}

    QString text(QAccessible::Text which) const override {
        if (!isValid()) return {};
        const ScenePart about = m_view->partAt(m_part);
        return which == QAccessible::Name          ? about.name
               : which == QAccessible::Description ? about.description
                                                   : QString();
    }
    QRect rect() const override { return isValid() ? onDesktop(*m_view, m_view->partAt(m_part).place) : QRect(); }
    QAccessible::Role role() const override {
        return isValid() && m_view->partAt(m_part).line ? QAccessible::Link : QAccessible::ListItem;
    }
    QAccessible::State state() const override {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        const ScenePart about = m_view->partAt(m_part);
        state.focusable = state.selectable = true;
        state.selected = about.selected;
        state.focused = m_view->hasActiveFocus() && m_view->currentPart() == m_part;
        state.invisible = about.place.isNull() || !m_view->isVisible();
        state.offscreen = !m_view->boundingRect().intersects(about.place);
        return state;
    }
    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }
    void doAction(const QString& action) override {
        if (!isValid()) return;
        m_view->forceActiveFocus(Qt::OtherFocusReason);
        m_view->choosePart(m_part);
        if (action == pressAction()) m_view->openPart(part());
    }

private:
    /// -1 when it has gone. Looked for only where it is not where it was.
    int part() const {
        const int count = m_view->partCount();
        if (m_part >= 0 && m_part < count && m_view->partKey(m_part) == m_key) return m_part;
        for (m_part = count - 1; m_part >= 0; --m_part)
            if (m_view->partKey(m_part) == m_key) break;
        return m_part;
    }

    QPointer<SceneView> m_view;
    QString m_key;
    mutable int m_part;
};

/// The picture itself: what QML says of it, its parts, and the items on it.
class AccessibleScene : public QAccessibleObject, public QAccessibleActionInterface {
public:
    explicit AccessibleScene(SceneView* view) : QAccessibleObject(view) {}
    ~AccessibleScene() override {
        for (const auto& [_, id] : m_parts) QAccessible::deleteAccessibleInterface(id);
    }

    QWindow* window() const override { return view().window(); }
    QAccessibleInterface* parent() const override {
        const QQuickItem* const content = view().window() ? view().window()->contentItem() : nullptr;
        for (QQuickItem* around = view().parentItem(); around && around != content; around = around->parentItem())
            if (QAccessibleInterface* found = QAccessible::queryAccessibleInterface(around)) return found;
        return QAccessible::queryAccessibleInterface(view().window());
    }
    int childCount() const override { return view().partCount() + static_cast<int>(items().size()); }
    QAccessibleInterface* child(int index) const override {
        const int parts = view().partCount();
        if (index < 0) return nullptr;
        if (index < parts) return partOf(index);
        const QList<QQuickItem*> others = items();
        return index - parts < others.size() ? QAccessible::queryAccessibleInterface(others[index - parts]) : nullptr;
    }
    int indexOfChild(const QAccessibleInterface* wanted) const override {
        for (int index = 0; index < childCount(); ++index)
            if (child(index) == wanted) return index;
        return -1;
    }
    QAccessibleInterface* childAt(int x, int y) const override {
        for (QQuickItem* item : items())
            if (onDesktop(*item, item->boundingRect()).contains(x, y))
                return QAccessible::queryAccessibleInterface(item);
        const QPointF at = view().mapFromGlobal(QPointF(x, y));
        for (int part = view().partCount() - 1; part >= 0; --part)
            if (view().partAt(part).place.contains(at)) return partOf(part);
        return nullptr;
    }
    QAccessibleInterface* focusChild() const override {
        if (!view().hasActiveFocus()) return nullptr;
        const int part = view().currentPart();
        return part >= 0 ? partOf(part) : const_cast<AccessibleScene*>(this);
    }
    QRect rect() const override { return onDesktop(view(), view().boundingRect()); }
    QAccessible::Role role() const override { return static_cast<QAccessible::Role>(said("role").toInt()); }
    QString text(QAccessible::Text which) const override {
        return which == QAccessible::Name          ? said("name").toString()
               : which == QAccessible::Description ? said("description").toString()
                                                   : QString();
    }
    QAccessible::State state() const override {
        QAccessible::State state;
        state.focusable = true;
        state.focused = view().hasActiveFocus();
        state.invisible = !view().isVisible();
        state.disabled = !view().isEnabled();
        return state;
    }
    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    QStringList actionNames() const override { return {setFocusAction()}; }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }
    void doAction(const QString&) override { view().forceActiveFocus(Qt::OtherFocusReason); }

private:
    SceneView& view() const { return *static_cast<SceneView*>(object()); }
    QVariant said(const char* what) const {
        return QQmlProperty(object(), QStringLiteral("Accessible.") + QLatin1StringView(what), qmlContext(object()))
            .read();
    }
    QList<QQuickItem*> items() const {
        QList<QQuickItem*> all;
        collect(view(), all);
        return all;
    }
    static void collect(const QQuickItem& root, QList<QQuickItem*>& all) {
        for (QQuickItem* item : root.childItems()) {
            if (!item->isVisible()) continue;
            if (QAccessible::queryAccessibleInterface(item))
                all.append(item);
            else
                collect(*item, all);
        }
    }
    QAccessibleInterface* partOf(int part) const {
        const QString key = view().partKey(part);
        if (const auto known = m_parts.find(key); known != m_parts.end())
            return QAccessible::accessibleInterface(known->second);
        if (m_parts.size() > static_cast<std::size_t>(view().partCount()) + kMostGone) forgetGone();
        auto* made = new AccessiblePart(&view(), key, part);
        m_parts[key] = QAccessible::registerAccessibleInterface(made);
        return made;
    }
    void forgetGone() const {
        std::erase_if(m_parts, [](const auto& each) {
            const QAccessibleInterface* known = QAccessible::accessibleInterface(each.second);
            if (known && known->isValid()) return false;
            QAccessible::deleteAccessibleInterface(each.second);
            return true;
        });
    }

    mutable std::map<QString, QAccessible::Id> m_parts;  ///< those that somebody has asked for, by key
};

QAccessibleInterface* makeAccess(const QString& className, QObject* object) {
    if (className != QLatin1StringView("armillary::app::SceneView")) return nullptr;
    auto* view = qobject_cast<SceneView*>(object);
    return view ? new AccessibleScene(view) : nullptr;
}

}  // namespace

void installSceneAccess() {
    static const bool once = [] {
        QAccessible::installFactory(makeAccess);
        return true;
    }();
    Q_UNUSED(once);
}

}  // namespace armillary::app
