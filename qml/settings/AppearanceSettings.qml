pragma ComponentBehavior: Bound
import QtQuick
import Armillary.Components

// How the window looks and moves.
SettingsSection {
    id: section
    title: qsTr("Appearance")
    SettingsLine {
        name: qsTr("Theme")
        Row {
            spacing: 8
            Repeater {
                model: [{mode: "system", name: qsTr("As the system")}, {mode: "dark", name: qsTr("Dark")}, {mode: "light", name: qsTr("Light")}]
                Chip {
                    required property var modelData
                    objectName: "theme-" + modelData.mode
                    text: modelData.name
                    checked: Theme.mode === modelData.mode
                    onClicked: { Theme.mode = modelData.mode; checked = Qt.binding(() => Theme.mode === modelData.mode) }
                }
            }
        }
    }
    SettingsLine {
        name: qsTr("High contrast")
        detail: qsTr("Black and white grounds, stronger colours and lines.")
        Toggle {
            objectName: "highContrast"
            name: qsTr("High contrast")
            checked: Theme.highContrast
            onToggled: Theme.highContrast = checked
        }
    }
    SettingsLine {
        name: qsTr("Size")
        detail: qsTr("Of everything in the window.")
        Row {
            spacing: 8
            Repeater {
                model: [100, 110, 125, 150, 175, 200]
                Chip {
                    required property int modelData
                    objectName: "scale-" + modelData
                    leftPadding: 10
                    rightPadding: 10
                    text: qsTr("%1 %").arg(modelData)
                    checked: Math.round(Theme.scale * 100) === modelData
                    onClicked: { Theme.scale = modelData / 100; checked = Qt.binding(() => Math.round(Theme.scale * 100) === modelData) }
                }
            }
        }
    }
    SettingsLine {
        name: qsTr("Reduced motion")
        detail: qsTr("What changes is there at once.")
        Toggle {
            objectName: "reducedMotion"
            name: qsTr("Reduced motion")
            checked: Theme.reducedMotion
            onToggled: Theme.reducedMotion = checked
        }
    }
}
