#include "cluster_checks_test.h"

#include <QDir>
#include <QStandardPaths>
#include <QTest>
#include <algorithm>

#include "editor_document.h"
#include "engine/schema/api/corev1.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;

/// A cluster of the test's own, one for all of them, with two machines that do nothing.
OfflineCluster& engine() {
    static const std::shared_ptr<OfflineCluster> cluster =
        makeOfflineCluster({.nodes = 2, .pods = 0, .lively = false, .controllers = false}).value();
    return *cluster;
}

struct Desk {
    Cluster cluster{[] {
        return connectionInProcess(nullptr, engine().client(), engine().kubeconfig(), QStringLiteral("simulated"));
    }};
    EditorDocument document;

    Desk() {
        document.setCluster(&cluster);
        cluster.start();
        if (!QTest::qWaitFor([&] { return cluster.isDiscovered(); }, kPatience)) QTest::qFail("no discovery", "", 0);
    }
    ~Desk() { document.giveUp(); }

    /// "7:11 no-node", in the order of the file.
    QStringList findings() const {
        QStringList lines;
        for (const editor::Finding& each : document.project().findings())
            if (std::ranges::contains(editor::clusterRules(), each.what.id, &manifest::RuleInfo::id))
                lines << QStringLiteral("%1:%2 %3")
                             .arg(each.what.line)
                             .arg(each.what.column)
                             .arg(QString::fromUtf8(each.what.id));
        return lines;
    }
    QString message() const {
        for (const editor::Finding& each : document.project().findings())
            if (std::ranges::contains(editor::clusterRules(), each.what.id, &manifest::RuleInfo::id))
                return QString::fromStdString(each.what.message);
        return {};
    }
    bool finds(const QStringList& wanted) {
        return QTest::qWaitFor([&] { return document.isChecked() && findings() == wanted; }, kPatience);
    }
    void add(const QByteArray& yaml) { QVERIFY(!document.add(QStringLiteral("Add"), QString::fromUtf8(yaml)).empty()); }
    void set(const char* path, const char* value) {
        const auto& item = document.project().items().front();
        const editor::ItemEdit edit{item.id, {manifest::Edit::Kind::Set, *manifest::parsePath(path), value, {}}};
        QVERIFY(document.edit(QStringLiteral("Set"), {&edit, 1}));
    }
    /// Of somebody else.
    void call(const std::string& method, const std::string& target, const std::string& body = {}) {
        bool done = false;
        cluster.gate()->submit(
            {.title = "Do it",
             .calls = {{.method = method, .target = target, .contentType = "application/json", .body = body}}},
            &document, [&](const Result<client::Answer>& answer) { done = answer.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(done, kPatience);
    }
};

const QByteArray kWeb =
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: checked-web}\n"
    "spec:\n"
    "  replicas: 3\n"
    "  selector: {matchLabels: {app: web}}\n"
    "  template:\n"
    "    metadata: {labels: {app: web}}\n"
    "    spec:\n"
    "      containers:\n"
    "        - name: web\n"
    "          image: 'web:1'\n"
    "          resources:\n"
    "            requests: {cpu: 100m, memory: 16Mi}\n";
constexpr auto kCpu = "spec.template.spec.containers[name=web].resources.requests.cpu";

const QByteArray kMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: Bad_Name\ndata: {a: b}\n";

}  // namespace

void ClusterChecksTest::init() {
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)).removeRecursively();
}

void ClusterChecksTest::saysWhatFindsNoPlace() {
    Desk desk;
    desk.add(kWeb);
    desk.set(kCpu, "1000");
    QVERIFY(desk.finds({QStringLiteral("13:11 no-node")}));
    QVERIFY(desk.message().contains(QStringLiteral("of 2 nodes, 2 have too little cpu")));
    desk.set(kCpu, "100m");
    QVERIFY(desk.finds({}));
}

void ClusterChecksTest::keepsFindingsWhileItLooksAgain() {
    Desk desk;
    desk.add(kWeb + "---\n" + kMap);
    desk.set(kCpu, "1000");
    const QStringList both{QStringLiteral("13:11 no-node"), QStringLiteral("19:3 server-refuses")};
    QVERIFY(desk.finds(both));
    QList<QStringList> others;
    connect(&desk.document, &EditorDocument::findingsChanged, this, [&] {
        if (desk.findings() != both) others << desk.findings();
    });
    desk.set("spec.replicas", "4");
    QCOMPARE(desk.findings(), both);
    QVERIFY(QTest::qWaitFor([&] { return desk.document.isChecked(); }, kPatience));
    QCOMPARE(others, QList<QStringList>());
    QCOMPARE(desk.findings(), both);
}

