// armillary: the desktop.
#include <CLI/CLI.hpp>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QSurfaceFormat>

#include "app/offline/offline_cluster.h"
#include "cluster.h"
#include "programs/common/data_dir.h"
#include "programs/common/folder.h"

namespace {

using armillary::app::Cluster;
using armillary::app::Connect;
using armillary::app::Connection;

struct Options {
    std::string dataDir, kubeconfig, context;
    bool offline = false;
    int offlineNodes = 4, offlinePods = 48;
};

Connect connectOffline(const Options& options) {
    return [options]() -> std::expected<Connection, std::string> {
        const auto cluster =
            armillary::app::makeOfflineCluster({.nodes = options.offlineNodes, .pods = options.offlinePods});
        if (!cluster) return std::unexpected(cluster.error());
        return Connection{*cluster, {*cluster, &(*cluster)->client()}, QStringLiteral("simulated machines")};
    };
}

/// A folder that is somebody else's is refused where every failed start is shown: in the window.
Connect connectEmbedded(const std::string& dataDir) {
    return [dataDir]() -> std::expected<Connection, std::string> {
        const auto folder = armillary::programs::canonicalFolder(dataDir);
        if (!folder) return std::unexpected(folder.error());
        if (auto claimed = armillary::programs::claimFolder(*folder); !claimed) return std::unexpected(claimed.error());
        return armillary::app::connectEmbedded(folder->string())();
    };
}

Connect chooseConnection(const Options& options) {
    if (options.offline) return connectOffline(options);
    if (!options.kubeconfig.empty()) return armillary::app::connectKubeconfig(options.kubeconfig, options.context);
    return connectEmbedded(options.dataDir);
}

}  // namespace

int main(int count, char** arguments) {
    CLI::App options(
        "Armillary's desktop: a Kubernetes cluster, seen and used. Embeds its own control plane, or attaches to any "
        "cluster.");
    Options chosen{.dataDir = armillary::programs::defaultDataDir().string()};
    options.add_option("--data-dir", chosen.dataDir, "the embedded cluster's state")->capture_default_str();
    options.add_option("--kubeconfig", chosen.kubeconfig, "attach to this file's cluster instead");
    options.add_option("--context", chosen.context, "the kubeconfig's context; its current one unless given");
    options.add_flag("--offline", chosen.offline, "a cluster of simulated machines, gone when the window closes");
    options.add_option("--offline-nodes", chosen.offlineNodes, "how many simulated nodes")->check(CLI::Range(1, 200));
    options.add_option("--offline-pods", chosen.offlinePods, "how many pods of deployments on them")
        ->check(CLI::Range(1, 5000));
    options.set_version_flag("--version", "armillary " ARMILLARY_VERSION);
    CLI11_PARSE(options, count, arguments);

    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(count, arguments);
    QGuiApplication::setApplicationName(QStringLiteral("armillary"));
    QGuiApplication::setOrganizationName(QStringLiteral("armillary"));
    QGuiApplication::setOrganizationDomain(QStringLiteral("armillary.dev"));
    QGuiApplication::setDesktopFileName(QStringLiteral("armillary"));

    Cluster cluster(chooseConnection(chosen));
    QQmlApplicationEngine engine;
    engine.setInitialProperties({{QStringLiteral("cluster"), QVariant::fromValue(&cluster)}});
    QObject::connect(
        &engine, &QQmlApplicationEngine::objectCreationFailed, &application, [] { QCoreApplication::exit(1); },
        Qt::QueuedConnection);
    engine.loadFromModule("Armillary.Shell", "Main");
    cluster.start();
    return QGuiApplication::exec();
}
