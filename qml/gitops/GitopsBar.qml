pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Gitops

// Which repository, from which revision to which, and what may be done.
Rectangle {
    id: bar
    required property GitopsPreview preview
    signal folderWanted()
    implicitHeight: flow.implicitHeight + 16
    color: Theme.surface
    function focusBar(): void { base.forceActiveFocus() }

    Flow {
        id: flow
        anchors { left: parent.left; right: parent.right; leftMargin: 14; rightMargin: 10; verticalCenter: parent.verticalCenter }
        spacing: 8
        AbstractButton {
            id: repository
            objectName: "gitopsRepository"
            height: 34
            leftPadding: 8
            rightPadding: 8
            text: bar.preview.title
            Accessible.role: Accessible.ButtonMenu
            Accessible.name: qsTr("Repository %1").arg(bar.preview.address)
            Keys.onReturnPressed: clicked()
            Keys.onDownPressed: clicked()
            onClicked: menu.open()
            Hint { name: bar.preview.address; y: repository.height + 4; x: 0 }
            background: Rectangle { radius: 8; color: repository.hovered || menu.opened ? Theme.raised : "transparent"; border.width: repository.visualFocus ? 2 : 0; border.color: Theme.accent }
            contentItem: Row {
                spacing: 8
                Icon { anchors.verticalCenter: parent.verticalCenter; size: 18; color: Theme.accent; path: Icons.path("branch") }
                Text { anchors.verticalCenter: parent.verticalCenter; width: Math.min(implicitWidth, 220); elide: Text.ElideMiddle; text: repository.text; textFormat: Text.PlainText; color: Theme.text; font { family: Theme.family; pixelSize: Theme.normal; weight: Font.DemiBold } }
                Icon { anchors.verticalCenter: parent.verticalCenter; size: 13; color: Theme.muted; path: Icons.path("down") }
            }
            Menu {
                id: menu
                y: repository.height + 4
                width: 360
                Repeater {
                    model: bar.preview.recents.filter(address => address !== bar.preview.address)
                    MenuLine { required property string modelData; text: modelData; onTriggered: bar.preview.openAddress(modelData) }
                }
                MenuLine { objectName: "gitopsOther"; text: qsTr("Open a folder…"); onTriggered: bar.folderWanted() }
                MenuLine { objectName: "gitopsClose"; text: qsTr("Another repository…"); onTriggered: bar.preview.close() }
                background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line }
            }
        }
        Row {
            spacing: 8
            RevisionChooser { id: base; objectName: "gitopsBase"; preview: bar.preview; caption: qsTr("Production follows"); revision: bar.preview.base; onChosen: revision => bar.preview.base = revision }
            Icon { anchors.verticalCenter: parent.verticalCenter; size: 16; color: Theme.muted; directed: true; path: "M4 12 H19 M13.5 6.5 L19 12 L13.5 17.5" }
            RevisionChooser { id: head; objectName: "gitopsHead"; preview: bar.preview; caption: qsTr("Would become"); worktreeShown: true; revision: bar.preview.head; onChosen: revision => bar.preview.head = revision }
        }
        InputField {
            id: path
            objectName: "gitopsPath"
            width: 190
            implicitHeight: 34
            name: qsTr("Folder in it, or all applications")
            placeholderText: qsTr("All applications")
            text: bar.preview.path
            onEditingFinished: bar.preview.path = text
            Connections { target: bar.preview; function onChanged(): void { if (!path.activeFocus) path.text = bar.preview.path } }
        }
        Row {
            spacing: 4
            IconButton { objectName: "gitopsRefresh"; visible: !bar.preview.running && !bar.preview.remote; symbol: "restart"; name: qsTr("Compare again"); keys: "F5"; onClicked: bar.preview.refresh() }
            PushButton { objectName: "gitopsFetch"; visible: !bar.preview.running && bar.preview.remote; text: qsTr("Fetch"); onClicked: bar.preview.fetch() }
            IconButton { objectName: "gitopsStop"; visible: bar.preview.running; symbol: "stop"; name: qsTr("Stop"); keys: "Esc"; onClicked: bar.preview.stop() }
            IconButton { objectName: "gitopsCopy"; enabled: bar.preview.hasResult; symbol: "copy"; name: qsTr("Copy as Markdown"); onClicked: bar.preview.copyMarkdown() }
            Text {
                objectName: "gitopsProgress"
                height: 34
                verticalAlignment: Text.AlignVCenter
                visible: bar.preview.running && bar.preview.hasResult
                text: bar.preview.fetching ? qsTr("Fetching…") : bar.preview.count > 0 ? qsTr("%1 of %2 applications").arg(bar.preview.done).arg(bar.preview.count) : qsTr("Reading…")
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
    }
    Rectangle { width: parent.width; height: 1; anchors.bottom: parent.bottom; color: Theme.line }

    component MenuLine: MenuItem {
        id: line
        implicitHeight: 34
        Accessible.name: text
        contentItem: Text { leftPadding: 6; text: line.text; textFormat: Text.PlainText; elide: Text.ElideMiddle; verticalAlignment: Text.AlignVCenter; color: Theme.text; font { family: Theme.family; pixelSize: Theme.normal } }
        background: Rectangle { radius: 6; color: line.highlighted ? Theme.raised : "transparent" }
    }
}
