import QtQuick
import Armillary.Components

// A node's card: its frame and its headline. The pods are drawn over it.
Card {
    id: card
    required property string name
    required property string detail
    required property string key
    required property bool ready
    required property int pods
    required property real cpuShare
    required property real memoryShare
    required property real cardX
    required property real cardY
    required property real cardWidth
    required property real cardHeight
    required property bool waiting
    property bool calm: false // it is where it belongs at once
    signal activated(string name)
    signal menuWanted(string name, real x, real y)

    x: cardX
    y: cardY
    width: cardWidth
    height: cardHeight
    visible: cardWidth > 0
    border.color: ready ? Theme.line : Theme.bad
    opacity: ready ? 1 : 0.75
    Accessible.role: Accessible.Grouping
    Accessible.name: name + ", " + detail
    Accessible.onPressAction: if (key) activated(key)

    Behavior on y { enabled: !card.calm; NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic } }
    Behavior on height { enabled: !card.calm; NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic } }

    Row {
        anchors { left: parent.left; leftMargin: 16 }
        y: 13
        spacing: 9
        width: parent.width - 32 - (meters.visible ? meters.width + 12 : 0)
        Rectangle {
            width: 9
            height: 9
            radius: 5
            y: 5
            color: card.waiting ? Theme.warning : !card.key ? Theme.quiet : card.ready ? Theme.good : Theme.bad
        }
        Column {
            width: parent.width - 18
            spacing: 2
            Text {
                width: parent.width
                text: card.name
                elide: Text.ElideRight
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.normal; weight: Font.DemiBold }
            }
            Text {
                width: parent.width
                text: card.detail
                elide: Text.ElideRight
                color: card.ready ? Theme.muted : Theme.bad
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
    }
    Row {
        id: meters
        anchors { right: parent.right; rightMargin: 16; top: parent.top; topMargin: 15 }
        spacing: 12
        visible: card.key && card.width > 300
        Meter { label: qsTr("CPU"); share: card.cpuShare; calm: card.calm }
        Meter { label: qsTr("Mem"); share: card.memoryShare; calm: card.calm }
    }
    HoverHandler { enabled: card.key; cursorShape: point.position.y < 50 ? Qt.PointingHandCursor : Qt.ArrowCursor }
    TapHandler {
        enabled: card.key
        acceptedButtons: Qt.RightButton
        onTapped: point => card.menuWanted(card.key, point.position.x, point.position.y)
    }
    TapHandler {
        enabled: card.key
        onTapped: point => { if (point.position.y < 50) card.activated(card.key) }
    }
}
