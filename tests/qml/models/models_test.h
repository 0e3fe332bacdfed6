#pragma once

#include <QObject>

namespace armillary::app {

/// Every model against canned data, still and lively, under Qt's model tester.
class ModelsTest : public QObject {
    Q_OBJECT

private slots:
    void keepTheRules_data();
    void keepTheRules();
    void topologyCountsPods();
    void topologyPlacesPods();
    void topologyOrdersNodesAsPeopleDo();
    void topologyFiltersByNamespace();
    void topologyDropsWhatLeaves();
    void filterMatchesAllWords_data();
    void filterMatchesAllWords();
    void filterSorts();
    void detailsFollowAnObject();
    void detailsFollowChanges();
    void eventsBelongToTheirObject();
    void nodesHaveTheEventsThatNameThem();
};

}  // namespace armillary::app
