#include "kinds_test.h"

#include <QTest>
#include <algorithm>

#include "app/kinds/registry.h"
#include "engine/resources/resource.h"
#include "subjects.h"

namespace armillary::app {

namespace {

using kinds::Action;
using kinds::Subject;

Subject deployment(const std::string& spec = "") {
    return subject(
        R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop","uid":"u1",)"
        R"("labels":{"app":"web","old":"1"}},"spec":{"replicas":3,)" +
        spec +
        R"("selector":{"matchLabels":{"app":"web"}},"template":{"spec":{"containers":[)"
        R"({"name":"a","image":"a:1"},{"name":"b","image":"b:1"}]}}}})");
}

}  // namespace

void KindsTest::everyKindNamesItself() {
    for (const kinds::Kind& kind : kinds::all()) {
        QVERIFY(!kind.name.empty());
        const std::string version = kind.group.empty() ? "v1" : std::string(kind.group) + "/v1";
        QCOMPARE(kinds::of(version, kind.name).name, kind.name);
        QVERIFY2(resources::Table::builtIn().findKind(kind.group, "v1", kind.name), std::string(kind.name).c_str());
    }
    QCOMPARE(kinds::of("example.org/v1", "Pod").name, "");
}

void KindsTest::scalesAndBack() {
    const Write write = writeOf(deployment(), "scale", 5);
    QCOMPARE(write.calls.size(), 1u);
    QCOMPARE(write.calls[0].method, "PATCH");
    QCOMPARE(write.calls[0].target, "/apis/apps/v1/namespaces/shop/deployments/web/scale");
    QCOMPARE(write.calls[0].body, R"({"spec":{"replicas":5}})");
    QCOMPARE(write.undo[0].body, R"({"spec":{"replicas":3}})");
    QCOMPARE(write.title, QStringLiteral("Scale Deployment shop/web to 5"));
}

void KindsTest::restarts() {
    const Write write = writeOf(deployment(), "restart");
    QVERIFY(write.calls[0].body.starts_with(
        R"({"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":")"));
    QVERIFY(write.undo.empty());
}

void KindsTest::setsImagesByContainer() {
    const Write write = writeOf(deployment(), "image", QVariantMap{{"a", "a:1"}, {"b", " b:2 "}});
    QCOMPARE(write.calls[0].contentType, "application/strategic-merge-patch+json");
    QCOMPARE(write.calls[0].body, R"({"spec":{"template":{"spec":{"containers":[{"image":"b:2","name":"b"}]}}}})");
    QCOMPARE(write.undo[0].body, R"({"spec":{"template":{"spec":{"containers":[{"image":"b:1","name":"b"}]}}}})");
    const auto actions = kinds::actionsOf(deployment());
    const Action* action = find(actions, "image");
    QVERIFY(action->check(QVariantMap{{"a", "a:1"}}).contains(""));  // nothing is changed
    QVERIFY(action->check(QVariantMap{{"a", "no image"}}).contains("a"));
    QVERIFY(action->check(QVariantMap{{"b", "b:2"}}).isEmpty());
    const kinds::Preview preview = action->preview(QVariantMap{{"b", "b:2"}});
    QVERIFY(preview.before.contains("image: b:1") && preview.after.contains("image: b:2"));
}

void KindsTest::pausesAndResumes() {
    QCOMPARE(writeOf(deployment(), "pause").calls[0].body, R"({"spec":{"paused":true}})");
    const auto paused = kinds::actionsOf(deployment(R"("paused":true,)"));
    QVERIFY(!find(paused, "pause"));
    QCOMPARE(find(paused, "resume")->write({}).calls[0].body, R"({"spec":{"paused":false}})");
}

void KindsTest::suspendsAndRunsCronJobs() {
    const Subject cron = subject(
        R"({"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":")" + std::string(60, 'n') +
        R"(","namespace":"shop","uid":"u2"},"spec":{"schedule":"* * * * *","jobTemplate":{"metadata":{"labels":{"a":"b"}},)"
        R"("spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}],"restartPolicy":"Never"}}}}}})");
    QCOMPARE(writeOf(cron, "suspend").calls[0].body, R"({"spec":{"suspend":true}})");
    const Write run = writeOf(cron, "run");
    QCOMPARE(run.calls[0].method, "POST");
    QCOMPARE(run.calls[0].target, "/apis/batch/v1/namespaces/shop/jobs");
    const auto job = Object::parse(run.calls[0].body);
    QVERIFY(job.has_value());
    QVERIFY((*job)->name().size() <= 63);
    QCOMPARE((*job)->meta().ownerReferences[0].uid, "u2");
    QCOMPARE((*job)->meta().annotations.at("cronjob.kubernetes.io/instantiate"), "manual");
    QCOMPARE((*job)->meta().labels.at("a"), "b");
    QCOMPARE(run.undo[0].target, "/apis/batch/v1/namespaces/shop/jobs/" + (*job)->name());
}

