#include "details_window_test.h"

#include <QTest>

#include "engine/schema/api/corev1.h"
#include "tests/qml/support/measuring_calls.h"
#include "tests/qml/support/offline.h"
#include "yaml_editor.h"

namespace armillary::app {

namespace {

std::string colourOf(client::Client& client) {
    const auto map = client::get<corev1::ConfigMap>(client, "shop", "storefront-settings");
    return map ? (*map)->as<corev1::ConfigMap>().data.at("currency") : "?";
}

}  // namespace

void DetailsWindowTest::settle() {
    auto* pane = qobject_cast<QQuickItem*>(part("detailPane"));
    QTRY_COMPARE_WITH_TIMEOUT(pane->mapToScene(QPointF(pane->width(), 0)).x(), static_cast<double>(m_window->width()),
                              kPatience);
}

void DetailsWindowTest::openDetails(const QString& resource, const QString& key) {
    QMetaObject::invokeMethod(m_window->property("navigator").value<QObject*>(), "open", Q_ARG(QString, resource),
                              Q_ARG(QString, key));
    QTRY_VERIFY_WITH_TIMEOUT(details()->property("exists").toBool(), kPatience);
    settle();
}

QQuickItem* DetailsWindowTest::relation(const QString& name) const {
    return find(m_window->contentItem(), [&](QQuickItem* item) {
        return item->objectName() == QStringLiteral("relation") && item->property("name").toString().startsWith(name);
    });
}

QObject* DetailsWindowTest::editor() const {
    QQuickItem* view = area();
    while (view && !view->property("editor").isValid()) view = view->parentItem();
    return view ? view->property("editor").value<QObject*>() : nullptr;
}

void DetailsWindowTest::type(const QString& text) {
    for (const QChar letter : text) QTest::keyClick(m_window, letter.toLatin1());
}

void DetailsWindowTest::walksFromDeploymentToNode() {
    openStill();
    openDetails("apps/Deployment", "shop/storefront");
    // Its pods as a picture, and in words.
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("6 ready")), kPatience);
    click(QStringLiteral("Relations"));
    QTRY_VERIFY_WITH_TIMEOUT(relation("storefront-"), kPatience);
    QVERIFY(shows(QStringLiteral("Owns")) && shows(QStringLiteral("Referred to by")));
    click(relation("storefront-"));
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("kind").toString(), QStringLiteral("ReplicaSet"), kPatience);
    const QString set = details()->property("name").toString();
    QTRY_VERIFY_WITH_TIMEOUT(relation(set + '-'), kPatience);
    click(relation(set + '-'));
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("kind").toString(), QStringLiteral("Pod"), kPatience);
    // What is above it stands over the tabs.
    QTRY_VERIFY_WITH_TIMEOUT(item("owner"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(relation("node-"), kPatience);
    click(relation("node-"));
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("kind").toString(), QStringLiteral("Node"), kPatience);
    press(Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("kind").toString(), QStringLiteral("Pod"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item("owner"), kPatience);
    click(item("owner"));
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("kind").toString(), QStringLiteral("Deployment"), kPatience);
    // One timeline of all of them.
    click(QStringLiteral("Events"));
    QTRY_VERIFY_WITH_TIMEOUT(item("eventAbout"), kPatience);
    click(item("eventAbout"));
    QTRY_VERIFY_WITH_TIMEOUT(details()->property("kind").toString() != QStringLiteral("Deployment"), kPatience);
}

