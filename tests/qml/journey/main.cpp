#include "journey_test.h"
#include "tests/qml/support/window_program.h"

int main(int count, char** arguments) {
    const armillary::app::WindowProgram program(count, arguments);
    armillary::app::JourneyTest journey;
    return QTest::qExec(&journey, count, arguments);
}
