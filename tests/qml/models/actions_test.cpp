#include "actions_test.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

#include "app/kinds/deletion.h"
#include "app/kinds/dependents.h"
#include "app/kinds/labels.h"
#include "drains.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/policyv1.h"
#include "fake_calls.h"
#include "object_actions.h"
#include "subjects.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;

/// A cluster of the test's own, and what can be done to its objects.
struct Shop {
    std::shared_ptr<OfflineCluster> engine = makeOfflineCluster(kStill).value();
    Cluster cluster{[this] {
        return connectionInProcess(engine, engine->client(), engine->kubeconfig(), QStringLiteral("simulated"));
    }};
    ObjectActions actions;
    QSignalSpy ready{&actions, &ObjectActions::ready}, looked{&actions, &ObjectActions::looked};
    QSignalSpy succeeded{cluster.gate(), &WriteGate::succeeded}, failed{cluster.gate(), &WriteGate::failed};

    Shop() {
        actions.setCluster(&cluster);
        cluster.start();
        if (!QTest::qWaitFor([this] { return cluster.isDiscovered(); }, kPatience))
            QTest::qFail("the cluster is not known", __FILE__, __LINE__);
    }
    /// Begins it, and returns what it is once it has looked.
    QVariantMap begin(const QString& resource, const QStringList& keys, const QString& id,
                      const QVariant& preset = {}) {
        looked.clear();
        actions.request(resource, keys, id, preset);
        if (!QTest::qWaitFor([this] { return !looked.isEmpty(); }, kPatience))
            QTest::qFail("it has not looked", __FILE__, __LINE__);
        return looked.isEmpty() ? QVariantMap() : looked.last().first().toMap();
    }
    template <class T>
    T get(const std::string& namespace_, const std::string& name) {
        return client::get<T>(engine->client(), namespace_, name).value()->template as<T>();
    }
};

QJsonArray pods(const char* text) {
    return QJsonDocument::fromJson(text).array();
}

}  // namespace

