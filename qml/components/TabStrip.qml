import QtQuick
import QtQuick.Controls.Basic

// Tabs as words with a line under the chosen one.
TabBar {
    id: strip
    required property list<string> labels
    leftPadding: Theme.mirrored ? 0 : 6
    rightPadding: Theme.mirrored ? 6 : 0 // the first word stands under the pane's headline
    background: Item {
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    }
    Repeater {
        model: strip.labels
        TabButton {
            id: tab
            required property string modelData
            required property int index
            text: modelData
            width: implicitWidth
            leftPadding: 14
            rightPadding: 14
            Accessible.name: text
            contentItem: Text {
                text: tab.text
                color: tab.checked ? Theme.text : Theme.muted
                font { family: Theme.family; pixelSize: Theme.normal; weight: tab.checked ? Font.DemiBold : Font.Normal }
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
            }
            background: Rectangle {
                color: tab.visualFocus ? Theme.raised : "transparent"
                Rectangle {
                    anchors.bottom: parent.bottom
                    width: parent.width
                    height: 2
                    color: Theme.accent
                    opacity: tab.checked ? 1 : 0
                    Behavior on opacity { NumberAnimation { duration: Theme.quick } }
                }
            }
        }
    }
}
