// The canvas' budgets with 500 objects on it: how soon a folder is seen, how long a frame takes while cards are
// dragged, how long tidying up takes and for how long it holds the window up, what a keystroke and the undo of a large
// paste cost. Run it under Xvfb: there Mesa draws in software.
//   usage: bench_editor
#include <QClipboard>
#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTimer>
#include <atomic>
#include <cstdio>
#include <functional>

#include "canvas_view.h"
#include "tests/bench/window/figures.h"

namespace armillary::bench {

namespace {

using app::CanvasView;
using app::Cluster;
using app::EditorDocument;

constexpr int kSets = 100, kObjects = 5 * kSets, kApplications = 20;
constexpr std::size_t kFrames = 300;
constexpr int kKeystrokes = 100, kPasted = 200;
constexpr int kPatience = 120'000;

const QByteArray kDesk = R"(
import QtQuick
import Armillary.Editor
import Armillary.Host

Window {
    id: desk
    property Cluster cluster
    property EditorDocument document
    property string folder
    width: 1280
    height: 760
    visible: true
    EditorCanvas { anchors.fill: parent; cluster: desk.cluster; document: desk.document; folder: desk.folder }
}
)";

/// An application's share: what lets people in, what answers, and what that reads.
QByteArray oneSet(int number) {
    const QByteArray template_ =
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: NAME\n  labels: "
        "{app.kubernetes.io/part-of: "
        "PART}\nspec:\n  rules:\n    - http:\n        paths:\n          - path: /\n            pathType: Prefix\n"
        "            backend: {service: {name: NAME, port: {number: 80}}}\n---\n"
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: NAME\n  labels: {app.kubernetes.io/part-of: PART}\nspec:\n"
        "  selector: {app: NAME}\n  ports: [{port: 80}]\n---\n"
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: NAME\n  labels: {app.kubernetes.io/part-of: PART}\n"
        "spec:\n  replicas: 2\n  selector: {matchLabels: {app: NAME}}\n  template:\n    metadata: {labels: {app: "
        "NAME}}\n"
        "    spec:\n      containers:\n        - name: web\n          image: web:1\n          envFrom:\n"
        "            - configMapRef: {name: NAME}\n      volumes:\n        - name: data\n"
        "          persistentVolumeClaim: {claimName: NAME}\n---\n"
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: NAME\n  labels: {app.kubernetes.io/part-of: PART}\ndata: "
        "{A: "
        "b}\n---\n"
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: NAME\n  labels: {app.kubernetes.io/part-of: "
        "PART}\nspec:\n  accessModes: [ReadWriteOnce]\n  resources: {requests: {storage: 1Gi}}\n";
    QByteArray yaml = template_;
    yaml.replace("NAME", "web-" + QByteArray::number(number));
    return yaml.replace("PART", "shop-" + QByteArray::number(number % kApplications));
}

bool waitFor(const std::function<bool()>& fact) {
    QElapsedTimer timer;
    timer.start();
    while (!fact() && timer.elapsed() < kPatience) QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    return fact();
}

double since(const QElapsedTimer& timer) {
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// Time between one frame on the screen and the next while a card is dragged: each frame moves it on.
std::vector<double> framesOfADrag(QQuickWindow* window, CanvasView* view) {
    std::vector<double> times;
    QElapsedTimer last;
    std::atomic<bool> done = false;
    const QPointF start =
        view->mapToScene(view->cardOf(static_cast<int>(view->model()->graph().nodes[0].item)).center());
    const auto send = [&](QEvent::Type type, QPointF at, Qt::MouseButtons buttons) {
        QMouseEvent event(type, at, window->mapToGlobal(at), type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton,
                          buttons, {});
        QCoreApplication::sendEvent(window, &event);
    };
    view->model()->document()->setSelection({});
    view->model()->selectAll();  // all of them follow
    int step = 0;
    QObject listener;
    QObject::connect(
        window, &QQuickWindow::frameSwapped, &listener,
        [&] {
            if (done) return;
            if (last.isValid()) times.push_back(since(last));
            last.restart();
            if (times.size() == kFrames) done = true;
        },
        Qt::DirectConnection);
    QObject::connect(
        window, &QQuickWindow::frameSwapped, &listener,
        [&] {
            ++step;
            send(QEvent::MouseMove, start + QPointF(20 + step % 120, 20 + step % 90), Qt::LeftButton);
        },
        Qt::QueuedConnection);
    send(QEvent::MouseButtonPress, start, Qt::LeftButton);
    send(QEvent::MouseMove, start + QPointF(30, 30), Qt::LeftButton);
    if (!waitFor([&] { return done.load(); })) times.clear();
    listener.disconnect();
    QObject::disconnect(window, nullptr, &listener, nullptr);
    send(QEvent::MouseButtonRelease, start + QPointF(30, 30), Qt::NoButton);
    return times;
}

/// How long tidying up takes, and the longest time that the window's thread did nothing else meanwhile.
std::pair<double, double> tidyUp(app::CanvasModel& model) {
    double longest = 0;
    QElapsedTimer all, beat;
    QTimer heart;
    QObject::connect(&heart, &QTimer::timeout, &heart, [&] {
        longest = std::max(longest, since(beat));
        beat.restart();
    });
    heart.start(1);
    beat.start();
    all.start();
    model.tidyUp();
    if (!waitFor([&] { return !model.isArranging(); })) return {kPatience, kPatience};
    longest = std::max(longest, since(beat));
    return {since(all), longest};
}

std::vector<double> keystrokes(EditorDocument& document) {
    std::vector<double> times;
    const auto deployment = std::ranges::find(document.project().items(), "Deployment",
                                              [](const editor::Item& item) { return item.object.kind.name; });
    const editor::ItemId item = deployment->id;
    for (int i = 0; i < kKeystrokes; ++i) {
        const editor::ItemEdit edit{item,
                                    {manifest::Edit::Kind::Set,
                                     *manifest::parsePath("spec.template.spec.containers[0].image"),
                                     "web:" + std::to_string(i),
                                     {}}};
        QElapsedTimer timer;
        timer.start();
        if (!document.edit(QStringLiteral("Type"), {&edit, 1}, QStringLiteral("typing"))) return {};
        times.push_back(since(timer));
    }
    return times;
}

int measure() {
    const QTemporaryDir folder;
    for (int i = 0; i < kSets; ++i) {
        QFile file(folder.filePath(QStringLiteral("web-%1.yaml").arg(i)));
        if (!file.open(QIODevice::WriteOnly)) return 1;
        file.write(oneSet(i));
    }
    Cluster cluster([]() -> std::expected<app::Connection, std::string> { return std::unexpected("none"); });
    EditorDocument document;
    document.setCluster(&cluster);
    QQmlApplicationEngine engine;
    engine.setInitialProperties({{QStringLiteral("cluster"), QVariant::fromValue(&cluster)},
                                 {QStringLiteral("document"), QVariant::fromValue(&document)},
                                 {QStringLiteral("folder"), folder.filePath(QStringLiteral("places"))}});
    engine.loadData(kDesk);
    if (engine.rootObjects().isEmpty()) return 1;
    auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().first());
    auto* view = window->findChild<CanvasView*>(QStringLiteral("editorCanvas"));
    if (!waitFor([&] { return window->isExposed(); })) return 1;

    QElapsedTimer timer;
    timer.start();
    document.open(QUrl::fromLocalFile(folder.path()));
    if (!waitFor(
            [&] { return view->model()->count() == kObjects && !view->model()->isArranging() && !view->isMoving(); }))
        return 1;
    report("editor_open_500", since(timer), "ms", 3000);
    std::vector<double> frames = framesOfADrag(window, view);
    if (frames.empty()) return 1;
    report("editor_drag_500_p50", percentile(frames, 50), "ms", 16);
    report("editor_drag_500_p99", percentile(frames, 99), "ms", 33);
    const auto [tidy, held] = tidyUp(*view->model());
    report("editor_tidy_500", tidy, "ms", 3000);
    report("editor_tidy_500_window_held", held, "ms", 100);
    std::vector<double> typed = keystrokes(document);
    if (typed.empty()) return 1;
    report("editor_keystroke_500_p99", percentile(typed, 99), "ms", 16);
    QByteArray pasted;
    for (int i = 0; i < kPasted / 5; ++i) pasted += oneSet(1000 + i) + "---\n";
    QGuiApplication::clipboard()->setText(QString::fromUtf8(pasted));
    view->model()->paste(QPointF(0, 5000));
    if (view->model()->count() != kObjects + kPasted) return 1;
    timer.restart();
    view->model()->undo();
    if (view->model()->count() != kObjects) return 1;
    report("editor_undo_paste_200", since(timer), "ms", 100);
    return 0;
}

}  // namespace

}  // namespace armillary::bench

int main(int count, char** arguments) {
    const QTemporaryDir settings;
    qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
    qputenv("LIBGL_ALWAYS_SOFTWARE", "1");
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    const QGuiApplication application(count, arguments);
    QGuiApplication::setApplicationName(QStringLiteral("armillary"));
    QGuiApplication::setOrganizationName(QStringLiteral("armillary"));
    return armillary::bench::measure();
}
