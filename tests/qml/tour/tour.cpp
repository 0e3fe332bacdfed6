#include "tour.h"

#include <QDir>
#include <QSettings>

#include "app/offline/simulated_logs.h"
#include "editor_document.h"
#include "tests/qml/support/git_repository.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

void Tour::initTestCase() {
    QVERIFY2(qEnvironmentVariableIsSet("ARMILLARY_TOUR"), "ARMILLARY_TOUR names the folder of the pictures");
}

/// Two pictures that follow each other are the same: what moves has arrived.
QImage Tour::still() {
    QImage last = m_window->grabWindow();
    for (int tries = 0; tries < 40; ++tries) {
        QTest::qWait(120);
        QImage now = m_window->grabWindow();
        if (now == last) break;
        last = now;
    }
    return last;
}

void Tour::picture(const char* name) {
    const QDir folder(qEnvironmentVariable("ARMILLARY_TOUR"));
    QTest::mouseMove(m_window, QPoint(m_window->width() - 2, m_window->height() - 2));  // no hint is in the way
    for (const char* theme : {"dark", "light"}) {
        m_engine->singletonInstance<QObject*>("Armillary.Components", "Theme")
            ->setProperty("mode", QString::fromLatin1(theme));
        const QImage image = still();
        QVERIFY(
            image.save(folder.filePath(QStringLiteral("%1-%2.png").arg(QLatin1String(name), QLatin1String(theme)))));
    }
}

void Tour::openSample() {
    open([]() -> std::expected<Connection, std::string> {
        auto made = canned(kStill)();
        if (made) made->calls = withSimulatedLogs(std::move(made->calls));
        return made;
    });
    m_window->resize(1280, 800);
    QTRY_VERIFY_WITH_TIMEOUT(!WindowFixture::topology()->isLoading() && WindowFixture::topology()->podCount() == kPods,
                             kPatience);
}

void Tour::browse(const QString& kind, const QString& filter) {
    press(Qt::Key_3, Qt::ControlModifier);
    click(kind);
    QTRY_VERIFY_WITH_TIMEOUT(!table()->isLoading() && table()->shown() > 0, kPatience);
    table()->setFilter(filter);
    QTRY_VERIFY_WITH_TIMEOUT(table()->shown() > 0, kPatience);
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_Home);
}

void Tour::openDetails(const QString& resource, const QString& key) {
    QMetaObject::invokeMethod(m_window->property("navigator").value<QObject*>(), "open", Q_ARG(QString, resource),
                              Q_ARG(QString, key));
    QTRY_VERIFY_WITH_TIMEOUT(WindowFixture::details()->property("exists").toBool(), kPatience);
}

void Tour::type(const QString& text) {
    for (const QChar letter : text) QTest::keyClick(m_window, letter.toLatin1());
}

void Tour::welcome() {
    m_programs = std::make_shared<test::FakePrograms>();
    const auto backstage = std::make_shared<Backstage>();
    m_local = std::make_unique<LocalCluster>(
        QStringLiteral("/home/you/.local/share/armillary"),
        [programs = m_programs](const programs::DataDir&) { return programs; }, backstage);
    m_clusters = std::make_unique<ClusterList>(
        KnownCluster{.name = QStringLiteral("armillary"), .detail = m_local->folder(), .connect = sharedStill()},
        QStringList(), backstage);
    load();
    m_window->resize(1280, 800);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("createCluster")), kPatience);
    picture("welcome");
    m_programs->onServer = std::unexpected("armillaryd: cannot listen on 127.0.0.1:6443: the port is in use");
    m_programs->taken = true;
    click(item(QStringLiteral("createCluster")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("remedy-useFreePort")), kPatience);
    picture("start-fails");
}

void Tour::topology() {
    QSettings().setValue(QStringLiteral("topology/view"), QStringLiteral("sphere"));
    openSample();
    auto* sphere = part("topology")->property("sphere").value<SphereView*>();
    QTRY_VERIFY_WITH_TIMEOUT(sphere->bodies().pods() == kPods, kPatience);
    picture("sphere");
    click(item(QStringLiteral("view-map")));
    auto* map = part("topology")->property("mapView").value<MapView*>();
    QTRY_VERIFY_WITH_TIMEOUT(map->model()->nodeCount() > 10, kPatience);
    picture("map");
    QVERIFY(map->reveal(QStringLiteral("apps/Deployment"), QStringLiteral("shop/storefront")));
    picture("map-near");
    click(item(QStringLiteral("view-flat")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("topologyView")), kPatience);
    picture("flat");
}

void Tour::explorer() {
    openSample();
    press(Qt::Key_2, Qt::ControlModifier);
    picture("workloads");
    browse(QStringLiteral("Pods"), QString());
    picture("explorer");
    browse(QStringLiteral("Nodes"), QString());
    picture("nodes");
}

void Tour::details() {
    openSample();
    press(Qt::Key_3, Qt::ControlModifier);
    browse(QStringLiteral("Deployments"), QString());
    openDetails(QStringLiteral("apps/Deployment"), QStringLiteral("shop/storefront"));
    picture("details");
    click(QStringLiteral("Relations"));
    picture("relations");
    click(QStringLiteral("Events"));
    picture("events");
    browse(QStringLiteral("Pods"), QStringLiteral("indexer crashloop"));
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(WindowFixture::details()->property("exists").toBool(), kPatience);
    click(QStringLiteral("Why"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("whyList")), kPatience);
    picture("why");
}

