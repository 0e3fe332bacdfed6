#include "journey_test.h"

#include <unistd.h>

#include <QClipboard>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QRandomGenerator>
#include <QSettings>
#include <QTcpSocket>
#include <QTemporaryDir>

#include "connection.h"

namespace armillary::app {

namespace {

/// Containers start, images are asked for, on a machine that does other things, too.
constexpr int kLong = 60'000;

const QString kManifest = QStringLiteral(R"(apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: armillary.dev/sample-web:1
          ports:
            - containerPort: 8080
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
)");

qint64 residentBytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

}  // namespace

void JourneyTest::journey() {
    using Step = void (JourneyTest::*)();
    for (const Step step : {&JourneyTest::welcomes, &JourneyTest::deploys, &JourneyTest::followsLogs,
                            &JourneyTest::entersAPod, &JourneyTest::movesFiles, &JourneyTest::entersTheNode,
                            &JourneyTest::forwardsThePort, &JourneyTest::scalesByDragging, &JourneyTest::breaksTheImage,
                            &JourneyTest::isToldWhy, &JourneyTest::undoes, &JourneyTest::stopsTheCluster}) {
        (this->*step)();
        if (QTest::currentTestFailed()) {
            picture("failed");
            return;
        }
    }
}

void JourneyTest::welcomes() {
    const QString folder = qEnvironmentVariable("ARMILLARY_JOURNEY");
    QVERIFY2(!folder.isEmpty(), "ARMILLARY_JOURNEY names the data directory");
    const auto backstage = std::make_shared<Backstage>();
    m_local = std::make_unique<LocalCluster>(folder, LocalCluster::realPrograms(), backstage);
    const programs::DataDir files{folder.toStdString()};
    m_clusters =
        std::make_unique<ClusterList>(KnownCluster{.name = QStringLiteral("armillary"),
                                                   .detail = folder,
                                                   .connect = connectKubeconfig({files.kubeconfig().string()}, {})},
                                      QStringList(), backstage);
    load();
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("createCluster")), kPatience);
    picture("welcome");
    click(item(QStringLiteral("createCluster")));
    QTRY_VERIFY_WITH_TIMEOUT(view() && item(QStringLiteral("topologyView")), kLong);
    QTRY_VERIFY_WITH_TIMEOUT(m_local->state() == LocalCluster::Running && m_local->agentRuns(), kLong);
}

void JourneyTest::deploys() {
    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("yamlEditor")) && item(QStringLiteral("yamlEditor"))->hasActiveFocus(),
                             kPatience);
    QGuiApplication::clipboard()->setText(kManifest);
    press(Qt::Key_V, Qt::ControlModifier);
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyGo")) && item(QStringLiteral("applyGo"))->isEnabled(), kLong);
    picture("review");
    click(item(QStringLiteral("applyGo")));
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("applyWhere")), QStringLiteral("2 objects applied"), kLong);
    click(item(QStringLiteral("closeTab")));
    browse(QStringLiteral("Deployments"), QStringLiteral("web"), 1);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("2/2")), kLong);
    picture("deployed");
}

void JourneyTest::followsLogs() {
    press(Qt::Key_L);
    const auto said = [this] {
        return find(m_window->contentItem(), [](QQuickItem* item) {
            return item->inherits("QQuickText") &&
                   item->property("text").toString().contains(QStringLiteral("listens on port 8080"));
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(said(), kLong);
    picture("logs");
    click(item(QStringLiteral("closeTab")));
}

void JourneyTest::entersAPod() {
    browse(QStringLiteral("Pods"), QStringLiteral("web-"), 2);
    press(Qt::Key_S);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("terminalView")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("terminalView"))->hasActiveFocus() && !shown().trimmed().isEmpty(),
                             kLong);
    type(QStringLiteral("echo $((6*7)) from $(hostname)"));
    QTRY_VERIFY_WITH_TIMEOUT(shown().contains(QStringLiteral("42 from web-")), kLong);
    // The size is the container's, too.
    type(QStringLiteral("stty size"));
    const QQuickItem* terminal = item(QStringLiteral("terminalView"));
    QTRY_VERIFY_WITH_TIMEOUT(
        shown().contains(
            QStringLiteral("%1 %2").arg(terminal->property("rows").toInt()).arg(terminal->property("columns").toInt())),
        kLong);
    picture("terminal");
    type(QStringLiteral("exit 3"));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("The shell ended with 3.")), kLong);
    click(item(QStringLiteral("closeTab")));
}

