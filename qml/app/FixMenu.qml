pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Editor

// Ways to mend something, by word, as ProblemList.fixesAt() says them: {title, row, which}. Another check closes it, since
// rows are others then.
Popup {
    id: menu
    required property ProblemList problems
    property var fixes: []

    // Below that point of its parent, or above where there is no room.
    function start(at: point, all: var): void {
        fixes = all
        const height = Math.max(1, all.length) * 34 + 12
        x = Math.max(8, Math.min(at.x, parent.width - width - 8))
        y = at.y + height + 8 <= parent.height ? at.y : Math.max(8, at.y - height - 26)
        open()
    }
    function pick(fix: var): void { close(); problems.fix(fix.row, fix.which) }
    Connections {
        target: menu.problems
        function onModelReset(): void { menu.close() }
    }
    width: Math.min(400, parent.width - 16)
    padding: 6
    focus: true
    onOpened: { list.currentIndex = 0; list.forceActiveFocus() }
    background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line }
    contentItem: ListView {
        id: list
        objectName: "fixMenu"
        implicitHeight: Math.max(34, contentHeight)
        keyNavigationEnabled: true
        interactive: false
        model: menu.fixes
        Accessible.role: Accessible.PopupMenu
        Accessible.name: qsTr("Fixes")
        Keys.onReturnPressed: if (currentItem) (currentItem as ItemDelegate).clicked()
        Keys.onEnterPressed: if (currentItem) (currentItem as ItemDelegate).clicked()
        Text {
            anchors { left: parent.left; leftMargin: 10; verticalCenter: parent.verticalCenter }
            visible: list.count === 0
            text: qsTr("No fix for this line")
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
        delegate: ItemDelegate {
            id: entry
            required property var modelData
            width: list.width
            height: 34
            text: modelData.title
            Accessible.role: Accessible.MenuItem
            Accessible.name: text
            onClicked: menu.pick(modelData)
            background: Rectangle { radius: 7; color: entry.ListView.isCurrentItem || entry.hovered ? Theme.raised : "transparent" }
            contentItem: Text {
                leftPadding: 4
                verticalAlignment: Text.AlignVCenter
                elide: Text.ElideRight
                text: entry.text
                textFormat: Text.PlainText
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
    }
}
