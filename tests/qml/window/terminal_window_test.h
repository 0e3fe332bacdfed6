#pragma once

#include "window_fixture.h"

namespace armillary::app {

/// Shells and forwarded ports, from the explorer on.
class TerminalWindowTest : public WindowFixture {
    Q_OBJECT

private slots:
    void opensAShell();
    void selectsAndCopies();
    void scrollsAndResizes();
    void endsWithTheLock();
    void offersADebugContainer();
    void forwardsAService();

private:
    void openShell();
    void type(const QString& text);
    QString shown() const;
};

}  // namespace armillary::app
