#include "forms_test.h"

#include <QAbstractItemModelTester>
#include <QDebug>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>
#include <algorithm>

#include "document_text.h"
#include "form_model.h"
#include "shown_text.h"
#include "text_help.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;
const QString kWeb = QStringLiteral(
    "# the face\n"
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata:\n"
    "  name: web\n"
    "spec:\n"
    "  replicas: 2  # two\n"
    "  selector:\n"
    "    matchLabels:\n"
    "      app: web\n"
    "  template:\n"
    "    metadata:\n"
    "      labels:\n"
    "        app: web\n"
    "    spec:\n"
    "      containers:\n"
    "        - name: web\n"
    "          image: web:1\n"
    "          envFrom:\n"
    "            - configMapRef:\n"
    "                name: settings\n");
const QString kSettings = QStringLiteral(
    "apiVersion: v1\n"
    "kind: ConfigMap\n"
    "metadata:\n"
    "  name: settings\n"
    "data:\n"
    "  level: low\n");
const QString kSecret = QStringLiteral(
    "apiVersion: v1\n"
    "kind: Secret\n"
    "metadata:\n"
    "  name: keys\n"
    "data:\n"
    "  password: aHVudGVyMg==\n");

/// What one edits, on a cluster that never connects, with its form and its text.
struct Desk {
    Cluster cluster{[]() -> std::expected<Connection, std::string> { return std::unexpected("not here"); }};
    EditorDocument document;
    QTextDocument area;
    DocumentText text;
    FormModel form;
    QAbstractItemModelTester tester{&form, QAbstractItemModelTester::FailureReportingMode::QtTest};
    QStringList refusals;

    explicit Desk(const QString& yaml = {}) {
        document.setCluster(&cluster);
        area.documentLayout();  // what tells of changes
        QObject::connect(&document, &EditorDocument::refused, &document,
                         [this](const QString&, const QString& why) { refusals << why; });
        text.setDocument(&document);
        text.setText(&area);
        form.setDocument(&document);
        if (!yaml.isEmpty()) document.add(QStringLiteral("Add"), yaml);
    }
    QString shown() const {
        QString shown = area.toRawText();
        return shown.replace(QChar::ParagraphSeparator, u'\n');
    }
    QString bytes() const { return QString::fromStdString(document.project().workspace().files()[0].text); }
    int item(const std::string& kind) const {
        for (const editor::Item& each : document.project().items())
            if (each.object.kind.name == kind) return static_cast<int>(each.id);
        return 0;
    }
    void select(const std::string& kind) { document.setSelection({item(kind)}); }
    void type(int position, const QString& letters, int removed = 0) {
        QTextCursor cursor(&area);
        cursor.setPosition(position);
        cursor.setPosition(position + removed, QTextCursor::KeepAnchor);
        cursor.insertText(letters);
    }
    /// Letter by letter behind `before`.
    void typeBehind(const QString& before, const QString& letters) {
        int position = static_cast<int>(shown().indexOf(before) + before.size());
        for (const QChar letter : letters) type(position++, letter);
    }
    int row(const QString& id) const {
        for (int i = 0; i < form.count(); ++i)
            if (form.index(i).data(FormModel::IdRole).toString() == id) return i;
        return -1;
    }
    QVariant at(const QString& id, int role) const { return form.index(row(id)).data(role); }
    QString value(const QString& id) const { return at(id, FormModel::ValueRole).toString(); }
    void open(const QString& id) {
        QVERIFY2(row(id) >= 0, qPrintable(id));
        if (!at(id, FormModel::OpenRole).toBool()) form.toggle(row(id));
    }
    void set(const QString& id, const QString& value) {
        QVERIFY2(row(id) >= 0, qPrintable(id));
        form.setValue(row(id), value);
    }
};

const QString kContainer = QStringLiteral("common:spec.template.spec.containers[0]");

}  // namespace

