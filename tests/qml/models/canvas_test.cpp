#include "canvas_test.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "canvas_connector.h"
#include "canvas_drift.h"
#include "canvas_fresh.h"
#include "canvas_model.h"
#include "canvas_table.h"
#include "engine/manifest/check.h"
#include "engine/schema/api/appsv1.h"
#include "palette_model.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;
const QByteArray kWeb =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  labels: {app: web}\nspec:\n  replicas: 2\n"
    "  selector:\n    matchLabels: {app: web}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n"
    "      containers:\n        - name: web\n          image: registry.example/team/web:1\n          ports:\n"
    "            - {name: http, containerPort: 8080}\n";
const QByteArray kService =
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector: {app: web}\n  ports:\n    - {port: 80, "
    "targetPort: 8080}\n";
const QByteArray kSettings = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  LEVEL: info\n";

/// A canvas on a document, on a cluster that never connects.
struct Easel {
    QTemporaryDir folder;
    Cluster cluster;
    EditorDocument document;
    CanvasModel canvas;
    QStringList refusals;

    explicit Easel(Connect connect = []() -> std::expected<Connection, std::string> {
        return std::unexpected("not here");
    })
        : cluster(std::move(connect)) {
        document.setCluster(&cluster);
        canvas.setProperty("folder", folder.filePath(QStringLiteral("places")));
        canvas.setDocument(&document);
        QObject::connect(&canvas, &CanvasModel::refused, &canvas, [this](const QString& why) { refusals << why; });
        QObject::connect(&document, &EditorDocument::refused, &canvas,
                         [this](const QString&, const QString& why) { refusals << why; });
    }
    void add(const QByteArray& yaml) { document.add(QStringLiteral("Add"), QString::fromUtf8(yaml)); }
    bool open(const QByteArray& yaml) {
        QFile file(folder.filePath(QStringLiteral("all.yaml")));
        if (!file.open(QIODevice::WriteOnly) || file.write(yaml) != yaml.size()) return false;
        file.close();
        document.open(QUrl::fromLocalFile(file.fileName()));
        return QTest::qWaitFor([&] { return !document.isLoading() && canvas.count() > 0 && !canvas.isArranging(); },
                               kPatience);
    }
    int node(const QString& kind, const QString& name = {}) const {
        const auto& nodes = canvas.graph().nodes;
        for (std::size_t i = 0; i < nodes.size(); ++i)
            if (nodes[i].kind == kind && (name.isEmpty() || nodes[i].title() == name)) return static_cast<int>(i);
        return -1;
    }
    const CanvasNode& at(const QString& kind, const QString& name = {}) const {
        return canvas.graph().nodes[static_cast<std::size_t>(node(kind, name))];
    }
    QPointF place(const QString& kind, const QString& name = {}) const {
        return canvas.placeOf(node(kind, name)).topLeft();
    }
    int item(const QString& kind, const QString& name = {}) const { return static_cast<int>(at(kind, name).item); }
    QString text() const { return document.textOf({}); }
};

std::shared_ptr<const Object> object(const char* json) {
    return Object::parse(json).value();
}

}  // namespace

void CanvasTest::showsAProject() {
    Easel easel;
    QVERIFY(easel.open(kWeb + "---\n" + kService));
    QCOMPARE(easel.canvas.count(), 2);
    QCOMPARE(easel.at(QStringLiteral("Deployment")).substance, QStringLiteral("web:1 ×2"));
    QCOMPARE(easel.at(QStringLiteral("Service")).substance, QStringLiteral("80 → 8080"));
    QCOMPARE(easel.canvas.graph().edges.size(), 1UZ);
    const CanvasEdge& edge = easel.canvas.graph().edges[0];
    QCOMPARE(edge.from, easel.node(QStringLiteral("Service")));
    QCOMPARE(meaningOf(edge.connection.edge.relation), QStringLiteral("Selects pods of"));
    QVERIFY(easel.place(QStringLiteral("Service")).x() < easel.place(QStringLiteral("Deployment")).x());
}

