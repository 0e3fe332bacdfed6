#include "explorer_test.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSettings>
#include <QTest>

#include "app/kinds/status_tone.h"
#include "cell_order.h"
#include "engine/schema/api/corev1.h"
#include "resource_index.h"
#include "row_filter.h"
#include "table_model.h"
#include "table_row.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;

const std::vector<TableColumn> kColumns = {{.name = "Name"}, {.name = "Ready"}, {.name = "Status"}};

TableRow row(const QString& name, const QString& ready = "1/1", const QString& status = "Running") {
    TableRow made{.namespace_ = "shop", .name = name, .cells = {name, ready, status}};
    made.labels["app"] = "web";
    return made;
}

struct Explorer {
    Cluster cluster{sharedStill()};
    TableModel table;
    QAbstractItemModelTester tester{&table, QAbstractItemModelTester::FailureReportingMode::QtTest};

    explicit Explorer(const QString& resource) {
        QSettings().clear();
        table.setCluster(&cluster);
        table.setResource(resource);
        cluster.start();
    }
    bool ready() {
        return QTest::qWaitFor([this] { return !table.isLoading(); }, kPatience) && table.problem().isEmpty();
    }
    QString cell(int row, const QString& column) const {
        for (int i = 0; i < table.columnCount(); ++i)
            if (table.headerData(i, Qt::Horizontal, Qt::DisplayRole).toString() == column)
                return table.index(row, i).data().toString();
        return QStringLiteral("no such column");
    }
    int column(const QString& name) const {
        for (int i = 0; i < table.columnCount(); ++i)
            if (table.headerData(i, Qt::Horizontal, Qt::DisplayRole).toString() == name) return i;
        return -1;
    }
};

}  // namespace

void ExplorerTest::ordersCells_data() {
    QTest::addColumn<QStringList>("ascending");
    QTest::newRow("numbers") << QStringList{"2", "10", "100"};
    QTest::newRow("shares") << QStringList{"0/3", "1/3", "2/3", "3/3"};
    QTest::newRow("durations") << QStringList{"12s", "5m30s", "3h", "2d4h", "10d", "1y"};
    QTest::newRow("quantities") << QStringList{"1", "500k", "512Ki", "10Mi", "1Gi"};
    QTest::newRow("restarts") << QStringList{"0", "2 (10m ago)", "11 (5s ago)"};
    QTest::newRow("percent") << QStringList{"5%", "40%", "100%"};
    QTest::newRow("text") << QStringList{"alpha", "Beta", "gamma"};
    QTest::newRow("numbers, text, nothing") << QStringList{"7", "seven", "<none>"};
    QTest::newRow("addresses") << QStringList{"10.0.0.9", "10.0.0.10"};
    QTest::newRow("dates stay text") << QStringList{"2026-01-02", "2026-01-10"};
}

void ExplorerTest::ordersCells() {
    QFETCH(QStringList, ascending);
    for (int i = 1; i < ascending.size(); ++i)
        QVERIFY2(CellOrder::of(ascending[i - 1]) < CellOrder::of(ascending[i]), qPrintable(ascending[i]));
}

void ExplorerTest::ordersNamesNaturally() {
    QCOMPARE(compareNaturally(u"node-2", u"node-10"), -1);
    QCOMPARE(compareNaturally(u"node-10", u"node-2"), 1);
    QCOMPARE(compareNaturally(u"a1b", u"a01b"), 0);
    QCOMPARE(compareNaturally(u"a", u"ab"), -1);
    QCOMPARE(compareNaturally(u"", u""), 0);
    QCOMPARE(compareNaturally(u"99999999999999999999999", u"100000000000000000000000"), -1);
}

