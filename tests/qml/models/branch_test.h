#pragma once

#include <QObject>

namespace armillary::app {

class BranchTest : public QObject {
    Q_OBJECT

private slots:
    void commitsToABranch();
};

}  // namespace armillary::app
