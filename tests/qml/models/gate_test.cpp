#include "gate_test.h"

#include <QSignalSpy>
#include <QTest>
#include <atomic>
#include <semaphore>

#include "fake_calls.h"
#include "write_gate.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 30000;
const QString kContext = QStringLiteral("shop-prod");

struct Fixture {
    std::shared_ptr<Backstage> backstage = std::make_shared<Backstage>();
    std::shared_ptr<FakeCalls> calls;
    WriteGate gate{backstage, nullptr};

    explicit Fixture(std::shared_ptr<FakeCalls> fake = std::make_shared<FakeCalls>()) : calls(std::move(fake)) {
        gate.setCalls(calls, kContext);
    }
};

Write scale(int to = 5) {
    const client::Call call{.method = "PATCH", .target = "/scale", .body = std::to_string(to)};
    return {.title = QStringLiteral("Scale web to %1").arg(to),
            .subject = QStringLiteral("Deployment shop/web"),
            .calls = {call},
            .undoTitle = QStringLiteral("Scale web back to 3"),
            .undo = {{.method = "PATCH", .target = "/scale", .body = "3"}}};
}

}  // namespace

void GateTest::writesAndNamesTheManager() {
    Fixture f;
    QSignalSpy succeeded(&f.gate, &WriteGate::succeeded);
    bool answered = false;
    f.gate.submit(scale(), &f.gate, [&](const Result<client::Answer>& outcome) { answered = outcome.has_value(); });
    QCOMPARE(f.gate.pending(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(succeeded.count(), 1, kPatience);
    QVERIFY(answered);
    QCOMPARE(f.gate.pending(), 0);
    QCOMPARE(f.calls->calls().size(), 1u);
    QCOMPARE(f.calls->calls()[0].target, "/scale?fieldManager=armillary");
    f.gate.submit({.title = "Delete it", .calls = {{.method = "DELETE", .target = "/pods/web?pretty=1"}}});
    QTRY_COMPARE_WITH_TIMEOUT(succeeded.count(), 2, kPatience);
    QCOMPARE(f.calls->calls()[1].target, "/pods/web?pretty=1");
    // Who says under which name it writes is not contradicted.
    f.gate.submit({.title = "Apply it", .calls = {{.method = "PATCH", .target = "/a?fieldManager=armillary-editor"}}});
    QTRY_COMPARE_WITH_TIMEOUT(succeeded.count(), 3, kPatience);
    QCOMPARE(f.calls->calls()[2].target, "/a?fieldManager=armillary-editor");
}

void GateTest::sendsNothingWhileLocked() {
    Fixture f;
    f.gate.setProduction(true);
    QVERIFY(f.gate.isLocked());
    QSignalSpy failed(&f.gate, &WriteGate::failed);
    int code = 0;
    const auto done = [&](const Result<client::Answer>& outcome) { code = outcome ? 200 : outcome.error().code; };
    f.gate.submit(scale(), &f.gate, done);
    QCOMPARE(code, 403);
    QCOMPARE(failed.count(), 1);
    QVERIFY(failed[0][2].toString().contains(kContext));
    code = 0;
    f.gate.tryOut(scale(), &f.gate, done);
    QCOMPARE(code, 403);
    f.backstage.reset();
    QVERIFY(f.calls->calls().empty());
}

void GateTest::unlocksByNameAlone() {
    Fixture f;
    f.gate.setProduction(true);
    for (const QString& wrong :
         {QString(), QStringLiteral("shop-Prod"), QStringLiteral("shop-prod "), QStringLiteral("*")})
        QVERIFY(!f.gate.unlock(wrong));
    QVERIFY(f.gate.isLocked());
    QVERIFY(f.gate.unlock(kContext));
    QVERIFY(!f.gate.isLocked());
    QVERIFY(f.gate.unlockedUntil() > QDateTime::currentDateTime());
    QSignalSpy succeeded(&f.gate, &WriteGate::succeeded);
    f.gate.submit(scale());
    QTRY_COMPARE_WITH_TIMEOUT(succeeded.count(), 1, kPatience);
    f.gate.lock();
    QVERIFY(f.gate.isLocked());
    // Not even what was done before may be taken back under the lock.
    f.gate.undo();
    QCOMPARE(f.calls->calls().size(), 1u);
    QVERIFY(!f.gate.undoTitle().isEmpty());
}

void GateTest::forgetsAnUnlockWithItsCluster() {
    Fixture f;
    f.gate.setProduction(true);
    QVERIFY(f.gate.unlock(kContext));
    f.gate.setCalls(std::make_shared<FakeCalls>(), QStringLiteral("other-prod"));
    QVERIFY(f.gate.isLocked());
    QVERIFY(!f.gate.unlock(kContext));
}

void GateTest::undoes() {
    Fixture f;
    QSignalSpy succeeded(&f.gate, &WriteGate::succeeded);
    f.gate.submit(scale());
    QTRY_COMPARE_WITH_TIMEOUT(f.gate.undoTitle(), QStringLiteral("Scale web back to 3"), kPatience);
    f.gate.undo();
    QTRY_COMPARE_WITH_TIMEOUT(succeeded.count(), 2, kPatience);
    QCOMPARE(f.calls->calls().back().body, "3");
    QVERIFY(f.gate.undoTitle().isEmpty());
    f.gate.undo();
    QCOMPARE(f.calls->calls().size(), 2u);
}

void GateTest::stopsAtTheFirstFailure() {
    Fixture f(std::make_shared<FakeCalls>([](const client::Call& call) -> Result<client::Answer> {
        if (call.body == "2") return std::unexpected(status::conflict("pods", "web", "no"));
        return client::Answer{.code = 200};
    }));
    QSignalSpy failed(&f.gate, &WriteGate::failed);
    Write write = scale();
    write.calls = {{.method = "POST", .body = "1"}, {.method = "POST", .body = "2"}, {.method = "POST", .body = "3"}};
    f.gate.submit(write);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatience);
    QCOMPARE(f.calls->calls().size(), 2u);
    QVERIFY(f.gate.undoTitle().isEmpty());
}

void GateTest::triesOutWithoutDoing() {
    Fixture f;
    bool answered = false;
    f.gate.tryOut(scale(), &f.gate, [&](const Result<client::Answer>& outcome) { answered = outcome.has_value(); });
    QTRY_VERIFY_WITH_TIMEOUT(answered, kPatience);
    QCOMPARE(f.calls->calls()[0].target, "/scale?fieldManager=armillary&dryRun=All");
    QVERIFY(f.gate.undoTitle().isEmpty());
}

void GateTest::refusesWithoutAConnection() {
    WriteGate gate(std::make_shared<Backstage>(), nullptr);
    QSignalSpy failed(&gate, &WriteGate::failed);
    gate.submit(scale());
    QCOMPARE(failed.count(), 1);
}

void GateTest::dropsAnswersNobodyWaitsFor() {
    auto gate = std::make_shared<std::binary_semaphore>(0);
    Fixture f(std::make_shared<FakeCalls>([gate](const client::Call&) {
        gate->acquire();
        return client::Answer{.code = 200};
    }));
    QSignalSpy succeeded(&f.gate, &WriteGate::succeeded);
    auto page = std::make_unique<QObject>();
    bool heard = false;
    f.gate.submit(scale(), page.get(), [&](const Result<client::Answer>&) { heard = true; });
    page.reset();
    gate->release();
    QTRY_COMPARE_WITH_TIMEOUT(succeeded.count(), 1, kPatience);
    QVERIFY(!heard);
}

namespace {

/// One write for each path; what the server has made is taken back by its uid.
std::vector<Write> creations(const std::vector<std::string>& paths) {
    std::vector<Write> writes;
    for (const std::string& path : paths)
        writes.push_back({.title = QStringLiteral("Create"),
                          .subject = QString::fromStdString(path),
                          .calls = {{.method = "PATCH", .target = path}},
                          .undoTitle = QStringLiteral("Delete"),
                          .undoOf = [path](const client::Answer& made) -> std::vector<client::Call> {
                              return {{.method = "DELETE", .target = path, .body = made.body}};
                          }});
    return writes;
}

}  // namespace

void GateTest::reportsEachOfMany() {
    Fixture f(std::make_shared<FakeCalls>([](const client::Call& call) -> Result<client::Answer> {
        if (call.target.starts_with("/b")) return std::unexpected(status::conflict("pods", "b", "no"));
        return client::Answer{.code = 200, .body = call.target};
    }));
    QSignalSpy failed(&f.gate, &WriteGate::failed);
    std::vector<std::pair<std::size_t, bool>> heard;
    f.gate.submitAll(QStringLiteral("Three"), creations({"/a", "/b", "/c"}), &f.gate,
                     [&](std::size_t index, const Result<client::Answer>& outcome) {
                         heard.emplace_back(index, outcome.has_value());
                     });
    QCOMPARE(f.gate.pending(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatience);
    QCOMPARE(f.gate.pending(), 0);
    const std::vector<std::pair<std::size_t, bool>> expected{{0, true}, {1, false}, {2, true}};
    QCOMPARE(heard, expected);
    // Under the lock each hears the same, at once.
    heard.clear();
    f.gate.setProduction(true);
    f.gate.submitAll(QStringLiteral("Two"), creations({"/a", "/c"}), &f.gate,
                     [&](std::size_t index, const Result<client::Answer>& outcome) {
                         heard.emplace_back(index, outcome.has_value());
                     });
    QCOMPARE(heard.size(), 2u);
    QVERIFY(!heard[0].second && !heard[1].second);
    QCOMPARE(f.calls->calls().size(), 3u);
}

void GateTest::stopsBetweenTwo() {
    Fixture f;
    std::stop_source stop;
    QSignalSpy failed(&f.gate, &WriteGate::failed);
    f.gate.submitAll(
        QStringLiteral("Three"), creations({"/a", "/b", "/c"}), &f.gate,
        [&](std::size_t index, const Result<client::Answer>&) {
            if (index == 0) stop.request_stop();
        },
        stop.get_token());
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatience);
    QCOMPARE(failed[0][0].toString(), QStringLiteral("1 of 3 done: Three"));
    QCOMPARE(f.calls->calls().size(), 1u);
    QVERIFY(!f.gate.undoTitle().isEmpty());
}

void GateTest::undoesWhatTheServerMade() {
    Fixture f(std::make_shared<FakeCalls>([](const client::Call& call) -> Result<client::Answer> {
        return client::Answer{.code = 200, .body = "made " + call.target};
    }));
    QSignalSpy succeeded(&f.gate, &WriteGate::succeeded);
    f.gate.submitAll(QStringLiteral("Two"), creations({"/a", "/b"}));
    QTRY_COMPARE_WITH_TIMEOUT(succeeded.count(), 1, kPatience);
    QVERIFY(succeeded[0][1].toBool());
    f.gate.undo();
    QTRY_COMPARE_WITH_TIMEOUT(succeeded.count(), 2, kPatience);
    // The last first: it may stand on what came before it.
    QCOMPARE(f.calls->calls()[2].target, "/b");
    QCOMPARE(f.calls->calls()[2].body, "made /b?fieldManager=armillary");
    QCOMPARE(f.calls->calls()[3].target, "/a");
}

void GateTest::asksAgainForWhatIsDefined() {
    std::atomic<int> asked = 0;
    Fixture f(std::make_shared<FakeCalls>([&asked](const client::Call& call) -> Result<client::Answer> {
        if (call.target.starts_with("/things") && ++asked < 3) return std::unexpected(status::unknownPath());
        if (call.target.starts_with("/pods")) return std::unexpected(status::notFound("pods", "web"));
        return client::Answer{.code = 200};
    }));
    QSignalSpy succeeded(&f.gate, &WriteGate::succeeded), failed(&f.gate, &WriteGate::failed);
    Write write = creations({"/things"}).front();
    write.patience = std::chrono::hours(1);
    f.gate.submit(write);
    QTRY_COMPARE_WITH_TIMEOUT(succeeded.count(), 1, kPatience);
    QCOMPARE(asked.load(), 3);
    // An object that is missing does not come by waiting.
    write.calls[0].target = "/pods";
    f.gate.submit(write);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatience);
}

}  // namespace armillary::app