void CanvasTest::showsWhatIsReferredTo() {
    Easel easel;
    easel.add(kWeb + "          envFrom:\n            - configMapRef: {name: settings}\n");
    QCOMPARE(easel.canvas.count(), 2);
    QVERIFY(easel.at(QStringLiteral("ConfigMap")).isGhost());
    QVERIFY(!easel.canvas.stateOf(easel.node(QStringLiteral("ConfigMap"))).known);
    easel.add(kSettings);
    QCOMPARE(easel.canvas.count(), 2);
    QVERIFY(!easel.at(QStringLiteral("ConfigMap")).isGhost());
    QCOMPARE(easel.at(QStringLiteral("ConfigMap")).substance, QStringLiteral("LEVEL"));
}

void CanvasTest::saysNothingOfSecrets() {
    const auto secret = object(
        R"({"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"token":"aHVudGVyMg=="},"stringData":{"pass":"hunter2"}})");
    const QString said = substanceOf(*secret);
    QCOMPARE(said, QStringLiteral("token, pass"));
}

void CanvasTest::movesAndTakesBack() {
    Easel easel;
    easel.add(kWeb);
    easel.add(kSettings);
    const QPointF before = easel.place(QStringLiteral("Deployment"));
    easel.canvas.move({{easel.node(QStringLiteral("Deployment")), {500, 300}}});
    QCOMPARE(easel.place(QStringLiteral("Deployment")), QPointF(500, 300));
    easel.add(kService);
    const QPointF service = easel.place(QStringLiteral("Service"));
    easel.canvas.move({{easel.node(QStringLiteral("Service")), {-200, 10}}});
    easel.canvas.undo();  // of the service's move
    QCOMPARE(easel.place(QStringLiteral("Service")), service);
    easel.canvas.undo();  // of the service
    QCOMPARE(easel.canvas.count(), 2);
    QCOMPARE(easel.place(QStringLiteral("Deployment")), QPointF(500, 300));
    easel.canvas.undo();  // of the deployment's move
    QCOMPARE(easel.place(QStringLiteral("Deployment")), before);
    QVERIFY(easel.canvas.canRedo());
    for (int i = 0; i < 3; ++i) easel.canvas.redo();
    QCOMPARE(easel.place(QStringLiteral("Deployment")), QPointF(500, 300));
    QCOMPARE(easel.place(QStringLiteral("Service")), QPointF(-200, 10));
    QVERIFY(!easel.canvas.canRedo());
}

void CanvasTest::tidiesUpBackstage() {
    Easel easel;
    QByteArray all;
    for (int i = 0; i < 40; ++i) {
        QByteArray web = kWeb, service = kService;
        const QByteArray name = "web" + QByteArray::number(i);
        all += web.replace("web", name) + "---\n" + service.replace("web", name) + "---\n";
    }
    QVERIFY(easel.open(all));
    QCOMPARE(easel.canvas.count(), 80);
    easel.canvas.move({{0, {9000, 9000}}});
    QSignalSpy places(&easel.canvas, &CanvasModel::placesChanged);
    easel.canvas.tidyUp();
    QVERIFY(easel.canvas.isArranging());  // it has not been waited for
    QTRY_VERIFY_WITH_TIMEOUT(!easel.canvas.isArranging(), kPatience);
    for (int i = 0; i < easel.canvas.count(); ++i)
        for (int k = 0; k < i; ++k) QVERIFY(!easel.canvas.placeOf(i).intersects(easel.canvas.placeOf(k)));
    easel.canvas.undo();
    QCOMPARE(easel.canvas.placeOf(0).topLeft(), QPointF(9000, 9000));
}

