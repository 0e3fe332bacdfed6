#pragma once

#include <QObject>

namespace armillary::app {

/// Forwarded ports, on a server that says what the test tells it to say.
class ForwardsTest : public QObject {
    Q_OBJECT

private slots:
    void readsPorts();
    void findsTheContainersPort();
    void carriesWhatIsSent();
    void takesTheNextFreePort();
    void goesToAnotherPod();
    void stopsWithTheLock();
    void remembersThem();
};

}  // namespace armillary::app
