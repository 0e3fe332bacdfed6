#include "editor_test.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

#include "engine/relations/relations.h"
#include "engine_texts.h"
#include "problem_list.h"

namespace armillary::app {

namespace {

constexpr int kPatience = 60000;
const QByteArray kWeb =
    "# the face\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: "
    "web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers: [{name: web, image: "
    "'web:1'}]\n";
const QByteArray kService =
    "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n";

/// A document, on a cluster that never connects, and a folder to open.
struct Desk {
    QTemporaryDir folder;
    Cluster cluster{[]() -> std::expected<Connection, std::string> { return std::unexpected("not here"); }};
    EditorDocument document;
    QStringList refusals;

    Desk() {
        document.setCluster(&cluster);
        QObject::connect(&document, &EditorDocument::refused, &document,
                         [this](const QString&, const QString& why) { refusals << why; });
    }
    QString path(const QString& name) const { return folder.filePath(name); }
    void write(const QString& name, const QByteArray& bytes) const {
        QDir().mkpath(QFileInfo(path(name)).path());
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    QByteArray read(const QString& name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("?");
    }
    bool open(const QString& name = {}) {
        document.open(QUrl::fromLocalFile(path(name)));
        return QTest::qWaitFor([this] { return !document.isLoading(); }, kPatience);
    }
    int item(const std::string& kind) const {
        for (const editor::Item& each : document.project().items())
            if (each.object.kind.name == kind) return static_cast<int>(each.id);
        return 0;
    }
    bool set(const std::string& kind, const char* path, const char* value) {
        const editor::ItemEdit edit{static_cast<editor::ItemId>(item(kind)),
                                    {manifest::Edit::Kind::Set, *manifest::parsePath(path), value, {}}};
        return document.edit(QStringLiteral("Set"), {&edit, 1});
    }
    bool save(const QUrl& url = {}) {
        QSignalSpy saved(&document, &EditorDocument::saved), wrong(&document, &EditorDocument::problemChanged);
        document.save(url);
        return QTest::qWaitFor([&] { return !saved.isEmpty() || !wrong.isEmpty(); }, kPatience) && !saved.isEmpty();
    }
};

/// Files whose unsaved changes are kept.
qsizetype journals() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
    return QDir(folder + QStringLiteral("/unsaved")).entryList(QDir::Files).size();
}

}  // namespace

void EditorTest::init() {
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)).removeRecursively();
}

void EditorTest::opensAFolder() {
    Desk desk;
    QSignalSpy changed(&desk.document, &EditorDocument::changed);
    desk.write("web.yaml", kWeb);
    desk.write("more/service.yaml", kService);
    desk.write("notes.txt", "no manifest");
    QVERIFY(desk.open());
    QCOMPARE(desk.document.count(), 2);
    QVERIFY(!changed.isEmpty());
    QCOMPARE(desk.document.title(), QFileInfo(desk.folder.path()).fileName());
    QStringList names;
    for (const QVariant& file : desk.document.files()) names << file.toMap()["name"].toString();
    QCOMPARE(names, (QStringList{"more/service.yaml", "web.yaml"}));
    QVERIFY(!desk.document.isModified());
    QCOMPARE(desk.document.project().connections().size(), 1UZ);
    desk.document.clear();
    QCOMPARE(desk.document.count(), 0);
    QCOMPARE(desk.document.file(), -1);
}

void EditorTest::addsEditsAndTakesBack() {
    Desk desk;
    const auto added = desk.document.add(QStringLiteral("Add web"), QString::fromUtf8(kWeb));
    QCOMPARE(added.size(), 1UZ);
    QCOMPARE(desk.document.undoTitle(), QStringLiteral("Add web"));
    QVERIFY(desk.document.isModified());
    desk.document.setSelection({static_cast<int>(added[0])});
    QVERIFY(desk.document.rename(static_cast<int>(added[0]), QStringLiteral("shop")));
    QVERIFY(desk.document.textOf({}).contains("{name: shop}"));
    QCOMPARE(desk.document.current(), static_cast<int>(added[0]));
    QVERIFY(!desk.set("Deployment", "spec.template.spec.containers[name=absent].image", "x"));
    QCOMPARE(desk.refusals.size(), 1);
    QVERIFY(desk.document.removeSelection());
    QCOMPARE(desk.document.count(), 0);
    QCOMPARE(desk.document.current(), 0);
    desk.document.undo();
    desk.document.undo();
    QCOMPARE(desk.document.textOf({}), QString::fromUtf8(kWeb));
    desk.document.undo();
    QCOMPARE(desk.document.count(), 0);
    QVERIFY(!desk.document.isModified());
    desk.document.redo();
    QCOMPARE(desk.document.count(), 1);
}