/// More than any buffer on the way holds, there and back again.
void JourneyTest::movesFiles() {
    constexpr qint64 kBytes = 128ll << 20;
    const QTemporaryDir out, in;
    QFile file(out.filePath(QStringLiteral("a large file")));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QRandomGenerator numbers(1);
    std::vector<quint32> block(1 << 18);
    QCryptographicHash sent(QCryptographicHash::Sha256), received(QCryptographicHash::Sha256);
    while (file.size() < kBytes) {
        numbers.fillRange(block.data(), static_cast<qsizetype>(block.size()));
        const QByteArray bytes(reinterpret_cast<const char*>(block.data()), static_cast<qsizetype>(block.size() * 4));
        sent.addData(bytes);
        QCOMPARE(file.write(bytes), bytes.size());
    }
    file.close();

    browse(QStringLiteral("Pods"), QStringLiteral("web-"), 2);
    press(Qt::Key_T);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("fileList")) && item(QStringLiteral("fileList"))->hasActiveFocus(),
                             kLong);
    QQuickItem* page = item(QStringLiteral("fileList"))->parentItem();
    auto* browser = page->property("browser").value<QObject*>();
    QTRY_VERIFY_WITH_TIMEOUT(!browser->property("loading").toBool(), kLong);
    QMetaObject::invokeMethod(browser, "go", Q_ARG(QString, QStringLiteral("/tmp")));
    QTRY_VERIFY_WITH_TIMEOUT(
        browser->property("path") == QStringLiteral("/tmp") && !browser->property("loading").toBool(), kLong);
    // As the desktop's dialogs do once something has been chosen.
    const qint64 before = residentBytes();
    QMetaObject::invokeMethod(page, "upload", Q_ARG(QList<QUrl>, {QUrl::fromLocalFile(file.fileName())}));
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("Uploaded  ·  a large file")), 3 * kLong);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("a large file")), kLong);
    picture("files");
    click(QStringLiteral("a large file"));
    QMetaObject::invokeMethod(page, "download", Q_ARG(QUrl, QUrl::fromLocalFile(in.path())));
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("Downloaded  ·  a large file")), 3 * kLong);
    QFile back(in.filePath(QStringLiteral("a large file")));
    QVERIFY(back.open(QIODevice::ReadOnly));
    QVERIFY(received.addData(&back));
    QCOMPARE(received.result(), sent.result());
    const qint64 grown = residentBytes() - before;
    QVERIFY2(grown < kBytes / 2, qPrintable(QString::number(grown)));  // it is streamed
    click(item(QStringLiteral("closeTab")));
}

void JourneyTest::entersTheNode() {
    browse(QStringLiteral("Nodes"), {}, 1);
    press(Qt::Key_S);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("nodeShellImage")), kPatience);
    item(QStringLiteral("nodeShellImage"))->forceActiveFocus();
    press(Qt::Key_A, Qt::ControlModifier);
    QGuiApplication::clipboard()->setText(QStringLiteral("armillary.dev/sample-web:1"));
    press(Qt::Key_V, Qt::ControlModifier);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("terminalView")) &&
                                 item(QStringLiteral("terminalView"))->hasActiveFocus() && !shown().trimmed().isEmpty(),
                             kLong);
    // Its files, and its processes: the agent is one of them.
    type(QStringLiteral("test -f %1/admin.kubeconfig && echo it is the n''ode")
             .arg(qEnvironmentVariable("ARMILLARY_JOURNEY")));
    QTRY_VERIFY_WITH_TIMEOUT(shown().contains(QStringLiteral("it is the node")), kLong);
    picture("node");
    type(QStringLiteral("exit"));
    click(item(QStringLiteral("closeTab")));
}

void JourneyTest::forwardsThePort() {
    browse(QStringLiteral("Services"), QStringLiteral("web"), 1);
    press(Qt::Key_F, Qt::ShiftModifier);
    // Its ports are read first.
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("forwardPort")) &&
            item(QStringLiteral("forwardPort"))->property("displayText").toString() == QStringLiteral("80") &&
            !text(QStringLiteral("forwardLocalPort")).isEmpty() &&
            item(QStringLiteral("forwardLocalPort"))->hasActiveFocus(),
        kPatience);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("1 of 1 active; only this machine can use them")), kLong);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("forwardLink")), kPatience);
    const QUrl url(item(QStringLiteral("forwardLink"))->property("text").toString());
    QTcpSocket socket;
    socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QByteArray answer;
    const auto answered = [&] {
        answer += socket.readAll();
        return answer.contains("version=1");
    };
    QTRY_VERIFY_WITH_TIMEOUT(answered(), kLong);
    picture("forward");
    click(item(QStringLiteral("forwardRemove")));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Nothing is forwarded")), kLong);
}

