// What the window costs while nobody does anything, and while it stays open for long.
#include <QCoreApplication>
#include <cstdio>

#include "app/offline/offline_cluster.h"
#include "figures.h"
#include "open_window.h"
#include "scenarios.h"

namespace armillary::bench {

namespace {

constexpr auto kSettle = std::chrono::seconds(4), kMeasured = std::chrono::seconds(20);
constexpr double kStill = 2, kLively = 15, kHidden = 2;  // per cent of one processor

app::Connect sample() {
    return []() -> std::expected<app::Connection, std::string> {
        const auto offline = app::makeOfflineCluster();
        if (!offline) return std::unexpected(offline.error());
        return app::connectionInProcess(*offline, (*offline)->client(), (*offline)->kubeconfig(),
                                        QStringLiteral("simulated"));
    };
}

}  // namespace

int measureRest(const QStringList& about) {
    const std::string name = about[0].toStdString();
    const bool hidden = about[1] == u"hidden", offline = about[3] == u"offline";
    OpenWindow open({offline ? sample() : attached(about[3])}, hidden ? QStringLiteral("sphere") : about[1]);
    // A lively sample has about so many.
    if (!open.waitFor([&] { return open.topology() && open.model()->podCount() >= about[2].toInt(); })) return 1;
    open.waitForFrame();
    if (hidden) open.window()->hide();
    open.pause(kSettle);
    const double before = processorSeconds();
    open.pause(kMeasured);
    const double share = (processorSeconds() - before) * 100 / std::chrono::duration<double>(kMeasured).count();
    report("window_at_rest_" + name, share, "%", hidden ? kHidden : name.starts_with("lively") ? kLively : kStill);
    return 0;
}

int stayOpen(const QStringList& about) {
    OpenWindow open({attached(about[1])}, QStringLiteral("sphere"));
    if (!open.waitForPods(about[0].toInt())) return 1;
    // All that follows a cluster does so from now on.
    for (const auto* page : {"workloads", "explorer", "topology"}) {
        open.go(QString::fromLatin1(page));
        open.pause(std::chrono::seconds(1));
    }
    std::puts("ready");
    std::fflush(stdout);
    return QCoreApplication::exec();
}

}  // namespace armillary::bench