void CanvasTest::usesTheRoom() {
    const auto boundsOf = [](const std::vector<QPointF>& places) {
        QRectF all;
        for (const QPointF& at : places) all |= QRectF(at, kCanvasCard);
        return all;
    };
    // One after the other: across where it is wide, from the top down where it is narrow.
    CanvasShape chain;
    for (int layer = 0; layer < 4; ++layer) chain.nodes.push_back({{}, layer});
    chain.edges = {{0, 1}, {1, 2}, {2, 3}};
    const std::vector<QPointF> wide = layOutCanvas(chain, 4), narrow = layOutCanvas(chain, 0.8);
    for (std::size_t i = 1; i < 4; ++i) {
        QVERIFY(wide[i].x() > wide[i - 1].x() + kCanvasCard.width());
        QVERIFY(narrow[i].y() > narrow[i - 1].y() + kCanvasCard.height());
    }
    QCOMPARE(boundsOf(narrow).width(), kCanvasCard.width());
    // What has nothing to do with each other fills the view, and no card lies on another.
    CanvasShape crowd;
    for (int i = 0; i < 60; ++i) crowd.nodes.push_back({{}, 2});
    for (const double aspect : {0.7, 1.6, 3.0}) {
        const std::vector<QPointF> places = layOutCanvas(crowd, aspect);
        const QRectF all = boundsOf(places);
        QVERIFY2(all.width() / all.height() > aspect / 2 && all.width() / all.height() < aspect * 2,
                 qPrintable(QStringLiteral("%1 by %2").arg(all.width()).arg(all.height())));
        for (std::size_t i = 0; i < places.size(); ++i)
            for (std::size_t k = 0; k < i; ++k)
                QVERIFY(!QRectF(places[i], kCanvasCard).intersects(QRectF(places[k], kCanvasCard)));
    }
}

