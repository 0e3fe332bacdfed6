// How long a frame takes while something moves: the pods of the flat view, the sphere that turns, the map that is
// zoomed, the rows of the explorer that are scrolled.
#include <QKeyEvent>
#include <QQuickItem>
#include <algorithm>
#include <array>

#include "figures.h"
#include "open_window.h"
#include "scenarios.h"

namespace armillary::bench {

namespace {

constexpr std::size_t kFrames = 300;
constexpr auto kMoveEvery = std::chrono::milliseconds(300);  // a turn of the sphere takes longer
constexpr int kScrolledRows = 3, kRowHeight = 34;

/// 33 ms are 30 frames a second.
struct Budget {
    int pods;
    double p50, p99;
};
constexpr std::array kBudgets{Budget{1000, 16, 33}, Budget{5000, 33, 50}, Budget{20'000, 33, 66}};

/// Keeps the view moving: what does not move by itself goes on with each frame.
class Mover : public QObject {
public:
    Mover(OpenWindow& open, const QString& view) : m_open(open), m_view(view) {
        if (view == u"explorer") m_grid = open.item(QStringLiteral("resourceTable"));
        connect(&m_next, &QTimer::timeout, this, &Mover::move);
        m_next.start(kMoveEvery);
        if (view != u"sphere")
            connect(open.window(), &QQuickWindow::frameSwapped, this, &Mover::move, Qt::QueuedConnection);
    }

private:
    void move() {
        m_there = !m_there;
        if (m_view == u"flat") m_open.model()->setViewSize(m_there ? QSizeF(1200, 640) : QSizeF(900, 640));
        if (m_view == u"map") m_open.map()->zoomBy(m_there ? 1.02 : 1 / 1.02);
        if (m_view == u"sphere") {
            QKeyEvent right(QEvent::KeyPress, Qt::Key_Right, Qt::NoModifier);
            QCoreApplication::sendEvent(m_open.sphere(), &right);
        }
        if (!m_grid) return;
        const double last = m_grid->property("contentHeight").toDouble() - m_grid->height();
        const double next = m_grid->property("contentY").toDouble() + kScrolledRows * kRowHeight;
        m_grid->setProperty("contentY", next > last ? 0 : next);
    }

    OpenWindow& m_open;
    const QString m_view;
    QTimer m_next;
    QQuickItem* m_grid = nullptr;
    bool m_there = false;
};

/// Notes the time between one frame on the screen and the next, on the render thread.
class FrameMeter : public QObject {
public:
    explicit FrameMeter(QQuickWindow* window) {
        m_times.reserve(kFrames);
        connect(window, &QQuickWindow::frameSwapped, this, &FrameMeter::frame, Qt::DirectConnection);
    }
    bool isDone() const { return m_done; }
    std::vector<double>& times() { return m_times; }

private:
    void frame() {
        if (m_done) return;
        if (m_sinceLast.isValid()) m_times.push_back(static_cast<double>(m_sinceLast.nsecsElapsed()) / 1e6);
        m_sinceLast.restart();
        if (m_times.size() == kFrames) m_done = true;
    }
    QElapsedTimer m_sinceLast;
    std::vector<double> m_times;
    std::atomic<bool> m_done = false;
};

}  // namespace

int measureFrames(const QStringList& about) {
    const QString& view = about[0];
    const int pods = about[1].toInt();
    const auto budget = std::ranges::find(kBudgets, pods, &Budget::pods);
    if (budget == kBudgets.end()) return 2;
    OpenWindow open({attached(about[2])}, view == u"explorer" ? QStringLiteral("sphere") : view);
    if (!open.waitForPods(pods)) return 1;
    if (view == u"map" && !open.waitFor([&] { return !open.map()->model()->isLoading(); })) return 1;
    if (view == u"explorer") {
        open.go(view);
        if (!open.waitFor([&] { return !open.table()->isLoading() && open.table()->shown() == pods; })) return 1;
    }
    open.waitForFrame();
    const Mover mover(open, view);
    FrameMeter meter(open.window());
    if (!open.waitFor([&] { return meter.isDone(); })) return 1;
    const std::string name = "window_" + view.toStdString() + "_" + std::to_string(pods) + "_pods_";
    report(name + "p50", percentile(meter.times(), 50), "ms", budget->p50);
    report(name + "p99", percentile(meter.times(), 99), "ms", budget->p99);
    return 0;
}

}  // namespace armillary::bench
