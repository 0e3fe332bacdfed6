#include "drawing_test.h"
#include "journey_test.h"
#include "tests/qml/support/window_program.h"

/// What is asked for by its name: `drawing`, `drawingByKeyboard`; otherwise the journey.
int main(int count, char** arguments) {
    const armillary::app::WindowProgram program(count, arguments);
    armillary::app::JourneyTest journey;
    armillary::app::DrawingTest drawing;
    if (count > 1 && std::string_view(arguments[1]).starts_with("drawing"))
        return QTest::qExec(&drawing, count, arguments);
    return QTest::qExec(&journey, count, arguments);
}
