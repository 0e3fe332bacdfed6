import QtQuick
import Armillary.Components
import Armillary.Host

// Says when the cluster cannot be reached; what was known stays on the screen.
Rectangle {
    id: banner
    required property Cluster cluster
    readonly property bool shown: cluster.state === Cluster.Unreachable
    height: shown ? text.height + 18 : 0
    clip: true
    color: Qt.alpha(Theme.warning, Theme.dark ? 0.18 : 0.22)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: shown ? text.text : ""
    Behavior on height { NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic } }
    Text {
        id: text
        x: 20
        y: 9
        width: parent.width - 40
        wrapMode: Text.Wrap
        text: qsTr("The cluster does not answer; what you see is the last that was known. Trying again. (%1)").arg(banner.cluster.error)
        color: Theme.text
        font { family: Theme.family; pixelSize: Theme.small }
    }
}
