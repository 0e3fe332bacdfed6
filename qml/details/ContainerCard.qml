pragma ComponentBehavior: Bound
import QtQuick
import Armillary.Components

// One container: what it runs, how it fares, what it may use.
Rectangle {
    id: card
    required property var container // as facts.h has it
    implicitHeight: column.height + 18
    radius: 8
    color: Theme.background
    border.color: Theme.line
    Accessible.role: Accessible.ListItem
    Accessible.name: [container.name, container.image, container.state, container.detail].filter(part => part).join(", ")
    component Fact: Text {
        width: column.width
        wrapMode: Text.Wrap
        textFormat: Text.PlainText
        maximumLineCount: 5
        elide: Text.ElideRight
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.small }
    }
    Column {
        id: column
        anchors { left: parent.left; leftMargin: 12 }
        y: 9
        width: parent.width - 24
        spacing: 3
        Item {
            width: parent.width
            height: name.height
            Text {
                id: name
                anchors.left: parent.left
                width: Math.min(implicitWidth, parent.width - state.implicitWidth - role.implicitWidth - 36)
                text: card.container.name
                elide: Text.ElideMiddle
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold }
            }
            Text {
                id: role
                anchors { left: name.right; leftMargin: 6; baseline: name.baseline }
                text: card.container.role === "init" ? qsTr("before the others") : card.container.role === "sidecar" ? qsTr("sidecar") : card.container.role === "debug" ? qsTr("for debugging") : ""
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.tiny }
            }
            Rectangle {
                anchors { right: state.left; rightMargin: 6; verticalCenter: state.verticalCenter }
                width: 8
                height: 8
                radius: 4
                visible: state.text !== ""
                color: Theme.tone(card.container.tone || "quiet")
            }
            Text {
                id: state
                anchors.right: parent.right
                text: card.container.state
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
        Fact { text: card.container.image; wrapMode: Text.WrapAnywhere; color: Theme.text; font { family: Theme.monospace; pixelSize: Theme.tiny } }
        Fact { visible: text; text: card.container.detail; color: card.container.tone === "bad" ? Theme.bad : Theme.muted }
        Fact {
            visible: text
            text: [card.container.restarts > 0 ? qsTr("%n restarts", "", card.container.restarts) : "",
                   card.container.requests ? qsTr("requests %1").arg(card.container.requests) : "",
                   card.container.limits ? qsTr("may use %1").arg(card.container.limits) : "",
                   card.container.ports ? qsTr("port %1").arg(card.container.ports) : ""].filter(part => part).join(" · ")
        }
    }
}
