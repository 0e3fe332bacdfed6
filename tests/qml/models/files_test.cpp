#include "files_test.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "app/files/archive/tar_writer.h"
#include "fake_access.h"
#include "tests/qml/support/offline.h"
#include "transfer_list.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;

constexpr auto kPod =
    R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop","uid":"u1","resourceVersion":"5"},)"
    R"("spec":{"containers":[{"name":"main","image":"m"}]},"status":{"phase":"Running",)"
    R"("containerStatuses":[{"name":"main","state":{"running":{}}}]}})";

/// A browser and its transfers on one pod; its container is simulated, or the test.
struct Place {
    std::shared_ptr<FakeAccess> calls = std::make_shared<FakeAccess>([](const client::Call& call) {
        return client::Answer{.code = 200, .body = call.target.contains("/pods/web") ? kPod : "{}"};
    });
    std::unique_ptr<Cluster> cluster;
    FileBrowser browser;
    TransferList transfers;
    QTemporaryDir folder;

    explicit Place(bool simulated = true) {
        cluster = std::make_unique<Cluster>([this, simulated]() -> std::expected<Connection, std::string> {
            auto connection = sharedStill()();
            if (connection) {
                connection->calls = simulated ? withSimulatedAccess(calls) : calls;
                connection->context = QStringLiteral("shop-prod");
            }
            return connection;
        });
        browser.setCluster(cluster.get());
        browser.setKey(QStringLiteral("shop/web"));
        cluster->start();
    }
    bool isListed() {
        return QTest::qWaitFor([this] { return !browser.isLoading() && browser.problem().isEmpty(); }, kPatience);
    }
    QStringList names() const {
        QStringList names;
        for (int row = 0; row < browser.count(); ++row) names << text(row, FileBrowser::NameRole);
        return names;
    }
    QString text(int row, int role) const { return browser.index(row).data(role).toString(); }
    void select(const QStringList& wanted) {
        for (int row = 0; row < browser.count(); ++row)
            browser.select(row, wanted.contains(text(row, FileBrowser::NameRole)), row == 0);
    }
    QString state(int row = 0) const { return transfers.index(row).data(TransferList::StateRole).toString(); }
    QString message(int row = 0) const { return transfers.index(row).data(TransferList::MessageRole).toString(); }
    bool ends(const QString& how) const {
        return QTest::qWaitFor([this] { return transfers.count() > 0 && state() != u"running"; }, kPatience) &&
               state() == how;
    }
    QUrl here() const { return QUrl::fromLocalFile(folder.path()); }
    QByteArray content(const QString& name) const {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
    }
    QUrl write(const QString& name, const QByteArray& content) const {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::WriteOnly)) file.write(content);
        return QUrl::fromLocalFile(folder.filePath(name));
    }
    /// The test's container lists one file, "big".
    bool listBig() {
        if (!QTest::qWaitFor([this] { return calls->count() == 1; }, kPatience)) return false;
        const auto opened = calls->last();
        opened->handlers.data(ExecRequest::Output, std::string("81a4 9000000 1700000000 0 0/./big/\n") + '\0');
        opened->handlers.data(ExecRequest::Final, R"({"status":"Success"})");
        opened->handlers.ended(Status{});
        return isListed() && browser.count() == 1;
    }
};

std::string ended(int code) {
    return R"({"status":"Failure","reason":"NonZeroExitCode","message":"m","details":{"causes":[{"reason":"ExitCode","message":")" +
           std::to_string(code) + R"("}]}})";
}

std::string member(TarMember::Type type, const std::string& name, const std::string& content,
                   const std::string& target = {}) {
    std::string made =
        tar::header({.type = type, .name = name, .target = target, .size = content.size(), .mode = 0644});
    made += content;
    return made.append(tar::padding(content.size()), '\0');
}

}  // namespace

