#include "shell_test.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "cluster_list.h"
#include "command_palette.h"
#include "fuzzy.h"
#include "navigator.h"
#include "notifications.h"
#include "scope.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;

/// Two contexts, one of them with production's name.
QString kubeconfig(const QTemporaryDir& folder) {
    const QString path = folder.filePath("config");
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write(R"(apiVersion: v1
kind: Config
current-context: shop-prod
clusters:
- name: a
  cluster: {server: "https://127.0.0.1:1"}
users:
- name: me
  user: {token: abc}
contexts:
- name: shop-prod
  context: {cluster: a, user: me, namespace: shop}
- name: shop-test
  context: {cluster: a, user: me}
)");
    return path;
}

KnownCluster failing() {
    return {.name = "first", .detail = "nowhere", .connect = [] {
                return std::expected<Connection, std::string>(std::unexpected("nobody there"));
            }};
}

}  // namespace

void ShellTest::goesBackAndForward() {
    Navigator navigator;
    QSignalSpy changed(&navigator, &Navigator::changed);
    QVERIFY(!navigator.canGoBack());
    navigator.go("explorer");
    navigator.browse("apps/Deployment");
    navigator.open("apps/Deployment", "shop/web");
    navigator.open("apps/Deployment", "shop/web");  // there already
    QCOMPARE(changed.count(), 3);
    QCOMPARE(navigator.objectKey(), QStringLiteral("shop/web"));
    navigator.back();
    QCOMPARE(navigator.objectKey(), QString());
    QCOMPARE(navigator.resource(), QStringLiteral("apps/Deployment"));
    navigator.back();
    navigator.back();
    QCOMPARE(navigator.page(), QStringLiteral("topology"));
    QVERIFY(!navigator.canGoBack() && navigator.canGoForward());
    navigator.back();
    navigator.forward();
    QCOMPARE(navigator.page(), QStringLiteral("explorer"));
    navigator.go("workloads");
    QVERIFY(!navigator.canGoForward());
    navigator.swap();
    QCOMPARE(navigator.page(), QStringLiteral("explorer"));
    navigator.swap();
    QCOMPARE(navigator.page(), QStringLiteral("workloads"));
}

void ShellTest::forgetsTheOldestPlaces() {
    Navigator navigator;
    for (int i = 0; i < 1000; ++i) navigator.open("/Pod", QString::number(i));
    int steps = 0;
    while (navigator.canGoBack()) navigator.back(), ++steps;
    QCOMPARE(steps, 199);
}

void ShellTest::scoresLetters_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("better");
    QTest::addColumn<QString>("worse");
    QTest::newRow("whole before part") << "pods" << "Pods" << "Pod disruption budgets";
    QTest::newRow("beginnings of words") << "ss" << "Stateful sets" << "Classes";
    QTest::newRow("neighbours") << "ing" << "Ingresses" << "Pending jobs";
    QTest::newRow("short before long") << "role" << "Roles" << "Role bindings of clusters";
    QTest::newRow("something before nothing") << "dep" << "Deployments" << "Pods";
}

void ShellTest::scoresLetters() {
    QFETCH(QString, typed);
    QFETCH(QString, better);
    QFETCH(QString, worse);
    QVERIFY(fuzzyScore(typed, better) > fuzzyScore(typed, worse));
    QCOMPARE(fuzzyScore("xyz", better), 0);
}

void ShellTest::findsByTyping() {
    CommandPalette palette;
    const QAbstractItemModelTester tester(&palette, QAbstractItemModelTester::FailureReportingMode::QtTest);
    palette.setCommands({QVariantMap{{"type", "page"}, {"id", "topology"}, {"title", "Topology"}},
                         QVariantMap{{"type", "command"}, {"id", "theme"}, {"title", "Use the light theme"}}});
    palette.setNamespaces({"shop", "platform"});
    QCOMPARE(palette.count(), 2);  // nothing typed: no list of everything
    palette.setText("shop");
    QCOMPARE(palette.index(0).data(CommandPalette::TitleRole).toString(), QStringLiteral("shop"));
    QSignalSpy chosen(&palette, &CommandPalette::chosen);
    palette.choose(0);
    QCOMPARE(chosen[0][0].toString(), QStringLiteral("namespace"));
    palette.choose(-1);
    palette.choose(99);
    QCOMPARE(chosen.count(), 1);
    palette.setText("qqqq");
    QCOMPARE(palette.count(), 0);
}

void ShellTest::speaksAsK9sDoes() {
    Cluster cluster{sharedStill()};
    ResourceIndex kinds;
    kinds.setCluster(&cluster);
    cluster.start();
    CommandPalette palette;
    palette.setKinds(&kinds);
    palette.setNamespaces({"shop", "platform"});
    palette.setContexts({"shop-prod"});
    QTRY_VERIFY_WITH_TIMEOUT(kinds.count() > 50, kPatience);
    QSignalSpy chosen(&palette, &CommandPalette::chosen);
    const auto choose = [&](const QString& text) {
        palette.setText(text);
        palette.choose(0);
        const auto last = chosen.isEmpty() ? QVariantList{"", "", ""} : chosen.takeLast();
        return QStringList{last[0].toString(), last[1].toString(), last[2].toString()};
    };
    QCOMPARE(choose(":deploy"), (QStringList{"resource", "apps/Deployment", ""}));
    QCOMPARE(choose(":po shop"), (QStringList{"resource", "/Pod", "shop"}));
    QCOMPARE(choose(":ns platf"), (QStringList{"namespace", "platform", ""}));
    QCOMPARE(choose(":ns"), (QStringList{"resource", "/Namespace", ""}));
    QCOMPARE(choose(":ctx"), (QStringList{"context", "shop-prod", ""}));
}

