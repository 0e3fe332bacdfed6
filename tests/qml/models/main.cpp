#include <QGuiApplication>
#include <QTemporaryDir>

#include "actions_test.h"
#include "apply_test.h"
#include "branch_test.h"
#include "canvas_test.h"
#include "cluster_checks_test.h"
#include "details_test.h"
#include "diff_test.h"
#include "editing_test.h"
#include "editor_test.h"
#include "explorer_test.h"
#include "files_test.h"
#include "forms_test.h"
#include "forwards_test.h"
#include "gate_test.h"
#include "gitops_test.h"
#include "kinds_test.h"
#include "languages.h"
#include "layout_test.h"
#include "logs_test.h"
#include "models_test.h"
#include "scale_test.h"
#include "settings_test.h"
#include "shell_test.h"
#include "start_test.h"
#include "terminal_test.h"
#include "tests/qml/support/run_tests.h"
#include "topology_test.h"
#include "views_test.h"
#include "yaml_test.h"

int main(int count, char** arguments) {
    // The tests neither read nor write the settings of whoever runs them.
    const QTemporaryDir settings;
    qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
    qputenv("XDG_DATA_HOME", settings.path().toUtf8());
    const QGuiApplication application(count, arguments);
    QGuiApplication::setApplicationName(QStringLiteral("armillary"));
    QGuiApplication::setOrganizationName(QStringLiteral("armillary"));
    armillary::app::Languages::speak(QStringLiteral("en"));
    armillary::app::LayoutTest layout;
    armillary::app::YamlTest yaml;
    armillary::app::GateTest gate;
    armillary::app::KindsTest kinds;
    armillary::app::ShellTest shell;
    armillary::app::ExplorerTest explorer;
    armillary::app::LogsTest logs;
    armillary::app::DetailsTest details;
    armillary::app::EditingTest editing;
    armillary::app::ModelsTest models;
    armillary::app::DiffTest diff;
    armillary::app::ActionsTest actions;
    armillary::app::TerminalTest terminal;
    armillary::app::ForwardsTest forwards;
    armillary::app::FilesTest files;
    armillary::app::TopologyTest topology;
    armillary::app::StartTest start;
    armillary::app::ApplyTest apply;
    armillary::app::BranchTest branch;
    armillary::app::SettingsTest preferences;
    armillary::app::ScaleTest scale;
    armillary::app::EditorTest editor;
    armillary::app::FormsTest forms;
    armillary::app::CanvasTest canvas;
    armillary::app::ClusterChecksTest clusterChecks;
    armillary::app::ViewsTest views;
    armillary::app::GitopsTest gitops;
    return armillary::app::runTests(
        {&topology,    &layout,  &yaml,    &gate,    &kinds,    &shell,         &explorer, &logs,   &models,
         &diff,        &actions, &details, &editing, &terminal, &files,         &forwards, &start,  &apply,
         &preferences, &scale,   &editor,  &forms,   &canvas,   &clusterChecks, &views,    &branch, &gitops},
        count, arguments);
}
