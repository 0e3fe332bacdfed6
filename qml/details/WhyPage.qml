pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Details

// Why it is in the state it is in: each cause with what it rests on, and what to do next.
Item {
    id: page
    required property var why

    ListView {
        id: list
        objectName: "whyList"
        anchors.fill: parent
        clip: true
        visible: !page.why.loading && count > 0
        model: page.why.statements
        spacing: 14
        topMargin: 16
        bottomMargin: 16
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Causes, the likeliest first")
        ScrollBar.vertical: ScrollBar {}
        delegate: Item {
            id: cause
            required property var modelData
            required property int index
            width: list.width
            height: column.height
            Accessible.role: Accessible.ListItem
            Accessible.name: modelData.statement + " " + modelData.next
            Column {
                id: column
                anchors { left: parent.left; leftMargin: 20 }
                width: parent.width - 40
                spacing: 9
                Row {
                    width: parent.width
                    spacing: 10
                    Icon {
                        id: mark
                        size: 18
                        color: page.why.fine ? Theme.good : cause.index === 0 ? Theme.bad : Theme.warning
                        path: Icons.path(page.why.fine ? "check" : "warning")
                    }
                    Text {
                        width: parent.width - mark.width - 10
                        text: cause.modelData.statement
                        textFormat: Text.PlainText
                        wrapMode: Text.Wrap
                        lineHeight: 1.15
                        color: Theme.text
                        font { family: Theme.family; pixelSize: Theme.normal; weight: cause.index === 0 ? Font.DemiBold : Font.Normal }
                    }
                }
                Column {
                    id: proofs
                    anchors { left: parent.left; leftMargin: 28 }
                    width: column.width - 28
                    spacing: 6
                    Repeater {
                        model: cause.modelData.evidence
                        Rectangle {
                            id: proof
                            required property var modelData
                            width: proofs.width
                            height: proofText.height + 14
                            radius: 6
                            color: Theme.background
                            Rectangle { width: 3; height: parent.height; radius: 1; color: proof.modelData.kind === "unknown" ? Theme.warning : Theme.line }
                            Column {
                                id: proofText
                                anchors { left: parent.left; leftMargin: 12 }
                                y: 7
                                width: parent.width - 20
                                spacing: 2
                                Text { width: parent.width; visible: text; text: proof.modelData.ref; textFormat: Text.PlainText; elide: Text.ElideMiddle; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.tiny } }
                                Text { width: parent.width; visible: text; text: proof.modelData.text; textFormat: Text.PlainText; wrapMode: Text.WrapAnywhere; maximumLineCount: 8; elide: Text.ElideRight; color: Theme.text; font { family: proof.modelData.kind === "log" ? Theme.monospace : Theme.family; pixelSize: Theme.small } }
                            }
                        }
                    }
                    Row {
                        width: parent.width
                        spacing: 8
                        visible: cause.modelData.next
                        Text { id: nextLabel; text: qsTr("Next:"); color: Theme.accent; font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold } }
                        TextEdit {
                            width: parent.width - nextLabel.width - 8
                            readOnly: true
                            selectByMouse: true
                            text: cause.modelData.next
                            textFormat: TextEdit.PlainText
                            wrapMode: TextEdit.Wrap
                            color: Theme.text
                            selectionColor: Theme.accent
                            selectedTextColor: Theme.accentText
                            font { family: Theme.family; pixelSize: Theme.small }
                            Accessible.role: Accessible.EditableText
                            Accessible.name: qsTr("Next step")
                        }
                    }
                }
            }
        }
    }
    StateView {
        anchors.fill: parent
        visible: !list.visible
        kind: "loading"
        title: qsTr("Looking for the cause")
        detail: qsTr("Reading events, logs and what it refers to")
    }
}
