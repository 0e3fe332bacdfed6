#include "editing_test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "engine/schema/api/corev1.h"
#include "manifest.h"
#include "tests/qml/support/offline.h"
#include "three_way.h"
#include "yaml_editor.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;

QJsonObject json(const QByteArray& text) {
    return QJsonDocument::fromJson(text).object();
}

QByteArray text(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// A cluster of the test's own, one for all of them.
OfflineCluster& engine() {
    static const std::shared_ptr<OfflineCluster> cluster =
        makeOfflineCluster({.nodes = 0, .pods = 0, .lively = false}).value();
    return *cluster;
}

/// An editor with the text area's part played by the test.
struct Editing {
    Cluster cluster{[] {
        return connectionInProcess(nullptr, engine().client(), engine().kubeconfig(), QStringLiteral("simulated"));
    }};
    YamlEditor editor;
    QString area;

    Editing() {
        QObject::connect(&editor, &YamlEditor::textWanted, &editor, [this](const QString& wanted) { area = wanted; });
        editor.setCluster(&cluster);
        cluster.start();
    }
    bool open(const QString& resource, const QString& key) {
        editor.show(resource, key);
        return waitFor(YamlEditor::Editing);
    }
    bool waitFor(YamlEditor::Stage stage) {
        return QTest::qWaitFor([&] { return editor.stage() == stage; }, kPatience);
    }
    void replace(const QString& from, const QString& to) {
        QVERIFY2(area.contains(from), qPrintable(area));
        area.replace(from, to);
        editor.setText(area);
    }
};

/// Made anew, with these values.
void makeMap(const std::string& name, const std::map<std::string, std::string>& data) {
    (void)client::remove<corev1::ConfigMap>(engine().client(), "default", name);
    corev1::ConfigMap map;
    map.metadata.namespace_ = "default";
    map.metadata.name = name;
    for (const auto& [key, value] : data) map.data[key] = value;
    QVERIFY(client::create(engine().client(), map).has_value());
}

std::string valueIn(const std::string& name, const std::string& key) {
    const auto map = client::get<corev1::ConfigMap>(engine().client(), "default", name);
    if (!map) return "?";
    const auto& data = (*map)->as<corev1::ConfigMap>().data;
    const auto found = data.find(key);
    return found == data.end() ? "" : found->second;
}

void patchMap(const std::string& name, const std::string& patch) {
    QVERIFY(engine()
                .client()
                .patch(client::target<corev1::ConfigMap>("default", name), client::PatchType::Merge, patch)
                .has_value());
}

}  // namespace

