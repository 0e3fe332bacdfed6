// The window's budgets: how soon its first frame is on the screen, and how long a frame takes while pods move in the
// flat view, while the sphere turns and while the map is zoomed. Each is measured in a process of its own. Run it under
// Xvfb: there Mesa draws in software, so that the figures are those of a machine without a GPU.
#include <time.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QProcess>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "app/offline/offline_cluster.h"
#include "cluster_list.h"
#include "map_view.h"
#include "sphere_view.h"
#include "topology_model.h"

namespace {

using namespace armillary::app;

constexpr int kFrames = 300;
constexpr auto kMoveEvery = std::chrono::milliseconds(300);  // shorter than a move: something moves in every frame

void report(const char* name, double value, double budget) {
    std::printf("{\"name\":\"%s\",\"value\":%.2f,\"unit\":\"ms\",\"budget\":%.0f,\"met\":%s}\n", name, value, budget,
                value <= budget ? "true" : "false");
    std::fflush(stdout);
}

/// Milliseconds since this process was started, its loading included; to 10 ms, the kernel's resolution.
double sinceExec() {
    std::ifstream file("/proc/self/stat");
    std::string line;
    std::getline(file, line);
    std::istringstream fields(line.substr(line.rfind(')') + 2));
    std::string field;
    for (int i = 3; i <= 22; ++i) fields >> field;
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6 -
           std::stod(field) * 1e3 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// What is measured: 33 ms are 30 frames a second.
struct Scenario {
    const char* view;
    int pods, nodes;
    double p50, p99;
};
constexpr Scenario kScenarios[] = {
    {"flat", 1000, 10, 16, 33},       {"sphere", 1000, 10, 16, 33}, {"sphere", 5000, 200, 33, 50},
    {"sphere", 20'000, 5000, 33, 66}, {"map", 1000, 10, 16, 33},    {"map", 5000, 200, 33, 50},
    {"map", 20'000, 5000, 33, 66},
};

/// Keeps the view moving, and notes the time between one frame on the screen and the next.
class FrameMeter : public QObject {
public:
    FrameMeter(QQuickWindow* window, QObject* page, const Scenario& scenario)
        : m_scenario(scenario),
          m_model(page->property("model").value<TopologyModel*>()),
          m_sphere(page->property("sphere").value<SphereView*>()),
          m_map(page->property("mapView").value<MapView*>()) {
        const std::string_view view = scenario.view;
        connect(&m_next, &QTimer::timeout, this, [this, view] {
            m_wide = !m_wide;
            if (view == "flat") m_model->setViewSize(m_wide ? QSizeF(1200, 640) : QSizeF(900, 640));
            if (view == "map") m_map->zoomBy(m_wide ? 1.02 : 1 / 1.02);
            if (view != "sphere") return;
            QKeyEvent right(QEvent::KeyPress, Qt::Key_Right, Qt::NoModifier);
            QCoreApplication::sendEvent(m_sphere, &right);
        });
        m_next.start(view == "map" ? std::chrono::milliseconds(4) : kMoveEvery);
        connect(window, &QQuickWindow::frameSwapped, this, &FrameMeter::frame, Qt::DirectConnection);
    }

private:
    // On the render thread.
    void frame() {
        if (m_sinceLast.isValid() && m_times.size() < kFrames)
            m_times.push_back(static_cast<double>(m_sinceLast.nsecsElapsed()) / 1e6);
        m_sinceLast.restart();
        if (m_times.size() < kFrames || m_done) return;
        m_done = true;
        std::ranges::sort(m_times);
        const std::string name =
            std::string("window_") + m_scenario.view + "_" + std::to_string(m_scenario.pods) + "_pods_";
        report((name + "p50").c_str(), m_times[kFrames / 2], m_scenario.p50);
        report((name + "p99").c_str(), m_times[kFrames * 99 / 100], m_scenario.p99);
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    }

    const Scenario& m_scenario;
    TopologyModel* m_model;
    SphereView* m_sphere;
    MapView* m_map;
    QTimer m_next;
    QElapsedTimer m_sinceLast;
    std::vector<double> m_times;
    bool m_wide = false, m_done = false;
};

/// One scenario, in this process.
int measure(const Scenario& scenario, int count, char** arguments) {
    const QTemporaryDir settings;
    qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
    qputenv("LIBGL_ALWAYS_SOFTWARE", "1");
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(count, arguments);
    QGuiApplication::setApplicationName(QStringLiteral("armillary"));
    QGuiApplication::setOrganizationName(QStringLiteral("armillary"));
    QSettings().setValue(QStringLiteral("topology/view"), QLatin1StringView(scenario.view));

    ClusterList clusters(
        {.name = QStringLiteral("simulated"),
         .connect = [&scenario]() -> std::expected<Connection, std::string> {
             const auto offline = makeOfflineCluster(
                 {.nodes = scenario.nodes, .pods = scenario.pods, .lively = false, .controllers = false});
             if (!offline) return std::unexpected(offline.error());
             return connectionInProcess(*offline, (*offline)->client(), (*offline)->kubeconfig(),
                                        QStringLiteral("simulated"));
         }},
        QStringList(), std::make_shared<Backstage>());
    clusters.start();
    QQmlApplicationEngine engine;
    engine.setInitialProperties({{QStringLiteral("clusters"), QVariant::fromValue(&clusters)}});
    engine.loadFromModule("Armillary.Shell", "Main");
    if (engine.rootObjects().isEmpty()) return 1;
    auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().first());
    auto* page = window->property("view").value<QObject*>()->property("topology").value<QObject*>();
    auto* model = page->property("model").value<TopologyModel*>();
    auto* map = page->property("map").value<MapModel*>();
    QObject::connect(
        window, &QQuickWindow::frameSwapped, window,
        [&scenario] {
            if (&scenario == kScenarios) report("window_first_frame", sinceExec(), 1000);
        },
        static_cast<Qt::ConnectionType>(Qt::DirectConnection | Qt::SingleShotConnection));

    std::unique_ptr<FrameMeter> meter;
    const auto begin = [&] {
        if (meter || model->podCount() != scenario.pods ||
            (scenario.view == std::string_view("map") && map->isLoading()))
            return;
        meter = std::make_unique<FrameMeter>(window, page, scenario);
    };
    QObject::connect(model, &TopologyModel::countsChanged, window, begin);
    QObject::connect(map, &MapModel::pictureChanged, window, begin);
    return QGuiApplication::exec();
}

}  // namespace

int main(int count, char** arguments) {
    // A number chooses one of them.
    if (count > 1) {
        const auto number = static_cast<std::size_t>(std::atoi(arguments[1]));
        return number < std::size(kScenarios) ? measure(kScenarios[number], count, arguments) : 2;
    }
    int failed = 0;
    for (std::size_t number = 0; number < std::size(kScenarios); ++number)
        failed |= QProcess::execute(QString::fromLocal8Bit(arguments[0]), {QString::number(number)});
    return failed;
}
