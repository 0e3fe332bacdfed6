pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import Armillary.Components
import Armillary.Start

// What went wrong, in the words that armillaryctl has for it, and a button for each thing that can be done.
Card {
    id: card
    required property LocalCluster local
    height: column.height + 32
    border.color: Theme.bad
    Accessible.role: Accessible.AlertMessage
    Accessible.name: local.problem

    readonly property var lines: local.problem.split("\n")
    readonly property var byHand: local.remedies.find(remedy => remedy.id === "runByHand")

    Column {
        id: column
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: 16 }
        spacing: 12
        Row {
            width: parent.width
            spacing: 10
            Icon { id: sign; size: 18; color: Theme.bad; path: Icons.path("warning") }
            Text {
                objectName: "startProblem"
                width: parent.width - sign.width - 10
                wrapMode: Text.Wrap
                text: card.lines[0]
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.normal; weight: Font.Medium }
            }
        }
        Text {
            width: parent.width
            visible: text
            wrapMode: Text.WrapAnywhere
            maximumLineCount: 8
            elide: Text.ElideRight
            text: card.lines.slice(1).join("\n")
            color: Theme.muted
            font { family: Theme.monospace; pixelSize: Theme.small }
        }
        Row {
            width: parent.width
            visible: card.byHand !== undefined
            spacing: 8
            Rectangle {
                width: parent.width - copy.width - 8
                height: command.implicitHeight + 16
                radius: 6
                color: Theme.background
                TextEdit {
                    id: command
                    objectName: "byHandCommand"
                    anchors { left: parent.left; right: parent.right; leftMargin: 10; rightMargin: 10; verticalCenter: parent.verticalCenter }
                    readOnly: true
                    selectByMouse: true
                    wrapMode: TextEdit.WrapAnywhere
                    text: card.byHand?.command ?? ""
                    color: Theme.text
                    selectionColor: Theme.accent
                    selectedTextColor: Theme.accentText
                    font { family: Theme.monospace; pixelSize: Theme.small }
                    Accessible.role: Accessible.StaticText
                    Accessible.name: text
                }
            }
            IconButton {
                id: copy
                objectName: "copyCommand"
                symbol: "copy"
                name: qsTr("Copy the command")
                onClicked: { command.selectAll(); command.copy(); command.deselect() }
            }
        }
        Flow {
            width: parent.width
            spacing: 8
            Repeater {
                model: card.local.remedies
                PushButton {
                    required property var modelData
                    required property int index
                    objectName: "remedy-" + modelData.id
                    kind: index === 0 ? "accent" : "plain"
                    text: modelData.title
                    onClicked: modelData.id === "chooseFolder" ? choosing.open() : card.local.apply(modelData.remedy)
                    FolderDialog {
                        id: choosing
                        title: qsTr("Where the cluster's data goes")
                        currentFolder: StandardPaths.standardLocations(StandardPaths.HomeLocation)[0]
                        onAccepted: card.local.apply(modelData.remedy, selectedFolder)
                    }
                }
            }
        }
    }
}