void ActionsTest::checksNamesOfLabels() {
    const auto row = [](const QString& key, const QString& value) {
        return QVariant(QVariantMap{{"key", key}, {"value", value}});
    };
    QVERIFY(
        kinds::pairProblems(QVariantList{row("app", "web"), row("example.com/a", ""), row("", "")}, true).isEmpty());
    const QVariantMap problems = kinds::pairProblems(
        QVariantList{row("-x", "1"), row("app", "a b"), row("app", "web"), row("", "v"), row("a/b/c", "")}, true);
    QCOMPARE(problems.keys(), (QStringList{"0", "1", "2", "3", "4"}));
    QVERIFY(!problems["0"].toString().contains("regex"));
    // An annotation may say anything, but not that much.
    QVERIFY(kinds::pairProblems(QVariantList{row("note", "two words")}, false).isEmpty());
    QVERIFY(kinds::pairProblems(QVariantList{row("note", QString(300'000, u'x'))}, false).contains(""));
    QCOMPARE(kinds::pairsOf(QVariantList{row(" app ", "web"), row("", "x")}), (QVariantMap{{"app", "web"}}));
}

void ActionsTest::changesTaints() {
    const kinds::Subject node =
        subject(R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"n1"},"spec":{"taints":[)"
                R"({"key":"old","effect":"NoExecute","timeAdded":"2026-01-01T00:00:00Z"}]}})");
    const QVariantMap old{{"key", "old"}, {"value", ""}, {"effect", "NoExecute"}};
    const QVariantMap gpu{{"key", "gpu"}, {"value", "yes"}, {"effect", "NoSchedule"}};
    const Write write = writeOf(node, "taint", QVariantList{old, gpu});
    QCOMPARE(write.calls[0].body,
             R"({"spec":{"taints":[{"effect":"NoExecute","key":"old","timeAdded":"2026-01-01T00:00:00Z"},)"
             R"({"effect":"NoSchedule","key":"gpu","value":"yes"}]}})");
    QCOMPARE(writeOf(node, "taint", QVariantList{}).calls[0].body, R"({"spec":{"taints":null}})");
    const auto actions = kinds::actionsOf(node);
    const kinds::Action* action = find(actions, "taint");
    QVERIFY(action->check(QVariantList{old}).contains(""));
    QVERIFY(action->check(QVariantList{gpu, gpu}).contains("1"));
    QVERIFY(action->check(QVariantList{old, gpu}).isEmpty());
}

void ActionsTest::setsLimits() {
    const kinds::Subject scaler = subject(
        R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h","namespace":"shop"},)"
        R"("spec":{"minReplicas":2,"maxReplicas":5,"scaleTargetRef":{"kind":"Deployment","name":"web"}}})");
    const Write write = writeOf(scaler, "limits", QVariantMap{{"min", 3}, {"max", 9}});
    QCOMPARE(write.calls[0].body, R"({"spec":{"maxReplicas":9,"minReplicas":3}})");
    QCOMPARE(write.undo[0].body, R"({"spec":{"maxReplicas":5,"minReplicas":2}})");
    const auto actions = kinds::actionsOf(scaler);
    QVERIFY(find(actions, "limits")->check(QVariantMap{{"min", 3}, {"max", 2}}).contains("max"));
    const kinds::Subject claim = subject(
        R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"c","namespace":"shop"},"spec":)"
        R"({"resources":{"requests":{"storage":"10Gi"}}},"status":{"phase":"Bound"}})");
    QCOMPARE(writeOf(claim, "expand", "20Gi").calls[0].body,
             R"({"spec":{"resources":{"requests":{"storage":"20Gi"}}}})");
    const auto of = kinds::actionsOf(claim);
    for (const auto* wrong : {"10Gi", "9000Mi", "much"}) QVERIFY2(!find(of, "expand")->check(wrong).isEmpty(), wrong);
    QVERIFY(find(of, "expand")->check("10241Mi").isEmpty());
}

void ActionsTest::explainsFinalizers() {
    const kinds::Subject leaving = subject(
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m","namespace":"shop","resourceVersion":"7",)"
        R"("deletionTimestamp":"2026-01-01T00:00:00Z","finalizers":["foregroundDeletion","example.org/never"]}})");
    const auto actions = kinds::actionsOf(leaving);
    const kinds::Action* action = find(actions, "remove-finalizers");
    QCOMPARE(action->confirmation, QStringLiteral("m"));
    QVERIFY(action->fields[0].hint.contains("garbage collector"));
    QVERIFY(action->fields[1].hint.contains("example.org"));
    const QVariantMap one{{"foregroundDeletion", false}, {"example.org/never", true}};
    QCOMPARE(action->write(one).calls[0].body,
             R"({"metadata":{"finalizers":["foregroundDeletion"],"resourceVersion":"7"}})");
    QVERIFY(!action->check(QVariantMap{{"foregroundDeletion", false}, {"example.org/never", false}}).isEmpty());
}

void ActionsTest::evictsAndForces() {
    const kinds::Subject pod =
        subject(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"shop","uid":"u"}})");
    const client::Call evict = writeOf(pod, "evict").calls[0];
    QCOMPARE(evict.target, "/api/v1/namespaces/shop/pods/p/eviction");
    QCOMPARE(evict.body, R"({"apiVersion":"policy/v1","deleteOptions":{"preconditions":{"uid":"u"}},"kind":"Eviction",)"
                         R"("metadata":{"name":"p","namespace":"shop"}})");
    const client::Call force = writeOf(pod, "force-delete").calls[0];
    QCOMPARE(force.method, "DELETE");
    QCOMPARE(force.body,
             R"({"apiVersion":"v1","gracePeriodSeconds":0,"kind":"DeleteOptions","preconditions":{"uid":"u"}})");
    QCOMPARE(writeOf(pod, "delete", QVariantMap{{"propagation", "Orphan"}}).calls[0].body,
             R"({"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"u"},"propagationPolicy":"Orphan"})");
}

