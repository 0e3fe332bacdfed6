pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// Which of several things a panel shows: a word each, the chosen one underlined.
Item {
    id: tabs
    required property list<string> labels
    property int currentIndex: 0
    implicitHeight: 34
    function step(by: int): void { currentIndex = Math.max(0, Math.min(labels.length - 1, currentIndex + by)) }
    Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    Row {
        anchors { left: parent.left; leftMargin: 6; top: parent.top; bottom: parent.bottom }
        Repeater {
            model: tabs.labels
            AbstractButton {
                id: tab
                required property string modelData
                required property int index
                objectName: "panelTab-" + index
                height: tabs.height
                leftPadding: 14
                rightPadding: 14
                text: modelData
                Accessible.role: Accessible.PageTab
                Accessible.name: text
                Accessible.selected: tabs.currentIndex === index
                onClicked: tabs.currentIndex = index
                Keys.onReturnPressed: clicked()
                Keys.onRightPressed: tabs.step(Theme.mirrored ? -1 : 1)
                Keys.onLeftPressed: tabs.step(Theme.mirrored ? 1 : -1)
                contentItem: Text {
                    text: tab.text
                    verticalAlignment: Text.AlignVCenter
                    color: tabs.currentIndex === tab.index ? Theme.text : Theme.muted
                    font { family: Theme.family; pixelSize: Theme.normal; weight: tabs.currentIndex === tab.index ? Font.DemiBold : Font.Normal }
                }
                background: Rectangle {
                    color: tab.visualFocus ? Theme.raised : "transparent"
                    Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 2; color: Theme.accent; visible: tabs.currentIndex === tab.index }
                }
            }
        }
    }
}
