#include "logs_test.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

#include "log_model.h"

namespace armillary::app {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

LogLineRef line(std::int64_t time, const QString& text, const QString& pod = "web-1") {
    LogLine made;
    made.time = time;
    made.pod = pod;
    made.container = "web";
    made.raw = made.text = text;
    made.severity = severityOf(text);
    return std::make_shared<const LogLine>(made);
}

QStringList texts(const LogModel& model) {
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row) texts << model.index(row).data(LogModel::TextRole).toString();
    return texts;
}

}  // namespace

void LogsTest::readsTimes_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("time");
    QTest::newRow("nanoseconds") << QByteArray("2026-01-02T03:04:05.123456789Z") << qint64(1767323045'123456789);
    QTest::newRow("no fraction") << QByteArray("2026-01-02T03:04:05Z") << qint64(1767323045'000000000);
    QTest::newRow("short fraction") << QByteArray("2026-01-02T03:04:05.5Z") << qint64(1767323045'500000000);
    QTest::newRow("a zone") << QByteArray("2026-01-02T05:34:05.25+02:30") << qint64(1767323045'250000000);
    QTest::newRow("too fine") << QByteArray("2026-01-02T03:04:05.1234567899Z") << qint64(1767323045'123456789);
    for (const char* wrong :
         {"", "now", "2026-13-02T03:04:05Z", "2026-02-30T03:04:05Z", "2026-01-02T24:04:05Z", "2026-01-02T03:04:05",
          "2026-01-02 03:04:05Z", "9999-01-02T03:04:05Z", "2026-01-02T03:04:05.1Zx"})
        QTest::newRow(wrong) << QByteArray(wrong) << qint64(-1);
}

void LogsTest::readsTimes() {
    QFETCH(QByteArray, text);
    QFETCH(qint64, time);
    QCOMPARE(readLogTime(text.toStdString()).value_or(-1), time);
    if (time >= 0) QCOMPARE(readLogTime(logTimeText(time).toStdString()).value_or(-1), time);
}

void LogsTest::readsSeverities_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("severity");
    QTest::newRow("nothing") << "listening on 8080" << "";
    QTest::newRow("klog info") << "I0102 03:04:05.000000       1 main.go:1] Starting" << "info";
    QTest::newRow("klog error") << "E0102 03:04:05.000000       1 main.go:1] Starting" << "error";
    QTest::newRow("klog fatal") << "F0102 03:04:05.000000       1 main.go:1] x" << "error";
    QTest::newRow("klog warning, error in its text") << "W0102 03:04:05.0 1 a.go:1] ERROR" << "warning";
    QTest::newRow("logfmt") << "ts=1 level=warn msg=\"an ERROR of old\"" << "warning";
    QTest::newRow("logfmt quoted") << "level=\"debug\" msg=x" << "debug";
    QTest::newRow("loud") << "2026-01-02 03:04:05 ERROR cannot" << "error";
    QTest::newRow("in a sentence") << "no error was found, info at end" << "";
    QTest::newRow("brackets") << "[warn] slow" << "warning";
    QTest::newRow("in front") << "error: no such file" << "error";
    QTest::newRow("panic") << "panic: runtime error" << "error";
    QTest::newRow("a part of a word") << "TERRORS" << "";
    QTest::newRow("trace") << "TRACE enter" << "debug";
    QTest::newRow("json") << R"({"level":"error","msg":"x"})" << "error";
    QTest::newRow("json severity") << R"({"severity":"WARNING","message":"x"})" << "warning";
    QTest::newRow("json number") << R"({"level":50,"msg":"x"})" << "error";
    QTest::newRow("json without") << R"({"msg":"all well"})" << "";
}

void LogsTest::readsSeverities() {
    QFETCH(QString, text);
    QTEST(severityName(readLogLine(text.toStdString(), 0).severity), "severity");
}

void LogsTest::stripsEscapes_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("plain");
    QTest::newRow("colours") << QByteArray("\x1b[1;31mred\x1b[0m and not") << "red and not";
    QTest::newRow("a title") << QByteArray(
                                    "\x1b]0;title\a"
                                    "text")
                             << "text";
    QTest::newRow("a link") << QByteArray("\x1b]8;;http://x\x1b\\here\x1b]8;;\x1b\\") << "here";
    QTest::newRow("cut off") << QByteArray("text\x1b[31") << "text";
    QTest::newRow("escape alone") << QByteArray("text\x1b") << "text";
    QTest::newRow("a string without an end") << QByteArray("text\x1b]0;rest") << "text";
    QTest::newRow("tab and return") << QByteArray("a\tb\r") << "a    b";
    QTest::newRow("control characters") << QByteArray("a\0b\x07", 4) << QString::fromUtf8("a␀b␇");
    QTest::newRow("turned around") << QByteArray(
                                          "a\xe2\x80\xae"
                                          "b")
                                   << QString::fromUtf8(
                                          "a\xef\xbf\xbd"
                                          "b");
    QTest::newRow("a line within") << QByteArray(
                                          "a\xe2\x80\xa8"
                                          "b")
                                   << QString::fromUtf8(
                                          "a\xef\xbf\xbd"
                                          "b");
    QTest::newRow("no UTF-8") << QByteArray("a\xff\xfe") << QString::fromUtf8("a\xef\xbf\xbd\xef\xbf\xbd");
}

void LogsTest::stripsEscapes() {
    QFETCH(QByteArray, bytes);
    QTEST(plainLogText(bytes.toStdString()), "plain");
}

void LogsTest::readsJsonLines() {
    const LogLine read = readLogLine(
        R"(2026-01-02T03:04:05Z {"time":"x","level":"info","msg":"paid","amount":3.5,"user":{"id":7},"ok":true,"none":null})",
        0);
    QVERIFY(read.isJson);
    QCOMPARE(read.text, QStringLiteral(R"(paid  amount=3.5  none=null  ok=true  user={"id":7})"));
    QVERIFY(read.raw.startsWith(R"({"time":"x")"));
    QCOMPARE(readLogLine(R"({"a":1})", 0).text, QStringLiteral("a=1"));
    QCOMPARE(readLogLine("{\"msg\":\"two\\nlines \\u001b[31mred\"}", 0).text, QString::fromUtf8("two␊lines red"));
    for (const char* plain : {"{broken", "[1]", "{}x", "3"}) {
        QVERIFY(!readLogLine(plain, 0).isJson);
        QCOMPARE(readLogLine(plain, 0).text, QString::fromLatin1(plain));
    }
}

void LogsTest::survivesHostileLines_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a blank") << QByteArray(" ");
    QTest::newRow("1 MB") << QByteArray(1 << 20, 'x');
    QTest::newRow("1 MB of JSON") << QByteArray("{\"a\":\"") + QByteArray(1 << 20, 'x') + QByteArray("\"}");
    QTest::newRow("deep JSON") << QByteArray("{\"a\":") + QByteArray(5000, '[');
    QTest::newRow("NULs") << QByteArray(1000, '\0');
    QTest::newRow("no UTF-8") << QByteArray(1000, '\xff');
    QTest::newRow("cut in a character") << QByteArray(kLongestLogLine - 1, 'x') + QByteArray("\xe2\x82\xac");
    QTest::newRow("escapes") << QByteArray("\x1b[").repeated(1000);
    QTest::newRow("a time alone") << QByteArray("2026-01-02T03:04:05Z");
}

void LogsTest::survivesHostileLines() {
    QFETCH(QByteArray, bytes);
    const LogLine read = readLogLine(bytes.toStdString(), 5);
    QVERIFY(read.raw.size() < kLongestLogLine + 100 && read.text.size() <= 2 * kLongestLogLine);
    QVERIFY(!read.text.contains(QChar(u'\0')));
    if (bytes.size() > kLongestLogLine + 10) QVERIFY(read.text.endsWith("more bytes)"));
}

void LogsTest::filtersLines_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<bool>("matches");
    QTest::newRow("nothing") << "" << true;
    QTest::newRow("a word") << "GET" << true;
    QTest::newRow("case") << "get" << true;
    QTest::newRow("two") << "get 200" << true;
    QTest::newRow("one is missing") << "get 500" << false;
    QTest::newRow("not") << "!200" << false;
    QTest::newRow("not what is not there") << "!500" << true;
    QTest::newRow("an expression") << R"(/ 2\d\d$/)" << true;
    QTest::newRow("an expression with blanks and a slash") << R"(/get \/cart/)" << true;
    QTest::newRow("not an expression") << R"(!/5\d\d$/ get)" << true;
    QTest::newRow("a path") << "/cart" << true;
    QTest::newRow("being typed") << "!" << true;
    QTest::newRow("no expression") << "/(/" << false;
}

