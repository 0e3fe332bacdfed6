pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Armillary.Components
import Armillary.Editor

// What the checks found, a line each: Enter leads there, Alt+Enter fixes it, F1 says why it matters, Delete silences it
// with a comment.
Item {
    id: view
    required property ProblemList problems
    function focusList(): void {
        list.currentIndex = Math.max(0, list.currentIndex)
        list.forceActiveFocus()
    }

    // Does it where there is one way, and asks where there are several.
    function fix(row: int): void {
        const line = list.itemAtIndex(row)
        if (!line || line.fixes.length === 0) return
        if (line.fixes.length === 1) return view.problems.fix(row, 0)
        const at = line.mapToItem(view, line.width - menu.width - 8, line.height)
        menu.start(at, line.fixes.map((title, which) => ({ title: title, row: row, which: which })))
    }

    Rectangle { anchors.fill: parent; color: Theme.background }
    FixMenu { id: menu; parent: view; problems: view.problems; onClosed: view.focusList() }
    RuleSheet { id: rule; onClosed: view.focusList() }
    Item {
        id: head
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: visible ? 38 : 0
        visible: view.problems.plain > 0
        Text {
            anchors { left: parent.left; leftMargin: 12; right: fixAll.left; rightMargin: 12; verticalCenter: parent.verticalCenter }
            elide: Text.ElideRight
            text: qsTr("%n problems can be fixed at once", "", view.problems.plain)
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
        PushButton {
            id: fixAll
            objectName: "problemFixAll"
            anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
            implicitHeight: 28
            text: qsTr("Fix all")
            onClicked: view.problems.fixAll()
            Hint { name: qsTr("Makes every fix that leaves nothing to choose; one step of undo") }
        }
    }
    ListView {
        id: list
        objectName: "problemList"
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom }
        clip: true
        model: view.problems
        activeFocusOnTab: true
        keyNavigationEnabled: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("%n problems", "", view.problems.count)
        Keys.onReturnPressed: event => event.modifiers & Qt.AltModifier ? view.fix(currentIndex) : view.problems.show(currentIndex)
        Keys.onEnterPressed: event => event.modifiers & Qt.AltModifier ? view.fix(currentIndex) : view.problems.show(currentIndex)
        Keys.onPressed: event => {
            event.accepted = event.key === Qt.Key_F1 && currentIndex >= 0 && currentIndex < count
            if (event.accepted) rule.show(view.problems.page(currentIndex))
        }
        Keys.onDeletePressed: view.problems.silence(currentIndex)
        delegate: ItemDelegate {
            id: line
            required property int index
            required property string severity
            required property string message
            required property string place
            required property string subject
            required property string rule
            required property var fixes
            readonly property string tone: severity === "error" ? "bad" : severity === "warning" ? "warning" : "quiet"
            width: list.width
            height: 32
            topPadding: 0
            bottomPadding: 0
            text: message
            Accessible.role: Accessible.ListItem
            Accessible.name: qsTr("%1: %2, %3").arg(line.severity).arg(line.message).arg(line.place)
            Accessible.description: line.fixes.join(", ")
            onClicked: {
                list.currentIndex = index
                view.problems.show(index)
            }
            background: Rectangle { color: line.hovered || (list.activeFocus && line.ListView.isCurrentItem) ? Theme.raised : "transparent" }
            contentItem: RowLayout {
                spacing: 10
                Icon { size: 14; color: line.tone === "quiet" ? Theme.muted : Theme.tone(line.tone); path: Icons.path("warning") }
                Text { Layout.fillWidth: true; text: line.message; textFormat: Text.PlainText; elide: Text.ElideRight; color: Theme.text; font { family: Theme.family; pixelSize: Theme.small } }
                FixButton {
                    Layout.maximumWidth: Math.max(120, line.width * 0.34)
                    visible: line.fixes.length > 0
                    text: line.fixes.length === 1 ? line.fixes[0] : qsTr("%n fixes…", "", line.fixes.length)
                    onClicked: {
                        list.currentIndex = line.index
                        view.fix(line.index)
                    }
                }
                Text { text: line.subject; elide: Text.ElideMiddle; Layout.maximumWidth: 200; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
                Text { text: line.place; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.tiny } }
                IconButton { implicitWidth: 26; implicitHeight: 26; symbol: "describe"; name: qsTr("Why %1 matters").arg(line.rule); keys: "F1"; onClicked: rule.show(view.problems.page(line.index)) }
                IconButton { implicitWidth: 26; implicitHeight: 26; symbol: "hide"; name: qsTr("Silence %1 here").arg(line.rule); keys: "Del"; onClicked: view.problems.silence(line.index) }
            }
        }
    }
    StateView {
        anchors.fill: parent
        visible: list.count === 0
        kind: "empty"
        title: qsTr("No problems")
        detail: qsTr("Schema, references, selectors, ports, images and names are checked as you edit.")
    }
}
