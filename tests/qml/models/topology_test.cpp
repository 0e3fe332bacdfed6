#include "topology_test.h"

#include <QImage>
#include <QTest>
#include <QThread>
#include <cmath>

#include "app/kinds/pinning.h"
#include "engine/schema/api/corev1.h"
#include "map_layout.h"
#include "map_model.h"
#include "scene_painter.h"
#include "sphere_bodies.h"
#include "tests/qml/support/offline.h"
#include "topology_model.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 30000;

ObjectRef parsed(const std::string& json) {
    return Object::parse(json).value();
}
std::string meta(const std::string& namespace_, const std::string& name, const std::string& more = "") {
    return R"("metadata":{"namespace":")" + namespace_ + R"(","name":")" + name + "\"" + more + "}";
}
ObjectRef deployment(const std::string& name, int ready,
                     const std::string& podSpec = R"("containers":[{"name":"a","image":"a:1"}])") {
    return parsed(R"({"apiVersion":"apps/v1","kind":"Deployment",)" +
                  meta("shop", name, R"(,"labels":{"app":")" + name + R"("})") +
                  R"(,"spec":{"replicas":2,"selector":{"matchLabels":{"app":")" + name +
                  R"("}},"template":{"metadata":{"labels":{"app":")" + name + R"("}},"spec":{)" + podSpec +
                  R"(}}},"status":{"updatedReplicas":2,"readyReplicas":)" + std::to_string(ready) + "}}");
}
ObjectRef podOf(const std::string& workload, const std::string& name, const std::string& node = "node-1",
                bool ready = true) {
    return parsed(
        R"({"apiVersion":"v1","kind":"Pod",)" +
        meta("shop", name,
             R"(,"labels":{"app":")" + workload +
                 R"(","pod-template-hash":"h"},"ownerReferences":[{"apiVersion":"apps/v1",)"
                 R"("kind":"ReplicaSet","name":")" +
                 workload + R"(-h","uid":"u","controller":true}])") +
        R"(,"spec":{"nodeName":")" + node +
        R"(","containers":[{"name":"a","image":"a:1"}]},"status":{"phase":"Running",)" +
        (ready
             ? R"("conditions":[{"type":"Ready","status":"True"}]}})"
             : R"("containerStatuses":[{"name":"a","image":"","imageID":"","ready":false,"restartCount":3,"state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}})"));
}
ObjectRef service(const std::string& name, const std::string& selects) {
    return parsed(R"({"apiVersion":"v1","kind":"Service",)" + meta("shop", name) + R"(,"spec":{"selector":{"app":")" +
                  selects + R"("}}})");
}
ObjectRef ingress(const std::string& to) {
    return parsed(R"({"apiVersion":"networking.k8s.io/v1","kind":"Ingress",)" + meta("shop", "front") +
                  R"(,"spec":{"defaultBackend":{"service":{"name":")" + to + R"(","port":{"number":80}}}}})");
}

MapSources knowing(MapSources sources) {
    for (ReferenceNames* names :
         {&sources.configMaps, &sources.secrets, &sources.accounts, &sources.serviceNames, &sources.claimNames})
        names->known = true;
    for (const ObjectRef& object : sources.services) sources.serviceNames.keys.insert(object->key());
    return sources;
}

MapSources shop() {
    MapSources sources;
    sources.ingresses = {ingress("web")};
    sources.services = {service("web", "web")};
    sources.workloads = {deployment(
        "web", 2, R"("containers":[{"name":"a","image":"a:1","envFrom":[{"configMapRef":{"name":"settings"}}]}])")};
    sources.pods = {podOf("web", "web-h-1"), podOf("web", "web-h-2")};
    sources = knowing(std::move(sources));
    sources.configMaps.keys.insert("shop/settings");
    return sources;
}

const MapNode* node(const MapGraph& graph, const std::string& id) {
    const auto found = std::ranges::find(graph.nodes, id, &MapNode::id);
    return found == graph.nodes.end() ? nullptr : &*found;
}
bool leads(const MapGraph& graph, const std::string& from, const std::string& to, bool broken = false) {
    return std::ranges::any_of(graph.edges, [&](const MapEdge& edge) {
        return graph.nodes[static_cast<std::size_t>(edge.from)].id == from &&
               graph.nodes[static_cast<std::size_t>(edge.to)].id == to && edge.broken == broken;
    });
}

double distance(const Place3& a, const Place3& b) {
    return std::hypot(a.x - b.x, a.y - b.y, a.z - b.z);
}

