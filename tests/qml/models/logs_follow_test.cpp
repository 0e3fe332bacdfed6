#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <atomic>
#include <mutex>

#include "app/offline/simulated_logs.h"
#include "fake_calls.h"
#include "log_model.h"
#include "logs_test.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;

QStringList texts(const LogModel& model) {
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row) texts << model.index(row).data(LogModel::TextRole).toString();
    return texts;
}

/// "c" runs; "c!" waits with a reason; "c+2" runs and has been restarted twice; "c-" has ended.
QJsonObject pod(const QString& name, const QStringList& containers, const QString& job = {}) {
    QJsonArray specs, statuses;
    for (const QString& text : containers) {
        const QString container = text.section(QRegularExpression("[!+-]"), 0, 0);
        const QJsonObject state = text.endsWith(u'!')
                                      ? QJsonObject{{"waiting", QJsonObject{{"reason", "ImagePullBackOff"}}}}
                                  : text.endsWith(u'-') ? QJsonObject{{"terminated", QJsonObject{{"exitCode", 0}}}}
                                                        : QJsonObject{{"running", QJsonObject{}}};
        specs << QJsonObject{{"name", container}};
        statuses << QJsonObject{
            {"name", container}, {"state", state}, {"restartCount", text.section(u'+', 1, 1).toInt()}};
    }
    QJsonObject meta{{"name", name}, {"namespace", "shop"}, {"uid", "uid-" + name}};
    if (!job.isEmpty())
        meta["ownerReferences"] = QJsonArray{QJsonObject{{"kind", "Job"}, {"name", job}, {"controller", true}}};
    return {{"metadata", meta},
            {"spec", QJsonObject{{"containers", specs}}},
            {"status", QJsonObject{{"phase", "Running"}, {"containerStatuses", statuses}}}};
}

std::string text(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

/// A source and its model on a server that says what the test tells it to say.
struct Logs {
    std::map<std::string, std::string> answers;  ///< by the beginning of the target; fixed once the source has begun
    std::shared_ptr<FakeCalls> calls;
    std::unique_ptr<Cluster> cluster;
    LogSource source;
    LogModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

    explicit Logs(const std::vector<QJsonObject>& pods) {
        QJsonArray items;
        for (const QJsonObject& pod : pods) items << pod;
        answers["/api/v1/namespaces/shop/pods?"] =
            text({{"metadata", QJsonObject{{"resourceVersion", "7"}}}, {"items", items}});
        answers["/apis/apps/v1/namespaces/shop/deployments/web"] =
            R"({"kind":"Deployment","metadata":{"name":"web","namespace":"shop"},"spec":{"selector":{"matchLabels":{"app":"web"}}}})";
    }
    void open(const QString& resource = "apps/Deployment", const QString& key = "shop/web") {
        calls = std::make_shared<FakeCalls>([this](const client::Call& call) {
            for (const auto& [target, body] : answers)
                if (call.target.starts_with(target)) return client::Answer{.code = 200, .body = body};
            return client::Answer{.code = 200, .body = "{}"};
        });
        cluster = std::make_unique<Cluster>([this]() -> std::expected<Connection, std::string> {
            auto connection = sharedStill()();
            if (connection) connection->calls = calls;
            return connection;
        });
        model.setSource(&source);
        source.setCluster(cluster.get());
        source.setResource(resource);
        source.setKey(key);
        cluster->start();
    }
    /// The handlers of the so-manieth stream whose target has all of these in it, once it has been asked for.
    client::StreamHandlers stream(const std::vector<std::string>& parts, int nth = 0) {
        client::StreamHandlers found;
        const auto look = [&] {
            std::size_t at = 0;
            int left = nth;
            const auto streams = calls->streams();
            for (const client::Call& call : calls->calls()) {
                const bool isStream = call.target.contains("watch=1") || call.target.contains("/log?");
                const bool isIt =
                    std::ranges::all_of(parts, [&](const std::string& part) { return call.target.contains(part); });
                if (isStream && isIt && at < streams.size() && left-- == 0) {
                    found = streams[at];
                    return true;
                }
                at += isStream;
            }
            return false;
        };
        if (!QTest::qWaitFor(look, kPatience)) QTest::qFail(parts.front().c_str(), __FILE__, __LINE__);
        return found;
    }
    client::StreamHandlers log(const std::string& pod, int nth = 0) { return stream({"/pods/" + pod + "/log?"}, nth); }
    void watched(const QString& type, const QJsonObject& object) {
        stream({"watch=1"}).data(text({{"type", type}, {"object", object}}) + "\n");
    }
    std::string lastTarget() const { return calls->calls().back().target; }
};

Status success() {
    Status status;
    status.status = metav1::kStatusSuccess;
    return status;
}

}  // namespace

