// How long one waits: for the window, for what one looks for, for details, for another cluster.
#include <QQuickItem>
#include <algorithm>
#include <array>

#include "figures.h"
#include "open_window.h"
#include "scenarios.h"

namespace armillary::bench {

namespace {

constexpr double kFirstFrame = 1000;
/// With more of them, what takes its time is to hear of them.
struct Budget {
    int pods;
    double firstPicture;
};
constexpr std::array kFirstPictures{Budget{1000, 1000}, Budget{5000, 2000}, Budget{20'000, 6000}};
constexpr double kSearch = 100, kSort = 250, kDetails = 200, kSwitch = 1000;
constexpr int kRepeats = 11;

/// The middle one of several, each about another pod.
double middleOf(OpenWindow& open, const std::function<double(const QString& key)>& measure) {
    std::vector<double> times;
    for (int i = 0; i < kRepeats; ++i) {
        const auto& dots = open.model()->dots();
        const std::size_t at = dots.size() * static_cast<std::size_t>(i) / kRepeats;
        times.push_back(measure(QString::fromStdString(dots[at].key)));
        open.pause(std::chrono::milliseconds(100));
    }
    return percentile(times, 50);
}

}  // namespace

int measureStart(const QStringList& about) {
    const int pods = about[1].toInt();
    const auto budget = std::ranges::find(kFirstPictures, pods, &Budget::pods);
    if (budget == kFirstPictures.end()) return 2;
    OpenWindow open({attached(about[2])}, QStringLiteral("sphere"));
    double firstFrame = 0;
    QObject::connect(
        open.window(), &QQuickWindow::frameSwapped, open.window(), [&] { firstFrame = sinceExec(); },
        static_cast<Qt::ConnectionType>(Qt::DirectConnection | Qt::SingleShotConnection));
    if (!open.waitForPods(pods)) return 1;
    report("window_first_frame" + about[0].toStdString(), firstFrame, "ms", kFirstFrame);
    report("window_first_picture" + about[0].toStdString(), sinceExec(), "ms", budget->firstPicture);
    return 0;
}

int measureWaits(const QStringList& about) {
    const int pods = about[0].toInt();
    const std::string of = "_" + about[0].toStdString() + "_pods";
    OpenWindow open({attached(about[1])}, QStringLiteral("sphere"));
    if (!open.waitForPods(pods)) return 1;

    report("window_find_in_sphere" + of,
           middleOf(open,
                    [&](const QString& key) {
                        return open.timeOf([&] {
                            const QVariantMap found = open.model()->search(key.section(u'/', 1)).first().toMap();
                            open.sphere()->reveal(found["resource"].toString(), found["key"].toString());
                        });
                    }),
           "ms", kSearch);
    QObject* details = open.part("detailPane")->property("details").value<QObject*>();
    QObject* navigator = open.window()->property("navigator").value<QObject*>();
    report(
        "window_details" + of,
        middleOf(
            open,
            [&](const QString& key) {
                return open.timeOf(
                    [&] { QMetaObject::invokeMethod(navigator, "open", Q_ARG(QString, "/Pod"), Q_ARG(QString, key)); },
                    [&] {
                        return details->property("key").toString() == key && !details->property("loading").toBool();
                    });
            }),
        "ms", kDetails);
    QMetaObject::invokeMethod(navigator, "close");

    open.go(QStringLiteral("explorer"));
    app::TableModel* table = open.table();
    if (!open.waitFor([&] { return !table->isLoading() && table->shown() == pods; })) return 1;
    open.pause(std::chrono::milliseconds(500));
    report("window_find_in_explorer" + of,
           middleOf(open,
                    [&](const QString& key) {
                        return open.timeOf([&] { table->setFilter(key.section(u'/', 1)); },
                                           [&] { return table->shown() == 1; });
                    }),
           "ms", kSearch);
    open.timeOf([&] { table->setFilter({}); });
    int column = 0;
    report("window_sort" + of,
           middleOf(open,
                    [&](const QString&) {
                        return open.timeOf([&] { table->sortBy(column++ / 2 % table->columnCount()); });
                    }),
           "ms", kSort);
    return 0;
}

int measureSwitching(const QStringList& about) {
    const int pods = about[0].toInt();
    OpenWindow open({attached(about[1]), attached(about[1])}, QStringLiteral("sphere"));
    if (!open.waitForPods(pods)) return 1;
    std::vector<double> times;
    for (int i = 0; i < kRepeats; ++i)
        times.push_back(open.timeOf([&] { open.clusters().open(1 - open.clusters().currentIndex()); },
                                    [&] { return open.topology() && open.model()->podCount() == pods; }));
    report("window_switch_cluster", percentile(times, 50), "ms", kSwitch);
    return 0;
}

}  // namespace armillary::bench
