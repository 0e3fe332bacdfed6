pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Actions
import Armillary.Components
import Armillary.Host

// Emptying a node: what would happen to each pod, then what does. It goes on when this is closed.
Item {
    id: view
    required property Drains drains
    required property WriteGate gate
    property Drain drain: null
    property string node: ""
    readonly property string title: qsTr("Drain %1").arg(node)
    readonly property int phase: drain ? drain.state : Drain.Planned
    readonly property bool active: phase === Drain.Draining || phase === Drain.Cordoning

    function show(resource: string, key: string): void {
        node = key
        drain = drains.of(key)
        watch()
    }
    function watch(): void { drain?.setWatched(visible) }
    function focusView(): void { (startButton.visible ? startButton : list).forceActiveFocus() }
    onVisibleChanged: watch()
    Component.onDestruction: drain?.setWatched(false)

    Accessible.role: Accessible.Pane
    Accessible.name: title

    Item {
        id: header
        visible: view.drain !== null
        width: parent.width
        height: headline.height + options.height + (complaint.visible ? complaint.height + 6 : 0) + 30
        Column {
            id: headline
            anchors { left: parent.left; leftMargin: 16; top: parent.top; topMargin: 12; right: buttons.left; rightMargin: 16 }
            spacing: 8
            Text {
                objectName: "drainState"
                width: parent.width
                elide: Text.ElideRight
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.normal; weight: Font.DemiBold }
                text: {
                    const drain = view.drain
                    if (!drain) return ""
                    if (drain.loading) return qsTr("Reading the pods of %1").arg(drain.node)
                    const share = qsTr("%1 of %2 pods gone").arg(drain.gone).arg(drain.total)
                    switch (view.phase) {
                    case Drain.Cordoning: return qsTr("Cordoning %1").arg(drain.node)
                    case Drain.Draining: return qsTr("Draining %1: %2").arg(drain.node).arg(share) + (drain.blocked > 0 ? qsTr(", %1 held by a disruption budget").arg(drain.blocked) : "")
                    case Drain.Done: return qsTr("%1 is drained: %2").arg(drain.node).arg(share)
                    case Drain.Stopped: return qsTr("Draining %1 has stopped: %2").arg(drain.node).arg(share)
                    default: return drain.total > 0 ? qsTr("%n pods of %1 are to be evicted", "", drain.total).arg(drain.node) : qsTr("%1 has no pods to evict").arg(drain.node)
                    }
                }
            }
            Rectangle {
                visible: view.phase !== Drain.Planned
                width: Math.min(parent.width, 420)
                height: 6
                radius: 3
                color: Theme.raised
                Accessible.role: Accessible.ProgressBar
                Accessible.name: qsTr("%1 of %2 pods gone").arg(view.drain ? view.drain.gone : 0).arg(view.drain ? view.drain.total : 0)
                Rectangle {
                    height: parent.height
                    radius: 3
                    color: view.phase === Drain.Done ? Theme.good : view.drain && view.drain.blocked > 0 ? Theme.warning : Theme.accent
                    width: parent.width * (view.drain && view.drain.total > 0 ? view.drain.gone / view.drain.total : view.phase === Drain.Done ? 1 : 0)
                    Behavior on width { NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic } }
                }
            }
        }
        Row {
            id: buttons
            anchors { right: parent.right; rightMargin: 16; top: parent.top; topMargin: 10 }
            spacing: 8
            PushButton {
                objectName: "uncordonButton"
                visible: view.drain !== null && view.drain.cordoned && !view.active && !view.gate.locked
                text: qsTr("Uncordon")
                onClicked: view.drain.uncordon()
            }
            PushButton {
                objectName: "cancelDrain"
                visible: view.active
                text: qsTr("Cancel")
                onClicked: view.drain.cancel()
            }
            PushButton {
                id: startButton
                objectName: "startDrain"
                visible: view.drain !== null && !view.gate.locked && (view.phase === Drain.Planned || view.phase === Drain.Stopped)
                enabled: view.drain !== null && !view.drain.loading && view.drain.inTheWay === 0
                kind: "accent"
                text: view.phase === Drain.Stopped ? qsTr("Go on") : qsTr("Drain")
                onClicked: view.drain.start()
                Keys.onReturnPressed: clicked()
                Keys.onEnterPressed: clicked()
            }
        }
        Flow {
            id: options
            anchors { left: parent.left; leftMargin: 16; right: parent.right; rightMargin: 16; top: headline.bottom; topMargin: 12 }
            height: visible ? implicitHeight : 0
            visible: view.drain !== null && !view.active && view.phase !== Drain.Done
            spacing: 8
            Chip {
                objectName: "drainForce"
                Accessible.role: Accessible.CheckBox
                text: qsTr("Pods without a controller, too")
                checked: view.drain !== null && view.drain.force
                onToggled: view.drain.force = checked
            }
            Chip {
                objectName: "drainEmptyDir"
                Accessible.role: Accessible.CheckBox
                text: qsTr("Pods with data in an emptyDir, too")
                checked: view.drain !== null && view.drain.emptyDir
                onToggled: view.drain.emptyDir = checked
            }
            Choice {
                width: 210
                Accessible.name: qsTr("Grace period")
                model: [qsTr("Each pod's own time to end"), qsTr("10 seconds to end"), qsTr("1 minute to end"), qsTr("5 minutes to end")]
                onActivated: index => view.drain.graceSeconds = [-1, 10, 60, 300][index]
            }
        }
        Text {
            id: complaint
            objectName: "drainProblem"
            anchors { left: parent.left; leftMargin: 16; right: parent.right; rightMargin: 16; top: options.bottom; topMargin: 8 }
            visible: text
            wrapMode: Text.Wrap
            color: Theme.warning
            font { family: Theme.family; pixelSize: Theme.small }
            text: view.gate.locked ? qsTr("This context is production and locked. Unlock it to drain its nodes.")
                : !view.drain ? ""
                : view.drain.problem ? view.drain.problem
                : view.drain.inTheWay > 0 && !view.active ? qsTr("%n pods are in the way: allow them above, or see to them first.", "", view.drain.inTheWay)
                : ""
        }
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    }
    ListView {
        id: list
        objectName: "drainPods"
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: parent.bottom }
        clip: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        model: view.drain
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Pods of %1").arg(view.node)
        ScrollBar.vertical: ScrollBar {}
        delegate: DrainRow { width: list.width }
    }
    StateView {
        anchors.fill: view.drain ? list : view
        visible: !view.drain || (list.count === 0 && (view.drain.loading || view.drain.problem === ""))
        kind: view.drain?.loading ? "loading" : view.drain ? "empty" : "error"
        title: !view.drain ? qsTr("Too many nodes are being drained") : view.drain.loading ? qsTr("Reading the pods") : qsTr("No pods here")
        detail: !view.drain ? qsTr("Wait until one is done, or cancel one.") : view.drain.loading ? "" : qsTr("Nothing runs on this node but what belongs to it.")
    }
}