void EditorTest::savesWhatWasChanged() {
    Desk desk;
    desk.write("web.yaml", kWeb);
    desk.write("service.yaml", kService);
    QVERIFY(desk.open());
    QVERIFY(desk.set("Deployment", "spec.replicas", "3"));
    QCOMPARE(desk.read("web.yaml"), kWeb);
    QVERIFY(desk.save());
    QVERIFY(!desk.document.isModified());
    QVERIFY(desk.read("web.yaml").startsWith("# the face\n"));
    QVERIFY(desk.read("web.yaml").contains("replicas: 3"));
    QCOMPARE(desk.read("service.yaml"), kService);
    desk.document.undo();
    QVERIFY(desk.document.isModified());
    QVERIFY(desk.save());
    QCOMPARE(desk.read("web.yaml"), kWeb);
}

void EditorTest::asksWhereToSave() {
    Desk desk;
    QSignalSpy wanted(&desk.document, &EditorDocument::placeWanted);
    desk.document.add(QStringLiteral("Add"), QString::fromUtf8(kService));
    desk.document.save();
    QCOMPARE(wanted.size(), 1);
    QVERIFY(desk.save(QUrl::fromLocalFile(desk.path("new/service.yaml"))));
    QCOMPARE(desk.read("new/service.yaml"), kService);
    QCOMPARE(desk.document.title(), QStringLiteral("service.yaml"));
}

void EditorTest::doesNotOverwriteWhatOthersWrote() {
    Desk desk;
    desk.write("web.yaml", kWeb);
    QVERIFY(desk.open());
    QVERIFY(desk.set("Deployment", "spec.replicas", "3"));
    desk.write("web.yaml", kService);
    QVERIFY(!desk.save());
    QVERIFY2(desk.document.problem().contains("web.yaml"), qPrintable(desk.document.problem()));
    QCOMPARE(desk.read("web.yaml"), kService);
    QVERIFY(desk.document.textOf({}).contains("replicas: 3"));
}

void EditorTest::takesOverWhatOthersWrote() {
    Desk desk;
    desk.write("web.yaml", kWeb);
    QVERIFY(desk.open());
    desk.write("web.yaml", kWeb + "---\n" + kService);
    QTRY_COMPARE_WITH_TIMEOUT(desk.document.count(), 2, kPatience);
    QVERIFY(!desk.document.isModified());
    desk.document.undo();
    QCOMPARE(desk.document.count(), 1);
    QVERIFY(desk.document.isModified());
}

void EditorTest::joinsWhatOthersWrote() {
    Desk desk;
    desk.write("web.yaml", kWeb);
    QVERIFY(desk.open());
    QVERIFY(desk.set("Deployment", "spec.replicas", "3"));
    desk.write("web.yaml", "# by somebody else\n" + kWeb);
    QTRY_VERIFY_WITH_TIMEOUT(desk.document.textOf({}).startsWith("# by somebody else\n"), kPatience);
    QVERIFY(desk.document.textOf({}).contains("replicas: 3"));
    QVERIFY(desk.document.clashes().isEmpty());
    QVERIFY(desk.save());
    QVERIFY(desk.read("web.yaml").startsWith("# by somebody else\n# the face\n"));
    QVERIFY(desk.read("web.yaml").contains("replicas: 3"));
}

void EditorTest::asksWhereBothChangedTheSame() {
    for (const bool takeTheirs : {false, true}) {
        Desk desk;
        desk.write("web.yaml", kWeb);
        QVERIFY(desk.open());
        QVERIFY(desk.set("Deployment", "metadata.name", "mine"));
        desk.write("web.yaml", QByteArray(kWeb).replace("{name: web}\nspec", "{name: theirs}\nspec"));
        QTRY_COMPARE_WITH_TIMEOUT(desk.document.clashes().size(), 1, kPatience);
        QCOMPARE(desk.document.clashes()[0].toMap()["name"].toString(), QStringLiteral("web.yaml"));
        QVERIFY(!desk.save());
        QVERIFY(desk.read("web.yaml").contains("theirs"));
        desk.document.settleClash(0, takeTheirs);
        QVERIFY(desk.document.clashes().isEmpty());
        QCOMPARE(desk.document.textOf({}).contains("{name: theirs}"), takeTheirs);
        QCOMPARE(desk.document.isModified(), !takeTheirs);
        if (takeTheirs) continue;
        QVERIFY(desk.save());
        QVERIFY(desk.read("web.yaml").contains("{name: mine}"));
    }
}