void FilesTest::listsAFolder() {
    Place place;
    const QAbstractItemModelTester tester(&place.browser, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(place.isListed());
    QCOMPARE(place.names(), (QStringList{"app", "etc", "proc", "var"}));
    QCOMPARE(place.browser.container(), QStringLiteral("main"));
    QVERIFY(place.browser.open(0));
    QVERIFY(place.isListed());
    QCOMPARE(place.browser.path(), QStringLiteral("/app"));
    // What one can go into is first.
    QCOMPARE(place.names(), (QStringList{"logs", "config.yaml", "current.yaml", "notes for people.txt"}));
    QCOMPARE(place.text(0, FileBrowser::TargetRole), QStringLiteral("/var/log"));
    QCOMPARE(place.text(0, FileBrowser::KindRole), QStringLiteral("link"));
    QCOMPARE(place.text(1, FileBrowser::SizeRole), QLocale().formattedDataSize(31));
    QVERIFY(!place.text(1, FileBrowser::ModifiedRole).isEmpty());
    QVERIFY(!place.browser.open(1));
    QCOMPARE(place.browser.crumbs().size(), 2);
    QCOMPARE(place.browser.crumbs().last().toMap()["path"].toString(), QStringLiteral("/app"));
}

void FilesTest::followsLinksAndGoesUp() {
    Place place;
    QVERIFY(place.isListed());
    place.browser.go(QStringLiteral("/app"));
    QVERIFY(place.isListed());
    QVERIFY(place.browser.open(0));
    QVERIFY(place.isListed());
    QCOMPARE(place.browser.path(), QStringLiteral("/app/logs"));
    QCOMPARE(place.names(), QStringList{"app.log"});
    place.browser.up();
    QVERIFY(place.isListed());
    QCOMPARE(place.browser.path(), QStringLiteral("/app"));
    place.browser.go(QStringLiteral("/app/../../etc/."));
    QCOMPARE(place.browser.path(), QStringLiteral("/etc"));
    place.browser.go(QStringLiteral("/none"));
    QTRY_COMPARE_WITH_TIMEOUT(place.browser.problem(), QStringLiteral("There is no such folder in the container."),
                              kPatience);
    QVERIFY(!place.browser.isLoading());
    QVERIFY(!place.browser.needsTools());
    QCOMPARE(place.browser.count(), 0);
    place.browser.up();
    QVERIFY(place.isListed());
}

void FilesTest::saysWhyThereIsNothing_data() {
    QTest::addColumn<QString>("final");
    QTest::addColumn<QString>("errors");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<bool>("needsTools");
    const auto row = [](const char* name, int code, const char* errors, const char* sentence, bool needsTools) {
        QTest::newRow(name) << QString::fromStdString(ended(code)) << QString::fromLatin1(errors)
                            << QString::fromLatin1(sentence) << needsTools;
    };
    row("path", 64, "", "There is no such folder in the container.", false);
    row("file", 65, "", "That is not a folder.", false);
    row("rights", 66, "", "The container's user may not look into this folder.", false);
    row("no stat", 67, "", "The image has no stat, with which folders are listed.", true);
    row("no tar", 68, "", "The image has no tar, with which files come out and in.", true);
    row("no shell", 127, "", "The image has no shell, which files need to come out and in.", true);
    row("read-only", 69, "sh: can't create ./.armillary-7: Read-only file system\n",
        "The container's file system is read-only here.", false);
    row("not his", 69, "sh: can't create x: Permission denied\n", "The container's user may not do that here.", false);
    row("full", 2, "tar: ./big: Wrote only 512 bytes\ntar: write error: No space left on device\n",
        "There is not enough space in the container. It says: tar: ./big: Wrote only 512 bytes", false);
    row("other", 1, "\n  tar: what is this?\nmore\n", "It failed in the container: tar: what is this?", false);
    QTest::newRow("lost") << QString() << QString() << "The connection was lost: reset by peer" << false;
    QTest::newRow("runtime")
        << R"({"status":"Failure","message":"exec: \"sh\": executable file not found in $PATH","reason":"InternalError"})"
        << QString() << "The image has no shell, which files need to come out and in." << true;
}

