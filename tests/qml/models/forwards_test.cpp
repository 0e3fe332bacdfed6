#include "forwards_test.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QSettings>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include "fake_access.h"
#include "forward_list.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;

QJsonObject object(const char* json) {
    return QJsonDocument::fromJson(json).object();
}

constexpr auto kService =
    R"({"kind":"Service","metadata":{"name":"web","namespace":"shop"},"spec":{"selector":{"app":"web"},"ports":[)"
    R"({"port":53,"protocol":"UDP"},{"port":80,"name":"http","targetPort":"web"},{"port":443,"targetPort":8443},{"port":9}]}})";

std::string pod(const std::string& name) {
    return R"({"kind":"Pod","metadata":{"name":")" + name + R"(","namespace":"shop","uid":")" + name +
           R"("},"spec":{"containers":[{"name":"a","ports":[{"containerPort":8080,"name":"web"},)"
           R"({"containerPort":53,"protocol":"UDP"}]}]},"status":{"phase":"Running",)"
           R"("conditions":[{"type":"Ready","status":"True"}]}})";
}

/// A service with two pods.
struct Server {
    std::shared_ptr<FakeAccess> calls = std::make_shared<FakeAccess>([](const client::Call& call) {
        const std::string& target = call.target;
        std::string body = "{}";
        if (target.contains("/services/web")) body = kService;
        if (target.contains("/pods?"))
            body = R"({"metadata":{"resourceVersion":"7"},"items":[)" + pod("web-1") + "," + pod("web-2") + "]}";
        if (target.ends_with("/pods/web-1")) body = pod("web-1");
        if (target.ends_with("/pods/web-2")) body = pod("web-2");
        return client::Answer{.code = 200, .body = body};
    });
    std::unique_ptr<Cluster> cluster;

    Server() {
        cluster = std::make_unique<Cluster>([this]() -> std::expected<Connection, std::string> {
            auto connection = sharedStill()();
            if (connection) {
                connection->calls = calls;
                connection->context = QStringLiteral("shop-prod");
            }
            return connection;
        });
        cluster->start();
    }
    bool connected() const {
        return QTest::qWaitFor([this] { return cluster->hasFeeds(); }, kPatience);
    }
};

bool isActive(const Forward& forward) {
    return QTest::qWaitFor([&] { return forward.state() == Forward::Active; }, kPatience);
}

}  // namespace

void ForwardsTest::readsPorts() {
    QCOMPARE(declaredPorts(object(kService)),
             (std::vector<DeclaredPort>{{80, QStringLiteral("http")}, {443, QString()}, {9, QString()}}));
    QCOMPARE(declaredPorts(object(pod("x").c_str())), (std::vector<DeclaredPort>{{8080, QStringLiteral("web")}}));
    QCOMPARE(
        declaredPorts(object(
            R"({"kind":"Deployment","spec":{"template":{"spec":{"containers":[{"ports":[{"containerPort":1}]},{"ports":[{"containerPort":1},{"containerPort":70000}]}]}}}})")),
        (std::vector<DeclaredPort>{{1, QString()}}));
    QVERIFY(declaredPorts(object(R"({"kind":"Service","spec":[{"ports":7}]})")).empty());
}

void ForwardsTest::findsTheContainersPort() {
    const QJsonObject service = object(kService), one = object(pod("web-1").c_str());
    QCOMPARE(containerPort(service, 80, one), (std::expected<int, QString>(8080)));
    QCOMPARE(containerPort(service, 443, one), (std::expected<int, QString>(8443)));
    QCOMPARE(containerPort(service, 9, one), (std::expected<int, QString>(9)));
    QVERIFY(!containerPort(service, 80, QJsonObject()));
    QVERIFY(containerPort(service, 81, one).error().contains(QStringLiteral("81")));
    QCOMPARE(containerPort(one, 1234, one), (std::expected<int, QString>(1234)));
    QVERIFY(takesConnections(one));
    QVERIFY(!takesConnections(QJsonObject()));
    QCOMPARE(urlOf(9000, 443, {}), QStringLiteral("https://127.0.0.1:9000"));
    QCOMPARE(urlOf(9000, 80, QStringLiteral("http")), QStringLiteral("http://127.0.0.1:9000"));
}

void ForwardsTest::carriesWhatIsSent() {
    Server server;
    QVERIFY(server.connected());
    Forward forward(server.cluster.get(), {.resource = "/Service", .key = "shop/web", .port = 80}, nullptr);
    forward.start();
    QCOMPARE(forward.state(), Forward::Reconnecting);
    QVERIFY(isActive(forward));
    QCOMPARE(server.calls->last()->target, "/api/v1/namespaces/shop/pods/web-1/portforward?ports=8080");
    QCOMPARE(server.calls->last()->protocols, (std::vector<std::string>{"v4.channel.k8s.io"}));
    QCOMPARE(forward.portName(), QStringLiteral("http"));
    // The probe does not stay.
    QTRY_VERIFY_WITH_TIMEOUT(server.calls->last()->isGone(), kPatience);

    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(forward.localPort()));
    socket.write("GET /");
    QTRY_VERIFY_WITH_TIMEOUT(server.calls->count() == 2, kPatience);
    const auto opened = server.calls->last();
    QTRY_COMPARE_WITH_TIMEOUT(opened->sentOn(0), "GET /", kPatience);
    // Each channel begins with the port's number, in whatever pieces.
    opened->handlers.data(0, std::string_view("\x90", 1));
    opened->handlers.data(0, std::string_view("\x1fhello", 6));
    opened->handlers.data(1, std::string_view("\x90\x1f", 2));
    QTRY_COMPARE_WITH_TIMEOUT(socket.bytesAvailable(), 5, kPatience);
    QCOMPARE(socket.readAll(), QByteArray("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(forward.received(), 5, kPatience);
    QCOMPARE(forward.sent(), 5);
    QCOMPARE(forward.connections(), 1);
    // What comes last is not lost when the pod hangs up.
    Status orderly;
    orderly.status = metav1::kStatusSuccess;
    opened->handlers.data(0, std::string(300'000, 'z'));
    opened->handlers.ended(orderly);
    QByteArray rest;
    const auto over = [&] {
        rest += socket.readAll();
        return socket.state() == QAbstractSocket::UnconnectedState;
    };
    QTRY_VERIFY_WITH_TIMEOUT(over(), kPatience);
    QCOMPARE(rest.size(), 300'000);
    QTRY_COMPARE_WITH_TIMEOUT(forward.connections(), 0, kPatience);
}

void ForwardsTest::takesTheNextFreePort() {
    Server server;
    QVERIFY(server.connected());
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost, 0));
    Forward forward(server.cluster.get(),
                    {.resource = "/Service", .key = "shop/web", .port = 80, .localPort = taken.serverPort()}, nullptr);
    forward.start();
    QVERIFY(isActive(forward));
    QVERIFY(forward.localPort() != taken.serverPort());
    QVERIFY2(forward.message().contains(QString::number(taken.serverPort())), qPrintable(forward.message()));
    forward.stop();
    QCOMPARE(forward.state(), Forward::Stopped);
    QCOMPARE(forward.localPort(), int(taken.serverPort()));
}

void ForwardsTest::goesToAnotherPod() {
    Server server;
    QVERIFY(server.connected());
    Forward forward(server.cluster.get(), {.resource = "/Service", .key = "shop/web", .port = 80}, nullptr);
    forward.start();
    QVERIFY(isActive(forward));
    QCOMPARE(forward.pod(), QStringLiteral("web-1"));
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(forward.localPort()));
    QTRY_VERIFY_WITH_TIMEOUT(server.calls->count() == 2, kPatience);
    server.calls->last()->handlers.data(1, std::string_view("\x90\x1f"
                                                            "connection refused",
                                                            20));
    QTRY_COMPARE_WITH_TIMEOUT(forward.pod(), QStringLiteral("web-2"), kPatience);
    QCOMPARE(forward.state(), Forward::Active);
    QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::UnconnectedState, kPatience);
    // While none takes connections it says why, and is not active.
    server.calls->refuse(status::notFound("pods", "web-2"));
    QTcpSocket other;
    other.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(forward.localPort()));
    QTRY_COMPARE_WITH_TIMEOUT(forward.state(), Forward::Reconnecting, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(forward.message().contains(QStringLiteral("not found")), kPatience);
    server.calls->refuse(std::nullopt);
    QVERIFY(isActive(forward));
}

void ForwardsTest::stopsWithTheLock() {
    Server server;
    QVERIFY(server.connected());
    Forward forward(server.cluster.get(), {.resource = "/Service", .key = "shop/web", .port = 80}, nullptr);
    forward.start();
    QVERIFY(isActive(forward));
    server.cluster->gate()->setProduction(true);
    QCOMPARE(forward.state(), Forward::Stopped);
    QVERIFY(!forward.message().isEmpty());
    const std::size_t before = server.calls->count();
    forward.start();
    QCOMPARE(forward.state(), Forward::Stopped);
    QCOMPARE(server.calls->count(), before);
}

void ForwardsTest::remembersThem() {
    QSettings().remove(QStringLiteral("forwards"));
    Server server;
    QVERIFY(server.connected());
    {
        ForwardList list;
        const QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
        list.setCluster(server.cluster.get());
        QCOMPARE(list.add("/Service", "shop/web", 0, 0), -1);
        QCOMPARE(list.add("/Service", "shop/web", 80, 0), 0);
        QCOMPARE(list.add("/Service", "shop/web", 80, 0), 0);
        QCOMPARE(list.add("/Pod", "shop/web-1", 8080, 0), 1);
        list.stop(1);
        QTRY_COMPARE_WITH_TIMEOUT(list.active(), 1, kPatience);
        QCOMPARE(list.data(list.index(0), ForwardList::TargetRole).toString(), QStringLiteral("Service shop/web"));
        QCOMPARE(list.data(list.index(1), ForwardList::StateRole).toString(), QStringLiteral("stopped"));
    }
    ForwardList again;
    again.setCluster(server.cluster.get());
    QCOMPARE(again.count(), 2);
    QTRY_COMPARE_WITH_TIMEOUT(again.active(), 1, kPatience);
    again.remove(0);
    again.remove(0);
    QCOMPARE(again.count(), 0);
    // Nothing opens by itself on a locked context.
    again.add("/Service", "shop/web", 80, 0);
    server.cluster->gate()->setProduction(true);
    ForwardList locked;
    locked.setCluster(server.cluster.get());
    QCOMPARE(locked.count(), 1);
    QCOMPARE(locked.at(0)->state(), Forward::Stopped);
}

}  // namespace armillary::app
