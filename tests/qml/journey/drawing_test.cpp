#include "drawing_test.h"

#include <QDir>
#include <QProcess>
#include <QTcpSocket>

#include "connection.h"

namespace armillary::app {

namespace {

constexpr int kLong = 90'000;
const QString kContainer = QStringLiteral("spec.template.spec.containers[0]");

}  // namespace

void DrawingTest::drawing() {
    walk({&DrawingTest::draws, &DrawingTest::fillsIn, &DrawingTest::saves, &DrawingTest::applies, &DrawingTest::answers,
          &DrawingTest::breaksTheImage, &DrawingTest::takesItBack});
}

void DrawingTest::drawingByKeyboard() {
    walk({&DrawingTest::drawsByKeyboard, &DrawingTest::fillsInByKeyboard, &DrawingTest::saves, &DrawingTest::applies,
          &DrawingTest::answers, &DrawingTest::breaksTheImageByKeyboard, &DrawingTest::takesItBack});
}

void DrawingTest::walk(std::initializer_list<Step> steps) {
    const QString kubeconfig = qEnvironmentVariable("ARMILLARY_DRAWING_KUBECONFIG");
    QVERIFY2(!kubeconfig.isEmpty(), "ARMILLARY_DRAWING_KUBECONFIG names the cluster");
    open(connectKubeconfig({kubeconfig.toStdString()}, {}));
    QTRY_VERIFY_WITH_TIMEOUT(view() && !topology()->isLoading(), kLong);
    press(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("editorCanvas")), kPatience);
    for (const Step step : steps) {
        (this->*step)();
        if (QTest::currentTestFailed()) {
            picture("failed");
            return;
        }
    }
}

void DrawingTest::draws() {
    put(QStringLiteral("apps/Deployment"), QStringLiteral("Deployment"), {0.55, 0.35});
    put(QStringLiteral("/Service"), QStringLiteral("Service"), {0.3, 0.8});
    put(QStringLiteral("/ConfigMap"), QStringLiteral("ConfigMap"), {0.8, 0.8});
    put(QStringLiteral("networking.k8s.io/Ingress"), QStringLiteral("Ingress"), {0.2, 0.3});
    // All of it in the window again, before lines are drawn.
    press(Qt::Key_Period);
    join(QStringLiteral("Service"), QStringLiteral("Deployment"));
    join(QStringLiteral("Deployment"), QStringLiteral("ConfigMap"));
    join(QStringLiteral("Ingress"), QStringLiteral("Service"));
    picture("drawn");
}

void DrawingTest::fillsIn() {
    QTest::mouseClick(m_window, Qt::LeftButton, {},
                      inWindow(canvas()->cardOf(itemOf(QStringLiteral("Deployment"))).center()));
    fill(kContainer + QStringLiteral(".image"), QStringLiteral("armillary.dev/sample-web:1"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("open-") + kContainer + QStringLiteral(".ports[0]")), kPatience);
    click(item(QStringLiteral("open-") + kContainer + QStringLiteral(".ports[0]")));
    fill(kContainer + QStringLiteral(".ports[0].containerPort"), QStringLiteral("8080"));
    picture("filled");
    QTRY_VERIFY_WITH_TIMEOUT(document()->isChecked(), kPatience);
    QCOMPARE(text("editorProblems"), QStringLiteral("No problems"));
}

void DrawingTest::drawsByKeyboard() {
    QTRY_VERIFY_WITH_TIMEOUT(canvas()->hasActiveFocus(), kPatience);
    putByKeyboard(QStringLiteral("deploy"), QStringLiteral("Deployment"));
    putByKeyboard(QStringLiteral("service"), QStringLiteral("Service"));
    joinByKeyboard(QStringLiteral("deployment"));
    putByKeyboard(QStringLiteral("configmap"), QStringLiteral("ConfigMap"));
    chooseByKeyboard(QStringLiteral("Deployment"));
    joinByKeyboard(QStringLiteral("configmap"));
    putByKeyboard(QStringLiteral("ingress"), QStringLiteral("Ingress"));
    joinByKeyboard(QStringLiteral("service"));
    picture("drawn-by-keyboard");
}

void DrawingTest::fillsInByKeyboard() {
    chooseByKeyboard(QStringLiteral("Deployment"));
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("formSearch"))->hasActiveFocus(), kPatience);
    fillByKeyboard(QStringLiteral("field-") + kContainer + QStringLiteral(".image"),
                   QStringLiteral("armillary.dev/sample-web:1"));
    fillByKeyboard(QStringLiteral("open-") + kContainer + QStringLiteral(".ports[0]"), {});
    fillByKeyboard(QStringLiteral("field-") + kContainer + QStringLiteral(".ports[0].containerPort"),
                   QStringLiteral("8080"));
    QTRY_VERIFY_WITH_TIMEOUT(document()->isChecked(), kPatience);
    QCOMPARE(text("editorProblems"), QStringLiteral("No problems"));
}

