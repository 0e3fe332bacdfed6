import QtQuick
import QtQuick.Controls.Basic

// Something that is on or off, at once.
Switch {
    id: toggle
    required property string name
    implicitHeight: 30
    implicitWidth: text ? contentItem.implicitWidth : indicator.implicitWidth
    padding: 0
    spacing: 10
    Accessible.role: Accessible.CheckBox
    Accessible.name: name
    Accessible.checked: checked
    indicator: Rectangle {
        x: Theme.mirrored ? toggle.width - width : 0
        anchors.verticalCenter: parent.verticalCenter
        implicitWidth: 40
        implicitHeight: 22
        radius: 11
        color: toggle.checked ? Theme.accent : Theme.raised
        border.color: toggle.visualFocus ? Theme.text : toggle.checked ? Theme.accent : Theme.quiet
        border.width: toggle.visualFocus ? 2 : 1
        Rectangle {
            x: toggle.checked !== Theme.mirrored ? parent.width - width - 4 : 4
            anchors.verticalCenter: parent.verticalCenter
            width: 14
            height: 14
            radius: 7
            color: toggle.checked ? Theme.accentText : Theme.quiet
            Behavior on x { NumberAnimation { duration: Theme.quick } }
        }
    }
    contentItem: Text {
        leftPadding: toggle.text && !Theme.mirrored ? 50 : 0
        rightPadding: toggle.text && Theme.mirrored ? 50 : 0
        text: toggle.text
        color: Theme.text
        wrapMode: Text.Wrap
        verticalAlignment: Text.AlignVCenter
        font { family: Theme.family; pixelSize: Theme.normal }
    }
}
