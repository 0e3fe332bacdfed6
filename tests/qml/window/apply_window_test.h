#pragma once

#include "window_fixture.h"

namespace armillary::app {

class ApplyWindowTest : public WindowFixture {
    Q_OBJECT

private slots:
    void appliesAStarter();
    void appliesByKeyboardAlone();
    void asksBeforeTextIsLost();

private:
    QString text(const QString& objectName) const;
};

}  // namespace armillary::app
