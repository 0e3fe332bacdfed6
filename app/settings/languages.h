#pragma once

#include <QObject>
#include <QString>
#include <QVariantList>
#include <QtQmlIntegration>

namespace armillary::app {

/// What the window speaks: the system's language where it is one of ours, or the one that was chosen. A choice is kept,
/// and takes effect when the program starts again: models have said things in the former one already, and not all of
/// them would say them anew.
class Languages : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    /// {id, name}: "" is the system's; each other's name is its own, as its speakers write it.
    Q_PROPERTY(QVariantList all READ all CONSTANT)
    Q_PROPERTY(QString chosen READ chosen WRITE choose NOTIFY chosenChanged)
    /// What was chosen is not yet what the window speaks.
    Q_PROPERTY(bool waits READ waits NOTIFY chosenChanged)

public:
    using QObject::QObject;

    /// Has the application speak `language`, "de" say, or what ARMILLARY_LANGUAGE, the settings and the system say, in
    /// that order, when it is "". "pseudo" is for tests: see PseudoTranslator. One that we do not have is English. To
    /// be called before anything is said; the application's name must be set, since settings are read by it. Called
    /// again, it takes back what the call before did.
    static void speak(const QString& language = {});
    /// The language that speak() settled on: one of ours, or "pseudo".
    static QString spoken();

    QVariantList all() const;
    QString chosen() const;
    void choose(const QString& language);
    bool waits() const;

signals:
    void chosenChanged();
};

}  // namespace armillary::app