void ActionsTest::tellsWhatFalls() {
    const std::vector<kinds::Owned> objects = {{.uid = "p1", .name = "p1", .kind = "pods", .owners = {"r1"}},
                                               {.uid = "r1", .name = "r1", .kind = "sets", .owners = {"d"}},
                                               {.uid = "shared", .name = "s", .kind = "maps", .owners = {"d", "other"}},
                                               {.uid = "alone", .name = "a", .kind = "maps", .owners = {}}};
    const auto falls = kinds::fallen(objects, {"d"});
    QCOMPARE(falls.size(), 2u);
    QCOMPARE(falls[0]->uid, "r1");
    QCOMPARE(falls[1]->uid, "p1");
    QCOMPARE(kinds::fallen(objects, {"d", "other"}).size(), 3u);
}

void ActionsTest::plansADrain() {
    const QJsonArray listed = pods(
        R"([{"metadata":{"namespace":"a","name":"web","uid":"1","ownerReferences":[{"kind":"ReplicaSet","name":"r","controller":true}]}},
            {"metadata":{"namespace":"a","name":"agent","uid":"2","ownerReferences":[{"kind":"DaemonSet","name":"d","controller":true}]}},
            {"metadata":{"namespace":"a","name":"alone","uid":"3"}},
            {"metadata":{"namespace":"a","name":"static","uid":"4","annotations":{"kubernetes.io/config.mirror":"x"}}},
            {"metadata":{"namespace":"a","name":"ended","uid":"5"},"status":{"phase":"Succeeded"}},
            {"metadata":{"namespace":"a","name":"data","uid":"6","ownerReferences":[{"kind":"ReplicaSet","name":"r","controller":true}]},
             "spec":{"volumes":[{"name":"v","emptyDir":{}}]}}])");
    const auto fates = [&](const DrainOptions& options) {
        QStringList text;
        for (const DrainPod& pod : drainPlan(listed, options))
            text << pod.name + (pod.fate == PodFate::Evict ? "+" : pod.fate == PodFate::Stays ? "=" : "!");
        return text.join(u' ');
    };
    QCOMPARE(fates({}), QStringLiteral("alone! data+ ended+ web+ agent= static="));
    QCOMPARE(fates({.force = true}), QStringLiteral("alone+ data+ ended+ web+ agent= static="));
    QCOMPARE(fates({.emptyDir = false}), QStringLiteral("alone! data! ended+ web+ agent= static="));
    const auto budgets = readBudgets(pods(
        R"([{"metadata":{"namespace":"a","name":"b"},"spec":{"selector":{"matchLabels":{"app":"web"}}},
             "status":{"disruptionsAllowed":0,"expectedPods":3,"currentHealthy":3,"desiredHealthy":3}}])"));
    QVERIFY(budgetOf({.namespace_ = "a", .labels = {{"app", "web"}}}, budgets));
    QVERIFY(!budgetOf({.namespace_ = "b", .labels = {{"app", "web"}}}, budgets));
    QCOMPARE(budgets[0].text(), QStringLiteral("The budget b lets 0 of 3 pods go: it needs 3 healthy ones and has 3."));
}

void ActionsTest::takesManyBackAtOnce() {
    Shop shop;
    shop.actions.request("apps/Deployment", {"shop/basket", "shop/catalogue"}, "scale", 2);
    QTRY_COMPARE_WITH_TIMEOUT(shop.ready.count(), 1, kPatience);
    QCOMPARE(shop.ready[0][0].toMap()["value"].toInt(), 2);
    QVERIFY(shop.actions.perform("scale", 2));
    QTRY_COMPARE_WITH_TIMEOUT(shop.succeeded.count(), 1, kPatience);
    QCOMPARE(shop.succeeded[0][0].toString(), QStringLiteral("Scale 2 deployments to 2"));
    for (const auto* name : {"basket", "catalogue"})
        QCOMPARE(shop.get<appsv1::Deployment>("shop", name).spec.replicas, 2);
    shop.cluster.gate()->undo();
    QTRY_COMPARE_WITH_TIMEOUT(shop.succeeded.count(), 2, kPatience);
    for (const auto* name : {"basket", "catalogue"})
        QCOMPARE(shop.get<appsv1::Deployment>("shop", name).spec.replicas, 6);
    QVERIFY(shop.cluster.gate()->undoTitle().isEmpty());
}

