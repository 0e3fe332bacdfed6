pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Actions
import Armillary.Components
import Armillary.Explorer
import Armillary.Host

// Every kind that the cluster serves, one at a time as a table.
Item {
    id: page
    required property Cluster cluster
    required property ResourceIndex index
    required property ObjectActions actions
    required property string resource
    required property var namespaces
    property string openKey: ""
    readonly property alias table: model
    // Somebody has looked at it: before that nothing is read for it.
    property bool wanted: false
    signal browsed(string resource)
    signal opened(string resource, string key)
    signal menuWanted(real x, real y)
    signal actionWanted(string keys)
    // Rows are being dragged away.
    signal carryWanted(list<string> keys)

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Explorer")
    onVisibleChanged: if (visible) { wanted = true; view.focusTable() }
    Component.onCompleted: if (visible) wanted = true

    TableModel {
        id: model
        cluster: page.cluster
        resource: page.wanted ? page.resource : ""
        namespaces: page.namespaces
        filter: search.text
    }
    Connections {
        target: model
        function onResourceChanged(): void { if (search.text !== model.filter) search.text = model.filter }
    }
    Shortcut { sequences: ["Ctrl+F", "/"]; enabled: page.visible; onActivated: search.forceActiveFocus() }

    Rectangle {
        id: side
        anchors.left: parent.left
        width: page.width > 860 ? 226 : 0
        visible: width > 0
        height: parent.height
        color: Theme.surface
        Rectangle { anchors.right: parent.right; width: 1; height: parent.height; color: Theme.line }
        KindList {
            anchors.fill: parent
            index: page.index
            current: page.resource
            onChosen: resource => { page.browsed(resource); view.focusTable() }
        }
    }
    Item {
        id: header
        anchors { left: side.right; right: parent.right; top: parent.top }
        height: 74
        Column {
            anchors { left: parent.left; leftMargin: 20; verticalCenter: parent.verticalCenter; right: tools.left; rightMargin: 12 }
            spacing: 3
            Text {
                width: parent.width
                elide: Text.ElideRight
                text: page.index.count >= 0 ? page.index.titleOf(page.resource) : "" // anew when the kinds are known
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.large; weight: Font.DemiBold }
            }
            Text {
                width: parent.width
                elide: Text.ElideRight
                text: {
                    if (model.loading) return qsTr("loading")
                    const where = model.narrowedTo ? qsTr(" in %1, the only namespace you may list").arg(model.narrowedTo) : ""
                    const picked = model.selectedCount > 0 ? qsTr(", %1 selected").arg(model.selectedCount) : ""
                    const stale = model.stale ? qsTr(" — the server does not answer; this may be old") : ""
                    return (model.shown === model.total ? qsTr("%1 in all").arg(model.total) : qsTr("%1 of %2 shown").arg(model.shown).arg(model.total)) + where + picked + stale
                }
                color: model.stale ? Theme.warning : Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
        Row {
            id: tools
            anchors { right: parent.right; rightMargin: 18; verticalCenter: parent.verticalCenter }
            spacing: 8
            SearchField {
                id: search
                objectName: "tableSearch"
                width: Math.min(300, Math.max(160, page.width * 0.24))
                placeholderText: qsTr("Filter: words, !not, -l app=web")
                Keys.onReturnPressed: view.focusTable()
                Keys.onDownPressed: view.focusTable()
            }
            IconButton {
                id: columnsButton
                objectName: "tableColumns"
                symbol: "columns"
                name: qsTr("Columns")
                onClicked: columns.open()
                ColumnMenu { id: columns; table: model; y: columnsButton.height + 6; x: Theme.mirrored ? 0 : columnsButton.width - width }
            }
        }
    }
    Text {
        id: complaint
        anchors { left: side.right; leftMargin: 20; right: parent.right; top: header.bottom }
        visible: text
        height: visible ? implicitHeight + 8 : 0
        text: model.filterProblem
        wrapMode: Text.Wrap
        color: Theme.bad
        font { family: Theme.family; pixelSize: Theme.small }
    }
    ResourceTable {
        id: view
        objectName: "resourceView"
        anchors { left: side.right; right: parent.right; top: complaint.bottom; bottom: parent.bottom }
        table: model
        openKey: page.openKey
        visible: !state.visible
        onOpened: key => { if (key) page.opened(page.resource, key) }
        onMenuWanted: (x, y) => {
            page.actions.prepare(page.resource, model.subjects())
            const at = view.mapToItem(page, x, y)
            page.menuWanted(at.x, at.y)
        }
        onKeyed: keys => page.actionWanted(keys)
        onCarried: keys => page.carryWanted(keys)
    }
    StateView {
        id: state
        anchors.fill: view
        visible: page.cluster.state !== Cluster.Failed && (model.loading ? model.total === 0 : model.problem !== "" || model.shown === 0)
        kind: model.loading ? "loading" : model.problem ? "error" : "empty"
        title: model.loading ? qsTr("Reading the cluster")
             : model.forbidden ? qsTr("Not permitted")
             : model.problem ? qsTr("It cannot be read")
             : model.filter ? qsTr("Nothing matches") : qsTr("There are none")
        detail: model.loading ? page.cluster.where
              : model.problem ? model.problem
              : model.filter ? qsTr("No row has all of this. Clear the filter to see all %1.").arg(model.total)
              : page.namespaces.length > 0 && model.namespaced ? qsTr("None in %1. Other namespaces may have some.").arg(page.namespaces.join(", "))
              : qsTr("The cluster has no objects of this kind.")
        action: !model.loading && !model.problem && model.filter ? qsTr("Clear the filter") : ""
        onTriggered: search.clear()
    }
}
