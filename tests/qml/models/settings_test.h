#pragma once

#include <QObject>

namespace armillary::app {

/// Keys, and the colours of the themes.
class SettingsTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void listsEveryKey();
    void rebindsAKey();
    void refusesAKeyThatIsTaken();
    void leavesTablesTheirLetters();
    void takesSignsWithAndWithoutShift();
    void hasAPresetAsK9s();
    void readsWell_data();
    void readsWell();
    void holdsStill();
    void keepsAddedFiles();
};

}  // namespace armillary::app
