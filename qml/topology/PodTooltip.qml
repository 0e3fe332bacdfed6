import QtQuick
import Armillary.Components

// What a pod says of itself under the pointer.
Rectangle {
    id: tip
    required property var pod // TopologyView.hovered
    required property real scrolled
    readonly property bool shown: pod.name !== undefined

    width: content.width + 26
    height: content.height + 20
    radius: Theme.radius
    color: Theme.raised
    border.color: Theme.line
    opacity: shown ? 1 : 0
    visible: opacity > 0
    // Below the pod where there is room, above it otherwise; what it last said stays while it fades.
    property var last: ({name: "", x: 0, y: 0, size: 0})
    readonly property real podY: last.y - scrolled
    readonly property real below: podY + last.size / 2 + 10
    x: Math.max(8, Math.min(parent.width - width - 8, last.x - width / 2))
    y: below + height < parent.height ? below : podY - last.size / 2 - height - 10
    Behavior on opacity { NumberAnimation { duration: Theme.quick } }

    onPodChanged: if (shown) last = pod

    Column {
        id: content
        x: 13
        y: 10
        spacing: 4
        Text {
            text: tip.last.name ?? ""
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.normal; weight: Font.DemiBold }
        }
        Row {
            spacing: 7
            Rectangle { width: 9; height: 9; radius: 3; anchors.verticalCenter: parent.verticalCenter; color: Theme.stateColors[tip.last.state ?? 0] }
            Text {
                text: (tip.last.status ?? "") + (tip.last.age ? qsTr("  ·  %1 old").arg(tip.last.age) : "")
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
        Text {
            text: [tip.last.namespaceName, tip.last.workload, tip.last.node ? qsTr("on %1").arg(tip.last.node) : ""].filter(part => part).join("  ·  ")
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
}
