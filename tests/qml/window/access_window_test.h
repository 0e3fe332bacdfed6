#pragma once

#include "every_place.h"

namespace armillary::app {

/// Whoever does not see the window, or has no pointer, can use all of it.
class AccessWindowTest : public EveryPlace {
    Q_OBJECT

private slots:
    void namesEveryControl();
    void namesTheStart();
    void reachesEverythingByTab();
    void reachesTheStartByTab();
    void namesAndReachesAPreview();

private:
    QStringList unnamed() const;
    QStringList notReached(bool backwards = false);
};

}  // namespace armillary::app
