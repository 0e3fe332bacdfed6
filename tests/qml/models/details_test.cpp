#include "details_test.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <format>

#include "condition_words.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "facts.h"
#include "fake_calls.h"
#include "metrics.h"
#include "object_details.h"
#include "reference_words.h"
#include "tests/qml/support/measuring_calls.h"
#include "tests/qml/support/offline.h"
#include "usage_history.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;

struct Shown {
    Cluster cluster;
    ObjectDetails details;
    QAbstractItemModelTester relationRules{details.relations(), QAbstractItemModelTester::FailureReportingMode::QtTest};
    QAbstractItemModelTester eventRules{details.events(), QAbstractItemModelTester::FailureReportingMode::QtTest};

    explicit Shown(Connect connect = sharedStill()) : cluster(std::move(connect)) {
        details.setCluster(&cluster);
        cluster.start();
    }
    bool open(const QString& resource, const QString& key) {
        details.show(resource, key);
        return QTest::qWaitFor([this] { return details.exists(); }, kPatience);
    }
    bool relate() {
        details.relations()->setActive(true);
        return QTest::qWaitFor([this] { return !details.relations()->isLoading(); }, kPatience);
    }
    /// "refersTo runs as ServiceAccount default": of each row.
    QStringList relations() {
        QStringList lines;
        const Relations& model = *details.relations();
        for (int row = 0; row < model.rowCount(); ++row) {
            const auto text = [&](Relations::Role role) { return model.index(row).data(role).toString(); };
            lines << QStringLiteral("%1 %2 %3 %4")
                         .arg(text(Relations::SectionRole), text(Relations::RelationRole), text(Relations::KindRole),
                              text(Relations::NameRole));
        }
        return lines;
    }
};

client::ApiResource served(const char* group, const char* kind, const char* plural, bool namespaced = true) {
    client::ApiResource resource;
    resource.group = group;
    resource.version = "v1";
    resource.kind = kind;
    resource.plural = plural;
    resource.namespaced = namespaced;
    resource.verbs = {"get", "list"};
    return resource;
}

ObjectRef parsed(const std::string& json) {
    return Object::parse(json).value();
}

/// Answers by path; what is not there is not found, lists are empty.
struct FakeWorld {
    std::map<std::string, std::string> bodies;
    std::set<std::string> forbidden;
    std::vector<client::ApiResource> served{app::served("", "Pod", "pods"),
                                            app::served("", "ConfigMap", "configmaps"),
                                            app::served("", "Secret", "secrets"),
                                            app::served("", "Service", "services"),
                                            app::served("", "ServiceAccount", "serviceaccounts"),
                                            app::served("apps", "Deployment", "deployments"),
                                            app::served("apps", "ReplicaSet", "replicasets")};
    std::shared_ptr<FakeCalls> calls =
        std::make_shared<FakeCalls>([this](const client::Call& call) -> Result<client::Answer> {
            const std::string path = call.target.substr(0, call.target.find('?'));
            if (forbidden.contains(path)) return std::unexpected(status::forbidden("things", "", "no"));
            if (const auto found = bodies.find(path); found != bodies.end())
                return client::Answer{.code = 200, .body = found->second};
            if (call.target.contains('?')) return client::Answer{.code = 200, .body = R"({"items":[]})"};
            return std::unexpected(status::notFound("things", path));
        });
    Reader reader{calls};

    References about(const ObjectRef& object) {
        const ReaderWorld world(reader, served, object);
        return referencesOf(object, world);
    }
};

const Reference* find(const References& found, const std::string& name) {
    const auto row = std::ranges::find_if(found.rows, [&](const auto& each) { return each.other.name == name; });
    return row == found.rows.end() ? nullptr : &*row;
}

}  // namespace

