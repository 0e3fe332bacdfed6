#pragma once

#include "window_fixture.h"

namespace armillary::app {

class ApplyWindowTest : public WindowFixture {
    Q_OBJECT

private slots:
    void appliesAStarter();
    void appliesByKeyboardAlone();
    void asksBeforeTextIsLost();
    void saysWhatItDoesAndWhoOwnsFields();
    void reviewsALockedContext();
    void reviewStandsByItself();
    void commitsWhatMayNotBeApplied();

private:
    QString text(const QString& objectName) const;
    /// An empty manifest in the dock, with that text in it.
    void write(const QString& manifest);
};

}  // namespace armillary::app