void EditingTest::joins_data() {
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("mine");
    QTest::addColumn<QByteArray>("theirs");
    QTest::addColumn<QByteArray>("merged");
    QTest::addColumn<QString>("conflicts");
    const auto row = [](const char* name, const char* base, const char* mine, const char* theirs, const char* merged,
                        const char* conflicts = "") {
        QTest::newRow(name) << QByteArray(base) << QByteArray(mine) << QByteArray(theirs) << QByteArray(merged)
                            << QString(conflicts);
    };
    row("nobody", R"({"a":1})", R"({"a":1})", R"({"a":1})", R"({"a":1})");
    row("mine alone", R"({"a":1,"b":1})", R"({"a":2,"b":1})", R"({"a":1,"b":1})", R"({"a":2,"b":1})");
    row("theirs alone", R"({"a":1,"b":1})", R"({"a":1,"b":1})", R"({"a":1,"b":2})", R"({"a":1,"b":2})");
    row("different fields", R"({"a":{"x":1,"y":1}})", R"({"a":{"x":2,"y":1}})", R"({"a":{"x":1,"y":3}})",
        R"({"a":{"x":2,"y":3}})");
    row("both the same", R"({"a":1})", R"({"a":2})", R"({"a":2})", R"({"a":2})");
    row("both, differently", R"({"a":1})", R"({"a":2})", R"({"a":3})", R"({"a":3})", "a");
    row("I take away, they leave", R"({"a":1,"b":1})", R"({"b":1})", R"({"a":1,"b":1})", R"({"b":1})");
    row("I take away, they change", R"({"a":1})", R"({})", R"({"a":2})", R"({"a":2})", "a");
    row("they take away, I change", R"({"a":1})", R"({"a":2})", R"({})", R"({})", "a");
    row("both add", R"({})", R"({"m":{"a":1}})", R"({"m":{"b":2}})", R"({"m":{"a":1,"b":2}})");
    row("a key with dots", R"({"metadata":{"labels":{"app.io/x":"1"}}})", R"({"metadata":{"labels":{"app.io/x":"2"}}})",
        R"({"metadata":{"labels":{"app.io/x":"3"}}})", R"({"metadata":{"labels":{"app.io/x":"3"}}})",
        R"(metadata.labels["app.io/x"])");
    row("elements of one name", R"({"c":[{"name":"a","image":"1","x":1},{"name":"b","image":"1"}]})",
        R"({"c":[{"name":"a","image":"2","x":1},{"name":"b","image":"1"}]})",
        R"({"c":[{"name":"a","image":"1","x":5},{"name":"b","image":"3"}]})",
        R"({"c":[{"image":"2","name":"a","x":5},{"image":"3","name":"b"}]})");
    row("one element, both", R"({"c":[{"name":"a","image":"1"}]})", R"({"c":[{"name":"a","image":"2"}]})",
        R"({"c":[{"name":"a","image":"3"}]})", R"({"c":[{"image":"3","name":"a"}]})", "c[0].image");
    row("elements that moved", R"({"c":[{"name":"a"},{"name":"b"}]})", R"({"c":[{"name":"a","i":1},{"name":"b"}]})",
        R"({"c":[{"name":"b"},{"name":"a"}]})", R"({"c":[{"name":"b"},{"name":"a"}]})", "c");
    row("one more element", R"({"c":[{"name":"a"}]})", R"({"c":[{"name":"a","i":1}]})",
        R"({"c":[{"name":"a"},{"name":"b"}]})", R"({"c":[{"name":"a"},{"name":"b"}]})", "c");
    row("elements without names", R"({"c":["a","b"]})", R"({"c":["x","b"]})", R"({"c":["a","y"]})",
        R"({"c":["a","y"]})", "c");
    row("a list that I alone change", R"({"c":["a"]})", R"({"c":["a","b"]})", R"({"c":["a"]})", R"({"c":["a","b"]})");
    row("another type", R"({"a":{"b":1}})", R"({"a":[1]})", R"({"a":{"b":2}})", R"({"a":{"b":2}})", "a");
    row("numbers beyond doubles", R"({"a":9007199254740993,"b":1})", R"({"a":9007199254740993,"b":2})",
        R"({"a":9007199254740993,"b":1})", R"({"a":9007199254740993,"b":2})");
}

void EditingTest::joins() {
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, mine);
    QFETCH(QByteArray, theirs);
    QFETCH(QByteArray, merged);
    QFETCH(QString, conflicts);
    const Merged joined = mergeThreeWay(json(base), json(mine), json(theirs));
    QCOMPARE(text(joined.document), merged);
    QStringList paths;
    for (const Conflict& conflict : joined.conflicts) paths << conflict.path;
    QCOMPARE(paths.join(u' '), conflicts);
}

void EditingTest::decides() {
    const QJsonObject base = json(R"({"a":1,"b":1})"), mine = json(R"({"a":2,"b":2})"),
                      theirs = json(R"({"a":3,"b":3})");
    const Merged joined = mergeThreeWay(base, mine, theirs, {{"a", Side::Mine}, {"b", Side::Theirs}});
    QVERIFY(joined.conflicts.empty());
    QCOMPARE(text(joined.document), QByteArray(R"({"a":2,"b":3})"));
    const Merged gone = mergeThreeWay(base, json(R"({"b":1})"), json(R"({"a":3,"b":1})"), {{"a", Side::Mine}});
    QCOMPARE(text(gone.document), QByteArray(R"({"b":1})"));
}

void EditingTest::makesPatches_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("patch");
    QTest::newRow("nothing") << QByteArray(R"({"a":1})") << QByteArray(R"({"a":1})") << QByteArray("{}");
    QTest::newRow("change") << QByteArray(R"({"a":1,"b":1})") << QByteArray(R"({"a":2,"b":1})")
                            << QByteArray(R"({"a":2})");
    QTest::newRow("removal") << QByteArray(R"({"a":{"b":1,"c":1}})") << QByteArray(R"({"a":{"c":1}})")
                             << QByteArray(R"({"a":{"b":null}})");
    QTest::newRow("emptied") << QByteArray(R"({"a":{"b":1}})") << QByteArray(R"({"a":{}})")
                             << QByteArray(R"({"a":{"b":null}})");
    QTest::newRow("list") << QByteArray(R"({"a":[1,2]})") << QByteArray(R"({"a":[1]})") << QByteArray(R"({"a":[1]})");
    QTest::newRow("another type") << QByteArray(R"({"a":[1]})") << QByteArray(R"({"a":{"b":1}})")
                                  << QByteArray(R"({"a":{"b":1}})");
}

