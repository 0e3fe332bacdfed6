pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// One of several, with what a person needs to know to choose: title and detail, a line each.
ListView {
    id: list
    required property string name
    required property var options // [{value, title, detail, enabled}]
    property string chosen
    signal picked(string value)

    function move(by: int): void {
        let at = options.findIndex(option => option.value === chosen)
        do { at += by } while (options[at] && !options[at].enabled)
        if (!options[at]) return
        picked(options[at].value)
        positionViewAtIndex(at, ListView.Contain)
    }
    implicitHeight: Math.min(contentHeight, 176)
    clip: true
    activeFocusOnTab: true
    boundsBehavior: Flickable.StopAtBounds
    spacing: 2
    model: options
    Accessible.role: Accessible.List
    Accessible.name: name
    ScrollBar.vertical: ScrollBar {}
    Keys.onUpPressed: move(-1)
    Keys.onDownPressed: move(1)
    delegate: AbstractButton {
        id: entry
        required property var modelData
        readonly property bool current: list.chosen === modelData.value
        width: list.width
        height: 42
        enabled: modelData.enabled
        text: modelData.title
        focusPolicy: Qt.NoFocus
        Accessible.role: Accessible.RadioButton
        Accessible.name: text
        Accessible.description: modelData.detail
        Accessible.checked: current
        onClicked: { list.forceActiveFocus(); list.picked(modelData.value) }
        background: Rectangle {
            radius: Theme.radius - 2
            color: entry.current ? Theme.raised : entry.hovered ? Qt.alpha(Theme.raised, 0.5) : "transparent"
            border.width: entry.current && list.activeFocus ? 2 : 0
            border.color: Theme.accent
        }
        contentItem: Item {
            Rectangle {
                id: dot
                anchors { left: parent.left; leftMargin: 4; verticalCenter: parent.verticalCenter }
                width: 16
                height: 16
                radius: 8
                color: "transparent"
                opacity: entry.enabled ? 1 : 0.4
                border.color: entry.current ? Theme.accent : Theme.quiet
                border.width: entry.current ? 5 : 1
            }
            Text {
                id: title
                anchors { left: dot.right; leftMargin: 12; verticalCenter: parent.verticalCenter }
                text: entry.text
                color: entry.enabled ? Theme.text : Theme.muted
                font { family: Theme.family; pixelSize: Theme.normal; weight: entry.current ? Font.DemiBold : Font.Normal }
            }
            Text {
                anchors { left: title.right; leftMargin: 16; right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter }
                horizontalAlignment: Text.AlignRight
                text: entry.modelData.detail
                elide: Text.ElideRight
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
    }
}
