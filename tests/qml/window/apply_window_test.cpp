#include "apply_window_test.h"

#include <QProcess>
#include <QQmlComponent>
#include <QTemporaryDir>
#include <QTest>

#include "applying.h"
#include "cluster.h"
#include "editor_document.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

QString ApplyWindowTest::text(const QString& objectName) const {
    const QQuickItem* found = item(objectName);
    return found ? found->property("text").toString() : QString();
}

void ApplyWindowTest::write(const QString& manifest) {
    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("yamlEditor")) && item(QStringLiteral("yamlEditor"))->hasActiveFocus(),
                             kPatience);
    item(QStringLiteral("yamlEditor"))->setProperty("text", manifest);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyLook"))->isEnabled(), kPatience);
}

void ApplyWindowTest::appliesAStarter() {
    openExplorer(QStringLiteral("Deployments"), kDeployments, true);
    click(item(QStringLiteral("newButton")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("starter-web")), kPatience);
    QVERIFY(!item(QStringLiteral("applyLook"))->isEnabled());
    click(item(QStringLiteral("starter-web")));
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("applyFault")), QStringLiteral("2 objects"), kPatience);
    click(item(QStringLiteral("applyLook")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyGo")) && item(QStringLiteral("applyGo"))->isEnabled(),
                             kPatience);
    QCOMPARE(text(QStringLiteral("applyWhere")), QStringLiteral("2 to create, 0 to change, 0 as they are"));
    QVERIFY(shows(QStringLiteral("Service default/web")) && shows(QStringLiteral("Deployment default/web")));
    click(QStringLiteral("Deployment default/web"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("diffAdded")), kPatience);
    click(item(QStringLiteral("applyGo")));
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("applyWhere")), QStringLiteral("2 objects applied"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), kDeployments + 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(text(QStringLiteral("toastText")).contains(QStringLiteral("Apply 2 object")), kPatience);
    // And back.
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(table()->shown(), kDeployments, kPatience);
}

void ApplyWindowTest::appliesByKeyboardAlone() {
    openExplorer(QStringLiteral("Deployments"), kDeployments, true);
    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("yamlEditor")) && item(QStringLiteral("yamlEditor"))->hasActiveFocus(),
                             kPatience);
    for (const char letter : QByteArrayLiteral("apiVersion: v1\nkind: ConfigMap\nmetadata:\nname: keys\n")) {
        if (letter == '\0') continue;
        if (letter == '\n')
            press(Qt::Key_Return);
        else
            QTest::keyClick(m_window, letter);
    }
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applySteps")) && item(QStringLiteral("applySteps"))->hasActiveFocus(),
                             kPatience);
    press(Qt::Key_Escape);  // to the text once more
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("yamlEditor"))->hasActiveFocus(), kPatience);
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyGo")) && item(QStringLiteral("applyGo"))->isEnabled(),
                             kPatience);
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("applyWhere")), QStringLiteral("1 object applied"), kPatience);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(details()->property("name").toString(), QStringLiteral("keys"), kPatience);
}

void ApplyWindowTest::asksBeforeTextIsLost() {
    openStill();
    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("starter-job")), kPatience);
    click(item(QStringLiteral("starter-job")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("yamlEditor"))->property("length").toInt() > 0, kPatience);
    // What can be had again is not asked for.
    click(item(QStringLiteral("closeTab")));
    QTRY_COMPARE_WITH_TIMEOUT(part("dock")->property("count").toInt(), 0, kPatience);
    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("yamlEditor")) && item(QStringLiteral("yamlEditor"))->hasActiveFocus(),
                             kPatience);
    QTest::keyClick(m_window, 'x');
    click(item(QStringLiteral("closeTab")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("discardTab")), kPatience);
    click(item(QStringLiteral("discardTab")));
    QTRY_COMPARE_WITH_TIMEOUT(part("dock")->property("count").toInt(), 0, kPatience);
}

namespace {

const QString kManifest = QStringLiteral(R"(apiVersion: v1
kind: ConfigMap
metadata: {name: theirs}
data: {colour: green, mine: "1"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: fresh}
spec:
  replicas: 2
  selector: {matchLabels: {app: fresh}}
  template:
    metadata: {labels: {app: fresh}}
    spec:
      containers:
      - {name: web, image: "armillary.dev/fresh:1", envFrom: [{configMapRef: {name: theirs}}]}
---
apiVersion: v1
kind: Service
metadata: {name: fresh}
spec: {selector: {app: fresh}, ports: [{port: 80, targetPort: 8080}]}
)");

}  // namespace