void DetailsTest::findsRelations() {
    Shown shown;
    QVERIFY(shown.open("apps/Deployment", "shop/storefront"));
    QVERIFY(shown.details.relations()->count() == 0);  // nobody looks yet
    QVERIFY(shown.relate());
    const QStringList lines = shown.relations();
    QVERIFY2(lines.contains("referredBy selects it Service storefront"), qPrintable(lines.join('\n')));
    QVERIFY(lines.contains("referredBy scales it HorizontalPodAutoscaler storefront"));
    QCOMPARE(lines.filter("owned  ReplicaSet storefront-").size(), 1);
    QCOMPARE(lines.filter("owned  Pod storefront-").size(), 6);
    QCOMPARE(shown.details.relations()->broken(), 0);
    QVERIFY(shown.details.relations()->notes().isEmpty());
    // A service finds the workload; what that owns is not listed once more.
    QVERIFY(shown.open("/Service", "shop/storefront"));
    QTRY_VERIFY_WITH_TIMEOUT(!shown.details.relations()->isLoading(), kPatience);
    const QStringList selected = shown.relations();
    QVERIFY2(selected.contains("refersTo selects Deployment storefront"), qPrintable(selected.join('\n')));
    QVERIFY(selected.filter("selects Pod").isEmpty());
    QVERIFY(selected.contains("referredBy routes to it Ingress storefront"));
    // A node knows its pods' workloads.
    QVERIFY(shown.open("/Node", "node-1"));
    QTRY_VERIFY_WITH_TIMEOUT(!shown.details.relations()->isLoading(), kPatience);
    QVERIFY(!shown.relations().filter("referredBy runs on it Pod").isEmpty());
}

void DetailsTest::findsOwners() {
    Shown shown;
    QVERIFY(shown.open("apps/Deployment", "shop/basket"));
    // Those that are not known yet are missing, and have no key.
    const auto first = [&] { return shown.details.replicas().value(0).toMap()["key"].toString(); };
    QTRY_VERIFY_WITH_TIMEOUT(!first().isEmpty(), kPatience);
    const QString pod = first();
    QVERIFY(shown.open("/Pod", pod));
    QTRY_COMPARE_WITH_TIMEOUT(shown.details.relations()->owners().size(), 2, kPatience);
    const QVariantMap top = shown.details.relations()->owners().first().toMap();
    QCOMPARE(top["resource"].toString(), QStringLiteral("apps/Deployment"));
    QCOMPARE(top["key"].toString(), QStringLiteral("shop/basket"));
    QVERIFY(top["there"].toBool());
    // One that has gone, or another one of its name, is said to be gone.
    FakeWorld world;
    const ObjectRef orphan = parsed(
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"shop","uid":"1","ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"r","uid":"2","controller":true}]}})");
    const ReaderWorld gone(world.reader, world.served, orphan);
    QCOMPARE(ownersOf(orphan, gone).size(), 1u);
    QVERIFY(!ownersOf(orphan, gone).front().there);
    world.bodies["/apis/apps/v1/namespaces/shop/replicasets/r"] =
        R"({"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"r","namespace":"shop","uid":"3"}})";
    const ReaderWorld another(world.reader, world.served, orphan);
    QVERIFY(!ownersOf(orphan, another).front().there);
}

