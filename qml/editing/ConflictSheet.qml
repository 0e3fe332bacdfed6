pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Armillary.Components

// The fields that both sides have changed, and the choice between them, one by one.
Sheet {
    id: sheet
    // {path, base, mine, theirs, side}
    required property var conflicts
    signal chosen(string path, string side)
    width: Math.min(720, (parent ? parent.width : 720) - 60)
    title: qsTr("Changed here and in the cluster")
    onOpened: list.forceActiveFocus()

    component Value: AbstractButton {
        id: value
        required property string heading
        required property bool selected
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        Layout.fillHeight: true
        implicitHeight: body.implicitHeight + 20
        Accessible.role: Accessible.RadioButton
        Accessible.name: heading + ": " + text
        Accessible.checked: selected
        background: Rectangle {
            radius: 8
            color: value.selected ? Qt.alpha(Theme.accent, 0.16) : value.hovered ? Theme.raised : Theme.background
            border.color: value.selected || value.visualFocus ? Theme.accent : Theme.line
            border.width: value.visualFocus ? 2 : 1
        }
        contentItem: Item {
            Column {
                id: body
                anchors { left: parent.left; right: parent.right; top: parent.top; margins: 10 }
                spacing: 3
                Text { anchors.left: parent.left; text: (value.selected ? "✓ " : "") + value.heading; color: value.selected ? Theme.accent : Theme.muted; font { family: Theme.family; pixelSize: Theme.tiny; weight: Font.DemiBold } }
                Text { width: parent.width; text: value.text; textFormat: Text.PlainText; wrapMode: Text.WrapAnywhere; maximumLineCount: 6; elide: Text.ElideRight; color: Theme.text; font { family: Theme.monospace; pixelSize: Theme.small } }
            }
        }
    }

    contentItem: Column {
        spacing: 12
        Text { width: parent.width; text: sheet.title; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
        Text {
            width: parent.width
            text: qsTr("Choose what each of these is to be. Everything else is joined already.")
            wrapMode: Text.Wrap
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
        ListView {
            id: list
            objectName: "conflictList"
            width: parent.width
            height: Math.min(contentHeight, (sheet.parent ? sheet.parent.height : 600) - 260)
            clip: true
            spacing: 14
            model: sheet.conflicts
            boundsBehavior: Flickable.StopAtBounds
            ScrollBar.vertical: ScrollBar {}
            delegate: Column {
                id: conflict
                required property var modelData
                width: list.width
                spacing: 6
                Text { width: parent.width; text: conflict.modelData.path; elide: Text.ElideMiddle; color: Theme.text; font { family: Theme.monospace; pixelSize: Theme.small; weight: Font.DemiBold } }
                Text { width: parent.width; text: qsTr("It was %1").arg(conflict.modelData.base); textFormat: Text.PlainText; elide: Text.ElideRight; maximumLineCount: 1; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.tiny } }
                RowLayout {
                    width: parent.width
                    spacing: 8
                    Value { objectName: "chooseMine"; heading: qsTr("Mine"); text: conflict.modelData.mine; selected: conflict.modelData.side === "mine"; onClicked: sheet.chosen(conflict.modelData.path, "mine") }
                    Value { objectName: "chooseTheirs"; heading: qsTr("The cluster's"); text: conflict.modelData.theirs; selected: conflict.modelData.side === "theirs"; onClicked: sheet.chosen(conflict.modelData.path, "theirs") }
                }
            }
        }
        PushButton { anchors.right: parent.right; text: qsTr("Go on editing"); onClicked: sheet.close() }
    }
}