void EditingTest::makesPatches() {
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, patch);
    QCOMPARE(text(mergePatchBetween(json(from), json(to))), patch);
}

void EditingTest::refusesHostileText_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::addColumn<int>("line");
    QString bomb = QStringLiteral("a: &a [x,x,x,x,x,x,x,x,x,x]\n");
    for (char name = 'b'; name <= 'i'; ++name)
        bomb += QStringLiteral("%1: &%1 [*%2,*%2,*%2,*%2,*%2,*%2,*%2,*%2,*%2,*%2]\n")
                    .arg(QChar(name), QChar(static_cast<char>(name - 1)));
    QTest::newRow("aliases that multiply") << bomb << "alias" << 0;
    QString padded = QStringLiteral("a: &a \"%1\"\nb:\n").arg(QString(2 << 20, u'x'));
    padded += QStringLiteral("- *a\n- *a\n");
    QTest::newRow("aliases that swell") << padded << "3 MiB" << 0;
    QTest::newRow("too large") << QString(QStringLiteral("a: ") + QString(kMostTextBytes, u'x')) << "3 MiB" << 0;
    QTest::newRow("a list") << "- a\n- b\n" << "object" << 1;
    QTest::newRow("nothing") << "" << "object" << 1;
    QTest::newRow("a word") << "hello" << "object" << 1;
    QTest::newRow("a bracket that stays open") << "a: 1\nb: [1, 2\nc: 3\n" << "" << -1;
    QTest::newRow("a key twice") << "a: 1\na: 2\n" << "already set" << 0;
    QTest::newRow("too deep") << QString(500, u'[') << "" << -2;
}

void EditingTest::refusesHostileText() {
    QFETCH(QString, text);
    QFETCH(QString, says);
    QFETCH(int, line);
    const auto read = readManifest(text);
    QVERIFY(!read);
    QVERIFY2(!read.error().text.isEmpty() && read.error().text.contains(says), qPrintable(read.error().text));
    if (line >= 0) QCOMPARE(read.error().line, line);
    if (line == -1) QVERIFY(read.error().line > 1);
}

void EditingTest::readsBackWhatItWrites() {
    QJsonObject data;
    int number = 0;
    for (const QString& odd : {QStringLiteral("1_000"),
                               QStringLiteral("0o17"),
                               QStringLiteral("1e3"),
                               QStringLiteral("="),
                               QStringLiteral("<<"),
                               QStringLiteral("y"),
                               QStringLiteral("a\u00a0b"),
                               QStringLiteral("\u2028"),
                               QStringLiteral("\u202eabc"),
                               QStringLiteral("\ufffc"),
                               QStringLiteral("tab\there"),
                               QStringLiteral("line\nline"),
                               QStringLiteral("  indented\n more\n\n\n"),
                               QStringLiteral("#"),
                               QStringLiteral("a #b"),
                               QStringLiteral("a: b"),
                               QStringLiteral("'"),
                               QStringLiteral("\"\\"),
                               QStringLiteral("🚀 مرحبا"),
                               QStringLiteral("2026-01-01"),
                               QStringLiteral("-"),
                               QStringLiteral("---"),
                               QStringLiteral("...\n"),
                               QStringLiteral("\r\n"),
                               QStringLiteral("- a"),
                               QStringLiteral("%x"),
                               QString()})
        data[QStringLiteral("k%1").arg(number++)] = odd;
    for (const char* key : {"<<", "a.b/c", "=", "true", "1", "a: b", "", "'"}) data[QString::fromLatin1(key)] = 1;
    data["big"] = QJsonValue(qint64(9007199254740993));
    data["half"] = 0.5;
    data["lists"] = QJsonArray{QJsonArray{1, "x"}, QJsonObject{{"a", QJsonArray()}}, QJsonObject(), true};
    const QJsonObject object{{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"data", data}};
    const auto read = readManifest(manifestText(object, false));
    QVERIFY2(read.has_value(), qPrintable(read ? QString() : read.error().text));
    for (const QString& key : data.keys())
        QVERIFY2((*read)["data"][key] == data[key], qPrintable(key + u' ' + manifestText(object, false)));
    QCOMPARE(text(*read), text(object));
}

