pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Armillary.Components
import Armillary.Editor

// Says that what is seen is no file, where the field that somebody looks at is from, and leads there.
Rectangle {
    id: bar
    required property RenderedView rendered
    readonly property bool failed: rendered.problem !== ""
    readonly property string tone: failed ? "bad" : "quiet"
    objectName: "editorView"
    implicitHeight: column.implicitHeight + 12
    color: failed ? Qt.alpha(Theme.bad, Theme.dark ? 0.14 : 0.12) : Theme.surface
    Accessible.role: Accessible.Pane
    Accessible.name: head.text
    Rectangle { width: parent.width; height: 1; anchors.bottom: parent.bottom; color: Theme.line }
    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; leftMargin: 14; rightMargin: 10; verticalCenter: parent.verticalCenter }
        spacing: 2
        RowLayout {
            Layout.fillWidth: true
            spacing: 10
            Icon { size: 15; color: bar.failed ? Theme.bad : Theme.muted; path: Icons.path(bar.failed ? "warning" : "lock") }
            Text {
                id: head
                objectName: "editorViewHead"
                Layout.fillWidth: true
                text: bar.failed ? bar.rendered.problem
                    : bar.rendered.loading && bar.rendered.shown.count === 0 ? qsTr("It is being rendered.")
                    : qsTr("This is what the files come to. What is changed here is written where it belongs.")
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                maximumLineCount: 4
                elide: Text.ElideRight
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.small }
            }
            PushButton {
                objectName: "editorViewProblem"
                visible: bar.failed && bar.rendered.problemFile !== ""
                implicitHeight: 26
                text: qsTr("Open %1").arg(bar.rendered.problemFile)
                onClicked: bar.rendered.goToProblem()
            }
        }
        Repeater {
            model: bar.failed ? [] : bar.rendered.origins
            RowLayout {
                id: line
                required property var modelData
                required property int index
                Layout.fillWidth: true
                Layout.leftMargin: 25
                spacing: 8
                Text {
                    objectName: "editorOrigin" + line.index
                    Layout.maximumWidth: column.width - 130
                    text: line.index === 0 ? qsTr("%1: %2").arg(bar.rendered.field).arg(line.modelData.text) : line.modelData.text
                    textFormat: Text.PlainText
                    elide: Text.ElideMiddle
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.small }
                }
                PushButton {
                    objectName: "editorOriginOpen" + line.index
                    visible: line.modelData.open
                    implicitHeight: 24
                    leftPadding: 10
                    rightPadding: 10
                    text: qsTr("Go there")
                    Accessible.name: qsTr("Go to %1").arg(line.modelData.text)
                    onClicked: bar.rendered.goTo(line.index)
                }
                Item { Layout.fillWidth: true }
            }
        }
    }
}
