#include "open_window.h"

#include <QCoreApplication>
#include <QQuickItem>
#include <QSettings>
#include <QTimer>
#include <cstdlib>

namespace armillary::bench {

namespace {

constexpr auto kPatience = std::chrono::minutes(2);

/// The settings' folder is known before anything reads one.
app::KnownCluster known(const QTemporaryDir& settings, app::Connect connect, const QString& view) {
    qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
    qputenv("XDG_DATA_HOME", settings.path().toUtf8());
    QSettings().setValue(QStringLiteral("topology/view"), view);
    return {.name = QStringLiteral("first"), .connect = std::move(connect)};
}

QQuickItem* below(QQuickItem* item, const QString& objectName) {
    if (item->objectName() == objectName) return item;
    for (QQuickItem* child : item->childItems())
        if (QQuickItem* found = below(child, objectName)) return found;
    return nullptr;
}

}  // namespace

app::Connect attached(const QString& kubeconfig) {
    return app::connectKubeconfig({kubeconfig.toStdString()}, "");
}

OpenWindow::OpenWindow(std::vector<app::Connect> clusters, const QString& view)
    : m_clusters(known(m_settings, clusters.front(), view), {}, std::make_shared<app::Backstage>()) {
    for (std::size_t i = 1; i < clusters.size(); ++i)
        m_clusters.add({.name = QString::number(i), .connect = clusters[i]});
    m_engine.setInitialProperties({{QStringLiteral("clusters"), QVariant::fromValue(&m_clusters)}});
    m_clusters.start();
    m_engine.loadFromModule("Armillary.Shell", "Main");
    if (m_engine.rootObjects().isEmpty()) std::exit(1);
    m_window = qobject_cast<QQuickWindow*>(m_engine.rootObjects().first());
    // On the render thread, the one while the window's waits, the other while it does not.
    connect(m_window, &QQuickWindow::beforeSynchronizing, this, [this] { ++m_begun; }, Qt::DirectConnection);
    connect(m_window, &QQuickWindow::frameSwapped, this, [this] { m_shown = m_begun.load(); }, Qt::DirectConnection);
}

OpenWindow::~OpenWindow() = default;

QQuickItem* OpenWindow::item(const QString& objectName) const {
    return below(m_window->contentItem(), objectName);
}

void OpenWindow::go(const QString& page) {
    QMetaObject::invokeMethod(m_window->property("navigator").value<QObject*>(), "go", Q_ARG(QString, page));
}

bool OpenWindow::waitFor(const std::function<bool()>& fact) {
    QElapsedTimer waiting;
    waiting.start();
    QTimer beat;  // a fact may come about without an event of ours
    beat.start(std::chrono::milliseconds(2));
    while (!fact()) {
        if (waiting.durationElapsed() > kPatience) return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

void OpenWindow::waitForFrame() {
    const int wanted = m_begun + 1;
    m_window->update();
    waitFor([&] { return m_shown >= wanted; });
}

bool OpenWindow::waitForPods(int pods) {
    const bool there = waitFor([&] { return topology() && model()->podCount() == pods && !model()->isLoading(); });
    if (there) waitForFrame();
    return there;
}

double OpenWindow::timeOf(const std::function<void()>& act, const std::function<bool()>& done) {
    QElapsedTimer timer;
    timer.start();
    act();
    if (done) waitFor(done);
    waitForFrame();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

void OpenWindow::pause(std::chrono::milliseconds time) {
    QElapsedTimer timer;
    timer.start();
    QTimer once;
    once.setSingleShot(true);
    once.start(time);
    while (once.isActive()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

}  // namespace armillary::bench