void KindsTest::cordons() {
    const Subject node = subject(R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"n1"},"spec":{}})");
    QCOMPARE(writeOf(node, "cordon").calls[0].target, "/api/v1/nodes/n1");
    QCOMPARE(writeOf(node, "cordon").calls[0].body, R"({"spec":{"unschedulable":true}})");
    QCOMPARE(writeOf(node, "cordon").undo[0].body, R"({"spec":{"unschedulable":null}})");
    const Subject cordoned =
        subject(R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"n1"},"spec":{"unschedulable":true}})");
    QCOMPARE(writeOf(cordoned, "uncordon").calls[0].body, R"({"spec":{"unschedulable":null}})");
}

void KindsTest::changesLabels() {
    const Write write = writeOf(deployment(), "label", QVariantMap{{"app", "web"}, {"new", "2"}});
    QCOMPARE(write.calls[0].body, R"({"metadata":{"labels":{"new":"2","old":null}}})");
    QCOMPARE(write.undo[0].body, R"({"metadata":{"labels":{"new":null,"old":"1"}}})");
}

void KindsTest::removesFinalizersOfWhatIsDeleted() {
    const std::string begin =
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m","namespace":"shop","resourceVersion":"7",)"
        R"("finalizers":["example.org/never"])";
    QVERIFY(!find(kinds::actionsOf(subject(begin + "}}")), "remove-finalizers"));
    const Subject leaving = subject(begin + R"(,"deletionTimestamp":"2026-01-01T00:00:00Z"}})");
    QVERIFY(!find(kinds::actionsOf(leaving), "delete"));
    const auto actions = kinds::actionsOf(leaving);
    const Action* action = find(actions, "remove-finalizers");
    QVERIFY(action && action->question.contains("example.org/never"));
    QCOMPARE(action->write({}).calls[0].body, R"({"metadata":{"finalizers":null,"resourceVersion":"7"}})");
}

void KindsTest::offersNothingTheServerHasNot() {
    Subject reading = deployment();
    reading.resource.verbs = {"get", "list"};
    const auto actions = kinds::actionsOf(reading);
    for (const auto* id : {"delete", "label", "annotate", "scale", "restart", "pause", "image", "rollback", "edit"})
        QVERIFY2(!find(actions, id), id);
    // Who may only look can look.
    const Action* logs = find(actions, "logs");
    QVERIFY(logs && logs->view == "logs" && !logs->write);
    Subject unscalable = deployment();
    unscalable.resource.subresources.clear();
    QVERIFY(!find(kinds::actionsOf(unscalable), "scale"));
    QVERIFY(find(kinds::actionsOf(unscalable), "restart"));
}

void KindsTest::leavesOwnedReplicaSetsAlone() {
    const std::string begin =
        R"({"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"r","namespace":"shop")";
    const std::string spec = R"(},"spec":{"replicas":1,"selector":{},"template":{}}})";
    QVERIFY(find(kinds::actionsOf(subject(begin + spec)), "scale"));
    const std::string owned =
        R"(,"ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"web","uid":"u","controller":true}])";
    QVERIFY(!find(kinds::actionsOf(subject(begin + owned + spec)), "scale"));
}

void KindsTest::hidesSecrets() {
    const Subject secret = subject(
        R"({"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"shop"},"type":"Opaque","data":{"password":"aHVudGVyMg=="}})");
    for (const QVariant& line : kinds::summaryOf(*secret.object)) {
        const QVariantMap row = line.toMap();
        QVERIFY(!row["value"].toString().contains("hunter2") && !row["value"].toString().contains("aHVudGVyMg"));
    }
}

void KindsTest::survivesOddObjects_data() {
    QTest::addColumn<QByteArray>("json");
    for (const auto* kind : {"Pod", "Node", "Service", "ConfigMap", "Secret", "PersistentVolumeClaim"})
        QTest::newRow(kind) << QByteArray(R"({"apiVersion":"v1","kind":")") + kind + R"(","metadata":{"name":"x"}})";
    for (const auto* kind : {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"})
        QTest::newRow(kind) << QByteArray(R"({"apiVersion":"apps/v1","kind":")") + kind +
                                   R"(","metadata":{"name":"x"}})";
    QTest::newRow("HorizontalPodAutoscaler")
        << QByteArray(R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"x"}})");
    for (const auto* kind : {"Job", "CronJob"})
        QTest::newRow(kind) << QByteArray(R"({"apiVersion":"batch/v1","kind":")") + kind +
                                   R"(","metadata":{"name":"x"}})";
}

/// Nothing but a name is known of it yet.
void KindsTest::survivesOddObjects() {
    QFETCH(QByteArray, json);
    const Subject odd = subject(json.toStdString());
    (void)kinds::rowOf(*odd.object);
    QVERIFY(!kinds::summaryOf(*odd.object).isEmpty());
    for (const Action& action : kinds::actionsOf(odd)) {
        QVERIFY(!action.id.isEmpty() && !action.title.isEmpty());
        if (!action.view.isEmpty()) continue;
        QVERIFY(action.write || action.look);
        if (!action.write) continue;
        const Write write = action.write(action.value);
        QVERIFY2(!write.calls.empty() && !write.title.isEmpty(), qPrintable(action.id));
    }
}

}  // namespace armillary::app
