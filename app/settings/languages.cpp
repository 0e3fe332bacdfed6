#include "languages.h"

#include <QGuiApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>
#include <memory>

#include "pseudo_translator.h"

namespace armillary::app {

namespace {

const QString kSetting = QStringLiteral("window/language");
const QString kPseudo = QStringLiteral("pseudo");
const QString kEnglish = QStringLiteral("en");

struct Known {
    const char* id;
    const char* name;
};
constexpr Known kKnown[] = {{"en", "English"}, {"de", "Deutsch"}, {"zh_CN", "简体中文"}};

/// What is in effect.
QString& spokenLanguage() {
    static QString language = kEnglish;
    return language;
}

/// The first of ours that the system's user reads. A person who reads Chinese in traditional characters has not asked
/// for the simplified ones.
QString systemLanguage() {
    for (const QString& name : QLocale::system().uiLanguages()) {
        const QLocale wanted(name);
        for (const Known& known : kKnown) {
            const QLocale ours(QString::fromLatin1(known.id));
            if (wanted.language() == ours.language() && wanted.script() == ours.script())
                return QString::fromLatin1(known.id);
        }
    }
    return kEnglish;
}

QString resolved(const QString& choice) {
    if (choice.isEmpty()) return systemLanguage();
    for (const Known& known : kKnown)
        if (choice == QLatin1String(known.id)) return choice;
    return choice == kPseudo ? kPseudo : kEnglish;
}

/// Translators live as long as the application, whose children they are.
void addFile(const QString& name, const QString& folder) {
    auto translator = std::make_unique<QTranslator>(QCoreApplication::instance());
    if (translator->load(name, folder)) QCoreApplication::installTranslator(translator.release());
}

}  // namespace

void Languages::speak(const QString& language) {
    QCoreApplication* application = QCoreApplication::instance();
    qDeleteAll(application->findChildren<QTranslator*>(Qt::FindDirectChildrenOnly));
    QString choice = language.isEmpty() ? qEnvironmentVariable("ARMILLARY_LANGUAGE") : language;
    if (choice.isEmpty()) choice = QSettings().value(kSetting).toString();
    const QString spoken = spokenLanguage() = resolved(choice);
    const bool pseudo = spoken == kPseudo;
    if (pseudo) {
        QCoreApplication::installTranslator(new PseudoTranslator(application));
    } else {
        // English has a file for its plural forms.
        addFile(QStringLiteral("qtbase_") + spoken, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
        addFile(QStringLiteral("armillary_") + spoken, QStringLiteral(":/i18n"));
    }
    // Numbers and dates are written as in the language around them, where that is not the system's own.
    const bool systems = pseudo || QLocale::system().language() == QLocale(spoken).language();
    QLocale::setDefault(systems ? QLocale::system() : QLocale(spoken));
    QGuiApplication::setLayoutDirection(pseudo ? Qt::RightToLeft : Qt::LeftToRight);
}

QString Languages::spoken() {
    return spokenLanguage();
}

QVariantList Languages::all() const {
    QVariantList list{QVariantMap{{QStringLiteral("id"), QString()}, {QStringLiteral("name"), tr("As the system")}}};
    for (const Known& known : kKnown)
        list.append(QVariantMap{{QStringLiteral("id"), QString::fromLatin1(known.id)},
                                {QStringLiteral("name"), QString::fromUtf8(known.name)}});
    return list;
}

QString Languages::chosen() const {
    return QSettings().value(kSetting).toString();
}

void Languages::choose(const QString& language) {
    if (language == chosen()) return;
    if (language.isEmpty())
        QSettings().remove(kSetting);
    else
        QSettings().setValue(kSetting, language);
    emit chosenChanged();
}

bool Languages::waits() const {
    return resolved(chosen()) != spoken();
}

}  // namespace armillary::app