void FilesTest::saysWhyThereIsNothing() {
    QFETCH(QString, final);
    QFETCH(QString, errors);
    const FileProblem problem =
        fileProblem(final.toStdString(), errors.toStdString(), status::serviceUnavailable("reset by peer"));
    QTEST(problem.sentence, "sentence");
    QTEST(problem.needsTools, "needsTools");
}

void FilesTest::goesOnInADebugContainer() {
    Place place(false);
    QTRY_VERIFY_WITH_TIMEOUT(place.calls->count() == 1, kPatience);
    place.calls->last()->handlers.data(ExecRequest::Final, ended(127));
    place.calls->last()->handlers.ended(Status{});
    QTRY_VERIFY_WITH_TIMEOUT(place.browser.needsTools(), kPatience);
    place.browser.addTools(QStringLiteral("busybox"));
    const auto patch = [&] {
        for (const client::Call& call : place.calls->calls())
            if (call.method == "PATCH") return call;
        return client::Call{};
    };
    QTRY_VERIFY_WITH_TIMEOUT(!patch().body.empty(), kPatience);
    QCOMPARE(patch().target, "/api/v1/namespaces/shop/pods/web/ephemeralcontainers?fieldManager=armillary");
    QTRY_COMPARE_WITH_TIMEOUT(place.browser.path(), QStringLiteral("/proc/1/root"), kPatience);
    QVERIFY(place.browser.container().startsWith(QStringLiteral("debugger-")));
}

