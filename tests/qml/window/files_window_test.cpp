#include "files_window_test.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>

#include "engine/schema/api/corev1.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

QUrl write(const QTemporaryDir& folder, const QString& name, const QByteArray& content) {
    QFile file(folder.filePath(name));
    if (file.open(QIODevice::WriteOnly)) file.write(content);
    return QUrl::fromLocalFile(file.fileName());
}

}  // namespace

/// Of the explorer's first pod of one that runs.
void FilesWindowTest::openFiles(bool own) {
    openExplorer(QStringLiteral("Pods"), kPods, own);
    table()->setFilter(QStringLiteral("basket"));
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), 6, kPatience);
    press(Qt::Key_Home);
    press(Qt::Key_T);
    QTRY_VERIFY_WITH_TIMEOUT(list() && list()->property("count").toInt() == 4, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(list()->hasActiveFocus(), kPatience);
}

QObject* FilesWindowTest::dockPage(const char* part) const {
    return list() ? list()->parentItem()->property(part).value<QObject*>() : nullptr;
}

QString FilesWindowTest::path() const {
    const QObject* browser = dockPage("browser");
    return browser ? browser->property("path").toString() : QString();
}

void FilesWindowTest::go(const QString& wanted) {
    QMetaObject::invokeMethod(dockPage("browser"), "go", Q_ARG(QString, wanted));
    QTRY_VERIFY_WITH_TIMEOUT(!dockPage("browser")->property("loading").toBool(), kPatience);
}

void FilesWindowTest::drop(const QList<QUrl>& files) {
    QMimeData data;
    data.setUrls(files);
    const QPoint at = centre(list());
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window, &enter);
    QDragMoveEvent move(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window, &move);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Upload to %1").arg(path())), kPatience);
    QDropEvent dropped(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window, &dropped);
}

bool FilesWindowTest::says(const QString& part) const {
    return find(m_window->contentItem(), [&](QQuickItem* item) {
        return item->objectName() == u"transferText" && item->property("text").toString().contains(part);
    });
}

void FilesWindowTest::walksByKeyboard() {
    openFiles();
    QVERIFY(shows(QStringLiteral("app")) && shows(QStringLiteral("var")));
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(path() == u"/app" && shows(QStringLiteral("config.yaml")), kPatience);
    QVERIFY(shows(QStringLiteral("→ config.yaml")));
    press(Qt::Key_End);
    press(Qt::Key_Space);
    QCOMPARE(dockPage("browser")->property("selected").toStringList(), QStringList{"notes for people.txt"});
    press(Qt::Key_Backspace);
    QTRY_VERIFY_WITH_TIMEOUT(path() == u"/" && shows(QStringLiteral("etc")), kPatience);
    // By mouse: into a folder, and back by the path.
    const QPoint at = centre(textItem(QStringLiteral("etc")));
    QTest::mouseClick(m_window, Qt::LeftButton, {}, at);
    QTest::mouseDClick(m_window, Qt::LeftButton, {}, at);
    QTRY_VERIFY_WITH_TIMEOUT(path() == u"/etc" && shows(QStringLiteral("motd")), kPatience);
    click(QStringLiteral("/"));
    QTRY_COMPARE_WITH_TIMEOUT(path(), QStringLiteral("/"), kPatience);
}

void FilesWindowTest::takesWhatIsDropped() {
    openFiles(true);
    const QTemporaryDir folder;
    go(QStringLiteral("/app"));
    drop({write(folder, QStringLiteral("new file.txt"), "new")});
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("Uploaded  ·  new file.txt")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("new file.txt")), kPatience);
    // What is there is asked for first.
    drop({write(folder, QStringLiteral("config.yaml"), "mine")});
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("config.yaml is there already")), kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!shows(QStringLiteral("config.yaml is there already")), kPatience);
    QCOMPARE(dockPage("transfers")->property("count").toInt(), 1);
    drop({QUrl::fromLocalFile(folder.filePath(QStringLiteral("config.yaml")))});
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("replaceConfirm")), kPatience);
    click(item(QStringLiteral("replaceConfirm")));
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("Uploaded  ·  config.yaml")), kPatience);
    // Where nothing can be written it says so.
    go(QStringLiteral("/proc"));
    drop({QUrl::fromLocalFile(folder.filePath(QStringLiteral("config.yaml")))});
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("The container's file system is read-only here.")), kPatience);
    click(item(QStringLiteral("transfersClear")));
    QTRY_COMPARE_WITH_TIMEOUT(dockPage("transfers")->property("count").toInt(), 0, kPatience);
}