void LogsTest::mergesContainers() {
    Logs logs({pod("web-1", {"web"}), pod("web-2", {"web"})});
    logs.source.setLastLines(1000);
    logs.open();
    const auto first = logs.log("web-1"), second = logs.log("web-2");
    for (const client::Call& call : logs.calls->calls())
        if (call.target.contains("/log?")) {
            QVERIFY(call.patient);
            QVERIFY2(call.target.ends_with("/log?container=web&timestamps=true&follow=true&tailLines=1000"),
                     call.target.c_str());
        }
    first.data("2026-01-02T03:04:05.1Z one\n2026-01-02T03:04:05.3Z thr");
    second.data("2026-01-02T03:04:05.2Z two\n2026-01-02T03:04:05.4Z four\n");
    first.data("ee\n");
    QTRY_COMPARE_WITH_TIMEOUT(texts(logs.model), (QStringList{"one", "two", "three", "four"}), kPatience);
    QCOMPARE(logs.model.index(1).data(LogModel::PodRole).toString(), QStringLiteral("web-2"));
    QCOMPARE(logs.source.following(), 2);
    QVERIFY(logs.source.problem().isEmpty());
    // Another question begins anew.
    logs.source.setSinceSeconds(300);
    logs.source.setLastLines(0);
    logs.stream({"/pods/web-1/log?", "&sinceSeconds=300"});
    QCOMPARE(logs.model.total(), 0);
    first.data("2026-01-02T03:04:05.1Z late\n");
    logs.stream({"/pods/web-2/log?", "&sinceSeconds=300"}).data("2026-01-02T03:04:06Z new\n");
    QTRY_COMPARE_WITH_TIMEOUT(texts(logs.model), QStringList{"new"}, kPatience);
}

void LogsTest::followsAgainWithoutDuplicates() {
    Logs logs({pod("web-1", {"web"})});
    logs.open();
    const auto first = logs.log("web-1");
    first.data(
        "2026-01-02T03:04:05.1Z a\n2026-01-02T03:04:05.7Z b\n2026-01-02T03:04:05.7Z b\n2026-01-02T03:04:05.7Z cut o");
    first.ended(status::serviceUnavailable("the connection was lost"));
    const auto second = logs.stream({"/pods/web-1/log?", "&sinceTime=2026-01-02T03:04:05Z"});
    second.data(
        "2026-01-02T03:04:05.1Z a\n2026-01-02T03:04:05.7Z b\n2026-01-02T03:04:05.7Z b\n2026-01-02T03:04:05.7Z cut off\n"
        "2026-01-02T03:04:08Z d\n");
    QTRY_COMPARE_WITH_TIMEOUT(texts(logs.model), (QStringList{"a", "b", "b", "cut off", "d"}), kPatience);
    // Again, in order: the container has been restarted.
    second.ended(success());
    const auto third = logs.stream({"/pods/web-1/log?", "&sinceTime=2026-01-02T03:04:08Z"});
    third.data("2026-01-02T03:04:08Z d\n2026-01-02T03:04:09Z e\n");
    QTRY_COMPARE_WITH_TIMEOUT(texts(logs.model), (QStringList{"a", "b", "b", "cut off", "d", "e"}), kPatience);
    QVERIFY(logs.source.problem().isEmpty());
}

