import QtQuick
import Armillary.Components

// What a pod says of itself under the pointer.
Rectangle {
    id: tip
    required property var pod // TopologyView.hovered
    required property real areaWidth
    required property real areaHeight
    readonly property bool shown: pod.name !== undefined

    width: content.width + 26
    height: content.height + 20
    radius: Theme.radius
    color: Theme.raised
    border.color: Theme.line
    opacity: shown ? 1 : 0
    visible: opacity > 0
    Behavior on opacity { NumberAnimation { duration: Theme.quick } }

    onPodChanged: {
        if (!shown) return
        const below = pod.y + pod.size / 2 + 10
        x = Math.max(8, Math.min(areaWidth - width - 8, pod.x - width / 2))
        y = below + height < areaHeight ? below : pod.y - pod.size / 2 - height - 10
    }

    Column {
        id: content
        x: 13
        y: 10
        spacing: 4
        Text {
            text: tip.pod.name ?? ""
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.normal; weight: Font.DemiBold }
        }
        Row {
            spacing: 7
            Rectangle { width: 9; height: 9; radius: 3; anchors.verticalCenter: parent.verticalCenter; color: Theme.stateColors[tip.pod.state ?? 0] }
            Text {
                text: (tip.pod.status ?? "") + (tip.pod.age ? qsTr("  ·  %1 old").arg(tip.pod.age) : "")
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
        Text {
            text: [tip.pod.namespaceName, tip.pod.workload, tip.pod.node ? qsTr("on %1").arg(tip.pod.node) : ""].filter(part => part).join("  ·  ")
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
}
