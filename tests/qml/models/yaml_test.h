#pragma once

#include <QObject>

namespace armillary::app {

class YamlTest : public QObject {
    Q_OBJECT

private slots:
    void writes_data();
    void writes();
    void masksSecrets();
};

}  // namespace armillary::app