void DetailsTest::marksWhatIsBroken() {
    FakeWorld world;
    world.bodies["/api/v1/namespaces/shop/configmaps/half"] =
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"half","namespace":"shop","uid":"c"},"data":{"there":"x"}})";
    world.forbidden.insert("/api/v1/namespaces/shop/secrets/closed");
    const ObjectRef pod = parsed(
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"shop","uid":"1"},"spec":{"priorityClassName":"first","containers":[{"name":"c","envFrom":[{"secretRef":{"name":"gone"}},{"secretRef":{"name":"closed"}},{"configMapRef":{"name":"maybe","optional":true}}],"env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"half","key":"absent"}}}]}]}})");
    const References found = world.about(pod);
    using State = Reference::State;
    const auto state = [&](const char* name) {
        const Reference* row = find(found, name);
        return row ? static_cast<int>(row->state) : -1;
    };
    QCOMPARE(state("gone"), static_cast<int>(State::Missing));
    QCOMPARE(state("closed"), static_cast<int>(State::Unknown));
    QCOMPARE(state("maybe"), static_cast<int>(State::Optional));
    QCOMPARE(state("half"), static_cast<int>(State::NoKey));
    QCOMPARE(state("first"), static_cast<int>(State::Unserved));
    QCOMPARE(referenceTone(*find(found, "gone")), QStringLiteral("bad"));
    QCOMPARE(referenceNote(*find(found, "gone")), QStringLiteral("is not there"));
    QCOMPARE(referenceNote(*find(found, "half")), QStringLiteral("has no key absent"));
    QVERIFY(find(found, "gone")->path.contains("envFrom[0].secretRef.name"));
}

void DetailsTest::foldsWhatOwnersStandFor() {
    FakeWorld world;
    const auto set = [](const char* kind, const char* name, const char* uid, const std::string& owner) {
        return std::format(
            R"({{"metadata":{{"name":"{0}","namespace":"shop","uid":"{1}","ownerReferences":[{2}]}},"spec":{{{3}"containers":[{{"name":"c","envFrom":[{{"configMapRef":{{"name":"settings"}}}}]}}]{4}}}}})",
            name, uid, owner, std::string_view(kind) == "Pod" ? "" : R"("template":{"spec":{)",
            std::string_view(kind) == "Pod" ? "" : "}}");
    };
    const auto list = [](const std::string& items) { return R"({"items":[)" + items + "]}"; };
    world.bodies["/apis/apps/v1/namespaces/shop/deployments"] = list(set("Deployment", "web", "d", ""));
    world.bodies["/apis/apps/v1/namespaces/shop/replicasets"] =
        list(set("ReplicaSet", "web-1", "r",
                 R"({"apiVersion":"apps/v1","kind":"Deployment","name":"web","uid":"d","controller":true})"));
    world.bodies["/api/v1/namespaces/shop/pods"] =
        list(set("Pod", "web-1-a", "p",
                 R"({"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-1","uid":"r","controller":true})") +
             "," + set("Pod", "alone", "q", ""));
    const References found = world.about(parsed(
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"shop","uid":"c"}})"));
    QCOMPARE(found.rows.size(), 2u);
    QCOMPARE(find(found, "web")->count, 2);
    QCOMPARE(relationWords(find(found, "web")->relation, true), QStringLiteral("reads it"));
    QVERIFY(find(found, "alone"));
}

void DetailsTest::saysWhatCannotBeTold() {
    FakeWorld world;
    world.forbidden = {"/api/v1/namespaces/shop/pods"};
    const References found = world.about(parsed(
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"shop","uid":"c"}})"));
    QVERIFY(found.rows.empty());
    QCOMPARE(found.gaps.size(), 1u);
    QCOMPARE(gapText(found.gaps.front()),
             QStringLiteral("Cannot tell about pods: no permission to list them in namespace shop."));
    // Who may not list everywhere is asked about his own namespace.
    world.forbidden = {"/api/v1/pods"};
    ObjectRef subject = parsed(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"shop"}})");
    const ReaderWorld narrow(world.reader, world.served, subject);
    QVERIFY(narrow.list({"", "Pod"}, "").empty());
    QCOMPARE(narrow.gaps().size(), 1u);
    QCOMPARE(narrow.gaps().front().reason, ReaderWorld::Gap::Elsewhere);
}

void DetailsTest::staysWithinBounds() {
    // A list without an end.
    auto endless = std::make_shared<FakeCalls>([](const client::Call&) -> Result<client::Answer> {
        static int next = 0;
        std::string items;
        for (int i = 0; i < 500; ++i) {
            ++next;
            items += std::format(R"({}{{"metadata":{{"name":"p{}","namespace":"shop","uid":"{}"}}}})", i ? "," : "",
                                 next, next);
        }
        return client::Answer{
            .code = 200,
            .body = R"({"metadata":{"continue":"more","remainingItemCount":9000},"items":[)" + items + "]}"};
    });
    const FakeWorld kinds;
    const Reader reader(endless);
    const ObjectRef subject =
        parsed(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"shop"}})");
    const ReaderWorld world(reader, kinds.served, subject);
    QCOMPARE(world.list({"", "Pod"}, "shop").size(), ReaderWorld::kMostObjects);
    QCOMPARE(endless->calls().size(), 2u);
    QCOMPARE(gapText(world.gaps().front()), QStringLiteral("9000 of the pods were left out: too many."));
}

