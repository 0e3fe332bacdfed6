#include "terminal_test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>
#include <random>
#include <set>

#include "fake_access.h"
#include "node_shell.h"
#include "node_shell_pod.h"
#include "selection.h"
#include "terminal_session.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;

std::string textOfRow(const TerminalScreen& screen, int row) {
    return textOf(screen.line(row)).toStdString();
}

constexpr auto kPod =
    R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop","uid":"u1","resourceVersion":"5"},)"
    R"("spec":{"containers":[{"name":"side","image":"s"},{"name":"main","image":"m"}]},"status":{"phase":"Running",)"
    R"("containerStatuses":[{"name":"side","state":{"running":{}}},{"name":"main","state":{"running":{}}}]}})";

/// A session on a server that says what the test tells it to say.
struct Shell {
    std::shared_ptr<FakeAccess> calls = std::make_shared<FakeAccess>([](const client::Call& call) {
        return client::Answer{.code = 200, .body = call.target.contains("/pods/web") ? kPod : "{}"};
    });
    std::unique_ptr<Cluster> cluster;
    TerminalSession session;

    Shell() {
        cluster = std::make_unique<Cluster>([this]() -> std::expected<Connection, std::string> {
            auto connection = sharedStill()();
            if (connection) {
                connection->calls = calls;
                connection->context = QStringLiteral("shop-prod");
            }
            return connection;
        });
        session.setCluster(cluster.get());
        session.setKey(QStringLiteral("shop/web"));
        session.resize(24, 80);
        cluster->start();
    }
    bool open() const {
        return QTest::qWaitFor([this] { return session.state() == TerminalSession::Open; }, kPatience);
    }
    std::string row(int row) const { return textOfRow(session.screen(), row); }
};

std::string shell(const std::string& name, qint64 process) {
    return R"({"metadata":{"name":")" + name + R"(","uid":"u-)" + name + R"(","labels":{"armillary.dev/node-shell":")" +
           nodeShellOwner(process).toStdString() + R"("}},"status":{"phase":"Running"}})";
}

/// A server with one node, and shells of it: one that has ended, one whose window is no more, and two that are used.
struct Node {
    std::shared_ptr<FakeAccess> calls = std::make_shared<FakeAccess>([](const client::Call& call) {
        std::string body = "{}";
        if (call.target.contains("/nodes/m-1"))
            body =
                R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"m-1"},"status":{"images":[{"names":["web@sha256:1","web:1"]},)"
                R"({"names":["registry.k8s.io/pause:3.10"]},{"names":["docker.io/library/busybox:1.36"]},{"names":["x@sha256:2"]}]}})";
        if (call.target.contains("labelSelector=armillary.dev/node-shell"))
            body =
                std::string() +
                R"({"items":[{"metadata":{"name":"left","uid":"u-left"},"status":{"phase":"Succeeded"}},)"
                R"({"metadata":{"name":"used","uid":"u-used","labels":{"armillary.dev/node-shell":"other-1"}},"status":{"phase":"Running"}},)" +
                shell("mine", QCoreApplication::applicationPid()) + "," + shell("orphan", 1'000'000'000) + "]}";
        return client::Answer{.code = 200, .body = body};
    });
    std::unique_ptr<Cluster> cluster = std::make_unique<Cluster>([this]() -> std::expected<Connection, std::string> {
        auto connection = sharedStill()();
        if (connection) {
            connection->calls = calls;
            connection->context = QStringLiteral("shop-prod");
        }
        return connection;
    });
};

}  // namespace

