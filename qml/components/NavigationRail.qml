pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic

// The pages down the left edge.
Rectangle {
    id: rail
    // {id, name, icon, apart, takes}; those apart are at the bottom, those that take something open when it hangs over them
    required property var pages
    // "page.ID": the key that goes there
    property var keys: ({})
    required property string current
    signal chosen(string id)
    signal themeToggled()
    signal dropped(string id, var drop)

    implicitWidth: 76
    color: Theme.surface
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Pages")

    component Entry: AbstractButton {
        id: entry
        required property var modelData
        readonly property bool chosen: rail.current === modelData.id
        width: rail.width
        height: 62
        text: modelData.name
        Accessible.role: Accessible.PageTab
        Accessible.name: text
        Accessible.selected: chosen
        onClicked: rail.chosen(modelData.id)
        DropArea {
            id: over
            anchors.fill: parent
            enabled: entry.modelData.takes === true
            onDropped: drop => {
                rail.dropped(entry.modelData.id, drop)
                drop.accept()
            }
        }
        Timer { running: over.containsDrag && !entry.chosen; interval: 450; onTriggered: rail.chosen(entry.modelData.id) }
        Hint { name: entry.text; keys: rail.keys["page." + entry.modelData.id] ?? "" }
        background: Item {
            Rectangle {
                anchors { fill: parent; leftMargin: 8; rightMargin: 8 }
                radius: Theme.radius
                color: entry.chosen ? Theme.raised : entry.hovered || over.containsDrag ? Qt.alpha(Theme.raised, 0.5) : "transparent"
                border.width: entry.visualFocus || over.containsDrag ? 2 : 0
                border.color: Theme.accent
            }
            Rectangle {
                anchors.left: parent.left
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
                path: Icons.path(entry.modelData.icon)
                color: entry.chosen ? Theme.accent : Theme.muted
            }
            Text {
                anchors.horizontalCenter: parent.horizontalCenter
                // Names are longer in some languages than the rail is wide.
                width: parent.width - 6
                horizontalAlignment: Text.AlignHCenter
                elide: Text.ElideRight
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 9
                text: entry.text
                color: entry.chosen ? Theme.text : Theme.muted
                font { family: Theme.family; pixelSize: Theme.tiny; weight: Font.Medium }
            }
        }
    }

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
            model: rail.pages.filter(page => !page.apart)
            Entry {}
        }
    }

    Column {
        anchors { bottom: scheme.top; bottomMargin: 6; left: parent.left; right: parent.right }
        Repeater {
            model: rail.pages.filter(page => page.apart)
            Entry {}
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
                path: Icons.path(Theme.dark ? "sun" : "moon")
            }
        }
    }
}
