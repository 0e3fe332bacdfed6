#include "gitops_test.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include "gitops_preview.h"
#include "reference_list.h"
#include "tests/qml/support/git_repository.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;

struct Desk {
    Cluster cluster{sharedStill()};
    GitopsPreview preview;
    QAbstractItemModelTester tester{preview.changes(), QAbstractItemModelTester::FailureReportingMode::QtTest};

    Desk() { preview.setProperty("cluster", QVariant::fromValue(&cluster)); }
    bool rests() {
        return QTest::qWaitFor([this] { return !preview.isRunning(); }, kPatience);
    }
    bool open(const QString& address) {
        preview.openAddress(address);
        return rests();
    }
    QVariant data(int row, int role) { return preview.changes()->data(preview.changes()->index(row), role); }
    /// "application web changed", "object web update rolls pods".
    QStringList rows() {
        QStringList rows;
        for (int row = 0; row < preview.changes()->count(); ++row)
            rows << QStringList{data(row, ChangeList::KindRole).toString(), data(row, ChangeList::TitleRole).toString(),
                                data(row, ChangeList::ChangeRole).toString(),
                                data(row, ChangeList::LabelRole).toString()}
                        .join(u' ')
                        .trimmed();
        return rows;
    }
};

}  // namespace

void GitopsTest::init() {
    QSettings().remove(QStringLiteral("gitops"));
}

void GitopsTest::tellsWhatChanges() {
    const GitRepository shop;
    QVERIFY(fillShop(shop));
    Desk desk;
    QVERIFY(desk.open(shop.path()));
    QCOMPARE(desk.preview.problem(), QString());
    QCOMPARE(desk.preview.base(), QStringLiteral("main"));
    QCOMPARE(desk.preview.head(), QStringLiteral("main"));
    QVERIFY(desk.preview.isEmpty());
    QCOMPARE(desk.preview.headline(), QStringLiteral("Nothing would change"));
    QCOMPARE(desk.rows(), QStringList{QStringLiteral("unchanged 3 applications do not change")});

    QVERIFY(shop.write(QStringLiteral("web/deployment.yaml"), deploymentOf("web", "example.org/web:2.0")));
    desk.preview.refresh();
    QVERIFY(desk.rests());
    QCOMPARE(desk.preview.head(), QStringLiteral("worktree"));
    QCOMPARE(desk.preview.headline(), QStringLiteral("1 of 3 applications change"));
    QCOMPARE(desk.preview.sentences().filter(QStringLiteral("Rolls 1 ")).size(), 1);
    const QStringList rows = desk.rows();
    QCOMPARE(rows.size(), 3);
    QCOMPARE(rows[0], QStringLiteral("application web changed rolls pods"));
    QCOMPARE(rows[1], QStringLiteral("object web update rolls pods"));
    QCOMPARE(rows[2], QStringLiteral("unchanged 2 applications do not change"));
    const QVariantMap detail = desk.preview.detail(1);
    QCOMPARE(detail[QStringLiteral("subject")].toString(), QStringLiteral("Deployment shop/web"));
    QCOMPARE(detail[QStringLiteral("origin")].toString(), QStringLiteral("web/deployment.yaml"));
    const QVariantMap field = detail[QStringLiteral("fields")].toList().at(0).toMap();
    QVERIFY(field[QStringLiteral("path")].toString().endsWith(QStringLiteral(".image")));
    QCOMPARE(field[QStringLiteral("to")].toString(), QStringLiteral("example.org/web:2.0"));
    QVERIFY(detail[QStringLiteral("before")].toString().contains(QStringLiteral("web:1.0")));
    QVERIFY(detail[QStringLiteral("after")].toString().contains(QStringLiteral("web:2.0")));
    QVERIFY(desk.preview.detail(0).isEmpty());
    QVERIFY(desk.preview.detail(99).isEmpty());
    desk.preview.copyMarkdown();
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("#### Changed: `Deployment shop/web`")));
}