void ApplyWindowTest::saysWhatItDoesAndWhoOwnsFields() {
    openExplorer(QStringLiteral("Deployments"), kDeployments, true);
    auto* const cluster = view()->property("cluster").value<Cluster*>();
    bool made = false;
    cluster->gate()->submit(
        {.title = QStringLiteral("Make it"),
         .calls =
             {{.method = "POST",
               .target = "/api/v1/namespaces/default/configmaps?fieldManager=somebody",
               .contentType = "application/json",
               .body =
                   R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"theirs"},"data":{"colour":"blue"}})"}}},
        m_window, [&](const Result<client::Answer>& answer) { made = answer.has_value(); });
    QTRY_VERIFY_WITH_TIMEOUT(made, kPatience);
    write(kManifest);
    click(item(QStringLiteral("applyLook")));
    QTRY_VERIFY_WITH_TIMEOUT(text(QStringLiteral("applyWhere")).startsWith(QStringLiteral("1 object would be refused")),
                             kPatience);
    QVERIFY(!item(QStringLiteral("applyGo"))->isEnabled());
    // Who owns what, and the choice.
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("ownedFields")), kPatience);
    QVERIFY(shows(QStringLiteral("data.colour")) && shows(QStringLiteral("somebody")));
    click(item(QStringLiteral("leaveOwned")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyGo")) && item(QStringLiteral("applyGo"))->isEnabled(),
                             kPatience);
    QVERIFY(item(QStringLiteral("leaveOwned"))->property("checked").toBool());
    // What each does, and all of it.
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("applyEffects")),
                              QStringLiteral("Changes traffic: Service fresh. Starts or ends pods: Deployment fresh."),
                              kPatience);
    click(QStringLiteral("Deployment default/fresh"));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Starts 2 pods.")), kPatience);
    click(QStringLiteral("Service default/fresh"));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Leads to Deployment fresh.")), kPatience);
    click(item(QStringLiteral("applyGo")));
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("applyWhere")), QStringLiteral("3 objects applied"), kPatience);
    // It goes on until the pods are there.
    QTRY_VERIFY_WITH_TIMEOUT(text(QStringLiteral("applyEffects")).startsWith(QStringLiteral("1 workload")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("2 of 2 pods ready")), kPatience);
}

void ApplyWindowTest::reviewsALockedContext() {
    openExplorer(QStringLiteral("Deployments"), kDeployments, true);
    view()->property("cluster").value<Cluster*>()->gate()->setProduction(true);
    write(kManifest);
    click(item(QStringLiteral("applyLook")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyUntried")), kPatience);
    QCOMPARE(text(QStringLiteral("applyWhere")), QStringLiteral("3 to create, 0 to change, 0 as they are"));
    QVERIFY(!item(QStringLiteral("applyGo")));
    QVERIFY(item(QStringLiteral("applySave")));
    press(Qt::Key_S, Qt::ControlModifier);  // nothing is applied by it
    QVERIFY(item(QStringLiteral("applyUntried")));
}

/// As on a page that has its text elsewhere, and little room.
void ApplyWindowTest::reviewStandsByItself() {
    openStill(true);
    QQmlComponent component(m_engine.get());
    component.setData(R"(
import QtQuick
import Armillary.Apply
import Armillary.Components
import Armillary.Host
Rectangle {
    id: pane
    required property Cluster cluster
    property alias applying: applying
    width: 440
    height: 620
    color: Theme.background
    Applying { id: applying; cluster: pane.cluster; homeNamespace: "default"; fieldManager: "armillary-editor" }
    ApplyReview { anchors.fill: parent; applying: applying }
})",
                      QUrl());
    const std::unique_ptr<QObject> made(
        component.createWithInitialProperties({{QStringLiteral("cluster"), view()->property("cluster")}}));
    auto* const pane = qobject_cast<QQuickItem*>(made.get());
    QVERIFY2(pane, qPrintable(component.errorString()));
    pane->setParentItem(m_window->contentItem());
    pane->setZ(1);
    auto* const applying = pane->property("applying").value<Applying*>();
    QTRY_VERIFY_WITH_TIMEOUT(applying->cluster()->isDiscovered(), kPatience);
    applying->setText(kManifest);
    applying->look();
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyGo")) && item(QStringLiteral("applyGo"))->isEnabled(),
                             kPatience);
    QVERIFY(!item(QStringLiteral("applyBack")));
    QTRY_VERIFY_WITH_TIMEOUT(!applying->isWeighing(), kPatience);
    click(QStringLiteral("Service default/fresh"));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Leads to Deployment fresh.")), kPatience);
    // Nothing sticks out of it.
    for (const char* name : {"applyWhere", "applyGo", "applySteps", "applyDiff", "impactList"}) {
        QQuickItem* const part = item(QString::fromLatin1(name));
        QVERIFY2(part, name);
        const auto lies = [&] {
            return pane->boundingRect().contains(
                part->mapRectToItem(pane, QRectF(0, 0, part->width(), part->height())));
        };
        QTRY_VERIFY2_WITH_TIMEOUT(lies(), name, kPatience);
    }
    click(item(QStringLiteral("applyGo")));
    QTRY_COMPARE_WITH_TIMEOUT(text(QStringLiteral("applyWhere")), QStringLiteral("3 objects applied"), kPatience);
}

