// The window's budgets: how soon it shows a cluster, how long a frame takes while something moves, how long one waits
// for what one looks for, what it costs while nothing happens, and what a long day does to its memory. Each figure
// comes from a process of its own with nothing but a window in it, attached over HTTPS to clusters that this one has.
// Run it under Xvfb: there Mesa draws in software, so that the figures are those of a machine without a GPU.
//   usage: bench_window [PART...]      (start, frames, waits, rest, memory; all of them unless given)
#include <QGuiApplication>
#include <QProcess>
#include <QQuickStyle>
#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <thread>

#include "busy_cluster.h"
#include "figures.h"
#include "scenarios.h"

namespace armillary::bench {

namespace {

using Scenario = int (*)(const QStringList&);
const std::map<QString, Scenario> kScenarios = {
    {"frames", &measureFrames},       {"start", &measureStart}, {"waits", &measureWaits},
    {"switching", &measureSwitching}, {"rest", &measureRest},   {"stay", &stayOpen},
};

struct Size {
    int pods, nodes;
};
constexpr std::array kSizes{Size{1000, 10}, Size{5000, 200}, Size{20'000, 5000}};
constexpr int kKinds = 900;
// An hour of a busy cluster of a thousand pods: three are replaced a second.
constexpr int kReplaced = 10'000;
constexpr double kMostMemory = 400, kMostGrowth = 12;  // MB; the one in all, the other in the second half of that hour

app::OfflineOptions sized(const Size& size) {
    return {.nodes = size.nodes, .pods = size.pods, .lively = false, .controllers = false};
}

/// One scenario, in this process.
int inThisProcess(const QString& scenario, const QStringList& about, int count, char** arguments) {
    const auto found = kScenarios.find(scenario);
    if (found == kScenarios.end()) return 2;
    qputenv("LIBGL_ALWAYS_SOFTWARE", "1");
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(count, arguments);
    QGuiApplication::setApplicationName(QStringLiteral("armillary"));
    QGuiApplication::setOrganizationName(QStringLiteral("armillary"));
    return found->second(about);
}

/// The scenarios, each in a process of its own.
class Driver {
public:
    Driver(QString program, QStringList parts) : m_program(std::move(program)), m_parts(std::move(parts)) {}

    int run() {
        if (wants("memory")) watchMemory();
        if (wants("rest")) rest();
        for (const Size& size : kSizes) measure(size);
        return m_failed;
    }

private:
    bool wants(const char* part) const { return m_parts.isEmpty() || m_parts.contains(QLatin1StringView(part)); }
    void start(const QStringList& about) {
        m_failed |= QProcess::execute(m_program, QStringList{QStringLiteral("--scenario")} + about) != 0;
    }

    void measure(const Size& size) {
        if (!wants("start") && !wants("frames") && !wants("waits")) return;
        BusyCluster cluster(sized(size));
        const QString pods = QString::number(size.pods), kubeconfig = cluster.kubeconfig();
        const bool small = size.pods == kSizes.front().pods, huge = size.pods == kSizes.back().pods;
        if (wants("start")) start({"start", small ? "" : "_" + pods + "_pods", pods, kubeconfig});
        if (wants("frames"))
            for (const auto* view : {"sphere", "map", "explorer"}) start({"frames", view, pods, kubeconfig});
        if (wants("frames") && small) start({"frames", "flat", pods, kubeconfig});
        if (wants("waits") && (small || huge)) start({"waits", pods, kubeconfig});
        if (!small) return;
        if (wants("waits")) start({"switching", pods, kubeconfig});
        if (!wants("start")) return;
        cluster.addKinds(kKinds);
        start({"start", QStringLiteral("_%1_kinds").arg(kKinds), pods, kubeconfig});
    }

    void rest() {
        {
            BusyCluster still({.lively = false});
            for (const auto* view : {"sphere", "map", "flat"})
                start({"rest", QStringLiteral("still_") + view, view, "48", still.kubeconfig()});
        }
        for (const auto* view : {"sphere", "map", "flat"})
            start({"rest", QStringLiteral("lively_") + view, view, "40", "offline"});
        BusyCluster lively({});
        start({"rest", "hidden", "hidden", "40", lively.kubeconfig()});
    }

    void watchMemory() {
        const Size& size = kSizes.front();
        BusyCluster cluster(sized(size));
        QProcess window;
        window.start(m_program, {"--scenario", "stay", QString::number(size.pods), cluster.kubeconfig()});
        if (!window.waitForReadyRead(120'000)) {
            m_failed = 1;
            return;
        }
        const auto resident = [&] {
            std::this_thread::sleep_for(std::chrono::seconds(3));
            return residentMegabytes(static_cast<long>(window.processId()));
        };
        const double before = resident();
        cluster.replacePods(kReplaced / 2);
        const double middle = resident();
        cluster.replacePods(kReplaced / 2);
        const double after = resident();
        std::printf("# memory in MB: %.1f at first, %.1f after %d pods were replaced, %.1f after %d\n", before, middle,
                    kReplaced / 2, after, kReplaced);
        report("window_memory_after_an_hour", after, "MB", kMostMemory);
        report("window_memory_growth", after - middle, "MB", kMostGrowth);
        window.terminate();
        window.waitForFinished();
    }

    const QString m_program;
    const QStringList m_parts;
    int m_failed = 0;
};

}  // namespace

}  // namespace armillary::bench

int main(int count, char** arguments) {
    QStringList given;
    for (int i = 1; i < count; ++i) given << QString::fromLocal8Bit(arguments[i]);
    if (given.size() > 1 && given.front() == u"--scenario")
        return armillary::bench::inThisProcess(given[1], given.mid(2), count, arguments);
    return armillary::bench::Driver(QString::fromLocal8Bit(arguments[0]), given).run();
}
