// armillary: the desktop.
#include <CLI/CLI.hpp>
#include <QDir>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QSurfaceFormat>

#include "app/offline/offline_cluster.h"
#include "app/offline/simulated_access.h"
#include "cluster_list.h"
#include "engine/client/kubeconfig.h"
#include "programs/common/data_dir.h"
#include "programs/common/folder.h"

namespace {

using armillary::app::Connect;
using armillary::app::Connection;
using armillary::app::KnownCluster;

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
        auto made = armillary::app::connectionInProcess(*cluster, (*cluster)->client(), (*cluster)->kubeconfig(),
                                                        QStringLiteral("simulated"));
        if (made) made->calls = armillary::app::withSimulatedAccess(std::move(made->calls));
        return made;
    };
}

/// A folder that is somebody else's is refused where every failed start is shown: in the window. An armillaryd that
/// serves it already is what the window then shows.
Connect connectDataDir(const std::string& dataDir) {
    return [dataDir]() -> std::expected<Connection, std::string> {
        const auto folder = armillary::programs::canonicalFolder(dataDir);
        if (!folder) return std::unexpected(folder.error());
        if (auto claimed = armillary::programs::claimFolder(*folder); !claimed) return std::unexpected(claimed.error());
        const armillary::programs::DataDir files{*folder};
        if (armillary::programs::runningProcess(files.serverPid(), "armillaryd"))
            return armillary::app::connectKubeconfig({files.kubeconfig().string()}, {})();
        return armillary::app::connectEmbedded(folder->string())();
    };
}

/// The context that a kubeconfig means when none is named.
std::string contextOf(const Options& options) {
    if (!options.context.empty()) return options.context;
    for (const auto& context : armillary::client::readContexts({options.kubeconfig}).contexts)
        if (context.current) return context.name;
    return options.kubeconfig;
}

KnownCluster chooseFirst(const Options& options) {
    if (options.offline)
        return {.name = QStringLiteral("simulated"),
                .detail = QStringLiteral("simulated machines, in memory"),
                .connect = connectOffline(options)};
    if (!options.kubeconfig.empty())
        return {.name = QString::fromStdString(contextOf(options)),
                .detail = QString::fromStdString(options.kubeconfig),
                .connect = armillary::app::connectKubeconfig({options.kubeconfig}, options.context)};
    return {.name = QStringLiteral("armillary"),
            .detail = QString::fromStdString(options.dataDir),
            .connect = connectDataDir(options.dataDir)};
}

/// The user's own kubeconfigs.
QStringList kubeconfigs() {
    QStringList files;
    for (const std::string& file : armillary::client::kubeconfigFiles(qEnvironmentVariable("KUBECONFIG").toStdString(),
                                                                      QDir::homePath().toStdString()))
        files << QString::fromStdString(file);
    return files;
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

    // Goes last: what it does for clusters that are being left is waited for when no window is there any more.
    auto backstage = std::make_shared<armillary::app::Backstage>();
    armillary::app::ClusterList clusters(chooseFirst(chosen), kubeconfigs(), backstage);
    QQmlApplicationEngine engine;
    engine.setInitialProperties({{QStringLiteral("clusters"), QVariant::fromValue(&clusters)}});
    QObject::connect(
        &engine, &QQmlApplicationEngine::objectCreationFailed, &application, [] { QCoreApplication::exit(1); },
        Qt::QueuedConnection);
    clusters.start();
    engine.loadFromModule("Armillary.Shell", "Main");
    return QGuiApplication::exec();
}