void JourneyTest::scalesByDragging() {
    const QString deployment = QStringLiteral("apps/Deployment"), web = QStringLiteral("default/web");
    press(Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("view-map")), kPatience);
    click(item(QStringLiteral("view-map")));
    auto* map = part("topology")->property("mapView").value<MapView*>();
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("mapView")) && map->reveal(deployment, web), kLong);
    QPointF last;
    const auto rests = [&] {
        const QPointF at = map->handleOf(deployment, web);
        return !at.isNull() && map->zoom() > 0.99 && !map->isMoving() && std::exchange(last, at) == at;
    };
    QTRY_VERIFY_WITH_TIMEOUT(rests(), kLong);
    const QPoint handle = map->mapToScene(last).toPoint();
    QTest::mouseMove(m_window, handle);
    QTest::mousePress(m_window, Qt::LeftButton, {}, handle);
    for (int step = 1; step <= 4; ++step) QTest::mouseMove(m_window, handle - QPoint(0, 8 * step));
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, handle - QPoint(0, 32));  // two more
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("confirmAction")) && item(QStringLiteral("confirmAction"))->isEnabled(), kPatience);
    QCOMPARE(item(QStringLiteral("actionNumber"))->property("value").toInt(), 4);
    click(item(QStringLiteral("confirmAction")));
    QTRY_COMPARE_WITH_TIMEOUT(topology()->podCount(), 4, kLong);
    browse(QStringLiteral("Deployments"), QStringLiteral("web"), 1);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("4/4")), kLong);
}

void JourneyTest::breaksTheImage() {
    press(Qt::Key_Menu);
    click(QStringLiteral("Set image…"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("field web")), kPatience);
    item(QStringLiteral("field web"))->forceActiveFocus();
    press(Qt::Key_A, Qt::ControlModifier);
    QGuiApplication::clipboard()->setText(QStringLiteral("armillary.dev/sample-web:never"));
    press(Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("confirmAction"))->isEnabled(), kPatience);
    click(item(QStringLiteral("confirmAction")));
    QTRY_VERIFY_WITH_TIMEOUT(
        text(QStringLiteral("toastText")).contains(QStringLiteral("armillary.dev/sample-web:never")), kLong);
}

void JourneyTest::isToldWhy() {
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("name").toString(), QStringLiteral("web"), kPatience);
    const auto cause = [this] {
        return find(m_window->contentItem(), [](QQuickItem* item) {
            return item->inherits("QQuickText") &&
                   item->property("text").toString().contains(
                       QStringLiteral("Image armillary.dev/sample-web:never of container web cannot be pulled"));
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(cause(), kLong);
    picture("why");
    press(Qt::Key_Escape);
}

void JourneyTest::undoes() {
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("4/4")), kLong);
    QTRY_COMPARE_WITH_TIMEOUT(topology()->podCount(), 4, kLong);
    picture("undone");
}

void JourneyTest::stopsTheCluster() {
    m_window->close();
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("stopOnClose")), kPatience);
    click(item(QStringLiteral("stopOnClose")));
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), kLong);
}

void JourneyTest::browse(const QString& kind, const QString& filter, int rows) {
    press(Qt::Key_3, Qt::ControlModifier);
    // The list of kinds may have been left somewhere below.
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("kindList")), kPatience);
    QMetaObject::invokeMethod(item(QStringLiteral("kindList")), "positionViewAtBeginning");
    click(kind);
    table()->setFilter(filter);
    QTRY_VERIFY_WITH_TIMEOUT(!table()->isLoading() && table()->shown() == rows, kLong);
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_Home);
}

void JourneyTest::type(const QString& text) {
    for (const QChar letter : text) QTest::keyClick(m_window, letter.toLatin1());
    press(Qt::Key_Return);
}

QString JourneyTest::shown() const {
    const QQuickItem* terminal = item(QStringLiteral("terminalView"));
    return terminal ? terminal->property("visibleText").toString() : QString();
}

bool JourneyTest::says(const QString& begin) const {
    return find(m_window->contentItem(), [&](QQuickItem* item) {
        return item->objectName() == u"transferText" && item->property("text").toString().contains(begin);
    });
}

QString JourneyTest::text(const QString& objectName) const {
    const QQuickItem* found = item(objectName);
    return found ? found->property("text").toString() : QString();
}

void JourneyTest::picture(const char* name) {
    const QString folder = qEnvironmentVariable("ARMILLARY_JOURNEY_PICTURES");
    if (!folder.isEmpty() && m_window)
        m_window->grabWindow().save(QDir(folder).filePath(QString::fromLatin1(name) + QStringLiteral(".png")));
}

}  // namespace armillary::app
