#pragma once

#include <QObject>

namespace armillary::app {

class LayoutTest : public QObject {
    Q_OBJECT

private slots:
    void keepsPodsInTheirCards_data();
    void keepsPodsInTheirCards();
    void fitsAThousandPodsOnTenNodes();
    void growsDownwardsWhenNothingFits();
    void hasNothingToShowWithoutRoom();
};

}  // namespace armillary::app