void ClusterChecksTest::hearsOfTheClustersChanges() {
    Desk desk;
    desk.add(kWeb);
    QVERIFY(desk.finds({}));
    desk.call("POST", "/api/v1/namespaces/default/resourcequotas",
              R"({"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"few"},"spec":{"hard":{"pods":"2"}}})");
    QVERIFY(desk.finds({QStringLiteral("5:3 quota")}));
    desk.call("DELETE", "/api/v1/namespaces/default/resourcequotas/few");
    QVERIFY(desk.finds({}));
}

void ClusterChecksTest::asksTheServer() {
    Desk desk;
    desk.add(kMap);
    QVERIFY(desk.finds({QStringLiteral("4:3 server-refuses")}));
    QVERIFY(desk.message().contains(QStringLiteral("metadata.name")));
    desk.set("metadata.name", "good-name");
    QVERIFY(desk.finds({}));
    // Nothing was written.
    const auto answer = client::get<corev1::ConfigMap>(engine().client(), "default", "good-name");
    QVERIFY(!answer && status::isNotFound(answer.error()));
}

void ClusterChecksTest::sendsNothingToALockedContext() {
    Desk desk;
    desk.cluster.gate()->setProduction(true);
    desk.add(kWeb + "---\n" + kMap);
    desk.set(kCpu, "1000");
    // What is read tells as much as ever; the server is not asked.
    QVERIFY(desk.finds({QStringLiteral("13:11 no-node")}));
    QVERIFY(desk.cluster.gate()->unlock(desk.cluster.gate()->context()));
    QVERIFY(desk.finds({QStringLiteral("13:11 no-node"), QStringLiteral("19:3 server-refuses")}));
}

void ClusterChecksTest::keepsWhatASecretHolds() {
    Desk desk;
    desk.add("apiVersion: v1\nkind: Secret\nmetadata:\n  name: Open_Sesame\nstringData: {word: sesame}\n");
    QVERIFY(desk.finds({QStringLiteral("4:3 server-refuses")}));
    QCOMPARE(desk.message(), QStringLiteral("The server refuses it."));
}

void ClusterChecksTest::saysNothingWithoutACluster() {
    Desk desk;
    desk.add(kWeb);
    desk.set(kCpu, "1000");
    QVERIFY(desk.finds({QStringLiteral("13:11 no-node")}));
    Cluster gone([]() -> std::expected<Connection, std::string> { return std::unexpected("not here"); });
    desk.document.setCluster(&gone);
    QVERIFY(desk.finds({}));
    desk.document.setCluster(&desk.cluster);
    QVERIFY(desk.finds({QStringLiteral("13:11 no-node")}));
    desk.document.setCluster(nullptr);
}

void ClusterChecksTest::leavesAloneWhatIsThereAlready() {
    Desk desk;
    desk.call("POST", "/apis/apps/v1/namespaces/default/deployments",
              R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"checked-web"},"spec":{"replicas":3,)"
              R"("selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":)"
              R"({"containers":[{"name":"web","image":"web:1","resources":{"requests":{"cpu":"1000"}}}]}}}})");
    desk.add(kWeb);
    desk.set("spec.selector", "{matchLabels: {app: other}}");
    desk.set("spec.template.metadata.labels", "{app: other}");
    QVERIFY(desk.finds({QStringLiteral("6:3 immutable")}));
    desk.set("spec.selector", "{matchLabels: {app: web}}");
    desk.set("spec.template.metadata.labels", "{app: web}");
    QVERIFY(desk.finds({}));
    desk.call("DELETE", "/apis/apps/v1/namespaces/default/deployments/checked-web");
}

void ClusterChecksTest::passesOverHeartbeats() {
    const auto digest = [](const std::string& node, const std::string& pod) {
        ClusterSide side;
        side.add({"", "Node"}, {},
                 {*Object::parse(R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"a"},)" + node + "}")});
        side.add({"", "Pod"}, "shop",
                 {*Object::parse(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"shop"},)" +
                                 pod + "}")});
        return side.digest();
    };
    const std::string node = R"("status":{"allocatable":{"cpu":"2"}})", pod = R"("spec":{"nodeName":"a"})";
    const auto before = digest(node, pod);
    QCOMPARE(digest(R"("status":{"allocatable":{"cpu":"2"},"conditions":[{"type":"Ready"}]})", pod), before);
    QCOMPARE(digest(node, pod + R"(,"status":{"phase":"Running"})"), before);
    QVERIFY(digest(R"("status":{"allocatable":{"cpu":"3"}})", pod) != before);
    QVERIFY(digest(node, pod + R"(,"status":{"phase":"Failed"})") != before);
    QVERIFY(digest(node, R"("spec":{"nodeName":"b"})") != before);

    ClusterSide narrow;
    narrow.add({"apps", "Deployment"}, "shop", {});
    QVERIFY(narrow.knows({{"apps", "Deployment"}, "shop", "web"}));
    QVERIFY(!narrow.knows({{"apps", "Deployment"}, "other", "web"}));
    QVERIFY(!narrow.knows({{"", "Secret"}, "shop", "web"}));
}

}  // namespace armillary::app
