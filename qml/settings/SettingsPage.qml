pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Clusters
import Armillary.Components
import Armillary.Settings

// What a person may want otherwise. Everything but another language takes effect at once.
FocusScope {
    id: page
    required property KeyMap keys
    required property ClusterList clusters
    // "ask", "goOn" or "stop"; "" where no cluster of this machine is shown.
    required property string whenClosed
    signal whenClosedChosen(string choice)
    signal leaveWanted()
    focus: true
    Keys.onEscapePressed: leaveWanted()
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Settings")

    Rectangle {
        id: bar
        width: parent.width
        height: 50
        color: Theme.surface
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
        IconButton { id: back; objectName: "leaveSettings"; focus: true; anchors { left: parent.left; leftMargin: 12; verticalCenter: parent.verticalCenter } symbol: "back"; name: qsTr("Back"); keys: page.keys.texts.back; onClicked: page.leaveWanted() }
        Text { anchors { left: back.right; leftMargin: 12; verticalCenter: parent.verticalCenter } text: qsTr("Settings"); color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
    }
    Flickable {
        id: scroll
        objectName: "settingsScroll"
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: parent.bottom }
        contentHeight: column.height + 60
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}
        FocusFollower { view: scroll }
        Column {
            id: column
            y: 28
            x: Math.max(28, (parent.width - width) / 2)
            width: Math.min(720, page.width - 56)
            AppearanceSettings { width: parent.width }
            LanguageSettings { width: parent.width }
            SettingsSection {
                width: parent.width
                visible: page.whenClosed !== ""
                title: qsTr("Closing the window")
                SettingsLine {
                    name: qsTr("The cluster of this machine")
                    Row {
                        spacing: 8
                        Repeater {
                            model: [{choice: "ask", name: qsTr("Ask")}, {choice: "goOn", name: qsTr("Goes on")}, {choice: "stop", name: qsTr("Is stopped")}]
                            Chip {
                                required property var modelData
                                objectName: "whenClosed-" + modelData.choice
                                text: modelData.name
                                checked: page.whenClosed === modelData.choice
                                onClicked: { page.whenClosedChosen(modelData.choice); checked = Qt.binding(() => page.whenClosed === modelData.choice) }
                            }
                        }
                    }
                }
            }
            ClusterSettings { width: parent.width; clusters: page.clusters }
            KeySettings { width: parent.width; keys: page.keys }
        }
    }
}
