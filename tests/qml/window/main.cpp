#include "access_window_test.h"
#include "actions_window_test.h"
#include "apply_window_test.h"
#include "carry_window_test.h"
#include "details_window_test.h"
#include "editor_canvas_test.h"
#include "files_window_test.h"
#include "forms_window_test.h"
#include "gitops_window_test.h"
#include "language_window_test.h"
#include "problems_window_test.h"
#include "start_window_test.h"
#include "terminal_window_test.h"
#include "tests/qml/support/run_tests.h"
#include "tests/qml/support/window_program.h"
#include "topology_window_test.h"
#include "views_window_test.h"
#include "window_test.h"

int main(int count, char** arguments) {
    const armillary::app::WindowProgram program(count, arguments);
    armillary::app::WindowTest window;
    armillary::app::ActionsWindowTest actions;
    armillary::app::DetailsWindowTest details;
    armillary::app::TerminalWindowTest terminal;
    armillary::app::FilesWindowTest files;
    armillary::app::TopologyWindowTest topology;
    armillary::app::ApplyWindowTest apply;
    armillary::app::StartWindowTest start;
    armillary::app::AccessWindowTest access;
    armillary::app::LanguageWindowTest language;
    armillary::app::EditorCanvasTest canvas;
    armillary::app::FormsWindowTest forms;
    armillary::app::ProblemsWindowTest problems;
    armillary::app::ViewsWindowTest views;
    armillary::app::CarryWindowTest carry;
    armillary::app::GitopsWindowTest gitops;
    return armillary::app::runTests({&topology, &window, &actions, &details, &terminal, &files, &apply, &start, &access,
                                     &language, &canvas, &forms, &problems, &views, &carry, &gitops},
                                    count, arguments);
}
