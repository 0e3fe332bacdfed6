#include "models_test.h"

#include <QAbstractItemModelTester>
#include <QTest>
#include <memory>
#include <set>

#include "engine/schema/api/corev1.h"
#include "object_details.h"
#include "tests/qml/support/offline.h"
#include "topology_model.h"
#include "workload_model.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 30000;
constexpr QSizeF kView(1204, 640);
using Mode = QAbstractItemModelTester::FailureReportingMode;

/// A connected topology with all its pods in place.
struct StillTopology {
    Cluster cluster{sharedStill()};
    TopologyModel model;

    bool ready() {
        model.setViewSize(kView);
        model.setCluster(&cluster);
        cluster.start();
        return QTest::qWaitFor([this] { return !model.isLoading() && model.podCount() == kPods; }, kPatience);
    }
};

struct StillWorkloads {
    Cluster cluster{sharedStill()};
    WorkloadModel model;
    WorkloadFilter filter;

    bool ready() {
        model.setCluster(&cluster);
        filter.setSourceModel(&model);
        cluster.start();
        return QTest::qWaitFor([this] { return !model.isLoading() && model.count() == kRows; }, kPatience);
    }
};

}  // namespace

void ModelsTest::keepTheRules_data() {
    QTest::addColumn<bool>("lively");
    QTest::newRow("still") << false;
    QTest::newRow("lively") << true;
}

