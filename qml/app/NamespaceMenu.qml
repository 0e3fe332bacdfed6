pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Shell

// Which namespaces the window is about: none chosen means all of them.
Popup {
    id: menu
    required property Scope scope
    width: 280
    padding: 8
    focus: true
    onActiveFocusChanged: if (!activeFocus) close() // Tab leads out of it
    background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line }
    onAboutToShow: field.text = ""
    onOpened: field.forceActiveFocus()
    readonly property var shown: scope.known.filter(name => name.includes(field.text.trim()))
    function take(): void {
        const typed = field.text.trim()
        if (shown.length > 0 && !scope.known.includes(typed)) scope.select([shown[0]])
        else if (typed) scope.select([typed])
        close()
    }

    contentItem: Column {
        spacing: 6
        InputField {
            id: field
            objectName: "namespaceField"
            width: parent.width
            name: qsTr("Namespace")
            placeholderText: qsTr("Find, or type one that is not listed")
            onAccepted: menu.take()
            Keys.onDownPressed: list.forceActiveFocus()
        }
        ItemDelegate {
            id: all
            objectName: "allNamespaces"
            width: parent.width
            height: 32
            text: qsTr("All namespaces")
            Accessible.name: text
            onClicked: { menu.scope.select([]); menu.close() }
            background: Rectangle { radius: 7; color: all.hovered ? Theme.raised : "transparent"; border.width: all.visualFocus ? 2 : 0; border.color: Theme.accent }
            contentItem: Text { text: all.text; color: menu.scope.selected.length === 0 ? Theme.accent : Theme.text; verticalAlignment: Text.AlignVCenter; font { family: Theme.family; pixelSize: Theme.normal; weight: Font.Medium } }
        }
        Rectangle { width: parent.width; height: 1; color: Theme.line }
        ListView {
            id: list
            objectName: "namespaceList"
            width: parent.width
            height: Math.min(contentHeight, 360)
            clip: true
            keyNavigationEnabled: true
            model: menu.shown
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Namespaces")
            Keys.onSpacePressed: if (currentItem) menu.scope.toggle((currentItem as ItemDelegate).text)
            Keys.onReturnPressed: if (currentItem) { menu.scope.select([(currentItem as ItemDelegate).text]); menu.close() }
            ScrollBar.vertical: ScrollBar {}
            delegate: ItemDelegate {
                id: entry
                required property string modelData
                readonly property bool chosen: menu.scope.selected.includes(modelData)
                width: list.width
                height: 32
                text: modelData
                Accessible.role: Accessible.CheckBox
                Accessible.name: text
                Accessible.checked: chosen
                onClicked: { menu.scope.select([modelData]); menu.close() }
                background: Rectangle {
                    radius: 7
                    color: entry.hovered ? Theme.raised : "transparent"
                    border.width: list.activeFocus && entry.ListView.isCurrentItem ? 2 : 0
                    border.color: Theme.accent
                }
                contentItem: Text {
                    text: entry.text
                    elide: Text.ElideMiddle
                    color: entry.chosen ? Theme.accent : Theme.text
                    verticalAlignment: Text.AlignVCenter
                    font { family: Theme.family; pixelSize: Theme.normal }
                }
                indicator: AbstractButton {
                    id: box
                    x: Theme.mirrored ? 6 : entry.width - width - 6
                    anchors.verticalCenter: parent.verticalCenter
                    width: 22
                    height: 22
                    Accessible.role: Accessible.CheckBox
                    Accessible.name: qsTr("Also %1").arg(entry.modelData)
                    Accessible.checked: entry.chosen
                    onClicked: menu.scope.toggle(entry.modelData)
                    Hint { name: qsTr("Together with others") }
                    background: Rectangle {
                        radius: 5
                        color: entry.chosen ? Theme.accent : "transparent"
                        border.color: entry.chosen ? Theme.accent : Theme.line
                        visible: entry.hovered || box.hovered || entry.chosen
                        Icon { anchors.centerIn: parent; size: 14; visible: entry.chosen; color: Theme.accentText; path: Icons.path("check") }
                    }
                }
            }
        }
    }
}