void TerminalTest::showsColours() {
    TerminalScreen screen(4, 40);
    screen.write("plain \033[31mred\033[0m \033[38;5;200mpink\033[0m \033[48;2;1;2;3mtrue\033[0m\033[1;3;4;7mx");
    QCOMPARE(textOfRow(screen, 0), "plain red pink truex");
    QCOMPARE(screen.cell(0, 0).style, TerminalStyle());
    QCOMPARE(screen.cell(0, 6).style.foreground, (TerminalColor{TerminalColor::Kind::Indexed, 1}));
    QCOMPARE(screen.cell(0, 10).style.foreground, (TerminalColor{TerminalColor::Kind::Indexed, 200}));
    QCOMPARE(screen.cell(0, 15).style.background, (TerminalColor{TerminalColor::Kind::Direct, 1, 2, 3}));
    const TerminalStyle last = screen.cell(0, 19).style;
    QVERIFY(last.bold && last.italic && last.underline && last.reverse && !last.strike);
    const auto damage = screen.takeDamage();
    QVERIFY(damage && damage->first == 0);
    screen.takeDamage();
    screen.write("\033[3;1Hthere");
    QCOMPARE(screen.takeDamage()->second, 2);
}

void TerminalTest::keepsWideCharacters() {
    TerminalScreen screen(3, 10);
    screen.write("漢字e\u0301🚀");
    QCOMPARE(screen.cell(0, 0).width, 2);
    QCOMPARE(screen.cell(0, 1).width, 0);
    QCOMPARE(screen.cell(0, 4).text[1], U'\u0301');
    QCOMPARE(screen.cell(0, 5).width, 2);
    QCOMPARE(textOfRow(screen, 0), "漢字e\u0301🚀");
    // A character in two pieces is one.
    screen.write("\r\n\xe6\xbc");
    screen.write("\xa2");
    QCOMPARE(textOfRow(screen, 1), "漢");
    // Half of one has no room at the edge.
    screen.write("\r\n123456789漢");
    QCOMPARE(textOfRow(screen, 1), "123456789");
    QCOMPARE(textOfRow(screen, 2), "漢");
    screen.resize(3, 5);
    screen.resize(8, 10);
}

void TerminalTest::switchesScreensWhileItIsResized() {
    TerminalScreen screen(10, 40);
    screen.write("before\r\n");
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        screen.write("\033[?1049h\033[2J\033[5;5Hfull 漢字 screen");
        QVERIFY(screen.isAlternate());
        for (int i = 0; i < 5; ++i)
            screen.resize(1 + static_cast<int>(random() % 60), 1 + static_cast<int>(random() % 200));
        screen.write("\033[?1049l");
        QVERIFY(!screen.isAlternate());
        screen.write("line " + std::to_string(round) + "\r\n");
        QVERIFY(screen.cursor().row < screen.rows());
        QVERIFY(screen.cursor().column <= screen.columns());
    }
    screen.resize(100000, 100000);
    QCOMPARE(screen.rows(), TerminalScreen::kMostRows);
    QCOMPARE(screen.columns(), TerminalScreen::kMostColumns);
    screen.resize(-1, 0);
    QCOMPARE(screen.rows(), 1);
}

void TerminalTest::boundsWhatScrolledOff() {
    TerminalScreen screen(5, 20);
    constexpr int kLines = 12'000;
    for (int line = 0; line < kLines; ++line) screen.write("line " + std::to_string(line) + "\r\n");
    QCOMPARE(screen.historySize(), TerminalScreen::kMostHistory);
    QCOMPARE(screen.historyDropped() + screen.historySize(), static_cast<std::uint64_t>(kLines - 4));
    QCOMPARE(textOf(screen.historyLine(0)), QStringLiteral("line %1").arg(screen.historyDropped()));
    // The program may have it forgotten.
    screen.write("\033[3J");
    QCOMPARE(screen.historySize(), std::size_t{0});
    // Of lines that are long, fewer are kept.
    TerminalScreen wide(2, 1000);
    for (int line = 0; line < 5000; ++line) wide.write(std::string(999, 'x') + "\r\n");
    QVERIFY(wide.historySize() < 2100);
}

void TerminalTest::takesTheClipboardAndGivesNothing() {
    TerminalScreen screen(5, 20);
    screen.write("\033]52;c;aGVs");
    QVERIFY(!screen.takeClipboard());
    screen.write("bG8=\007");
    QCOMPARE(screen.takeClipboard(), std::optional<std::string>("hello"));
    QVERIFY(!screen.takeClipboard());
    screen.takeOutput();
    screen.write("\033]52;c;?\007");
    QCOMPARE(screen.takeOutput(), "");
    screen.write("\033]52;c;" + std::string(TerminalScreen::kMostClipboard * 2, 'a') + "\007");
    QVERIFY(!screen.takeClipboard());
    screen.write("\033]2;" + std::string(5000, 't') + "\007");
    QCOMPARE(screen.title().size(), TerminalScreen::kMostTitle);
}