struct Still {
    Cluster cluster{sharedStill()};
    TopologyModel model;
    bool ready() {
        model.setViewSize(QSizeF(1204, 640));
        model.setCluster(&cluster);
        cluster.start();
        return QTest::qWaitFor([this] { return !model.isLoading() && model.podCount() == kPods; }, kPatience);
    }
};

}  // namespace

void TopologyTest::placesStayAndAreApart() {
    for (const int count : {4, 50, 500}) {
        double nearest = 9;
        for (int i = 0; i < count; ++i) {
            QVERIFY(std::abs(distance(placeOnSphere(i), {}) - 1) < 1e-9);
            for (int j = 0; j < i; ++j) nearest = std::min(nearest, distance(placeOnSphere(i), placeOnSphere(j)));
        }
        // Not closer than two fifths of what a square of its share of the sphere would be wide.
        QVERIFY2(nearest > 0.4 * std::sqrt(4 * M_PI / count), qPrintable(QString::number(count)));
    }
    PlaceKeeper places;
    places.keep({"a", "b", "c"});
    const int c = places.numberOf("c");
    places.keep({"a", "c"});
    QCOMPARE(places.numberOf("c"), c);
    QCOMPARE(places.numberOf("b"), -1);
    places.keep({"a", "c", "d", "e"});
    QCOMPARE(places.numberOf("c"), c);
    QCOMPARE(places.numberOf("d"), 1);
    QCOMPARE(places.numberOf("e"), 3);
    places.keep({});
    QCOMPARE(places.most(), 0);
}

void TopologyTest::dragTurnsWithThePointer() {
    Camera camera;
    camera.view = QSizeF(800, 600);
    const Place3 place = placeOnSphere(7);
    camera = camera.facing(place);
    const QPointF before = camera.look(place).at;
    camera.drag({20, 12});
    const QPointF way = camera.look(place).at - before;
    QVERIFY2(std::abs(way.x() - 20) < 4 && std::abs(way.y() - 12) < 4, "what is under the pointer goes with it");
    camera.drag({0, 1e6});
    QCOMPARE(camera.pitch, Camera::kSteepest);
}

void TopologyTest::facingBringsToTheFront() {
    Camera camera;
    camera.view = QSizeF(800, 600);
    for (int number = 0; number < 40; ++number) {
        const Camera facing = camera.facing(placeOnSphere(number));
        QVERIFY(facing.look(placeOnSphere(number)).depth < -0.98);
        QVERIFY2(std::abs(facing.yaw - camera.yaw) <= M_PI + 1e-9, "on the shorter way");
    }
}

void TopologyTest::detailGrowsWithSize() {
    QCOMPARE(detailOf(4, 0.1), Detail::Point);
    QCOMPARE(detailOf(14, 0.1), Detail::Ring);
    QCOMPARE(detailOf(60, 0.1), Detail::Moons);
    QCOMPARE(detailOf(14, 0), Detail::Moons);  // none that could not be told apart
}

void TopologyTest::moonsFillTheirRings() {
    Still still;
    QVERIFY(still.ready());
    SphereBodies bodies;
    bodies.apply(still.model, {.everything = true});
    QCOMPARE(bodies.machines().size(), 4u);
    std::size_t pods = bodies.waiting().size();
    for (const MachineBody& machine : bodies.machines()) {
        pods += machine.moons.size();
        for (std::size_t i = 0; i < machine.moons.size(); ++i) {
            const Moon& moon = machine.moons[i];
            QVERIFY(moon.orbit + moon.size <= 1.1 && moon.orbit - moon.size > 0.4);
            QCOMPARE(bodies.machineOfPod(moon.key), bodies.machineNamed(machine.name));
            for (std::size_t j = 0; j < i; ++j) {
                const Moon& other = machine.moons[j];
                const double away = std::hypot(moon.orbit * std::sin(moon.angle) - other.orbit * std::sin(other.angle),
                                               moon.orbit * std::cos(moon.angle) - other.orbit * std::cos(other.angle));
                QVERIFY2(away > moon.size + other.size - 1e-6, "none covers another");
            }
        }
        QVERIFY(machine.cpuShare > 0 && machine.cpuShare < 1);
    }
    QCOMPARE(pods, static_cast<std::size_t>(kPods));
    QVERIFY2(!bodies.waiting().empty(), "one asks for more than any machine has");
}

