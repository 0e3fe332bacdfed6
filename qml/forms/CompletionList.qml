pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Forms

// What can be typed where the cursor is: arrows choose, Enter or Tab takes it, Escape leaves.
Popup {
    id: list
    required property TextHelp help
    required property Item area // a TextArea
    property var found: []

    // `asked`: also where nothing was typed yet.
    function look(asked: bool): void {
        const all = help.completions(area.cursorPosition)
        const typed = all.length ? area.getText(all[0].begin, area.cursorPosition) : ""
        const whole = all.length === 1 && all[0].insert.trim().replace(/:$/, "") === typed
        found = whole || (!asked && typed === "") ? [] : all
        if (!found.length) return close()
        const at = area.positionToRectangle(found[0].begin)
        const below = area.mapToItem(parent, at.x, at.y + at.height)
        x = Math.max(4, Math.min(below.x - 12, parent.width - width - 4))
        y = below.y + height > parent.height ? below.y - at.height - height - 4 : below.y + 4
        view.currentIndex = 0
        open()
    }
    function take(): void {
        const chosen = found[view.currentIndex]
        close()
        if (!chosen) return
        area.remove(chosen.begin, Math.max(chosen.end, area.cursorPosition))
        area.insert(chosen.begin, chosen.insert)
    }
    // True when the key was for the list.
    function handle(key: int): bool {
        if (!visible) return false
        if (key === Qt.Key_Down) view.incrementCurrentIndex()
        else if (key === Qt.Key_Up) view.decrementCurrentIndex()
        else if (key === Qt.Key_Return || key === Qt.Key_Enter || key === Qt.Key_Tab) take()
        else if (key === Qt.Key_Escape) close()
        else return false
        return true
    }

    objectName: "completions"
    width: Math.min(420, parent ? parent.width - 8 : 420)
    height: Math.min(view.contentHeight, 196) + (about.visible ? about.implicitHeight : 0) + 12
    padding: 5
    focus: false
    closePolicy: Popup.CloseOnPressOutside
    background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line }
    contentItem: Column {
        ListView {
            id: view
            width: parent.width
            height: Math.min(contentHeight, 196)
            clip: true
            model: list.found
            keyNavigationWraps: true
            highlightMoveDuration: 0
            ScrollBar.vertical: ScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("What can stand here")
            delegate: ItemDelegate {
                id: entry
                required property var modelData
                required property int index
                width: view.width
                height: 28
                Accessible.name: modelData.label
                onClicked: { view.currentIndex = index; list.take() }
                contentItem: Item {
                    Text {
                        id: label
                        anchors.verticalCenter: parent.verticalCenter
                        width: Math.min(implicitWidth, parent.width * 0.7)
                        text: entry.modelData.label + (entry.modelData.required ? " *" : "")
                        textFormat: Text.PlainText
                        elide: Text.ElideRight
                        color: entry.modelData.deprecated ? Theme.muted : Theme.text
                        font { family: Theme.monospace; pixelSize: Theme.small; strikeout: entry.modelData.deprecated }
                    }
                    Text {
                        anchors { verticalCenter: parent.verticalCenter; left: label.right; right: parent.right; leftMargin: 12 }
                        horizontalAlignment: Text.AlignRight
                        text: entry.modelData.detail
                        textFormat: Text.PlainText
                        elide: Text.ElideRight
                        color: Theme.muted
                        font { family: Theme.family; pixelSize: Theme.tiny }
                    }
                }
                background: Rectangle { radius: 6; color: entry.ListView.isCurrentItem || entry.hovered ? Theme.raised : "transparent" }
            }
        }
        Text {
            id: about
            readonly property var chosen: list.found[view.currentIndex]
            width: parent.width
            visible: text !== ""
            padding: 8
            text: chosen ? chosen.documentation : ""
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            maximumLineCount: 4
            elide: Text.ElideRight
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.tiny }
        }
    }
}
