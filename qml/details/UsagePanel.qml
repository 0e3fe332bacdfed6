pragma ComponentBehavior: Bound
import QtQuick
import Armillary.Components
import Armillary.Details

// What it uses, measure by measure; or why nobody knows.
Column {
    id: panel
    required property Usage usage
    spacing: 10
    Repeater {
        model: panel.usage.graphs
        Item {
            id: measure
            required property var modelData
            readonly property bool steps: modelData.id === "restarts"
            readonly property bool over: modelData.limit > 0 && modelData.points[modelData.points.length - 1].y > 0.9 * modelData.limit
            width: panel.width
            height: 78
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("%1: %2, %3").arg(modelData.title).arg(modelData.now).arg(modelData.detail)
            Text {
                id: name
                anchors { left: parent.left; leftMargin: 20 }
                text: measure.modelData.title
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
            Text {
                id: now
                anchors { left: name.right; leftMargin: 8; baseline: name.baseline }
                text: measure.modelData.now
                color: measure.over ? Theme.bad : Theme.text
                font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold }
            }
            Text {
                anchors { left: now.right; leftMargin: 8; right: parent.right; rightMargin: 20; baseline: name.baseline }
                horizontalAlignment: Text.AlignRight
                text: measure.modelData.detail
                elide: Text.ElideRight
                color: measure.over ? Theme.bad : Theme.muted
                font { family: Theme.family; pixelSize: Theme.tiny }
            }
            UsageGraph {
                id: graph
                objectName: "usageGraph"
                anchors { left: parent.left; right: parent.right; leftMargin: 20; rightMargin: 20; top: name.bottom; topMargin: 5 }
                height: 42
                points: measure.modelData.points
                at: panel.usage.at
                request: measure.modelData.request
                limit: measure.modelData.limit
                steps: measure.steps
                color: measure.steps || measure.over ? Theme.bad : Theme.accent
                requestColor: Theme.muted
                limitColor: Theme.bad
                baseColor: Theme.line
            }
            Text {
                anchors { left: graph.left; top: graph.bottom; topMargin: 1 }
                text: qsTr("%1 min ago").arg(Math.round(graph.span / 60))
                color: Theme.muted
                font { family: Theme.family; pixelSize: 10 }
            }
            Row {
                anchors { right: graph.right; top: graph.bottom; topMargin: 1 }
                spacing: 8
                Text { visible: measure.modelData.request > 0; text: qsTr("┄ requested"); color: Theme.muted; font { family: Theme.family; pixelSize: 10 } }
                Text { visible: measure.modelData.limit > 0; text: qsTr("─ limit"); color: Theme.bad; font { family: Theme.family; pixelSize: 10 } }
                Text { text: qsTr("now"); color: Theme.muted; font { family: Theme.family; pixelSize: 10 } }
            }
        }
    }
    Row {
        anchors { left: parent.left; leftMargin: 20 }
        width: parent.width - 40
        spacing: 8
        visible: panel.usage.missing !== "" || panel.usage.graphs.length === 0
        Icon { id: mark; size: 14; color: Theme.muted; path: Icons.path(panel.usage.missing === "forbidden" ? "lock" : "clock") }
        Text {
            objectName: "usageMissing"
            width: parent.width - 22
            text: panel.usage.missing ? panel.usage.missingText : qsTr("Asking for the first measures…")
            wrapMode: Text.Wrap
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
}
