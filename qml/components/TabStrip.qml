pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic

// Tabs as words with a line under the chosen one. Tab comes to the chosen one, arrows go on from there.
Item {
    id: tabs
    required property list<string> labels
    property int currentIndex: 0
    readonly property alias count: words.count
    implicitHeight: 34
    Accessible.role: Accessible.PageTabList
    Accessible.name: labels[currentIndex] ?? ""

    function step(by: int): void {
        currentIndex = Math.max(0, Math.min(labels.length - 1, currentIndex + by))
        words.itemAt(currentIndex)?.forceActiveFocus(Qt.TabFocusReason)
    }
    function show(tab: Item): void {
        strip.contentX = Math.max(0, Math.min(tab.x, Math.max(strip.contentX, tab.x + tab.width - strip.width)))
    }
    Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    Flickable {
        id: strip
        anchors { fill: parent; leftMargin: 6 }
        clip: true
        contentWidth: Math.max(width, row.implicitWidth)
        interactive: contentWidth > width
        boundsBehavior: Flickable.StopAtBounds
        Row {
            id: row
            anchors.left: parent.left
            height: parent.height
            Repeater {
                id: words
                model: tabs.labels
                AbstractButton {
                    id: tab
                    required property string modelData
                    required property int index
                    readonly property bool chosen: tabs.currentIndex === index
                    objectName: tabs.objectName + "-" + index
                    height: row.height
                    leftPadding: 14
                    rightPadding: 14
                    text: modelData
                    activeFocusOnTab: chosen
                    Accessible.role: Accessible.PageTab
                    Accessible.name: text
                    Accessible.selected: chosen
                    onClicked: tabs.currentIndex = index
                    onChosenChanged: if (chosen) tabs.show(tab)
                    Keys.onReturnPressed: clicked()
                    Keys.onRightPressed: tabs.step(Theme.mirrored ? -1 : 1)
                    Keys.onLeftPressed: tabs.step(Theme.mirrored ? 1 : -1)
                    contentItem: Text {
                        text: tab.text
                        verticalAlignment: Text.AlignVCenter
                        color: tab.chosen ? Theme.text : Theme.muted
                        font { family: Theme.family; pixelSize: Theme.normal; weight: tab.chosen ? Font.DemiBold : Font.Normal }
                    }
                    background: Rectangle {
                        color: tab.visualFocus ? Theme.raised : "transparent"
                        Rectangle {
                            anchors.bottom: parent.bottom
                            width: parent.width
                            height: 2
                            color: Theme.accent
                            opacity: tab.chosen ? 1 : 0
                            Behavior on opacity { NumberAnimation { duration: Theme.quick } }
                        }
                    }
                }
            }
        }
    }
}
