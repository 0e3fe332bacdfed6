pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

ListView {
    id: events
    clip: true
    topMargin: 8
    boundsBehavior: Flickable.StopAtBounds
    ScrollBar.vertical: ScrollBar {}
    delegate: Item {
        id: entry
        required property string type
        required property string reason
        required property string message
        required property string age
        required property int count
        width: events.width
        height: body.height + 18
        Accessible.role: Accessible.ListItem
        Accessible.name: [type, reason, message, age].join(", ")
        Rectangle { x: 20; y: 14; width: 8; height: 8; radius: 4; color: entry.type === "Warning" ? Theme.warning : Theme.good }
        Column {
            id: body
            x: 38
            y: 8
            width: parent.width - 58
            spacing: 3
            Text {
                width: parent.width
                text: entry.reason + (entry.count > 1 ? "  ×" + entry.count : "") + "   " + entry.age
                color: Theme.text
                elide: Text.ElideRight
                font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold }
            }
            Text {
                width: parent.width
                text: entry.message
                color: Theme.muted
                wrapMode: Text.Wrap
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
    }
    StateView {
        anchors.fill: parent
        visible: events.count === 0
        kind: "empty"
        title: qsTr("No events")
        detail: qsTr("The cluster keeps events for an hour.")
    }
}
