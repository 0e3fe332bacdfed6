#pragma once

#include "window_fixture.h"

namespace armillary::app {

/// Pages, explorer, details, palette and rights.
class WindowTest : public WindowFixture {
    Q_OBJECT

private slots:
    void switchesPages();
    void opensAPodByMouse();
    void opensAPodByKeyboard();
    void opensANodeByItsHeadline();
    void saysWhatIsUnderThePointer();
    void filtersByTyping();
    void sortsByHeader();
    void opensARowByKeyboard();
    void choosesANamespace();
    void togglesTheTheme();
    void browsesKinds();
    void goesBack();
    void actsOnARow();
    void asksBeforeItDeletes();
    void locksProduction();
    void commandsByTyping();
    void opensLogs();
    void listsTheKeys();
    void saysWhy();
    void respectsTheUsersRights();
    void showsAFailureAndTriesAgain();
    void showsThatItLoads();
    void showsAnEmptyCluster();
    void animatesChanges();
};

}  // namespace armillary::app
