#include "views_test.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "form_model.h"
#include "rendered_view.h"
#include "tests/qml/support/fake_kustomize.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;
const QString kImage = QStringLiteral("spec.template.spec.containers[0].image");

/// A folder with an overlay and a chart, open in an editor.
struct Shop {
    QTemporaryDir folder;
    Cluster cluster{[]() -> std::expected<Connection, std::string> { return std::unexpected("not here"); }};
    EditorDocument document;
    RenderedView view;
    QStringList refusals;

    explicit Shop(std::shared_ptr<const ViewWorkshop> workshop = FakeKustomize::workshop()) {
        view.setWorkshop(std::move(workshop));
        document.setCluster(&cluster);
        view.setFiles(&document);
        write("base/kustomization.yaml", "resources: [web.yaml]\n");
        write("base/web.yaml", FakeKustomize::kBase);
        write("prod/kustomization.yaml", FakeKustomize::kOverlay);
        write("chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 1.0.0\n");
        write("chart/values.yaml", "replicas: 2\n");
        write("chart/values-prod.yaml", "# Production.\nreplicas: 3\n");
        write("chart/templates/web.yaml",
              "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: {{ .Values.replicas "
              "}}\n");
        document.open(QUrl::fromLocalFile(folder.path()));
        QVERIFY(QTest::qWaitFor([this] { return !document.isLoading(); }, kPatience));
    }
    void write(const QString& name, const char* bytes) const {
        QDir(folder.path()).mkpath(QFileInfo(name).path());
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    bool look(const QString& text) {
        for (int i = 0; i < view.choices().size(); ++i)
            if (view.choices()[i].toMap()["text"].toString() == text) view.setCurrent(i);
        const bool there =
            QTest::qWaitFor([this] { return !view.isLoading() && view.shown()->count() > 0; }, kPatience);
        if (view.current() >= 0)
            QObject::connect(view.shown(), &EditorDocument::refused, &view,
                             [this](const QString&, const QString& why) { refusals << why; });
        return there && view.current() >= 0;
    }
    const editor::Item& item() const { return view.shown()->project().items().front(); }
    bool set(const char* path, const char* value) {
        const editor::ItemEdit edit{item().id, {manifest::Edit::Kind::Set, *manifest::parsePath(path), value, {}}};
        return view.shown()->edit(QStringLiteral("Set"), {&edit, 1}, QStringLiteral("stint"));
    }
    QString origin(const QString& path) const {
        return view.originOf(item(), *manifest::parsePath(path.toStdString()));
    }
    QString text(const QString& name) const {
        for (const auto& file : document.project().workspace().files())
            if (QString::fromStdString(file.path.string()) == folder.filePath(name))
                return QString::fromStdString(file.text);
        return QStringLiteral("?");
    }
    QString shownText() const {
        return QString::fromStdString(view.shown()->project().workspace().files().front().text);
    }
};

}  // namespace

void ViewsTest::offersWhatAFolderHas() {
    Shop shop;
    QStringList texts;
    for (const QVariant& each : shop.view.choices()) texts << each.toMap()["text"].toString();
    QCOMPARE(texts, (QStringList{"base (Kustomize)", "prod (Kustomize)", "chart (Helm: values.yaml)",
                                 "chart (Helm: values.yaml, values-prod.yaml)"}));
    QCOMPARE(shop.view.current(), -1);
    QCOMPARE(shop.view.shown(), &shop.document);
    shop.document.clear();
    QVERIFY(shop.view.choices().isEmpty());
}

void ViewsTest::saysWhereFieldsAreFrom() {
    Shop shop;
    QVERIFY(shop.look(QStringLiteral("prod (Kustomize)")));
    QVERIFY(shop.view.shown()->isView());
    QVERIFY(!shop.view.shown()->isModified());
    QVERIFY(shop.shownText().startsWith(QStringLiteral("# base/web.yaml\n")));
    QCOMPARE(shop.origin(kImage), QStringLiteral("prod/kustomization.yaml, images[0].newTag, line 6"));
    QCOMPARE(shop.origin(QStringLiteral("metadata.name")), QStringLiteral("base/web.yaml, metadata.name, line 4"));
    FormModel form;
    QAbstractItemModelTester tester(&form);
    form.setDocument(shop.view.shown());
    shop.view.shown()->setSelection({static_cast<int>(shop.item().id)});
    shop.view.shown()->setField(kImage);
    const int row = form.rowOfField();
    QVERIFY(row >= 0);
    QCOMPARE(form.data(form.index(row), FormModel::OriginRole).toString(), shop.origin(kImage));
    QCOMPARE(shop.view.field(), kImage);
    QCOMPARE(shop.view.origins().size(), 1);
    QVERIFY(shop.view.origins().front().toMap()["open"].toBool());
}

void ViewsTest::writesAFieldWhereItBelongs() {
    Shop shop;
    QVERIFY(shop.look(QStringLiteral("prod (Kustomize)")));
    const int item = static_cast<int>(shop.item().id);
    QVERIFY(shop.set(qPrintable(kImage), "nginx:1.2"));
    QVERIFY(shop.set(qPrintable(kImage), "nginx:1.28"));
    // At once here, and in the file with its comments.
    QVERIFY(shop.shownText().contains(QStringLiteral("nginx:1.28")));
    QCOMPARE(shop.text(QStringLiteral("prod/kustomization.yaml")),
             QString::fromUtf8(FakeKustomize::kOverlay).replace(QStringLiteral("1.27"), QStringLiteral("1.28")));
    QVERIFY(shop.document.isModified());
    QCOMPARE(shop.view.shown()->undoTitle(), QStringLiteral("Set"));
    shop.view.shown()->undo();
    QCOMPARE(shop.text(QStringLiteral("prod/kustomization.yaml")), QString::fromUtf8(FakeKustomize::kOverlay));
    QVERIFY(!shop.document.isModified());
    QTRY_VERIFY_WITH_TIMEOUT(shop.shownText().contains(QStringLiteral("nginx:1.27")), kPatience);
    QCOMPARE(static_cast<int>(shop.item().id), item);
}