void ExplorerTest::filters_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("matches");
    QTest::newRow("nothing") << "" << true;
    QTest::newRow("a word") << "WEB" << true;
    QTest::newRow("two words") << "web crash" << true;
    QTest::newRow("one is missing") << "web nginx" << false;
    QTest::newRow("a namespace") << "shop" << true;
    QTest::newRow("not") << "!crash" << false;
    QTest::newRow("not what is not there") << "!nginx" << true;
    QTest::newRow("a column") << "status:crash" << true;
    QTest::newRow("another column") << "ready:crash" << false;
    QTest::newRow("the namespace's column") << "namespace:sho" << true;
    QTest::newRow("labels") << "-l app=web" << true;
    QTest::newRow("other labels") << "-l app=db" << false;
    QTest::newRow("words and labels") << "crash -l app in (web,db)" << true;
    QTest::newRow("an expression") << "/^web-[0-9]+$/" << true;
    QTest::newRow("another expression") << "/^db/" << false;
    QTest::newRow("no pattern") << ".*" << false;
}

void ExplorerTest::filters() {
    QFETCH(QString, text);
    QFETCH(bool, matches);
    const RowFilter filter = RowFilter::parse(text);
    QVERIFY2(filter.problem().isEmpty(), qPrintable(filter.problem()));
    QCOMPARE(filter.matches(row("web-1", "0/1", "CrashLoopBackOff"), kColumns), matches);
}

void ExplorerTest::saysWhatIsWrongWithAFilter() {
    for (const auto* text : {"-l app in", "/(/", "-l =x"}) {
        const RowFilter filter = RowFilter::parse(QString::fromLatin1(text));
        QVERIFY2(!filter.problem().isEmpty(), text);
        QVERIFY(!filter.matches(row("web"), kColumns));
    }
}

void ExplorerTest::readsTables() {
    const auto page = readTable(R"({"kind":"Table","metadata":{"resourceVersion":"7","continue":"c"},
        "columnDefinitions":[{"name":"Name","type":"string","priority":0},{"name":"IP","type":"string","priority":1}],
        "rows":[{"cells":["web",null],"object":{"metadata":{"name":"web","namespace":"shop","uid":"u",
            "creationTimestamp":"2026-01-02T03:04:05Z","labels":{"app":"web"}}}},
          {"cells":[3,true,[1]],"object":{"metadata":{"name":"odd"}}},{"cells":[],"object":{}}]})");
    QVERIFY(page.has_value());
    QCOMPARE(page->columns.size(), 2u);
    QVERIFY(page->columns[1].wide);
    QCOMPARE(page->resourceVersion, "7");
    QCOMPARE(page->continueToken, "c");
    QCOMPARE(page->rows.size(), 2u);
    QCOMPARE(page->rows[0].key(), QStringLiteral("shop/web"));
    QCOMPARE(page->rows[0].created, 1767323045);
    QCOMPARE(page->rows[1].cells, (QStringList{"3", "true", "[1]"}));
}

void ExplorerTest::survivesHostileTables_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("<html>");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("another kind") << QByteArray(R"({"kind":"PodList","items":[]})");
    QTest::newRow("cut off") << QByteArray(R"({"kind":"Table","rows":[{"cells":[)");
    QTest::newRow("deep") << QByteArray(R"({"kind":"Table","rows":)") + QByteArray(5000, '[');
}

void ExplorerTest::survivesHostileTables() {
    QFETCH(QByteArray, json);
    const auto page = readTable(json);
    QVERIFY(!page.has_value());
    QVERIFY(!page.error().isEmpty());
    QCOMPARE(readTableEvent(json).type, TableEventType::Error);
}

void ExplorerTest::readsEvents() {
    const auto event = readTableEvent(
        R"({"type":"MODIFIED","object":{"kind":"Table","rows":[{"cells":["a"],"object":{"metadata":{"name":"a","resourceVersion":"9"}}}]}})");
    QCOMPARE(event.type, TableEventType::Put);
    QCOMPARE(event.page.resourceVersion, "9");
    QCOMPARE(readTableEvent(R"({"type":"DELETED","object":{"rows":[]}})").type, TableEventType::Removed);
    const auto gone = readTableEvent(R"({"type":"ERROR","object":{"kind":"Status","code":410}})");
    QCOMPARE(gone.type, TableEventType::Error);
    QCOMPARE(gone.code, 410);
}