void FormsTest::mapsTextToBytes() {
    // "ä" takes two bytes, "€" three, "🐙" four and two units; a line end of two bytes is one character.
    const std::string bytes =
        "\xef\xbb\xbf"
        "a: \xc3\xa4\r\nb: \xe2\x82\xac\xf0\x9f\x90\x99"
        "c\r\n\xff!\n";
    const QString shown = shownText(bytes);
    QCOMPARE(shown, QString::fromUtf8("a: ä\nb: €🐙c\n�!\n"));
    for (qsizetype position = 0; position <= shown.size(); ++position) {
        if (position < shown.size() && shown[position].isLowSurrogate()) continue;
        QCOMPARE(shownPosition(bytes, byteOffset(bytes, position)), position);
    }
    QCOMPARE(byteOffset(bytes, 0), 3UZ);
    QCOMPARE(byteOffset(bytes, shown.indexOf(u'c')), bytes.find("c\r"));
    QCOMPARE(byteOffset(bytes, shown.size()), bytes.size());
    QCOMPARE(byteOffset(bytes, shown.size() + 10), bytes.size());
    QCOMPARE(bytesOf(QStringLiteral("x\ny"), "\r\n"), std::string("x\r\ny"));
    // Overlong and surrogate forms are no characters; the end may cut one off.
    QCOMPARE(shownText("\xc0\x80"), QString(2, QChar(0xfffd)));
    QCOMPARE(shownText("\xed\xa0\x80"), QString(3, QChar(0xfffd)));
    QCOMPARE(shownText("a\xf0\x9f"), QStringLiteral("a") + QString(2, QChar(0xfffd)));
}

void FormsTest::findsTheSmallestChange() {
    const auto check = [](const QString& before, const QString& after, qsizetype near, qsizetype position,
                          qsizetype removed, const QString& inserted) {
        const TextChange change = changeBetween(before, after, near);
        QCOMPARE(change.position, position);
        QCOMPARE(change.removed, removed);
        QCOMPARE(change.inserted, inserted);
    };
    check(QStringLiteral("abc"), QStringLiteral("abc"), 3, 3, 0, {});
    check(QStringLiteral("aa"), QStringLiteral("aaa"), 0, 0, 0, QStringLiteral("a"));
    check(QStringLiteral("aa"), QStringLiteral("aaa"), 9, 2, 0, QStringLiteral("a"));
    check(QStringLiteral("abc"), QStringLiteral("axc"), 0, 1, 1, QStringLiteral("x"));
    check(QStringLiteral("abc"), {}, 0, 0, 3, {});
    // Both have the same high surrogate.
    check(QString::fromUtf8("🐙"), QString::fromUtf8("🐚"), 0, 0, 2, QString::fromUtf8("🐚"));
}

