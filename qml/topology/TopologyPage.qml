pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Host
import Armillary.Topology

// The cluster at a glance: a card per node, a coloured cell per pod.
Item {
    id: page
    required property Cluster cluster
    property alias model: topology
    property alias selectedKey: view.selectedKey
    required property var namespaces
    property bool colorByWorkload: false
    signal opened(string resource, string key)

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Topology")

    TopologyModel {
        id: topology
        cluster: page.cluster
        namespaces: page.namespaces
        viewSize: Qt.size(canvas.width, canvas.height)
    }

    Item {
        id: header
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: 18 }
        height: 56
        Column {
            anchors.verticalCenter: parent.verticalCenter
            spacing: 3
            Text {
                text: qsTr("Topology")
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.large; weight: Font.DemiBold }
            }
            Text {
                text: topology.loading ? qsTr("loading") : qsTr("%1 on %2").arg(topology.podCount === 1 ? qsTr("1 pod") : qsTr("%1 pods").arg(topology.podCount)).arg(topology.nodeCount === 1 ? qsTr("1 node") : qsTr("%1 nodes").arg(topology.nodeCount))
                    + (topology.narrowedTo ? qsTr(", in %1, the only namespace you may list").arg(topology.narrowedTo) : "")
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
        Row {
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            spacing: 8
            Chip {
                text: qsTr("By state")
                checked: !page.colorByWorkload
                onClicked: page.colorByWorkload = false
            }
            Chip {
                text: qsTr("By workload")
                checked: page.colorByWorkload
                onClicked: page.colorByWorkload = true
            }
        }
    }

    Flickable {
        id: canvas
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: footer.top }
        contentWidth: width
        contentHeight: Math.max(height, topology.contentHeight)
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        visible: !topology.loading && topology.nodeCount > 0
        ScrollBar.vertical: ScrollBar { policy: canvas.contentHeight > canvas.height ? ScrollBar.AsNeeded : ScrollBar.AlwaysOff }

        Repeater {
            model: topology
            NodeLabel { onActivated: name => page.opened("/Node", name) }
        }
        TopologyView {
            id: view
            objectName: "topologyView"
            width: canvas.width
            height: canvas.contentHeight
            model: topology
            stateColors: Theme.stateColors
            workloadColors: Theme.workloadColors
            selectionColor: Theme.text
            colorByWorkload: page.colorByWorkload
            focus: true
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Pods by node. Arrow keys move from pod to pod, Enter opens the details.")
            Accessible.description: hovered.name ?? ""
            onActivated: key => page.opened("/Pod", key)
        }
    }
    Item {
        anchors.fill: canvas
        visible: canvas.visible
        PodTooltip {
            pod: view.hovered
            scrolled: canvas.contentY
        }
    }

    StateView {
        anchors.fill: canvas
        visible: page.cluster.state !== Cluster.Failed && (topology.loading || topology.nodeCount === 0)
        kind: topology.loading ? "loading" : topology.problem ? "error" : "empty"
        title: topology.loading ? qsTr("Reading the cluster") : topology.problem ? qsTr("Not permitted") : qsTr("No nodes yet")
        detail: topology.loading ? page.cluster.where : topology.problem ? topology.problem : qsTr("A node appears here as soon as it joins.\nOn this machine: armillaryctl up")
    }

    Rectangle {
        id: footer
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: 40
        color: "transparent"
        Legend {
            anchors { left: parent.left; leftMargin: 20; verticalCenter: parent.verticalCenter }
            most: Math.max(1, Math.floor((footer.width - 40) / 118))
            entries: page.colorByWorkload ? topology.workloadCounts : topology.stateCounts
            colors: page.colorByWorkload ? Theme.workloadColors : Theme.stateColors
        }
    }
}