void TopologyTest::searchFindsAmongMany() {
    Cluster cluster(canned({.nodes = 20, .pods = 1000, .lively = false, .controllers = false}));
    TopologyModel model;
    model.setArranged(false);
    model.setCluster(&cluster);
    cluster.start();
    QTRY_COMPARE_WITH_TIMEOUT(model.podCount(), 1000, kPatience);
    const QString name = QString::fromStdString(model.dots()[789].object->name());
    const QVariantList found = model.search(name);
    QVERIFY(!found.isEmpty());
    QCOMPARE(found.first().toMap()["key"].toString(), QString::fromStdString(model.dots()[789].key));
    QCOMPARE(model.search(QStringLiteral("node-7")).first().toMap()["resource"].toString(), QStringLiteral("/Node"));
    QVERIFY(model.search(QStringLiteral("no such thing")).isEmpty());
    QCOMPARE(model.search(QStringLiteral("o"), 50).size(), 50);
}

void TopologyTest::selectorAndProblemsFilter() {
    Still still;
    QVERIFY(still.ready());
    still.model.setSelector(QStringLiteral("app=basket"));
    QCOMPARE(still.model.podCount(), 6);
    still.model.setSelector(QStringLiteral("app in (basket"));
    QVERIFY(!still.model.selectorProblem().isEmpty());
    QCOMPARE(still.model.podCount(), kPods);
    still.model.setSelector({});
    still.model.setOnlyProblems(true);
    // Two crash, one has no image, one waits.
    QCOMPARE(still.model.podCount(), 4);
    still.model.setOnlyProblems(false);
    QCOMPARE(still.model.podCount(), kPods);
}

void TopologyTest::groupsByNamespace() {
    Still still;
    QVERIFY(still.ready());
    still.model.setGrouping(QStringLiteral("namespace"));
    QCOMPARE(still.model.rowCount(), 3);
    QCOMPARE(still.model.index(0).data(TopologyModel::NameRole).toString(), QStringLiteral("data"));
    QCOMPARE(still.model.index(0).data(TopologyModel::PodsRole).toInt(), 12);
    QVERIFY(still.model.machineAt(still.model.dots()[0].to).isEmpty());
    still.model.setGrouping(QStringLiteral("machine"));
    QCOMPARE(still.model.rowCount(), 5);  // with the one for those that wait
    QVERIFY(!still.model.machineAt(QPointF(60, 40)).isEmpty());
}

void TopologyTest::mapFollowsRelations() {
    const MapGraph graph = buildMap(shop(), {});
    QVERIFY(leads(graph, "Ingress/shop/front", "Service/shop/web"));
    QVERIFY(leads(graph, "Service/shop/web", "Deployment/shop/web"));
    QVERIFY(leads(graph, "Deployment/shop/web", "Pods/Deployment/shop/web"));
    QVERIFY(leads(graph, "Pods/Deployment/shop/web", "ConfigMap/shop/settings"));
    QCOMPARE(graph.nodes.size(), 5u);
    QCOMPARE(node(graph, "Pods/Deployment/shop/web")->pods.size(), 2u);
    QCOMPARE(node(graph, "Deployment/shop/web")->replicas, 2);
    QCOMPARE(*std::ranges::max_element(graph.components), 0);
    const MapGraph apart = buildMap(shop(), {.podsByMachine = true});
    QVERIFY(node(apart, "Pods/Deployment/shop/web@node-1"));
    const MapGraph fewer = buildMap(shop(), {.hidden = {MapKind::Config, MapKind::Ingress}});
    QCOMPARE(fewer.nodes.size(), 3u);
}

void TopologyTest::mapSaysWhatIsMissing() {
    MapSources sources = shop();
    sources.configMaps.keys.clear();
    sources.ingresses = {ingress("gone")};
    const MapGraph graph = buildMap(sources, {});
    QVERIFY(leads(graph, "Ingress/shop/front", "Service/shop/gone", true));
    QVERIFY(leads(graph, "Pods/Deployment/shop/web", "ConfigMap/shop/settings", true));
    QVERIFY(node(graph, "ConfigMap/shop/settings")->missing && node(graph, "ConfigMap/shop/settings")->isProblem());
    // What may not be listed is not said to be missing.
    sources.configMaps.known = false;
    QVERIFY(leads(buildMap(sources, {}), "Pods/Deployment/shop/web", "ConfigMap/shop/settings", false));
    sources.configMaps.known = true;
    sources.configMaps.onlyNamespace = "other";
    QVERIFY(leads(buildMap(sources, {}), "Pods/Deployment/shop/web", "ConfigMap/shop/settings", false));
    // A service that selects nothing.
    sources.services.push_back(service("lost", "nobody"));
    QVERIFY(node(buildMap(sources, {}), "Service/shop/lost")->isProblem());
    QVERIFY(!node(buildMap(sources, {}), "Service/shop/web")->isProblem());
}

