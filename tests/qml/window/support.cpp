#include <QPointer>
#include <QQuickStyle>
#include <QRegularExpression>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <functional>

#include "tests/qml/support/offline.h"
#include "window_test.h"

namespace armillary::app {

QQuickItem* find(QQuickItem* root, const std::function<bool(QQuickItem*)>& wanted) {
    if (!root->isVisible()) return nullptr;
    if (wanted(root)) return root;
    for (QQuickItem* child : root->childItems())
        if (QQuickItem* found = find(child, wanted)) return found;
    return nullptr;
}

void WindowTest::init() {
    // Whatever QML complains about fails the test.
    QTest::failOnWarning(QRegularExpression(QStringLiteral("qrc:|QML|binding")));
    QSettings().clear();
}

void WindowTest::cleanup() {
    m_engine.reset();
    m_clusters.reset();
    m_window = nullptr;
}

void WindowTest::open(Connect connect) {
    m_clusters = std::make_unique<ClusterList>(
        KnownCluster{
            .name = QStringLiteral("simulated"), .detail = QStringLiteral("in memory"), .connect = std::move(connect)},
        QStringList(), std::make_shared<Backstage>());
    m_engine = std::make_unique<QQmlApplicationEngine>();
    m_engine->setInitialProperties({{QStringLiteral("clusters"), QVariant::fromValue(m_clusters.get())}});
    m_clusters->start();
    m_engine->loadFromModule("Armillary.Shell", "Main");
    QVERIFY(!m_engine->rootObjects().isEmpty());
    m_window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().first());
    QVERIFY(m_window);
    m_window->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(m_window, kPatience));
}

void WindowTest::openStill(bool own) {
    open(own ? canned(kStill) : sharedStill());
    QTRY_VERIFY_WITH_TIMEOUT(!topology()->isLoading() && topology()->podCount() == kPods && topology()->cellSize() > 0,
                             kPatience);
}

QQuickItem* WindowTest::item(const QString& objectName) const {
    return find(m_window->contentItem(), [&](QQuickItem* item) { return item->objectName() == objectName; });
}

QQuickItem* WindowTest::textItem(const QString& text) const {
    return find(m_window->contentItem(), [&](QQuickItem* item) {
        return item->inherits("QQuickText") && item->property("text").toString() == text;
    });
}

QPoint WindowTest::centre(QQuickItem* item) const {
    return item->mapToScene(QPointF(item->width() / 2, item->height() / 2)).toPoint();
}

void WindowTest::click(QQuickItem* item) {
    QVERIFY(item);
    // What moves cannot be clicked, and what has gone meanwhile need not be.
    const QPointer<QQuickItem> target(item);
    QPoint at;
    do {
        at = centre(target);
        QTest::qWait(20);
    } while (target && centre(target) != at);
    if (target) QTest::mouseClick(m_window, Qt::LeftButton, {}, at);
}

void WindowTest::click(const QString& text) {
    QTRY_VERIFY_WITH_TIMEOUT(textItem(text), kPatience);
    click(textItem(text));
}

void WindowTest::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(m_window, key, modifiers);
}

QPoint WindowTest::dotCentre(int index) const {
    return item(QStringLiteral("topologyView"))
        ->mapToScene(topology()->dots()[static_cast<std::size_t>(index)].to)
        .toPoint();
}

}  // namespace armillary::app

int main(int count, char** arguments) {
    // The tests neither read nor write the settings of whoever runs them.
    const QTemporaryDir settings;
    qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(count, arguments);
    QGuiApplication::setApplicationName(QStringLiteral("armillary"));
    QGuiApplication::setOrganizationName(QStringLiteral("armillary"));
    QGuiApplication::setQuitOnLastWindowClosed(false);
    armillary::app::WindowTest test;
    return QTest::qExec(&test, count, arguments);
}
