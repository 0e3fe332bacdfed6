pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// One tab of the dock. Drawn out of the strip it becomes a window.
AbstractButton {
    id: tab
    required property string resource
    required property string key
    required property string symbol
    required property bool chosen
    property bool dirty: false
    signal closeWanted()
    signal tearWanted(point at) // on the screen
    leftPadding: 12
    rightPadding: 34
    text: key.replace(/^.*\//, "")
    opacity: pull.far ? 0.5 : 1
    Accessible.role: Accessible.PageTab
    Accessible.name: dirty ? qsTr("%1, not saved").arg(text) : text
    Accessible.selected: chosen
    Hint { name: tab.resource.replace(/^.*\//, "") + " " + tab.key; y: -height - 2; x: 0; visible: parent.hovered && !pull.active }
    TapHandler { acceptedButtons: Qt.MiddleButton; onTapped: tab.closeWanted() }
    DragHandler {
        id: pull
        target: null
        xAxis.enabled: false
        property bool far: false
        onTranslationChanged: if (active) far = Math.abs(persistentTranslation.y + activeTranslation.y) > 2 * tab.height
        onActiveChanged: {
            if (active) { persistentTranslation = Qt.vector2d(0, 0); far = false; return }
            if (far) tab.tearWanted(tab.mapToGlobal(centroid.position))
            far = false
        }
    }
    background: Rectangle {
        color: tab.hovered || tab.visualFocus ? Theme.raised : "transparent"
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 2; color: Theme.accent; visible: tab.chosen }
    }
    contentItem: Row {
        spacing: 8
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            size: 15
            color: tab.chosen ? Theme.accent : Theme.muted
            path: Icons.path(tab.symbol)
        }
        Text {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, 220)
            text: tab.dirty ? tab.text + " •" : tab.text
            elide: Text.ElideMiddle
            color: tab.chosen ? Theme.text : Theme.muted
            font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
        }
    }
    IconButton {
        objectName: "closeTab"
        anchors { right: parent.right; rightMargin: 6; verticalCenter: parent.verticalCenter }
        implicitWidth: 24
        implicitHeight: 24
        scale: 0.8
        symbol: "close"
        name: qsTr("Close %1").arg(tab.text)
        onClicked: tab.closeWanted()
    }
}