void ViewsTest::patchesWhatTheBaseSays() {
    Shop shop;
    QVERIFY(shop.look(QStringLiteral("prod (Kustomize)")));
    QVERIFY(shop.set("spec.replicas", "4"));
    // What is typed on goes into the same patch, before anything is rendered.
    QVERIFY(shop.set("spec.replicas", "42"));
    QCOMPARE(shop.text(QStringLiteral("prod/patch-deployment-web.yaml")),
             QStringLiteral("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 42\n"));
    QCOMPARE(
        shop.text(QStringLiteral("prod/kustomization.yaml")),
        QString::fromUtf8(FakeKustomize::kOverlay) + QStringLiteral("patches:\n- path: patch-deployment-web.yaml\n"));
    QCOMPARE(shop.text(QStringLiteral("base/web.yaml")), QString::fromUtf8(FakeKustomize::kBase));
    shop.document.undo();
    QVERIFY(!shop.document.isModified());
}

void ViewsTest::keepsTheLastGoodView() {
    Shop shop;
    QVERIFY(shop.look(QStringLiteral("prod (Kustomize)")));
    for (std::size_t i = 0; i < shop.document.project().workspace().files().size(); ++i)
        if (shop.document.project().workspace().files()[i].path ==
            shop.folder.filePath("prod/kustomization.yaml").toStdString()) {
            const manifest::Operation typed = manifest::TextEdit{i, 0, 0, "broken: 1\n"};
            QVERIFY(shop.document.perform(QStringLiteral("Type"), {&typed, 1}));
        }
    QTRY_VERIFY_WITH_TIMEOUT(!shop.view.problem().isEmpty(), kPatience);
    QVERIFY2(shop.view.problem().contains(QStringLiteral("unknown field \"broken\"")), qPrintable(shop.view.problem()));
    QCOMPARE(shop.view.problemFile(), QStringLiteral("prod/kustomization.yaml"));
    QVERIFY(!shop.view.isLoading());
    QVERIFY(shop.shownText().contains(QStringLiteral("nginx:1.27")));
    shop.document.undo();
    QTRY_VERIFY_WITH_TIMEOUT(shop.view.problem().isEmpty(), kPatience);
}

void ViewsTest::leadsToTheOrigin() {
    Shop shop;
    QVERIFY(shop.look(QStringLiteral("prod (Kustomize)")));
    shop.view.shown()->setSelection({static_cast<int>(shop.item().id)});
    shop.view.shown()->setField(kImage);
    QSignalSpy wanted(&shop.view, &RenderedView::placeWanted);
    shop.view.goTo(0);
    QCOMPARE(shop.view.shown(), &shop.document);
    QCOMPARE(shop.document.files()[shop.document.file()].toMap()["name"].toString(),
             QStringLiteral("prod/kustomization.yaml"));
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].toInt(), 6);
}

void ViewsTest::refusesWhatIsNoField() {
    Shop shop;
    QVERIFY(shop.look(QStringLiteral("prod (Kustomize)")));
    EditorDocument* const shown = shop.view.shown();
    const manifest::Operation typed = manifest::TextEdit{0, 0, 0, "x"};
    QVERIFY(!shown->perform(QStringLiteral("Type"), {&typed, 1}));
    QVERIFY(shown->add(QStringLiteral("Add"), QString::fromUtf8(FakeKustomize::kBase)).empty());
    shown->setSelection({static_cast<int>(shop.item().id)});
    QVERIFY(!shown->removeSelection());
    QVERIFY(!shown->rename(static_cast<int>(shop.item().id), QStringLiteral("shop")));
    QCOMPARE(shop.refusals.size(), 4);
    QVERIFY2(shop.refusals.last().contains(QStringLiteral("base/web.yaml")), qPrintable(shop.refusals.last()));
    QVERIFY(!shop.document.isModified());
}

void ViewsTest::rendersByTheRealPrograms() {
    const gitops::Tools tools = gitops::Tools::find();
    if (tools.helm.empty() || tools.kustomize.empty()) QSKIP("kustomize and helm are not installed");
    Shop shop(ViewWorkshop::ofMachine());
    QVERIFY(shop.look(QStringLiteral("chart (Helm: values.yaml, values-prod.yaml)")));
    QCOMPARE(shop.origin(QStringLiteral("spec.replicas")),
             QStringLiteral("chart/values-prod.yaml, replicas, line 2; the template chart/templates/web.yaml, line 5"));
    QVERIFY(shop.set("spec.replicas", "5"));
    QCOMPARE(shop.text(QStringLiteral("chart/values-prod.yaml")), QStringLiteral("# Production.\nreplicas: 5\n"));
    QTRY_VERIFY_WITH_TIMEOUT(!shop.view.isLoading(), kPatience);
    QVERIFY(shop.look(QStringLiteral("prod (Kustomize)")));
    QVERIFY(shop.set(qPrintable(kImage), "nginx:1.28"));
    QTRY_COMPARE_WITH_TIMEOUT(shop.origin(kImage), QStringLiteral("prod/kustomization.yaml, images[0].newTag, line 6"),
                              kPatience);
    QVERIFY(shop.shownText().contains(QStringLiteral("nginx:1.28")));
}

}  // namespace armillary::app