void EditorTest::bringsBackWhatWasNotSaved() {
    QTemporaryDir folder;
    const QString path = folder.filePath("web.yaml");
    {
        // A window that dies, with one file that was there and changes that are not YAML.
        Desk desk;
        desk.write("web.yaml", kWeb);
        QVERIFY(QFile::copy(desk.path("web.yaml"), path));
        desk.document.open(QUrl::fromLocalFile(path));
        QVERIFY(QTest::qWaitFor([&] { return desk.document.count() == 1; }, kPatience));
        QVERIFY(desk.set("Deployment", "spec.replicas", "3"));
        const manifest::Operation typed = manifest::TextEdit{0, 0, 0, "{"};
        QVERIFY(desk.document.perform(QStringLiteral("Type"), {&typed, 1}));
        QTRY_COMPARE_WITH_TIMEOUT(journals(), 1, kPatience);
    }
    Desk desk;
    QTRY_COMPARE_WITH_TIMEOUT(desk.document.unsaved(), QStringList{"web.yaml"}, kPatience);
    desk.document.bringBack();
    QVERIFY(desk.document.unsaved().isEmpty());
    QVERIFY(desk.document.isModified());
    QVERIFY(!desk.document.files()[0].toMap()["mistake"].toString().isEmpty());
    desk.document.undo();
    QCOMPARE(desk.document.textOf({}), QString::fromUtf8(kWeb));
    QVERIFY(!desk.document.isModified());
    desk.document.redo();
    const manifest::Operation mended = manifest::TextEdit{0, 0, 1, ""};
    QVERIFY(desk.document.perform(QStringLiteral("Type"), {&mended, 1}));
    QVERIFY(desk.save());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll().contains("replicas: 3"));
    QCOMPARE(journals(), 0);  // nothing is left to be brought back
    QVERIFY(desk.set("Deployment", "spec.replicas", "4"));
    QTRY_COMPARE_WITH_TIMEOUT(journals(), 1, kPatience);
    desk.document.giveUp();  // somebody was asked
    QCOMPARE(journals(), 0);
}

void EditorTest::saysWhatCannotBeOpened() {
    Desk desk;
    desk.write("web.yaml", kWeb);
    QVERIFY(desk.open());
    QVERIFY(desk.open("absent.yaml"));
    QVERIFY(desk.document.problem().contains("absent.yaml"));
    QCOMPARE(desk.document.count(), 1);
    desk.document.open(QUrl(QStringLiteral("https://example.org/web.yaml")));
    QVERIFY(!desk.document.problem().isEmpty());
    desk.write("broken.yaml", "a: [");
    QVERIFY(desk.open("broken.yaml"));
    QCOMPARE(desk.document.problem(), QString());
    QCOMPARE(desk.document.files()[0].toMap()["line"].toInt() > 0, true);
}

void EditorTest::checksAsOneEdits() {
    Desk desk;
    ProblemList problems;
    const QAbstractItemModelTester tester(&problems, QAbstractItemModelTester::FailureReportingMode::QtTest);
    problems.setDocument(&desk.document);
    desk.write("web.yaml", kWeb);
    QVERIFY(desk.open());
    QVERIFY(desk.set("Deployment", "spec.replicaz", "3"));
    QTRY_COMPARE_WITH_TIMEOUT(problems.errors(), 1, kPatience);
    const QModelIndex first = problems.index(0, 0);
    QCOMPARE(first.data(ProblemList::SeverityRole).toString(), QStringLiteral("error"));
    QVERIFY(first.data(ProblemList::MessageRole).toString().contains("replicaz"));
    QCOMPARE(first.data(ProblemList::SubjectRole).toString(), QStringLiteral("Deployment web"));
    QVERIFY(first.data(ProblemList::PlaceRole).toString().startsWith("web.yaml:"));
    QSignalSpy place(&problems, &ProblemList::placeWanted);
    problems.show(0);
    QCOMPARE(place.size(), 1);
    QCOMPARE(desk.document.current(), desk.item("Deployment"));
    desk.document.undo();
    QTRY_COMPARE_WITH_TIMEOUT(problems.errors(), 0, kPatience);
}

void EditorTest::silencesAFinding() {
    Desk desk;
    ProblemList problems;
    problems.setDocument(&desk.document);
    desk.write("web.yaml", kWeb);
    QVERIFY(desk.open());
    QVERIFY(desk.set("Deployment", "spec.replicaz", "3"));
    QTRY_COMPARE_WITH_TIMEOUT(problems.errors(), 1, kPatience);
    problems.silence(0);
    QVERIFY(desk.document.textOf({}).contains("\n  # armillary:ignore unknown-field\n  replicaz: 3"));
    QTRY_COMPARE_WITH_TIMEOUT(problems.errors(), 0, kPatience);
    desk.document.undo();
    QTRY_COMPARE_WITH_TIMEOUT(problems.errors(), 1, kPatience);
}