void ActionsTest::tellsPartialFailures() {
    const auto calls = std::make_shared<FakeCalls>([](const client::Call& call) -> Result<client::Answer> {
        if (call.target.starts_with("/b")) return std::unexpected(status::conflict("pods", "b", "no"));
        return client::Answer{.code = 200, .body = "{}"};
    });
    WriteGate gate(std::make_shared<Backstage>(), nullptr);
    gate.setCalls(calls, "shop");
    QSignalSpy failed(&gate, &WriteGate::failed), succeeded(&gate, &WriteGate::succeeded);
    std::vector<Write> writes;
    for (const auto* name : {"a", "b", "c"})
        writes.push_back({.title = QString("Label %1").arg(name),
                          .subject = QString("Pod %1").arg(name),
                          .calls = {{.method = "PATCH", .target = "/" + std::string(name)}},
                          .undoTitle = "back",
                          .undo = {{.method = "PATCH", .target = "/" + std::string(name) + "/back"}}});
    gate.submitAll("Label 3 pods", writes);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatience);
    QCOMPARE(failed[0][0].toString(), QStringLiteral("2 of 3 done: Label 3 pods"));
    QVERIFY(failed[0][2].toString().startsWith("Pod b: "));
    gate.undo();
    QTRY_COMPARE_WITH_TIMEOUT(succeeded.count(), 1, kPatience);
    QStringList targets;
    for (const client::Call& call : calls->calls()) targets << QString::fromStdString(call.target).section(u'?', 0, 0);
    QCOMPARE(targets, (QStringList{"/a", "/b", "/c", "/c/back", "/a/back"}));
}

void ActionsTest::offersNoChangeUnderTheLock() {
    Shop shop;
    shop.actions.prepare("apps/Deployment", {"shop/basket"});
    const auto ids = [&shop] {
        QStringList ids;
        for (const QVariant& action : shop.actions.actions()) ids << action.toMap()["id"].toString();
        return ids;
    };
    QTRY_VERIFY_WITH_TIMEOUT(ids().contains("scale") && ids().contains("edit"), kPatience);
    shop.cluster.gate()->setProduction(true);
    QCOMPARE(ids(), (QStringList{"logs", "previous-logs", "describe", "yaml", "canvas"}));
    shop.actions.begin("delete");
    QCOMPARE(shop.ready.count(), 0);
    // What the window has no view for is not offered.
    shop.actions.setViews({"logs"});
    QCOMPARE(ids(), QStringList{"logs"});
}

void ActionsTest::findsActionsByTheirKeys() {
    Shop shop;
    QSignalSpy wanted(&shop.actions, &ObjectActions::viewWanted);
    shop.actions.requestByShortcut("/Node", {"node-1"}, "R");
    QTRY_COMPARE_WITH_TIMEOUT(wanted.count(), 1, kPatience);
    QCOMPARE(wanted[0][0].toString(), QStringLiteral("drain"));
    shop.actions.requestByShortcut("apps/Deployment", {"shop/basket"}, "R");
    QTRY_COMPARE_WITH_TIMEOUT(shop.ready.count(), 1, kPatience);
    QCOMPARE(shop.ready[0][0].toMap()["id"].toString(), QStringLiteral("restart"));
    shop.actions.requestByShortcut("apps/Deployment", {"shop/basket"}, "P");
    QTRY_COMPARE_WITH_TIMEOUT(wanted.count(), 2, kPatience);
    QCOMPARE(wanted[1][0].toString(), QStringLiteral("previous"));
}

