import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// What a change comes to, line by line. With `verb` it asks whether to do it.
Sheet {
    id: sheet
    property string before
    property string after
    property string detail
    property string verb
    signal confirmed()
    width: Math.min(860, (parent ? parent.width : 860) - 60)
    onOpened: (verb ? confirm : leave).forceActiveFocus()

    contentItem: Column {
        spacing: 12
        Text {
            width: parent.width
            text: sheet.title
            elide: Text.ElideMiddle
            color: Theme.text
            font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold }
        }
        Text {
            width: parent.width
            visible: text
            text: sheet.detail
            wrapMode: Text.Wrap
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
        DiffView {
            objectName: "reviewDiff"
            width: parent.width
            height: Math.min(420, (sheet.parent ? sheet.parent.height : 600) - 240)
            before: sheet.before
            after: sheet.after
        }
        Row {
            anchors.right: parent.right
            spacing: 8
            PushButton { id: leave; text: sheet.verb ? qsTr("Cancel") : qsTr("Close"); onClicked: sheet.close() }
            PushButton {
                id: confirm
                objectName: "confirmSave"
                visible: sheet.verb
                text: sheet.verb
                kind: "accent"
                onClicked: sheet.confirmed()
                Keys.onReturnPressed: sheet.confirmed()
                Keys.onEnterPressed: sheet.confirmed()
            }
        }
    }
}
