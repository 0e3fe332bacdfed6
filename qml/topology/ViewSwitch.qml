pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// One of a few, side by side.
Rectangle {
    id: control
    required property var choices // {id, name, keys, hint}
    required property string current
    signal chosen(string id)

    implicitWidth: row.width + 6
    implicitHeight: 34
    radius: height / 2
    color: Theme.surface
    border.color: Theme.line
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("View")
    Row {
        id: row
        x: 3
        y: 3
        Repeater {
            model: control.choices
            AbstractButton {
                id: choice
                required property var modelData
                readonly property bool current: control.current === modelData.id
                objectName: "view-" + modelData.id
                width: label.implicitWidth + 28
                height: 28
                text: modelData.name
                Accessible.role: Accessible.RadioButton
                Accessible.name: text
                Accessible.checked: current
                Accessible.description: modelData.hint
                Hint { name: choice.modelData.hint; keys: choice.modelData.keys; x: (choice.width - width) / 2; y: choice.height + 8 }
                onClicked: control.chosen(modelData.id)
                background: Rectangle {
                    radius: height / 2
                    color: choice.current ? Theme.accent : choice.hovered ? Theme.raised : "transparent"
                    border.color: Theme.text
                    border.width: choice.visualFocus ? 2 : 0
                    Behavior on color { ColorAnimation { duration: Theme.quick } }
                }
                contentItem: Text {
                    id: label
                    text: choice.text
                    color: choice.current ? Theme.accentText : Theme.text
                    font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                }
            }
        }
    }
}