void DrawingTest::breaksTheImageByKeyboard() {
    press(Qt::Key_Return);  // the canvas has the focus, and the deployment is still chosen
    fillByKeyboard(QStringLiteral("field-") + kContainer + QStringLiteral(".image"),
                   QStringLiteral("armillary.dev/sample-web:never"));
    breaks();
}

void DrawingTest::saves() {
    // As the desktop's dialog does once a place has been chosen.
    document()->save(QUrl::fromLocalFile(m_folder.filePath(QStringLiteral("shop.yaml"))));
    QTRY_VERIFY_WITH_TIMEOUT(!document()->isModified(), kPatience);
    m_saved = onDisk();
    QVERIFY(m_saved.contains("image: armillary.dev/sample-web:1 # what runs"));
}

void DrawingTest::applies() {
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyGo")) && item(QStringLiteral("applyGo"))->isEnabled(), kLong);
    picture("plan");
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(text("applyWhere"), QStringLiteral("4 objects applied"), kLong);
    QTRY_COMPARE_WITH_TIMEOUT(text("applyEffects"), QStringLiteral("1 workload is ready"), kLong);
    picture("applied");
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("editorCanvas")), kPatience);
    QVERIFY(canvas()->hasActiveFocus());
}

void DrawingTest::answers() {
    QProcess kubectl;
    kubectl.start(
        QStringLiteral("kubectl"),
        {QStringLiteral("--kubeconfig"), qEnvironmentVariable("ARMILLARY_DRAWING_KUBECONFIG"), QStringLiteral("get"),
         QStringLiteral("services"), QStringLiteral("-o"), QStringLiteral("jsonpath={.items[0].spec.clusterIP}")});
    QVERIFY(kubectl.waitForFinished(kPatience));
    const QString address = QString::fromUtf8(kubectl.readAllStandardOutput());
    QByteArray answer;
    const auto answered = [&] {
        QTcpSocket socket;
        socket.connectToHost(address, 80);
        socket.write("GET / HTTP/1.0\r\n\r\n");
        if (!socket.waitForReadyRead(2000)) return false;
        answer += socket.readAll();
        return answer.contains("version=1");
    };
    QTRY_VERIFY_WITH_TIMEOUT(answered(), kLong);
}

void DrawingTest::breaksTheImage() {
    fill(kContainer + QStringLiteral(".image"), QStringLiteral("armillary.dev/sample-web:never"));
    breaks();
}

void DrawingTest::breaks() {
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyGo")) && item(QStringLiteral("applyGo"))->isEnabled(), kLong);
    press(Qt::Key_Return, Qt::ControlModifier);
    // The review names the cause, and the canvas has it on the card.
    QTRY_VERIFY_WITH_TIMEOUT(find(m_window->contentItem(),
                                  [](QQuickItem* item) {
                                      return item->inherits("QQuickText") && item->property("text").toString().contains(
                                                                                 QStringLiteral("cannot be pulled"));
                                  }),
                             kLong);
    picture("stuck");
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("editorCanvas")), kPatience);
    const auto trouble = [this] {
        const CanvasModel& model = *canvas()->model();
        for (int node = 0; node < model.count(); ++node)
            if (model.graph().nodes[static_cast<std::size_t>(node)].kind == u"Deployment")
                return model.stateOf(node).trouble;
        return QString();
    };
    QTRY_VERIFY_WITH_TIMEOUT(!trouble().isEmpty(), kLong);
    picture("red");
}

void DrawingTest::takesItBack() {
    press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(document()->textOf({}).contains(QStringLiteral("armillary.dev/sample-web:1 # what runs")));
    press(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!document()->isModified(), kPatience);
    QCOMPARE(onDisk(), m_saved);
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("applyGo")) && item(QStringLiteral("applyGo"))->isEnabled(), kLong);
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(text("applyEffects"), QStringLiteral("1 workload is ready"), kLong);
    picture("mended");
}

int DrawingTest::itemOf(const QString& kind) const {
    for (const CanvasNode& node : canvas()->model()->graph().nodes)
        if (node.kind == kind && node.item != editor::kNoItem) return static_cast<int>(node.item);
    return 0;
}

void DrawingTest::drag(QPoint from, QPoint to) {
    QTest::mousePress(m_window, Qt::LeftButton, {}, from);
    for (int step = 1; step <= 8; ++step) QTest::mouseMove(m_window, from + (to - from) * step / 8);
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, to);
}

