import QtQuick
import QtQuick.Controls.Basic

// What a page shows instead of content: loading, nothing there, or what went wrong and what to do.
Item {
    id: view
    required property string kind // "loading", "empty" or "error"
    required property string title
    property string detail: ""
    property string action: ""
    signal triggered()

    Accessible.role: kind === "error" ? Accessible.AlertMessage : Accessible.StaticText
    Accessible.name: title + (detail ? ". " + detail : "")

    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - 64, 460)
        spacing: 12
        Item {
            width: 44
            height: 44
            anchors.horizontalCenter: parent.horizontalCenter
            // An armillary ring, turning while something is on its way.
            Repeater {
                model: 3
                Rectangle {
                    required property int index
                    anchors.fill: parent
                    radius: width / 2
                    color: "transparent"
                    border.width: 2
                    border.color: view.kind === "error" ? Theme.bad : view.kind === "loading" ? Theme.accent : Theme.quiet
                    opacity: 1 - index * 0.25
                    transform: Rotation {
                        origin { x: 22; y: 22 }
                        axis { x: index === 0 ? 1 : 0.4; y: index === 1 ? 1 : 0.5; z: 0 }
                        angle: 62
                        NumberAnimation on angle {
                            running: view.kind === "loading" && view.visible && !Theme.reducedMotion
                            from: index * 60
                            to: index * 60 + 360
                            duration: 2600
                            loops: Animation.Infinite
                        }
                    }
                }
            }
        }
        Text {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.WordWrap
            text: view.title
            color: Theme.text
            font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold }
        }
        Text {
            width: parent.width
            visible: text
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            text: view.detail
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.normal }
            lineHeight: 1.25
        }
        Chip {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: view.action
            checkable: false
            text: view.action
            Accessible.role: Accessible.Button
            onClicked: view.triggered()
        }
    }
}
