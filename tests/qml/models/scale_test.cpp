#include "scale_test.h"

#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <format>
#include <mutex>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "map_model.h"
#include "name_index.h"
#include "sphere_bodies.h"
#include "table_model.h"
#include "tests/qml/support/offline.h"
#include "topology_model.h"
#include "workload_model.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 30000;
constexpr OfflineOptions kMany{.nodes = 20, .pods = 400, .lively = false, .controllers = false};

/// A sample that only the test changes, and a window's cluster on it.
struct Sample {
    std::shared_ptr<OfflineCluster> offline;
    Cluster cluster;

    explicit Sample(const OfflineOptions& options = kMany)
        : offline(makeOfflineCluster(options).value()),
          cluster([engine = offline] { return connectionToSample(engine, *engine); }) {}
    client::Client& client() { return offline->client(); }

    bool annotate(const std::string& podKey, const std::string& value) {
        const auto slash = podKey.find('/');
        return client()
            .patch(client::target<corev1::Pod>(podKey.substr(0, slash), podKey.substr(slash + 1)),
                   client::PatchType::Merge, R"({"metadata":{"annotations":{"example.com/note":")" + value + R"("}}})")
            .has_value();
    }
    bool fail(const std::string& podKey) {
        const auto slash = podKey.find('/');
        client::Target target = client::target<corev1::Pod>(podKey.substr(0, slash), podKey.substr(slash + 1));
        target.subresource = "status";
        return client().patch(target, client::PatchType::Merge, R"({"status":{"phase":"Failed"}})").has_value();
    }
    bool remove(const std::string& podKey) {
        const auto slash = podKey.find('/');
        return client::remove<corev1::Pod>(client(), podKey.substr(0, slash), podKey.substr(slash + 1),
                                           {.gracePeriodSeconds = 0})
            .has_value();
    }
    /// The feed has it as it is now.
    bool isNoted(const std::string& podKey, const std::string& value) {
        const ObjectRef pod = cluster.feed<corev1::Pod>()->get(podKey);
        if (!pod) return false;
        const auto note = pod->meta().annotations.find("example.com/note");
        return note != pod->meta().annotations.end() && note->second == value;
    }
};

struct Topology : Sample {
    TopologyModel model;
    bool ready() {
        model.setArranged(false);
        model.setCluster(&cluster);
        cluster.start();
        return QTest::qWaitFor([this] { return !model.isLoading() && model.podCount() == kMany.pods; }, kPatience);
    }
    std::vector<std::string> keys(std::size_t count) const {
        std::vector<std::string> keys;
        for (std::size_t i = 0; i < count; ++i) keys.push_back(model.dots()[i * 7].key);
        return keys;
    }
};

bool sameMachine(const MachineBody& left, const MachineBody& right) {
    return left.name == right.name && left.states == right.states && left.cpuShare == right.cpuShare &&
           left.workloads == right.workloads &&
           std::ranges::equal(left.moons, right.moons, [](const Moon& a, const Moon& b) {
               return a.key == b.key && a.state == b.state && a.angle == b.angle && a.orbit == b.orbit &&
                      a.size == b.size;
           });
}

/// Keeps what the server says of secrets.
class Eavesdropper final : public client::Calls {
public:
    explicit Eavesdropper(std::shared_ptr<client::Calls> real) : m_real(std::move(real)) {}

    Result<client::Answer> call(const client::Call& call) override {
        auto answer = m_real->call(call);
        if (answer && call.target.contains("/secrets")) hear(answer->body);
        return answer;
    }
    Result<std::unique_ptr<client::Stream>> follow(const client::Call& call, client::StreamHandlers handlers) override {
        if (call.target.contains("/secrets"))
            handlers.data = [this, data = handlers.data](std::string_view bytes) {
                hear(bytes);
                data(bytes);
            };
        return m_real->follow(call, std::move(handlers));
    }
    Result<std::unique_ptr<client::Channels>> open(const std::string& target, const std::vector<std::string>& protocols,
                                                   client::ChannelHandlers handlers) override {
        return m_real->open(target, protocols, std::move(handlers));
    }
    std::string heard() const {
        const std::lock_guard lock(m_mutex);
        return m_heard;
    }

private:
    void hear(std::string_view bytes) {
        const std::lock_guard lock(m_mutex);
        m_heard += bytes;
    }
    const std::shared_ptr<client::Calls> m_real;
    mutable std::mutex m_mutex;
    std::string m_heard;
};

}  // namespace

