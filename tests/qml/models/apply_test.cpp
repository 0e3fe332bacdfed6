#include "apply_test.h"

#include <QAbstractItemModelTester>
#include <QTemporaryDir>
#include <QTest>

#include "applying.h"
#include "engine/schema/api/corev1.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;

/// A cluster of the test's own, one for all of them.
OfflineCluster& engine() {
    static const std::shared_ptr<OfflineCluster> cluster =
        makeOfflineCluster({.nodes = 0, .pods = 0, .lively = false}).value();
    return *cluster;
}

struct Desk {
    Cluster cluster{[] {
        return connectionInProcess(nullptr, engine().client(), engine().kubeconfig(), QStringLiteral("simulated"));
    }};
    Applying applying;
    QAbstractItemModelTester tester{&applying, QAbstractItemModelTester::FailureReportingMode::QtTest};

    Desk() {
        applying.setCluster(&cluster);
        applying.setHomeNamespace(QStringLiteral("default"));
        cluster.start();
        if (!QTest::qWaitFor([&] { return cluster.isDiscovered(); }, kPatience)) QTest::qFail("no discovery", "", 0);
    }
    bool waitFor(Applying::Stage stage) {
        return QTest::qWaitFor([&] { return applying.stage() == stage; }, kPatience);
    }
    bool look(const QString& text) {
        applying.setText(text);
        applying.look();
        return waitFor(Applying::Reviewing);
    }
    /// "ConfigMap default/a: create", in their order.
    QStringList rows() const {
        QStringList rows;
        for (int row = 0; row < applying.count(); ++row) {
            const QModelIndex at = applying.index(row, 0);
            rows << applying.data(at, Applying::SubjectRole).toString() + QStringLiteral(": ") +
                        applying.data(at, Applying::ChangeRole).toString();
        }
        return rows;
    }
    QString detail(int row) const { return applying.data(applying.index(row, 0), Applying::DetailRole).toString(); }
};

std::string valueIn(const std::string& namespace_, const std::string& name, const std::string& key) {
    const auto map = client::get<corev1::ConfigMap>(engine().client(), namespace_, name);
    if (!map) return "?";
    const auto& data = (*map)->as<corev1::ConfigMap>().data;
    const auto found = data.find(key);
    return found == data.end() ? "" : found->second;
}

void makeMap(const std::string& name, const std::string& value) {
    corev1::ConfigMap map;
    map.metadata.namespace_ = "default";
    map.metadata.name = name;
    map.data["a"] = value;
    QVERIFY(client::create(engine().client(), map).has_value());
}

QString map(const QString& name, const QString& value, const QString& namespace_ = {}) {
    return QStringLiteral("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %1\n%3data:\n  a: \"%2\"\n---\n")
        .arg(name, value, namespace_.isEmpty() ? QString() : QStringLiteral("  namespace: %1\n").arg(namespace_));
}

}  // namespace

void ApplyTest::createsChangesAndTakesBack() {
    Desk desk;
    QVERIFY(desk.look(map("new", "1")));
    QCOMPARE(desk.rows(), QStringList{"ConfigMap default/new: create"});
    QCOMPARE(valueIn("default", "new", "a"), "?");
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));
    QCOMPARE(valueIn("default", "new", "a"), "1");

    QVERIFY(desk.look(map("new", "2") + map("newer", "1")));
    QCOMPARE(desk.rows(), (QStringList{"ConfigMap default/new: update", "ConfigMap default/newer: create"}));
    const QVariantMap texts = desk.applying.texts(0);
    QVERIFY(texts["before"].toString().contains("a: \"1\""));
    QVERIFY(texts["after"].toString().contains("a: \"2\""));
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));
    QCOMPARE(desk.applying.outcome(), QStringLiteral("2 objects applied"));
    QCOMPARE(valueIn("default", "new", "a"), "2");

    // The same once more is nothing to do.
    QVERIFY(desk.look(map("new", "2") + map("newer", "1")));
    QCOMPARE(desk.rows(), (QStringList{"ConfigMap default/new: none", "ConfigMap default/newer: none"}));
    QVERIFY(!desk.applying.canApply());

    desk.cluster.gate()->undo();
    QTRY_COMPARE_WITH_TIMEOUT(valueIn("default", "new", "a"), "1", kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(valueIn("default", "newer", "a"), "?", kPatience);
    desk.cluster.gate()->undo();
    QTRY_COMPARE_WITH_TIMEOUT(valueIn("default", "new", "a"), "?", kPatience);
}

void ApplyTest::bringsWhatItStandsOn() {
    Desk desk;
    const QString text = map("inside", "1", "fresh") + QStringLiteral(R"(
apiVersion: example.org/v1
kind: Thing
metadata: {name: first}
spec: {size: 3}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.org}
spec:
  group: example.org
  scope: Namespaced
  names: {kind: Thing, plural: things, singular: thing}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
---
apiVersion: v1
kind: Namespace
metadata: {name: fresh}
)");
    QVERIFY(desk.look(text));
    QCOMPARE(desk.rows(),
             (QStringList{"Namespace fresh: create", "ConfigMap fresh/inside: waits",
                          "CustomResourceDefinition things.example.org: create", "Thing default/first: waits"}));
    QVERIFY(desk.applying.canApply());
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));
    QVERIFY2(desk.applying.outcomeTone() == u"good",
             qPrintable(desk.applying.outcome() + desk.detail(1) + desk.detail(3)));
    QCOMPARE(valueIn("fresh", "inside", "a"), "1");
    QVERIFY(engine().client().getRaw("/apis/example.org/v1/namespaces/default/things/first").has_value());
}

