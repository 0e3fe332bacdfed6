#include "apply_test.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include "applying.h"
#include "engine/schema/api/corev1.h"
#include "field_owners.h"
#include "rollout_state.h"
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
    QVariant data(int row, int role) const { return applying.data(applying.index(row, 0), role); }
    QString detail(int row) const { return data(row, Applying::DetailRole).toString(); }
    bool weighed() {
        return QTest::qWaitFor([&] { return !applying.isWeighing(); }, kPatience);
    }
    /// "traffic: Leads to nobody.", a line each.
    QStringList impacts(int row) const {
        QStringList lines;
        for (const QVariant& each : data(row, Applying::ImpactsRole).toList())
            lines << each.toMap()["id"].toString() + QStringLiteral(": ") + each.toMap()["message"].toString();
        return lines;
    }
};

std::string valueIn(const std::string& namespace_, const std::string& name, const std::string& key) {
    const auto map = client::get<corev1::ConfigMap>(engine().client(), namespace_, name);
    if (!map) return "?";
    const auto& data = (*map)->as<corev1::ConfigMap>().data;
    const auto found = data.find(key);
    return found == data.end() ? "" : found->second;
}

/// Of somebody who is not this program.
void makeMap(Desk& desk, const std::string& name, const std::string& value) {
    const std::string body = R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":")" + name +
                             R"("},"data":{"a":")" + value + R"("}})";
    bool made = false;
    desk.cluster.gate()->submit({.title = "Make it",
                                 .calls = {{.method = "POST",
                                            .target = "/api/v1/namespaces/default/configmaps?fieldManager=somebody",
                                            .contentType = "application/json",
                                            .body = body}}},
                                &desk.applying,
                                [&](const Result<client::Answer>& answer) { made = answer.has_value(); });
    QTRY_VERIFY_WITH_TIMEOUT(made, kPatience);
}

QString map(const QString& name, const QString& value, const QString& namespace_ = {}) {
    return QStringLiteral("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %1\n%3data:\n  a: \"%2\"\n---\n")
        .arg(name, value, namespace_.isEmpty() ? QString() : QStringLiteral("  namespace: %1\n").arg(namespace_));
}

QString deployment(const QString& name, const QString& image, int replicas) {
    return QStringLiteral(
               "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: %1}\nspec:\n  replicas: %3\n  selector: "
               "{matchLabels: "
               "{app: %1}}\n  template:\n    metadata: {labels: {app: %1}}\n    spec: {containers: [{name: c, image: "
               "\"%2\"}]}\n---\n")
        .arg(name, image)
        .arg(replicas);
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

void ApplyTest::takesOverOrLeavesWhatOthersOwn() {
    Desk desk;
    makeMap(desk, "theirs", "1");
    const QString text = QString(map("theirs", "2")).replace("\ndata:\n", "\ndata:\n  b: mine\n");
    QVERIFY(desk.look(text));
    // Who made it owns its fields.
    QCOMPARE(desk.rows(), QStringList{"ConfigMap default/theirs: refused"});
    QVERIFY2(desk.applying.isOwned() && !desk.applying.canApply(), qPrintable(desk.detail(0)));
    const QVariantList owned = desk.data(0, Applying::OwnedRole).toList();
    QCOMPARE(owned.size(), 1);
    QCOMPARE(owned[0].toMap()["field"].toString(), QStringLiteral("data.a"));
    QCOMPARE(owned[0].toMap()["owner"].toString(), QStringLiteral("somebody"));
    QCOMPARE(desk.data(0, Applying::ChoiceRole).toString(), QString());

    desk.applying.decide(0, QStringLiteral("leave"));
    QVERIFY(desk.waitFor(Applying::Reviewing));
    QCOMPARE(desk.rows(), QStringList{"ConfigMap default/theirs: update"});
    QCOMPARE(desk.data(0, Applying::ChoiceRole).toString(), QStringLiteral("leave"));
    QVERIFY(!desk.applying.isOwned() && desk.applying.canApply());
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));
    QCOMPARE(valueIn("default", "theirs", "a"), "1");
    QCOMPARE(valueIn("default", "theirs", "b"), "mine");

    QVERIFY(desk.look(text + u' '));
    QVERIFY(desk.applying.isOwned());
    desk.applying.decide(0, QStringLiteral("take"));
    QVERIFY(desk.waitFor(Applying::Reviewing));
    QCOMPARE(desk.rows(), QStringList{"ConfigMap default/theirs: update"});
    // And back to neither.
    desk.applying.decide(0, QString());
    QVERIFY(desk.waitFor(Applying::Reviewing));
    QVERIFY(desk.applying.isOwned());
    desk.applying.decide(0, QStringLiteral("take"));
    QVERIFY(desk.waitFor(Applying::Reviewing));
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));
    QCOMPARE(valueIn("default", "theirs", "a"), "2");
}