void ActionsTest::showsNoChangeBeforeThereIsOne() {
    Shop shop;
    for (const char* id : {"image", "pin"}) {
        shop.ready.clear();
        shop.actions.request("apps/Deployment", {"shop/basket"}, QString::fromLatin1(id), {});
        QTRY_COMPARE_WITH_TIMEOUT(shop.ready.count(), 1, kPatience);
        const QVariantMap preview = shop.actions.preview(shop.ready[0][0].toMap()["value"]);
        QVERIFY2(preview["before"].toString().contains("containers:"), id);
        QCOMPARE(preview["after"].toString(), preview["before"].toString());
    }
}

void ActionsTest::rollsADeploymentBack() {
    Shop shop;
    // The sample's own second revision crashes by an annotation.
    const auto annotations = [&shop] {
        return shop.get<appsv1::Deployment>("data", "indexer").spec.template_.metadata.annotations;
    };
    QCOMPARE(annotations().size(), 1u);
    const QVariantMap action = shop.begin("apps/Deployment", {"data/indexer"}, "rollback");
    QCOMPARE(action["obstacle"].toString(), QString());
    const QVariantList options = action["options"].toList();
    QCOMPARE(options.size(), 2);
    QVERIFY(!options[0].toMap()["enabled"].toBool());  // the newest is what it is now
    QCOMPARE(action["value"].toString(), QStringLiteral("1"));
    const QVariantMap preview = shop.actions.preview("1");
    QVERIFY(preview["before"].toString().contains("crash") && !preview["after"].toString().contains("crash"));
    QVERIFY(!preview["after"].toString().contains("pod-template-hash"));
    QVERIFY(!shop.actions.perform("rollback", "2"));  // it is there already
    QVERIFY(shop.actions.perform("rollback", "1"));
    QTRY_COMPARE_WITH_TIMEOUT(shop.succeeded.count() + shop.failed.count(), 1, kPatience);
    QVERIFY2(shop.failed.isEmpty(), qPrintable(shop.failed.value(0).value(2).toString()));
    QVERIFY(annotations().empty());
    shop.cluster.gate()->undo();
    QTRY_COMPARE_WITH_TIMEOUT(shop.succeeded.count(), 2, kPatience);
    QCOMPARE(annotations().size(), 1u);
}

void ActionsTest::rollsAStatefulSetBack() {
    Shop shop;
    const auto image = [&shop] {
        return shop.get<appsv1::StatefulSet>("data", "ledger").spec.template_.spec.containers.at(0).image;
    };
    const std::string before = image();
    const auto changed = shop.engine->client().patch(
        client::target<appsv1::StatefulSet>("data", "ledger"), client::PatchType::StrategicMerge,
        R"({"spec":{"template":{"spec":{"containers":[{"name":"ledger","image":"armillary.dev/ledger:9"}]}}}})");
    QVERIFY(changed.has_value());
    // Its controller has recorded both when there are two.
    const auto recorded = [&] {
        const auto listed = shop.engine->client().list(client::target<appsv1::ControllerRevision>("data"));
        return std::ranges::count_if(listed->items, [](const ObjectRef& revision) {
            return revision->meta().ownerReferences.at(0).name == "ledger";
        });
    };
    QTRY_COMPARE_WITH_TIMEOUT(recorded(), 2, kPatience);
    const QVariantMap action = shop.begin("apps/StatefulSet", {"data/ledger"}, "rollback");
    QCOMPARE(action["options"].toList().size(), 2);
    QVERIFY(shop.actions.preview(action["value"])["after"].toString().contains(QString::fromStdString(before)));
    QVERIFY(shop.actions.perform("rollback", action["value"]));
    QTRY_COMPARE_WITH_TIMEOUT(shop.succeeded.count() + shop.failed.count(), 1, kPatience);
    QCOMPARE(image(), before);
    shop.cluster.gate()->undo();
    QTRY_COMPARE_WITH_TIMEOUT(shop.succeeded.count() + shop.failed.count(), 2, kPatience);
    QCOMPARE(image(), "armillary.dev/ledger:9");
}

