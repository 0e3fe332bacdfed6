#pragma once

#include "window_fixture.h"

namespace armillary::app {

/// What is done to objects: dialogs with what they change, and the drain.
class ActionsWindowTest : public WindowFixture {
    Q_OBJECT

private slots:
    void rollsBackWithItsDiff();
    void namesWhatElseGoes();
    void saysWhatIsWrongWithALabel();
    void takesSeveralBackAtOnce();
    void drainsRoundABudget();

private:
    /// On a cluster of the test's own, whose engine the test can reach.
    void openOwn(const QString& kind, int rows);
    void type(const QString& text);
    QString text(const QString& objectName) const;
    std::shared_ptr<class OfflineCluster> m_cluster;
};

}  // namespace armillary::app