void ApplyTest::decidesForAllAtOnce() {
    Desk desk;
    makeMap(desk, "first", "1");
    makeMap(desk, "second", "1");
    QVERIFY(desk.look(map("first", "2") + map("second", "2") + map("third", "2")));
    QCOMPARE(desk.rows(), (QStringList{"ConfigMap default/first: refused", "ConfigMap default/second: refused",
                                       "ConfigMap default/third: create"}));
    desk.applying.decideAll(QStringLiteral("take"));
    QVERIFY(desk.waitFor(Applying::Reviewing));
    QCOMPARE(desk.rows(), (QStringList{"ConfigMap default/first: update", "ConfigMap default/second: update",
                                       "ConfigMap default/third: create"}));
    QVERIFY(desk.applying.canApply());
}

void ApplyTest::takesItsOwnFieldsBackUnasked() {
    Desk desk;
    QVERIFY(desk.look(map("own", "1")));
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));
    QVERIFY(desk.look(map("own", "2")));
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));
    // What undo has written is the window's, too, whoever of it applies next.
    desk.cluster.gate()->undo();
    QTRY_COMPARE_WITH_TIMEOUT(valueIn("default", "own", "a"), "1", kPatience);
    desk.applying.setFieldManager(QStringLiteral("armillary-editor"));
    QVERIFY(desk.look(map("own", "3")));
    QCOMPARE(desk.rows(), QStringList{"ConfigMap default/own: update"});
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));
    QCOMPARE(valueIn("default", "own", "a"), "3");
}

void ApplyTest::appliesUnderAName() {
    Desk desk;
    desk.applying.setFieldManager(QStringLiteral("armillary-editor"));
    QVERIFY(desk.look(map("named", "1")));
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));
    const auto made = client::get<corev1::ConfigMap>(engine().client(), "default", "named");
    QVERIFY(made.has_value());
    QCOMPARE((*made)->meta().managedFields.size(), 1u);
    QCOMPARE((*made)->meta().managedFields[0].manager, "armillary-editor");
    QCOMPARE((*made)->meta().managedFields[0].operation, "Apply");
}

void ApplyTest::saysWhatItDoes() {
    Desk desk;
    const QString both = deployment("said", "web:1", 2) + R"(---
apiVersion: v1
kind: Service
metadata: {name: said}
spec: {selector: {app: said}, ports: [{port: 80}]}
)";
    QVERIFY(desk.look(both));
    QVERIFY(desk.weighed());
    // The service knows of the deployment that comes with it.
    QCOMPARE(desk.impacts(0), QStringList{"traffic: Leads to Deployment said."});
    QCOMPARE(desk.impacts(1), QStringList{"scale: Starts 2 pods."});
    QCOMPARE(desk.applying.effects(),
             (QStringList{"Changes traffic: Service said.", "Starts or ends pods: Deployment said."}));
    QCOMPARE(desk.applying.unseen(), QString());
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));

    QVERIFY(desk.look(QString(both).replace("web:1", "web:2")));
    QVERIFY(desk.weighed());
    QCOMPARE(desk.impacts(0), QStringList{});
    QCOMPARE(desk.impacts(1).size(), 2);
    QVERIFY2(desk.impacts(1)[0].startsWith("rollout: Rolls 2 of 2 pods"), qPrintable(desk.impacts(1)[0]));
    QCOMPARE(desk.applying.effects().size(), 1);
    QVERIFY2(desk.applying.effects()[0].startsWith("Rolls 2 pods of 1 workload"),
             qPrintable(desk.applying.effects()[0]));

    // What is refused says what would have to be done first.
    QVERIFY(desk.look(QString(both)
                          .replace("matchLabels: {app: said}", "matchLabels: {app: said, tier: a}")
                          .replace("labels: {app: said}}", "labels: {app: said, tier: a}}")));
    QVERIFY(desk.weighed());
    QCOMPARE(desk.rows()[1], QStringLiteral("Deployment default/said: refused"));
    QCOMPARE(desk.impacts(1).size(), 1);
    QVERIFY2(desk.impacts(1)[0].startsWith("immutable: "), qPrintable(desk.impacts(1)[0]));
}

