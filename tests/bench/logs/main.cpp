// What a log of 10,000 lines a second does to the window: how many of them it takes, and how long it does not listen to
// a person meanwhile. Run it under Xvfb: there Mesa draws in software, so that the figures are those of a machine
// without a GPU.   usage: bench_logs [SECONDS]
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickStyle>
#include <QTemporaryDir>
#include <QTimer>
#include <cstdio>
#include <format>
#include <mutex>
#include <thread>

#include "app/offline/offline_cluster.h"
#include "cluster_list.h"
#include "log_model.h"

namespace {

using namespace armillary;
using namespace armillary::app;

constexpr int kLinesPerSecond = 10'000, kTicksPerSecond = 100;

/// The simulated cluster's calls, but that its containers talk.
class TalkativeCalls final : public client::Calls {
public:
    explicit TalkativeCalls(std::shared_ptr<client::Calls> real)
        : m_real(std::move(real)), m_thread([this](auto stop) { talk(stop); }) {}

    Result<client::Answer> call(const client::Call& call) override { return m_real->call(call); }
    Result<std::unique_ptr<client::Stream>> follow(const client::Call& call, client::StreamHandlers handlers) override {
        if (!call.target.contains("/log?")) return m_real->follow(call, std::move(handlers));
        const std::lock_guard lock(m_mutex);
        m_handlers.push_back(std::move(handlers));
        return std::make_unique<client::Stream>();
    }
    Result<std::unique_ptr<client::Channels>> open(const std::string& target, const std::vector<std::string>& protocols,
                                                   client::ChannelHandlers handlers) override {
        return m_real->open(target, protocols, std::move(handlers));
    }

private:
    void talk(const std::stop_token& stop) {
        int said = 0;
        for (auto next = std::chrono::system_clock::now(); !stop.stop_requested();
             std::this_thread::sleep_until(next += std::chrono::milliseconds(1000 / kTicksPerSecond))) {
            const std::lock_guard lock(m_mutex);
            for (std::size_t i = 0; i < m_handlers.size(); ++i) {
                std::string lines;
                const auto share = kLinesPerSecond / kTicksPerSecond / m_handlers.size();
                for (std::size_t line = 0; line < share; ++line) lines += text(said++);
                m_handlers[i].data(lines);
            }
        }
    }
    static std::string text(int number) {
        const std::string time = std::format("{:%FT%T}Z ", std::chrono::system_clock::now());
        if (number % 97 == 0)
            return time + std::format("E0102 03:04:05.678901       1 cart.go:112] \"cart is gone\" cart={}\n", number);
        if (number % 13 == 0)
            return time +
                   std::format(R"({{"level":"warn","msg":"slow answer","path":"/cart/{}","ms":{}}})", number,
                               number % 900) +
                   "\n";
        if (number % 3 == 0)
            return time + std::format("\x1b[32mlevel=info\x1b[0m msg=\"paid\" order={} amount=12.50\n", number);
        return time +
               std::format("10.0.3.{} \"GET /cart/{} HTTP/1.1\" 200 {} \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\"\n",
                           number % 250, number, number % 4000);
    }

    const std::shared_ptr<client::Calls> m_real;
    std::mutex m_mutex;
    std::vector<client::StreamHandlers> m_handlers;
    std::jthread m_thread;
};

void report(const char* name, double value, const char* unit, double budget, bool met) {
    std::printf("{\"name\":\"%s\",\"value\":%.2f,\"unit\":\"%s\",\"budget\":%.0f,\"met\":%s}\n", name, value, unit,
                budget, met ? "true" : "false");
    std::fflush(stdout);
}

/// The one of the log that is open.
LogModel* modelBelow(QQuickItem* item) {
    if (auto* model = item->property("lines").value<LogModel*>()) return model;
    for (QQuickItem* child : item->childItems())
        if (LogModel* model = modelBelow(child)) return model;
    return nullptr;
}

}  // namespace

int main(int count, char** arguments) {
    const QTemporaryDir settings;
    qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
    qputenv("XDG_DATA_HOME", settings.path().toUtf8());
    qputenv("LIBGL_ALWAYS_SOFTWARE", "1");
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(count, arguments);
    QGuiApplication::setApplicationName(QStringLiteral("armillary"));
    QGuiApplication::setOrganizationName(QStringLiteral("armillary"));
    const int seconds = count > 1 ? std::atoi(arguments[1]) : 15;

    auto backstage = std::make_shared<Backstage>();
    ClusterList clusters({.name = QStringLiteral("simulated"),
                          .connect = []() -> std::expected<Connection, std::string> {
                              const auto offline = makeOfflineCluster({.nodes = 4, .pods = 48, .lively = false});
                              if (!offline) return std::unexpected(offline.error());
                              auto made = connectionInProcess(*offline, (*offline)->client(), (*offline)->kubeconfig(),
                                                              QStringLiteral("simulated"));
                              if (made) made->calls = std::make_shared<TalkativeCalls>(made->calls);
                              return made;
                          }},
                         {}, backstage);
    QQmlApplicationEngine engine;
    engine.setInitialProperties({{QStringLiteral("clusters"), QVariant::fromValue(&clusters)}});
    clusters.start();
    engine.loadFromModule("Armillary.Shell", "Main");
    if (engine.rootObjects().isEmpty()) return 1;
    QObject* dock =
        engine.rootObjects().first()->property("view").value<QObject*>()->property("dock").value<QObject*>();
    QMetaObject::invokeMethod(dock, "show", Q_ARG(QString, "logs"), Q_ARG(QString, "apps/Deployment"),
                              Q_ARG(QString, "shop/basket"));
    LogModel* model = modelBelow(qobject_cast<QQuickItem*>(dock));
    if (!model) return 1;

    // A timer that is late by this much is a click that waits for as long.
    QElapsedTimer running, sinceLast;
    std::vector<double> late;
    QTimer beat;
    QObject::connect(&beat, &QTimer::timeout, model, [&] {
        if (!running.isValid() && model->total() > 0) running.start();
        if (running.isValid() && sinceLast.isValid())
            late.push_back(static_cast<double>(sinceLast.nsecsElapsed()) / 1e6);
        sinceLast.restart();
        if (!running.isValid() || running.elapsed() < 1000 * seconds) return;
        beat.stop();
        std::ranges::sort(late);
        const double rate =
            static_cast<double>(model->total() + model->dropped()) * 1000 / static_cast<double>(running.elapsed());
        report("logs_lines_per_second", rate, "1/s", 9500, rate >= 9500);
        report("logs_window_busy_p99", late[late.size() * 99 / 100], "ms", 50, late[late.size() * 99 / 100] <= 50);
        report("logs_window_busy_longest", late.back(), "ms", 250, late.back() <= 250);
        QCoreApplication::quit();
    });
    beat.setTimerType(Qt::PreciseTimer);
    beat.start(5);
    return QGuiApplication::exec();
}
