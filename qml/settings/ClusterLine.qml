pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Clusters
import Armillary.Components

// One context: its colour and whether it is production.
Item {
    id: line
    required property ClusterList clusters
    required property int index
    required property string name
    required property string detail
    required property color clusterColor
    required property bool production
    height: 56
    Accessible.role: Accessible.ListItem
    Accessible.name: production ? qsTr("%1, production").arg(name) : name

    AbstractButton {
        id: swatch
        objectName: "color-" + line.name
        anchors { left: parent.left; verticalCenter: parent.verticalCenter }
        width: 30
        height: 30
        Accessible.role: Accessible.ButtonMenu
        Accessible.name: qsTr("Colour of %1").arg(line.name)
        onClicked: colors.open()
        Hint { name: qsTr("Choose a colour") }
        background: Rectangle {
            radius: 8
            color: swatch.hovered ? Theme.raised : "transparent"
            border.color: swatch.visualFocus ? Theme.accent : Theme.line
            border.width: swatch.visualFocus ? 2 : 1
        }
        contentItem: Item { Rectangle { anchors.centerIn: parent; width: 14; height: 14; radius: 7; color: line.clusterColor } }
        Popup {
            id: colors
            y: swatch.height + 4
            padding: 10
            focus: true
            background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line }
            contentItem: Grid {
                columns: 4
                spacing: 6
                Repeater {
                    model: line.clusters.colors
                    AbstractButton {
                        id: color
                        required property string modelData
                        required property int index
                        objectName: "swatch-" + index
                        width: 30
                        height: 30
                        Accessible.role: Accessible.RadioButton
                        Accessible.name: qsTr("Colour %1").arg(index + 1)
                        Accessible.checked: Qt.colorEqual(modelData, line.clusterColor)
                        onClicked: { line.clusters.setColor(line.index, modelData); colors.close() }
                        background: Rectangle {
                            radius: 15
                            color: color.modelData
                            border.color: color.visualFocus || color.hovered ? Theme.text : color.Accessible.checked ? Theme.text : "transparent"
                            border.width: 2
                        }
                    }
                }
            }
        }
    }
    Column {
        anchors { left: swatch.right; leftMargin: 14; right: production.left; rightMargin: 14; verticalCenter: parent.verticalCenter }
        spacing: 2
        Text { width: parent.width; elide: Text.ElideMiddle; text: line.name; color: Theme.text; font { family: Theme.family; pixelSize: Theme.normal } }
        Text { width: parent.width; elide: Text.ElideMiddle; text: line.detail; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
    }
    Toggle {
        id: production
        objectName: "production-" + line.name
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        text: qsTr("Production")
        name: qsTr("%1 is production").arg(line.name)
        checked: line.production
        onToggled: line.clusters.setProduction(line.index, checked)
    }
    Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
}
