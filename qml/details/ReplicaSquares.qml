pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// The pods of something as a row of squares: full ones are ready, hollow ones start, crossed ones fail, empty ones are
// missing. Arrows walk, Enter opens.
FocusScope {
    id: view
    required property var replicas // {state, tone, text, name, key}
    property int more: 0
    signal opened(string key)
    property int current: 0
    readonly property var counts: {
        const counts = {}
        for (const replica of replicas) counts[replica.state] = (counts[replica.state] ?? 0) + 1
        return counts
    }
    readonly property string words: {
        const words = []
        if (counts.ready) words.push(qsTr("%1 ready").arg(counts.ready))
        if (counts.starting) words.push(qsTr("%1 starting").arg(counts.starting))
        if (counts.failing) words.push(qsTr("%1 failing").arg(counts.failing))
        if (counts.missing) words.push(qsTr("%1 missing").arg(counts.missing))
        if (counts.leaving) words.push(qsTr("%1 leaving").arg(counts.leaving))
        if (counts.ended) words.push(qsTr("%1 completed").arg(counts.ended))
        if (more) words.push(qsTr("%1 more").arg(more))
        return words.join(" · ")
    }
    implicitHeight: flow.height + label.height + 10
    activeFocusOnTab: replicas.length > 0
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Pods: %1").arg(words)
    Keys.onRightPressed: current = Math.min(replicas.length - 1, current + 1)
    Keys.onLeftPressed: current = Math.max(0, current - 1)
    Keys.onReturnPressed: if (replicas[current]?.key) opened(replicas[current].key)
    Text {
        id: label
        objectName: "replicaWords"
        width: parent.width
        text: view.words
        wrapMode: Text.Wrap
        color: Theme.text
        font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
    }
    Flow {
        id: flow
        anchors { left: parent.left; right: parent.right; top: label.bottom; topMargin: 6 }
        spacing: 4
        Repeater {
            model: view.replicas
            AbstractButton {
                id: square
                objectName: "replica"
                required property var modelData
                required property int index
                readonly property color tint: Theme.tone(modelData.tone)
                readonly property bool solid: modelData.state === "ready" || modelData.state === "failing"
                implicitWidth: 16
                implicitHeight: 16
                focusPolicy: Qt.NoFocus
                Accessible.role: Accessible.Button
                Accessible.name: modelData.name ? modelData.name + ", " + modelData.text : modelData.text
                onClicked: if (modelData.key) view.opened(modelData.key)
                Hint { name: square.Accessible.name; x: 0; y: square.height + 4 }
                background: Rectangle {
                    radius: 4
                    color: square.solid ? square.tint : square.modelData.state === "missing" ? "transparent" : Qt.alpha(square.tint, 0.25)
                    border.color: view.activeFocus && view.current === square.index ? Theme.text : square.hovered ? Qt.lighter(square.tint, 1.3) : square.tint
                    border.width: view.activeFocus && view.current === square.index ? 2 : 1
                    opacity: square.modelData.state === "missing" ? 0.7 : 1
                    Text {
                        anchors.centerIn: parent
                        visible: text
                        text: square.modelData.state === "failing" ? "×" : square.modelData.state === "missing" ? "?" : ""
                        color: square.modelData.state === "failing" ? Theme.surface : square.tint
                        font { family: Theme.family; pixelSize: Theme.tiny; weight: Font.Bold }
                    }
                }
            }
        }
    }
}