void ExplorerTest::titlesKinds_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("plural");
    QTest::addColumn<QString>("title");
    QTest::newRow("one word") << "Pod" << "pods" << "Pods";
    QTest::newRow("two words") << "StatefulSet" << "statefulsets" << "Stateful sets";
    QTest::newRow("ies") << "NetworkPolicy" << "networkpolicies" << "Network policies";
    QTest::newRow("es") << "StorageClass" << "storageclasses" << "Storage classes";
    QTest::newRow("abbreviated") << "APIService" << "apiservices" << "API services";
    QTest::newRow("CSI") << "CSINode" << "csinodes" << "CSI nodes";
    QTest::newRow("plural already") << "Endpoints" << "endpoints" << "Endpoints";
}

void ExplorerTest::titlesKinds() {
    QFETCH(QString, kind);
    QFETCH(QString, plural);
    QTEST(titleOfKind(kind, plural), "title");
}

void ExplorerTest::tonesStatuses_data() {
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("tone");
    QTest::newRow("running") << "Status" << "Running" << "good";
    QTest::newRow("crash") << "Status" << "CrashLoopBackOff" << "bad";
    QTest::newRow("init") << "Status" << "Init:ErrImagePull" << "bad";
    QTest::newRow("cordoned") << "Status" << "Ready,SchedulingDisabled" << "warning";
    QTest::newRow("all ready") << "Ready" << "3/3" << "";
    QTest::newRow("some ready") << "Ready" << "1/3" << "warning";
    QTest::newRow("none ready") << "Ready" << "0/3" << "bad";
    QTest::newRow("a warning event") << "Type" << "Warning" << "warning";
    QTest::newRow("a name") << "Name" << "Error" << "";
}

void ExplorerTest::tonesStatuses() {
    QFETCH(QString, column);
    QFETCH(QString, text);
    QTEST(kinds::toneName(kinds::toneOfCell(column, text)), "tone");
}

void ExplorerTest::listsPods() {
    Explorer explorer("/Pod");
    QVERIFY(explorer.ready());
    QCOMPARE(explorer.table.total(), kPods);
    QCOMPARE(explorer.table.shown(), kPods);
    QCOMPARE(explorer.table.kind(), QStringLiteral("pods"));
    for (const auto* column : {"Name", "Namespace", "Ready", "Status", "Restarts", "Age"})
        QVERIFY2(explorer.column(column) >= 0, column);
    QCOMPARE(explorer.column("Node"), -1);  // with -o wide only
    QVERIFY(explorer.cell(0, "Name").startsWith("basket-"));
    QVERIFY(!explorer.cell(0, "Age").isEmpty());
    explorer.table.setFilter("crashloop");
    QVERIFY(explorer.table.shown() > 0 && explorer.table.shown() < kPods);
    const auto tone = [&](const QString& column) {
        return explorer.table.index(0, explorer.column(column)).data(TableModel::ToneRole).toString();
    };
    QCOMPARE(tone("Status"), QStringLiteral("bad"));
    QCOMPARE(tone("Ready"), QStringLiteral("bad"));
    // What waits has nothing ready either, and is no fault yet.
    explorer.table.setFilter("status:pending");
    QCOMPARE(explorer.table.shown(), 1);
    QCOMPARE(tone("Ready"), QStringLiteral("warning"));
}