void DetailsTest::tellsOneTimeline() {
    Shown shown;
    QVERIFY(shown.open("apps/Deployment", "shop/storefront"));
    const EventList& events = *shown.details.events();
    const auto has = [&](const QString& reason, const QString& kind, bool child) {
        for (int row = 0; row < events.rowCount(); ++row) {
            const QModelIndex at = events.index(row);
            if (at.data(EventList::ReasonRole) == reason && at.data(EventList::KindRole) == kind &&
                at.data(EventList::ChildRole) == child)
                return true;
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(has("ScalingReplicaSet", "Deployment", false), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(has("SuccessfulCreate", "ReplicaSet", true), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(has("Scheduled", "Pod", true), kPatience);
    for (int row = 0; row < events.rowCount(); ++row) {
        const QString name = events.index(row).data(EventList::NameRole).toString();
        QVERIFY2(name.startsWith("storefront"), qPrintable(name));
    }
    shown.details.close();
    QCOMPARE(events.rowCount(), 0);
}

void DetailsTest::countsRepeats() {
    const auto engine = makeOfflineCluster({.nodes = 0, .pods = 0, .lively = false}).value();
    Shown shown([engine] {
        return connectionInProcess(engine, engine->client(), engine->kubeconfig(), QStringLiteral("simulated"));
    });
    corev1::ConfigMap map;
    map.metadata.namespace_ = "default";
    map.metadata.name = "spoken-of";
    const auto made = client::create(engine->client(), map);
    QVERIFY(made.has_value());
    const auto say = [&](const char* name, const char* message, int count, std::int64_t at, const char* type) {
        corev1::Event event;
        event.metadata.namespace_ = "default";
        event.metadata.name = name;
        event.involvedObject.kind = "ConfigMap";
        event.involvedObject.apiVersion = "v1";
        event.involvedObject.name = "spoken-of";
        event.involvedObject.namespace_ = "default";
        event.involvedObject.uid = (*made)->uid();
        event.reason = "Odd";
        event.type = type;
        event.message = message;
        event.count = count;
        event.firstTimestamp = event.lastTimestamp = schema::Time(at);
        return client::create(engine->client(), event).has_value();
    };
    QVERIFY(say("a", "so it is", 2, 1700000000, "Warning") && say("b", "so it is", 3, 1700000100, "Warning") &&
            say("c", "otherwise", 1, 1700000050, "Normal"));
    QVERIFY(shown.open("/ConfigMap", "default/spoken-of"));
    const EventList& events = *shown.details.events();
    QTRY_COMPARE_WITH_TIMEOUT(events.rowCount(), 2, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(events.index(0).data(EventList::CountRole).toInt(), 5, kPatience);
    QCOMPARE(events.index(0).data(EventList::TypeRole).toString(), QStringLiteral("Warning"));
    QCOMPARE(events.index(1).data(EventList::MessageRole).toString(), QStringLiteral("otherwise"));
    // A newer one comes first, and the others keep what they are.
    QVERIFY(say("d", "otherwise", 4, 1700000200, "Normal"));
    QTRY_COMPARE_WITH_TIMEOUT(events.index(0).data(EventList::CountRole).toInt(), 5, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(events.index(0).data(EventList::MessageRole).toString(), QStringLiteral("otherwise"),
                              kPatience);
    QCOMPARE(events.rowCount(), 2);
}

void DetailsTest::hidesSecretsUntilAsked() {
    Shown shown;
    QVERIFY(shown.open("/Secret", "shop/payments-credentials"));
    const QString plain = QStringLiteral("not-a-real-one");
    const QString encoded = QString::fromLatin1(plain.toUtf8().toBase64());
    QCOMPARE(shown.details.data().size(), 2);
    for (const QVariant& entry : shown.details.data()) {
        QVERIFY(entry.toMap()["secret"].toBool());
        QVERIFY(entry.toMap()["text"].toString().isEmpty());
    }
    QCOMPARE(shown.details.data().first().toMap()["size"].toString(), QStringLiteral("14 bytes"));
    QVERIFY(!shown.details.yaml().contains(encoded));
    QCOMPARE(shown.details.secretValue("password"), plain);
    shown.details.setSecretsShown(true);
    QVERIFY(shown.details.yaml().contains(encoded));
    QVERIFY(shown.open("/ConfigMap", "shop/storefront-settings"));
    QVERIFY(!shown.details.areSecretsShown());
    QCOMPARE(shown.details.data().first().toMap()["text"].toString(), QStringLiteral("EUR"));
    // What was applied holds the values once more.
    const ObjectRef applied = parsed(
        R"({"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"aHVudGVyMg=="}},"data":{"p":"aHVudGVyMg=="}})");
    QCOMPARE(annotationsOf(*applied).first().toMap()["value"].toString(), QStringLiteral("(hidden)"));
    const QJsonObject bytes =
        QJsonDocument::fromJson(R"({"apiVersion":"v1","kind":"Secret","data":{"b":"/v8A"}})").object();
    QVERIFY(dataOf(bytes).first().toMap()["binary"].toBool());
    QVERIFY(!valueOf(bytes, "b"));
}

void DetailsTest::picturesReplicas() {
    const ObjectRef ready = parsed(
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"s"},"spec":{"nodeName":"n","containers":[]},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}})");
    const ObjectRef failing = parsed(
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"b","namespace":"s"},"spec":{"nodeName":"n","containers":[]},"status":{"phase":"Failed"}})");
    QStringList states;
    for (const QVariant& square : replicasOf({failing, ready}, 4)) states << square.toMap()["state"].toString();
    QCOMPARE(states, QStringList({"ready", "failing", "missing", "missing"}));
    QVERIFY(replicasOf({}, -1).isEmpty());
    QCOMPARE(replicasOf({}, 1000000).size(), kMostSquares);
}

