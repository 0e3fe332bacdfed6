pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Details

// What happened to it and to what it owns, the newest first.
ListView {
    id: events
    required property EventList timeline
    signal opened(string resource, string key)
    objectName: "timeline"
    model: timeline
    clip: true
    topMargin: 8
    activeFocusOnTab: true
    keyNavigationEnabled: true
    highlightMoveDuration: 0
    boundsBehavior: Flickable.StopAtBounds
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Events, the newest first")
    ScrollBar.vertical: ScrollBar {}
    Keys.onReturnPressed: if (currentItem) (currentItem as EventEntry).open()
    component EventEntry: Item {
        id: entry
        required property string type
        required property string reason
        required property string message
        required property string age
        required property string time
        required property string kind
        required property string name
        required property string resource
        required property string key
        required property string icon
        required property bool child
        required property int count
        required property int index
        readonly property bool warns: type !== "Normal"
        function open(): void { if (child) events.opened(resource, key) }
        width: events.width
        height: body.height + 18
        Accessible.role: Accessible.ListItem
        Accessible.name: [warns ? qsTr("Warning") : "", reason, message, age, child ? kind + " " + name : ""].filter(part => part).join(", ")
        Accessible.onPressAction: open()
        Rectangle {
            anchors { fill: parent; leftMargin: 8; rightMargin: 8 }
            radius: 8
            visible: entry.warns || (events.activeFocus && events.currentIndex === entry.index)
            color: entry.warns ? Qt.alpha(Theme.warning, Theme.dark ? 0.08 : 0.1) : "transparent"
            border.width: events.activeFocus && events.currentIndex === entry.index ? 2 : 0
            border.color: Theme.accent
        }
        Rectangle { anchors { left: parent.left; leftMargin: 24 } y: 13; width: 7; height: 7; radius: 4; visible: !entry.warns; color: Theme.good }
        Icon { anchors { left: parent.left; leftMargin: 20 } y: 9; size: 15; visible: entry.warns; color: Theme.warning; path: Icons.path("warning") }
        Column {
            id: body
            anchors { left: parent.left; leftMargin: 44 }
            y: 8
            width: parent.width - 64
            spacing: 3
            Item {
                width: parent.width
                height: reasonText.height
                Text {
                    id: reasonText
                    width: Math.min(implicitWidth, parent.width - ageText.width - 8)
                    text: entry.reason + (entry.count > 1 ? "  ×" + entry.count : "")
                    textFormat: Text.PlainText
                    color: Theme.text
                    elide: Text.ElideRight
                    font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold }
                }
                Text {
                    id: ageText
                    anchors.right: parent.right
                    text: entry.age
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.small }
                    HoverHandler { id: overAge }
                    ToolTip.visible: overAge.hovered
                    ToolTip.text: entry.time
                }
            }
            Text {
                width: parent.width
                text: entry.message
                textFormat: Text.PlainText
                color: Theme.muted
                wrapMode: Text.Wrap
                maximumLineCount: 12
                elide: Text.ElideRight
                font { family: Theme.family; pixelSize: Theme.small }
            }
            AbstractButton {
                id: about
                objectName: "eventAbout"
                visible: entry.child
                width: Math.min(implicitWidth, parent.width)
                implicitHeight: 20
                leftPadding: 0
                focusPolicy: Qt.NoFocus
                Accessible.role: Accessible.Link
                Accessible.name: entry.kind + " " + entry.name
                onClicked: entry.open()
                contentItem: Row {
                    spacing: 5
                    Icon { anchors.verticalCenter: parent.verticalCenter; size: 12; color: Theme.accent; path: Icons.path(entry.icon) }
                    Text {
                        anchors.verticalCenter: parent.verticalCenter
                        width: Math.min(implicitWidth, body.width - 20)
                        text: entry.name
                        elide: Text.ElideMiddle
                        color: Theme.accent
                        font { family: Theme.family; pixelSize: Theme.small; underline: about.hovered }
                    }
                }
            }
        }
    }
    delegate: EventEntry {}
    footer: Text {
        width: events.width
        visible: events.timeline.leftOut > 0
        height: visible ? implicitHeight : 0
        padding: 20
        text: qsTr("%n older ones are not shown.", "", events.timeline.leftOut)
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.small }
    }
    StateView {
        anchors.fill: parent
        visible: events.count === 0
        kind: events.timeline.problem ? "error" : "empty"
        title: events.timeline.problem ? qsTr("Events cannot be read") : qsTr("No events")
        detail: events.timeline.problem ? events.timeline.problem : qsTr("Nothing has happened to it lately. A cluster keeps events for an hour or so.")
    }
}