void ScaleTest::changesTouchWhatTheyChange() {
    Topology topology;
    QVERIFY(topology.ready());
    SphereBodies bodies;
    bodies.apply(topology.model, {.everything = true});
    QCOMPARE(bodies.arrangements(), kMany.nodes);

    QSignalSpy changed(&topology.model, &TopologyModel::changed);
    const std::string failing = topology.keys(1).front();
    QVERIFY(topology.fail(failing));
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, kPatience);
    bodies.apply(topology.model, changed.front().front().value<TopologyChanges>());
    QCOMPARE(bodies.arrangements(), kMany.nodes + 1);
    QVERIFY(bodies.machines()[static_cast<std::size_t>(bodies.machineOfPod(failing))].hasFailing());

    // One goes, and what is left is as if it had never been there.
    QVERIFY(topology.remove(failing));
    QTRY_COMPARE_WITH_TIMEOUT(topology.model.podCount(), kMany.pods - 1, kPatience);
    bodies.apply(topology.model, {.pods = {failing}});
    QCOMPARE(bodies.arrangements(), kMany.nodes + 2);
    QCOMPARE(bodies.machineOfPod(failing), -1);
    SphereBodies anew;
    anew.apply(topology.model, {.everything = true});
    QVERIFY(std::ranges::equal(bodies.machines(), anew.machines(), sameMachine));
}

void ScaleTest::changesAreTakenInTogether() {
    Topology topology;
    QVERIFY(topology.ready());
    topology.model.setActive(false);
    QSignalSpy changed(&topology.model, &TopologyModel::changed),
        counts(&topology.model, &TopologyModel::countsChanged);
    const auto keys = topology.keys(30);
    for (const std::string& key : keys) QVERIFY(topology.annotate(key, "once"));
    for (const std::string& key : keys) QTRY_VERIFY_WITH_TIMEOUT(topology.isNoted(key, "once"), kPatience);
    topology.model.setActive(true);
    const auto told = [&] {
        std::set<std::string> pods;
        for (const auto& arguments : changed)
            for (const std::string& key : arguments.front().value<TopologyChanges>().pods) pods.insert(key);
        return pods.size() == keys.size();
    };
    QTRY_VERIFY_WITH_TIMEOUT(told(), kPatience);
    QVERIFY2(counts.size() <= 2, "at once when somebody looks again, and once for what was on its way then");
}

void ScaleTest::changesAreKeptWhileNobodyCanLook() {
    Topology topology;
    QVERIFY(topology.ready());
    topology.model.setActive(false);
    QSignalSpy counts(&topology.model, &TopologyModel::countsChanged);
    QSignalSpy fed(topology.cluster.feed<corev1::Pod>(), &Feed::changed);
    const std::string gone = topology.keys(1).front();
    QVERIFY(topology.remove(gone));
    QTRY_VERIFY_WITH_TIMEOUT(!fed.empty(), kPatience);
    QCOMPARE(topology.model.podCount(), kMany.pods);
    QVERIFY(counts.empty());
    topology.model.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(topology.model.podCount(), kMany.pods - 1, kPatience);
}

void ScaleTest::manyChangesAreNotNamed() {
    TopologyChanges all;
    all.add({.pods = {"a", "b"}, .machines = {"m"}});
    QVERIFY(!all.everything && all.pods.size() == 2 && all.machines.size() == 1);
    TopologyChanges many;
    many.pods.assign(5000, "a");
    all.add(many);
    QVERIFY(all.everything && all.pods.empty());
    all.add({.pods = {"c"}});
    QVERIFY2(all.everything && all.pods.empty(), "it grows no more");
}