void Tour::actions() {
    openSample();
    browse(QStringLiteral("Deployments"), QStringLiteral("storefront"));
    press(Qt::Key_Menu);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Set image…")), kPatience);
    picture("action-menu");
    click(QStringLiteral("Set image…"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("field storefront")), kPatience);
    item(QStringLiteral("field storefront"))->forceActiveFocus();
    press(Qt::Key_End);
    press(Qt::Key_Backspace);
    type(QStringLiteral("4"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("confirmAction"))->isEnabled(), kPatience);
    picture("set-image");
    press(Qt::Key_Escape);
    browse(QStringLiteral("Namespaces"), QStringLiteral("data"));
    press(Qt::Key_D, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("What else goes")), kPatience);
    picture("delete");
}

void Tour::dock() {
    openSample();
    browse(QStringLiteral("Deployments"), QStringLiteral("storefront"));
    press(Qt::Key_L);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("logLines")) && item(QStringLiteral("logLines"))->property("count").toInt() >= 14,
        kPatience);
    picture("logs");
    browse(QStringLiteral("Pods"), QStringLiteral("storefront-"));
    press(Qt::Key_S);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("terminalView")) && item(QStringLiteral("terminalView"))->hasActiveFocus(), kPatience);
    const auto shown = [this] { return item(QStringLiteral("terminalView"))->property("visibleText").toString(); };
    QTRY_VERIFY_WITH_TIMEOUT(shown().contains(QStringLiteral(":/#")), kPatience);
    type(QStringLiteral("cat /etc/os-release"));
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(shown().contains(QStringLiteral("ID=")), kPatience);
    picture("terminal");
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_T);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("etc")), kPatience);
    picture("files");
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("starter-web")), kPatience);
    picture("new");
    click(item(QStringLiteral("starter-web")));
    click(item(QStringLiteral("applyLook")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyGo")) && item(QStringLiteral("applyGo"))->isEnabled(),
                             kPatience);
    picture("review");
}

void Tour::editor() {
    openSample();
    press(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("editorCanvas")), kPatience);
    picture("editor-empty");
    auto* document = m_window->property("edited").value<EditorDocument*>();
    const auto add = [&](const char* entry) {
        auto* canvas = part("editor")->property("canvas").value<QObject*>();
        QMetaObject::invokeMethod(canvas, "add", Q_ARG(QString, QString::fromLatin1(entry)));
    };
    add("template:web-ingress");
    QTRY_COMPARE_WITH_TIMEOUT(document->count(), 4, kPatience);
    const auto choose = [&](const char* kind) {
        for (const editor::Item& each : document->project().items())
            if (each.object.kind.name == kind) document->setSelection({static_cast<int>(each.id)});
    };
    choose("Deployment");
    picture("editor");
    item(QStringLiteral("editorCanvas"))->forceActiveFocus();
    press(Qt::Key_C);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("connectSearch")), kPatience);
    picture("editor-connect");
    press(Qt::Key_Escape);
    // A mistake: in the list of problems, on the card, at the field and in the text.
    const editor::Item* web = document->project().find(static_cast<editor::ItemId>(document->current()));
    QVERIFY(web);
    const editor::ItemEdit mistake{
        web->id,
        {manifest::Edit::Kind::Set, *manifest::parsePath("spec.template.spec.containers[0].image"), "nginx", {}}};
    QVERIFY(document->edit(QStringLiteral("Set the image"), {&mistake, 1}));
    QTRY_VERIFY_WITH_TIMEOUT(document->isChecked(), kPatience);
    click(item(QStringLiteral("editorTabs-1")));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("problemList")), kPatience);
    picture("editor-problems");
    document->undo();
    click(item(QStringLiteral("editorTabs-0")));
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyGo")) && item(QStringLiteral("applyGo"))->isEnabled(),
                             kPatience);
    picture("editor-plan");
}

void Tour::gitops() {
    const GitRepository shop;
    QVERIFY(fillShop(shop));
    QVERIFY(shop.write(QStringLiteral("web/deployment.yaml"), deploymentOf("web", "example.org/web:2.0")));
    QVERIFY(shop.write(QStringLiteral("notes/config.yaml"),
                       "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: notes}\ndata: {level: high}\n"));
    openSample();
    press(Qt::Key_6, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("gitopsAddress")), kPatience);
    picture("gitops-empty");
    item(QStringLiteral("gitopsAddress"))->setProperty("text", shop.path());
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("gitopsSubject")), kPatience);
    click(item(QStringLiteral("impact-rollout")));
    picture("gitops");
}

void Tour::forwards() {
    openSample();
    browse(QStringLiteral("Services"), QStringLiteral("storefront"));
    press(Qt::Key_F, Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("forwardLocalPort")) && item(QStringLiteral("forwardLocalPort"))->hasActiveFocus(),
        kPatience);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("1 of 1 active; only this machine can use them")), kPatience);
    picture("forwards");
}

void Tour::palette() {
    openSample();
    press(Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("paletteField")), kPatience);
    type(QStringLiteral("dep"));
    picture("palette");
    press(Qt::Key_Escape);
    press(Qt::Key_F1);
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Delete (in a table)")), kPatience);
    picture("keys");
}

void Tour::production() {
    openSample();
    m_clusters->setProduction(0, true);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("lockButton")), kPatience);
    click(item(QStringLiteral("lockButton")));
    picture("production");
}

void Tour::settings() {
    openSample();
    press(Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("settingsScroll")), kPatience);
    picture("settings");
}

}  // namespace armillary::app
