#pragma once

#include <QObject>

namespace armillary::app {

class ViewsTest : public QObject {
    Q_OBJECT

private slots:
    void offersWhatAFolderHas();
    void saysWhereFieldsAreFrom();
    void writesAFieldWhereItBelongs();
    void patchesWhatTheBaseSays();
    void keepsTheLastGoodView();
    void leadsToTheOrigin();
    void refusesWhatIsNoField();
    void rendersByTheRealPrograms();
};

}  // namespace armillary::app