void TerminalTest::stripsWhatIsPasted() {
    TerminalScreen screen(5, 20);
    screen.paste("a\nb\r\nc\033[201~rm -rf /\x03\u009bz\td");
    QCOMPARE(screen.takeOutput(), "a\rb\rc[201~rm -rf /z\td");
    screen.write("\033[?2004h");
    screen.paste("x\033[201~y");
    QCOMPARE(screen.takeOutput(), "\033[200~x[201~y\033[201~");
}

void TerminalTest::survivesHostileOutput() {
    TerminalScreen screen(24, 80);
    const std::vector<std::string> pieces{
        "\033[999999999;999999999H",
        "\033[99999999999999999999999999m",
        "\033[?1049h\033[?1049h\033[?1049l\033[?1049l",
        "\033[2147483647L",
        "\033[2147483647P\033[2147483647X\033[2147483647@",
        "\033]8;;http://x\033\\",
        "\033P+q544e\033\\",
        "\033[8;1;1t\033[8;500;500t",
        std::string(10000, '\033'),
        std::string(5000, '\b'),
        "\xff\xfe\xc0\x80\xed\xa0\x80",
        "\033[5;2r\033[1000S\033[1000T",
        "\033#8\033c",
        "\033[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1m",
        "\033]52;;;;;=====\007",
        "\033[6n\033[c\033[5n",
        "e" + std::string(200, '\xcc') + "\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81"};
    std::mt19937 random(11);
    for (int i = 0; i < 3000; ++i) {
        screen.write(pieces[random() % pieces.size()]);
        if (i % 7 == 0) screen.resize(1 + static_cast<int>(random() % 50), 1 + static_cast<int>(random() % 150));
        QVERIFY(screen.cursor().row >= 0 && screen.cursor().row < screen.rows());
        for (int row = 0; row < screen.rows(); ++row)
            QCOMPARE(screen.line(row).size(), static_cast<std::size_t>(screen.columns()));
    }
    // A byte that begins a sequence elsewhere is one of a character here, whatever a program says.
    screen.resize(5, 40);
    screen.write("\033c\033%@盛b 盛1234567");
    QCOMPARE(textOfRow(screen, 0), "盛b 盛1234567");
    // To repeat nothing, or what has no width, does not last for ever.
    for (const char* before : {"\033c", "\xe2\x80\x8b", "\033]0;x\007\033c"})
        screen.write(std::string(before) + "\033[5b");
    screen.write("\033c=\033[2147483647b");
    QCOMPARE(textOfRow(screen, 0), std::string(static_cast<std::size_t>(screen.columns()), '='));
    // Whoever asks without reading the answers gets no more than so many.
    for (int i = 0; i < 500'000; ++i) screen.write("\033[6n");
    QVERIFY(screen.takeOutput().size() <= (1u << 20));
}

void TerminalTest::saysKeysAsXtermDoes() {
    TerminalScreen screen(5, 20);
    screen.character(U'a');
    screen.character(U'c', {.control = true});
    screen.character(U'b', {.alt = true});
    screen.character(U'é');
    screen.key(TerminalKey::Enter);
    screen.key(TerminalKey::Up);
    screen.key(TerminalKey::F1);
    QCOMPARE(screen.takeOutput(), "a\003\033b\xc3\xa9\r\033[A\033OP");
    screen.write("\033[?1h");
    screen.key(TerminalKey::Up);
    QCOMPARE(screen.takeOutput(), "\033OA");
    screen.mouse(1, 2, 1, true);
    screen.mouse(1, 2, 1, false);
    QCOMPARE(screen.takeOutput(), "");
    screen.write("\033[?1000h\033[?1006h");
    QVERIFY(screen.wantsMouse());
    screen.mouse(1, 2, 1, true);
    QCOMPARE(screen.takeOutput(), "\033[<0;3;2M");
}

void TerminalTest::selectsText() {
    TerminalScreen screen(4, 10);
    screen.write("0123456789abc\r\nsee /var/log");
    const TerminalTextSource source{
        .line = [&](std::uint64_t line) { return line < 4 ? screen.line(static_cast<int>(line)) : TerminalLine(); },
        .continues = [&](std::uint64_t line) { return screen.continues(static_cast<int>(line)); }};
    // What the terminal alone has broken is one line.
    QCOMPARE(textOf({{0, 5}, {2, 3}}, source), QStringLiteral("56789abc\nsee"));
    QCOMPARE(textOf({{2, 3}, {0, 5}}, source), QStringLiteral("56789abc\nsee"));
    const TerminalSelection word = wordAt(screen.line(2), {2, 6});
    QCOMPARE(word.from.column, 4);
    QCOMPARE(textOf(word, source), QStringLiteral("/var/l"));
    QCOMPARE(textOf(wordAt(screen.line(2), {2, 3}), source), QString());
}

void TerminalTest::readsHowACommandEnded_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("missing");
    QTest::addColumn<QString>("sentence");
    const auto ended = [](int code) {
        return QStringLiteral(
                   R"({"status":"Failure","reason":"NonZeroExitCode","message":"m","details":{"causes":[{"reason":"ExitCode","message":"%1"}]}})")
            .arg(code);
    };
    QTest::newRow("well") << R"({"status":"Success"})" << 0 << false << "The shell has ended.";
    QTest::newRow("3") << ended(3) << 3 << false << "The shell ended with 3.";
    QTest::newRow("killed") << ended(137) << 137 << false
                            << "The shell ended with 137: it was killed, perhaps for want of memory or because its "
                               "container ended.";
    QTest::newRow("none") << ended(127) << 127 << true << "The shell ended with 127: there is no such command.";
    QTest::newRow("runtime")
        << R"({"status":"Failure","reason":"InternalError","message":"exec: \"sh\": executable file not found in $PATH"})"
        << -1 << true << "The shell could not run: exec: \"sh\": executable file not found in $PATH";
    QTest::newRow("garbage") << "\xff{[" << -1 << false << "The shell ended, and the server did not say how.";
}

