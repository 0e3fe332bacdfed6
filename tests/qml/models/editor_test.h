#pragma once

#include <QObject>

namespace armillary::app {

class EditorTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void opensAFolder();
    void addsEditsAndTakesBack();
    void savesWhatWasChanged();
    void asksWhereToSave();
    void doesNotOverwriteWhatOthersWrote();
    void takesOverWhatOthersWrote();
    void joinsWhatOthersWrote();
    void asksWhereBothChangedTheSame();
    void bringsBackWhatWasNotSaved();
    void saysWhatCannotBeOpened();
    void checksAsOneEdits();
    void silencesAFinding();
    void fixesAFinding();
    void fixesAllThatIsPlain();
    void keepsTheSelectionToWhatIsThere();
    void translatesWhatTheEngineCallsWays();
};

}  // namespace armillary::app