void ApplyTest::saysWhatUndoDoesNotBringBack() {
    Desk desk;
    QVERIFY(desk.look(map("plain", "1")));
    QCOMPARE(desk.applying.irrevocable(), QStringList{});
    QVERIFY(desk.look(QStringLiteral(
        "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec: {template: {spec: {restartPolicy: Never, "
        "containers: [{name: c, image: a}]}}}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: brand-new}\n")));
    QCOMPARE(desk.applying.irrevocable(),
             (QStringList{"Undo deletes Namespace brand-new with everything that has come into it by then.",
                          "Undo deletes Job default/j; what it has done by then stays done."}));
}

void ApplyTest::reviewsUnderTheLock() {
    Desk desk;
    QVERIFY(desk.look(deployment("locked-web", "web:1", 2)));
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));
    desk.cluster.gate()->setProduction(true);
    QVERIFY(desk.look(deployment("locked-web", "web:2", 2) + map("locked-map", "1")));
    QVERIFY(desk.applying.isUntried() && !desk.applying.canApply());
    QCOMPARE(desk.rows(),
             (QStringList{"ConfigMap default/locked-map: create", "Deployment default/locked-web: update"}));
    QVERIFY(desk.weighed());
    QVERIFY(desk.impacts(1)[0].startsWith("rollout: Rolls 2 of 2 pods"));
    desk.applying.apply();
    QCOMPARE(desk.applying.stage(), Applying::Reviewing);
    QCOMPARE(valueIn("default", "locked-map", "a"), "?");
    // The same as it is there is no change, though nobody was asked.
    QVERIFY(desk.look(deployment("locked-web", "web:1", 2)));
    QCOMPARE(desk.rows(), QStringList{"Deployment default/locked-web: none"});
    // Once it is unlocked, the server is asked.
    QVERIFY(desk.look(map("locked-map", "1")));
    desk.cluster.gate()->setProduction(false);
    QTRY_VERIFY_WITH_TIMEOUT(desk.applying.canApply(), kPatience);
    QVERIFY(!desk.applying.isUntried());
}

void ApplyTest::savesAPatch() {
    Desk desk;
    const QTemporaryDir folder;
    const auto contentOf = [&](const QString& name) {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    };
    QVERIFY(desk.look(map("patched", "1")));
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));
    const QString text = "# a comment\n" + map("patched", "2") +
                         "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {word: hunter2}\n";
    QVERIFY(desk.look(text));
    QCOMPARE(desk.applying.savePatch(QUrl::fromLocalFile(folder.filePath("a.patch"))), QString());
    const QString patch = contentOf("a.patch");
    QVERIFY2(patch.contains("--- a/default/ConfigMap-patched.yaml\n+++ b/default/ConfigMap-patched.yaml\n@@ -1,"),
             qPrintable(patch));
    QVERIFY2(patch.contains("-  a: \"1\"\n+  a: \"2\"\n"), qPrintable(patch));
    QVERIFY(patch.contains("--- /dev/null\n+++ b/default/Secret-s.yaml\n@@ -0,0 +1,"));
    QVERIFY(!patch.contains("hunter2") && !patch.contains("aHVudGVyMg"));
    QCOMPARE(desk.applying.savePatch(QUrl::fromLocalFile(folder.filePath("a.yaml"))), QString());
    QCOMPARE(contentOf("a.yaml"), text);
    QVERIFY(desk.applying.savePatch(QUrl::fromLocalFile(folder.filePath("none/a.patch"))).contains("none/a.patch"));
}