void TerminalTest::readsHowACommandEnded() {
    QFETCH(QString, json);
    const ExecEnd end = readExecEnd(json.toStdString(), QStringLiteral("The shell"));
    QTEST(end.code, "code");
    QTEST(end.missing, "missing");
    QTEST(end.sentence, "sentence");
}

void TerminalTest::opensAShell() {
    Shell shell;
    QVERIFY(shell.open());
    const auto opened = shell.calls->last();
    QVERIFY2(opened->target.starts_with(
                 "/api/v1/namespaces/shop/pods/web/exec?container=side&command=sh&command=-c&command=TERM%3Dxterm"),
             opened->target.c_str());
    QVERIFY(opened->target.ends_with("&stdin=true&stdout=true&stderr=false&tty=true"));
    QCOMPARE(opened->protocols, (std::vector<std::string>{"v5.channel.k8s.io", "v4.channel.k8s.io"}));
    QCOMPARE(shell.session.containers(), (QStringList{"side", "main"}));
    QCOMPARE(opened->sentOn(ExecRequest::Size), R"({"Height":24,"Width":80})");

    opened->handlers.data(ExecRequest::Output, "\033]2;top\007# ");
    QTRY_COMPARE_WITH_TIMEOUT(shell.row(0), "#", kPatience);
    QCOMPARE(shell.session.title(), QStringLiteral("top"));
    shell.session.screen().character(U'x');
    shell.session.screen().key(TerminalKey::Enter);
    shell.session.flush();
    QTRY_COMPARE_WITH_TIMEOUT(opened->sentOn(ExecRequest::Input), "x\r", kPatience);
    for (int rows = 10; rows < 20; ++rows) shell.session.resize(rows, 2 * rows);
    QTRY_COMPARE_WITH_TIMEOUT(shell.session.screen().rows(), 19, kPatience);
    // Ten sizes in a row are one.
    QCOMPARE(opened->sentOn(ExecRequest::Size), R"({"Height":24,"Width":80}{"Height":19,"Width":38})");

    opened->handlers.data(ExecRequest::Output, "bye");
    opened->handlers.data(ExecRequest::Final, R"({"status":"Success"})");
    opened->handlers.ended(Status{});
    QTRY_COMPARE_WITH_TIMEOUT(shell.session.state(), TerminalSession::Ended, kPatience);
    QCOMPARE(shell.session.message(), QStringLiteral("The shell has ended."));
    QCOMPARE(shell.row(0), "# bye");

    shell.session.setContainer(QStringLiteral("main"));
    QTRY_VERIFY_WITH_TIMEOUT(shell.calls->count() == 2, kPatience);
    QVERIFY(shell.calls->last()->target.contains("container=main"));
    QVERIFY(shell.open());
    shell.calls->last()->handlers.ended(status::serviceUnavailable("reset by peer"));
    QTRY_COMPARE_WITH_TIMEOUT(shell.session.message(), QStringLiteral("The connection was lost: reset by peer"),
                              kPatience);
}

