pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Host
import Armillary.Workloads

// Everything that runs something, as a table: live, sortable, filterable.
Item {
    id: page
    required property Cluster cluster
    property string openKey: "" // "Kind/namespace/name" of what the detail pane shows
    readonly property alias filter: rows
    readonly property alias table: list
    signal opened(string kind, string key)

    readonly property var columns: [
        {title: qsTr("Name"), role: "name", share: 0.25},
        {title: qsTr("Kind"), role: "kind", share: 0.11},
        {title: qsTr("Namespace"), role: "namespaceName", share: 0.12},
        {title: qsTr("Ready"), role: "ready", share: 0.09},
        {title: qsTr("Status"), role: "status", share: 0.16},
        {title: qsTr("Age"), role: "age", share: 0.07},
        {title: qsTr("Images"), role: "images", share: 0.2},
    ]
    readonly property var widths: columns.map(column => Math.floor(column.share * (width - 40)))
    readonly property var kinds: [
        {name: qsTr("All"), kind: ""}, {name: qsTr("Deployments"), kind: "Deployment"}, {name: qsTr("Stateful sets"), kind: "StatefulSet"},
        {name: qsTr("Daemon sets"), kind: "DaemonSet"}, {name: qsTr("Jobs"), kind: "Job"}, {name: qsTr("Pods"), kind: "Pod"},
    ]

    function open(row: int): void {
        const entry = rows.at(row)
        if (entry.kind) page.opened(entry.kind, entry.key)
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Workloads")

    WorkloadModel { id: workloads; cluster: page.cluster }
    WorkloadFilter { id: rows; sourceModel: workloads; text: search.text }
    Shortcut { sequences: ["Ctrl+F", "/"]; enabled: page.visible; onActivated: search.forceActiveFocus() }

    Item {
        id: header
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: 18 }
        height: 56
        Column {
            anchors.verticalCenter: parent.verticalCenter
            spacing: 3
            Text {
                text: qsTr("Workloads")
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.large; weight: Font.DemiBold }
            }
            Text {
                text: workloads.loading ? qsTr("loading") : qsTr("%n shown", "", rows.count)
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
        SearchField {
            id: search
            objectName: "workloadSearch"
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            width: Math.min(280, parent.width * 0.4)
            placeholderText: qsTr("Filter by name, image, status")
        }
    }
    Row {
        id: chips
        anchors { left: parent.left; leftMargin: 18; top: header.bottom; topMargin: 4 }
        spacing: 8
        Repeater {
            model: page.kinds
            Chip {
                required property var modelData
                text: modelData.name
                checked: rows.kind === modelData.kind
                onClicked: rows.kind = modelData.kind
            }
        }
    }
    Rectangle {
        id: titles
        anchors { left: parent.left; right: parent.right; top: chips.bottom; topMargin: 10 }
        height: 33
        color: "transparent"
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
        Row {
            leftPadding: 20
            Repeater {
                model: page.columns
                ColumnHeader {
                    required property var modelData
                    required property int index
                    text: modelData.title
                    role: modelData.role
                    width: page.widths[index]
                    sortedBy: rows.sortedBy
                    descending: rows.descending
                    onClicked: rows.sortBy(modelData.role)
                }
            }
        }
    }
    ListView {
        id: list
        objectName: "workloadList"
        anchors { left: parent.left; right: parent.right; top: titles.bottom; bottom: parent.bottom }
        clip: true
        reuseItems: true
        focus: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        visible: !workloads.loading && count > 0
        model: rows
        Accessible.role: Accessible.Table
        Accessible.name: qsTr("Workloads, %n row(s)", "", count)
        Keys.onReturnPressed: page.open(currentIndex)
        Keys.onEnterPressed: page.open(currentIndex)
        ScrollBar.vertical: ScrollBar {}
        delegate: WorkloadRow {
            width: list.width
            widths: page.widths
            chosen: page.openKey === kind + "/" + key || (list.activeFocus && ListView.isCurrentItem)
            onClicked: {
                list.currentIndex = index
                list.forceActiveFocus()
                page.open(index)
            }
        }
    }
    StateView {
        anchors.fill: list
        visible: page.cluster.state !== Cluster.Failed && !list.visible
        kind: workloads.loading ? "loading" : "empty"
        title: workloads.loading ? qsTr("Reading the cluster") : rows.text || rows.kind ? qsTr("Nothing matches") : qsTr("Nothing runs yet")
        detail: workloads.loading ? page.cluster.where : rows.text || rows.kind ? qsTr("No workload has these words. Clear the filter to see all.")
                                                                                : qsTr("Try: kubectl create deployment hello --image=armillary.dev/sample-web:1")
        action: !workloads.loading && (rows.text || rows.kind) ? qsTr("Clear the filter") : ""
        onTriggered: { search.clear(); rows.kind = "" }
    }
}