void ApplyTest::appliesNothingThatIsRefused() {
    Desk desk;
    QVERIFY(desk.look(map("fine", "1") + QStringLiteral(R"(
apiVersion: v1
kind: Service
metadata: {name: odd}
spec: {ports: [{port: 700000}]}
---
apiVersion: nowhere.example.org/v1
kind: Ghost
metadata: {name: g}
)")));
    QCOMPARE(desk.rows(),
             (QStringList{"ConfigMap default/fine: create", "Service default/odd: refused", "Ghost g: refused"}));
    QVERIFY(desk.detail(1).contains("port"));
    QVERIFY(desk.detail(2).contains("Ghost"));
    QVERIFY(!desk.applying.canApply());
    desk.applying.apply();
    QCOMPARE(desk.applying.stage(), Applying::Reviewing);
    QCOMPARE(valueIn("default", "fine", "a"), "?");
}

void ApplyTest::takesOverWhenAsked() {
    Desk desk;
    makeMap("theirs", "1");
    QVERIFY(desk.look(map("theirs", "2")));
    // Who made it owns its fields.
    QCOMPARE(desk.rows(), QStringList{"ConfigMap default/theirs: refused"});
    QVERIFY(desk.applying.isOwned());
    desk.applying.setForce(true);
    QVERIFY(desk.waitFor(Applying::Reviewing));
    QCOMPARE(desk.rows(), QStringList{"ConfigMap default/theirs: update"});
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));
    QCOMPARE(valueIn("default", "theirs", "a"), "2");
}

void ApplyTest::saysWhatIsWrongWithTheText_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("fault");
    QTest::newRow("nothing") << QString() << "There is no object in it.";
    QTest::newRow("comments") << QStringLiteral("# nothing\n") << "There is no object in it.";
    QTest::newRow("no kind") << QStringLiteral("apiVersion: v1\n")
                             << "Object 1: it has no kind, such as \"Deployment\"";
    QTest::newRow("twice") << map("twice", "1") + map("twice", "2") << "ConfigMap default/twice is there twice.";
    QString many;
    for (int i = 0; i < 501; ++i) many += map(QStringLiteral("m%1").arg(i), "1");
    QTest::newRow("too many") << many << "There are 501 objects; more than 500 are not applied at once.";
    QTest::newRow("too large") << QString(kMostTextBytes + 1, u'#') << "It is larger than 3 MiB.";
}

void ApplyTest::saysWhatIsWrongWithTheText() {
    QFETCH(QString, text);
    QFETCH(QString, fault);
    Desk desk;
    desk.applying.setText(text);
    desk.applying.look();
    QVERIFY(desk.waitFor(Applying::Editing));
    QCOMPARE(desk.applying.fault(), fault);
    QCOMPARE(desk.applying.count(), 0);
}

void ApplyTest::keepsSecretsHidden() {
    Desk desk;
    QVERIFY(
        desk.look(QStringLiteral("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {word: hunter2}\n")));
    QCOMPARE(desk.rows(), QStringList{"Secret default/s: create"});
    const QString after = desk.applying.texts(0)["after"].toString();
    QVERIFY(after.contains("word"));
    QVERIFY(!after.contains("hunter2") && !after.contains("aHVudGVyMg"));
}

void ApplyTest::waitsForTheLock() {
    Desk desk;
    QVERIFY(desk.look(map("locked", "1")));
    QVERIFY(desk.applying.canApply());
    desk.cluster.gate()->setProduction(true);
    QVERIFY(desk.applying.isLocked() && !desk.applying.canApply());
    desk.applying.apply();
    QCOMPARE(desk.applying.stage(), Applying::Reviewing);
    QCOMPARE(valueIn("default", "locked", "a"), "?");
}

void ApplyTest::readsFilesAndStarters() {
    for (const char* name : {"web", "worker", "database", "job", "cronjob", "config"}) {
        Desk desk;
        QVERIFY2(desk.look(Applying::starter(QString::fromLatin1(name))), name);
        QVERIFY2(desk.applying.canApply(),
                 qPrintable(QString::fromLatin1(name) + desk.rows().join(u'\n') + desk.detail(0)));
    }
    QCOMPARE(Applying::starter(QStringLiteral("../secrets")), QString());
    const QTemporaryDir folder;
    const auto readBack = [&](const QByteArray& bytes) {
        QFile file(folder.filePath("a.yaml"));
        if (!file.open(QIODevice::WriteOnly)) QTest::qFail("no file", "", 0);
        file.write(bytes);
        file.close();
        return Applying::readFile(QUrl::fromLocalFile(file.fileName()));
    };
    QCOMPARE(readBack("kind: ä\n")["text"].toString(), QStringLiteral("kind: ä\n"));
    QVERIFY(readBack("\xff\xfe")["problem"].toString().contains("no text"));
    QVERIFY(readBack(QByteArray("a\0b", 3))["problem"].toString().contains("no text"));
    QVERIFY(readBack(QByteArray(kMostTextBytes + 1, '#'))["problem"].toString().contains("3 MiB"));
    QVERIFY(
        Applying::readFile(QUrl::fromLocalFile(folder.filePath("absent")))["problem"].toString().contains("absent"));
}

}  // namespace armillary::app
