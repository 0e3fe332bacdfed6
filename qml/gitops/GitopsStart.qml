pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Gitops

// Which repository: a folder, an address, or one of those that were open before.
Item {
    id: start
    required property GitopsPreview preview
    signal folderWanted()
    function focusField(): void { field.forceActiveFocus() }
    function go(): void { preview.openAddress(field.text) }

    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - 48, 560)
        spacing: 18
        Icon { anchors.horizontalCenter: parent.horizontalCenter; size: 40; color: Theme.accent; path: Icons.path("branch") }
        Column {
            width: parent.width
            spacing: 8
            Text {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.Wrap
                text: qsTr("What would production become?")
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.large; weight: Font.DemiBold }
            }
            Text {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.Wrap
                lineHeight: 1.25
                text: qsTr("Give the repository that production is deployed from: manifests, Kustomize, Helm, Argo CD or Flux. It shows what a branch, or what is not committed yet, would change there, object by object, and what that does. Nothing is written.")
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.normal }
            }
        }
        Row {
            width: parent.width
            spacing: 8
            InputField {
                id: field
                objectName: "gitopsAddress"
                width: parent.width - browse.width - open.width - 16
                name: qsTr("Folder or address of a repository")
                placeholderText: name
                onAccepted: start.go()
            }
            IconButton { id: browse; objectName: "gitopsBrowse"; implicitHeight: field.height; symbol: "folder"; name: qsTr("Choose a folder"); onClicked: start.folderWanted() }
            PushButton { id: open; objectName: "gitopsOpen"; implicitHeight: field.height; kind: "accent"; text: qsTr("Preview"); enabled: field.text.trim() !== ""; onClicked: start.go() }
        }
        Column {
            width: parent.width
            spacing: 2
            visible: start.preview.recents.length > 0
            Text { text: qsTr("Opened before"); bottomPadding: 4; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium } }
            Repeater {
                model: start.preview.recents
                Item {
                    id: line
                    required property string modelData
                    required property int index
                    width: parent.width
                    height: 34
                    AbstractButton {
                        id: entry
                        objectName: "gitopsRecent-" + line.index
                        anchors { left: parent.left; right: gone.left; top: parent.top; bottom: parent.bottom }
                        text: line.modelData
                        Accessible.role: Accessible.Button
                        Accessible.name: qsTr("Open %1").arg(text)
                        Keys.onReturnPressed: clicked()
                        onClicked: start.preview.openAddress(line.modelData)
                        background: Rectangle {
                            radius: 8
                            color: entry.hovered ? Theme.raised : "transparent"
                            border.width: entry.visualFocus ? 2 : 0
                            border.color: Theme.accent
                        }
                        contentItem: Item {
                            Icon { id: mark; anchors { left: parent.left; leftMargin: 10; verticalCenter: parent.verticalCenter } size: 16; color: Theme.muted; path: Icons.path(/^[/~]/.test(entry.text) ? "folder" : "service") }
                            Text {
                                anchors { left: mark.right; leftMargin: 10; right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter }
                                text: entry.text
                                textFormat: Text.PlainText
                                elide: Text.ElideMiddle
                                color: Theme.text
                                font { family: Theme.family; pixelSize: Theme.normal }
                            }
                        }
                    }
                    IconButton { id: gone; anchors.right: parent.right; symbol: "close"; name: qsTr("Forget %1").arg(line.modelData); onClicked: start.preview.forget(line.modelData) }
                }
            }
        }
    }
}