void EditingTest::keepsSecretsHidden() {
    const QJsonObject secret = json(
        R"({"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"d","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"aHVudGVyMg=="}},"data":{"bytes":"/v8A","password":"aHVudGVyMg=="}})");
    const QString masked = manifestText(secret, true);
    QVERIFY(!masked.contains("aHVudGVyMg") && !masked.contains("hunter2") && !masked.contains("/v8A"));
    QCOMPARE(text(unmasked(*readManifest(masked), secret)), text(secret));
    const QString shown = manifestText(secret, false);
    QVERIFY(shown.contains("password: hunter2"));
    QCOMPARE(text(unmasked(*readManifest(shown), secret)), text(secret));
    // One is changed, one taken away, one added.
    QString edited = masked;
    edited.replace(QStringLiteral("  password: (hidden)\n"), QStringLiteral("  other: bmV3\n"));
    const QJsonObject data = unmasked(*readManifest(edited), secret)["data"].toObject();
    QCOMPARE(text(data), QByteArray(R"({"bytes":"/v8A","other":"bmV3"})"));
}

void EditingTest::refusesAnotherObject() {
    const QJsonObject object = json(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"n"}})");
    QVERIFY(identityProblem(object, object).isEmpty());
    for (const char* other : {R"({"apiVersion":"v2","kind":"Pod","metadata":{"name":"a","namespace":"n"}})",
                              R"({"apiVersion":"v1","kind":"Job","metadata":{"name":"a","namespace":"n"}})",
                              R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"b","namespace":"n"}})",
                              R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}})",
                              R"({"apiVersion":"v1","kind":"Pod","metadata":7})", R"({})"})
        QVERIFY2(!identityProblem(object, json(other)).isEmpty(), other);
}

void EditingTest::savesAndTakesBack() {
    makeMap("plain", {{"colour", "red"}, {"shape", "round"}});
    Editing it;
    QVERIFY(it.open("/ConfigMap", "default/plain"));
    QVERIFY(!it.editor.isDirty());
    QVERIFY(!it.area.contains("resourceVersion") && !it.area.contains("managedFields"));
    it.replace("colour: red", "colour: blue");
    QVERIFY(it.editor.isDirty());
    it.editor.check();
    QTRY_COMPARE_WITH_TIMEOUT(it.editor.outcomeTone(), QStringLiteral("good"), kPatience);
    QCOMPARE(valueIn("plain", "colour"), "red");
    it.editor.save();
    QVERIFY(it.waitFor(YamlEditor::Reviewing));
    QVERIFY(it.editor.before().contains("colour: red") && it.editor.after().contains("colour: blue"));
    it.editor.cancel();
    QCOMPARE(it.editor.stage(), YamlEditor::Editing);
    QVERIFY(it.editor.isDirty());
    it.editor.save();
    QVERIFY(it.waitFor(YamlEditor::Reviewing));
    it.editor.confirm();
    QTRY_VERIFY_WITH_TIMEOUT(!it.editor.isDirty(), kPatience);
    QCOMPARE(valueIn("plain", "colour"), "blue");
    QCOMPARE(valueIn("plain", "shape"), "round");
    it.cluster.gate()->undo();
    QTRY_COMPARE_WITH_TIMEOUT(valueIn("plain", "colour"), "red", kPatience);
    // What others change while nothing is edited shows by itself.
    QTRY_VERIFY_WITH_TIMEOUT(it.area.contains("colour: red"), kPatience);
    QVERIFY(!it.editor.isDirty());
}

void EditingTest::joinsWhatOthersChanged() {
    makeMap("shared", {{"a", "one"}, {"b", "one"}});
    Editing it;
    QVERIFY(it.open("/ConfigMap", "default/shared"));
    it.replace("a: one", "a: mine");
    patchMap("shared", R"({"data":{"b":"theirs"}})");
    QTRY_VERIFY_WITH_TIMEOUT(it.editor.isChangedMeanwhile(), kPatience);
    QVERIFY(it.editor.theirChange()["after"].toString().contains("b: theirs"));
    it.editor.takeTheirs();
    QTRY_VERIFY_WITH_TIMEOUT(it.area.contains("b: theirs"), kPatience);
    QVERIFY(it.area.contains("a: mine") && it.editor.isDirty() && !it.editor.isChangedMeanwhile());
    // And again, after it was reviewed: what is confirmed goes on top of it.
    it.editor.save();
    QVERIFY(it.waitFor(YamlEditor::Reviewing));
    patchMap("shared", R"({"data":{"b":"later","c":"new"}})");
    it.editor.confirm();
    QTRY_VERIFY_WITH_TIMEOUT(!it.editor.isDirty(), kPatience);
    QCOMPARE(valueIn("shared", "a"), "mine");
    QCOMPARE(valueIn("shared", "b"), "later");
    QCOMPARE(valueIn("shared", "c"), "new");
}

