pragma ComponentBehavior: Bound
import QtQuick
import Armillary.Components

// What the window speaks.
SettingsSection {
    title: qsTr("Language")
    SettingsLine {
        name: qsTr("The window speaks")
        detail: Languages.waits ? qsTr("The window speaks it when it is opened again.") : qsTr("What clusters and commands say is in English.")
        Row {
            spacing: 8
            Repeater {
                model: Languages.all
                Chip {
                    required property var modelData
                    objectName: "language-" + modelData.id
                    text: modelData.name
                    checked: Languages.chosen === modelData.id
                    onClicked: { Languages.chosen = modelData.id; checked = Qt.binding(() => Languages.chosen === modelData.id) }
                }
            }
        }
    }
}