void ApplyTest::followsWhatItHasApplied() {
    Desk desk;
    // There is no node: it will never be ready, and why is said.
    QVERIFY(desk.look(deployment("followed", "web:1", 1) + map("beside", "1")));
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));
    QCOMPARE(desk.applying.outcome(), QStringLiteral("2 objects applied"));
    QTRY_COMPARE_WITH_TIMEOUT(desk.data(1, Applying::StateRole).toString(), QStringLiteral("stuck"), kPatience);
    QVERIFY2(desk.detail(1).startsWith("0 of 1 pods ready. "), qPrintable(desk.detail(1)));
    QCOMPARE(desk.applying.progress(), QStringLiteral("0 of 1 workloads are ready, 1 in trouble"));
    QCOMPARE(desk.applying.progressTone(), QStringLiteral("bad"));
    QCOMPARE(desk.data(0, Applying::StateRole).toString(), QStringLiteral("done"));
    // It is left at any time.
    desk.applying.edit();
    QCOMPARE(desk.applying.progress(), QString());

    QVERIFY(desk.look(deployment("followed", "web:1", 0)));
    desk.applying.apply();
    QVERIFY(desk.waitFor(Applying::Finished));
    QTRY_COMPARE_WITH_TIMEOUT(desk.applying.progressTone(), QStringLiteral("good"), kPatience);
    QVERIFY2(desk.applying.progress().startsWith("1 workload"), qPrintable(desk.applying.progress()));
    QCOMPARE(desk.data(0, Applying::StateRole).toString(), QStringLiteral("done"));
}

void ApplyTest::readsRollouts() {
    const auto state = [](const char* kind, const char* spec, const char* status, std::int64_t generation = 2) {
        const QByteArray json = QByteArrayLiteral("{\"apiVersion\":\"") +
                                (qstrcmp(kind, "Job") == 0 ? "batch" : "apps") + "/v1\",\"kind\":\"" + kind +
                                "\",\"metadata\":{\"name\":\"a\",\"generation\":2},\"spec\":" + spec +
                                ",\"status\":" + status + "}";
        const auto object = Object::parse(json.toStdString());
        const RolloutState read = object ? rolloutStateOf(*object, generation) : RolloutState();
        const char* const words[] = {"rolling", "ready", "failed"};
        return QString::fromLatin1(words[static_cast<int>(read.stage)]) + ": " + read.text;
    };
    QCOMPARE(
        state("Deployment", R"({"replicas":3})",
              R"({"observedGeneration":2,"replicas":3,"updatedReplicas":3,"readyReplicas":3,"availableReplicas":3})"),
        "ready: 3 of 3 pods ready");
    // Of an earlier generation: it says nothing of what was applied.
    QCOMPARE(
        state("Deployment", R"({"replicas":3})",
              R"({"observedGeneration":1,"replicas":3,"updatedReplicas":3,"readyReplicas":3,"availableReplicas":3})"),
        "rolling: 0 of 3 pods ready");
    QCOMPARE(
        state("Deployment", R"({"replicas":3})",
              R"({"observedGeneration":2,"replicas":3,"updatedReplicas":3,"readyReplicas":3,"availableReplicas":3})",
              3),
        "rolling: 0 of 3 pods ready");
    // Old ones are there yet.
    QCOMPARE(
        state("Deployment", R"({"replicas":3})",
              R"({"observedGeneration":2,"replicas":4,"updatedReplicas":1,"readyReplicas":4,"availableReplicas":4})"),
        "rolling: 1 of 3 pods ready");
    QCOMPARE(
        state(
            "Deployment", R"({"replicas":3})",
            R"({"observedGeneration":2,"conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded"}]})"),
        "failed: 0 of 3 pods ready");
    QCOMPARE(state("StatefulSet",
                   R"({"replicas":3,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":2}}})",
                   R"({"observedGeneration":2,"replicas":3,"updatedReplicas":1,"readyReplicas":3})"),
             "ready: 3 of 3 pods ready");
    QCOMPARE(state("StatefulSet", R"({"replicas":3,"updateStrategy":{"type":"RollingUpdate"}})",
                   R"({"observedGeneration":2,"replicas":3,"updatedReplicas":1,"readyReplicas":3})"),
             "rolling: 3 of 3 pods ready");
    QCOMPARE(
        state(
            "DaemonSet", R"({"updateStrategy":{"type":"RollingUpdate"}})",
            R"({"observedGeneration":2,"desiredNumberScheduled":2,"updatedNumberScheduled":2,"numberReady":1,"numberAvailable":1})"),
        "rolling: 1 of 2 pods ready");
    QCOMPARE(
        state("Job", R"({"completions":2})", R"({"succeeded":2,"conditions":[{"type":"Complete","status":"True"}]})"),
        "ready: 2 of 2 runs done");
    QCOMPARE(state("Job", "{}", R"({"conditions":[{"type":"Failed","status":"True","message":"too often"}]})"),
             "failed: too often");
    QVERIFY(state("Deployment", "[7]", "7").startsWith("rolling"));
}

