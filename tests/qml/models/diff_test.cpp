#include "diff_test.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QTest>
#include <random>

#include "line_diff.h"

namespace armillary::app {

namespace {

QStringList numbered(int from, int to) {
    QStringList lines;
    for (int line = from; line < to; ++line) lines << QStringLiteral("line %1").arg(line);
    return lines;
}

/// "kind:text", "kind:text" … of the rows.
QStringList rows(const LineDiff& diff) {
    QStringList rows;
    for (int row = 0; row < diff.rowCount(); ++row)
        rows << diff.index(row).data(LineDiff::KindRole).toString() + u':' +
                    diff.index(row).data(LineDiff::TextRole).toString();
    return rows;
}

/// Whether the steps are the two texts: each line of each once, in order, and what is the same is.
bool isThem(const TextDiff& diff, const QStringList& before, const QStringList& after) {
    int old = 0, fresh = 0;
    for (const DiffStep& step : diff.steps) {
        if (step.kind != DiffStep::Kind::Added && step.before != old++) return false;
        if (step.kind != DiffStep::Kind::Removed && step.after != fresh++) return false;
        if (step.kind == DiffStep::Kind::Same && before[step.before] != after[step.after]) return false;
    }
    return old == before.size() && fresh == after.size();
}

int changes(const TextDiff& diff) {
    return static_cast<int>(
        std::ranges::count_if(diff.steps, [](const DiffStep& step) { return step.kind != DiffStep::Kind::Same; }));
}

}  // namespace

void DiffTest::saysWhatChanged() {
    LineDiff diff;
    const QAbstractItemModelTester tester(&diff, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QStringList lines = numbered(1, 21);
    diff.setBefore(lines.join(u'\n'));
    lines[9] = "changed";
    lines.insert(10, "added");
    diff.setAfter(lines.join(u'\n') + u'\n');
    QCOMPARE(diff.added(), 2);
    QCOMPARE(diff.removed(), 1);
    QCOMPARE(diff.problem(), QString());
    const QStringList wanted = {"gap:6 unchanged lines", "same:line 7",   "same:line 8",          "same:line 9",
                                "removed:line 10",       "added:changed", "added:added",          "same:line 11",
                                "same:line 12",          "same:line 13",  "gap:7 unchanged lines"};
    QCOMPARE(rows(diff), wanted);
    QCOMPARE(diff.index(4).data(LineDiff::OldLineRole).toInt(), 10);
    QCOMPARE(diff.index(4).data(LineDiff::NewLineRole).toInt(), 0);
    QCOMPARE(diff.index(6).data(LineDiff::NewLineRole).toInt(), 11);
    diff.setAfter(diff.before());
    QCOMPARE(diff.added() + diff.removed(), 0);
    QCOMPARE(diff.rowCount(), 20);
}

void DiffTest::isTheTwoTexts() {
    std::mt19937 random(7);  // the same texts each time
    for (int round = 0; round < 300; ++round) {
        // Few different lines, so that many are the same; and sometimes many.
        const int words = round % 3 == 0 ? 3 : 40;
        const auto text = [&] {
            QStringList lines;
            const int count = static_cast<int>(random() % 60);
            for (int line = 0; line < count; ++line) lines << QString::number(random() % static_cast<unsigned>(words));
            return lines;
        };
        const QStringList before = text(), after = text();
        QVERIFY(isThem(diffLines(before, after), before, after));
    }
}

void DiffTest::findsTheShortest() {
    const auto letters = [](const char* text) {
        return QString::fromLatin1(text).split(QString(), Qt::SkipEmptyParts);
    };
    QCOMPARE(changes(diffLines(letters("abcabba"), letters("cbabac"))), 5);  // Myers' own example
    QCOMPARE(changes(diffLines(letters("aaaa"), letters("aa"))), 2);
    QCOMPARE(changes(diffLines({}, letters("ab"))), 2);
    QCOMPARE(changes(diffLines(letters("xaxbxcx"), letters("xbxcxax"))), 4);
}

void DiffTest::staysQuickOnLargeTexts() {
    QStringList before, after;
    for (int line = 0; line < LineDiff::kMostLines; ++line) {
        before << QString::number(line % 2);
        after << QString::number(line % 3 % 2);
    }
    // Were it not coarse, it would not come back in any test's time.
    TextDiff diff = diffLines(before, after);
    QVERIFY(diff.coarse);
    QVERIFY(isThem(diff, before, after));
    const QStringList other = numbered(0, LineDiff::kMostLines), another = numbered(30'000, 50'000);
    diff = diffLines(other, another);
    QVERIFY(!diff.coarse);  // nothing in common is the right answer
    QCOMPARE(changes(diff), 2 * LineDiff::kMostLines);
}

void DiffTest::refusesWhatIsTooLarge() {
    LineDiff diff;
    const QString large(LineDiff::kMostCharacters + 1, u'x');
    diff.setBefore(large);
    diff.setAfter(large + u'y');
    QCOMPARE(diff.rowCount(), 0);
    QVERIFY(!diff.problem().isEmpty());
    diff.setAfter(large);
    QCOMPARE(diff.problem(), QStringLiteral("Both are the same."));
    diff.setBefore(QString(LineDiff::kMostLines + 1, u'\n'));
    diff.setAfter({});
    QVERIFY(!diff.problem().isEmpty());
    diff.setBefore("a");
    QCOMPARE(rows(diff), QStringList{"removed:a"});
    QCOMPARE(diff.problem(), QString());
}

void DiffTest::showsWhatHasNoGlyph() {
    LineDiff diff;
    QString binary;
    for (char16_t letter = 0; letter < 256; ++letter)
        if (letter != u'\n') binary += QChar(letter);
    diff.setAfter(binary + QString(10'000, u'z'));
    QCOMPARE(diff.rowCount(), 1);
    const QString shown = diff.index(0).data(LineDiff::TextRole).toString();
    QVERIFY(shown.size() <= LineDiff::kMostShown + 1 && shown.endsWith(u'…'));
    QVERIFY(shown.startsWith(u'\u2400'));
    QVERIFY(std::ranges::none_of(shown, [](QChar letter) { return letter.unicode() < 0x20; }));
    QVERIFY(diff.text().contains(binary));
}

void DiffTest::unfoldsAndCopies() {
    LineDiff diff;
    const QAbstractItemModelTester tester(&diff, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QStringList lines = numbered(0, 10);
    diff.setBefore(lines.join(u'\n'));
    lines[0] = "first";
    diff.setAfter(lines.join(u'\n'));
    QCOMPARE(diff.text(), QStringLiteral("-line 0\n+first\n line 1\n line 2\n line 3\n@@\n"));
    diff.unfold(5);
    QCOMPARE(diff.rowCount(), 11);
    QVERIFY(diff.text().endsWith(" line 9\n"));
    diff.unfold(0);  // no gap: nothing happens
    QCOMPARE(diff.rowCount(), 11);
    diff.copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), diff.text());
}

}  // namespace armillary::app