void ModelsTest::keepTheRules() {
    QFETCH(bool, lively);
    OfflineOptions options = kStill;
    options.lively = lively;
    Cluster cluster(canned(options));
    TopologyModel topology;
    WorkloadModel workloads;
    WorkloadFilter filter;
    ObjectDetails details;
    const QAbstractItemModelTester topologyRules(&topology, Mode::QtTest), workloadRules(&workloads, Mode::QtTest),
        filterRules(&filter, Mode::QtTest), eventRules(details.events(), Mode::QtTest);
    topology.setViewSize(kView);
    topology.setCluster(&cluster);
    workloads.setCluster(&cluster);
    filter.setSourceModel(&workloads);
    details.setCluster(&cluster);

    int changes = 0;
    std::set<std::string> changedPods;
    connect(&cluster, &Cluster::feedsReady, this, [&] {
        connect(cluster.feed<corev1::Pod>(), &Feed::changed, &cluster, [&](const Changes& batch) {
            ++changes;
            for (const Change& change : batch) changedPods.insert(change.key);
            if (topology.step(0.1)) filter.setText(changes % 2 ? QStringLiteral("basket") : QString());
        });
    });
    cluster.start();
    QTRY_VERIFY_WITH_TIMEOUT(!topology.isLoading() && !workloads.isLoading(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(topology.podCount() >= kPods && workloads.count() >= kRows, kPatience);
    const int before = changes;
    if (lively) QTRY_VERIFY_WITH_TIMEOUT(changes >= before + 5, kPatience);
    filter.sortBy(QStringLiteral("status"));
    filter.setKind(QStringLiteral("Deployment"));
    filter.setText({});
    QCOMPARE(filter.count(), kDeployments);
}

void ModelsTest::topologyCountsPods() {
    StillTopology still;
    QVERIFY(still.ready());
    QCOMPARE(still.model.nodeCount(), 4);
    int pods = 0;
    for (const QVariant& row : still.model.stateCounts()) pods += row.toMap()["count"].toInt();
    QCOMPARE(pods, kPods);
    pods = 0;
    for (const QVariant& row : still.model.workloadCounts()) pods += row.toMap()["count"].toInt();
    QCOMPARE(pods, kPods);
    const QModelIndex first = still.model.index(0);
    QCOMPARE(first.data(TopologyModel::NameRole).toString(), QStringLiteral("node-1"));
    // 100m and 64Mi a pod, of 8 processors and 16Gi.
    const int onFirst = first.data(TopologyModel::PodsRole).toInt();
    QCOMPARE(first.data(TopologyModel::CpuShareRole).toDouble(), onFirst * 0.1 / 8);
    QCOMPARE(first.data(TopologyModel::MemoryShareRole).toDouble(), onFirst * 64.0 / (16 * 1024));
}

void ModelsTest::topologyPlacesPods() {
    StillTopology still;
    QVERIFY(still.ready());
    TopologyModel& model = still.model;
    while (model.step(1)) {
    }
    for (int i = 0; i < model.podCount(); ++i) {
        const PodDot& dot = model.dots()[static_cast<std::size_t>(i)];
        QCOMPARE(model.dotAt(dot.to), i);
        QCOMPARE(model.indexOfKey(dot.key), i);
        const QModelIndex node = model.index(dot.group);
        const std::string& on = dot.object->as<corev1::Pod>().spec.nodeName;
        QCOMPARE(node.data(TopologyModel::KeyRole).toString().toStdString(), on);
        QVERIFY(QRectF(node.data(TopologyModel::XRole).toDouble(), node.data(TopologyModel::YRole).toDouble(),
                       node.data(TopologyModel::WidthRole).toDouble(), node.data(TopologyModel::HeightRole).toDouble())
                    .contains(dot.to));
    }
    QCOMPARE(model.dotAt(QPointF(1, 1)), -1);
    const int start = model.dotTowards(-1, Qt::Key_Right);
    const int right = model.dotTowards(start, Qt::Key_Right);
    QVERIFY(model.dots()[static_cast<std::size_t>(right)].to.x() >
            model.dots()[static_cast<std::size_t>(start)].to.x());
    QCOMPARE(model.dotTowards(right, Qt::Key_Left), start);
}

void ModelsTest::topologyOrdersNodesAsPeopleDo() {
    Cluster cluster(canned({.nodes = 11, .pods = 11, .lively = false}));
    TopologyModel model;
    model.setCluster(&cluster);
    cluster.start();
    QTRY_VERIFY_WITH_TIMEOUT(!model.isLoading() && model.nodeCount() == 11, kPatience);
    for (int row = 0; row < 11; ++row)
        QCOMPARE(model.index(row).data(TopologyModel::NameRole).toString(), QStringLiteral("node-%1").arg(row + 1));
}

void ModelsTest::topologyFiltersByNamespace() {
    StillTopology still;
    QVERIFY(still.ready());
    still.model.setNamespaces({QStringLiteral("data")});
    QCOMPARE(still.model.podCount(), 12);
    still.model.setNamespaces({QStringLiteral("data"), QStringLiteral("platform")});
    QCOMPARE(still.model.podCount(), 24);
    still.model.setNamespaces({});
    QCOMPARE(still.model.podCount(), kPods);
}

void ModelsTest::topologyDropsWhatLeaves() {
    OfflineOptions lively = kStill;
    lively.lively = true;
    Cluster cluster(canned(lively));
    TopologyModel model;
    model.setViewSize(kView);
    model.setCluster(&cluster);
    cluster.start();
    const auto leaving = [&] { return std::ranges::any_of(model.dots(), &PodDot::leaving); };
    QTRY_VERIFY_WITH_TIMEOUT(leaving(), kPatience);
    const auto drawn = model.dots().size();
    while (model.step(1)) {
    }
    QVERIFY(!leaving());
    QVERIFY(model.dots().size() < drawn);
    QCOMPARE(static_cast<std::size_t>(model.podCount()), model.dots().size());
}

void ModelsTest::filterMatchesAllWords_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("count");
    QTest::newRow("everything") << "" << "" << kRows;
    QTest::newRow("spaces only") << "   " << "" << kRows;
    QTest::newRow("a name") << "payments" << "" << 7;
    QTest::newRow("any case") << "PayMents" << "" << 7;
    QTest::newRow("two words") << "payments deployment" << "" << 1;
    QTest::newRow("a kind") << "" << "Deployment" << kDeployments;
    QTest::newRow("a word in a kind") << "shop" << "Deployment" << 4;
    QTest::newRow("an image") << "dev/basket:5" << "" << 7;
    QTest::newRow("a status") << "crashloop" << "" << 2;
    QTest::newRow("nothing") << "no such thing" << "" << 0;
    QTest::newRow("not a pattern") << ".*" << "" << 0;
}

void ModelsTest::filterMatchesAllWords() {
    QFETCH(QString, text);
    QFETCH(QString, kind);
    QFETCH(int, count);
    StillWorkloads still;
    QVERIFY(still.ready());
    still.filter.setText(text);
    still.filter.setKind(kind);
    QCOMPARE(still.filter.count(), count);
}

void ModelsTest::filterSorts() {
    StillWorkloads still;
    QVERIFY(still.ready());
    WorkloadFilter& filter = still.filter;
    const auto value = [&](int row, int role) { return filter.index(row, 0).data(role); };
    QCOMPARE(filter.sortedBy(), QStringLiteral("name"));
    QVERIFY(!filter.isDescending());
    for (int row = 1; row < filter.count(); ++row)
        QVERIFY(QString::localeAwareCompare(value(row - 1, WorkloadModel::NameRole).toString(),
                                            value(row, WorkloadModel::NameRole).toString()) <= 0);
    filter.sortBy(QStringLiteral("name"));
    QVERIFY(filter.isDescending());
    filter.sortBy(QStringLiteral("ready"));
    QVERIFY(!filter.isDescending());
    for (int row = 1; row < filter.count(); ++row)
        QVERIFY(value(row - 1, WorkloadModel::ReadyShareRole).toDouble() <=
                value(row, WorkloadModel::ReadyShareRole).toDouble());
    // The youngest come first: ages grow.
    filter.sortBy(QStringLiteral("age"));
    for (int row = 1; row < filter.count(); ++row)
        QVERIFY(value(row - 1, WorkloadModel::CreatedRole).toLongLong() >=
                value(row, WorkloadModel::CreatedRole).toLongLong());
    filter.sortBy(QStringLiteral("no such column"));
    QCOMPARE(filter.sortedBy(), QStringLiteral("age"));
    QCOMPARE(filter.rowOfKey(QStringLiteral("Pod/shop/none")), -1);
    const QVariantMap first = filter.at(0);
    QCOMPARE(filter.rowOfKey(first["kind"].toString() + u'/' + first["key"].toString()), 0);
}

void ModelsTest::detailsFollowAnObject() {
    StillTopology still;
    ObjectDetails details;
    details.setCluster(&still.cluster);
    QVERIFY(still.ready());
    const QString key = QString::fromStdString(still.model.dots().front().key);
    details.show(QStringLiteral("/Pod"), key);
    QVERIFY(details.isOpen() && details.isLoading());
    QTRY_VERIFY_WITH_TIMEOUT(details.exists(), kPatience);
    QCOMPARE(details.kind(), QStringLiteral("Pod"));
    QCOMPARE(details.namespaceName() + u'/' + details.name(), key);
    QVERIFY(details.yaml().contains(QStringLiteral("name: ") + details.name()));
    QVERIFY(!details.yaml().contains(QStringLiteral("managedFields")));
    details.setManagedFields(true);
    QVERIFY(details.yaml().contains(QStringLiteral("managedFields")));
    QVERIFY(!details.summary().isEmpty());
    details.show(QStringLiteral("/Node"), QStringLiteral("node-1"));
    QVERIFY(!details.exists());  // nothing is shown of the former one
    QTRY_VERIFY_WITH_TIMEOUT(details.exists(), kPatience);
    QVERIFY(details.namespaceName().isEmpty());
    details.show(QStringLiteral("apps/Deployment"), QStringLiteral("shop/basket"));
    QTRY_VERIFY_WITH_TIMEOUT(details.exists(), kPatience);
    details.show(QStringLiteral("/Pod"), QStringLiteral("shop/none"));
    QTRY_VERIFY_WITH_TIMEOUT(!details.isLoading(), kPatience);
    QVERIFY(details.isOpen() && !details.exists());
    details.close();
    QVERIFY(!details.isOpen());
}

void ModelsTest::detailsFollowChanges() {
    const auto engine = makeOfflineCluster(kStill).value();
    Cluster cluster([engine] {
        return connectionInProcess(engine, engine->client(), engine->kubeconfig(), QStringLiteral("simulated"));
    });
    ObjectDetails details;
    details.setCluster(&cluster);
    cluster.start();
    corev1::ConfigMap map;
    map.metadata.namespace_ = "default";
    map.metadata.name = "followed";
    map.data["colour"] = "red";
    QVERIFY(client::create(engine->client(), map).has_value());
    details.show(QStringLiteral("/ConfigMap"), QStringLiteral("default/followed"));
    QTRY_VERIFY_WITH_TIMEOUT(details.yaml().contains(QStringLiteral("colour: red")), kPatience);
    map.data["colour"] = "blue";
    QVERIFY(client::update(engine->client(), map).has_value());
    QTRY_VERIFY_WITH_TIMEOUT(details.yaml().contains(QStringLiteral("colour: blue")), kPatience);
    QVERIFY(client::remove<corev1::ConfigMap>(engine->client(), "default", "followed").has_value());
    QTRY_VERIFY_WITH_TIMEOUT(!details.exists() && !details.isLoading(), kPatience);
    QVERIFY(details.isOpen());
}

void ModelsTest::eventsBelongToTheirObject() {
    OfflineOptions lively = kStill;
    lively.lively = true;
    Cluster cluster(canned(lively));
    ObjectDetails details;
    details.setCluster(&cluster);
    cluster.start();
    QTRY_VERIFY_WITH_TIMEOUT(cluster.hasFeeds(), kPatience);
    const auto aPodWithEvents = [&]() -> QString {
        for (const ObjectRef& event : cluster.feed<corev1::Event>()->objects()) {
            const auto& about = event->as<corev1::Event>().involvedObject;
            const std::string key = about.namespace_ + "/" + about.name;
            if (about.kind == "Pod" && cluster.feed<corev1::Pod>()->get(key)) return QString::fromStdString(key);
        }
        return {};
    };
    QTRY_VERIFY_WITH_TIMEOUT(!aPodWithEvents().isEmpty(), kPatience);
    details.show(QStringLiteral("/Pod"), aPodWithEvents());
    QTRY_VERIFY_WITH_TIMEOUT(details.events()->rowCount() > 0, kPatience);
    QVERIFY(!details.events()->index(0, 0).data(EventList::MessageRole).toString().isEmpty());
    details.close();
    QCOMPARE(details.events()->rowCount(), 0);
}

void ModelsTest::nodesHaveTheEventsThatNameThem() {
    Cluster cluster(sharedStill());
    ObjectDetails details;
    details.setCluster(&cluster);
    cluster.start();
    for (const QString& name : {QStringLiteral("node-1"), QStringLiteral("node-2")}) {
        details.show(QStringLiteral("/Node"), name);
        QTRY_VERIFY_WITH_TIMEOUT(details.exists(), kPatience);
        // Its agent's two, which give its name as UID, and the node controller's, which gives its UID.
        QTRY_COMPARE_WITH_TIMEOUT(details.events()->rowCount(), 3, kPatience);
        QStringList messages;
        for (int row = 0; row < 3; ++row)
            messages << details.events()->index(row, 0).data(EventList::MessageRole).toString();
        messages.sort();
        QCOMPARE(messages, QStringList({QStringLiteral("Node %1 event: Registered Node %1 in Controller").arg(name),
                                        QStringLiteral("Node %1 status is now: NodeReady").arg(name),
                                        QStringLiteral("Starting kubelet.")}));
    }
}

}  // namespace armillary::app
