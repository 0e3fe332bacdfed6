#include "language_window_test.h"

#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QPointer>
#include <QRegularExpression>
#include <QSettings>
#include <QTest>
#include <QTranslator>
#include <algorithm>
#include <mutex>
#include <set>
#include <tuple>

#include "languages.h"
#include "pseudo_translator.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

namespace {

/// What shows only what a cluster, a program or a person has written, by type or name.
constexpr const char* kData[] = {
    "TableCell", "HeaderCell",   "columnList",  // the server's own table
    "LogRow",    "diffLines",                   // logs and objects
    "WhyPage",   "startProblem",  // engine/explain and programs/common speak English, as on the command line
    "ObjectTip",
};

/// What is drawn from left to right in every language: scenes, graphs, logs, code. And tabs that are scrolled to the
/// one that is shown, which is not as far from the other side.
constexpr const char* kLeftToRight[] = {"FlatView",     "ObjectTip", "LogView",    "YamlArea",      "YamlPage",
                                        "TerminalPage", "DiffView",  "UsagePanel", "ResourceTable", "detailTabs"};

bool isIn(const QQuickItem* item, const char* name) {
    for (; item; item = item->parentItem())
        if (item->objectName() == QLatin1String(name) ||
            QByteArray(item->metaObject()->className()).startsWith(QByteArray(name) + "_"))
            return true;
    return false;
}

QStringList wordsOf(const QString& text) {
    static const QRegularExpression apart(QStringLiteral("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})"));
    QStringList words;
    for (QString word : text.split(apart, Qt::SkipEmptyParts)) {
        word = word.toLower();
        words << word;
    }
    return words;
}

/// The same in the plural, as titles of kinds are.
QString singular(const QString& word) {
    if (word.endsWith(u"ies")) return word.chopped(3) + u'y';
    if (word.endsWith(u"sses") || word.endsWith(u"xes")) return word.chopped(2);
    return word.endsWith(u's') && !word.endsWith(u"ss") ? word.chopped(1) : word;
}

/// Every text that goes through translation, as it comes by; it is said as ever.
class Listener : public QTranslator {
public:
    using Asked = std::tuple<QByteArray, QByteArray, QByteArray>;
    QString translate(const char* context, const char* source, const char* disambiguation, int /*n*/) const override {
        const QByteArray from(context);
        // Qt's own are Qt's to translate.
        const std::lock_guard lock(m_mutex);
        if (from == "QObject" || !from.startsWith('Q')) m_asked.insert({from, source, disambiguation});
        return {};
    }
    bool isEmpty() const override { return false; }
    const std::set<Asked>& asked() const { return m_asked; }

private:
    mutable std::mutex m_mutex;  // workers speak, too
    mutable std::set<Asked> m_asked;
};

}  // namespace

void LanguageWindowTest::cleanup() {
    closeWindow();
    Languages::speak(QStringLiteral("en"));
}

void LanguageWindowTest::makesALanguage() {
    const QString made = PseudoTranslator::pseudo(QStringLiteral("Delete <b>%1</b> of %Ln &amp; more"));
    QVERIFY(made.contains(QStringLiteral("Ðéļ")));
    for (const char* part : {"<b>%1</b>", "%Ln", "&amp;"}) QVERIFY2(made.contains(QLatin1String(part)), part);
    QVERIFY(made.startsWith(QStringLiteral("\u200f[")) && made.endsWith(u']'));
    QVERIFY(made.size() >= 1.3 * 30);
}

void LanguageWindowTest::speaksWhatIsChosen() {
    const auto say = [] { return QCoreApplication::translate("Pages", "Settings"); };
    const auto pods = [](int n) { return QCoreApplication::translate("TopologyPage", "%n pods", nullptr, n); };
    QCOMPARE(say(), QStringLiteral("Settings"));
    QCOMPARE(pods(1), QStringLiteral("1 pod"));
    QCOMPARE(pods(2), QStringLiteral("2 pods"));
    Languages::speak(QStringLiteral("de"));
    QCOMPARE(say(), QStringLiteral("Einstellungen"));
    QCOMPARE(pods(1), QStringLiteral("1 Pod"));
    QCOMPARE(pods(2), QStringLiteral("2 Pods"));
    QCOMPARE(QLocale().toString(1.5), QStringLiteral("1,5"));
    Languages::speak(QStringLiteral("zh_CN"));
    QCOMPARE(say(), QStringLiteral("设置"));
    QCOMPARE(pods(1), QStringLiteral("1 个 Pod"));
    // What we do not have.
    Languages::speak(QStringLiteral("fr"));
    QCOMPARE(Languages::spoken(), QStringLiteral("en"));
    QCOMPARE(say(), QStringLiteral("Settings"));
    // Chosen in the settings, unless somebody says otherwise.
    Languages settings;
    settings.choose(QStringLiteral("de"));
    QVERIFY(settings.waits());
    Languages::speak();
    QCOMPARE(Languages::spoken(), QStringLiteral("de"));
    QVERIFY(!settings.waits());
    Languages::speak(QStringLiteral("en"));
    QCOMPARE(say(), QStringLiteral("Settings"));
}