void DetailsTest::putsConditionsIntoWords() {
    const auto words = [](const char* type, const char* status, const char* reason = "") {
        const ConditionWords said = wordsOf(type, status, reason);
        return said.text + u'/' + said.tone;
    };
    QCOMPARE(words("MemoryPressure", "False"), QStringLiteral("Enough memory/good"));
    QCOMPARE(words("MemoryPressure", "True"), QStringLiteral("Short of memory/bad"));
    QCOMPARE(words("Ready", "Unknown"), QStringLiteral("Ready: unknown/warning"));
    QCOMPARE(words("Progressing", "True", "NewReplicaSetAvailable"), QStringLiteral("Rollout is complete/good"));
    QCOMPARE(words("Progressing", "False", "ProgressDeadlineExceeded"), QStringLiteral("Rollout is stuck/bad"));
    QCOMPARE(words("DatabaseFailure", "True"), QStringLiteral("DatabaseFailure: yes/bad"));
    QCOMPARE(words("Blessed", "False"), QStringLiteral("Blessed: no/warning"));
    // Of odd objects nothing is expected but that they are borne.
    for (const char* odd : {R"({})", R"({"status":7})", R"({"status":{"conditions":{}}})",
                            R"({"status":{"conditions":[null,3,{"type":5}]}})"})
        QVERIFY(conditionsOf(QJsonDocument::fromJson(odd).object()).isEmpty());
}

void DetailsTest::readsMeasures() {
    const std::string list =
        R"({"items":[{"metadata":{"name":"a"},"containers":[{"name":"c","usage":{"cpu":"100m","memory":"64Mi"}},{"name":"d","usage":{"cpu":"50000000n","memory":"1Mi"}}]},{"metadata":{"name":"other"},"containers":[{"usage":{"cpu":"9","memory":"9Gi"}}]}]})";
    const auto read = readMetrics(list, {"a"});
    QVERIFY(read);
    QCOMPARE(read->cpu, 0.15);
    QCOMPARE(read->memory, 65.0 * (1 << 20));
    QVERIFY(!readMetrics(list, {"nobody"}));
    QCOMPARE(readMetrics(R"({"usage":{"cpu":2,"memory":"1Ki"}})", {})->cpu, 2.0);
    for (const char* odd : {"", "[]", "{}", R"({"usage":{"cpu":"many","memory":"1"}})", R"({"containers":[3]})"})
        QVERIFY(!readMetrics(odd, {}));
}

