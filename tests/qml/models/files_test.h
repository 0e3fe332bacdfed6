#pragma once

#include <QObject>

namespace armillary::app {

/// Files of containers: listed, fetched and sent.
class FilesTest : public QObject {
    Q_OBJECT

private slots:
    void listsAFolder();
    void followsLinksAndGoesUp();
    void saysWhyThereIsNothing_data();
    void saysWhyThereIsNothing();
    void goesOnInADebugContainer();

    void downloads();
    void keepsBothOrReplaces();
    void takesNothingHostile();
    void holdsTheContainerBack();
    void cancelsADownload();

    void uploads();
    void waitsForTheContainer();
    void saysWhyItTookNothing();
    void boundsWhatIsUnderWay();
    void worksInShellsThatImagesHave_data();
    void worksInShellsThatImagesHave();

    void opensNothingUnderTheLock();
};

}  // namespace armillary::app
