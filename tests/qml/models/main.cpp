#include <QGuiApplication>
#include <QTest>

#include "layout_test.h"
#include "models_test.h"
#include "yaml_test.h"

int main(int count, char** arguments) {
    const QGuiApplication application(count, arguments);
    armillary::app::LayoutTest layout;
    armillary::app::YamlTest yaml;
    armillary::app::ModelsTest models;
    int failed = 0;
    for (QObject* test : std::initializer_list<QObject*>{&layout, &yaml, &models})
        failed += QTest::qExec(test, count, arguments);
    return failed;
}
