import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Editor

// Another name for an object; what refers to it follows.
Sheet {
    id: sheet
    required property EditorDocument document
    property int item: 0
    property string problem: ""

    title: qsTr("Rename")
    function start(which: int, name: string): void {
        item = which
        field.text = name
        problem = ""
        open()
        field.forceActiveFocus()
        field.selectAll()
    }
    function rename(): void { if (document.rename(item, field.text.trim())) close() }
    Connections {
        target: sheet.document
        enabled: sheet.opened
        function onRefused(title: string, why: string): void { sheet.problem = why }
    }
    contentItem: Column {
        spacing: 14
        Text {
            text: sheet.title
            color: Theme.text
            font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold }
        }
        InputField {
            id: field
            objectName: "renameField"
            width: parent.width
            name: qsTr("New name")
            onAccepted: sheet.rename()
        }
        Text {
            width: parent.width
            wrapMode: Text.Wrap
            text: sheet.problem || qsTr("What refers to it by name in this project gets the new name, too.")
            color: sheet.problem ? Theme.bad : Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
        Row {
            anchors.right: parent.right
            spacing: 10
            PushButton { text: qsTr("Cancel"); onClicked: sheet.close() }
            PushButton { kind: "accent"; text: qsTr("Rename"); enabled: field.text.trim() !== ""; onClicked: sheet.rename() }
        }
    }
}