void LogsTest::filtersLines() {
    QFETCH(QString, filter);
    QTEST(LogFilter::parse(filter).matches("GET /cart 200"), "matches");
    QCOMPARE(!LogFilter::parse(filter).problem().isEmpty(), filter == "/(/");
}

void LogsTest::marksMatches() {
    const LogFilter filter = LogFilter::parse("b bc !x");
    QCOMPARE(filter.ranges("abcab"), (std::vector<std::pair<qsizetype, qsizetype>>{{1, 2}, {4, 1}}));
    QCOMPARE(LogFilter::parse("b").markup("<b> &", "#ff0000"),
             QStringLiteral("&lt;<b><font color=\"#ff0000\">b</font></b>&gt;&nbsp;&amp;"));
    // What matches everywhere with nothing marks nothing, and ends.
    QVERIFY(LogFilter::parse("/z*/").ranges("abc").empty());
}

void LogsTest::selectsPods_data() {
    QTest::addColumn<QByteArray>("owner");
    QTest::addColumn<QString>("selection");
    QTest::newRow("deployment") << QByteArray(
                                       R"({"kind":"Deployment","spec":{"selector":{"matchLabels":{"app":"web"}}}})")
                                << "labelSelector=app%3Dweb";
    QTest::newRow("expressions")
        << QByteArray(
               R"({"kind":"Job","spec":{"selector":{"matchExpressions":[{"key":"a","operator":"In","values":["b","c"]}]}}})")
        << "labelSelector=a%20in%20%28b%2Cc%29";
    QTest::newRow("service") << QByteArray(R"({"kind":"Service","spec":{"selector":{"app":"web","tier":"x"}}})")
                             << "labelSelector=app%3Dweb%2Ctier%3Dx";
    QTest::newRow("cron job") << QByteArray(R"({"kind":"CronJob","metadata":{"uid":"u"},"spec":{}})")
                              << "labelSelector=job-name";
    QTest::newRow("a service without") << QByteArray(R"({"kind":"Service","spec":{}})") << "";
    QTest::newRow("an operator that is none")
        << QByteArray(R"({"kind":"Job","spec":{"selector":{"matchExpressions":[{"key":"a","operator":"Like"}]}}})")
        << "";
    QTest::newRow("nothing") << QByteArray("{}") << "";
}

