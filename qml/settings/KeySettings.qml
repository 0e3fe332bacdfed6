pragma ComponentBehavior: Bound
import QtQuick
import Armillary.Components
import Armillary.Settings

// Every key, and which it is.
SettingsSection {
    id: section
    required property KeyMap keys
    title: qsTr("Keys")
    detail: qsTr("Click a key and press another. Those of tables stay as they are: letters act on the row that has the focus.")
    Row {
        anchors.left: parent.left
        spacing: 8
        bottomPadding: 8
        PushButton { objectName: "defaultKeys"; implicitHeight: 30; text: qsTr("All as they were"); onClicked: section.keys.usePreset("default") }
        PushButton { objectName: "k9sKeys"; implicitHeight: 30; text: qsTr("As in k9s: [ ] and -"); onClicked: section.keys.usePreset("k9s") }
    }
    Repeater {
        model: section.keys
        Column {
            id: entry
            required property int index
            required property string keyId
            required property string name
            required property string group
            required property string keys
            required property string standard
            required property bool custom
            required property bool fixed
            readonly property bool first: index === 0 || section.keys.groupAt(index - 1) !== group
            width: section.width
            Text {
                anchors.left: parent.left
                visible: entry.first
                topPadding: 10
                bottomPadding: 4
                text: entry.group
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold }
            }
            KeyLine {
                width: parent.width
                map: section.keys
                keyId: entry.keyId
                name: entry.name
                keys: entry.keys
                standard: entry.standard
                custom: entry.custom
                fixed: entry.fixed
            }
        }
    }
}
