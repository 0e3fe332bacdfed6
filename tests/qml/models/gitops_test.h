#pragma once

#include <QObject>

namespace armillary::app {

/// The preview of a repository, as the page about it has it.
class GitopsTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void tellsWhatChanges();
    void hidesSecrets();
    void followsFilesAndCommits();
    void keepsTheLastResult();
    void saysWhatCannotBeOpened();
    void choosesRevisions();
    void filtersAndFolds();
    void remembersWhatWasOpen();
    void fetchesRemoteOnes();
    void staysQuickWithManyObjects();
};

}  // namespace armillary::app
