pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Armillary.Components
import Armillary.Editor

// What is open, and what can be done with all of it.
Rectangle {
    id: bar
    required property EditorDocument document
    required property RenderedView rendered
    required property ProblemList problems
    required property bool reviewing
    required property bool narrow
    required property bool paletteShown
    required property bool formShown
    required property bool textShown
    readonly property bool broken: bar.rendered.shown.files.some(file => file.mistake !== "")
    signal paletteToggled()
    signal formToggled()
    signal textToggled()
    signal newWanted()
    signal openFileWanted()
    signal openFolderWanted()
    signal saveWanted()
    signal problemsWanted()
    signal reviewWanted()

    implicitHeight: 52
    color: Theme.surface
    Rectangle { width: parent.width; height: 1; anchors.bottom: parent.bottom; color: Theme.line }
    RowLayout {
        anchors { fill: parent; leftMargin: 18; rightMargin: 12 }
        spacing: 4
        Column {
            Layout.fillWidth: true
            Layout.minimumWidth: 60
            spacing: 1
            Text {
                objectName: "editorTitle"
                width: parent.width
                elide: Text.ElideRight
                text: bar.document.modified ? qsTr("%1 •").arg(bar.document.title) : bar.document.title
                color: Theme.text
                font { family: Theme.family; pixelSize: 16; weight: Font.DemiBold }
            }
            Text {
                width: parent.width
                elide: Text.ElideRight
                text: bar.document.loading ? qsTr("reading")
                    : bar.document.files.length > 1 ? qsTr("%1 in %2").arg(qsTr("%n objects", "", bar.document.count)).arg(qsTr("%n files", "", bar.document.files.length))
                    : qsTr("%n objects", "", bar.document.count)
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
        ViewMenu {
            Layout.preferredWidth: bar.narrow ? 150 : 250
            Layout.rightMargin: 4
            visible: !bar.reviewing && bar.rendered.choices.length > 0
            rendered: bar.rendered
        }
        AbstractButton {
            id: chip
            objectName: "editorProblems"
            readonly property string tone: bar.problems.errors > 0 ? "bad" : bar.problems.warnings > 0 ? "warning" : "good"
            visible: !bar.reviewing && bar.rendered.shown.count > 0
            implicitHeight: 30
            leftPadding: 10
            rightPadding: 10
            text: bar.problems.errors > 0 ? qsTr("%n errors", "", bar.problems.errors)
                : bar.problems.warnings > 0 ? qsTr("%n warnings", "", bar.problems.warnings) : qsTr("No problems")
            Accessible.role: Accessible.Button
            Accessible.name: text
            Keys.onReturnPressed: clicked()
            onClicked: bar.problemsWanted()
            contentItem: Row {
                spacing: 6
                Icon { anchors.verticalCenter: parent.verticalCenter; size: 14; color: Theme.tone(chip.tone); path: Icons.path(chip.tone === "good" ? "check" : "warning") }
                Text { anchors.verticalCenter: parent.verticalCenter; visible: !bar.narrow; text: chip.text; color: Theme.tone(chip.tone); font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium } }
            }
            background: Rectangle { radius: Theme.radius - 2; color: chip.hovered ? Theme.raised : "transparent"; border.width: chip.visualFocus ? 2 : 0; border.color: Theme.accent }
            Hint { name: qsTr("What the checks found") }
        }
        IconButton { objectName: "editorNew"; visible: !bar.reviewing; symbol: "config"; name: qsTr("Start anew"); onClicked: bar.newWanted() }
        IconButton { objectName: "editorOpenFolder"; visible: !bar.reviewing; symbol: "folder"; name: qsTr("Open a folder"); onClicked: bar.openFolderWanted() }
        IconButton { objectName: "editorOpenFile"; visible: !bar.reviewing; symbol: "open"; name: qsTr("Open a file"); keys: "Ctrl+O"; onClicked: bar.openFileWanted() }
        IconButton { objectName: "editorSave"; visible: !bar.reviewing; enabled: bar.document.modified; symbol: "save"; name: qsTr("Save"); keys: "Ctrl+S"; onClicked: bar.saveWanted() }
        Rectangle { visible: !bar.reviewing && !bar.narrow; Layout.preferredWidth: 1; Layout.preferredHeight: 22; Layout.leftMargin: 4; Layout.rightMargin: 4; color: Theme.line }
        IconButton { objectName: "editorPaletteToggle"; visible: !bar.reviewing && !bar.narrow; symbol: "explorer"; tint: bar.paletteShown ? Theme.accent : Theme.muted; name: qsTr("Palette"); onClicked: bar.paletteToggled() }
        IconButton { objectName: "editorTextToggle"; visible: !bar.reviewing; symbol: "panel"; tint: bar.textShown ? Theme.accent : Theme.muted; name: qsTr("Text and problems"); onClicked: bar.textToggled() }
        IconButton { objectName: "editorFormToggle"; visible: !bar.reviewing; symbol: "describe"; tint: bar.formShown ? Theme.accent : Theme.muted; name: qsTr("Form"); onClicked: bar.formToggled() }
        PushButton {
            objectName: "editorReview"
            visible: !bar.reviewing
            Layout.leftMargin: 8
            implicitHeight: 32
            kind: "accent"
            text: qsTr("Review…")
            enabled: bar.rendered.shown.count > 0 && !bar.broken
            onClicked: bar.reviewWanted()
            Hint { name: bar.broken ? qsTr("A file is not YAML just now") : qsTr("What applying it will do"); keys: "Ctrl+Enter" }
        }
    }
}
