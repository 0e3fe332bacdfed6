pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Clusters
import Armillary.Components
import Armillary.Start

// What the window shows while no cluster runs in the data directory: the way from nothing to one, and the other ways in.
Item {
    id: page
    required property LocalCluster local
    required property ClusterList clusters
    // Whether there is something to go on with: a way up that is under way, or has failed.
    readonly property bool underWay: local.state === LocalCluster.Starting || local.state === LocalCluster.Stopping || local.problem !== ""

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Welcome")

    Flickable {
        anchors.fill: parent
        contentHeight: Math.max(height, column.height + 80)
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        ScrollBar.vertical: ScrollBar {}
        Column {
            id: column
            anchors.horizontalCenter: parent.horizontalCenter
            y: Math.max(40, (parent.height - height) / 2)
            width: Math.min(560, page.width - 64)
            spacing: 28
            Column {
                width: parent.width
                spacing: 10
                Icon { size: 48; color: Theme.accent; path: Icons.path("cluster") }
                Text {
                    objectName: "welcomeTitle"
                    width: parent.width
                    wrapMode: Text.Wrap
                    text: page.local.state === LocalCluster.Stopping ? qsTr("Your cluster is being stopped")
                        : page.underWay ? (page.local.problem ? qsTr("The cluster is not up yet") : qsTr("Your cluster is on its way"))
                        : page.local.state === LocalCluster.Stopped ? qsTr("Your cluster is not running") : qsTr("Kubernetes on this machine")
                    color: Theme.text
                    font { family: Theme.family; pixelSize: 28; weight: Font.DemiBold }
                }
                Text {
                    width: parent.width
                    wrapMode: Text.Wrap
                    lineHeight: 1.25
                    visible: !page.underWay
                    text: page.local.state === LocalCluster.Stopped
                          ? qsTr("It is where you left it, in %1. Starting it takes a few seconds.").arg(page.local.folder)
                          : qsTr("A whole cluster of your own: control plane, this machine as its node, containers, network and DNS. kubectl, Helm and everything else that speaks Kubernetes works with it as it is.")
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.normal }
                }
            }
            WelcomeChoices {
                width: parent.width
                visible: !page.underWay && page.local.state !== LocalCluster.Looking
                local: page.local
                clusters: page.clusters
            }
            StartProgress {
                width: parent.width
                visible: page.underWay
                local: page.local
            }
        }
    }
}
