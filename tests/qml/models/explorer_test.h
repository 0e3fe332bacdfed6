#pragma once

#include <QObject>

namespace armillary::app {

class ExplorerTest : public QObject {
    Q_OBJECT

private slots:
    void ordersCells_data();
    void ordersCells();
    void ordersNamesNaturally();
    void filters_data();
    void filters();
    void saysWhatIsWrongWithAFilter();
    void readsTables();
    void survivesHostileTables_data();
    void survivesHostileTables();
    void readsEvents();
    void titlesKinds_data();
    void titlesKinds();
    void tonesStatuses_data();
    void tonesStatuses();

    void listsPods();
    void followsChanges();
    void sortsAndKeepsTheCurrentRow();
    void selects();
    void choosesColumns();
    void narrowsToNamespaces();
    void listsEveryKind();
    void saysWhatIsNotServed();
    void sortsThousands();
};

}  // namespace armillary::app