void ActionsTest::namesWhatElseGoes() {
    Shop shop;
    const auto texts = [](const QVariantMap& action) {
        QStringList texts;
        for (const QVariant& line : action["consequences"].toList()) texts << line.toMap()["text"].toString();
        return texts;
    };
    QVariantMap action = shop.begin("apps/Deployment", {"shop/basket"}, "delete");
    QCOMPARE(texts(action), (QStringList{"1 ReplicaSet", "6 pods"}));
    QCOMPARE(action["confirmation"].toString(), QString());
    QCOMPARE(action["fields"].toList().size(), 1);
    action = shop.begin("apps/Deployment", {"shop/basket", "shop/catalogue"}, "delete");
    QVERIFY(texts(action).contains("2 replicasets") && texts(action).contains("12 pods"));
    action = shop.begin("/Namespace", {"data"}, "delete");
    QVERIFY2(texts(action).contains("12 pods"), qPrintable(texts(action).join(u' ')));
    QCOMPARE(action["confirmation"].toString(), QStringLiteral("data"));
    // What owns nothing leaves nothing to choose.
    action = shop.begin("/ConfigMap", {"shop/storefront-settings"}, "delete");
    QVERIFY(texts(action).isEmpty() && action["fields"].toList().isEmpty());
}

void ActionsTest::drainsRoundABudget() {
    Shop shop;
    policyv1::PodDisruptionBudget budget;
    budget.metadata.namespace_ = "shop";
    budget.metadata.name = "all-baskets";
    budget.spec.selector.emplace().matchLabels["app"] = "basket";
    budget.spec.minAvailable = schema::IntOrString(std::string("100%"));
    QVERIFY(client::create(shop.engine->client(), budget).has_value());
    const auto pods = shop.engine->client().list(client::target<corev1::Pod>("shop"));
    const auto basket =
        std::ranges::find_if(pods->items, [](const ObjectRef& pod) { return pod->name().starts_with("basket-"); });
    QVERIFY(basket != pods->items.end());
    const QString node = QString::fromStdString((*basket)->as<corev1::Pod>().spec.nodeName);

    Drains drains;
    drains.setProperty("retryAfter", 200);
    drains.setCluster(&shop.cluster);
    QSignalSpy told(&drains, &Drains::told);
    Drain* drain = drains.of(node);
    QVERIFY(drain && drains.of(node) == drain);
    const QAbstractItemModelTester tester(drain, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTRY_VERIFY_WITH_TIMEOUT(!drain->isLoading() && drain->total() > 1, kPatience);
    const int all = drain->total();
    shop.cluster.gate()->setProduction(true);
    drain->start();  // not under the lock
    QCOMPARE(drain->state(), Drain::Planned);
    shop.cluster.gate()->setProduction(false);
    drain->start();
    const auto held = [&] {
        for (int row = 0; row < drain->rowCount(); ++row)
            if (drain->index(row).data(Drain::StatusRole).toString() == u"blocked" &&
                drain->index(row).data(Drain::DetailRole).toString().contains("all-baskets"))
                return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(held() && drain->gone() > 0, kPatience);
    QVERIFY(drain->isCordoned() && shop.get<corev1::Node>("", node.toStdString()).spec.unschedulable);
    drain->cancel();
    QCOMPARE(drain->state(), Drain::Stopped);
    QVERIFY(drain->isCordoned());
    drain->start();
    QTRY_VERIFY_WITH_TIMEOUT(held(), kPatience);
    QVERIFY(client::remove<policyv1::PodDisruptionBudget>(shop.engine->client(), "shop", "all-baskets").has_value());
    QTRY_COMPARE_WITH_TIMEOUT(drain->state(), Drain::Done, kPatience);
    QCOMPARE(drain->gone(), drain->total());
    QVERIFY(drain->total() >= all - 1);
    QVERIFY(told.last()[3].toBool() && !told.last()[2].toBool());
    // It was one long thing: the gate has not said a word of each pod.
    QCOMPARE(shop.succeeded.count() + shop.failed.count(), 0);
    drain->uncordon();
    QTRY_VERIFY_WITH_TIMEOUT(!shop.get<corev1::Node>("", node.toStdString()).spec.unschedulable, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(drain->state(), Drain::Planned, kPatience);
}

}  // namespace armillary::app
