#include "gitops_window_test.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSettings>
#include <QTest>

#include "editor_document.h"
#include "tests/qml/support/git_repository.h"

namespace armillary::app {

namespace {

bool changeShop(const GitRepository& shop) {
    return fillShop(shop) &&
           shop.write(QStringLiteral("web/deployment.yaml"), deploymentOf("web", "example.org/web:2.0")) &&
           shop.write(QStringLiteral("notes/config.yaml"),
                      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: notes}\ndata: {level: high}\n---\n"
                      "apiVersion: v1\nkind: Secret\nmetadata: {name: token}\nstringData: {word: first-secret-word}\n");
}

}  // namespace

void GitopsWindowTest::openPage() {
    QSettings().remove(QStringLiteral("gitops"));
    openStill();
    press(Qt::Key_6, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(page(), QStringLiteral("gitops"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("gitopsAddress")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("gitopsAddress"))->hasActiveFocus(), kPatience);
}

void GitopsWindowTest::openRepository(const QString& path) {
    openPage();
    item(QStringLiteral("gitopsAddress"))->setProperty("text", path);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("gitopsChanges")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!preview()->property("running").toBool(), kPatience);
}

QString GitopsWindowTest::text(const QString& objectName) const {
    const QQuickItem* found = item(objectName);
    return found ? found->property("text").toString() : QStringLiteral("absent");
}

void GitopsWindowTest::asksForARepository() {
    const GitRepository shop;
    QVERIFY(fillShop(shop));
    openPage();
    QVERIFY(!item(QStringLiteral("gitopsOpen"))->isEnabled());
    item(QStringLiteral("gitopsAddress"))->setProperty("text", shop.path());
    click(item(QStringLiteral("gitopsOpen")));
    // Nothing is changed there: it says so.
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Nothing would change")), kPatience);
    click(item(QStringLiteral("gitopsRepository")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("gitopsClose")), kPatience);
    click(item(QStringLiteral("gitopsClose")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("gitopsRecent-0")), kPatience);
    QCOMPARE(text(QStringLiteral("gitopsRecent-0")), shop.path());
    click(item(QStringLiteral("gitopsRecent-0")));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Nothing would change")), kPatience);
}

void GitopsWindowTest::showsWhatChanges() {
    const GitRepository shop;
    QVERIFY(changeShop(shop));
    openRepository(shop.path());
    QCOMPARE(text(QStringLiteral("gitopsHeadline")), QStringLiteral("2 of 3 applications change"));
    // The first object is looked at.
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("gitopsSubject")), QStringLiteral("ConfigMap shop/notes"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("impact-rollout")), kPatience);
    click(item(QStringLiteral("impact-rollout")));
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("gitopsSubject")), QStringLiteral("Deployment shop/web"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("example.org/web:2.0")), kPatience);
    click(QStringLiteral("YAML"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("gitopsDiff")), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(item(QStringLiteral("gitopsDiff"))->property("added").toInt(), 1, kPatience);
    click(item(QStringLiteral("gitopsCopy")));
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("Deployment shop/web")));
}

void GitopsWindowTest::worksByKeyboard() {
    const GitRepository shop;
    QVERIFY(changeShop(shop));
    openRepository(shop.path());
    QQuickItem* const list = item(QStringLiteral("gitopsChanges"));
    item(QStringLiteral("gitopsSearch"))->forceActiveFocus();
    press(Qt::Key_Down);
    QTRY_VERIFY_WITH_TIMEOUT(list->hasActiveFocus(), kPatience);
    press(Qt::Key_Home);
    const int all = list->property("count").toInt();
    press(Qt::Key_Left);
    QTRY_VERIFY_WITH_TIMEOUT(list->property("count").toInt() < all, kPatience);
    press(Qt::Key_Right);
    QTRY_COMPARE_WITH_TIMEOUT(list->property("count").toInt(), all, kPatience);
    press(Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("gitopsSubject")), QStringLiteral("ConfigMap shop/notes"), kPatience);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("gitopsFields"))->hasActiveFocus(), kPatience);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(list->hasActiveFocus(), kPatience);
    // F5 finds what the watch would find, too.
    const int revision = preview()->property("revision").toInt();
    QVERIFY(shop.write(QStringLiteral("api/deployment.yaml"), deploymentOf("api", "example.org/api:2.0")));
    press(Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(preview()->property("revision").toInt() > revision, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("gitopsHeadline")), QStringLiteral("3 of 3 applications change"),
                              kPatience);
    // Who looked at one looks on at it, though a row came before it.
    QCOMPARE(text(QStringLiteral("gitopsSubject")), QStringLiteral("ConfigMap shop/notes"));
}

void GitopsWindowTest::choosesARevision() {
    const GitRepository shop;
    QVERIFY(changeShop(shop));
    QVERIFY(shop.git({QStringLiteral("branch"), QStringLiteral("quiet")}));
    openRepository(shop.path());
    click(item(QStringLiteral("gitopsHead")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("revisionSearch")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("revisionSearch"))->hasActiveFocus(), kPatience);
    for (const char letter : QByteArray("quiet")) QTest::keyClick(m_window, letter);
    QTRY_COMPARE_WITH_TIMEOUT(item(QStringLiteral("revisionList"))->property("count").toInt(), 1, kPatience);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(preview()->property("head").toString(), QStringLiteral("quiet"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Nothing would change")), kPatience);
}

void GitopsWindowTest::opensInTheEditor() {
    const GitRepository shop;
    QVERIFY(changeShop(shop));
    openRepository(shop.path());
    click(item(QStringLiteral("impact-rollout")));
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("gitopsSubject")), QStringLiteral("Deployment shop/web"), kPatience);
    click(item(QStringLiteral("gitopsEdit")));
    QTRY_COMPARE_WITH_TIMEOUT(page(), QStringLiteral("editor"), kPatience);
    auto* document = m_window->property("edited").value<EditorDocument*>();
    QTRY_VERIFY_WITH_TIMEOUT(!document->selection().isEmpty(), kPatience);
    const editor::Item* chosen = document->project().find(static_cast<editor::ItemId>(document->current()));
    QVERIFY(chosen);
    QCOMPARE(chosen->object.kind.name, "Deployment");
    QCOMPARE(chosen->object.name, "web");
}

void GitopsWindowTest::keepsWhatWasShownWhileSomethingIsBroken() {
    const GitRepository shop;
    QVERIFY(changeShop(shop));
    openRepository(shop.path());
    QVERIFY(!item(QStringLiteral("gitopsProblem")));
    preview()->setProperty("head", QStringLiteral("gone"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("gitopsProblem")), kPatience);
    QVERIFY(item(QStringLiteral("gitopsOlder")));
    QCOMPARE(text(QStringLiteral("gitopsHeadline")), QStringLiteral("2 of 3 applications change"));
    preview()->setProperty("head", QStringLiteral("worktree"));
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("gitopsProblem")), kPatience);
    QVERIFY(shop.write(QStringLiteral("api/deployment.yaml"), "kind: [\n"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("gitopsProblems")), kPatience);
}

}  // namespace armillary::app