void CanvasTest::remembersPlaces() {
    QTemporaryDir folder;
    const QByteArray yaml = kWeb + "---\n" + kService;
    QFile file(folder.filePath(QStringLiteral("all.yaml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(yaml);
    file.close();
    for (const bool again : {false, true}) {
        Easel easel;
        easel.canvas.setProperty("folder", folder.filePath(QStringLiteral("places")));
        easel.document.open(QUrl::fromLocalFile(file.fileName()));
        QTRY_VERIFY_WITH_TIMEOUT(easel.canvas.count() == 2 && !easel.canvas.isArranging(), kPatience);
        if (!again) easel.canvas.move({{easel.node(QStringLiteral("Service")), {123, 456}}});
        QCOMPARE(easel.place(QStringLiteral("Service")), QPointF(123, 456));
        QCOMPARE(easel.text(), QString::fromUtf8(yaml));
        if (again) break;
        QTRY_COMPARE_WITH_TIMEOUT(QDir(folder.filePath(QStringLiteral("places"))).entryList({"*.json"}).size(), 1,
                                  kPatience);
    }
    // What cannot be read is as good as nothing.
    for (const QString& each : QDir(folder.filePath(QStringLiteral("places"))).entryList({"*.json"})) {
        QFile broken(folder.filePath(QStringLiteral("places/") + each));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write(R"({"places": {"Service/default/web": ["x", 1e300], "a": 7}})");
    }
    QVERIFY(readPlaces(folder.filePath(QStringLiteral("places")), file.fileName()).empty());
}

void CanvasTest::keepsThePlaceOfWhatIsRenamed() {
    Easel easel;
    easel.add(kWeb);
    easel.canvas.move({{0, {321, 123}}});
    QVERIFY(easel.document.rename(easel.item(QStringLiteral("Deployment")), QStringLiteral("shop")));
    QCOMPARE(easel.place(QStringLiteral("Deployment"), QStringLiteral("shop")), QPointF(321, 123));
}

void CanvasTest::givesNewNames() {
    Easel easel;
    easel.add(kWeb + "---\n" + kService);
    const auto fresh = withFreshNames(easel.text(), easel.document.project());
    QVERIFY(fresh.has_value());
    QCOMPARE(fresh->count(QStringLiteral("name: web-2")), 2);
    QVERIFY(fresh->contains(QStringLiteral("matchLabels: {app: web-2}")));
    QVERIFY(fresh->contains(QStringLiteral("selector: {app: web-2}")));
    QVERIFY(fresh->contains(QStringLiteral("image: registry.example/team/web:1")));
    easel.add(fresh->toUtf8());
    QCOMPARE(easel.canvas.graph().edges.size(), 2UZ);  // each service has its own pods
    const auto third = withFreshNames(*fresh, easel.document.project());
    QVERIFY(third && third->contains(QStringLiteral("name: web-3")));
}

void CanvasTest::copiesPastesAndDuplicates() {
    Easel easel;
    easel.add(kWeb + "---\n" + kService);
    const QPointF before = easel.place(QStringLiteral("Deployment"));
    const QPointF apart = easel.place(QStringLiteral("Service")) - before;
    easel.canvas.selectAll();
    easel.canvas.copy();
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("kind: Service")));
    easel.canvas.paste();
    QCOMPARE(easel.canvas.count(), 4);
    QCOMPARE(easel.document.selection().size(), 2);
    QCOMPARE(easel.place(QStringLiteral("Service"), QStringLiteral("web-2")) -
                 easel.place(QStringLiteral("Deployment"), QStringLiteral("web-2")),
             apart);
    QCOMPARE(easel.place(QStringLiteral("Deployment"), QStringLiteral("web")), before);
    const QString text = easel.text();
    easel.canvas.duplicate();
    QCOMPARE(easel.canvas.count(), 6);
    QVERIFY(easel.node(QStringLiteral("Service"), QStringLiteral("web-3")) >= 0);
    easel.document.undo();  // one step
    QCOMPARE(easel.text(), text);
    easel.canvas.selectAll();
    easel.canvas.cut();
    QCOMPARE(easel.canvas.count(), 0);
    easel.canvas.paste(QPointF(1000, 1000));
    QCOMPARE(easel.canvas.count(), 4);
    QVERIFY(easel.canvas.bounds().left() >= 1000);
    QVERIFY(easel.refusals.isEmpty());
}

void CanvasTest::refusesWhatIsNoManifest() {
    Easel easel;
    for (const char* text : {"a: [", "just words", "[1, 2]", "kind: 7", ""})
        QVERIFY(!easel.canvas.add(QStringLiteral("Add"), QString::fromUtf8(text)));
    QCOMPARE(easel.refusals.size(), 5);
    QCOMPARE(easel.canvas.count(), 0);
    QVERIFY(!easel.document.isModified());
}

void CanvasTest::alignsAndSpreads() {
    Easel easel;
    easel.add(kWeb + "---\n" + kService + "---\n" + kSettings);
    easel.canvas.move({{0, {0, 0}}, {1, {300, 40}}, {2, {1000, 90}}});
    easel.canvas.selectAll();
    easel.canvas.align(QStringLiteral("top"));
    for (int i = 0; i < 3; ++i) QCOMPARE(easel.canvas.placeOf(i).y(), 0.0);
    easel.canvas.align(QStringLiteral("horizontally"));
    QCOMPARE(easel.canvas.placeOf(1).x(), 500.0);
    easel.canvas.undo();
    easel.canvas.undo();
    QCOMPARE(easel.canvas.placeOf(2).topLeft(), QPointF(1000, 90));
}

void CanvasTest::offersAPalette() {
    PaletteModel palette;
    const QAbstractItemModelTester tester(&palette, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const int all = palette.count();
    QVERIFY(all > 20);
    palette.setFilter(QStringLiteral("depl"));
    QCOMPARE(palette.idAt(0), QStringLiteral("apps/Deployment"));
    palette.setFilter(QStringLiteral("no such thing"));
    QCOMPARE(palette.count(), 0);
    QCOMPARE(palette.idAt(0), QString());
    palette.setFilter({});
    palette.setPartners(
        {QVariantMap{{"id", "/Service"}, {"refers", true}}, QVariantMap{{"id", "/Unheard"}, {"refers", true}}});
    QCOMPARE(palette.count(), 1);
    QVERIFY(palette.refersAt(0));
    QVERIFY(palette.yamlOf(QStringLiteral("/Unheard")).isEmpty());
}

void CanvasTest::addsEveryTemplateWithoutErrors() {
    PaletteModel palette;
    for (int row = 0; row < palette.count(); ++row) {
        Easel easel;
        const QString id = palette.idAt(row), yaml = palette.yamlOf(id);
        QVERIFY2(!yaml.isEmpty(), qPrintable(id));
        QVERIFY2(easel.canvas.add(id, yaml), qPrintable(id + easel.refusals.join(u' ')));
        QVERIFY2(easel.canvas.add(id, yaml), qPrintable(id));  // and again, under another name
        for (const CanvasNode& node : easel.canvas.graph().nodes)
            QVERIFY2(node.isGhost() || node.value, qPrintable(id));
        for (const manifest::Finding& each : manifest::check(easel.document.project().sources()))
            QVERIFY2(each.severity != manifest::Severity::Error,
                     (id.toStdString() + ": " + manifest::print(each, "")).c_str());
    }
}

void CanvasTest::connectsInOneStep() {
    Easel easel;
    easel.add(kWeb);
    easel.add("apiVersion: v1\nkind: Service\nmetadata:\n  name: front\nspec:\n  ports:\n    - port: 80\n");
    CanvasConnector connector;
    connector.setProperty("document", QVariant::fromValue(&easel.document));
    const int web = easel.item(QStringLiteral("Deployment")), front = easel.item(QStringLiteral("Service"));
    QVERIFY2(connector.consider(web, front), qPrintable(connector.problem()));  // whichever way it is drawn
    QVERIFY(!connector.ways().isEmpty());
    const QString before = easel.text();
    QVERIFY2(connector.connectBy(0, {}), qPrintable(connector.problem()));
    QCOMPARE(easel.canvas.graph().edges.size(), 1UZ);
    easel.document.undo();
    QCOMPARE(easel.text(), before);
    const QVariantList targets = connector.targets(front, {});
    QCOMPARE(targets.size(), 1);
    QVERIFY(targets[0].toMap()["possible"].toBool());
    QVERIFY(!connector.consider(web, web));
    QVERIFY(!connector.problem().isEmpty());
}

void CanvasTest::makesWhatIsConnected() {
    Easel easel;
    PaletteModel palette;
    easel.add(kWeb);
    CanvasConnector connector;
    connector.setProperty("document", QVariant::fromValue(&easel.document));
    const int web = easel.item(QStringLiteral("Deployment"));
    palette.setPartners(connector.partners(web));
    QVERIFY(palette.count() > 3);
    const QString before = easel.text();
    for (const auto& [id, refers] : {std::pair{"/Service", true}, std::pair{"/ConfigMap", false}}) {
        QVERIFY2(easel.canvas.addConnected(QStringLiteral("Add"), palette.yamlOf(id), web, refers, {400, 100}),
                 qPrintable(easel.refusals.join(u' ')));
        QCOMPARE(easel.canvas.graph().edges.size(), 1UZ);
        QCOMPARE(easel.document.selection().size(), 1);
        easel.document.undo();  // the object and its connection
        QCOMPARE(easel.text(), before);
    }
}

void CanvasTest::sortsTheTable() {
    Easel easel;
    CanvasTable table;
    const QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
    table.setCanvas(&easel.canvas);
    easel.add(kWeb + "---\n" + kService + "---\n" + kSettings);
    QCOMPARE(table.count(), 3);
    QCOMPARE(table.index(0, 0).data(CanvasTable::KindRole).toString(), QStringLiteral("ConfigMap"));
    table.sortBy(0);
    QVERIFY(table.isDescending());
    QCOMPARE(table.index(0, 0).data(CanvasTable::KindRole).toString(), QStringLiteral("Service"));
    table.sortBy(4);
    QCOMPARE(table.index(0, 0).data(CanvasTable::ConnectionsRole).toInt(), 0);
    QCOMPARE(table.itemAt(table.rowOf(easel.item(QStringLiteral("Service")))), easel.item(QStringLiteral("Service")));
    easel.document.undo();
    QCOMPARE(table.count(), 0);
    QCOMPARE(table.itemAt(0), 0);
}

void CanvasTest::findsObjects() {
    Easel easel;
    easel.add(kSettings + "---\n" + kWeb + "---\n" + kService);
    QCOMPARE(easel.canvas.search(QStringLiteral("set")), QList<int>{easel.item(QStringLiteral("ConfigMap"))});
    QCOMPARE(easel.canvas.search(QStringLiteral("WEB")).size(), 2);
    QCOMPARE(easel.canvas.search(QStringLiteral("8080")), QList<int>{easel.item(QStringLiteral("Service"))});
    QVERIFY(easel.canvas.search(QStringLiteral(" ")).isEmpty());
}

void CanvasTest::seesDrift() {
    const auto live = object(
        R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a","labels":{"x":"1","own":"y"}},"spec":{"replicas":3,"template":{"spec":{"containers":[{"name":"side","image":"s"},{"name":"web","image":"web:2","resources":{"limits":{"cpu":"1"}}}]}}},"status":{"replicas":3}})");
    const auto with = [&](const char* json) { return firstDrift(*object(json), *live); };
    QCOMPARE(with(R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"replicas":3}})"),
             QString());
    QCOMPARE(
        with(
            R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"paused":false,"template":{"spec":{"containers":[{"name":"web","image":"web:2","resources":{"limits":{"cpu":"1000m"}}}]}}}})"),
        QString());
    QCOMPARE(
        with(
            R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"template":{"spec":{"containers":[{"name":"web","image":"web:1"}]}}}})"),
        QStringLiteral("spec.template.spec.containers[name=web].image"));
    QCOMPARE(with(R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a","labels":{"x":"2"}}})"),
             QStringLiteral("metadata.labels.x"));
}

