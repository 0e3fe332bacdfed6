pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Gitops

// One of a repository's revisions, from a list that can be searched.
AbstractButton {
    id: chooser
    required property GitopsPreview preview
    // What it is for.
    required property string caption
    required property string revision
    property bool worktreeShown: false
    signal chosen(string revision)
    width: 210
    height: 34
    enabled: preview.ready
    text: preview.shownRevision(revision)
    Accessible.role: Accessible.ButtonMenu
    Accessible.name: qsTr("%1: %2").arg(caption).arg(text)
    Keys.onReturnPressed: clicked()
    Keys.onDownPressed: clicked()
    onClicked: popup.open()
    background: Rectangle {
        radius: Theme.radius - 2
        color: chooser.hovered || popup.opened ? Theme.raised : Theme.background
        border.color: chooser.visualFocus ? Theme.accent : Theme.line
        border.width: chooser.visualFocus ? 2 : 1
    }
    contentItem: Item {
        Column {
            anchors { left: parent.left; leftMargin: 6; right: arrow.left; rightMargin: 6; verticalCenter: parent.verticalCenter }
            Text { width: parent.width; text: chooser.caption; elide: Text.ElideRight; color: Theme.muted; font { family: Theme.family; pixelSize: 10 } }
            Text { width: parent.width; text: chooser.text || qsTr("none"); textFormat: Text.PlainText; elide: Text.ElideMiddle; color: Theme.text; font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium } }
        }
        Icon { id: arrow; anchors { right: parent.right; rightMargin: 4; verticalCenter: parent.verticalCenter } size: 13; color: Theme.muted; path: Icons.path("down") }
    }
    Popup {
        id: popup
        y: chooser.height + 4
        width: Math.min(440, chooser.Window.width - 40)
        height: Math.min(420, chooser.Window.height - 160)
        padding: 8
        focus: true
        onOpened: {
            search.clear()
            references.refresh()
            list.currentIndex = Math.max(0, references.rowOf(chooser.revision))
            search.forceActiveFocus()
        }
        onClosed: chooser.forceActiveFocus()
        background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line; Accessible.role: Accessible.PopupMenu; Accessible.name: chooser.caption }
        ReferenceList { id: references; preview: chooser.preview; worktreeShown: chooser.worktreeShown; search: search.text }
        function take(row: int): void {
            const revision = references.revisionAt(row)
            popup.close()
            if (revision) chooser.chosen(revision)
        }
        contentItem: Item {
            SearchField {
                id: search
                objectName: "revisionSearch"
                anchors { left: parent.left; right: parent.right; top: parent.top }
                placeholderText: qsTr("Branch, tag or commit")
                onTextChanged: list.currentIndex = 0
                Keys.onEscapePressed: text ? clear() : popup.close()
                Keys.onDownPressed: list.incrementCurrentIndex()
                Keys.onUpPressed: list.decrementCurrentIndex()
                onAccepted: popup.take(list.currentIndex)
            }
            ListView {
                id: list
                objectName: "revisionList"
                anchors { left: parent.left; right: parent.right; top: search.bottom; topMargin: 8; bottom: parent.bottom }
                clip: true
                reuseItems: true
                model: references
                boundsBehavior: Flickable.StopAtBounds
                activeFocusOnTab: true
                keyNavigationEnabled: true
                highlightMoveDuration: 0
                ScrollBar.vertical: ScrollBar {}
                Accessible.role: Accessible.List
                Accessible.name: chooser.caption
                Keys.onReturnPressed: popup.take(currentIndex)
                Keys.onEnterPressed: popup.take(currentIndex)
                section.property: "kind"
                section.delegate: Text {
                    required property string section
                    width: ListView.view.width
                    height: section === "worktree" ? 0 : 26
                    visible: height > 0
                    leftPadding: 8
                    verticalAlignment: Text.AlignBottom
                    bottomPadding: 4
                    text: ({"branch": qsTr("Branches"), "remote": qsTr("Branches of remotes"), "request": qsTr("Pull requests"), "tag": qsTr("Tags"), "commit": qsTr("Commits")})[section] ?? ""
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.tiny; weight: Font.Medium }
                }
                delegate: AbstractButton {
                    id: entry
                    required property int index
                    required property string title
                    required property string detail
                    required property string revision
                    readonly property bool current: ListView.isCurrentItem
                    width: ListView.view.width
                    height: 38
                    focusPolicy: Qt.NoFocus
                    text: title
                    Accessible.role: Accessible.ListItem
                    Accessible.name: title + ". " + detail
                    onClicked: popup.take(index)
                    background: Rectangle { radius: 6; color: entry.current ? Qt.alpha(Theme.accent, 0.16) : entry.hovered ? Theme.raised : "transparent" }
                    topPadding: 0
                    bottomPadding: 0
                    contentItem: Column {
                        leftPadding: 6
                        topPadding: 4
                        Text { width: entry.width - 24; text: entry.title; textFormat: Text.PlainText; elide: Text.ElideMiddle; color: entry.revision === chooser.revision ? Theme.accent : Theme.text; font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium } }
                        Text { width: entry.width - 24; text: entry.detail; textFormat: Text.PlainText; elide: Text.ElideRight; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.tiny } }
                    }
                }
            }
            Text {
                anchors.centerIn: list
                visible: list.count === 0
                text: qsTr("Nothing fits")
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.normal }
            }
        }
    }
}