void FilesWindowTest::cancelsAnUpload() {
    openFiles();
    const QTemporaryDir folder;
    const QUrl file = write(folder, QStringLiteral("huge"), {});
    QVERIFY(QFile::resize(file.toLocalFile(), 64ll << 30));  // without a byte on the disk
    go(QStringLiteral("/var"));
    drop({file});
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("Uploading  ·  huge")), kPatience);
    click(item(QStringLiteral("transferCancel")));
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("Cancelled  ·  huge")), kPatience);
    QVERIFY(says(QStringLiteral("What had arrived stays in the container.")));
}

void FilesWindowTest::downloadsWhatIsSelected() {
    openFiles();
    const QTemporaryDir folder;
    write(folder, QStringLiteral("etc"), "mine");
    click(QStringLiteral("etc"));
    QTRY_COMPARE_WITH_TIMEOUT(dockPage("browser")->property("selected").toStringList(), QStringList{"etc"}, kPatience);
    // As the desktop's dialog does once a folder has been chosen.
    QMetaObject::invokeMethod(list()->parentItem(), "download", Q_ARG(QUrl, QUrl::fromLocalFile(folder.path())));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("replaceKeep")), kPatience);
    click(item(QStringLiteral("replaceKeep")));
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("Downloaded  ·  etc")), kPatience);
    QVERIFY(QFile::exists(folder.filePath(QStringLiteral("etc (2)/hostname"))));
    QVERIFY(QFileInfo(folder.filePath(QStringLiteral("etc"))).isFile());
}

void FilesWindowTest::isNotOfferedUnderTheLock() {
    openFiles();
    m_clusters->setProduction(0, true);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("filesUpload"))->isEnabled(), kPatience);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QStringLiteral("/etc/hostname"))});
    QDragEnterEvent enter(centre(list()), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window, &enter);
    QDropEvent dropped(centre(list()), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window, &dropped);
    QCOMPARE(dockPage("transfers")->property("count").toInt(), 0);
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_Menu);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Logs")), kPatience);
    QVERIFY(!shows(QStringLiteral("Files")));
}

void FilesWindowTest::opensAShellOfANode() {
    const auto cluster = makeOfflineCluster(kStill).value();
    open([cluster] { return connectionToSample(cluster, *cluster); });
    press(Qt::Key_3, Qt::ControlModifier);
    click(QStringLiteral("Nodes"));
    QTRY_VERIFY_WITH_TIMEOUT(!table()->isLoading() && table()->shown() == kStill.nodes, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("resourceTable"))->hasActiveFocus(), kPatience);
    press(Qt::Key_Home);
    press(Qt::Key_S);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("nodeShellImage")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("nodeShellImage"))->hasActiveFocus(), kPatience);
    const auto pods = [&] {
        return cluster->client().list(client::target<corev1::Pod>(), {.labelSelector = "armillary.dev/node-shell"});
    };
    QCOMPARE(pods().value().items.size(), 0u);  // nothing is made before it is asked for
    item(QStringLiteral("nodeShellImage"))->setProperty("text", QStringLiteral("busybox"));
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("terminalView")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("terminalView"))
                                 ->property("visibleText")
                                 .toString()
                                 .contains(QStringLiteral("root@node-shell-")),
                             kPatience);
    QCOMPARE(pods().value().items.size(), 1u);
    // It goes with its tab.
    QMetaObject::invokeMethod(part("dock"), "close", Q_ARG(int, 0));
    QTRY_VERIFY_WITH_TIMEOUT(pods().value().items.empty(), kPatience);
    m_engine.reset();
    m_clusters.reset();
}

}  // namespace armillary::app
