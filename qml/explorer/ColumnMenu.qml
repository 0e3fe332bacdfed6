pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Explorer

// Which columns are shown.
Popup {
    id: menu
    required property TableModel table
    width: 260
    height: Math.min(list.contentHeight + 16, 420)
    padding: 8
    focus: true
    onActiveFocusChanged: if (!activeFocus) close() // Tab leads out of it
    background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line }
    contentItem: ListView {
        id: list
        objectName: "columnList"
        clip: true
        focus: true
        activeFocusOnTab: true
        keyNavigationEnabled: true
        model: menu.table.columnChoices
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Columns")
        Keys.onSpacePressed: if (currentItem) menu.table.showColumn((currentItem as CheckDelegate).text, !(currentItem as CheckDelegate).checked)
        ScrollBar.vertical: ScrollBar {}
        delegate: CheckDelegate {
            id: choice
            required property var modelData
            width: list.width
            height: 32
            text: modelData.name
            checked: modelData.shown
            Accessible.name: text
            onToggled: menu.table.showColumn(modelData.name, checked)
            Hint { name: choice.modelData.description; visible: choice.hovered && choice.modelData.description; width: 300 }
            background: Rectangle { radius: 7; color: choice.hovered ? Theme.raised : "transparent"; border.width: list.activeFocus && choice.ListView.isCurrentItem ? 2 : 0; border.color: Theme.accent }
            contentItem: Text {
                text: choice.text
                color: Theme.text
                elide: Text.ElideRight
                verticalAlignment: Text.AlignVCenter
                font { family: Theme.family; pixelSize: Theme.normal }
            }
            indicator: Icon {
                x: Theme.mirrored ? 8 : choice.width - width - 8
                anchors.verticalCenter: parent.verticalCenter
                size: 16
                visible: choice.checked
                color: Theme.accent
                path: Icons.path("check")
            }
        }
    }
}
