import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Host

// Production is unlocked by typing its name: a click alone is done too easily.
Sheet {
    id: dialog
    required property WriteGate gate
    title: qsTr("Unlock %1").arg(gate.context)
    onAboutToShow: field.text = ""
    onOpened: field.forceActiveFocus()
    function confirm(): void { if (gate.unlock(field.text)) close() }

    contentItem: Column {
        spacing: 14
        Text { width: parent.width; text: dialog.title; elide: Text.ElideMiddle; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
        Text {
            width: parent.width
            wrapMode: Text.Wrap
            lineHeight: 1.2
            text: qsTr("This context is production. For 15 minutes the window will be able to change it. Type its name to go on.")
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.normal }
        }
        InputField {
            id: field
            objectName: "unlockField"
            width: parent.width
            name: qsTr("The context's name")
            placeholderText: dialog.gate.context
            onAccepted: dialog.confirm()
        }
        Row {
            anchors.right: parent.right
            spacing: 8
            PushButton { text: qsTr("Cancel"); onClicked: dialog.close() }
            PushButton { objectName: "unlockButton"; text: qsTr("Unlock"); kind: "danger"; enabled: field.text === dialog.gate.context; onClicked: dialog.confirm() }
        }
    }
}