void CanvasTest::followsTheCluster() {
    Easel easel(sharedStill());
    easel.cluster.start();
    QTRY_VERIFY_WITH_TIMEOUT(easel.cluster.hasFeeds() && easel.cluster.isDiscovered(), kPatience);
    Feed* feed = easel.cluster.feed<appsv1::Deployment>();
    QTRY_VERIFY_WITH_TIMEOUT(feed->isSynced() && !feed->objects().empty(), kPatience);
    const ObjectRef live = feed->objects().front();
    QByteArray here = kWeb, elsewhere = kWeb;
    here.replace("name: web\n  labels", QByteArray("name: ") + live->name().c_str() +
                                            "\n  namespace: " + live->namespace_().c_str() + "\n  labels");
    here.replace("replicas: 2", "replicas: 77");
    elsewhere.replace("name: web\n  labels", "name: nowhere\n  labels");
    easel.add(here + "          envFrom:\n            - configMapRef: {name: absent}\n---\n" + elsewhere);
    const auto state = [&](const QString& name) {
        return easel.canvas.stateOf(easel.node(QStringLiteral("Deployment"), name));
    };
    const QString name = QString::fromStdString(live->name());
    QTRY_VERIFY_WITH_TIMEOUT(state(name).exists && !state(name).pods.empty(), kPatience);
    QVERIFY(!state(name).drift.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(state(QStringLiteral("nowhere")).known, kPatience);
    QVERIFY(!state(QStringLiteral("nowhere")).exists);
    const int ghost = easel.node(QStringLiteral("ConfigMap"));
    QTRY_VERIFY_WITH_TIMEOUT(easel.canvas.stateOf(ghost).known, kPatience);
    QVERIFY(!easel.canvas.stateOf(ghost).exists);
}

}  // namespace armillary::app
