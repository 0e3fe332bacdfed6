#pragma once

#include <QObject>

namespace armillary::app {

/// Sphere and map: geometry, what is kept and what is left out, and where it is worked out.
class TopologyTest : public QObject {
    Q_OBJECT

private slots:
    void placesStayAndAreApart();
    void dragTurnsWithThePointer();
    void facingBringsToTheFront();
    void detailGrowsWithSize();
    void moonsFillTheirRings();
    void searchFindsAmongMany();
    void selectorAndProblemsFilter();
    void groupsByNamespace();
    void mapFollowsRelations();
    void mapSaysWhatIsMissing();
    void mapKeepsProblemsAndCounts();
    void mapKeepsWhatBelongsToASelection();
    void layersStandInColumns();
    void layoutsKeepWhatHasNotChanged();
    void mapIsMadeOffTheWindowsThread();
    void pinsAndUnpins();
    void paintsWithoutACard();
    void circlesLookRound();
};

}  // namespace armillary::app