void ApplyTest::leavesFieldsOut_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("left");
    const auto row = [](const char* name, const char* field, const char* left) {
        QTest::newRow(name) << QString::fromLatin1(field) << QString::fromLatin1(left);
    };
    row("member", ".spec.replicas",
        R"({"metadata":{"labels":{"a.b/c":"1","a":"2"},"name":"n"},"spec":{"list":[{"name":"x","port":1},{"name":"y"}],"set":["p","q"]}})");
    row("item's member", R"(.spec.list[name="x"].port)",
        R"({"metadata":{"labels":{"a.b/c":"1","a":"2"},"name":"n"},"spec":{"list":[{"name":"x"},{"name":"y"}],"replicas":3,"set":["p","q"]}})");
    row("item", R"(.spec.list[name="y"])",
        R"({"metadata":{"labels":{"a.b/c":"1","a":"2"},"name":"n"},"spec":{"list":[{"name":"x","port":1}],"replicas":3,"set":["p","q"]}})");
    row("two keys, one of them a default", R"(.spec.list[name="x",protocol="TCP"].port)",
        R"({"metadata":{"labels":{"a.b/c":"1","a":"2"},"name":"n"},"spec":{"list":[{"name":"x"},{"name":"y"}],"replicas":3,"set":["p","q"]}})");
    row("of a set", R"(.spec.set[="p"])",
        R"({"metadata":{"labels":{"a.b/c":"1","a":"2"},"name":"n"},"spec":{"list":[{"name":"x","port":1},{"name":"y"}],"replicas":3,"set":["q"]}})");
    row("by its place", ".spec.set[1]",
        R"({"metadata":{"labels":{"a.b/c":"1","a":"2"},"name":"n"},"spec":{"list":[{"name":"x","port":1},{"name":"y"}],"replicas":3,"set":["p"]}})");
    row("a key with dots", ".metadata.labels.a.b/c",
        R"({"metadata":{"labels":{"a":"2"},"name":"n"},"spec":{"list":[{"name":"x","port":1},{"name":"y"}],"replicas":3,"set":["p","q"]}})");
    const char* const whole =
        R"({"metadata":{"labels":{"a.b/c":"1","a":"2"},"name":"n"},"spec":{"list":[{"name":"x","port":1},{"name":"y"}],"replicas":3,"set":["p","q"]}})";
    for (const char* field :
         {"", ".", ".none", ".spec.none.deeper", ".spec.list[name=\"z\"].port", ".spec.list[", ".spec.list[]",
          ".spec.list[name=\"x", ".spec.set[7]", ".spec.set[-1]", ".spec[name=\"x\"]", ".metadata.name", "spec",
          ".spec.list[name=]", ".spec.list[=]", ".spec.list[\"\\"})
        row(field[0] ? field : "nothing", field, whole);
}

void ApplyTest::leavesFieldsOut() {
    QFETCH(QString, field);
    QFETCH(QString, left);
    const QJsonObject document =
        QJsonDocument::fromJson(
            R"({"metadata":{"labels":{"a.b/c":"1","a":"2"},"name":"n"},"spec":{"list":[{"name":"x","port":1},{"name":"y"}],"replicas":3,"set":["p","q"]}})")
            .object();
    QCOMPARE(withoutField(document, field), QJsonDocument::fromJson(left.toUtf8()).object());
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