void FilesTest::downloads() {
    Place place;
    const QAbstractItemModelTester tester(&place.transfers, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(place.isListed());
    place.select({"app", "var"});
    QCOMPARE(place.browser.selected(), (QStringList{"app", "var"}));
    QVERIFY(place.transfers.download(&place.browser, place.here(), true));
    QVERIFY2(place.ends(QStringLiteral("done")), qPrintable(place.message()));
    QCOMPARE(place.content(QStringLiteral("app/notes for people.txt")), "Names may have blanks in them.\n");
    QCOMPARE(place.content(QStringLiteral("var/log/app.log")), "started\nlistening on 8080\n");
    QCOMPARE(QFile::symLinkTarget(place.folder.filePath(QStringLiteral("app/current.yaml"))),
             place.folder.filePath(QStringLiteral("app/config.yaml")));
    // The link out of the folder is told of.
    QVERIFY2(place.message().startsWith(QStringLiteral("1 left out")), qPrintable(place.message()));
    QVERIFY(!QFileInfo(place.folder.filePath(QStringLiteral("app/logs"))).isSymLink());
    QCOMPARE(place.transfers.running(), 0);
    place.transfers.clear();
    QCOMPARE(place.transfers.count(), 0);
    // Of a link that is asked for by name comes what it leads to.
    place.browser.go(QStringLiteral("/app"));
    QVERIFY(place.isListed());
    place.select({"current.yaml"});
    QVERIFY(place.transfers.download(&place.browser, place.here(), true));
    QVERIFY2(place.ends(QStringLiteral("done")), qPrintable(place.message()));
    QCOMPARE(place.content(QStringLiteral("current.yaml")), "listen: 0.0.0.0:8080\nlog: info\n");
}

void FilesTest::keepsBothOrReplaces() {
    Place place;
    QVERIFY(place.isListed());
    place.browser.go(QStringLiteral("/app"));
    QVERIFY(place.isListed());
    place.select({"config.yaml"});
    place.write(QStringLiteral("config.yaml"), "mine");
    QCOMPARE(place.transfers.present(place.here(), place.browser.selected()), QStringList{"config.yaml"});
    QVERIFY(place.transfers.download(&place.browser, place.here(), false));
    QVERIFY(place.ends(QStringLiteral("done")));
    QCOMPARE(place.content(QStringLiteral("config.yaml")), "mine");
    QCOMPARE(place.content(QStringLiteral("config (2).yaml")), "listen: 0.0.0.0:8080\nlog: info\n");
    QVERIFY(place.transfers.download(&place.browser, place.here(), true));
    QVERIFY(place.ends(QStringLiteral("done")));
    QCOMPARE(place.content(QStringLiteral("config.yaml")), "listen: 0.0.0.0:8080\nlog: info\n");
}

void FilesTest::takesNothingHostile() {
    Place place(false);
    QVERIFY(place.listBig());
    place.select({"big"});
    QVERIFY(QDir(place.folder.path()).mkdir(QStringLiteral("inner")));
    QVERIFY(place.transfers.download(&place.browser,
                                     QUrl::fromLocalFile(place.folder.filePath(QStringLiteral("inner"))), true));
    QTRY_VERIFY_WITH_TIMEOUT(place.calls->count() == 2, kPatience);
    const auto opened = place.calls->last();
    QVERIFY2(opened->target.contains("&command=-cf&command=.%2Fbig&"), opened->target.c_str());
    QVERIFY(opened->target.ends_with("&stdin=false&stdout=true&stderr=true&tty=false"));
    using enum TarMember::Type;
    opened->handlers.data(ExecRequest::Output,
                          member(Folder, "./big/", "") + member(Link, "./big/way", "", "../..") +
                              member(File, "./big/../../evil", "evil") + member(File, "/tmp/armillary-evil", "evil") +
                              member(File, "./evil", "evil") + member(File, "./big/good", "good") + tar::end());
    opened->handlers.data(ExecRequest::Final, R"({"status":"Success"})");
    opened->handlers.ended(Status{});
    QVERIFY2(place.ends(QStringLiteral("done")), qPrintable(place.message()));
    QVERIFY2(place.message().startsWith(QStringLiteral("4 left out")), qPrintable(place.message()));
    QCOMPARE(place.content(QStringLiteral("inner/big/good")), "good");
    QCOMPARE(QDir(place.folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden),
             QStringList{"inner"});
    QCOMPARE(QDir(place.folder.filePath(QStringLiteral("inner")))
                 .entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden),
             QStringList{"big"});
    // What is no archive at all is said to be none.
    QVERIFY(place.transfers.download(&place.browser, place.here(), true));
    QTRY_VERIFY_WITH_TIMEOUT(place.calls->count() == 3, kPatience);
    place.calls->last()->handlers.data(ExecRequest::Output, std::string(4096, 'x'));
    QVERIFY(place.ends(QStringLiteral("failed")));
    QCOMPARE(place.message(), QStringLiteral("What the container sent is not an archive."));
    QTRY_VERIFY_WITH_TIMEOUT(place.calls->last()->isGone(), kPatience);
}

void FilesTest::holdsTheContainerBack() {
    Place place(false);
    QVERIFY(place.listBig());
    place.select({"big"});
    QVERIFY(place.transfers.download(&place.browser, place.here(), true));
    QTRY_VERIFY_WITH_TIMEOUT(place.calls->count() == 2, kPatience);
    const auto opened = place.calls->last();
    constexpr std::uint64_t kSize = 64u << 20;
    opened->handlers.data(ExecRequest::Output, tar::header({.name = "./big", .size = kSize}));
    const std::string piece(4096, 'b');
    opened->handlers.data(ExecRequest::Output, piece);
    std::uint64_t given = piece.size();
    // It is known to be open once something has been taken.
    QTRY_VERIFY_WITH_TIMEOUT(place.transfers.index(0).data(TransferList::ShareRole).toDouble() > 0, kPatience);
    // Nobody takes it while this runs: the window's thread is here.
    while (!opened->isHeld() && given < kSize) {
        opened->handlers.data(ExecRequest::Output, piece);
        given += piece.size();
    }
    QVERIFY(opened->isHeld());
    QVERIFY(given <= static_cast<std::uint64_t>(ChannelStream::kMostWaiting) + 3 * piece.size());
    QTRY_VERIFY_WITH_TIMEOUT(!opened->isHeld(), kPatience);
    while (given < kSize) {
        const std::uint64_t end = std::min(kSize, given + (1u << 20));
        for (; given < end; given += piece.size()) opened->handlers.data(ExecRequest::Output, piece);
        QTRY_VERIFY_WITH_TIMEOUT(!opened->isHeld(), kPatience);
    }
    opened->handlers.data(ExecRequest::Output, tar::end());
    opened->handlers.data(ExecRequest::Final, R"({"status":"Success"})");
    opened->handlers.ended(Status{});
    QVERIFY2(place.ends(QStringLiteral("done")), qPrintable(place.message()));
    QCOMPARE(QFileInfo(place.folder.filePath(QStringLiteral("big"))).size(), static_cast<qint64>(kSize));
}