void LogsTest::selectsPods() {
    QFETCH(QByteArray, owner);
    QFETCH(QString, selection);
    const auto query = podQueryOf(QJsonDocument::fromJson(owner).object());
    QCOMPARE(query ? QString::fromStdString(query->selection) : QString(), selection);
    if (!query) QVERIFY(!query.error().isEmpty());
}

void LogsTest::boundsTheInbox() {
    QTimer timer;
    LogInbox inbox(&timer);
    std::vector<LogLineRef> lines;
    for (std::size_t i = 0; i < LogInbox::kMostLines + 10; ++i)
        lines.push_back(line(static_cast<std::int64_t>(i), "x"));
    inbox.put(lines);
    auto batch = inbox.take();
    QCOMPARE(batch.lines.size(), LogInbox::kMostLines);
    QCOMPARE(batch.lost, 10u);
    QCOMPARE(batch.lines.front()->time, 10);
    const QString longLine(LogInbox::kMostCharacters / 2, u'x');
    inbox.put({line(1, longLine), line(2, longLine), line(3, "short")});
    batch = inbox.take();
    QCOMPARE(batch.lost, 1u);
    QCOMPARE(batch.lines.front()->time, 2);
    QVERIFY(inbox.take().lines.empty());
}

void LogsTest::ordersLinesByTime() {
    LogModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy inserted(&model, &LogModel::rowsInserted), reset(&model, &LogModel::modelReset);
    model.add({line(30, "c"), line(10, "a", "web-2"), line(30, "d")});
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(texts(model), (QStringList{"a", "c", "d"}));
    model.add({line(40, "f"), line(20, "b"), line(30, "e"), line(5, "0")});
    QCOMPARE(texts(model), (QStringList{"0", "a", "b", "c", "d", "e", "f"}));
    QCOMPARE(inserted.count(), 4);
    QCOMPARE(reset.count(), 0);
    // One colour a pod, in the order in which they spoke.
    QCOMPARE(model.index(1).data(LogModel::PodIndexRole).toInt(), 0);
    QCOMPARE(model.index(3).data(LogModel::PodIndexRole).toInt(), 1);
}

void LogsTest::insertsManyLateLines() {
    LogModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<LogLineRef> even, odd;
    for (int i = 0; i < 1000; ++i) (i % 2 ? odd : even).push_back(line(i, QString::number(i)));
    model.add(even);
    QSignalSpy inserted(&model, &LogModel::rowsInserted), reset(&model, &LogModel::modelReset);
    model.add(odd);
    QCOMPARE(model.count(), 1000);
    for (int i = 0; i < 1000; ++i) QCOMPARE(model.index(i).data(LogModel::TextRole).toString(), QString::number(i));
    QCOMPARE(reset.count(), 1);
    QCOMPARE(inserted.count(), 0);
}

