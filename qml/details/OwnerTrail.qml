pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// What is above the object, the topmost first; each one opens.
Flow {
    id: trail
    required property var owners // {kind, name, resource, key, icon, there}
    signal opened(string resource, string key)
    spacing: 2
    Repeater {
        model: trail.owners
        Row {
            id: step
            required property var modelData
            spacing: 2
            AbstractButton {
                id: owner
                objectName: "owner"
                enabled: step.modelData.there
                implicitHeight: 24
                leftPadding: 6
                rightPadding: 6
                text: step.modelData.name
                Accessible.role: Accessible.Link
                Accessible.name: qsTr("Owner: %1 %2").arg(step.modelData.kind).arg(text)
                onClicked: trail.opened(step.modelData.resource, step.modelData.key)
                Hint { name: step.modelData.kind + " " + owner.text; x: 0; y: owner.height + 4 }
                background: Rectangle {
                    radius: 6
                    color: owner.hovered ? Theme.raised : "transparent"
                    border.width: owner.visualFocus ? 2 : 0
                    border.color: Theme.accent
                }
                contentItem: Row {
                    spacing: 5
                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        size: 13
                        color: step.modelData.there ? Theme.accent : Theme.bad
                        path: Icons.path(step.modelData.there ? step.modelData.icon : "warning")
                    }
                    Text {
                        anchors.verticalCenter: parent.verticalCenter
                        width: Math.min(implicitWidth, Math.max(40, trail.width - 60))
                        text: step.modelData.there ? owner.text : qsTr("%1 (gone)").arg(owner.text)
                        elide: Text.ElideMiddle
                        color: step.modelData.there ? Theme.accent : Theme.muted
                        font { family: Theme.family; pixelSize: Theme.small }
                    }
                }
            }
            Icon { anchors.verticalCenter: parent.verticalCenter; size: 11; color: Theme.quiet; directed: true; path: Icons.path("forward") }
        }
    }
}