void ShellTest::remembersNamespaces() {
    QSettings().clear();
    {
        Cluster cluster{sharedStill()};
        Scope scope;
        scope.setCluster(&cluster);
        cluster.start();
        QTRY_VERIFY_WITH_TIMEOUT(scope.known().contains("shop") && scope.known().contains("data"), kPatience);
        QCOMPARE(scope.text(), QStringLiteral("All namespaces"));
        scope.select({"shop"});
        QCOMPARE(scope.text(), QStringLiteral("shop"));
        scope.toggle("data");
        QCOMPARE(scope.selected(), (QStringList{"data", "shop"}));
        QCOMPARE(scope.text(), QStringLiteral("data and 1 more"));
        scope.select({"typed-by-hand", "shop"});
        QVERIFY(scope.known().contains("typed-by-hand"));
    }
    Cluster cluster{sharedStill()};
    Scope scope;
    scope.setCluster(&cluster);
    cluster.start();
    QTRY_COMPARE_WITH_TIMEOUT(scope.selected(), (QStringList{"shop", "typed-by-hand"}), kPatience);
}

void ShellTest::keepsWhatWasDone() {
    WriteGate gate(std::make_shared<Backstage>(), nullptr);
    Notifications notifications;
    const QAbstractItemModelTester tester(&notifications, QAbstractItemModelTester::FailureReportingMode::QtTest);
    notifications.setGate(&gate);
    emit gate.succeeded("Scale web to 5", true);
    emit gate.failed("Delete web", "Pod shop/web", "no");
    QCOMPARE(notifications.count(), 2);
    QCOMPARE(notifications.unread(), 1);
    QCOMPARE(notifications.index(0).data(Notifications::DetailRole).toString(), QStringLiteral("no"));
    notifications.markRead();
    QCOMPARE(notifications.unread(), 0);
    for (int i = 0; i < 1000; ++i) notifications.add("x", {}, false);
    QCOMPARE(notifications.count(), 500);
    notifications.clear();
    QCOMPARE(notifications.count(), 0);
}

void ShellTest::listsContextsWithColours() {
    QSettings().clear();
    const QTemporaryDir folder;
    ClusterList list(failing(), {kubeconfig(folder), folder.filePath("not-there")}, std::make_shared<Backstage>());
    const QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(list.names(), (QStringList{"first", "shop-prod", "shop-test"}));
    QVERIFY(list.problems().isEmpty());
    QCOMPARE(list.index(1).data(ClusterList::DetailRole).toString(), QStringLiteral("https://127.0.0.1:1"));
    list.setColor(2, Qt::red);
    QCOMPARE(list.index(2).data(ClusterList::ColorRole).value<QColor>(), QColor(Qt::red));
    ClusterList again(failing(), {kubeconfig(folder)}, std::make_shared<Backstage>());
    QCOMPARE(again.index(2).data(ClusterList::ColorRole).value<QColor>(), QColor(Qt::red));
    QFile broken(folder.filePath("broken"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("contexts: [");
    broken.close();
    QVERIFY(!again.addFile(broken.fileName()));
    ClusterList third(failing(), {}, std::make_shared<Backstage>());
    QVERIFY(third.addFile(kubeconfig(folder)));
    QCOMPARE(third.rowCount(), 3);
}

void ShellTest::marksProduction() {
    QSettings().clear();
    const QTemporaryDir folder;
    ClusterList list(failing(), {kubeconfig(folder)}, std::make_shared<Backstage>());
    QVERIFY(list.index(1).data(ClusterList::ProductionRole).toBool());  // by its name
    QVERIFY(!list.index(2).data(ClusterList::ProductionRole).toBool());
    list.open(1);
    QVERIFY(list.current()->gate()->isProduction());
    list.setProduction(1, false);
    QVERIFY(!list.current()->gate()->isProduction());
    list.setProduction(1, true);
    QVERIFY(list.current()->gate()->isLocked());
    list.open(2);
    QVERIFY(!list.current()->gate()->isProduction());
    list.openByName("shop-prod");
    QVERIFY(list.current()->gate()->isLocked());
}

void ShellTest::switchesClusters() {
    QSettings().clear();
    const QTemporaryDir folder;
    ClusterList list(failing(), {kubeconfig(folder)}, std::make_shared<Backstage>());
    QSignalSpy changed(&list, &ClusterList::currentChanged);
    list.start();
    QCOMPARE(list.currentName(), QStringLiteral("first"));
    QTRY_COMPARE_WITH_TIMEOUT(list.current()->state(), Cluster::Failed, kPatience);
    QCOMPARE(list.current()->error(), QStringLiteral("nobody there"));
    list.open(2);
    QCOMPARE(list.currentName(), QStringLiteral("shop-test"));
    QTRY_COMPARE_WITH_TIMEOUT(list.current()->state(), Cluster::Unreachable, kPatience);
    QCOMPARE(list.current()->homeNamespace(), QStringLiteral("default"));
    list.open(77);
    QCOMPARE(list.currentName(), QStringLiteral("shop-test"));
}

}  // namespace armillary::app
