pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Forwards
import Armillary.Host

// Ports of this machine that lead into the cluster.
Item {
    id: page
    required property Cluster cluster
    readonly property alias forwards: list
    signal opened(string resource, string key)

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Forwards")
    onVisibleChanged: if (visible) rows.forceActiveFocus()

    ForwardList { id: list; cluster: page.cluster }

    Column {
        id: header
        anchors { left: parent.left; leftMargin: 20; right: parent.right; rightMargin: 20; top: parent.top; topMargin: 18 }
        spacing: 3
        Text {
            anchors.left: parent.left
            text: qsTr("Forwards")
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.large; weight: Font.DemiBold }
        }
        Text {
            width: parent.width
            elide: Text.ElideRight
            text: page.cluster.gate.locked ? qsTr("The context is locked: nothing is forwarded until it is unlocked.")
                : list.count === 0 ? qsTr("None yet") : qsTr("%1 of %2 active; only this machine can use them").arg(list.active).arg(list.count)
            color: page.cluster.gate.locked ? Theme.warning : Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
    ListView {
        id: rows
        objectName: "forwardRows"
        anchors { left: parent.left; leftMargin: 20; right: parent.right; rightMargin: 20; top: header.bottom; topMargin: 16; bottom: parent.bottom }
        clip: true
        spacing: 8
        activeFocusOnTab: true
        keyNavigationEnabled: true
        boundsBehavior: Flickable.StopAtBounds
        visible: count > 0
        model: list
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Forwards: %1").arg(count)
        ScrollBar.vertical: ScrollBar {}
        Keys.onReturnPressed: (currentItem as ForwardRow)?.follow()
        Keys.onDeletePressed: list.remove(currentIndex)
        Keys.onSpacePressed: (currentItem as ForwardRow)?.toggle()
        Keys.onPressed: event => {
            event.accepted = event.key === Qt.Key_D && event.modifiers === Qt.NoModifier && currentItem !== null
            if (event.accepted) (currentItem as ForwardRow).shown()
        }
        delegate: ForwardRow {
            width: rows.width - 12
            focused: rows.activeFocus && ListView.isCurrentItem
            locked: page.cluster.gate.locked
            onToggled: forwardState === "stopped" ? list.start(index) : list.stop(index)
            onRemoved: list.remove(index)
            onCopied: list.copyUrl(index)
            onShown: page.opened(resource, key)
        }
    }
    StateView {
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: parent.bottom }
        visible: list.count === 0
        kind: "empty"
        title: qsTr("Nothing is forwarded")
        detail: qsTr("Shift+F on a pod, a service or a workload in the explorer makes one of its ports a port of this machine.")
    }
}