void TopologyTest::mapKeepsProblemsAndCounts() {
    MapSources sources;
    for (int i = 0; i < 400; ++i) {
        const std::string name = "app-" + std::to_string(1000 + i);
        const bool broken = i % 100 == 99;
        sources.workloads.push_back(deployment(name, broken ? 0 : 2));
        sources.pods.push_back(podOf(name, name + "-h-1", "node-1", !broken));
        sources.services.push_back(service(name, name));
    }
    const MapGraph graph = buildMap(knowing(std::move(sources)), {});
    QCOMPARE(graph.nodes.size(), 500u);
    QCOMPARE(graph.omitted, 700);
    for (const char* name : {"app-1099", "app-1199", "app-1299", "app-1399"}) {
        QVERIFY(leads(graph, std::string("Service/shop/") + name, std::string("Deployment/shop/") + name));
        QVERIFY(node(graph, std::string("Pods/Deployment/shop/") + name)->isProblem());
    }
}

void TopologyTest::mapKeepsWhatBelongsToASelection() {
    MapSources sources = shop();
    sources.workloads.push_back(deployment("other", 2));
    QCOMPARE(buildMap(sources, {}).nodes.size(), 6u);
    const MapGraph graph = buildMap(sources, {.selector = LabelSelector::parse("app=web").value()});
    QCOMPARE(graph.nodes.size(), 5u);
    QVERIFY(!node(graph, "Deployment/shop/other"));
    QVERIFY(node(graph, "Ingress/shop/front") && node(graph, "ConfigMap/shop/settings"));
    QVERIFY(buildMap(sources, {.onlyProblems = true}).nodes.empty());
    QVERIFY(buildMap(sources, {.namespaces = {QStringLiteral("elsewhere")}}).nodes.empty());
}

void TopologyTest::layersStandInColumns() {
    MapSources sources = shop();
    sources.workloads.push_back(deployment("other", 2));
    MapLayouter layouter;
    const MapPictureRef picture = layouter.layOut(buildMap(sources, {}), QStringLiteral("namespace"), 1.6);
    QCOMPARE(picture->bands.size(), 1u);
    std::map<int, double> columns;
    for (std::size_t i = 0; i < picture->places.size(); ++i) {
        const int layer = layerOf(picture->graph.nodes[i].kind);
        const auto [at, fresh] = columns.try_emplace(layer, picture->places[i].left());
        QVERIFY(std::abs(at->second - picture->places[i].left()) < 1);
        QVERIFY(picture->bands[0].place.contains(picture->places[i]));
        for (std::size_t j = 0; j < i; ++j) QVERIFY(!picture->places[i].intersects(picture->places[j]));
    }
    QVERIFY(std::ranges::is_sorted(columns, {}, [](const auto& column) { return column.second; }));
    for (std::size_t i = 0; i < picture->lines.size(); ++i) {
        const auto& from = picture->places[static_cast<std::size_t>(picture->graph.edges[i].from)];
        const auto& to = picture->places[static_cast<std::size_t>(picture->graph.edges[i].to)];
        QVERIFY(from.adjusted(-3, -3, 3, 3).contains(picture->lines[i].front()));
        QVERIFY(to.adjusted(-3, -3, 3, 3).contains(picture->lines[i].back()));
    }
}

void TopologyTest::layoutsKeepWhatHasNotChanged() {
    MapSources sources = shop();
    MapLayouter layouter;
    const MapPictureRef before = layouter.layOut(buildMap(sources, {}), {}, 1.6);
    QCOMPARE(layouter.laidOut(), 1);
    sources.workloads.push_back(deployment("zebra", 2));
    sources.pods.push_back(podOf("zebra", "zebra-h-1"));
    const MapPictureRef after = layouter.layOut(buildMap(sources, {}), {}, 1.6);
    QCOMPARE(layouter.laidOut(), 2);  // the new one alone
    const auto at = std::ranges::find(after->graph.nodes, std::string("Service/shop/web"), &MapNode::id);
    const auto was = std::ranges::find(before->graph.nodes, std::string("Service/shop/web"), &MapNode::id);
    QCOMPARE(after->places[static_cast<std::size_t>(at - after->graph.nodes.begin())],
             before->places[static_cast<std::size_t>(was - before->graph.nodes.begin())]);
}

