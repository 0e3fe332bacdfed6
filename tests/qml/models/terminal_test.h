#pragma once

#include <QObject>

namespace armillary::app {

/// The terminal, what it is connected to, and the gate that it goes through.
class TerminalTest : public QObject {
    Q_OBJECT

private slots:
    void showsColours();
    void keepsWideCharacters();
    void switchesScreensWhileItIsResized();
    void boundsWhatScrolledOff();
    void takesTheClipboardAndGivesNothing();
    void stripsWhatIsPasted();
    void survivesHostileOutput();
    void saysKeysAsXtermDoes();
    void selectsText();

    void readsHowACommandEnded_data();
    void readsHowACommandEnded();
    void opensAShell();
    void holdsTheServerBack();
    void sendsWhenThereIsRoomAgain();
    void saysThatThereIsNoShell();
    void addsADebugContainer();
    void endsWithItsPod();
    void endsWithItsContainer();
    void opensAShellOfANode();
    void sweepsWhatWasLeft();

    void opensNothingUnderTheLock();
    void endsWhatIsOpenWithTheLock();
};

}  // namespace armillary::app
