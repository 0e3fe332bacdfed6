#include "settings_test.h"

#include <QAbstractItemModelTester>
#include <QColor>
#include <QFile>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <memory>

#include "cluster_list.h"
#include "key_map.h"

namespace armillary::app {

namespace {

const QVariantList kPages = {QVariantMap{{"id", "topology"}, {"name", "Topology"}, {"shortcut", "Ctrl+1"}},
                             QVariantMap{{"id", "settings"}, {"name", "Settings"}, {"shortcut", "Ctrl+,"}}};

/// WCAG's.
double luminance(const QColor& color) {
    const auto channel = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}
double contrast(const QColor& one, const QColor& other) {
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

}  // namespace

void SettingsTest::init() {
    QSettings().clear();
}

void SettingsTest::listsEveryKey() {
    KeyMap keys;
    const QAbstractItemModelTester tester(&keys, QAbstractItemModelTester::FailureReportingMode::QtTest);
    keys.setPages(kPages);
    QCOMPARE(keys.current()["page.topology"].toStringList(), QStringList{"Ctrl+1"});
    QCOMPARE(keys.texts()["palette"].toString(), QStringLiteral("Ctrl+K"));
    QStringList all;
    for (int row = 0; row < keys.count(); ++row) {
        QVERIFY(!keys.index(row).data(KeyMap::NameRole).toString().isEmpty());
        all << keys.index(row).data(KeyMap::IdRole).toString();
    }
    for (const char* id : {"search", "swap", "page.settings", "logs", "delete"}) QVERIFY2(all.contains(id), id);
    all.removeDuplicates();
    QCOMPARE(all.size(), keys.count());
    // Nothing is two things from the start.
    for (const QString& id : all)
        for (const QString& sequence : keys.current()[id].toStringList())
            QVERIFY2(keys.conflict(id, sequence).isEmpty(), qPrintable(id + " " + sequence));
}

void SettingsTest::rebindsAKey() {
    {
        KeyMap keys;
        QSignalSpy changed(&keys, &KeyMap::changed);
        QVERIFY(keys.set("theme", "Ctrl+Shift+T"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(keys.current()["theme"].toStringList(), QStringList{"Ctrl+Shift+T"});
    }
    KeyMap again;
    QCOMPARE(again.texts()["theme"].toString(), QStringLiteral("Ctrl+Shift+T"));
    again.reset("theme");
    QCOMPARE(KeyMap().texts()["theme"].toString(), QStringLiteral("Ctrl+T"));
}

void SettingsTest::refusesAKeyThatIsTaken() {
    KeyMap keys;
    keys.setPages(kPages);
    QCOMPARE(keys.conflict("theme", "Ctrl+J")["id"].toString(), QStringLiteral("dock"));
    QVERIFY(!keys.set("theme", "Ctrl+J"));
    QCOMPARE(keys.texts()["theme"].toString(), QStringLiteral("Ctrl+T"));
    QVERIFY(!keys.set("theme", "Ctrl+1"));  // a page's
    QVERIFY(keys.conflict("dock", "Ctrl+J").isEmpty());
    QVERIFY(keys.take("theme", "Ctrl+J"));
    QCOMPARE(keys.texts()["theme"].toString(), QStringLiteral("Ctrl+J"));
    QCOMPARE(keys.texts()["dock"].toString(), QString());
    keys.reset("dock");  // what has its key meanwhile keeps it
    QCOMPARE(keys.texts()["dock"].toString(), QString());
    QCOMPARE(keys.texts()["theme"].toString(), QStringLiteral("Ctrl+J"));
}

void SettingsTest::leavesTablesTheirLetters() {
    KeyMap keys;
    QVERIFY(keys.conflict("theme", "L")["fixed"].toBool());
    QVERIFY(!keys.take("theme", "L"));
    QVERIFY(!keys.set("logs", "Ctrl+L"));
    QCOMPARE(keys.texts()["theme"].toString(), QStringLiteral("Ctrl+T"));
}

void SettingsTest::takesSignsWithAndWithoutShift() {
    QCOMPARE(KeyMap::sequenceOf(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier), QStringLiteral("Ctrl+Shift+P"));
    QCOMPARE(KeyMap::sequenceOf(Qt::Key_Shift, Qt::ShiftModifier), QString());
    KeyMap keys;
    QVERIFY(keys.matches("search", Qt::Key_Slash, Qt::NoModifier));
    QVERIFY(keys.matches("search", Qt::Key_Slash, Qt::ShiftModifier));  // where a layout has it there
    QVERIFY(!keys.matches("search", Qt::Key_Slash, Qt::ControlModifier));
    QVERIFY(keys.set("swap", "Shift+*"));
    QCOMPARE(keys.current()["swap"].toStringList(), (QStringList{"*", "Shift+*"}));
}

void SettingsTest::hasAPresetAsK9s() {
    KeyMap keys;
    keys.setPages(kPages);
    keys.usePreset("k9s");
    QCOMPARE(keys.texts()["swap"].toString(), QStringLiteral("-"));
    QCOMPARE(keys.current()["back"].toStringList().front(), QStringLiteral("["));
    for (const auto& [id, sequences] : keys.current().asKeyValueRange())
        for (const QString& sequence : sequences.toStringList())
            QVERIFY2(keys.conflict(id, sequence).isEmpty(), qPrintable(id + " " + sequence));
    keys.usePreset("default");
    QCOMPARE(keys.texts()["swap"].toString(), QStringLiteral("Ctrl+Tab"));
}

void SettingsTest::readsWell_data() {
    QTest::addColumn<QString>("mode");
    QTest::addColumn<bool>("highContrast");
    QTest::addColumn<double>("least");
    QTest::newRow("dark") << "dark" << false << 4.5;
    QTest::newRow("light") << "light" << false << 4.5;
    QTest::newRow("high contrast, dark") << "dark" << true << 7.0;
    QTest::newRow("high contrast, light") << "light" << true << 7.0;
}

void SettingsTest::readsWell() {
    QFETCH(QString, mode);
    QFETCH(bool, highContrast);
    QFETCH(double, least);
    QQmlEngine engine;
    auto* theme = engine.singletonInstance<QObject*>("Armillary.Components", "Theme");
    QVERIFY(theme);
    theme->setProperty("mode", mode);
    theme->setProperty("highContrast", highContrast);
    const auto color = [&](const char* name) { return theme->property(name).value<QColor>(); };
    for (const char* ground : {"background", "surface", "raised"}) {
        for (const char* text : {"text", "muted", "accent", "good", "warning", "bad"})
            QVERIFY2(
                contrast(color(text), color(ground)) >= least,
                qPrintable(QStringLiteral("%1 on %2: %3").arg(text, ground).arg(contrast(color(text), color(ground)))));
        QVERIFY2(contrast(color("quiet"), color(ground)) >= 3, ground);
    }
    // On a button, and on a selection.
    for (const char* ground : {"accent", "bad"})
        QVERIFY2(contrast(color("accentText"), color(ground)) >= least, ground);
    if (highContrast) QVERIFY(contrast(color("line"), color("surface")) >= 3);
}

void SettingsTest::holdsStill() {
    QQmlEngine engine;
    auto* theme = engine.singletonInstance<QObject*>("Armillary.Components", "Theme");
    QVERIFY(theme->property("quick").toInt() > 0 && theme->property("calm").toInt() > 0);
    theme->setProperty("reducedMotion", true);
    QCOMPARE(theme->property("quick").toInt(), 0);
    QCOMPARE(theme->property("calm").toInt(), 0);
}

void SettingsTest::keepsAddedFiles() {
    const QTemporaryDir folder;
    const QString path = folder.filePath("config");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        R"({"apiVersion":"v1","kind":"Config","clusters":[{"name":"a","cluster":{"server":"https://127.0.0.1:1"}}],
"users":[{"name":"me","user":{"token":"abc"}}],"contexts":[{"name":"elsewhere","context":{"cluster":"a","user":"me"}}]})");
    file.close();
    const KnownCluster first{.name = "first", .detail = "", .connect = [] {
                                 return std::expected<Connection, std::string>(std::unexpected("no"));
                             }};
    {
        ClusterList list(first, {}, std::make_shared<Backstage>());
        QVERIFY(list.addFile(path));
        QCOMPARE(list.addedFiles(), QStringList{path});
        list.setProductionPattern("else*");
        QVERIFY(list.index(1).data(ClusterList::ProductionRole).toBool());
    }
    ClusterList again(first, {}, std::make_shared<Backstage>());
    QCOMPARE(again.names(), (QStringList{"first", "elsewhere"}));
    QVERIFY(again.index(1).data(ClusterList::ProductionRole).toBool());
    again.removeFile(path);
    QCOMPARE(again.names(), QStringList{"first"});
    QVERIFY(again.files().isEmpty());
}

}  // namespace armillary::app