/// Out of the palette, to a place of the canvas.
void DrawingTest::put(const QString& entry, const QString& kind, QPointF share) {
    const auto row = [&] { return item(QStringLiteral("palette-") + entry); };
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("editorPaletteSearch")), kPatience);
    item(QStringLiteral("editorPaletteSearch"))->setProperty("text", kind);
    QTRY_VERIFY_WITH_TIMEOUT(row() && !canvas()->isMoving(), kPatience);
    drag(centre(row()), inWindow({canvas()->width() * share.x(), canvas()->height() * share.y()}));
    QTRY_VERIFY_WITH_TIMEOUT(itemOf(kind) != 0 && canvas()->hasActiveFocus() && !canvas()->isMoving(), kPatience);
}

/// By a line from one card to another; where there are several ways the first.
void DrawingTest::join(const QString& from, const QString& to) {
    const auto edges = [this] { return document()->project().connections().size(); };
    const auto before = edges();
    QTRY_VERIFY_WITH_TIMEOUT(!canvas()->isMoving(), kPatience);
    drag(inWindow(canvas()->handleOf(itemOf(from))), inWindow(canvas()->cardOf(itemOf(to)).center()));
    QTRY_VERIFY_WITH_TIMEOUT(edges() > before || item(QStringLiteral("connectGo")), kPatience);
    if (item(QStringLiteral("connectGo"))) click(item(QStringLiteral("connectGo")));
    QTRY_VERIFY_WITH_TIMEOUT(edges() > before && !item(QStringLiteral("connectGo")), kPatience);
}

void DrawingTest::fill(const QString& field, const QString& text) {
    const auto input = [&] { return item(QStringLiteral("field-") + field); };
    QTRY_VERIFY_WITH_TIMEOUT(input(), kPatience);
    click(input());
    QTRY_VERIFY_WITH_TIMEOUT(input()->hasActiveFocus(), kPatience);
    press(Qt::Key_A, Qt::ControlModifier);
    for (const QChar letter : text) QTest::keyClick(m_window, letter.toLatin1());
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(document()->textOf({}).contains(text), kPatience);
}

void DrawingTest::type(const QString& text) {
    for (const QChar letter : text) QTest::keyClick(m_window, letter.toLatin1());
}

void DrawingTest::putByKeyboard(const QString& what, const QString& kind) {
    press(Qt::Key_Escape);
    press(Qt::Key_Tab);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("quickAddField")) && item(QStringLiteral("quickAddField"))->hasActiveFocus(), kPatience);
    type(what);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(itemOf(kind) != 0 && canvas()->hasActiveFocus(), kPatience);
    QCOMPARE(document()->current(), itemOf(kind));
}

void DrawingTest::joinByKeyboard(const QString& to) {
    const auto before = document()->project().connections().size();
    press(Qt::Key_C);
    QTRY_VERIFY_WITH_TIMEOUT(
        item(QStringLiteral("connectSearch")) && item(QStringLiteral("connectSearch"))->hasActiveFocus(), kPatience);
    type(to);
    press(Qt::Key_Return);
    const auto edges = [this] { return document()->project().connections().size(); };
    QTRY_VERIFY_WITH_TIMEOUT(edges() > before || (item(QStringLiteral("connectWays")) &&
                                                  item(QStringLiteral("connectWays"))->hasActiveFocus()),
                             kPatience);
    if (edges() == before) press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(edges() > before && canvas()->hasActiveFocus(), kPatience);
}

/// From card to card until that one is reached.
void DrawingTest::chooseByKeyboard(const QString& kind) {
    press(Qt::Key_Tab, Qt::NoModifier);
    for (int cards = 0; cards < 8 && document()->current() != itemOf(kind); ++cards)
        press(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(document()->current(), itemOf(kind));
}

/// On to a control of the form, and into it; without a text it is pressed.
void DrawingTest::fillByKeyboard(const QString& control, const QString& text) {
    const auto there = [&] {
        const QQuickItem* now = m_window->activeFocusItem();
        for (; now; now = now->parentItem())
            if (now->objectName() == control) return true;
        return false;
    };
    for (int steps = 0; steps < 80 && !there(); ++steps) press(Qt::Key_Tab);
    QVERIFY2(there(), qPrintable(control));
    if (text.isEmpty()) return press(Qt::Key_Return);
    press(Qt::Key_A, Qt::ControlModifier);
    type(text);
    QTRY_VERIFY_WITH_TIMEOUT(document()->textOf({}).contains(text), kPatience);
}

QString DrawingTest::text(const char* objectName) const {
    const QQuickItem* found = item(QString::fromLatin1(objectName));
    return found ? found->property("text").toString() : QString();
}

QByteArray DrawingTest::onDisk() const {
    QFile file(m_folder.filePath(QStringLiteral("shop.yaml")));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void DrawingTest::picture(const char* name) {
    const QString folder = qEnvironmentVariable("ARMILLARY_JOURNEY_PICTURES");
    if (!folder.isEmpty() && m_window)
        m_window->grabWindow().save(QDir(folder).filePath(QString::fromLatin1(name) + QStringLiteral(".png")));
}

}  // namespace armillary::app