void LogsTest::keepsALineWithoutAnEnd() {
    Logs logs({pod("web-1", {"web-"})});
    logs.open("/Pod", "shop/web-1");
    const auto log = logs.log("web-1");
    QVERIFY(logs.stream({"watch=1", "fieldSelector=metadata.name%3Dweb-1"}).data);
    log.data("2026-01-02T03:04:05Z done");
    log.ended(success());
    QTRY_COMPARE_WITH_TIMEOUT(texts(logs.model), QStringList{"done"}, kPatience);
    // It has ended and been read: nothing is asked for any more, until it runs again.
    QTRY_COMPARE_WITH_TIMEOUT(logs.source.following(), 0, kPatience);
    logs.watched("MODIFIED", pod("web-1", {"web+1"}));
    logs.log("web-1", 1).data("2026-01-02T03:04:09Z again\n");
    QTRY_COMPARE_WITH_TIMEOUT(texts(logs.model), (QStringList{"done", "again"}), kPatience);
}

void LogsTest::followsPodsThatJoin() {
    Logs logs({pod("web-1", {"web"})});
    logs.open();
    const auto first = logs.log("web-1");
    QVERIFY(logs.stream({"watch=1", "labelSelector=app%3Dweb", "resourceVersion=7"}).data);
    logs.watched("ADDED", pod("web-2", {"web!"}));
    QTRY_COMPARE_WITH_TIMEOUT(logs.source.waiting(), QStringLiteral("web-2 web: ImagePullBackOff"), kPatience);
    QCOMPARE(logs.source.following(), 1);
    logs.watched("MODIFIED", pod("web-2", {"web"}));
    logs.log("web-2").data("2026-01-02T03:04:06Z joined\n");
    logs.watched("DELETED", pod("web-1", {"web"}));
    QTRY_COMPARE_WITH_TIMEOUT(logs.source.pods(), 1, kPatience);
    // Its last words are still heard.
    first.data("2026-01-02T03:04:07Z bye\n");
    first.ended(success());
    QTRY_COMPARE_WITH_TIMEOUT(texts(logs.model), (QStringList{"joined", "bye"}), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(logs.source.following(), 1, kPatience);
}

void LogsTest::readsThePreviousRun() {
    Logs logs({pod("web-1", {"web+2", "proxy"})});
    logs.source.setPrevious(true);
    logs.open();
    const auto log = logs.log("web-1");
    log.data("2026-01-02T03:04:05Z crashed\n");
    log.ended(success());
    QTRY_COMPARE_WITH_TIMEOUT(texts(logs.model), QStringList{"crashed"}, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(logs.source.following(), 0, kPatience);
    QStringList targets;
    for (const client::Call& call : logs.calls->calls())
        if (call.target.contains("/log?")) targets << QString::fromStdString(call.target).section(u'?', 1);
    QCOMPARE(targets, QStringList{"container=web&timestamps=true&previous=true"});
}

void LogsTest::saysWhatIsRefused() {
    Logs logs({pod("web-1", {"web"})});
    logs.open();
    Status status;
    status.status = metav1::kStatusFailure;
    status.code = 403;
    status.message = "pods \"web-1\" is forbidden";
    logs.log("web-1").ended(status);
    QTRY_COMPARE_WITH_TIMEOUT(logs.source.problem(), QStringLiteral("pods \"web-1\" is forbidden"), kPatience);
    QVERIFY(logs.source.isForbidden());
    logs.source.setResource("/ConfigMap");
    QTRY_COMPARE_WITH_TIMEOUT(logs.source.problem(), QStringLiteral("ConfigMap has no logs."), kPatience);
    QVERIFY(!logs.source.isForbidden() && !logs.source.isLoading());
}

void LogsTest::saysWhatWaits() {
    Logs logs({pod("web-1", {"web!"})});
    logs.open("/Pod", "shop/web-1");
    QTRY_COMPARE_WITH_TIMEOUT(logs.source.waiting(), QStringLiteral("web-1 web: ImagePullBackOff"), kPatience);
    QCOMPARE(logs.source.following(), 0);
    QCOMPARE(logs.source.containers(), QStringList{"web"});
}

void LogsTest::followsOnlySoMany() {
    std::vector<QJsonObject> pods;
    for (int i = 0; i < 40; ++i) pods.push_back(pod("web-" + QString::number(100 + i), {"web", "proxy"}));
    Logs logs(pods);
    logs.open();
    QTRY_COMPARE_WITH_TIMEOUT(logs.source.leftOut(), 30, kPatience);
    QCOMPARE(logs.source.following(), static_cast<int>(LogSource::kMostStreams));
    QCOMPARE(logs.source.containers(), (QStringList{"web", "proxy"}));
    logs.source.setContainer("proxy");
    QTRY_VERIFY_WITH_TIMEOUT(logs.source.following() == 40 && logs.source.leftOut() == 0, kPatience);
}

void LogsTest::followsACronJobsPods() {
    Logs logs({pod("report-1-x", {"report"}, "report-1"), pod("other-1-x", {"other"}, "other-1")});
    logs.answers["/apis/batch/v1/namespaces/shop/cronjobs/report"] =
        R"({"kind":"CronJob","metadata":{"name":"report","namespace":"shop","uid":"u"},"spec":{}})";
    logs.answers["/apis/batch/v1/namespaces/shop/jobs/report-1"] = R"({"metadata":{"ownerReferences":[{"uid":"u"}]}})";
    logs.answers["/apis/batch/v1/namespaces/shop/jobs/other-1"] = R"({"metadata":{"ownerReferences":[{"uid":"v"}]}})";
    logs.open("batch/CronJob", "shop/report");
    logs.log("report-1-x").data("2026-01-02T03:04:05Z counted\n");
    QTRY_COMPARE_WITH_TIMEOUT(texts(logs.model), QStringList{"counted"}, kPatience);
    QCOMPARE(logs.source.pods(), 1);
    QCOMPARE(logs.source.following(), 1);
}

void LogsTest::makesUpLogsOfSimulatedPods() {
    constexpr std::int64_t kStart = 1'700'000'000'000;
    std::atomic<std::int64_t> now = kStart + 3'600'000;
    const auto server = std::make_shared<FakeCalls>([](const client::Call& call) -> Result<client::Answer> {
        if (!call.target.starts_with("/api/v1/namespaces/shop/pods/")) return std::unexpected(status::unknownPath());
        QJsonObject document = pod(QStringLiteral("web"), {"web"});
        document["apiVersion"] = "v1";
        document["kind"] = "Pod";
        QJsonObject metadata = document["metadata"].toObject();
        metadata["creationTimestamp"] = "2023-11-14T22:13:20Z";  // kStart
        document["metadata"] = metadata;
        return client::Answer{.code = 200, .body = text(document)};
    });
    const auto calls = withSimulatedLogs(server, [&now] { return now.load(); });
    const std::string path = "/api/v1/namespaces/shop/pods/web/log?container=web";
    const auto lines = [&](const std::string& query) {
        const auto answer = calls->call({.target = path + query});
        return answer ? QString::fromStdString(answer->body).split(u'\n', Qt::SkipEmptyParts) : QStringList();
    };
    const QStringList all = lines("");
    QVERIFY(all.size() > 1000);
    QCOMPARE(lines(""), all);  // the same at the same moment
    QCOMPARE(lines("&tailLines=3"), all.last(3));
    QVERIFY(lines("&sinceSeconds=60").size() < 60);
    QVERIFY(lines("&tailLines=1&timestamps=true").first().startsWith(QStringLiteral("2023-11-14T23:1")));
    QVERIFY(lines("&tailLines=0").isEmpty());
    QVERIFY(!calls->call({.target = "/api/v1/namespaces/shop/pods/web/log?container=other"}).has_value());
    QVERIFY(!calls->call({.target = path + "&previous=true"}).has_value());
    QVERIFY(!calls->call({.target = "/api/v1/nodes"}).has_value());

    // Followed, it goes on where it was.
    struct Heard {
        std::mutex mutex;
        std::string text;
    };
    const auto heard = std::make_shared<Heard>();
    const auto stream =
        calls->follow({.target = path + "&tailLines=2&follow=true"}, {.data =
                                                                          [heard](std::string_view bytes) {
                                                                              const std::lock_guard lock(heard->mutex);
                                                                              heard->text += bytes;
                                                                          },
                                                                      .ended = {}});
    QVERIFY(stream.has_value());
    const auto said = [&] {
        const std::lock_guard lock(heard->mutex);
        return QString::fromStdString(heard->text).split(u'\n', Qt::SkipEmptyParts);
    };
    QTRY_COMPARE_WITH_TIMEOUT(said(), all.last(2), kPatience);
    now += 10'000;
    QTRY_VERIFY_WITH_TIMEOUT(said().size() > 5, kPatience);
    QCOMPARE(said(), lines("").last(said().size()));
}

}  // namespace armillary::app