void ScaleTest::whatLeavesUnseenIsGone() {
    Topology topology;
    QVERIFY(topology.ready());
    const auto keys = topology.keys(40);
    for (const std::string& key : keys) QVERIFY(topology.remove(key));
    const int left = kMany.pods - static_cast<int>(keys.size());
    QTRY_COMPARE_WITH_TIMEOUT(topology.model.podCount(), left, kPatience);
    QCOMPARE(topology.model.dots().size(), static_cast<std::size_t>(left));
    for (std::size_t i = 0; i < topology.model.dots().size(); ++i)
        QCOMPARE(topology.model.indexOfKey(topology.model.dots()[i].key), static_cast<int>(i));
}

void ScaleTest::legendsChangeWithTheirNumbers() {
    Topology topology;
    QVERIFY(topology.ready());
    QSignalSpy legend(&topology.model, &TopologyModel::legendChanged),
        changed(&topology.model, &TopologyModel::changed);
    const std::string key = topology.keys(1).front();
    QVERIFY(topology.annotate(key, "nothing to see"));
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, kPatience);
    QVERIFY(legend.empty());
    QVERIFY(topology.fail(key));
    QTRY_COMPARE_WITH_TIMEOUT(legend.size(), 1, kPatience);
    int pods = 0;
    for (const QVariant& row : topology.model.stateCounts()) pods += row.toMap()["count"].toInt();
    QCOMPARE(pods, kMany.pods);
    QCOMPARE(topology.model.stateCounts().size(), 2);
}

void ScaleTest::mapsThatLookTheSameAreNotShownAgain() {
    Sample sample;
    MapModel model;
    model.setCluster(&sample.cluster);
    sample.cluster.start();
    model.setActive(true);
    QTRY_VERIFY_WITH_TIMEOUT(!model.isLoading() && model.nodeCount() > 10, kPatience);
    QSignalSpy shown(&model, &MapModel::pictureChanged);
    const int made = model.made();
    const std::string key = sample.cluster.feed<corev1::Pod>()->objects().front()->key();
    QVERIFY(sample.annotate(key, "nothing to see"));
    QTRY_VERIFY_WITH_TIMEOUT(model.made() > made, kPatience);
    QVERIFY(shown.empty());
    QVERIFY(sample.fail(key));
    QTRY_COMPARE_WITH_TIMEOUT(shown.size(), 1, kPatience);
}

void ScaleTest::namesAreFollowed() {
    Sample sample;
    NameIndex names(QStringLiteral("ConfigMap"));
    names.follow(&sample.cluster);
    QVERIFY(!names.names()->lacks("shop", "fresh"));
    sample.cluster.start();
    QTRY_VERIFY_WITH_TIMEOUT(names.names()->known, kPatience);
    const auto before = names.names();
    QVERIFY(before->lacks("shop", "fresh"));
    corev1::ConfigMap map;
    map.metadata.namespace_ = "shop";
    map.metadata.name = "fresh";
    QVERIFY(client::create(sample.client(), map));
    QTRY_VERIFY_WITH_TIMEOUT(!names.names()->lacks("shop", "fresh"), kPatience);
    QVERIFY2(before->lacks("shop", "fresh"), "what somebody keeps stays as it was");
    QVERIFY(client::remove<corev1::ConfigMap>(sample.client(), "shop", "fresh"));
    QTRY_VERIFY_WITH_TIMEOUT(names.names()->lacks("shop", "fresh"), kPatience);
}

void ScaleTest::secretsStayWhereTheyAre() {
    const auto offline = makeOfflineCluster(kMany).value();
    auto connection = connectionToSample(offline, *offline).value();
    const auto ears = std::make_shared<Eavesdropper>(connection.calls);
    connection.calls = ears;
    Cluster cluster([&connection]() -> std::expected<Connection, std::string> { return connection; });
    const auto create = [&](const std::string& name) {
        corev1::Secret secret;
        secret.metadata.namespace_ = "shop";
        secret.metadata.name = name;
        secret.stringData["password"] = "open sesame";
        return client::create(offline->client(), secret).has_value();
    };
    QVERIFY(create("listed"));
    NameIndex names(QStringLiteral("Secret"));
    names.follow(&cluster);
    cluster.start();
    QTRY_VERIFY_WITH_TIMEOUT(names.names()->known && !names.names()->lacks("shop", "listed"), kPatience);
    QVERIFY(create("watched"));
    QTRY_VERIFY_WITH_TIMEOUT(!names.names()->lacks("shop", "watched"), kPatience);
    QVERIFY(ears->heard().contains("watched"));
    const QByteArray encoded = QByteArray("open sesame").toBase64();
    QVERIFY(!ears->heard().contains("open sesame") && !ears->heard().contains(encoded.constData()));
}

