#include "tests/qml/support/window_program.h"
#include "tour.h"

int main(int count, char** arguments) {
    const armillary::app::WindowProgram program(count, arguments);
    armillary::app::Tour tour;
    return QTest::qExec(&tour, count, arguments);
}