void TerminalTest::holdsTheServerBack() {
    Shell shell;
    QVERIFY(shell.open());
    const auto opened = shell.calls->last();
    const std::string line(1023, 'y');
    std::size_t given = 0;
    // Nobody reads while this runs: the window's thread is here.
    while (!opened->isHeld() && given < 64u << 20) {
        opened->handlers.data(ExecRequest::Output, line + "\n");
        given += 1024;
    }
    QVERIFY(opened->isHeld());
    QVERIFY(given <= static_cast<std::size_t>(ChannelStream::kMostWaiting) + 2048);
    QTRY_VERIFY_WITH_TIMEOUT(!opened->isHeld(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shell.session.screen().historySize() > 5000, kPatience);
}

void TerminalTest::sendsWhenThereIsRoomAgain() {
    Shell shell;
    QVERIFY(shell.open());
    const auto opened = shell.calls->last();
    {
        const std::lock_guard lock(opened->mutex);
        opened->full = true;
    }
    QVERIFY(shell.session.paste(QString(100'000, u'p')));
    QCOMPARE(opened->sentOn(ExecRequest::Input), "");
    QVERIFY(!shell.session.paste(QString(10'000'000, u'p')));
    {
        const std::lock_guard lock(opened->mutex);
        opened->full = false;
    }
    opened->handlers.drained();
    QTRY_COMPARE_WITH_TIMEOUT(opened->sentOn(ExecRequest::Input).size(), 100'000u, kPatience);
}

void TerminalTest::saysThatThereIsNoShell() {
    Shell shell;
    QVERIFY(shell.open());
    shell.calls->last()->handlers.data(
        ExecRequest::Final,
        R"({"status":"Failure","message":"exec: \"sh\": executable file not found in $PATH","reason":"InternalError"})");
    shell.calls->last()->handlers.ended(Status{});
    QTRY_VERIFY_WITH_TIMEOUT(shell.session.isShellMissing(), kPatience);
    // A refusal of another sort is none of that.
    shell.calls->refuse(status::forbidden("pods/exec", "web", "no"));
    shell.session.restart();
    QTRY_VERIFY_WITH_TIMEOUT(shell.session.state() == TerminalSession::Ended && !shell.session.isShellMissing(),
                             kPatience);
    QVERIFY(shell.session.message().contains(QStringLiteral("forbidden")));
}

void TerminalTest::addsADebugContainer() {
    Shell shell;
    QVERIFY(shell.open());
    shell.session.addDebugContainer(QStringLiteral(" busybox:1.36 "));
    const auto patch = [&] {
        for (const client::Call& call : shell.calls->calls())
            if (call.method == "PATCH") return call;
        return client::Call{};
    };
    QTRY_VERIFY_WITH_TIMEOUT(!patch().body.empty(), kPatience);
    QCOMPARE(patch().target, "/api/v1/namespaces/shop/pods/web/ephemeralcontainers?fieldManager=armillary");
    const QJsonValue spec = QJsonDocument::fromJson(QByteArray::fromStdString(patch().body)).object()["spec"];
    const QJsonObject made = spec["ephemeralContainers"].toArray().first().toObject();
    QCOMPARE(made["image"].toString(), QStringLiteral("busybox:1.36"));
    QCOMPARE(made["targetContainerName"].toString(), QStringLiteral("side"));
    QVERIFY(made["stdin"].toBool() && made["tty"].toBool());
    // It goes on in that one as soon as it runs.
    QTRY_COMPARE_WITH_TIMEOUT(shell.session.container(), made["name"].toString(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(shell.session.message(),
                              QStringLiteral("Waiting until the container %1 runs.").arg(made["name"].toString()),
                              kPatience);
}

void TerminalTest::endsWithItsPod() {
    Shell shell;
    QVERIFY(shell.open());
    const auto opened = shell.calls->last();
    // Its connection says nothing of it.
    QTRY_VERIFY_WITH_TIMEOUT(shell.calls->tell(0, R"({"type":"DELETED","object":)" + std::string(kPod) + "}\n"),
                             kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(shell.session.state(), TerminalSession::Ended, kPatience);
    QCOMPARE(shell.session.message(), QStringLiteral("The pod shop/web has been deleted."));
    QCOMPARE(shell.session.container(), QStringLiteral("side"));
    QTRY_VERIFY_WITH_TIMEOUT(opened->isGone(), kPatience);
}

void TerminalTest::endsWithItsContainer() {
    Shell shell;
    QVERIFY(shell.open());
    std::string pod = kPod;
    const std::string runs = R"({"name":"side","state":{"running":{}}})";
    pod.replace(pod.find(runs), runs.size(),
                R"({"name":"side","state":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}})");
    QTRY_VERIFY_WITH_TIMEOUT(shell.calls->tell(0, R"({"type":"MODIFIED","object":)" + pod + "}\n"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(shell.session.state(), TerminalSession::Ended, kPatience);
    QCOMPARE(shell.session.message(), QStringLiteral("The container side has ended: OOMKilled, with 137."));
}

void TerminalTest::opensAShellOfANode() {
    Node node;
    const auto callOf = [&](const char* method) {
        for (const client::Call& call : node.calls->calls())
            if (call.method == method) return call;
        return client::Call{};
    };
    {
        NodeShell shell;
        shell.setNode(QStringLiteral("m-1"));
        shell.setCluster(node.cluster.get());
        node.cluster->start();
        // What is likely to have a shell is first, and what has none is not there.
        QTRY_COMPARE_WITH_TIMEOUT(shell.images(), (QStringList{"docker.io/library/busybox:1.36", "web:1"}), kPatience);
        shell.start(QStringLiteral(" busybox:1.36 "));
        QVERIFY(shell.isStarting());
        QTRY_VERIFY_WITH_TIMEOUT(!shell.podKey().isEmpty(), kPatience);
        const client::Call made = callOf("POST");
        QCOMPARE(made.target, "/api/v1/namespaces/default/pods?fieldManager=armillary");
        const QJsonObject pod = QJsonDocument::fromJson(QByteArray::fromStdString(made.body)).object();
        QCOMPARE(shell.podKey(), QStringLiteral("default/") + pod["metadata"]["name"].toString());
        QCOMPARE(pod["metadata"]["labels"]["armillary.dev/node-shell"].toString(),
                 nodeShellOwner(QCoreApplication::applicationPid()));
        const QJsonValue spec = pod["spec"], container = spec["containers"][0];
        QCOMPARE(spec["nodeName"].toString(), QStringLiteral("m-1"));
        QVERIFY(spec["hostPID"].toBool() && spec["hostNetwork"].toBool() && spec["hostIPC"].toBool());
        QCOMPARE(spec["volumes"][0]["hostPath"]["path"].toString(), QStringLiteral("/"));
        QCOMPARE(container["volumeMounts"][0]["mountPath"].toString(), QStringLiteral("/host"));
        QVERIFY(container["securityContext"]["privileged"].toBool());
        QCOMPARE(container["image"].toString(), QStringLiteral("busybox:1.36"));
        QVERIFY(container["stdin"].toBool() && container["stdinOnce"].toBool() && container["tty"].toBool());
    }
    QTRY_VERIFY_WITH_TIMEOUT(callOf("DELETE").target.starts_with("/api/v1/namespaces/default/pods/node-shell-"),
                             kPatience);
    // Under the lock none is made.
    node.cluster->gate()->setProduction(true);
    NodeShell shell;
    shell.setNode(QStringLiteral("m-1"));
    shell.setCluster(node.cluster.get());
    shell.start(QStringLiteral("busybox"));
    QTRY_VERIFY_WITH_TIMEOUT(shell.problem().contains(QStringLiteral("locked")), kPatience);
    QVERIFY(shell.podKey().isEmpty() && !shell.isStarting());
}

void TerminalTest::sweepsWhatWasLeft() {
    Node node;
    NodeShellSweep sweep;
    node.cluster->gate()->setProduction(true);
    sweep.setCluster(node.cluster.get());
    node.cluster->start();
    QTRY_VERIFY_WITH_TIMEOUT(node.cluster->hasFeeds(), kPatience);
    const auto removed = [&] {
        std::vector<client::Call> removed;
        for (const client::Call& call : node.calls->calls())
            if (call.method == "DELETE") removed.push_back(call);
        return removed;
    };
    QCOMPARE(removed().size(), 0u);
    // Once it may: what has ended goes, and what somebody talks to stays.
    QVERIFY(node.cluster->gate()->unlock(QStringLiteral("shop-prod")));
    QTRY_COMPARE_WITH_TIMEOUT(removed().size(), 2u, kPatience);
    std::set<std::string> bodies;
    for (const client::Call& call : removed()) bodies.insert(call.target.substr(0, call.target.find('?')) + call.body);
    QVERIFY(bodies.begin()->starts_with("/api/v1/namespaces/default/pods/left{"));
    QVERIFY(bodies.begin()->contains(R"("uid":"u-left")"));
    QVERIFY(bodies.rbegin()->starts_with("/api/v1/namespaces/default/pods/orphan{"));
}

void TerminalTest::opensNothingUnderTheLock() {
    auto calls = std::make_shared<FakeAccess>([](const client::Call&) { return client::Answer{.code = 200}; });
    WriteGate gate(std::make_shared<Backstage>(), nullptr);
    gate.setCalls(calls, QStringLiteral("shop-prod"));
    gate.setProduction(true);
    int code = 0;
    const auto opened = [&](Result<std::unique_ptr<client::Channels>> channels) {
        code = channels ? 200 : channels.error().code;
    };
    gate.open("/exec", {"v5"}, {}, &gate, opened);
    QCOMPARE(code, 403);
    QCOMPARE(calls->count(), 0u);
    gate.setCalls(nullptr, {});
    gate.open("/exec", {"v5"}, {}, &gate, opened);
    QCOMPARE(code, 503);
}

void TerminalTest::endsWhatIsOpenWithTheLock() {
    Shell shell;
    QVERIFY(shell.open());
    const auto opened = shell.calls->last();
    shell.cluster->gate()->setProduction(true);
    QTRY_COMPARE_WITH_TIMEOUT(shell.session.state(), TerminalSession::Ended, kPatience);
    QVERIFY2(shell.session.message().contains(QStringLiteral("locked")), qPrintable(shell.session.message()));
    QTRY_VERIFY_WITH_TIMEOUT(opened->isGone(), kPatience);
    // And nothing is opened in its stead.
    shell.session.restart();
    QTRY_COMPARE_WITH_TIMEOUT(shell.session.state(), TerminalSession::Ended, kPatience);
    QCOMPARE(shell.calls->count(), 1u);
    QVERIFY(shell.cluster->gate()->unlock(QStringLiteral("shop-prod")));
    shell.session.restart();
    QVERIFY(shell.open());
    shell.cluster->gate()->lock();
    QTRY_COMPARE_WITH_TIMEOUT(shell.session.state(), TerminalSession::Ended, kPatience);
}

}  // namespace armillary::app
