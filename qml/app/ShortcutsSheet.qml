pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// Every key that does something, in one place.
Sheet {
    id: sheet
    required property var pages
    title: qsTr("Keys")
    width: Math.min(640, (parent ? parent.width : 640) - 40)
    readonly property var groups: [
        {name: qsTr("Everywhere"), keys: [["Ctrl+K", qsTr("Go to or do")], [":", qsTr("Go to a kind, as in k9s: :deploy, :ns shop")], ["?", qsTr("This list")],
            ["Alt+←  Alt+→", qsTr("Back, forward")], ["Ctrl+Z", qsTr("Undo the last change")], ["Ctrl+J", qsTr("Show or hide the dock")], ["Ctrl+T", qsTr("Dark or light")], ["Esc", qsTr("Close what is open")]]
            .concat(pages.map(page => [page.shortcut, page.name]))},
        {name: qsTr("In a table"), keys: [["↑ ↓  j k", qsTr("Move")], ["g  G", qsTr("First, last")], ["Enter", qsTr("Open")], ["/", qsTr("Filter")],
            ["Space", qsTr("Select")], ["Ctrl+Space", qsTr("Select up to here")], ["Ctrl+A", qsTr("Select all")], ["Menu", qsTr("What can be done")],
            ["L  P", qsTr("Logs, of the previous run")], ["D", qsTr("Details")], ["Y  E", qsTr("YAML, edit it")], ["S", qsTr("Shell of a pod; scale a workload")],
            ["Shift+F", qsTr("Forward a port")], ["R", qsTr("Restart; drain a node")], ["C  U", qsTr("Cordon, uncordon a node")], ["Ctrl+D", qsTr("Delete")]]},
    ]
    contentItem: Column {
        spacing: 16
        Text { text: sheet.title; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
        Row {
            width: parent.width
            spacing: 24
            Repeater {
                model: sheet.groups
                Column {
                    id: group
                    required property var modelData
                    width: (sheet.availableWidth - 24) / 2
                    spacing: 7
                    Text { text: group.modelData.name; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold } }
                    Repeater {
                        model: group.modelData.keys
                        Item {
                            id: line
                            required property var modelData
                            width: group.width
                            height: Math.max(22, what.implicitHeight)
                            Text { text: line.modelData[0]; color: Theme.accent; font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium } }
                            Text { id: what; x: 104; width: parent.width - x; wrapMode: Text.Wrap; text: line.modelData[1]; color: Theme.text; font { family: Theme.family; pixelSize: Theme.small } }
                        }
                    }
                }
            }
        }
        PushButton { anchors.right: parent.right; text: qsTr("Close"); onClicked: sheet.close() }
    }
}
