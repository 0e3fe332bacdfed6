#include "branch_test.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "branch_commit.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;

}  // namespace

void BranchTest::commitsToABranch() {
    QTemporaryDir folder;
    const auto git = [&](const QStringList& arguments) {
        QProcess process;
        process.setWorkingDirectory(folder.path());
        process.start(QStringLiteral("git"), arguments);
        process.waitForFinished(kPatience);
        return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
    };
    git({"init", "--quiet", "--initial-branch=main", "."});
    git({"init", "--quiet", "--bare", "store.git"});
    git({"config", "user.name", "Ada"});
    git({"config", "user.email", "ada@example.org"});
    git({"remote", "add", "origin", folder.filePath(QStringLiteral("store.git"))});
    const auto write = [&](const QString& name, const QByteArray& text) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    };
    write(QStringLiteral("web.yaml"), "a: 1\n");
    write(QStringLiteral("same.yaml"), "b: 1\n");
    git({"add", "web.yaml", "same.yaml"});
    git({"commit", "--quiet", "--message=x"});

    Cluster cluster{Connect()};  // its backstage is all that is used of it
    BranchCommit branch;
    branch.setCluster(&cluster);
    const auto reached = [&](BranchCommit::Stage stage) {
        return QTest::qWaitFor([&] { return branch.stage() == stage; }, kPatience);
    };
    const auto file = [&](const QString& name, const QByteArray& text) {
        return QVariantMap{{"path", name.isEmpty() ? name : folder.filePath(name)}, {"text", text}};
    };
    branch.look({file({}, "c: 1\n")}, {});
    QVERIFY(reached(BranchCommit::Unable));
    QVERIFY(branch.problem().contains(QStringLiteral("no folder")));
    branch.look({file(QStringLiteral("same.yaml"), "b: 1\n")}, {});
    QVERIFY(reached(BranchCommit::Looking));
    QVERIFY(reached(BranchCommit::Unable));

    branch.look(
        {file(QStringLiteral("web.yaml"),
              "\xef\xbb\xbf"
              "a: 2\n"),
         file(QStringLiteral("same.yaml"), "b: 1\n"), file(QStringLiteral("new.yaml"), "d: 1\n"), file({}, "c: 1\n")},
        {QStringLiteral("Change Deployment shop/web")});
    QVERIFY(reached(BranchCommit::Ready));
    QCOMPARE(branch.base(), QStringLiteral("main"));
    QCOMPARE(branch.author(), QStringLiteral("Ada <ada@example.org>"));
    QCOMPARE(branch.proposedBranch(), QStringLiteral("change-deployment-shop-web"));
    QCOMPARE(branch.proposedMessage(), QStringLiteral("Change Deployment shop/web"));
    QCOMPARE(branch.files().size(), 2);
    QCOMPARE(branch.leftOut().size(), 1);
    QCOMPARE(branch.remotes(), QStringList{QStringLiteral("origin")});
    QVERIFY(!branch.weigh(QStringLiteral("main"))["possible"].toBool());
    QVERIFY(!branch.weigh(QStringLiteral("-f"))["possible"].toBool());
    QVERIFY(branch.weigh(QStringLiteral("next"))["possible"].toBool());
    branch.choose(1, false);
    QCOMPARE(branch.chosen(), 1);
    branch.commit(QStringLiteral("main"), QStringLiteral("x"), -1);
    QTRY_VERIFY_WITH_TIMEOUT(branch.stage() == BranchCommit::Ready && !branch.problem().isEmpty(), kPatience);

    branch.commit(QStringLiteral("next"), QStringLiteral("Change it"), -1);
    QVERIFY(reached(BranchCommit::Done));
    QVERIFY(!branch.isPushed());
    QCOMPARE(git({"rev-parse", "next"}), branch.commitId());
    QCOMPARE(git({"diff", "--name-only", "main", "next"}), QStringLiteral("web.yaml"));
    QCOMPARE(git({"cat-file", "-s", "next:web.yaml"}), QStringLiteral("8"));
    QCOMPARE(git({"status", "--porcelain", "--untracked-files=no"}), QString());
    QVERIFY(QFile::exists(folder.filePath(QStringLiteral("web.yaml"))));
    branch.push(0);
    QTRY_VERIFY_WITH_TIMEOUT(branch.isPushed(), kPatience);
    QCOMPARE(git({"--git-dir=store.git", "rev-parse", "next"}), branch.commitId());
    QVERIFY(branch.page().isEmpty());
}

}  // namespace armillary::app