void GitopsTest::hidesSecrets() {
    const GitRepository shop;
    QVERIFY(fillShop(shop));
    QVERIFY(
        shop.write(QStringLiteral("notes/config.yaml"),
                   "apiVersion: v1\nkind: Secret\nmetadata: {name: token}\nstringData: {word: other-secret-word}\n"));
    Desk desk;
    QVERIFY(desk.open(shop.path()));
    QCOMPARE(desk.preview.changes()->count(), 4);
    QByteArray told;
    for (int row = 0; row < desk.preview.changes()->count(); ++row) {
        const QVariantMap detail = desk.preview.detail(row);
        told += QJsonDocument::fromVariant(detail).toJson();
    }
    desk.preview.copyMarkdown();
    told += QGuiApplication::clipboard()->text().toUtf8();
    QVERIFY(told.contains("token"));
    QVERIFY(!told.contains("secret-word"));
}

void GitopsTest::followsFilesAndCommits() {
    const GitRepository shop;
    QVERIFY(fillShop(shop));
    Desk desk;
    QVERIFY(desk.open(shop.path()));
    QVERIFY(desk.preview.isEmpty());
    // Nobody asks for it: the file is watched, in a folder that is there and in one that comes.
    QVERIFY(shop.write(QStringLiteral("web/deployment.yaml"), deploymentOf("web", "example.org/web:2.0")));
    QTRY_COMPARE_WITH_TIMEOUT(desk.preview.headline(), QStringLiteral("1 of 3 applications change"), kPatience);
    QVERIFY(desk.rests());
    QVERIFY(shop.write(QStringLiteral("apps/more.yaml"), argoApplication("more", shop)));
    QVERIFY(shop.write(QStringLiteral("more/deployment.yaml"), deploymentOf("more", "example.org/more:1.0")));
    QTRY_COMPARE_WITH_TIMEOUT(desk.rows().filter(QStringLiteral("object more create")).size(), 1, kPatience);
    // Compared with the commit before, what is committed is what changes.
    QVERIFY(shop.commit(QStringLiteral("More")));
    desk.preview.setBase(QStringLiteral("main~1"));
    QTRY_COMPARE_WITH_TIMEOUT(desk.preview.head(), QStringLiteral("main"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(desk.preview.headline(), QStringLiteral("2 of 4 applications change"), kPatience);
    QVERIFY(shop.git({QStringLiteral("commit"), QStringLiteral("--quiet"), QStringLiteral("--allow-empty"),
                      QStringLiteral("-m"), QStringLiteral("Nothing")}));
    QTRY_VERIFY_WITH_TIMEOUT(desk.preview.isEmpty(), kPatience);
}

void GitopsTest::keepsTheLastResult() {
    const GitRepository shop;
    QVERIFY(fillShop(shop));
    QVERIFY(shop.write(QStringLiteral("web/deployment.yaml"), deploymentOf("web", "example.org/web:2.0")));
    Desk desk;
    QVERIFY(desk.open(shop.path()));
    QVERIFY(!desk.preview.isStale());
    const QStringList rows = desk.rows();
    desk.preview.setHead(QStringLiteral("gone"));
    QVERIFY(desk.rests());
    QVERIFY(desk.preview.problem().contains(QStringLiteral("gone")));
    QVERIFY(!desk.preview.next().isEmpty());
    QVERIFY(desk.preview.isStale());
    QCOMPARE(desk.rows(), rows);
    desk.preview.setHead(QStringLiteral("worktree"));
    QVERIFY(desk.rests());
    QVERIFY(!desk.preview.isStale());
    // A file that cannot be read is a problem of its application alone.
    QVERIFY(shop.write(QStringLiteral("api/deployment.yaml"), "kind: [\n"));
    QTRY_COMPARE_WITH_TIMEOUT(desk.preview.problems().size(), 1, kPatience);
    QCOMPARE(desk.preview.problems()[0].toMap()[QStringLiteral("application")].toString(), QStringLiteral("api"));
    // What is left out is not said to stay as it is.
    QVERIFY(shop.git({QStringLiteral("checkout"), QStringLiteral("--quiet"), QStringLiteral(".")}));
    QVERIFY(shop.write(QStringLiteral("apps/release.yaml"),
                       "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: cache}\n"));
    QTRY_VERIFY_WITH_TIMEOUT(desk.preview.isEmpty() && !desk.preview.notes().isEmpty(), kPatience);
    QCOMPARE(desk.preview.headline(), QStringLiteral("Nothing would change in what was looked at"));
    QVERIFY(desk.rests());
    desk.preview.refresh();
    desk.preview.stop();
    QVERIFY(desk.preview.isStopped());
    QVERIFY(desk.preview.isStale());
}

void GitopsTest::saysWhatCannotBeOpened() {
    Desk desk;
    QVERIFY(desk.open(QStringLiteral("--upload-pack=x")));
    QVERIFY(!desk.preview.problem().isEmpty());
    QVERIFY(!desk.preview.isReady());
    QVERIFY(desk.open(QStringLiteral("/nonexistent/folder")));
    QVERIFY(!desk.preview.problem().isEmpty());
    QVERIFY(desk.preview.recents().isEmpty());
    const GitRepository empty;
    QVERIFY(desk.open(empty.path()));
    QVERIFY(desk.preview.isReady());
    QVERIFY(!desk.preview.problem().isEmpty());
    // A repository without applications: one says which folder is deployed.
    QVERIFY(empty.write(QStringLiteral("deploy/web.yaml"), deploymentOf("web", "web:1")));
    QVERIFY(empty.commit(QStringLiteral("One")));
    QVERIFY(empty.write(QStringLiteral("deploy/web.yaml"), deploymentOf("web", "web:2")));
    QVERIFY(desk.open(empty.path()));
    QVERIFY(!desk.preview.problem().isEmpty());
    desk.preview.setPath(QStringLiteral("deploy"));
    QVERIFY(desk.rests());
    QCOMPARE(desk.preview.problem(), QString());
    QVERIFY(desk.rows().contains(QStringLiteral("object web update rolls pods")));
}

void GitopsTest::choosesRevisions() {
    const GitRepository shop;
    QVERIFY(fillShop(shop));
    QVERIFY(shop.git({QStringLiteral("tag"), QStringLiteral("v1")}));
    QVERIFY(
        shop.git({QStringLiteral("switch"), QStringLiteral("--quiet"), QStringLiteral("-c"), QStringLiteral("next")}));
    QVERIFY(shop.write(QStringLiteral("web/deployment.yaml"), deploymentOf("web", "example.org/web:3.0")));
    QVERIFY(shop.commit(QStringLiteral("Take version three")));
    QVERIFY(shop.git({QStringLiteral("update-ref"), QStringLiteral("refs/pull/7/head"), QStringLiteral("next")}));
    Desk desk;
    QVERIFY(desk.open(shop.path()));
    QCOMPARE(desk.preview.base(), QStringLiteral("main"));
    QCOMPARE(desk.preview.head(), QStringLiteral("next"));
    QCOMPARE(desk.preview.headline(), QStringLiteral("1 of 3 applications change"));
    ReferenceList list;
    const QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
    list.setPreview(&desk.preview);
    list.setWorktreeShown(true);
    QStringList kinds;
    for (int row = 0; row < list.count(); ++row)
        kinds << list.data(list.index(row), ReferenceList::KindRole).toString();
    QCOMPARE(kinds, (QStringList{QStringLiteral("worktree"), QStringLiteral("branch"), QStringLiteral("branch"),
                                 QStringLiteral("tag"), QStringLiteral("request"), QStringLiteral("commit"),
                                 QStringLiteral("commit")}));
    list.setSearch(QStringLiteral("VERSION three"));
    QVERIFY(list.count() > 0);
    QVERIFY(list.rowOf(QStringLiteral("next")) >= 0);
    QCOMPARE(list.rowOf(QStringLiteral("main")), -1);
    list.setSearch(QStringLiteral("pull/7"));
    QCOMPARE(list.count(), 1);
    QCOMPARE(list.data(list.index(0), ReferenceList::TitleRole).toString(), QStringLiteral("Pull request 7"));
    desk.preview.setHead(list.revisionAt(0));
    QVERIFY(desk.rests());
    QCOMPARE(desk.preview.headline(), QStringLiteral("1 of 3 applications change"));
    desk.preview.setHead(QStringLiteral("v1"));
    QVERIFY(desk.rests());
    QVERIFY(desk.preview.isEmpty());
}

void GitopsTest::filtersAndFolds() {
    const GitRepository shop;
    QVERIFY(fillShop(shop));
    for (const char* name : {"web", "api"})
        QVERIFY(
            shop.write(QStringLiteral("%1/deployment.yaml").arg(QLatin1StringView(name)), deploymentOf(name, "x:2")));
    QVERIFY(QFile::remove(shop.path() + QStringLiteral("/apps/notes.yaml")));
    Desk desk;
    QVERIFY(desk.open(shop.path()));
    ChangeList& changes = *desk.preview.changes();
    QCOMPARE(changes.count(), 7);  // three applications, two deployments, the map and the secret
    QCOMPARE(desk.rows().filter(QStringLiteral("application notes removed")).size(), 1);
    changes.setImpact(QStringLiteral("rollout"));
    QCOMPARE(changes.count(), 4);
    changes.setSearch(QStringLiteral("WEB"));
    QCOMPARE(changes.count(), 2);
    QCOMPARE(changes.firstObject(), 1);
    changes.setSearch({});
    changes.setImpact({});
    const QString key = changes.keyOf(changes.firstObject());
    changes.setFolded(1, true);  // an object's application
    QVERIFY(changes.isFolded(0));
    QCOMPARE(changes.count(), 6);
    QCOMPARE(changes.rowOf(key), -1);
    changes.setFolded(0, false);
    QCOMPARE(changes.rowOf(key), 1);
    QCOMPARE(changes.parentOf(1), 0);
    changes.setFolded(-1, true);
    changes.setFolded(99, true);
    QCOMPARE(changes.count(), 7);
}

void GitopsTest::remembersWhatWasOpen() {
    const GitRepository shop;
    QVERIFY(fillShop(shop));
    {
        Desk desk;
        QVERIFY(desk.open(shop.path()));
        desk.preview.setPath(QStringLiteral("web"));
        QVERIFY(desk.rests());
    }
    Desk desk;
    desk.preview.openLast();
    QVERIFY(desk.rests());
    QCOMPARE(desk.preview.address(), shop.path());
    QCOMPARE(desk.preview.path(), QStringLiteral("web"));
    QCOMPARE(desk.preview.recents(), QStringList{shop.path()});
    desk.preview.close();
    QVERIFY(!desk.preview.isOpen());
    desk.preview.openLast();
    QVERIFY(!desk.preview.isOpen());
    desk.preview.forget(shop.path());
    QVERIFY(desk.preview.recents().isEmpty());
}

/// What cannot be reached fails without what is in its address; what was there before is still compared.
void GitopsTest::fetchesRemoteOnes() {
    Desk desk;
    QVERIFY(desk.open(QStringLiteral("https://somebody:a-word-of-theirs@127.0.0.1:1/shop.git")));
    QVERIFY(!desk.preview.problem().isEmpty());
    QVERIFY(!desk.preview.problem().contains(QStringLiteral("a-word-of-theirs")));
    QVERIFY(!desk.preview.address().contains(QStringLiteral("a-word-of-theirs")));
    QVERIFY(desk.preview.recents().isEmpty());
}

void GitopsTest::staysQuickWithManyObjects() {
    const GitRepository many;
    QVERIFY(many.write(QStringLiteral("apps/many.yaml"), argoApplication("many", many)));
    QVERIFY(many.write(QStringLiteral("many/zero.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: zero}\n"));
    QVERIFY(many.commit(QStringLiteral("One")));
    QByteArray text;
    constexpr int kMany = 9'999;  // with the one that is there, as many as an application may have
    for (int at = 0; at < kMany; ++at)
        text += "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: m" + QByteArray::number(at) + "}\n";
    QVERIFY(many.write(QStringLiteral("many/many.yaml"), text));
    Desk desk;
    QVERIFY(desk.open(many.path()));
    ChangeList& changes = *desk.preview.changes();
    QCOMPARE(changes.count(), kMany + 1);
    changes.setFolded(5000, true);
    QCOMPARE(changes.count(), 1);
    changes.setFolded(0, false);
    changes.setSearch(QStringLiteral("m9998"));
    QCOMPARE(changes.count(), 2);
}

}  // namespace armillary::app
