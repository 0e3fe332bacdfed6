import QtQuick
import Armillary.Components

// What something says of itself under the pointer.
Rectangle {
    id: tip
    required property var about // hovered of one of the views: title, status, color, detail, x, y, size
    property real scrolled: 0
    readonly property bool shown: about.title !== undefined

    width: Math.min(content.implicitWidth + 26, parent.width - 16)
    height: content.height + 20
    radius: Theme.radius
    color: Theme.raised
    border.color: Theme.line
    opacity: shown ? 1 : 0
    visible: opacity > 0
    // Below it where there is room, above it otherwise; what it last said stays while it fades.
    property var last: ({title: "", x: 0, y: 0, size: 0})
    readonly property real objectY: last.y - scrolled
    readonly property real below: objectY + last.size / 2 + 10
    x: Math.max(8, Math.min(parent.width - width - 8, last.x - width / 2))
    y: below + height < parent.height ? below : objectY - last.size / 2 - height - 10
    Behavior on opacity { NumberAnimation { duration: Theme.quick } }

    onAboutChanged: if (about.title !== undefined) last = about

    Column {
        id: content
        x: 13
        y: 10
        width: tip.width - 26
        spacing: 4
        Text {
            width: Math.min(implicitWidth, 460)
            elide: Text.ElideMiddle
            text: tip.last.title ?? ""
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.normal; weight: Font.DemiBold }
        }
        Row {
            anchors.left: parent.left
            visible: !!tip.last.status
            spacing: 7
            Rectangle { width: 9; height: 9; radius: 3; anchors.verticalCenter: parent.verticalCenter; color: tip.last.color ?? Theme.quiet }
            Text {
                text: tip.last.status ?? ""
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
        Text {
            visible: text
            width: Math.min(implicitWidth, 460)
            elide: Text.ElideRight
            text: tip.last.detail ?? ""
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
}