void LanguageWindowTest::offersItsLanguages() {
    openLocal(true);
    openSettings();
    click(item(QStringLiteral("language-de")));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("The window speaks it when it is opened again.")), kPatience);
    QCOMPARE(QSettings().value(QStringLiteral("window/language")).toString(), QStringLiteral("de"));
    closeWindow();
    Languages::speak();
    openLocal(true);
    openSettings();
    QVERIFY(shows(QStringLiteral("Sprache")));
    click(item(QStringLiteral("language-en")));
    QTRY_VERIFY_WITH_TIMEOUT(shows(QStringLiteral("Das Fenster spricht sie, wenn es wieder geöffnet wird.")),
                             kPatience);
}

void LanguageWindowTest::learnWhatIsData() {
    const auto calls = sharedStill()().value().calls;
    std::function<void(const QString&, const QJsonValue&)> learn = [&](const QString& field, const QJsonValue& value) {
        static const QSet<QString> naming{"name",       "namespace", "kind", "image",   "singularName",
                                          "shortNames", "labels",    "host", "hostname"};
        if (value.isString()) {
            m_texts.insert(value.toString().trimmed());
            if (naming.contains(field))
                for (const QString& word : wordsOf(value.toString())) m_names.insert(singular(word));
        } else if (value.isArray()) {
            for (const QJsonValue entry : value.toArray()) learn(field, entry);
        } else if (value.isObject()) {
            const QJsonObject object = value.toObject();
            for (auto entry = object.begin(); entry != object.end(); ++entry)
                learn(field == u"labels" || field == u"annotations" ? field : entry.key(), entry.value());
            if (field == u"labels" || field == u"annotations" || field == u"data")
                for (const QString& key : object.keys())
                    for (const QString& word : wordsOf(key)) m_names.insert(singular(word));
        }
    };
    for (const char* list : {"/api/v1",
                             "/apis",
                             "/apis/apps/v1",
                             "/apis/batch/v1",
                             "/apis/storage.k8s.io/v1",
                             "/apis/networking.k8s.io/v1",
                             "/apis/rbac.authorization.k8s.io/v1",
                             "/apis/policy/v1",
                             "/api/v1/pods",
                             "/api/v1/nodes",
                             "/api/v1/namespaces",
                             "/api/v1/configmaps",
                             "/api/v1/services",
                             "/api/v1/events",
                             "/apis/apps/v1/deployments",
                             "/apis/apps/v1/replicasets",
                             "/apis/apps/v1/statefulsets",
                             "/apis/apps/v1/daemonsets",
                             "/apis/batch/v1/jobs",
                             "/apis/events.k8s.io/v1",
                             "/apis/coordination.k8s.io/v1",
                             "/apis/autoscaling/v2",
                             "/apis/discovery.k8s.io/v1",
                             "/apis/networking.k8s.io/v1/networkpolicies",
                             "/apis/batch/v1/cronjobs"}) {
        const auto answer = calls->call({.target = list});
        if (answer) learn({}, QJsonDocument::fromJson(QByteArray::fromStdString(answer->body)).object());
    }
    QVERIFY(m_names.size() > 50);
    // Languages have their own names; resources and effects Kubernetes'; a cluster is called as the fixtures
    // do, and says what they say.
    for (const QVariant& language : Languages().all())
        m_texts.insert(language.toMap()[QStringLiteral("name")].toString());
    for (const char* said : {"cpu", "memory", "NoSchedule", "in memory", "the control plane did not start:",
                             "armillaryd: cannot listen on 127.0.0.1:6443: the port is in use"})
        m_texts.insert(QLatin1String(said));
}

bool LanguageWindowTest::isData(const QQuickItem* item, const QString& text) const {
    static const QRegularExpression letters(QStringLiteral("\\p{L}{2}"));
    static const QRegularExpression sizes(QStringLiteral("^[0-9.]+ (bytes|KiB|MiB)$"));  // QLocale's
    static const QRegularExpression keys(QStringLiteral("^(Ctrl|Shift|Alt|Meta)\\+"));
    if (keys.match(text).hasMatch() || !text.contains(letters) || m_texts.contains(text.trimmed()) ||
        text.startsWith(u'/') || sizes.match(text).hasMatch())
        return true;
    // As a server says it: simulated machines have no logs.
    if (text.startsWith(QLatin1String("Internal error occurred: "))) return true;
    if (std::ranges::any_of(kData, [&](const char* type) { return isIn(item, type); })) return true;
    return std::ranges::all_of(
        wordsOf(text), [&](const QString& word) { return word.size() < 2 || m_names.contains(singular(word)); });
}