void TopologyTest::mapIsMadeOffTheWindowsThread() {
    Cluster cluster(sharedStill());
    MapModel model;
    model.setCluster(&cluster);
    cluster.start();
    QTRY_VERIFY_WITH_TIMEOUT(cluster.hasFeeds(), kPatience);
    const Feed* pods = cluster.feed<corev1::Pod>();
    QTRY_VERIFY_WITH_TIMEOUT(pods->isSynced(), kPatience);
    QVERIFY2(model.isLoading(), "nothing before somebody looks");
    model.setActive(true);
    QTRY_VERIFY_WITH_TIMEOUT(!model.isLoading(), kPatience);
    QVERIFY(model.madeOn() && model.madeOn() != QThread::currentThreadId());
    QVERIFY(leads(model.picture()->graph, "Service/shop/storefront", "Deployment/shop/storefront"));
    QVERIFY(model.problems() > 0);
    const QVariantList found = model.search(QStringLiteral("storefront"));
    QVERIFY(found.size() > 3);
    QCOMPARE(found.first().toMap()["title"].toString(), QStringLiteral("shop/storefront"));
    model.setNamespaces({QStringLiteral("data")});
    QTRY_VERIFY_WITH_TIMEOUT(!node(model.picture()->graph, "Service/shop/storefront"), kPatience);
}

void TopologyTest::pinsAndUnpins() {
    using kinds::pinned, kinds::pinnedTo;
    const QJsonObject plain{{"spec", QJsonObject{{"containers", QJsonArray{}}}}};
    const QString one = QStringLiteral("node-1"), two = QStringLiteral("node-2");
    QCOMPARE(pinnedTo(plain), QString());
    QCOMPARE(pinnedTo(pinned(plain, one)), one);
    QCOMPARE(pinned(pinned(plain, one), two), pinned(plain, two));
    QCOMPARE(pinned(pinned(plain, one), {}), plain);
    // What else is asked for stays, in each alternative.
    const auto term = [](const QString& key) {
        return QJsonObject{{"matchExpressions", QJsonArray{QJsonObject{{"key", key}, {"operator", "Exists"}}}}};
    };
    QJsonObject choosy = plain;
    choosy["spec"] = QJsonObject{
        {"affinity",
         QJsonObject{{"nodeAffinity",
                      QJsonObject{{"requiredDuringSchedulingIgnoredDuringExecution",
                                   QJsonObject{{"nodeSelectorTerms", QJsonArray{term("disk"), term("gpu")}}}}}}}}};
    QCOMPARE(pinnedTo(pinned(choosy, one)), one);
    QCOMPARE(pinned(pinned(choosy, one), {}), choosy);
}

void TopologyTest::paintsWithoutACard() {
    Scene scene;
    scene.disc({20, 20}, 10, Qt::red);
    scene.box(QRectF(40, 10, 20, 20), 4, Qt::green);
    scene.ring({80, 20}, 10, 4, Qt::blue);
    scene.text({50, 60}, QStringLiteral("text"), 16, Qt::white);
    QImage image(100, 80, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::black);
    QPainter painter(&image);
    paint(painter, scene);
    painter.end();
    QCOMPARE(image.pixelColor(20, 20), QColor(Qt::red));
    QCOMPARE(image.pixelColor(50, 20), QColor(Qt::green));
    QCOMPARE(image.pixelColor(80, 20), QColor(Qt::black));
    QCOMPARE(image.pixelColor(90, 20), QColor(Qt::blue));
    int lit = 0;
    for (int x = 50; x < 90; ++x) lit += image.pixelColor(x, 60).lightness() > 100;
    QVERIFY2(lit > 3, "letters");
}

void TopologyTest::circlesLookRound() {
    for (const double radius : {0.5, 2.0, 3.5, 10.0, 60.0, 400.0}) {
        const int steps = stepsOfCircle(radius);
        QVERIFY2(radius * (1 - std::cos(M_PI / steps)) <= 0.26, qPrintable(QString::number(radius)));
        QVERIFY2(steps <= 6 || radius * (1 - std::cos(M_PI / (steps - 2))) > 0.2, "no more pieces than that takes");
    }
}

}  // namespace armillary::app
