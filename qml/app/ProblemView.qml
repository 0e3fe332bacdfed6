pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Armillary.Components
import Armillary.Editor

// What the checks found, a line each: Enter leads there, Delete silences it with a comment.
Item {
    id: view
    required property ProblemList problems
    function focusList(): void {
        list.currentIndex = Math.max(0, list.currentIndex)
        list.forceActiveFocus()
    }

    Rectangle { anchors.fill: parent; color: Theme.background }
    ListView {
        id: list
        objectName: "problemList"
        anchors.fill: parent
        clip: true
        model: view.problems
        activeFocusOnTab: true
        keyNavigationEnabled: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("%n problems", "", view.problems.count)
        Keys.onReturnPressed: view.problems.show(currentIndex)
        Keys.onEnterPressed: view.problems.show(currentIndex)
        Keys.onDeletePressed: view.problems.silence(currentIndex)
        delegate: ItemDelegate {
            id: line
            required property int index
            required property string severity
            required property string message
            required property string place
            required property string subject
            required property string rule
            readonly property string tone: severity === "error" ? "bad" : severity === "warning" ? "warning" : "quiet"
            width: list.width
            height: 30
            text: message
            Accessible.role: Accessible.ListItem
            Accessible.name: qsTr("%1: %2, %3").arg(line.severity).arg(line.message).arg(line.place)
            onClicked: {
                list.currentIndex = index
                view.problems.show(index)
            }
            background: Rectangle { color: line.hovered || (list.activeFocus && line.ListView.isCurrentItem) ? Theme.raised : "transparent" }
            contentItem: RowLayout {
                spacing: 10
                Icon { size: 14; color: line.tone === "quiet" ? Theme.muted : Theme.tone(line.tone); path: Icons.path("warning") }
                Text { Layout.fillWidth: true; text: line.message; textFormat: Text.PlainText; elide: Text.ElideRight; color: Theme.text; font { family: Theme.family; pixelSize: Theme.small } }
                Text { text: line.subject; elide: Text.ElideMiddle; Layout.maximumWidth: 200; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
                Text { text: line.place; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.tiny } }
                IconButton { implicitWidth: 26; implicitHeight: 26; symbol: "hide"; name: qsTr("Silence %1 here").arg(line.rule); keys: "Del"; onClicked: view.problems.silence(line.index) }
            }
        }
    }
    StateView {
        anchors.fill: parent
        visible: list.count === 0
        kind: "empty"
        title: qsTr("No problems")
        detail: qsTr("Schema, references, selectors, ports, images and names are checked as you edit.")
    }
}
