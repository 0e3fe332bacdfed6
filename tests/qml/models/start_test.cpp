#include "start_test.h"

#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <semaphore>

#include "local_cluster.h"
#include "tests/support/fake_programs.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 30000;

struct Scripted {
    QTemporaryDir folder;
    std::shared_ptr<test::FakePrograms> programs = std::make_shared<test::FakePrograms>();
    std::shared_ptr<Backstage> backstage = std::make_shared<Backstage>();
    LocalCluster local{folder.path(), [this](const programs::DataDir&) { return programs; }, backstage};

    QStringList states() {
        QStringList states;
        for (int row = 0; row < local.steps()->count(); ++row)
            states << local.steps()->index(row).data(StepList::StateRole).toString();
        return states;
    }
    QStringList remedies() {
        QStringList names;
        for (const QVariant& remedy : local.remedies()) names << remedy.toMap()["id"].toString();
        return names;
    }
    int remedy(const QString& id) {
        for (const QVariant& remedy : local.remedies())
            if (remedy.toMap()["id"] == id) return remedy.toMap()["remedy"].toInt();
        return -1;
    }
};

}  // namespace

void StartTest::init() {
    QSettings().clear();
}

void StartTest::showsEachStep() {
    Scripted made;
    const QAbstractItemModelTester tester(made.local.steps(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::binary_semaphore gate(0);
    made.programs->whileStarting = [&] { gate.acquire(); };
    QSignalSpy came(&made.local, &LocalCluster::came);
    QCOMPARE(made.local.state(), LocalCluster::Looking);
    made.local.watch();
    QTRY_COMPARE_WITH_TIMEOUT(made.local.state(), LocalCluster::Absent, kPatience);
    made.local.start(true);
    QTRY_COMPARE_WITH_TIMEOUT(made.states(), (QStringList{"done", "running", "waiting", "waiting", "waiting"}),
                              kPatience);
    QCOMPARE(made.local.state(), LocalCluster::Starting);
    // The time goes on while it takes its own.
    const auto elapsed = [&] { return made.local.steps()->index(1).data(StepList::ElapsedRole).toInt(); };
    QTRY_VERIFY_WITH_TIMEOUT(elapsed() > 0, kPatience);
    QVERIFY(made.local.steps()->index(4).data(StepList::UsualRole).toInt() > 1000);
    QVERIFY(made.local.logFile().endsWith(QStringLiteral("/log/armillaryd.log")));
    gate.release();
    QTRY_COMPARE_WITH_TIMEOUT(made.local.state(), LocalCluster::Running, kPatience);
    QCOMPARE(made.states(), (QStringList{"done", "done", "done", "done", "done"}));
    QCOMPARE(came.count(), 1);
    QCOMPARE(made.local.said(), QStringLiteral("node is Ready (0.0 s)"));
    QTRY_COMPARE_WITH_TIMEOUT(made.local.url(), QStringLiteral("https://127.0.0.1:6443"), kPatience);
}

void StartTest::saysWhatArmillaryctlSays() {
    Scripted made;
    made.programs->agentEnds = 1;
    made.programs->lastWords = "armillary-node: no";
    made.local.start(true);
    QTRY_VERIFY_WITH_TIMEOUT(!made.local.problem().isEmpty(), kPatience);
    // The very words that armillaryctl prints.
    test::FakePrograms same;
    same.agentEnds = 1;
    same.lastWords = "armillary-node: no";
    const auto failed = programs::bringUp(same, {.dir = {made.folder.path().toStdString()}}, {});
    QCOMPARE(made.local.problem(), QString::fromStdString(failed.error().text));
    QCOMPARE(made.remedies(), (QStringList{"retry", "controlPlaneOnly"}));
    QCOMPARE(made.states(), (QStringList{"done", "done", "done", "done", "failed"}));
    // Its log is one call away.
    std::filesystem::create_directories(failed.error().log.parent_path());
    std::ofstream(failed.error().log) << "first\nlast words\n";
    made.local.readLog();
    QTRY_COMPARE_WITH_TIMEOUT(made.local.log(), QStringLiteral("first\nlast words"), kPatience);
    made.programs->agentEnds.reset();
    made.local.apply(made.remedy("retry"));
    QTRY_COMPARE_WITH_TIMEOUT(made.local.state(), LocalCluster::Running, kPatience);
    QCOMPARE(made.local.problem(), QString());
}

void StartTest::takesAFreePort() {
    Scripted made;
    made.programs->onServer = std::unexpected("armillaryd: the port is in use");
    made.programs->taken = true;
    made.local.start(false);
    QTRY_COMPARE_WITH_TIMEOUT(made.remedies(), (QStringList{"useFreePort", "retry"}), kPatience);
    QCOMPARE(made.local.state(), LocalCluster::Absent);
    made.programs->onServer = {};
    made.local.apply(made.remedy("useFreePort"));
    QTRY_COMPARE_WITH_TIMEOUT(made.local.state(), LocalCluster::Running, kPatience);
    QCOMPARE(made.programs->done().back(), std::string("server 127.0.0.1:0"));
}

void StartTest::goesOnWithTheControlPlaneAlone() {
    Scripted made;
    made.programs->means = programs::RootMeans::ByHand;
    made.programs->onRoot = std::unexpected("the node agent needs root to run containers");
    made.local.start(true);
    QTRY_COMPARE_WITH_TIMEOUT(made.remedies(), (QStringList{"runByHand", "controlPlaneOnly"}), kPatience);
    const QString command = made.local.remedies()[0].toMap()["command"].toString();
    QVERIFY2(command.startsWith("sudo /") && command.contains("armillaryctl up --data-dir"), qPrintable(command));
    made.local.apply(made.remedy("controlPlaneOnly"));
    QTRY_COMPARE_WITH_TIMEOUT(made.local.state(), LocalCluster::Running, kPatience);
    QCOMPARE(made.local.steps()->count(), 2);
}

void StartTest::cancels() {
    Scripted made;
    made.programs->state = programs::NodeState::NotReady;
    std::counting_semaphore<> pauses(0);
    made.programs->whilePausing = [&] { pauses.acquire(); };
    made.local.start(true);
    QTRY_COMPARE_WITH_TIMEOUT(made.states().value(4), QStringLiteral("running"), kPatience);
    made.local.cancel();
    pauses.release();
    QTRY_COMPARE_WITH_TIMEOUT(made.remedies(), (QStringList{"retry", "controlPlaneOnly", "stop"}), kPatience);
    QCOMPARE(made.local.problem(), QStringLiteral("cancelled; what has been started goes on running"));
    // Whoever is content with what there is has it.
    made.local.dismiss();
    QTRY_COMPARE_WITH_TIMEOUT(made.local.state(), LocalCluster::Running, kPatience);
}

void StartTest::stops() {
    Scripted made;
    std::ofstream((made.folder.path() + "/.armillary").toStdString()) << "ours";
    made.programs->server = made.programs->agent = made.programs->node = true;
    made.programs->address = "https://127.0.0.1:6443";
    made.programs->agentObeys = false;
    made.local.watch();
    QTRY_COMPARE_WITH_TIMEOUT(made.local.state(), LocalCluster::Running, kPatience);
    QSignalSpy stopped(&made.local, &LocalCluster::stopped);
    made.local.stop();
    QTRY_COMPARE_WITH_TIMEOUT(made.local.problem(), QStringLiteral("the node agent does not stop"), kPatience);
    QCOMPARE(stopped.count(), 0);
    made.programs->agentObeys = true;
    made.local.apply(made.remedy("retry"));  // the way down again
    QTRY_COMPARE_WITH_TIMEOUT(stopped.count(), 1, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(made.local.state(), LocalCluster::Stopped, kPatience);
    QCOMPARE(made.programs->done().back(), std::string("stop server"));
}

void StartTest::seesThatItDied() {
    Scripted made;
    made.programs->server = true;
    made.programs->address = "https://127.0.0.1:6443";
    QSignalSpy came(&made.local, &LocalCluster::came);
    made.local.watch();
    QTRY_COMPARE_WITH_TIMEOUT(came.count(), 1, kPatience);
    made.programs->kill();
    QTRY_COMPARE_WITH_TIMEOUT(made.local.state(), LocalCluster::Stopped, kPatience);
    made.local.start(made.local.hasNode());
    QTRY_COMPARE_WITH_TIMEOUT(came.count(), 2, kPatience);
}

void StartTest::changesTheFolder() {
    Scripted made;
    made.programs->onClaim = std::unexpected("it is not an Armillary data directory");
    QSignalSpy changed(&made.local, &LocalCluster::folderChanged);
    made.local.start(false);
    QTRY_COMPARE_WITH_TIMEOUT(made.remedies(), (QStringList{"chooseFolder", "retry"}), kPatience);
    made.programs->onClaim = {};
    const QTemporaryDir other;
    made.local.apply(made.remedy("chooseFolder"), QUrl::fromLocalFile(other.path()));
    QTRY_COMPARE_WITH_TIMEOUT(made.local.state(), LocalCluster::Running, kPatience);
    QCOMPARE(made.local.folder(), other.path());
    QCOMPARE(changed.count(), 1);
}

void StartTest::remembersWhatClosingDoes() {
    Scripted made;
    QCOMPARE(made.local.whenClosed(), QStringLiteral("ask"));
    made.local.setWhenClosed("goOn");
    Scripted again;
    QCOMPARE(again.local.whenClosed(), QStringLiteral("goOn"));
}

}  // namespace armillary::app
