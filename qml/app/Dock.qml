pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// What stays open below the pages: views of objects, a tab each.
Rectangle {
    id: dock
    // By name: {icon, component}. The component's item has show(resource, key), a `title`, and focusView().
    required property var views
    // As high as it may be drawn.
    required property real most
    readonly property int count: tabs.count
    property int current: -1
    property bool shown: false
    readonly property real least: 120

    function show(view: string, resource: string, key: string): void {
        shown = true
        for (let i = 0; i < tabs.count; ++i) {
            const tab = tabs.get(i)
            if (tab.view !== view || tab.resource !== resource || tab.key !== key) continue
            current = i
            return focusCurrent()
        }
        tabs.append({view: view, resource: resource, key: key})
        current = tabs.count - 1
        strip.positionViewAtEnd()
        focusCurrent()
    }
    function close(index: int): void {
        if (index < 0 || index >= tabs.count) return
        tabs.remove(index)
        if (current > index || current >= tabs.count) --current
        if (tabs.count === 0) shown = false
        else focusCurrent()
    }
    function toggle(): void {
        shown = !shown
        if (shown) focusCurrent()
    }
    function focusCurrent(): void { (pages.itemAt(current) as Loader)?.item?.focusView() }

    color: Theme.surface
    height: shown ? Math.max(least, Math.min(remembered.height, most)) : 0
    clip: true
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Dock")

    ListModel { id: tabs }
    Settings { id: remembered; category: "dock"; property real height: 320 }

    Rectangle { width: parent.width; height: 1; color: Theme.line; z: 1 }
    MouseArea {
        id: handle
        objectName: "dockHandle"
        width: parent.width
        height: 6
        z: 2
        cursorShape: Qt.SizeVerCursor
        preventStealing: true
        property real from
        onPressed: mouse => from = mouse.y
        onPositionChanged: mouse => remembered.height = Math.max(dock.least, Math.min(dock.most, dock.height - (mouse.y - from)))
        Rectangle { width: parent.width; height: 2; color: Theme.accent; visible: handle.containsMouse || handle.pressed }
        hoverEnabled: true
    }

    Item {
        id: bar
        width: parent.width
        height: 38
        ListView {
            id: strip
            anchors { left: parent.left; leftMargin: 8; right: hide.left; top: parent.top; bottom: parent.bottom }
            orientation: ListView.Horizontal
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            spacing: 2
            model: tabs
            Accessible.role: Accessible.PageTabList
            Accessible.name: qsTr("Open in the dock")
            delegate: AbstractButton {
                id: tab
                required property string view
                required property string resource
                required property string key
                required property int index
                readonly property bool chosen: dock.current === index
                width: Math.min(implicitWidth, 300)
                height: strip.height
                leftPadding: 12
                rightPadding: 34
                text: key.replace(/^.*\//, "")
                Accessible.role: Accessible.PageTab
                Accessible.name: text
                Accessible.selected: chosen
                onClicked: { dock.current = index; dock.focusCurrent() }
                Hint { name: tab.resource.replace(/^.*\//, "") + " " + tab.key; y: -height - 2; x: 0 }
                TapHandler { acceptedButtons: Qt.MiddleButton; onTapped: dock.close(tab.index) }
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
                        path: Icons.path(dock.views[tab.view].icon)
                    }
                    Text {
                        anchors.verticalCenter: parent.verticalCenter
                        width: Math.min(implicitWidth, 220)
                        text: tab.text
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
                    onClicked: dock.close(tab.index)
                }
            }
        }
        IconButton {
            id: hide
            objectName: "hideDock"
            anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter }
            symbol: "down"
            name: qsTr("Hide the dock")
            keys: "Ctrl+J"
            onClicked: dock.toggle()
        }
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    }
    Item {
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: parent.bottom }
        Repeater {
            id: pages
            model: tabs
            Loader {
                id: page
                required property string view
                required property string resource
                required property string key
                required property int index
                anchors.fill: parent
                visible: index === dock.current
                sourceComponent: dock.views[view].component
                onLoaded: {
                    item.show(resource, key)
                    if (visible) item.focusView()
                }
            }
        }
        StateView {
            anchors.fill: parent
            visible: dock.shown && tabs.count === 0
            kind: "empty"
            title: qsTr("Nothing is open here")
            detail: qsTr("L on a pod or a workload shows its logs, S on a pod opens a shell.")
        }
    }
}