void DetailsTest::keepsMeasuresWithinBounds() {
    UsageHistory history;
    for (int i = 0; i < 1000; ++i) history.add("one", {.at = i * 10, .cpu = 1});
    QVERIFY(history.of("one").size() <= UsageHistory::kMostSamples);
    QVERIFY(history.of("one").front().at >= 9990 - UsageHistory::kSpan);
    for (int i = 0; i < 200; ++i) history.add(QString::number(i), {.at = 10000});
    QCOMPARE(history.objects(), UsageHistory::kMostObjects);
    QVERIFY(history.of("one").empty());
    QVERIFY(pointsOf(history.of("199"), &UsageSample::cpu).isEmpty());
}

void DetailsTest::saysWhyNothingIsMeasured() {
    Shown shown;
    QVERIFY(shown.open("apps/Deployment", "shop/storefront"));
    QVERIFY(shown.details.usage()->applies());
    QTRY_COMPARE_WITH_TIMEOUT(shown.details.replicas().size(), 6, kPatience);
    QVERIFY(shown.open("/Node", "node-1"));
    QTRY_COMPARE_WITH_TIMEOUT(shown.details.usage()->missing(), QStringLiteral("simulated"), kPatience);
    QVERIFY(!shown.details.usage()->missingText().isEmpty());
    QVERIFY(shown.open("/ConfigMap", "shop/storefront-settings"));
    QVERIFY(!shown.details.usage()->applies());
}

void DetailsTest::measures() {
    const auto engine = makeOfflineCluster({.nodes = 1, .pods = 8, .lively = false}).value();
    QVERIFY(makeReal(engine->client(), "node-1"));
    const auto code = std::make_shared<std::atomic<int>>(200);
    Shown shown(measuring(engine, code));
    QVERIFY(shown.open("apps/Deployment", "shop/storefront"));
    const auto graph = [&](const char* id) {
        for (const QVariant& each : shown.details.usage()->graphs())
            if (each.toMap()["id"] == QLatin1StringView(id)) return each.toMap();
        return QVariantMap();
    };
    QTRY_COMPARE_WITH_TIMEOUT(shown.details.replicas().size(), 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!graph("cpu").isEmpty(), kPatience);
    QCOMPARE(graph("cpu")["request"].toDouble(), 0.1);
    QCOMPARE(graph("memory")["now"].toString(), QStringLiteral("48.0 MiB"));
    QVERIFY(graph("memory")["detail"].toString().startsWith(QStringLiteral("75 %")));
    QVERIFY(shown.details.usage()->missing().isEmpty());
    *code = 403;
    QVERIFY(shown.open("apps/Deployment", "shop/catalogue"));
    QTRY_COMPARE_WITH_TIMEOUT(shown.details.usage()->missing(), QStringLiteral("forbidden"), kPatience);
    // What was seen stays.
    QVERIFY(shown.open("apps/Deployment", "shop/storefront"));
    QTRY_VERIFY_WITH_TIMEOUT(!graph("cpu").isEmpty(), kPatience);
}

void DetailsTest::explainsAnewWhenItsPodsChange() {
    const auto engine = makeOfflineCluster(kStill).value();
    Shown shown([engine] { return connectionToSample(engine, *engine); });
    QVERIFY(shown.open("apps/Deployment", "shop/basket"));
    Why& why = *shown.details.why();
    QTRY_VERIFY_WITH_TIMEOUT(why.isFine(), kPatience);
    // The deployment stays as it is; only what one of its pods is annotated with is another.
    const auto pods = engine->client().list(client::target<corev1::Pod>("shop"));
    const auto pod =
        std::ranges::find_if(pods->items, [](const ObjectRef& each) { return each->name().starts_with("basket-"); });
    QSignalSpy told(&why, &Why::changed);
    QVERIFY(engine->client()
                .patch(client::target<corev1::Pod>("shop", (*pod)->name()), client::PatchType::Merge,
                       R"({"metadata":{"annotations":{"note":"looked at"}}})")
                .has_value());
    QTRY_VERIFY_WITH_TIMEOUT(!told.isEmpty(), kPatience);
}

}  // namespace armillary::app
