// The window's two budgets: how soon its first frame is on the screen, and how long a frame takes while a thousand pods
// move. Run it under Xvfb: there Mesa draws in software, so that the figures are those of a machine without a GPU.
#include <time.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "app/offline/offline_cluster.h"
#include "cluster_list.h"
#include "topology_model.h"

namespace {

using namespace armillary::app;

constexpr int kPods = 1000, kNodes = 10, kFrames = 300;
constexpr auto kRearrangeEvery = std::chrono::milliseconds(300);  // shorter than a move: something moves in every frame

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

/// Keeps all pods moving, and notes the time between one frame on the screen and the next.
class FrameMeter : public QObject {
public:
    FrameMeter(QQuickWindow* window, TopologyModel* model) : m_model(model) {
        connect(&m_rearrange, &QTimer::timeout, this, [this] {
            m_wide = !m_wide;
            m_model->setViewSize(m_wide ? QSizeF(1200, 640) : QSizeF(900, 640));
        });
        m_rearrange.start(kRearrangeEvery);
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
        report("window_frame_1000_pods_p50", m_times[kFrames / 2], 16);
        report("window_frame_1000_pods_p95", m_times[kFrames * 95 / 100], 33);
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    }

    TopologyModel* m_model;
    QTimer m_rearrange;
    QElapsedTimer m_sinceLast;
    std::vector<double> m_times;
    bool m_wide = false, m_done = false;
};

}  // namespace

int main(int count, char** arguments) {
    const QTemporaryDir settings;
    qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
    qputenv("LIBGL_ALWAYS_SOFTWARE", "1");
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(count, arguments);
    QGuiApplication::setApplicationName(QStringLiteral("armillary"));
    QGuiApplication::setOrganizationName(QStringLiteral("armillary"));

    ClusterList clusters({.name = QStringLiteral("simulated"),
                          .connect = []() -> std::expected<Connection, std::string> {
                              const auto offline = makeOfflineCluster(
                                  {.nodes = kNodes, .pods = kPods, .lively = false, .controllers = false});
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
    auto* model = window->property("view")
                      .value<QObject*>()
                      ->property("topology")
                      .value<QObject*>()
                      ->property("model")
                      .value<TopologyModel*>();
    QObject::connect(
        window, &QQuickWindow::frameSwapped, window, [] { report("window_first_frame", sinceExec(), 1000); },
        static_cast<Qt::ConnectionType>(Qt::DirectConnection | Qt::SingleShotConnection));

    std::unique_ptr<FrameMeter> meter;
    QObject::connect(model, &TopologyModel::countsChanged, window, [&] {
        if (!meter && model->podCount() == kPods) meter = std::make_unique<FrameMeter>(window, model);
    });
    return QGuiApplication::exec();
}