void ExplorerTest::followsChanges() {
    Explorer explorer("/ConfigMap");
    QVERIFY(explorer.ready());
    const int before = explorer.table.total();
    auto& client = stillCluster().client();
    corev1::ConfigMap map;
    map.metadata.namespace_ = "default";
    map.metadata.name = "aaa-followed";
    QVERIFY(client::create(client, map).has_value());
    QTRY_COMPARE_WITH_TIMEOUT(explorer.table.total(), before + 1, kPatience);
    const int row = explorer.table.rowOfKey("default/aaa-followed");
    QVERIFY(row >= 0);
    QCOMPARE(explorer.cell(row, "Data"), QStringLiteral("0"));
    map.data["key"] = "value";
    QVERIFY(client::update(client, map).has_value());
    QTRY_COMPARE_WITH_TIMEOUT(explorer.cell(explorer.table.rowOfKey("default/aaa-followed"), "Data"),
                              QStringLiteral("1"), kPatience);
    QVERIFY(client::remove<corev1::ConfigMap>(client, "default", "aaa-followed").has_value());
    QTRY_COMPARE_WITH_TIMEOUT(explorer.table.total(), before, kPatience);
    QCOMPARE(explorer.table.rowOfKey("default/aaa-followed"), -1);
}

void ExplorerTest::sortsAndKeepsTheCurrentRow() {
    Explorer explorer("/Pod");
    QVERIFY(explorer.ready());
    TableModel& table = explorer.table;
    table.setCurrentRow(3);
    const QString current = table.currentKey();
    table.sortBy(explorer.column("Name"));
    QVERIFY(table.isDescending());
    QCOMPARE(table.currentKey(), current);
    QCOMPARE(table.currentRow(), kPods - 1 - 3);
    table.sortBy(explorer.column("Status"));
    QVERIFY(!table.isDescending());
    for (int row = 1; row < table.shown(); ++row)
        QVERIFY(CellOrder::of(explorer.cell(row - 1, "Status")) <= CellOrder::of(explorer.cell(row, "Status")));
    // Remembered for the kind.
    Explorer again("/Pod");
    QSettings settings;
    table.sortBy(explorer.column("Restarts"));
    QCOMPARE(settings.value("explorer/pods/sort").toString(), QStringLiteral("Restarts"));
}

void ExplorerTest::selects() {
    Explorer explorer("/Pod");
    QVERIFY(explorer.ready());
    TableModel& table = explorer.table;
    QVERIFY(table.subjects().isEmpty());
    table.setCurrentRow(2);
    QCOMPARE(table.subjects(), QStringList{table.keyAt(2)});
    table.selectTo(5);
    QCOMPARE(table.selectedCount(), 4);
    QVERIFY(table.index(4, 0).data(TableModel::SelectedRole).toBool());
    table.toggleSelected(4);
    QCOMPARE(table.subjects().size(), 3);
    table.sortBy(0);  // it stays with its objects
    QCOMPARE(table.selectedCount(), 3);
    table.clearSelection();
    QCOMPARE(table.selectedCount(), 0);
    table.selectAll();
    QCOMPARE(table.selectedCount(), kPods);
}

void ExplorerTest::choosesColumns() {
    Explorer explorer("/Pod");
    QVERIFY(explorer.ready());
    TableModel& table = explorer.table;
    const int before = table.columnCount();
    table.showColumn("Node", true);
    QCOMPARE(table.columnCount(), before + 1);
    QVERIFY(explorer.cell(0, "Node").startsWith("node-"));
    table.showColumn("Restarts", false);
    QCOMPARE(explorer.column("Restarts"), -1);
    table.showColumn("Name", false);  // a table without names helps nobody
    QCOMPARE(explorer.column("Name"), 0);
    table.showColumn("Restarts", true);
    table.showColumn("Node", false);
    QCOMPARE(table.columnCount(), before);
}