QStringList LanguageWindowTest::untranslated() const {
    QStringList wrong;
    for (const QQuickItem* item : visibleBelow(reachable())) {
        const bool field = item->inherits("QQuickTextInput") || item->inherits("QQuickTextEdit");
        if (!field && !item->inherits("QQuickText")) continue;
        // What stands in a field was typed by somebody.
        const QString text = item->property(field ? "placeholderText" : "text").toString();
        const bool translated = text.contains(u'[') && text.contains(u'~');
        if (!translated && !isData(item, text))
            wrong << QStringLiteral("\"%1\" in %2").arg(text.left(80), placeOf(item));
    }
    return wrong;
}

void LanguageWindowTest::translatesEverything() {
    learnWhatIsData();
    Languages::speak(QStringLiteral("pseudo"));
    QStringList wrong;
    visit([&](const QString& place) {
        for (const QString& what : untranslated()) wrong << place + QStringLiteral(": ") + what;
    });
    report(wrong);
}

void LanguageWindowTest::translatesTheStart() {
    learnWhatIsData();
    Languages::speak(QStringLiteral("pseudo"));
    QStringList wrong;
    visitStart([&](const QString& place) {
        for (const QString& what : untranslated()) wrong << place + QStringLiteral(": ") + what;
    });
    report(wrong);
}

void LanguageWindowTest::knowsWhatIsAsked() {
    Listener listener;
    QCoreApplication::installTranslator(&listener);
    visit([](const QString&) {});
    closeWindow();
    visitStart([](const QString&) {});
    QCoreApplication::removeTranslator(&listener);
    QVERIFY(listener.asked().size() > 300);
    // What stands in the sources under one name may be asked for by another.
    QStringList wrong;
    for (const char* language : {"de", "zh_CN"}) {
        QTranslator translator;
        QVERIFY(translator.load(QStringLiteral("armillary_") + QLatin1String(language), QStringLiteral(":/i18n")));
        for (const auto& [context, source, comment] : listener.asked())
            if (translator.translate(context, source, comment).isEmpty() &&
                translator.translate(context, source, comment, 2).isEmpty())
                wrong << QStringLiteral("%1: %2: %3")
                             .arg(QLatin1String(language), QString::fromUtf8(context), QString::fromUtf8(source));
    }
    report(wrong);
}

QStringList LanguageWindowTest::notMirrored(int patience) {
    struct Seen {
        QPointer<QQuickItem> item;
        QString text;  // a list may use an item for another entry
        QRectF before;
    };
    const auto rectOf = [](const QQuickItem* item) {
        return item->mapRectToScene(QRectF(0, 0, item->width(), item->height()));
    };
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    m_window->grabWindow();  // everything is in its place then
    std::vector<Seen> seen;
    // Where a menu stands is a matter of what it belongs to; what is in it is mirrored in it.
    QQuickItem* const around = reachable();
    const QRectF before = rectOf(around);
    for (QQuickItem* item : visibleBelow(around)) {
        if (!item->inherits("QQuickText") && !item->inherits("QQuickAbstractButton") &&
            !item->inherits("QQuickTextInput"))
            continue;
        if (item->width() > 0 && std::ranges::none_of(kLeftToRight, [&](const char* type) { return isIn(item, type); }))
            seen.push_back({item, item->property("text").toString(), rectOf(item)});
    }
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    m_window->grabWindow();
    const auto wanted = [&](const Seen& one) { return rectOf(around).left() + before.right() - one.before.right(); };
    const auto isMirrored = [&](const Seen& one) {
        return !one.item || one.item->property("text").toString() != one.text ||
               std::abs(rectOf(one.item).left() - wanted(one)) <= 1.5;
    };
    QStringList wrong;
    for (const Seen& one : seen)
        if (!QTest::qWaitFor([&] { return isMirrored(one); }, wrong.isEmpty() ? patience : 0))
            wrong << QStringLiteral("%1 at %2, not %3")
                         .arg(placeOf(one.item))
                         .arg(rectOf(one.item).left())
                         .arg(wanted(one));
    if (seen.empty()) wrong << QStringLiteral("nothing is there");
    return wrong;
}

void LanguageWindowTest::mirrorsEveryPlace() {
    Languages::speak(QStringLiteral("pseudo"));
    QStringList wrong;
    visit([&](const QString& place) {
        // One that does not come at all is waited for once.
        for (const QString& what : notMirrored(wrong.isEmpty() ? kPatience : 0))
            wrong << place + QStringLiteral(": ") + what;
    });
    report(wrong);
}

}  // namespace armillary::app
