#include "actions_window_test.h"

#include <QTest>

#include "engine/schema/api/appsv1.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

void ActionsWindowTest::openOwn(const QString& resource) {
    m_cluster = makeOfflineCluster(kStill).value();
    open([this] {
        return connectionInProcess(m_cluster, m_cluster->client(), m_cluster->kubeconfig(),
                                   QStringLiteral("simulated"));
    });
    QTRY_VERIFY_WITH_TIMEOUT(!topology()->isLoading() && topology()->podCount() == kPods, kPatience);
    press(Qt::Key_3, Qt::ControlModifier);
    QMetaObject::invokeMethod(m_window->property("navigator").value<QObject*>(), "browse", Q_ARG(QString, resource));
    QTRY_VERIFY_WITH_TIMEOUT(
        table()->property("resource").toString() == resource && !table()->isLoading() && table()->shown() > 0,
        kPatience);
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("resourceTable"))->hasActiveFocus(), kPatience);
}

void ActionsWindowTest::type(const QString& text) {
    for (const QChar letter : text) QTest::keyClick(m_window, letter.toLatin1());
}

QString ActionsWindowTest::text(const QString& objectName) const {
    const QQuickItem* found = item(objectName);
    return found ? found->property("text").toString() : QString();
}

void ActionsWindowTest::rollsBackWithItsDiff() {
    openOwn(QStringLiteral("apps/Deployment"));
    table()->setFilter(QStringLiteral("indexer"));
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), 1, kPatience);
    press(Qt::Key_Home);
    press(Qt::Key_Menu);
    click(QStringLiteral("Roll back…"));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Revision 2, now")) && shows(QStringLiteral("Revision 1")),
                             kPatience);
    // What it takes away stands there before anything is done.
    const auto removed = [this] {
        return find(m_window->contentItem(), [](QQuickItem* item) {
            return item->property("kind").toString() == u"removed" &&
                   item->property("text").toString().contains(QStringLiteral("crash"));
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(removed(), kPatience);
    click(QStringLiteral("Revision 1"));
    click(item(QStringLiteral("confirmAction")));
    QTRY_VERIFY_WITH_TIMEOUT(text(QStringLiteral("toastText")) == u"Roll Deployment data/indexer back to revision 1",
                             kPatience);
    const auto annotations = client::get<appsv1::Deployment>(m_cluster->client(), "data", "indexer")
                                 .value()
                                 ->as<appsv1::Deployment>()
                                 .spec.template_.metadata.annotations;
    QVERIFY(annotations.empty());
}

void ActionsWindowTest::namesWhatElseGoes() {
    openOwn(QStringLiteral("/Namespace"));
    table()->setFilter(QStringLiteral("data"));
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), 1, kPatience);
    press(Qt::Key_Home);
    press(Qt::Key_D, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("12 pods")) && shows(QStringLiteral("What else goes")), kPatience);
    QVERIFY(!item(QStringLiteral("confirmAction"))->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("confirmationField"))->hasActiveFocus(), kPatience);
    press(Qt::Key_Return);  // not without its name
    type(QStringLiteral("data"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("confirmAction"))->isEnabled(), kPatience);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(text(QStringLiteral("toastText")) == u"Delete Namespace data", kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(topology()->podCount(), kPods - 12, kPatience);
}

}  // namespace armillary::app
