#include "views_window_test.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include "tests/qml/support/fake_kustomize.h"

namespace armillary::app {

void ViewsWindowTest::write(const QString& name, const char* bytes) const {
    QDir(m_folder.path()).mkpath(QFileInfo(name).path());
    QFile file(m_folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

void ViewsWindowTest::changesAnOverlayInTheForm() {
    write(QStringLiteral("base/kustomization.yaml"), "resources: [web.yaml]\n");
    write(QStringLiteral("base/web.yaml"), FakeKustomize::kBase);
    write(QStringLiteral("prod/kustomization.yaml"), FakeKustomize::kOverlay);
    openStill();
    press(Qt::Key_4, Qt::ControlModifier);
    auto* const page = part("editor");
    QVERIFY(page);
    auto* const files = page->property("document").value<EditorDocument*>();
    auto* const rendered = page->property("rendered").value<RenderedView*>();
    QVERIFY(files && rendered);
    rendered->setWorkshop(FakeKustomize::workshop());
    QVERIFY(!item(QStringLiteral("editorViews")));
    files->open(QUrl::fromLocalFile(m_folder.path()));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("editorViews")), kPatience);

    // By keyboard: the second of the choices is the overlay.
    item(QStringLiteral("editorViews"))->forceActiveFocus();
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    QTRY_VERIFY_WITH_TIMEOUT(rendered->current() == 1 && rendered->shown()->count() == 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("editorView")), kPatience);
    rendered->shown()->setSelection({static_cast<int>(rendered->shown()->project().items().front().id)});

    const QString image = QStringLiteral("spec.template.spec.containers[0].image");
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("field-") + image), kPatience);
    QCOMPARE(item(QStringLiteral("origin-") + image)->property("text").toString(),
             QStringLiteral("prod/kustomization.yaml, images[0].newTag, line 6"));
    click(item(QStringLiteral("field-") + image));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("field-") + image)->hasActiveFocus(), kPatience);
    press(Qt::Key_End);
    press(Qt::Key_Backspace);
    QTest::keyClick(m_window, '9');
    QTRY_COMPARE_WITH_TIMEOUT(item(QStringLiteral("field-") + image)->property("text").toString(),
                              QStringLiteral("nginx:1.29"), kPatience);
    QString overlay;
    for (const auto& file : files->project().workspace().files())
        if (file.path.string().ends_with("prod/kustomization.yaml")) overlay = QString::fromStdString(file.text);
    QCOMPARE(overlay,
             QString::fromUtf8(FakeKustomize::kOverlay).replace(QStringLiteral("1.27"), QStringLiteral("1.29")));

    // The way there.
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("editorOriginOpen0")), kPatience);
    item(QStringLiteral("editorOriginOpen0"))->forceActiveFocus();
    press(Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(rendered->current(), -1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("yamlEditor"))->property("text").toString().startsWith(QStringLiteral("# Production.")),
        kPatience);
    QVERIFY(!item(QStringLiteral("yamlEditor"))->property("readOnly").toBool());
    files->undo();
    QVERIFY(!files->isModified());

    // What cannot be rendered any more stays as it was, and the renderer's words lead to the file.
    const manifest::Operation typed = manifest::TextEdit{static_cast<std::size_t>(files->file()), 0, 0, "broken: 1\n"};
    QVERIFY(files->perform(QStringLiteral("Type"), {&typed, 1}));
    rendered->setCurrent(1);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("editorViewProblem")), kPatience);
    QVERIFY(
        item(QStringLiteral("editorViewHead"))->property("text").toString().contains(QStringLiteral("unknown field")));
    click(item(QStringLiteral("editorViewProblem")));
    QTRY_COMPARE_WITH_TIMEOUT(rendered->current(), -1, kPatience);
    files->undo();
}

}  // namespace armillary::app