void ScaleTest::tablesFilterAndGrowWithoutAReset() {
    QSettings().clear();
    Sample sample;
    TableModel table;
    const QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
    table.setCluster(&sample.cluster);
    table.setResource(QStringLiteral("/Pod"));
    sample.cluster.start();
    QTRY_VERIFY_WITH_TIMEOUT(!table.isLoading() && table.shown() == kMany.pods, kPatience);
    QSignalSpy reset(&table, &TableModel::modelReset);
    const auto isInOrder = [&] {
        for (int row = 1; row < table.shown(); ++row)
            if (table.rowOfKey(table.keyAt(row)) != row ||
                compareNaturally(table.keyAt(row - 1).section(u'/', 1), table.keyAt(row).section(u'/', 1)) > 0)
                return false;
        return true;
    };
    QVERIFY(isInOrder());
    table.setFilter(QStringLiteral("basket"));
    QCOMPARE(table.shown(), kMany.pods / 8);
    QVERIFY(isInOrder());
    // Many go at once while only some are shown.
    std::vector<std::string> keys;
    const auto listed = sample.client().list(client::target<corev1::Pod>(), {});
    QVERIFY(listed.has_value());
    for (const ObjectRef& pod : listed->items)
        if (keys.size() < 120) keys.push_back(pod->key());
    for (const std::string& key : keys) QVERIFY(sample.remove(key));
    QTRY_COMPARE_WITH_TIMEOUT(table.total(), kMany.pods - 120, kPatience);
    QVERIFY(isInOrder());
    table.setFilter({});
    QCOMPARE(table.shown(), kMany.pods - 120);
    QVERIFY(isInOrder());
    table.sortBy(0);
    QVERIFY(!isInOrder());
    QVERIFY2(reset.empty(), "views keep their cells");
}

void ScaleTest::workloadsComeTogether() {
    Sample sample;
    WorkloadModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    sample.cluster.start();
    QTRY_VERIFY_WITH_TIMEOUT(sample.cluster.hasFeeds(), kPatience);
    Feed* pods = sample.cluster.feed<corev1::Pod>();
    QTRY_VERIFY_WITH_TIMEOUT(pods->isSynced(), kPatience);
    QSignalSpy inserted(&model, &WorkloadModel::rowsInserted);
    model.setCluster(&sample.cluster);
    QTRY_VERIFY_WITH_TIMEOUT(!model.isLoading() && model.count() == kMany.pods + kDeployments, kPatience);
    QVERIFY2(inserted.size() < 20, "each kind's together, not one by one");

    const auto known = pods->objects();
    for (std::size_t i = 0; i < 120; ++i) QVERIFY(sample.remove(known[3 * i]->key()));
    QTRY_COMPARE_WITH_TIMEOUT(model.count(), kMany.pods + kDeployments - 120, kPatience);
    // Rows are found where they are now.
    const std::string key = known[4]->key();
    QVERIFY(sample.fail(key));
    const auto row = [&] {
        for (int i = 0; i < model.count(); ++i)
            if (model.index(i).data(WorkloadModel::KeyRole).toString().toStdString() == key) return i;
        return -1;
    };
    QVERIFY(row() >= 0);
    QTRY_COMPARE_WITH_TIMEOUT(model.index(row()).data(WorkloadModel::ToneRole).toString(), QStringLiteral("bad"),
                              kPatience);
    QVERIFY(sample.remove(key));
    QTRY_COMPARE_WITH_TIMEOUT(row(), -1, kPatience);
}

}  // namespace armillary::app
