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
    required property var namespaces
    property string openKey: "" // "Kind/namespace/name" of what the detail pane shows
    readonly property alias filter: rows
    // Somebody has looked at it: before that nothing is read for it.
    property bool wanted: false
    readonly property alias table: list
    signal opened(string resource, string key)

    // Columns of a fixed width, and two that share the rest; in a narrow window the images go.
    readonly property bool roomy: width > 900
    readonly property real rest: width - 40 - 470 - (roomy ? 120 : 0)
    readonly property var columns: [
        {title: qsTr("Name"), role: "name", width: Math.floor(roomy ? rest * 0.56 : rest)},
        {title: qsTr("Kind"), role: "kind", width: roomy ? 140 : 100},
        {title: qsTr("Namespace"), role: "namespaceName", width: roomy ? 130 : 90},
        {title: qsTr("Ready"), role: "ready", width: roomy ? 90 : 70},
        {title: qsTr("Status"), role: "status", width: roomy ? 160 : 140},
        {title: qsTr("Age"), role: "age", width: 70},
        {title: qsTr("Images"), role: "images", width: roomy ? Math.floor(rest * 0.44) : 0},
    ]
    readonly property var widths: columns.map(column => column.width)
    readonly property var kinds: [
        {name: qsTr("All"), kind: ""}, {name: qsTr("Deployments"), kind: "Deployment"}, {name: qsTr("Stateful sets"), kind: "StatefulSet"},
        {name: qsTr("Daemon sets"), kind: "DaemonSet"}, {name: qsTr("Jobs"), kind: "Job"}, {name: qsTr("Pods"), kind: "Pod"},
    ]

    function open(row: int): void {
        const entry = rows.at(row)
        if (entry.kind) page.opened(entry.resource, entry.key)
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Workloads")
    onVisibleChanged: if (visible) wanted = true
    Component.onCompleted: if (visible) wanted = true

    WorkloadModel { id: workloads; cluster: page.wanted ? page.cluster : null }
    WorkloadFilter { id: rows; sourceModel: workloads; text: search.text; namespaces: page.namespaces }
    Shortcut { sequences: ["Ctrl+F", "/"]; enabled: page.visible; onActivated: search.forceActiveFocus() }

    Item {
        id: header
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: 18 }
        height: 56
        Column {
            anchors { left: parent.left; verticalCenter: parent.verticalCenter }
            spacing: 3
            Text {
                anchors.left: parent.left
                text: qsTr("Workloads")
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.large; weight: Font.DemiBold }
            }
            Text {
                anchors.left: parent.left
                text: workloads.loading ? qsTr("loading") : rows.count === workloads.count ? (workloads.narrowedTo ? qsTr("%1 in %2, the only namespace you may list").arg(rows.count).arg(workloads.narrowedTo) : qsTr("%1 in the cluster").arg(rows.count)) : qsTr("%1 of %2 shown").arg(rows.count).arg(workloads.count)
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
                    visible: width > 0
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
        currentIndex: -1 // rows that arrive would carry it along; the keyboard starts at the top
        Accessible.role: Accessible.Table
        Accessible.name: qsTr("Workloads: %n rows", "", count)
        Keys.onReturnPressed: page.open(currentIndex)
        Keys.onEnterPressed: page.open(currentIndex)
        ScrollBar.vertical: ScrollBar {}
        delegate: WorkloadRow {
            width: list.width
            widths: page.widths
            chosen: page.openKey === kind + "/" + key
            current: list.activeFocus && ListView.isCurrentItem
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
        kind: workloads.loading ? "loading" : workloads.problem ? "error" : "empty"
        title: workloads.loading ? qsTr("Reading the cluster") : workloads.problem ? qsTr("Not permitted") : rows.text || rows.kind ? qsTr("Nothing matches") : qsTr("Nothing runs yet")
        detail: workloads.loading ? page.cluster.where : workloads.problem ? workloads.problem : rows.text || rows.kind ? qsTr("No workload has these words. Clear the filter to see all.")
                                                                                : qsTr("Try: kubectl create deployment hello --image=armillary.dev/sample-web:1")
        action: !workloads.loading && (rows.text || rows.kind) ? qsTr("Clear the filter") : ""
        onTriggered: { search.clear(); rows.kind = "" }
    }
}
