import QtQuick
import Armillary.Components

// What is there already is replaced, or kept, or nothing is done.
Sheet {
    id: dialog
    property list<string> names
    property bool canKeep: false
    signal replaced()
    signal kept()

    function ask(present: list<string>, keeps: bool): void {
        names = present
        canKeep = keeps
        open()
    }
    title: names.length === 1 ? qsTr("%1 is there already").arg(names[0]) : qsTr("%n are there already", "", names.length)
    contentItem: Column {
        spacing: 16
        Text { width: parent.width; wrapMode: Text.Wrap; textFormat: Text.PlainText; text: dialog.title; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
        Text {
            width: parent.width
            wrapMode: Text.Wrap
            textFormat: Text.PlainText
            text: (dialog.names.length > 1 ? dialog.names.slice(0, 5).join(", ") + (dialog.names.length > 5 ? " …" : "") + "\n" : "")
                + qsTr("Replacing cannot be undone. Folders are merged: what has the same name in them is replaced.")
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.normal }
        }
        Row {
            anchors.right: parent.right
            spacing: 8
            PushButton { objectName: "replaceCancel"; text: qsTr("Cancel"); focus: true; onClicked: dialog.close() }
            PushButton { objectName: "replaceKeep"; visible: dialog.canKeep; text: qsTr("Keep both"); onClicked: { dialog.close(); dialog.kept() } }
            PushButton { objectName: "replaceConfirm"; kind: "danger"; text: qsTr("Replace"); onClicked: { dialog.close(); dialog.replaced() } }
        }
    }
}