void EditingTest::asksWhereBothChanged() {
    makeMap("disputed", {{"a", "one"}, {"b", "one"}});
    Editing it;
    QVERIFY(it.open("/ConfigMap", "default/disputed"));
    it.replace("a: one", "a: mine");
    it.replace("b: one", "b: mine");
    patchMap("disputed", R"({"data":{"a":"theirs","b":"theirs"}})");
    it.editor.save();
    QVERIFY(it.waitFor(YamlEditor::Choosing));
    QCOMPARE(it.editor.conflicts().size(), 2);
    const QVariantMap first = it.editor.conflicts().first().toMap();
    QCOMPARE(first["path"].toString(), QStringLiteral("data.a"));
    QCOMPARE(first["mine"].toString() + first["theirs"].toString() + first["base"].toString(),
             QStringLiteral("minetheirsone"));
    it.editor.choose("data.a", "mine");
    QCOMPARE(it.editor.stage(), YamlEditor::Choosing);
    it.editor.choose("data.b", "theirs");
    QVERIFY(it.waitFor(YamlEditor::Reviewing));
    it.editor.confirm();
    QTRY_VERIFY_WITH_TIMEOUT(!it.editor.isDirty(), kPatience);
    QCOMPARE(valueIn("disputed", "a"), "mine");
    QCOMPARE(valueIn("disputed", "b"), "theirs");
}

void EditingTest::saysWhatTheServerSays() {
    makeMap("wrong", {{"a", "one"}});
    Editing it;
    QVERIFY(it.open("/ConfigMap", "default/wrong"));
    it.replace("a: one", "a: [1, 2]");
    it.editor.save();
    QTRY_COMPARE_WITH_TIMEOUT(it.editor.outcomeTone(), QStringLiteral("bad"), kPatience);
    QVERIFY(!it.editor.outcome().isEmpty() && it.editor.isDirty());
    QCOMPARE(valueIn("wrong", "a"), "one");
    it.replace("name: wrong", "name: other");
    it.editor.save();
    QTRY_VERIFY_WITH_TIMEOUT(it.editor.outcome().contains("metadata.name"), kPatience);
    it.area = "a: [";
    it.editor.setText(it.area);
    QTRY_VERIFY_WITH_TIMEOUT(!it.editor.fault().isEmpty(), kPatience);
    it.editor.revert();
    QTRY_VERIFY_WITH_TIMEOUT(!it.editor.isDirty() && it.editor.fault().isEmpty(), kPatience);
    QVERIFY(client::remove<corev1::ConfigMap>(engine().client(), "default", "wrong").has_value());
    QTRY_VERIFY_WITH_TIMEOUT(it.editor.isGone(), kPatience);
    QVERIFY(it.area.contains("a: one"));  // what was there can still be copied
}

void EditingTest::readsUnderTheLock() {
    makeMap("guarded", {{"a", "one"}});
    Editing it;
    QVERIFY(it.open("/ConfigMap", "default/guarded"));
    QVERIFY(it.editor.readOnly().isEmpty());
    it.cluster.gate()->setProduction(true);
    QVERIFY(!it.editor.readOnly().isEmpty());
    it.replace("a: one", "a: two");
    it.editor.save();
    it.editor.check();
    QCOMPARE(it.editor.stage(), YamlEditor::Editing);
    QVERIFY(it.cluster.gate()->unlock("simulated"));
    QVERIFY(it.editor.readOnly().isEmpty());
    it.editor.save();
    QVERIFY(it.waitFor(YamlEditor::Reviewing));
    // Locked once more before it was confirmed: nothing is written.
    it.cluster.gate()->lock();
    it.editor.confirm();
    QTRY_COMPARE_WITH_TIMEOUT(it.editor.outcomeTone(), QStringLiteral("bad"), kPatience);
    QCOMPARE(valueIn("guarded", "a"), "one");
    QVERIFY(it.editor.isDirty());
}

void EditingTest::bearsBigObjects() {
    std::map<std::string, std::string> data;
    for (int i = 0; i < 1000; ++i) data["key-" + std::to_string(i)] = std::string(1000, 'x');
    data["small"] = "one";
    makeMap("big", data);
    Editing it;
    QVERIFY(it.open("/ConfigMap", "default/big"));
    QVERIFY(it.area.size() > 1'000'000);
    it.replace("small: one", "small: two");
    it.editor.save();
    QVERIFY(it.waitFor(YamlEditor::Reviewing));
    it.editor.confirm();
    QTRY_COMPARE_WITH_TIMEOUT(valueIn("big", "small"), "two", kPatience);
}

}  // namespace armillary::app