void FormsTest::typesIntoTheFile() {
    Desk desk(kWeb);
    QCOMPARE(desk.shown(), desk.bytes());
    desk.select("Deployment");
    desk.typeBehind(QStringLiteral("image: web:1"), QString::fromUtf8("2-é"));
    QVERIFY(desk.bytes().contains(QString::fromUtf8("image: web:12-é\n")));
    QCOMPARE(desk.value(kContainer + ".image"), QString::fromUtf8("web:12-é"));
    QCOMPARE(desk.refusals, QStringList());
    // A file with other line ends gets those.
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("web.yaml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QString(kWeb).replace(QStringLiteral("\n"), QStringLiteral("\r\n")).toUtf8());
    file.close();
    Desk other;
    other.document.open(QUrl::fromLocalFile(file.fileName()));
    QTRY_VERIFY_WITH_TIMEOUT(other.document.count() == 1, kPatience);
    QVERIFY(other.bytes().contains("\r\n"));
    QVERIFY(!other.shown().contains(u'\r'));
    other.typeBehind(QStringLiteral("replicas: 2"), QStringLiteral("\n  paused: true"));
    QVERIFY(other.bytes().contains(QStringLiteral("replicas: 2\r\n  paused: true  # two\r\n")));
    QCOMPARE(other.shown(), shownText(other.bytes().toStdString()));
}

void FormsTest::showsWhatOthersChange() {
    Desk desk(kWeb);
    desk.select("Deployment");
    QTextCursor reader(&desk.area);
    reader.setPosition(static_cast<int>(desk.shown().indexOf("image")));
    QList<int> sizes;
    QObject::connect(&desk.area, &QTextDocument::contentsChange, &desk.area,
                     [&](int, int removed, int added) { sizes << removed + added; });
    desk.set(QStringLiteral("common:spec.replicas"), QStringLiteral("31"));
    QVERIFY(desk.shown().contains("replicas: 31  # two"));
    QCOMPARE(desk.shown(), desk.bytes());
    // Few characters were touched, and who reads elsewhere stays there.
    QVERIFY2(!sizes.isEmpty() && *std::ranges::max_element(sizes) < 8, qPrintable(QDebug::toString(sizes)));
    QCOMPARE(desk.shown().mid(reader.position(), 5), QStringLiteral("image"));
}

void FormsTest::undoesTypingAsOneStep() {
    Desk desk(kWeb);
    const QString before = desk.bytes();
    desk.typeBehind(QStringLiteral("image: web:1"), QStringLiteral("234"));
    QCOMPARE(desk.document.undoTitle(), QStringLiteral("Type"));
    desk.document.undo();
    QCOMPARE(desk.bytes(), before);
    QCOMPARE(desk.shown(), before);
    desk.document.redo();
    QVERIFY(desk.shown().contains("web:1234"));
    // Elsewhere is another step.
    desk.typeBehind(QStringLiteral("replicas: 2"), QStringLiteral("0"));
    desk.document.undo();
    QVERIFY(desk.shown().contains("web:1234") && desk.shown().contains("replicas: 2 "));
    QVERIFY(!desk.area.isUndoAvailable());
}

void FormsTest::followsTheCursor() {
    Desk desk(kWeb + "---\n" + kSettings);
    QSignalSpy wanted(&desk.text, &DocumentText::placeWanted);
    desk.text.setActive(true);
    desk.text.setCursor(static_cast<int>(desk.shown().indexOf("image:")));
    QTRY_COMPARE_WITH_TIMEOUT(desk.document.current(), desk.item("Deployment"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(desk.document.field(), QStringLiteral("spec.template.spec.containers[0].image"),
                              kPatience);
    QCOMPARE(desk.form.kind(), QStringLiteral("Deployment"));
    desk.text.setCursor(static_cast<int>(desk.shown().indexOf("  level")));
    QTRY_COMPARE_WITH_TIMEOUT(desk.document.field(), QStringLiteral("data.level"), kPatience);
    QCOMPARE(desk.form.kind(), QStringLiteral("ConfigMap"));
    QCOMPARE(wanted.size(), 0);
    desk.text.setActive(false);
    desk.select("Deployment");
    QTRY_COMPARE_WITH_TIMEOUT(wanted.size(), 1, kPatience);
    QCOMPARE(wanted.takeFirst()[0].toInt(), static_cast<int>(desk.shown().indexOf("apiVersion")));
    desk.document.setField(QStringLiteral("spec.replicas"));
    QTRY_COMPARE_WITH_TIMEOUT(wanted.size(), 1, kPatience);
    QCOMPARE(wanted.takeFirst()[0].toInt(), static_cast<int>(desk.shown().indexOf("replicas")));
}

void FormsTest::saysWhatIsNotYaml() {
    Desk desk(kWeb);
    desk.select("Deployment");
    desk.typeBehind(QStringLiteral("replicas: 2"), QStringLiteral(": ["));
    QVERIFY(!desk.text.mistake().isEmpty());
    QVERIFY(desk.text.mistakeLine() > 0);
    QVERIFY(desk.form.isReadOnly());
    QCOMPARE(desk.value(QStringLiteral("common:spec.replicas")).startsWith(u'2'), true);
    desk.document.undo();
    QCOMPARE(desk.text.mistake(), QString());
    QVERIFY(!desk.form.isReadOnly());
    QCOMPARE(desk.shown(), kWeb);
}

void FormsTest::goesToTheDefinition() {
    Desk desk(kWeb + "---\n" + kSettings);
    desk.text.setActive(true);
    desk.text.setCursor(static_cast<int>(desk.shown().indexOf("name: settings") + 8));
    QTRY_COMPARE_WITH_TIMEOUT(desk.document.current(), desk.item("Deployment"), kPatience);
    QVERIFY(desk.text.goToDefinition());
    QCOMPARE(desk.document.current(), desk.item("ConfigMap"));
    desk.text.setCursor(static_cast<int>(desk.shown().indexOf("replicas")));
    QVERIFY(!desk.text.goToDefinition());
}

void FormsTest::beginsAnEmptyFile() {
    Desk desk(kSettings);
    desk.document.undo();
    QCOMPARE(desk.shown(), QString());
    for (int i = 0; i < kSettings.size(); ++i) desk.type(i, kSettings.mid(i, 1));
    QCOMPARE(desk.bytes(), kSettings);
    QCOMPARE(desk.document.count(), 1);
}

void FormsTest::asksForWhatIsCommon() {
    Desk desk(kWeb);
    QCOMPARE(desk.form.count(), 0);
    desk.select("Deployment");
    QCOMPARE(desk.form.name(), QStringLiteral("web"));
    QCOMPARE(desk.value(QStringLiteral("common:spec.replicas")), QStringLiteral("2"));
    QCOMPARE(desk.value(kContainer + ".image"), QStringLiteral("web:1"));
    QCOMPARE(desk.at(kContainer + ".image", FormModel::WidgetRole).toString(), QStringLiteral("text"));
    QCOMPARE(desk.at(QStringLiteral("common:spec.replicas"), FormModel::WidgetRole).toString(),
             QStringLiteral("number"));
    QVERIFY(!desk.at(kContainer + ".image", FormModel::DocRole).toString().isEmpty());
    for (const char* field : {".ports", ".env", ".resources", ".readinessProbe", ".livenessProbe"})
        QVERIFY2(desk.row(kContainer + field) > 0, field);
    // What is folded away comes when it is asked for.
    QVERIFY(desk.row(QStringLiteral("all:spec.strategy")) < 0);
    desk.open(QStringLiteral("all"));
    desk.open(QStringLiteral("all:spec"));
    desk.open(QStringLiteral("all:spec.strategy"));
    QCOMPARE(desk.at(QStringLiteral("all:spec.strategy.type"), FormModel::ChoicesRole).toStringList().size(), 2);
    QCOMPARE(desk.at(QStringLiteral("all:spec.selector"), FormModel::RequiredRole).toBool(), true);
}

void FormsTest::setsResetsAndUndoes() {
    Desk desk(kWeb);
    desk.select("Deployment");
    const QString replicas = QStringLiteral("common:spec.replicas");
    desk.form.look(desk.row(replicas));
    QCOMPARE(desk.document.field(), QStringLiteral("spec.replicas"));
    desk.set(replicas, QStringLiteral("3"));
    desk.set(replicas, QStringLiteral("30"));
    QVERIFY(desk.bytes().contains("  replicas: 30  # two\n"));
    desk.document.undo();
    QCOMPARE(desk.bytes(), kWeb);
    QCOMPARE(desk.value(replicas), QStringLiteral("2"));
    desk.form.remove(desk.row(replicas));
    QVERIFY(!desk.bytes().contains("replicas"));
    QCOMPARE(desk.at(replicas, FormModel::SetRole).toBool(), false);
    desk.form.step(desk.row(replicas), 4);
    QVERIFY(desk.bytes().contains("replicas: "));
    const QString image = kContainer + ".image";
    desk.set(image, QStringLiteral("web:2"));
    QVERIFY(desk.bytes().contains("image: web:2\n"));
    for (const char* typed : {"w", "web", "web:", "web:2"}) desk.set(image, QString::fromLatin1(typed));
    QVERIFY(desk.bytes().contains("image: web:2\n"));
    // A string that looks like something else keeps being one.
    desk.set(image, QStringLiteral("8080"));
    QVERIFY(desk.bytes().contains("image: \"8080\"\n"));
    // What is not there yet is made on the way.
    desk.open(kContainer + ".resources");
    desk.open(kContainer + ".resources.limits");
    desk.form.add(desk.row(kContainer + ".resources.limits+"), QStringLiteral("memory"));
    const QString memory = kContainer + ".resources.limits.memory";
    QCOMPARE(desk.at(memory, FormModel::WidgetRole).toString(), QStringLiteral("quantity"));
    desk.set(memory, QStringLiteral("64Mi"));
    desk.form.step(desk.row(memory), 1);
    QVERIFY2(desk.bytes().contains("memory: 96Mi\n"), qPrintable(desk.bytes()));
    desk.form.setName(QStringLiteral("shop"));
    QCOMPARE(desk.form.name(), QStringLiteral("shop"));
    desk.form.setNamespace(QStringLiteral("prod"));
    QVERIFY(desk.bytes().contains("namespace: prod\n"));
    QCOMPARE(desk.refusals, QStringList());
}

void FormsTest::keepsADraftThatCannotStand() {
    Desk desk(kWeb);
    desk.select("Deployment");
    const QString replicas = QStringLiteral("common:spec.replicas");
    desk.set(replicas, QStringLiteral("2x"));
    QCOMPARE(desk.bytes(), kWeb);
    QCOMPARE(desk.value(replicas), QStringLiteral("2x"));
    QVERIFY(!desk.at(replicas, FormModel::ProblemRole).toString().isEmpty());
    desk.form.dropDraft(desk.row(replicas));
    QCOMPARE(desk.value(replicas), QStringLiteral("2"));
    QCOMPARE(desk.at(replicas, FormModel::ProblemRole).toString(), QString());
    desk.set(replicas, QStringLiteral("2x"));
    desk.set(replicas, QStringLiteral("5"));
    QVERIFY(desk.bytes().contains("replicas: 5 "));
    QCOMPARE(desk.at(replicas, FormModel::ProblemRole).toString(), QString());
}

void FormsTest::picksOneOfAUnion() {
    Desk desk(kWeb);
    desk.select("Deployment");
    const QString probe = kContainer + ".livenessProbe";
    QCOMPARE(desk.at(probe, FormModel::WidgetRole).toString(), QStringLiteral("union"));
    desk.form.pick(desk.row(probe), QStringLiteral("httpGet"));
    QVERIFY2(desk.bytes().contains("livenessProbe:\n"), qPrintable(desk.bytes()));
    QCOMPARE(desk.value(probe), QStringLiteral("httpGet"));
    QVERIFY(desk.row(probe + ".httpGet") > 0);
    QVERIFY(desk.row(probe + ".exec") < 0);
    desk.open(probe + ".httpGet");
    desk.set(probe + ".httpGet.port", QStringLiteral("http"));
    QVERIFY2(desk.bytes().contains("port: http\n"), qPrintable(desk.bytes()));
    desk.set(probe + ".httpGet.port", QStringLiteral("80"));
    QVERIFY(desk.bytes().contains("port: 80\n"));
    desk.form.pick(desk.row(probe), QStringLiteral("tcpSocket"));
    QVERIFY(!desk.bytes().contains("httpGet"));
    desk.document.undo();
    QVERIFY(desk.bytes().contains("port: 80\n") && !desk.bytes().contains("tcpSocket"));
    QCOMPARE(desk.refusals, QStringList());
}

void FormsTest::addsItemsAndEntries() {
    Desk desk(kWeb + "---\n" + kSettings);
    desk.select("Deployment");
    desk.open(kContainer + ".ports");
    desk.form.add(desk.row(kContainer + ".ports+"));
    desk.form.add(desk.row(kContainer + ".ports+"));
    QVERIFY2(desk.bytes().contains("containerPort: 8080") && desk.bytes().contains("containerPort: 8081"),
             qPrintable(desk.bytes()));
    desk.form.move(desk.row(kContainer + ".ports[1]"), -1);
    QVERIFY(desk.bytes().indexOf("8081") < desk.bytes().indexOf("8080"));
    desk.form.remove(desk.row(kContainer + ".ports[0]"));
    QVERIFY(!desk.bytes().contains("8081"));
    const QString containers = QStringLiteral("common:spec.template.spec.containers");
    desk.form.add(desk.row(containers + "+"));
    QVERIFY2(desk.bytes().contains("name: container-1"), qPrintable(desk.bytes()));
    desk.select("ConfigMap");
    desk.form.add(desk.row(QStringLiteral("common:data+")), QStringLiteral("app.conf"));
    const QString key = QStringLiteral("common:data[\"app.conf\"]");
    const QString entry = desk.row(key) >= 0 ? key : QStringLiteral("common:data.\"app.conf\"");
    desk.set(entry, QStringLiteral("a = 1\nb = 2\n"));
    QVERIFY2(desk.bytes().contains("  app.conf: |\n    a = 1\n    b = 2\n"), qPrintable(desk.bytes()));
    desk.form.renameKey(desk.row(QStringLiteral("common:data.level")), QStringLiteral("depth"));
    QVERIFY(desk.bytes().contains("  depth: low\n"));
    QCOMPARE(desk.refusals, QStringList());
}

void FormsTest::hidesSecrets() {
    Desk desk(kSecret);
    desk.select("Secret");
    const QString password = QStringLiteral("common:data.password");
    QCOMPARE(desk.at(password, FormModel::HiddenRole).toBool(), true);
    for (int i = 0; i < desk.form.count(); ++i)
        for (const int role : desk.form.roleNames().keys()) {
            const QString data = desk.form.index(i).data(role).toString();
            QVERIFY(!data.contains("hunter2") && !data.contains("aHVudGVyMg"));
        }
    // What is not seen is not overwritten.
    desk.set(password, QStringLiteral("x"));
    QVERIFY(desk.bytes().contains("aHVudGVyMg=="));
    desk.form.reveal(desk.row(password));
    QCOMPARE(desk.value(password), QStringLiteral("hunter2"));
    desk.set(password, QStringLiteral("hunter3"));
    QVERIFY(desk.bytes().contains("aHVudGVyMw=="));
    desk.form.reveal(desk.row(password));
    QCOMPARE(desk.value(password), QString());
}

void FormsTest::findsEveryField() {
    Desk desk(kWeb);
    desk.select("Deployment");
    desk.form.setSearch(QStringLiteral("tolerat"));
    const QString found = QStringLiteral("found:spec.template.spec.tolerations");
    QCOMPARE(desk.form.index(0).data(FormModel::IdRole).toString(), found);
    desk.open(found);
    desk.form.add(desk.row(found + "+"));
    QVERIFY2(desk.bytes().contains("tolerations:"), qPrintable(desk.bytes()));
    desk.open(found + "[0]");
    desk.set(found + "[0].key", QStringLiteral("gpu"));
    QVERIFY(desk.bytes().contains("key: gpu\n"));
    desk.form.setSearch(QStringLiteral("no such field anywhere"));
    QCOMPARE(desk.form.count(), 0);
    desk.form.setSearch({});
    QVERIFY(desk.row(QStringLiteral("common:spec.replicas")) > 0);
}

void FormsTest::showsProblemsAtTheirField() {
    Desk desk(kWeb);
    desk.select("Deployment");
    desk.typeBehind(QStringLiteral("replicas: 2"), QStringLiteral("x"));
    const QString replicas = QStringLiteral("common:spec.replicas");
    QTRY_VERIFY_WITH_TIMEOUT(!desk.at(replicas, FormModel::ProblemRole).toString().isEmpty(), kPatience);
    QCOMPARE(desk.at(replicas, FormModel::ToneRole).toString(), QStringLiteral("bad"));
    QTRY_COMPARE_WITH_TIMEOUT(desk.text.marks().isEmpty(), false, kPatience);
    QList<int> lines;
    for (const QVariant& mark : desk.text.marks()) lines << mark.toMap()["line"].toInt();
    QVERIFY(lines.contains(7));
    desk.document.undo();
    QTRY_VERIFY_WITH_TIMEOUT(desk.at(replicas, FormModel::ProblemRole).toString().isEmpty(), kPatience);
}

void FormsTest::suggestsWhatCanBeNamed() {
    Desk desk(kWeb + "---\n" + kSettings + "---\n" + kSecret);
    desk.select("Deployment");
    const QString reference = kContainer + ".envFrom[0].configMapRef";
    desk.open(kContainer + ".envFrom[0]");
    desk.open(reference);
    QCOMPARE(desk.form.suggestions(desk.row(reference + ".name")), QStringList{QStringLiteral("settings")});
    QCOMPARE(desk.form.suggestions(desk.row(kContainer + ".image")), QStringList{QStringLiteral("web:1")});
    QCOMPARE(desk.form.suggestions(desk.row(QStringLiteral("common:spec.replicas"))), QStringList());
}

void FormsTest::keepsRowsThatStay() {
    Desk desk(kWeb);
    desk.select("Deployment");
    const QPersistentModelIndex image(desk.form.index(desk.row(kContainer + ".image")));
    QSignalSpy reset(&desk.form, &QAbstractItemModel::modelReset);
    desk.set(kContainer + ".image", QStringLiteral("web:3"));
    desk.form.add(desk.row(QStringLiteral("common:spec.template.spec.containers+")));
    QVERIFY(image.isValid());
    QCOMPARE(image.data(FormModel::ValueRole).toString(), QStringLiteral("web:3"));
    QCOMPARE(reset.size(), 0);
}

void FormsTest::completesAndExplains() {
    Desk desk(kWeb + "---\n" + kSettings);
    TextHelp help;
    help.setDocument(&desk.document);
    const auto labelsBehind = [&](const QString& text) {
        QStringList labels;
        for (const QVariant& each : help.completions(static_cast<int>(desk.shown().indexOf(text) + text.size())))
            labels << each.toMap()["label"].toString();
        return labels;
    };
    desk.typeBehind(QStringLiteral("replicas: 2  # two\n"), QStringLiteral("  minR\n"));
    QVERIFY(labelsBehind(QStringLiteral("  minR")).contains(QStringLiteral("minReadySeconds")));
    desk.document.undo();
    QVERIFY(labelsBehind(QStringLiteral("name: set")).contains(QStringLiteral("settings")));
    const QVariantMap said = help.hover(static_cast<int>(desk.shown().indexOf("replicas") + 2));
    QCOMPARE(said["path"].toString(), QStringLiteral("spec.replicas"));
    QVERIFY(!said["doc"].toString().isEmpty());
    QCOMPARE(said["begin"].toInt(), static_cast<int>(desk.shown().indexOf("replicas")));
    QVERIFY(help.hover(2).isEmpty());
}

void FormsTest::knowsDefinitionsOfTheProject() {
    const QString definition = QStringLiteral(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: ships.sea.example}\n"
        "spec:\n  group: sea.example\n  scope: Namespaced\n  names: {plural: ships, singular: ship, kind: Ship}\n"
        "  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        "
        "openAPIV3Schema:\n"
        "          type: object\n          properties:\n            spec:\n              type: object\n"
        "              required: [sails]\n              properties:\n"
        "                sails: {type: integer, description: How many there are.}\n"
        "                flag: {type: string, enum: [red, white]}\n");
    Desk desk(definition + "---\napiVersion: sea.example/v1\nkind: Ship\nmetadata: {name: anna}\nspec: {sails: 3}\n");
    desk.select("Ship");
    const QString sails = QStringLiteral("common:spec.sails");
    QCOMPARE(desk.at(sails, FormModel::WidgetRole).toString(), QStringLiteral("number"));
    QCOMPARE(desk.at(sails, FormModel::RequiredRole).toBool(), true);
    QCOMPARE(desk.at(sails, FormModel::DocRole).toString(), QStringLiteral("How many there are."));
    QCOMPARE(desk.at(QStringLiteral("common:spec.flag"), FormModel::ChoicesRole).toStringList(),
             (QStringList{QStringLiteral("red"), QStringLiteral("white")}));
    desk.set(QStringLiteral("common:spec.flag"), QStringLiteral("red"));
    QVERIFY(desk.bytes().contains("spec: {sails: 3, flag: red}\n"));
}

}  // namespace armillary::app