void ExplorerTest::narrowsToNamespaces() {
    Explorer explorer("/Pod");
    QVERIFY(explorer.ready());
    explorer.table.setNamespaces({"data"});
    QTRY_VERIFY_WITH_TIMEOUT(!explorer.table.isLoading(), kPatience);
    QCOMPARE(explorer.table.total(), 12);
    QCOMPARE(explorer.column("Namespace"), -1);  // there is one
    explorer.table.setNamespaces({"data", "platform"});
    QTRY_VERIFY_WITH_TIMEOUT(!explorer.table.isLoading(), kPatience);
    QCOMPARE(explorer.table.total(), 24);
    QVERIFY(explorer.column("Namespace") > 0);
    explorer.table.setNamespaces({"no-such-namespace"});
    QTRY_VERIFY_WITH_TIMEOUT(!explorer.table.isLoading(), kPatience);
    QCOMPARE(explorer.table.total(), 0);
}

void ExplorerTest::listsEveryKind() {
    Cluster cluster{sharedStill()};
    ResourceIndex index;
    const QAbstractItemModelTester tester(&index, QAbstractItemModelTester::FailureReportingMode::QtTest);
    index.setCluster(&cluster);
    cluster.start();
    QTRY_VERIFY_WITH_TIMEOUT(index.count() > 50, kPatience);
    QCOMPARE(index.index(0).data(ResourceIndex::TitleRole).toString(), QStringLiteral("Pods"));
    QCOMPARE(index.idOf("deploy"), QStringLiteral("apps/Deployment"));
    QCOMPARE(index.idOf("po"), QStringLiteral("/Pod"));
    QCOMPARE(index.idOf("Ingress"), QStringLiteral("networking.k8s.io/Ingress"));
    QCOMPARE(index.idOf("nonsense"), QString());
    // One section each, in one piece.
    QStringList sections;
    for (int row = 0; row < index.count(); ++row) {
        const QString section = index.index(row).data(ResourceIndex::SectionRole).toString();
        if (sections.isEmpty() || sections.last() != section) {
            QVERIFY2(!sections.contains(section), qPrintable(section));
            sections << section;
        }
    }
    index.setFilter("netpol");
    QCOMPARE(index.count(), 1);
    // Each of them can be read as a table.
    index.setFilter({});
    TableModel table;
    table.setCluster(&cluster);
    for (int row = 0; row < index.count(); ++row) {
        const QString id = index.index(row).data(ResourceIndex::IdRole).toString();
        table.setResource(id);
        QTRY_VERIFY_WITH_TIMEOUT(!table.isLoading(), kPatience);
        QVERIFY2(table.problem().isEmpty(), qPrintable(id + ": " + table.problem()));
        QVERIFY2(table.columnCount() >= 1, qPrintable(id));
    }
}

void ExplorerTest::saysWhatIsNotServed() {
    Explorer explorer("example.org/Nothing");
    QTRY_VERIFY_WITH_TIMEOUT(!explorer.table.isLoading(), kPatience);
    QCOMPARE(explorer.table.problem(), QStringLiteral("This cluster does not serve Nothing."));
    explorer.table.setResource("/Pod");
    QVERIFY(explorer.ready());
}

void ExplorerTest::sortsThousands() {
    auto engine = makeOfflineCluster({.nodes = 100, .pods = 3000, .lively = false, .controllers = false}).value();
    Cluster cluster([engine] {
        return connectionInProcess(engine, engine->client(), engine->kubeconfig(), QStringLiteral("simulated"));
    });
    TableModel table;
    table.setCluster(&cluster);
    table.setResource("/Pod");
    cluster.start();
    QTRY_VERIFY_WITH_TIMEOUT(!table.isLoading() && table.total() == 3000, kPatience);
    for (int column = 0; column < table.columnCount(); ++column) {
        table.sortBy(column);
        QCOMPARE(table.shown(), 3000);
    }
    for (const QString& typed : {"a", "ab", "", "running", "-l app=basket"}) {
        table.setFilter(typed);
        QVERIFY(table.shown() <= 3000);
    }
    for (int row = 0; row < table.shown(); row += 100) QCOMPARE(table.rowOfKey(table.keyAt(row)), row);
}

}  // namespace armillary::app