/// On a production context, by keyboard: what is in the editor, saved or not, on a branch of its repository.
void ApplyWindowTest::commitsWhatMayNotBeApplied() {
    QTemporaryDir folder;
    const auto git = [&](const QStringList& arguments) {
        QProcess process;
        process.setWorkingDirectory(folder.path());
        process.start(QStringLiteral("git"), arguments);
        process.waitForFinished(kPatience);
        return QString::fromUtf8(process.readAllStandardOutput());
    };
    const QString path = folder.filePath(QStringLiteral("map.yaml"));
    const QByteArray text = "# ours\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: branched\n";
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    file.close();
    git({"init", "--quiet", "--initial-branch=main", "."});
    git({"config", "user.name", "Ada"});
    git({"config", "user.email", "ada@example.org"});
    git({"add", "--all"});
    git({"commit", "--quiet", "--message=x"});

    openStill(true);
    auto* const cluster = view()->property("cluster").value<Cluster*>();
    cluster->gate()->setProduction(true);
    EditorDocument document;
    document.setCluster(cluster);
    document.open(QUrl::fromLocalFile(path));
    QTRY_COMPARE_WITH_TIMEOUT(document.count(), 1, kPatience);
    const manifest::Operation added = manifest::TextEdit{0, static_cast<std::size_t>(text.size()), 0, "data: {a: b}\n"};
    QVERIFY(document.perform(QStringLiteral("Type"), {&added, 1}));
    QQmlComponent component(m_engine.get());
    component.setData(R"(
import QtQuick
import Armillary.Apply
import Armillary.Components
import Armillary.Editor
import Armillary.Host
Rectangle {
    id: pane
    required property EditorDocument document
    property alias applying: applying
    width: parent ? parent.width : 800
    height: 620
    color: Theme.background
    Applying { id: applying; cluster: pane.document.cluster; homeNamespace: "default" }
    ApplyReview { anchors.fill: parent; applying: applying; edited: () => pane.document.texts() }
})",
                      QUrl());
    const std::unique_ptr<QObject> made(
        component.createWithInitialProperties({{QStringLiteral("document"), QVariant::fromValue(&document)}}));
    auto* const pane = qobject_cast<QQuickItem*>(made.get());
    QVERIFY2(pane, qPrintable(component.errorString()));
    pane->setParentItem(m_window->contentItem());
    pane->setZ(1);
    auto* const applying = pane->property("applying").value<Applying*>();
    QTRY_VERIFY_WITH_TIMEOUT(cluster->isDiscovered(), kPatience);
    applying->setText(document.textOf({}));
    applying->look();
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyBranch")), kPatience);
    QVERIFY(!item(QStringLiteral("applyGo")));
    item(QStringLiteral("applyBranch"))->forceActiveFocus();
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("branchGo")) && item(QStringLiteral("branchGo"))->isEnabled(),
                             kPatience);
    QCOMPARE(ApplyWindowTest::text(QStringLiteral("branchName")), QStringLiteral("edit-configmap-default-branched"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("branchName"))->hasActiveFocus(), kPatience);
    QVERIFY(shows(QStringLiteral("map.yaml")));
    // What is checked out is not to be had.
    item(QStringLiteral("branchName"))->setProperty("text", QStringLiteral("main"));
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("branchGo"))->isEnabled(), kPatience);
    item(QStringLiteral("branchName"))->setProperty("text", QStringLiteral("try/it"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("branchGo"))->isEnabled(), kPatience);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(
        ApplyWindowTest::text(QStringLiteral("branchSays")).contains(QStringLiteral("is on try/it")), kPatience);
    QVERIFY(!item(QStringLiteral("branchOpenPage")) && !item(QStringLiteral("branchPush")));
    QCOMPARE(git({"show", "try/it:map.yaml"}), QString::fromUtf8(text) + QStringLiteral("data: {a: b}\n"));
    QCOMPARE(git({"status", "--porcelain"}), QString());
    QCOMPARE(git({"symbolic-ref", "HEAD"}), QStringLiteral("refs/heads/main\n"));
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!item(QStringLiteral("branchSays")), kPatience);
    QCOMPARE(applying->stage(), Applying::Reviewing);
    document.giveUp();
}

}  // namespace armillary::app
