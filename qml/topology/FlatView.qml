pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Topology

// A card for each machine, or for what else pods are grouped by, and on it a coloured cell per pod.
Item {
    id: flat
    required property TopologyModel model
    required property bool colorByWorkload
    required property var colors
    readonly property alias selectedResource: view.selectedResource
    readonly property alias selectedKey: view.selectedKey
    property alias movable: view.movable
    signal selectionChanged()
    signal opened(string resource, string key)
    signal menuWanted(string resource, string key, real x, real y)
    signal dropped(string key, string machine)
    signal carried(string resource, string key)

    function focusView(): void { view.forceActiveFocus() }
    function select(resource: string, key: string): void { view.select(resource, key) }
    // Scrolls to a pod.
    function reveal(key: string): bool {
        const at = view.pointOf("/Pod", key)
        if (at.x === 0 && at.y === 0) return false
        canvas.contentY = Math.max(0, Math.min(canvas.contentHeight - canvas.height, at.y - canvas.height / 2))
        return true
    }

    Flickable {
        id: canvas
        anchors.fill: parent
        contentWidth: width
        contentHeight: Math.max(height, flat.model.contentHeight)
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar { policy: canvas.contentHeight > canvas.height ? ScrollBar.AsNeeded : ScrollBar.AlwaysOff }

        Repeater {
            model: flat.model
            NodeLabel {
                calm: view.calm
                onActivated: name => flat.opened("/Node", name)
                onMenuWanted: (name, x, y) => { const at = mapToItem(flat, x, y); flat.menuWanted("/Node", name, at.x, at.y) }
            }
        }
        TopologyView {
            id: view
            objectName: "topologyView"
            width: canvas.width
            height: canvas.contentHeight
            visibleArea: Qt.rect(0, canvas.contentY, canvas.width, canvas.height)
            model: flat.model
            animated: Theme.calm > 0
            fontFamily: Theme.family
            colors: flat.colors
            colorByWorkload: flat.colorByWorkload
            focus: true
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Pods by node. Arrow keys move from pod to pod, Enter opens the details.")
            Accessible.description: selectedKey
            onSelectionChanged: flat.selectionChanged()
            onActivated: (resource, key) => flat.opened(resource, key)
            onMenuWanted: (resource, key, x, y) => { const at = mapToItem(flat, x, y); flat.menuWanted(resource, key, at.x, at.y) }
            onDropped: (key, machine) => flat.dropped(key, machine)
            onCarried: (resource, key) => flat.carried(resource, key)
        }
    }
    ObjectTip {
        about: view.hovered
        scrolled: canvas.contentY
    }
}