void FilesTest::cancelsADownload() {
    Place place(false);
    QVERIFY(place.listBig());
    place.select({"big"});
    place.write(QStringLiteral("big"), "mine");
    QVERIFY(place.transfers.download(&place.browser, place.here(), true));
    QTRY_VERIFY_WITH_TIMEOUT(place.calls->count() == 2, kPatience);
    const auto opened = place.calls->last();
    opened->handlers.data(ExecRequest::Output,
                          tar::header({.name = "./big", .size = 9'000'000}) + std::string(100'000, 'b'));
    QTRY_VERIFY_WITH_TIMEOUT(place.transfers.index(0).data(TransferList::ShareRole).toDouble() > 0, kPatience);
    place.transfers.cancel(0);
    QCOMPARE(place.state(), QStringLiteral("cancelled"));
    // The command ends with its connection, and nothing half is left here.
    QTRY_VERIFY_WITH_TIMEOUT(opened->isGone(), kPatience);
    QCOMPARE(place.content(QStringLiteral("big")), "mine");
    place.transfers.clear();
    QTRY_COMPARE_WITH_TIMEOUT(
        QDir(place.folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden), QStringList{"big"},
        kPatience);
}

void FilesTest::uploads() {
    Place place;
    QVERIFY(place.isListed());
    place.browser.go(QStringLiteral("/app"));
    QVERIFY(place.isListed());
    QVERIFY(QDir(place.folder.path()).mkpath(QStringLiteral("site/inner")));
    place.write(QStringLiteral("site/inner/two\nlines \u05e9\u05dc\u05d5\u05dd"), "two");
    const QUrl file = place.write(QStringLiteral("config.yaml"), "mine");
    const QList<QUrl> files{file, QUrl::fromLocalFile(place.folder.filePath(QStringLiteral("site")))};
    QCOMPARE(place.browser.present(files), QStringList{"config.yaml"});
    bool told = false;
    connect(&place.transfers, &TransferList::uploaded, this, [&](const QString& folder) { told = folder == u"/app"; });
    QVERIFY(place.transfers.upload(&place.browser, files));
    QVERIFY2(place.ends(QStringLiteral("done")), qPrintable(place.message()));
    QVERIFY(told);
    place.browser.refresh();
    QVERIFY(place.isListed());
    QCOMPARE(place.names(), (QStringList{"logs", "site", "config.yaml", "current.yaml", "notes for people.txt"}));
    QCOMPARE(place.text(2, FileBrowser::SizeRole), QLocale().formattedDataSize(4));
    place.browser.go(QStringLiteral("/app/site/inner"));
    QVERIFY(place.isListed());
    QCOMPARE(place.names(), QStringList{QStringLiteral("two\nlines \u05e9\u05dc\u05d5\u05dd")});
}

void FilesTest::waitsForTheContainer() {
    Place place(false);
    QVERIFY(place.listBig());
    const QByteArray content(3'000'000, 'u');
    QVERIFY(place.transfers.upload(&place.browser, {place.write(QStringLiteral("up"), content)}));
    QTRY_VERIFY_WITH_TIMEOUT(place.calls->count() == 2, kPatience);
    const auto opened = place.calls->last();
    QVERIFY(opened->target.ends_with("&stdin=true&stdout=true&stderr=true&tty=false"));
    QVERIFY2(opened->target.contains("&command=3001856&"), opened->target.c_str());  // the archive's length
    QTRY_VERIFY_WITH_TIMEOUT(!opened->sentOn(ExecRequest::Input).empty(), kPatience);
    const auto setFull = [&](bool full) {
        const std::lock_guard lock(opened->mutex);
        opened->full = full;
    };
    // What is refused is sent once there is room, and nothing twice.
    setFull(true);
    const auto before = opened->sentOn(ExecRequest::Input).size();
    QCoreApplication::processEvents();
    QCOMPARE(opened->sentOn(ExecRequest::Input).size(), before);
    setFull(false);
    opened->handlers.drained();
    QTRY_COMPARE_WITH_TIMEOUT(opened->sentOn(ExecRequest::Input).size(), 3'001'856u, kPatience);
    const std::string sent = opened->sentOn(ExecRequest::Input);
    QCOMPARE(sent.substr(tar::kBlock, 3'000'000), content.toStdString());
    QCOMPARE(place.state(), QStringLiteral("running"));
    opened->handlers.data(ExecRequest::Final, R"({"status":"Success"})");
    opened->handlers.ended(Status{});
    QVERIFY(place.ends(QStringLiteral("done")));
    // Cancelled, it says what stays.
    QVERIFY(place.transfers.upload(&place.browser, {QUrl::fromLocalFile(place.folder.filePath(QStringLiteral("up")))}));
    QTRY_VERIFY_WITH_TIMEOUT(place.calls->count() == 3, kPatience);
    place.transfers.cancel(0);
    QCOMPARE(place.message(), QStringLiteral("What had arrived stays in the container."));
    QTRY_VERIFY_WITH_TIMEOUT(place.calls->last()->isGone(), kPatience);
}

void FilesTest::saysWhyItTookNothing() {
    Place place;
    QVERIFY(place.isListed());
    place.browser.go(QStringLiteral("/proc"));
    QVERIFY(place.isListed());
    const QUrl file = place.write(QStringLiteral("x"), "x");
    QVERIFY(place.transfers.upload(&place.browser, {file}));
    QVERIFY(place.ends(QStringLiteral("failed")));
    QCOMPARE(place.message(), QStringLiteral("The container's file system is read-only here."));
    QVERIFY(QFile::remove(file.toLocalFile()));
    QVERIFY(place.transfers.upload(&place.browser, {file}));
    QVERIFY(place.ends(QStringLiteral("failed")));
    QVERIFY2(place.message().contains(QStringLiteral("could not be read: No such file")), qPrintable(place.message()));
    QVERIFY(!place.transfers.upload(&place.browser, {QUrl(QStringLiteral("https://example.com/x"))}));
}

void FilesTest::boundsWhatIsUnderWay() {
    Place place(false);
    QVERIFY(place.listBig());
    const QUrl file = place.write(QStringLiteral("x"), "x");
    for (std::size_t count = 0; count < TransferList::kMost; ++count)
        QVERIFY(place.transfers.upload(&place.browser, {file}));
    QVERIFY(!place.transfers.upload(&place.browser, {file}));
    place.transfers.cancel(3);
    QVERIFY(place.transfers.upload(&place.browser, {file}));
    QCOMPARE(place.transfers.count(), static_cast<int>(TransferList::kMost));
}

void FilesTest::worksInShellsThatImagesHave_data() {
    QTest::addColumn<QString>("shell");
    QTest::newRow("GNU") << QStringLiteral("sh");
    QTest::newRow("busybox") << QStringLiteral("busybox");
}

/// The commands as they are, in a container's stead here.
void FilesTest::worksInShellsThatImagesHave() {
    QFETCH(QString, shell);
    const QTemporaryDir folder, bin;
    // Of busybox's own programs, not this machine's.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (shell == u"busybox") {
        QProcess install;
        install.start(QStringLiteral("busybox"), {"--install", "-s", bin.path()});
        QVERIFY(install.waitForFinished(kPatience));
        environment.insert(QStringLiteral("PATH"), bin.path());
    }
    const auto begin = [&](QProcess& process, const ExecRequest& request) {
        process.setProcessEnvironment(environment);
        process.start(shell == u"busybox" ? bin.filePath(QStringLiteral("sh")) : shell, request.command.sliced(1));
    };
    const FilePlace place{.folder = folder.path()};
    const std::string archive = member(TarMember::Type::Folder, "./-a b/", "") +
                                member(TarMember::Type::File, "./-a b/two\nlines", "content") + tar::end();
    QProcess takes;
    begin(takes, takeFiles(place, archive.size()));
    takes.write(archive.data(), static_cast<qint64>(archive.size()));
    // Its input is not closed, as it cannot be over v4.channel.k8s.io.
    QVERIFY(takes.waitForFinished(kPatience));
    QCOMPARE(takes.exitCode(), 0);
    QProcess sends;
    begin(sends, sendFiles(place, {QStringLiteral("-a b")}, false));
    QVERIFY(sends.waitForFinished(kPatience));
    const QByteArray sent = sends.readAllStandardOutput();
    const QTemporaryDir here;
    auto unpacker = Unpacker::open(here.path().toStdString(), {{"-a b", "came"}}, {.spare = 0}).value();
    QVERIFY(unpacker->feed({sent.constData(), static_cast<std::size_t>(sent.size())}));
    QVERIFY(unpacker->finish());
    QFile came(here.filePath(QStringLiteral("came/two\nlines")));
    QVERIFY(came.open(QIODevice::ReadOnly));
    QCOMPARE(came.readAll(), "content");
    const FilePlace nowhere{.folder = folder.filePath(QStringLiteral("none"))};
    for (const ExecRequest& request :
         {listFiles(nowhere), sendFiles(nowhere, {QStringLiteral("x")}, false), takeFiles(nowhere, 1024)}) {
        QProcess fails;
        begin(fails, request);
        QVERIFY(fails.waitForFinished(kPatience));
        QCOMPARE(fails.exitCode(), static_cast<int>(kNoSuchPath));
    }
}

void FilesTest::opensNothingUnderTheLock() {
    Place place(false);
    QVERIFY(place.listBig());
    const QUrl file = place.write(QStringLiteral("x"), std::string(2'000'000, 'x').c_str());
    QVERIFY(place.transfers.upload(&place.browser, {file}));
    QTRY_VERIFY_WITH_TIMEOUT(place.calls->count() == 2, kPatience);
    const auto opened = place.calls->last();
    QTRY_VERIFY_WITH_TIMEOUT(!opened->sentOn(ExecRequest::Input).empty(), kPatience);
    // What is under way ends with the lock, and nothing begins under it.
    place.cluster->gate()->setProduction(true);
    QVERIFY(place.ends(QStringLiteral("failed")));
    QVERIFY2(place.message().contains(QStringLiteral("locked")), qPrintable(place.message()));
    QTRY_VERIFY_WITH_TIMEOUT(opened->isGone(), kPatience);
    QVERIFY(place.transfers.upload(&place.browser, {file}));
    QVERIFY(place.ends(QStringLiteral("failed")));
    place.select({"big"});
    QVERIFY(place.transfers.download(&place.browser, place.here(), true));
    QVERIFY(place.ends(QStringLiteral("failed")));
    QVERIFY(place.message().contains(QStringLiteral("locked")));
    QCOMPARE(place.calls->count(), 2u);
}

}  // namespace armillary::app
