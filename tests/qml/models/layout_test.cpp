#include "layout_test.h"

#include <QTest>
#include <set>

#include "layout.h"

namespace armillary::app {

namespace {

constexpr QSizeF kView(1204, 640);

std::vector<int> groups(std::size_t count, int pods) {
    return std::vector<int>(count, pods);
}

}  // namespace

void LayoutTest::keepsPodsInTheirCards_data() {
    QTest::addColumn<int>("groupCount");
    QTest::addColumn<int>("podsEach");
    QTest::addColumn<QSizeF>("view");
    QTest::newRow("one pod") << 1 << 1 << kView;
    QTest::newRow("no pods") << 3 << 0 << kView;
    QTest::newRow("a small cluster") << 4 << 12 << kView;
    QTest::newRow("a thousand") << 10 << 100 << kView;
    QTest::newRow("more than fit") << 40 << 110 << kView;
    QTest::newRow("a narrow window") << 5 << 30 << QSizeF(300, 500);
}

void LayoutTest::keepsPodsInTheirCards() {
    QFETCH(int, groupCount);
    QFETCH(int, podsEach);
    QFETCH(QSizeF, view);
    const TopologyLayout layout = layOut(groups(static_cast<std::size_t>(groupCount), podsEach), view);
    QCOMPARE(layout.cards.size(), static_cast<std::size_t>(groupCount));
    QCOMPARE(layout.cells.size(), static_cast<std::size_t>(groupCount));
    for (std::size_t group = 0; group < layout.cards.size(); ++group) {
        const QRectF& card = layout.cards[group];
        QVERIFY(card.left() >= 0 && card.right() <= view.width() && card.bottom() <= layout.height);
        for (std::size_t other = 0; other < group; ++other) QVERIFY(!card.intersects(layout.cards[other]));
        QCOMPARE(layout.cells[group].size(), static_cast<std::size_t>(podsEach));
        const double half = layout.cell / 2;
        std::set<std::pair<double, double>> taken;
        for (const QPointF& centre : layout.cells[group]) {
            QVERIFY(card.contains(QRectF(centre.x() - half, centre.y() - half, layout.cell, layout.cell)));
            QVERIFY(taken.insert({centre.x(), centre.y()}).second);
        }
    }
}

void LayoutTest::fitsAThousandPodsOnTenNodes() {
    const TopologyLayout layout = layOut(groups(10, 100), kView);
    QVERIFY2(layout.height <= kView.height(), "a thousand pods are seen without scrolling");
    QVERIFY(layout.cell > kSmallestCell);
    QCOMPARE(layOut(groups(2, 3), kView).cell, kLargestCell);
}

void LayoutTest::growsDownwardsWhenNothingFits() {
    const TopologyLayout layout = layOut(groups(60, 200), kView);
    QCOMPARE(layout.cell, kSmallestCell);
    QVERIFY(layout.height > kView.height());
}

void LayoutTest::hasNothingToShowWithoutRoom() {
    QVERIFY(layOut({}, kView).cards.empty());
    QVERIFY(layOut({1, 2}, QSizeF(0, 0)).cards.empty());
    QVERIFY(layOut({1, 2}, QSizeF(100, 400)).cards.empty());
}

}  // namespace armillary::app
