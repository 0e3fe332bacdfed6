// armillary: the desktop.
#include <CLI/CLI.hpp>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QSettings>
#include <QSurfaceFormat>

#include "app/offline/offline_cluster.h"
#include "app/offline/simulated_access.h"
#include "app/offline/simulated_logs.h"
#include "cluster_list.h"
#include "engine/client/kubeconfig.h"
#include "languages.h"
#include "local_cluster.h"
#include "programs/common/data_dir.h"

namespace {

using armillary::app::Connect;
using armillary::app::Connection;
using armillary::app::KnownCluster;
using armillary::app::LocalCluster;

struct Options {
    std::string dataDir, kubeconfig, context, language;
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
        if (made)
            made->calls =
                armillary::app::withSimulatedLogs(armillary::app::withSimulatedAccess(std::move(made->calls)));
        return made;
    };
}

/// To the armillaryd that serves this data directory; whether one does is the local cluster's to know.
Connect connectDataDir(const QString& dataDir) {
    const armillary::programs::DataDir files{dataDir.toStdString()};
    return armillary::app::connectKubeconfig({files.kubeconfig().string()}, {});
}

KnownCluster offline(const Options& options) {
    return {.name = QStringLiteral("simulated"),
            .detail = QCoreApplication::translate("Program", "simulated machines, in memory"),
            .connect = connectOffline(options)};
}

KnownCluster local(const QString& folder) {
    return {.name = QStringLiteral("armillary"), .detail = folder, .connect = connectDataDir(folder)};
}

/// The context that a kubeconfig means when none is named.
std::string contextOf(const Options& options) {
    if (!options.context.empty()) return options.context;
    for (const auto& context : armillary::client::readContexts({options.kubeconfig}).contexts)
        if (context.current) return context.name;
    return options.kubeconfig;
}

/// One that was asked for by options; otherwise the data directory's.
KnownCluster chooseFirst(const Options& options) {
    if (options.offline) return offline(options);
    if (!options.kubeconfig.empty())
        return {.name = QString::fromStdString(contextOf(options)),
                .detail = QString::fromStdString(options.kubeconfig),
                .connect = armillary::app::connectKubeconfig({options.kubeconfig}, options.context)};
    return local(QString::fromStdString(options.dataDir));
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
        "Armillary's desktop: a Kubernetes cluster, seen and used. Brings up one of its own on this machine, or "
        "attaches "
        "to any other.");
    Options chosen;
    options.add_option("--data-dir", chosen.dataDir,
                       "the state of this machine's cluster; " + armillary::programs::defaultDataDir().string() +
                           ", or the folder that was chosen in the window, when left out");
    options.add_option("--kubeconfig", chosen.kubeconfig, "attach to this file's cluster instead");
    options.add_option("--context", chosen.context, "the kubeconfig's context; its current one unless given");
    options.add_flag("--offline", chosen.offline, "a cluster of simulated machines, gone when the window closes");
    options.add_option("--offline-nodes", chosen.offlineNodes, "how many simulated nodes")->check(CLI::Range(1, 200));
    options.add_option("--offline-pods", chosen.offlinePods, "how many pods of deployments on them")
        ->check(CLI::Range(1, 5000));
    // Not among what --help lists: the settings have it, and "pseudo" is for tests.
    options.add_option("--language", chosen.language, "what the window speaks: en, de or zh_CN")->group("");
    options.set_version_flag("--version", "armillary " ARMILLARY_VERSION);
    CLI11_PARSE(options, count, arguments);

    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(count, arguments);
    QGuiApplication::setApplicationName(QStringLiteral("armillary"));
    QGuiApplication::setOrganizationName(QStringLiteral("armillary"));
    QGuiApplication::setOrganizationDomain(QStringLiteral("armillary.dev"));
    QGuiApplication::setDesktopFileName(QStringLiteral("dev.armillary.Armillary"));
    armillary::app::Languages::speak(QString::fromStdString(chosen.language));

    // Goes last: what it does for clusters that are being left is waited for when no window is there any more.
    auto backstage = std::make_shared<armillary::app::Backstage>();
    const QString kFolder = QStringLiteral("lifecycle/folder");
    if (chosen.dataDir.empty()) chosen.dataDir = QSettings().value(kFolder).toString().toStdString();
    if (chosen.dataDir.empty()) chosen.dataDir = armillary::programs::defaultDataDir().string();
    armillary::app::ClusterList clusters(chooseFirst(chosen), kubeconfigs(), backstage);
    std::unique_ptr<LocalCluster> own;
    QVariantMap properties{{QStringLiteral("clusters"), QVariant::fromValue(&clusters)}};
    if (!chosen.offline && chosen.kubeconfig.empty()) {
        own = std::make_unique<LocalCluster>(QString::fromStdString(chosen.dataDir), LocalCluster::realPrograms(),
                                             backstage);
        QObject::connect(own.get(), &LocalCluster::folderChanged, &clusters, [&] {
            QSettings().setValue(kFolder, own->folder());
            clusters.setFirst(local(own->folder()));
        });
        clusters.add(offline(chosen));
        properties.insert(QStringLiteral("local"), QVariant::fromValue(own.get()));
        // Trays are spoken to over the session's bus; without one Qt complains of each attempt.
        properties.insert(QStringLiteral("trayPossible"),
                          qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
                              QFile::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus")));
    }
    QQmlApplicationEngine engine;
    engine.setInitialProperties(properties);
    QObject::connect(
        &engine, &QQmlApplicationEngine::objectCreationFailed, &application, [] { QCoreApplication::exit(1); },
        Qt::QueuedConnection);
    // What is on this machine is opened once it runs.
    if (own)
        own->watch();
    else
        clusters.start();
    engine.loadFromModule("Armillary.Shell", "Main");
    return QGuiApplication::exec();
}
