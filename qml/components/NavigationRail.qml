pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic

// The pages down the left edge.
Rectangle {
    id: rail
    // {name, path (icon), shortcut}
    required property var pages
    property int current: 0
    signal themeToggled()

    implicitWidth: 76
    color: Theme.surface
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Pages")

    Rectangle { anchors.right: parent.right; width: 1; height: parent.height; color: Theme.line }

    Column {
        anchors { top: parent.top; topMargin: 14; left: parent.left; right: parent.right }
        spacing: 6
        Item {
            width: parent.width
            height: 48
            Icon {
                anchors.centerIn: parent
                size: 32
                color: Theme.accent
                path: "M12 3 A9 9 0 1 0 12 21 A9 9 0 1 0 12 3 M3 12 C7 8.6 17 8.6 21 12 M3 12 C7 15.4 17 15.4 21 12 M12 3 C8.4 7 8.4 17 12 21 M5.2 5.8 C10 8 16 14 18.8 18.4"
            }
        }
        Repeater {
            model: rail.pages
            AbstractButton {
                id: entry
                required property var modelData
                required property int index
                readonly property bool chosen: rail.current === index
                width: rail.width
                height: 62
                text: modelData.name
                Accessible.role: Accessible.PageTab
                Accessible.name: text
                Accessible.selected: chosen
                onClicked: rail.current = index
                Hint { name: entry.text; keys: entry.modelData.shortcut }
                background: Item {
                    Rectangle {
                        anchors { fill: parent; leftMargin: 8; rightMargin: 8 }
                        radius: Theme.radius
                        color: entry.chosen ? Theme.raised : entry.hovered ? Qt.alpha(Theme.raised, 0.5) : "transparent"
                        border.width: entry.visualFocus ? 2 : 0
                        border.color: Theme.accent
                    }
                    Rectangle {
                        width: 3
                        height: entry.chosen ? 26 : 0
                        radius: 2
                        anchors.verticalCenter: parent.verticalCenter
                        color: Theme.accent
                        Behavior on height { NumberAnimation { duration: Theme.quick } }
                    }
                }
                contentItem: Column {
                    spacing: 5
                    topPadding: 10
                    Icon {
                        anchors.horizontalCenter: parent.horizontalCenter
                        path: entry.modelData.path
                        color: entry.chosen ? Theme.accent : Theme.muted
                    }
                    Text {
                        anchors.horizontalCenter: parent.horizontalCenter
                        text: entry.text
                        color: entry.chosen ? Theme.text : Theme.muted
                        font { family: Theme.family; pixelSize: Theme.tiny; weight: Font.Medium }
                    }
                }
            }
        }
    }

    AbstractButton {
        id: scheme
        objectName: "themeButton"
        anchors { bottom: parent.bottom; bottomMargin: 14; horizontalCenter: parent.horizontalCenter }
        width: 44
        height: 44
        Accessible.role: Accessible.Button
        Accessible.name: Theme.dark ? qsTr("Use the light theme") : qsTr("Use the dark theme")
        Hint { name: scheme.Accessible.name }
        onClicked: rail.themeToggled()
        background: Rectangle {
            radius: Theme.radius
            color: scheme.hovered ? Theme.raised : "transparent"
            border.width: scheme.visualFocus ? 2 : 0
            border.color: Theme.accent
        }
        contentItem: Item {
            Icon {
                anchors.centerIn: parent
                color: Theme.muted
                path: Theme.dark ? "M12 7.5 A4.5 4.5 0 1 0 12 16.5 A4.5 4.5 0 1 0 12 7.5 M12 2 V4 M12 20 V22 M2 12 H4 M20 12 H22 M4.9 4.9 L6.3 6.3 M17.7 17.7 L19.1 19.1 M4.9 19.1 L6.3 17.7 M17.7 6.3 L19.1 4.9"
                                 : "M20 14.5 A8.5 8.5 0 1 1 9.5 4 A7 7 0 0 0 20 14.5"
            }
        }
    }
}
