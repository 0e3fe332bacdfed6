#pragma once

#include <QSet>

#include "every_place.h"

namespace armillary::app {

/// What is said in another language, and from the other side.
class LanguageWindowTest : public EveryPlace {
    Q_OBJECT

private slots:
    void cleanup();
    void makesALanguage();
    void speaksWhatIsChosen();
    void offersItsLanguages();
    void translatesEverything();
    void translatesTheStart();
    void knowsWhatIsAsked();
    void mirrorsEveryPlace();

private:
    void learnWhatIsData();
    bool isData(const QQuickItem* item, const QString& text) const;
    QStringList untranslated() const;
    QStringList notMirrored(int patience);

    QSet<QString> m_texts;  ///< what the cluster says, whole
    QSet<QString> m_names;  ///< the words of names, kinds, labels and images
};

}  // namespace armillary::app
