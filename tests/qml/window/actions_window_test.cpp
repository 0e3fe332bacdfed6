#include "actions_window_test.h"

#include <QTest>

#include "drains.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/policyv1.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

void ActionsWindowTest::openOwn(const QString& kind, int rows) {
    m_cluster = makeOfflineCluster(kStill).value();
    open([this] {
        return connectionInProcess(m_cluster, m_cluster->client(), m_cluster->kubeconfig(),
                                   QStringLiteral("simulated"));
    });
    QTRY_VERIFY_WITH_TIMEOUT(!topology()->isLoading() && topology()->podCount() == kPods, kPatience);
    press(Qt::Key_3, Qt::ControlModifier);
    click(kind);
    QTRY_VERIFY_WITH_TIMEOUT(!table()->isLoading() && table()->shown() == rows, kPatience);
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
    openOwn(QStringLiteral("Deployments"), kDeployments);
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
    openOwn(QStringLiteral("Namespaces"), 7);
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

void ActionsWindowTest::saysWhatIsWrongWithALabel() {
    openOwn(QStringLiteral("Deployments"), kDeployments);
    press(Qt::Key_Down);
    press(Qt::Key_Menu);
    click(QStringLiteral("Labels…"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("addPair")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(text(QStringLiteral("actionProblem")) == u"Nothing is changed yet.", kPatience);
    click(item(QStringLiteral("addPair")));
    const auto focused = [this](const QString& name) {
        const QQuickItem* now = m_window->activeFocusItem();
        return now && now->objectName() == name && now->property("text").toString().isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(focused(QStringLiteral("pairKey")), kPatience);
    type(QStringLiteral("-tier"));
    QTRY_VERIFY_WITH_TIMEOUT(find(m_window->contentItem(),
                                  [](QQuickItem* item) {
                                      return item->inherits("QQuickText") &&
                                             item->property("text").toString().startsWith(QStringLiteral("Key: "));
                                  }),
                             kPatience);
    QVERIFY(!item(QStringLiteral("confirmAction"))->isEnabled());
    press(Qt::Key_Home);
    press(Qt::Key_Delete);
    press(Qt::Key_Tab);
    type(QStringLiteral("front"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("confirmAction"))->isEnabled(), kPatience);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(text(QStringLiteral("toastText")) == u"Change the labels of Deployment shop/basket",
                             kPatience);
    const auto labels = client::get<appsv1::Deployment>(m_cluster->client(), "shop", "basket").value()->meta().labels;
    QCOMPARE(labels.at("tier"), "front");
    QCOMPARE(labels.at("app"), "basket");
}

void ActionsWindowTest::takesSeveralBackAtOnce() {
    openOwn(QStringLiteral("Deployments"), kDeployments);
    const auto replicas = [this](const std::string& name) {
        return client::get<appsv1::Deployment>(m_cluster->client(), "shop", name)
            .value()
            ->as<appsv1::Deployment>()
            .spec.replicas.value_or(1);
    };
    press(Qt::Key_Home);
    press(Qt::Key_Space);
    press(Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(table()->property("selectedCount").toInt(), 2, kPatience);
    const QStringList keys = table()->subjects();
    QCOMPARE(keys, (QStringList{"shop/basket", "shop/catalogue"}));
    press(Qt::Key_S);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("actionNumber")), kPatience);
    item(QStringLiteral("actionNumber"))->setProperty("value", 4);
    click(item(QStringLiteral("confirmAction")));
    QTRY_VERIFY_WITH_TIMEOUT(text(QStringLiteral("toastText")) == u"Scale 2 deployments to 4", kPatience);
    QCOMPARE(replicas("basket"), 4);
    QCOMPARE(replicas("catalogue"), 4);
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(replicas("basket") == 6 && replicas("catalogue") == 6, kPatience);
}

void ActionsWindowTest::drainsRoundABudget() {
    openOwn(QStringLiteral("Nodes"), 4);
    policyv1::PodDisruptionBudget budget;
    budget.metadata.namespace_ = "shop";
    budget.metadata.name = "all-baskets";
    budget.spec.selector.emplace().matchLabels["app"] = "basket";
    budget.spec.minAvailable = schema::IntOrString(std::string("100%"));
    QVERIFY(client::create(m_cluster->client(), budget).has_value());
    const auto pods = m_cluster->client().list(client::target<corev1::Pod>("shop"));
    const auto basket =
        std::ranges::find_if(pods->items, [](const ObjectRef& pod) { return pod->name().starts_with("basket-"); });
    const QString node = QString::fromStdString((*basket)->as<corev1::Pod>().spec.nodeName);
    part("drains")->setProperty("retryAfter", 200);
    table()->setFilter(node);
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), 1, kPatience);
    press(Qt::Key_Home);
    press(Qt::Key_R);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("startDrain")) && item(QStringLiteral("startDrain"))->isEnabled(),
                             kPatience);
    click(item(QStringLiteral("startDrain")));
    // Which budget holds it back, and by how much.
    const auto held = [this] {
        return find(m_window->contentItem(), [](QQuickItem* item) {
            return item->property("status").toString() == u"blocked" &&
                   item->property("detail").toString().startsWith(QStringLiteral("The budget all-baskets lets 0 of 6"));
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(held(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(text(QStringLiteral("drainState")).contains(QStringLiteral("held by a disruption budget")),
                             kPatience);
    // It goes on without its tab, and comes back as it is.
    click(item(QStringLiteral("closeTab")));
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("drainState")), kPatience);
    Drain* drain = nullptr;
    QMetaObject::invokeMethod(part("drains"), "of", Q_RETURN_ARG(armillary::app::Drain*, drain), Q_ARG(QString, node));
    QVERIFY(drain && drain->isActive());
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_R);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("cancelDrain")), kPatience);
    click(item(QStringLiteral("cancelDrain")));
    QTRY_VERIFY_WITH_TIMEOUT(text(QStringLiteral("drainProblem")).startsWith(QStringLiteral("Cancelled.")), kPatience);
    click(item(QStringLiteral("uncordonButton")));
    const auto cordoned = [&] {
        return client::get<corev1::Node>(m_cluster->client(), "", node.toStdString())
            .value()
            ->as<corev1::Node>()
            .spec.unschedulable;
    };
    QTRY_VERIFY_WITH_TIMEOUT(!cordoned(), kPatience);
}

}  // namespace armillary::app