void LogsTest::dropsTheOldestLines() {
    LogModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLimit(5);
    model.setFilter("!odd");
    QSignalSpy removed(&model, &LogModel::rowsRemoved);
    model.add({line(1, "ERROR a"), line(2, "odd"), line(3, "b"), line(4, "odd"), line(5, "c")});
    QCOMPARE(model.errors(), 1);
    QCOMPARE(removed.count(), 0);
    model.add({line(6, "d"), line(7, "odd"), line(8, "e")}, 100);
    QCOMPARE(model.total(), 5);
    QCOMPARE(texts(model), (QStringList{"c", "d", "e"}));
    QCOMPARE(removed.count(), 1);
    QCOMPARE(model.dropped(), 103);
    QCOMPARE(model.errors(), 0);
    // More at once than there is room for.
    std::vector<LogLineRef> many;
    for (int i = 10; i < 30; ++i) many.push_back(line(i, QString::number(i)));
    model.add(many);
    QCOMPARE(texts(model), (QStringList{"25", "26", "27", "28", "29"}));
    const QString longLine(LogModel::kMostCharacters / 2, u'x');
    model.add({line(40, longLine), line(41, longLine)});
    QCOMPARE(model.total(), 2);
    model.clear();
    QCOMPARE(model.total(), 0);
    QCOMPARE(model.dropped(), 0);
}

void LogsTest::filtersTheModel() {
    LogModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.add({line(1, "GET /a"), line(2, "ERROR of a"), line(3, "WARN of b"), line(4, "DEBUG of a")});
    model.setFilter("a");
    QCOMPARE(texts(model), (QStringList{"GET /a", "ERROR of a", "WARN of b", "DEBUG of a"}));
    model.setFilter("/ a$/");
    QCOMPARE(texts(model), (QStringList{"ERROR of a", "DEBUG of a"}));
    QVERIFY(model.index(0).data(LogModel::MarkupRole).toString().contains("<b>"));
    model.setSeverity("warning");
    QCOMPARE(texts(model), (QStringList{"ERROR of a"}));
    model.add({line(5, "ERROR again a"), line(6, "INFO of a")});
    QCOMPARE(texts(model), (QStringList{"ERROR of a", "ERROR again a"}));
    model.setFilter("/(/");
    QVERIFY(!model.filterProblem().isEmpty());
    QCOMPARE(model.count(), 0);
    model.setFilter("");
    model.setSeverity("");
    QCOMPARE(model.count(), 6);
    QVERIFY(model.index(0).data(LogModel::MarkupRole).toString().isEmpty());
}

void LogsTest::keepsTheSelection() {
    LogModel model;
    model.setLimit(6);
    model.add({line(10, "a"), line(20, "b"), line(30, "c"), line(40, "d")});
    model.select(1, false);
    QCOMPARE(model.selectedText(), QStringLiteral("b"));
    model.select(2, true);
    QCOMPARE(model.selectedText(), QStringLiteral("b\nc\n"));
    model.add({line(5, "0"), line(50, "e")});
    QCOMPARE(model.selectedText(), QStringLiteral("b\nc\n"));
    QVERIFY(model.index(2).data(LogModel::SelectedRole).toBool());
    QVERIFY(!model.index(1).data(LogModel::SelectedRole).toBool());
    model.add({line(60, "f"), line(70, "g"), line(80, "h")});  // "b" goes
    QCOMPARE(model.selectedText(), QStringLiteral("c"));
    model.selectAll();
    QCOMPARE(model.selectedCount(), 6);
    model.clear();
    QCOMPARE(model.selectedCount(), 0);
}

void LogsTest::takesAHundredThousandLines() {
    LogModel model;
    QSignalSpy inserted(&model, &LogModel::rowsInserted), removed(&model, &LogModel::rowsRemoved);
    constexpr int kBatches = 240, kBatch = 500;  // 120,000 lines as they come at 10,000 a second
    for (int batch = 0; batch < kBatches; ++batch) {
        std::vector<LogLineRef> lines;
        for (int i = 0; i < kBatch; ++i) lines.push_back(line((batch * kBatch + i) * kSecond, "GET /cart 200"));
        model.add(std::move(lines));
    }
    QCOMPARE(model.count(), LogModel::kLimit);
    QCOMPARE(model.dropped(), kBatches * kBatch - LogModel::kLimit);
    QCOMPARE(inserted.count(), kBatches);
    QVERIFY(removed.count() <= kBatches);
}

}  // namespace armillary::app