void EditorTest::fixesAFinding() {
    Desk desk;
    ProblemList problems;
    problems.setDocument(&desk.document);
    desk.write("web.yaml", kWeb);
    QVERIFY(desk.open());
    const QString before = desk.document.textOf({});
    QVERIFY(desk.set("Deployment", "spec.replicaz", "3"));
    QTRY_COMPARE_WITH_TIMEOUT(problems.errors(), 1, kPatience);
    const QModelIndex first = problems.index(0, 0);
    QCOMPARE(first.data(ProblemList::FixesRole).toStringList(), QStringList{"Write replicas"});
    QCOMPARE(problems.page(0)["rule"].toString(), QStringLiteral("unknown-field"));
    QVERIFY(!problems.page(0)["why"].toString().isEmpty());
    QVERIFY(problems.page(4711).isEmpty());
    const int line = first.data(ProblemList::PlaceRole).toString().section(u':', 1).toInt();
    QCOMPARE(problems.fixesAt(line).size(), 1);
    QVERIFY(problems.fixesAt(1).isEmpty());
    problems.fix(0, 1);
    problems.fix(-1);
    QCOMPARE(problems.errors(), 1);
    problems.fix(0);
    QVERIFY(desk.document.textOf({}).contains("\n  replicas: 3"));
    QCOMPARE(desk.document.undoTitle(), QStringLiteral("Write replicas"));
    QTRY_COMPARE_WITH_TIMEOUT(problems.errors(), 0, kPatience);
    desk.document.undo();
    desk.document.undo();
    QCOMPARE(desk.document.textOf({}), before);
}

void EditorTest::fixesAllThatIsPlain() {
    Desk desk;
    ProblemList problems;
    problems.setDocument(&desk.document);
    desk.write("web.yaml", kWeb);
    QVERIFY(desk.open());
    QVERIFY(desk.set("Deployment", "spec.replicaz", "3"));
    QVERIFY(desk.set("Deployment", "spec.paused", "'true'"));
    QTRY_COMPARE_WITH_TIMEOUT(problems.errors(), 2, kPatience);
    const QString before = desk.document.textOf({});
    QVERIFY(problems.plain() >= 2);
    problems.fixAll();
    QVERIFY(desk.document.textOf({}).contains("\n  replicas: 3"));
    QVERIFY(desk.document.textOf({}).contains("\n  paused: true"));
    QTRY_COMPARE_WITH_TIMEOUT(problems.plain(), 0, kPatience);
    QCOMPARE(problems.errors(), 0);
    desk.document.undo();
    QCOMPARE(desk.document.textOf({}), before);
    // What the rows say is not about this text yet.
    QVERIFY(!desk.document.isChecked());
    problems.fix(0);
    problems.fixAll();
    QCOMPARE(desk.document.textOf({}), before);
}

void EditorTest::keepsTheSelectionToWhatIsThere() {
    Desk desk;
    desk.write("web.yaml", kWeb + "---\n" + kService);
    QVERIFY(desk.open());
    const int web = desk.item("Deployment"), service = desk.item("Service");
    desk.document.setSelection({service, 4711, web, service});
    QCOMPARE(desk.document.selection(), (QList<int>{service, web}));
    QCOMPARE(desk.document.current(), web);
    desk.document.setField(QStringLiteral("spec.replicas"));
    desk.document.setSelection({service});
    QCOMPARE(desk.document.field(), QString());
    QVERIFY(desk.document.removeSelection());
    QCOMPARE(desk.document.selection(), QList<int>());
    desk.document.undo();
    QCOMPARE(desk.item("Service"), service);
}

void EditorTest::translatesWhatTheEngineCallsWays() {
    for (const relations::RowView& row : relations::table())
        if (!row.title.empty()) QVERIFY2(isTranslatedText(row.title), std::string(row.title).c_str());
    QVERIFY(isTranslatedText("nothing refers to itself"));
    // What has names in it, or nobody knows, stays what it is.
    QCOMPARE(translatedText("Service front refers to web already"),
             QStringLiteral("Service front refers to web already"));

    class Upside final : public QTranslator {
    public:
        bool isEmpty() const override { return false; }
        QString translate(const char* context, const char* text, const char*, int) const override {
            return QByteArrayView(context) == "armillary::app::EngineTexts" ? QStringLiteral("~%1~").arg(text)
                                                                            : QString();
        }
    };
    Upside upside;
    QCoreApplication::installTranslator(&upside);
    QCOMPARE(translatedText("all keys as files"), QStringLiteral("~all keys as files~"));
    QCoreApplication::removeTranslator(&upside);
}

}  // namespace armillary::app
