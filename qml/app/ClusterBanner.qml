pragma ComponentBehavior: Bound
import QtQuick
import Armillary.Components
import Armillary.Host
import Armillary.Start

// Says when the cluster cannot be reached; what was known stays on the screen. Ours can be started again.
Rectangle {
    id: banner
    required property Cluster cluster
    property LocalCluster local: null // of this very cluster
    readonly property bool down: local !== null && (local.state === LocalCluster.Stopped || local.state === LocalCluster.Starting)
    readonly property bool shown: cluster.state === Cluster.Unreachable || (down && cluster.state === Cluster.Connected)
    height: shown ? Math.max(text.height, again.visible ? again.height : 0) + 18 : 0
    clip: true
    color: Qt.alpha(Theme.warning, Theme.dark ? 0.18 : 0.22)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: shown ? text.text : ""
    Behavior on height { NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic } }
    Text {
        id: text
        objectName: "bannerText"
        anchors { left: parent.left; leftMargin: 20; right: again.visible ? again.left : parent.right; rightMargin: 20; verticalCenter: parent.verticalCenter }
        wrapMode: Text.Wrap
        text: !banner.down ? qsTr("The cluster does not answer; what you see is the last that was known. Trying again. (%1)").arg(banner.cluster.error)
            : banner.local.state === LocalCluster.Starting ? qsTr("The cluster is starting; what you see is the last that was known. %1").arg(banner.local.said)
            : banner.local.problem ? qsTr("The cluster did not start: %1").arg(banner.local.problem.split("\n").slice(0, 3).join(" "))
            : qsTr("The control plane has stopped; what you see is the last that was known. Containers on the nodes go on running.")
        color: Theme.text
        font { family: Theme.family; pixelSize: Theme.small }
    }
    PushButton {
        id: again
        objectName: "startAgain"
        visible: banner.down && banner.local.state === LocalCluster.Stopped
        anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
        implicitHeight: 30
        kind: "accent"
        text: qsTr("Start it again")
        onClicked: banner.local.start(banner.local.hasNode)
    }
}
