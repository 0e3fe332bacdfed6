#include <QPointer>
#include <QRegularExpression>
#include <QSettings>
#include <QTest>
#include <functional>

#include "tests/qml/support/offline.h"
#include "window_fixture.h"

namespace armillary::app {

QQuickItem* find(QQuickItem* root, const std::function<bool(QQuickItem*)>& wanted) {
    if (!root->isVisible()) return nullptr;
    if (wanted(root)) return root;
    for (QQuickItem* child : root->childItems())
        if (QQuickItem* found = find(child, wanted)) return found;
    return nullptr;
}

void WindowFixture::init() {
    // Whatever QML complains about fails the test.
    QTest::failOnWarning(QRegularExpression(QStringLiteral("qrc:|QML|binding")));
    QSettings().clear();
    // Most tests point at pods where the flat view has them.
    QSettings().setValue(QStringLiteral("topology/view"), QStringLiteral("flat"));
}

void WindowFixture::cleanup() {
    closeWindow();
}

void WindowFixture::closeWindow() {
    m_engine.reset();
    m_clusters.reset();
    m_local.reset();
    m_window = nullptr;
}

void WindowFixture::open(Connect connect) {
    m_clusters = std::make_unique<ClusterList>(
        KnownCluster{
            .name = QStringLiteral("simulated"), .detail = QStringLiteral("in memory"), .connect = std::move(connect)},
        QStringList(), std::make_shared<Backstage>());
    m_clusters->start();
    load();
}

void WindowFixture::load() {
    m_engine = std::make_unique<QQmlApplicationEngine>();
    QVariantMap properties{{QStringLiteral("clusters"), QVariant::fromValue(m_clusters.get())}};
    if (m_local) properties.insert(QStringLiteral("local"), QVariant::fromValue(m_local.get()));
    m_engine->setInitialProperties(properties);
    if (m_local) m_local->watch();
    m_engine->loadFromModule("Armillary.Shell", "Main");
    QVERIFY(!m_engine->rootObjects().isEmpty());
    m_window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().first());
    QVERIFY(m_window);
    m_window->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(m_window, kPatience));
}

void WindowFixture::openStill(bool own) {
    open(own ? canned(kStill) : sharedStill());
    QTRY_VERIFY_WITH_TIMEOUT(!topology()->isLoading() && topology()->podCount() == kPods && topology()->cellSize() > 0,
                             kPatience);
}

void WindowFixture::openExplorer(const QString& kind, int rows, bool own) {
    openStill(own);
    press(Qt::Key_3, Qt::ControlModifier);
    click(kind);
    QTRY_VERIFY_WITH_TIMEOUT(!table()->isLoading() && table()->shown() == rows, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("resourceTable"))->hasActiveFocus(), kPatience);
}

QQuickItem* WindowFixture::item(const QString& objectName) const {
    return find(m_window->contentItem(), [&](QQuickItem* item) { return item->objectName() == objectName; });
}

QQuickItem* WindowFixture::textItem(const QString& text) const {
    return find(m_window->contentItem(), [&](QQuickItem* item) {
        return item->inherits("QQuickText") && item->property("text").toString() == text;
    });
}

QPoint WindowFixture::centre(QQuickItem* item) const {
    return item->mapToScene(QPointF(item->width() / 2, item->height() / 2)).toPoint();
}

void WindowFixture::bringIntoView(QQuickItem* item) {
    for (QQuickItem* around = item->parentItem(); around; around = around->parentItem()) {
        if (!around->inherits("QQuickFlickable")) continue;
        const double top = item->mapToItem(around, QPointF()).y(), bottom = top + item->height();
        if (top < 0 || bottom > around->height())
            around->setProperty("contentY", around->property("contentY").toDouble() + top - around->height() / 2);
    }
}

void WindowFixture::click(QQuickItem* item) {
    QVERIFY(item);
    bringIntoView(item);
    // What moves cannot be clicked, and what has gone meanwhile need not be.
    const QPointer<QQuickItem> target(item);
    QPoint at;
    do {
        at = centre(target);
        QTest::qWait(20);
    } while (target && centre(target) != at);
    if (target) QTest::mouseClick(m_window, Qt::LeftButton, {}, at);
}

void WindowFixture::click(const QString& text) {
    QTRY_VERIFY_WITH_TIMEOUT(textItem(text), kPatience);
    click(textItem(text));
}

void WindowFixture::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(m_window, key, modifiers);
}

QPoint WindowFixture::dotCentre(int index) const {
    return item(QStringLiteral("topologyView"))
        ->mapToScene(topology()->dots()[static_cast<std::size_t>(index)].to)
        .toPoint();
}

}  // namespace armillary::app