void DetailsWindowTest::editsByKeyboard() {
    const auto engine = makeOfflineCluster(kStill).value();
    open([engine] {
        return connectionInProcess(engine, engine->client(), engine->kubeconfig(), QStringLiteral("simulated"));
    });
    QTRY_VERIFY_WITH_TIMEOUT(!topology()->isLoading(), kPatience);
    press(Qt::Key_3, Qt::ControlModifier);
    click(QStringLiteral("Config maps"));
    QTRY_VERIFY_WITH_TIMEOUT(!table()->isLoading() && table()->shown() > 0, kPatience);
    table()->setFilter(QStringLiteral("storefront-settings"));
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), 1, kPatience);
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_Home);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(details()->property("exists").toBool(), kPatience);
    press(Qt::Key_E);
    QTRY_VERIFY_WITH_TIMEOUT(area() && area()->hasActiveFocus(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(area()->property("text").toString().contains("currency: EUR"), kPatience);
    // Found, and typed over.
    press(Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item("yamlFind") && item("yamlFind")->hasActiveFocus(), kPatience);
    type(QStringLiteral("eur"));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("1 of 1")), kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(area()->hasActiveFocus(), kPatience);
    QVERIFY(details()->property("open").toBool());  // Escape was the search's
    QCOMPARE(area()->property("selectedText").toString(), QStringLiteral("EUR"));
    type(QStringLiteral("CHF"));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("● not saved")), kPatience);
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item("reviewDiff") && item("confirmSave") && item("confirmSave")->hasActiveFocus(),
                             kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("  currency: CHF")), kPatience);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(colourOf(engine->client()), "CHF", kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!shows(QStringLiteral("● not saved")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Saved.")), kPatience);
    // What is no YAML says where.
    QTRY_VERIFY_WITH_TIMEOUT(area()->hasActiveFocus(), kPatience);
    press(Qt::Key_End, Qt::ControlModifier);
    type(QStringLiteral("broken: ["));
    QTRY_VERIFY_WITH_TIMEOUT(item("yamlFault")->property("text").toString().startsWith(QStringLiteral("Line ")),
                             kPatience);
    click(item("revertYaml"));
    QTRY_VERIFY_WITH_TIMEOUT(!editor()->property("dirty").toBool(), kPatience);
    // Taken back from outside the text, where Ctrl+Z is the text's own.
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(colourOf(engine->client()), "EUR", kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(area()->property("text").toString().contains("currency: EUR"), kPatience);
}

void DetailsWindowTest::asksBetweenMineAndTheirs() {
    const auto engine = makeOfflineCluster(kStill).value();
    open([engine] {
        return connectionInProcess(engine, engine->client(), engine->kubeconfig(), QStringLiteral("simulated"));
    });
    QTRY_VERIFY_WITH_TIMEOUT(!topology()->isLoading(), kPatience);
    openDetails("/ConfigMap", "shop/storefront-settings");
    click(item("detailEdit"));
    QTRY_VERIFY_WITH_TIMEOUT(area() && area()->property("text").toString().contains("currency: EUR"), kPatience);
    QString text = area()->property("text").toString();
    area()->setProperty("text", text.replace(QStringLiteral("EUR"), QStringLiteral("CHF")));
    QTRY_VERIFY_WITH_TIMEOUT(editor()->property("dirty").toBool(), kPatience);
    QVERIFY(engine->client()
                .patch(client::target<corev1::ConfigMap>("shop", "storefront-settings"), client::PatchType::Merge,
                       R"({"data":{"currency":"GBP","new":"x"}})")
                .has_value());
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Changed in the cluster meanwhile.")), kPatience);
    click(item("saveYaml"));
    QTRY_VERIFY_WITH_TIMEOUT(item("chooseMine"), kPatience);
    click(item("chooseMine"));
    QTRY_VERIFY_WITH_TIMEOUT(item("confirmSave"), kPatience);
    click(item("confirmSave"));
    QTRY_COMPARE_WITH_TIMEOUT(colourOf(engine->client()), "CHF", kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(area()->property("text").toString().contains("new: x"), kPatience);
}

void DetailsWindowTest::readsUnderTheLock() {
    openStill();
    m_clusters->current()->gate()->setProduction(true);
    openDetails("apps/Deployment", "shop/basket");
    click(QStringLiteral("YAML"));
    click(item("editYaml"));
    QTRY_VERIFY_WITH_TIMEOUT(item("yamlLocked"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(area() && area()->property("readOnly").toBool(), kPatience);
    QVERIFY(!item("saveYaml")->isEnabled());
    m_clusters->current()->gate()->setProduction(false);
    QTRY_VERIFY_WITH_TIMEOUT(!item("yamlLocked") && !area()->property("readOnly").toBool(), kPatience);
}

void DetailsWindowTest::showsASecretWhileTheEyeIsOpen() {
    openStill();
    openDetails("/Secret", "shop/payments-credentials");
    QTRY_VERIFY_WITH_TIMEOUT(item("eye"), kPatience);
    QVERIFY(!shows(QStringLiteral("not-a-real-one")));
    click(item("eye"));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("not-a-real-one")), kPatience);
    click(item("eye"));
    QTRY_VERIFY_WITH_TIMEOUT(!shows(QStringLiteral("not-a-real-one")), kPatience);
}

void DetailsWindowTest::showsWhatIsUsed() {
    const auto engine = makeOfflineCluster({.nodes = 1, .pods = 8, .lively = false}).value();
    QVERIFY(makeReal(engine->client(), "node-1"));
    open(measuring(engine, std::make_shared<std::atomic<int>>(200)));
    QTRY_VERIFY_WITH_TIMEOUT(!topology()->isLoading(), kPatience);
    openDetails("apps/Deployment", "shop/storefront");
    QTRY_VERIFY_WITH_TIMEOUT(item("usageGraph"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("48.0 MiB")), kPatience);
    // Drawn, not only there: the one sample is a dot at the right edge.
    QQuickItem* graph = item("usageGraph");
    const auto isDrawn = [&] {
        const QImage picture = m_window->grabWindow();
        const QPointF from = graph->mapToScene(QPointF(graph->width() - 10, 0));
        for (int y = 0; y < qRound(graph->height()) - 3; ++y)
            for (int x = 0; x < 8; ++x)
                if (picture.pixelColor(qRound(from.x()) + x, qRound(from.y()) + y).saturation() > 90) return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isDrawn(), kPatience);
}

}  // namespace armillary::app
