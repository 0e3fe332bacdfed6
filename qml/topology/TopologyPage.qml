pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import Armillary.Components
import Armillary.Host
import Armillary.Topology

// The cluster at a glance, in three views of the same: a sphere, a map of who refers to whom, and a flat grid of cards.
Item {
    id: page
    required property Cluster cluster
    property alias model: topology
    property alias map: mapModel
    property alias sphere: sphereView
    property alias mapView: mapView
    required property var namespaces
    // "sphere", "map" or "flat"
    property string view: "sphere"
    // What is selected, in whichever view.
    property string selectedResource: ""
    property string selectedKey: ""
    readonly property bool locked: cluster.gate.locked
    // The window is on the screen; what nobody can see is not worked out.
    readonly property bool windowShown: Window.visibility !== Window.Hidden && Window.visibility !== Window.Minimized
    signal opened(string resource, string key)
    signal menuWanted(string resource, var keys, real x, real y)
    // An action is to be begun; `preset` is what its dialog starts with.
    signal actionWanted(string resource, var keys, string action, var preset)
    // An object is being dragged away.
    signal carryWanted(string resource, list<string> keys)

    readonly property var views: [
        {id: "sphere", name: qsTr("Sphere"), keys: "1", hint: qsTr("Machines around the control plane")},
        {id: "map", name: qsTr("Map"), keys: "2", hint: qsTr("Who refers to whom")},
        {id: "flat", name: qsTr("Flat"), keys: "3", hint: qsTr("A card for each machine")},
    ]
    readonly property var colors: ({
        background: Theme.background, surface: Theme.surface, raised: Theme.raised, line: Theme.line, text: Theme.text, muted: Theme.muted,
        accent: Theme.accent, good: Theme.good, warning: Theme.warning, bad: Theme.bad, quiet: Theme.quiet,
        states: Theme.stateColors.map(color => color), workloads: Theme.workloadColors.map(color => color)
    })

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Topology")
    onVisibleChanged: if (visible) focusView()
    Component.onCompleted: if (visible) focusView()

    function focusView(): void {
        if (view === "sphere") sphereView.forceActiveFocus()
        else if (view === "map") mapView.forceActiveFocus()
        else flatView.focusView()
    }
    function show(id: string): void {
        if (view === id) return
        view = id
        focusView()
        if (selectedKey) reveal(selectedResource, selectedKey)
    }
    property bool selecting: false
    function select(resource: string, key: string): void {
        if (selecting || (selectedResource === resource && selectedKey === key)) return
        selecting = true
        selectedResource = key ? resource : ""
        selectedKey = key
        sphereView.select(selectedResource, key)
        mapView.select(selectedResource, key)
        flatView.select(selectedResource, key)
        selecting = false
    }
    // Selects an object and brings it to where it can be seen, in the view that is shown.
    function reveal(resource: string, key: string): void {
        select(resource, key)
        if (view === "sphere") sphereView.reveal(resource, key)
        else if (view === "map") mapView.reveal(resource, key)
        else if (resource === "/Pod") flatView.reveal(key)
    }
    function open(resource: string, key: string): void { select(resource, key); opened(resource, key) }
    function wantMenu(item: Item, resource: string, key: string, x: real, y: real): void {
        const at = item.mapToItem(page, x, y)
        select(resource, key)
        menuWanted(resource, [key], at.x, at.y)
    }
    // Of a pod its workload goes along: that is what can be edited, and what makes the pod anew.
    function carry(resource: string, key: string): void {
        const workload = resource === "/Pod" ? topology.workloadOfPod(key) : {}
        if (workload.key) carryWanted(workload.resource, [workload.key])
        else carryWanted(resource, [key])
    }
    // A pod has been dropped on a machine: its workload is what can be kept there.
    function pin(key: string, machine: string): void {
        const workload = topology.workloadOfPod(key)
        if (workload.kind === "Deployment" || workload.kind === "StatefulSet") actionWanted(workload.resource, [workload.key], "pin", machine)
        else say.tell(workload.kind ? qsTr("A %1 cannot be pinned. Deployments and stateful sets can.").arg(workload.kind)
                                    : qsTr("A pod of no workload stays where it is. Pods of deployments and stateful sets can be pinned."))
    }

    Settings {
        id: settings
        category: "topology"
        property alias view: page.view
        property alias colorByWorkload: filters.colorByWorkload
    }
    TopologyModel {
        id: topology
        cluster: page.cluster
        namespaces: page.namespaces
        viewSize: Qt.size(canvas.width, canvas.height)
        active: page.windowShown
        arranged: page.visible && page.view === "flat"
        onlyProblems: filters.onlyProblems
        selector: filters.selector
        grouping: filters.grouping
    }
    MapModel {
        id: mapModel
        cluster: page.cluster
        active: page.windowShown && page.visible && page.view === "map"
        namespaces: page.namespaces
        onlyProblems: filters.onlyProblems
        selector: filters.selector
        grouping: filters.mapGrouping
        hiddenKinds: filters.hiddenKinds
        aspect: canvas.height > 0 ? canvas.width / canvas.height : 1.6
    }
    Keys.onPressed: event => {
        if (event.modifiers !== Qt.NoModifier) return
        const at = views.findIndex(view => view.keys === event.text)
        if (at >= 0) show(views[at].id)
        else if (event.key === Qt.Key_V) show(views[(views.findIndex(view => view.id === page.view) + 1) % views.length].id)
        else return
        event.accepted = true
    }
    Shortcut { sequences: ["Ctrl+F", "/"]; enabled: page.visible; onActivated: { findField.forceActiveFocus(); findField.selectAll() } }

    Item {
        id: header
        anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: 18; rightMargin: 18; topMargin: 12 }
        height: 56
        Column {
            anchors { left: parent.left; right: tools.left; rightMargin: 16; verticalCenter: parent.verticalCenter }
            spacing: 3
            Text {
                anchors.left: parent.left
                text: qsTr("Topology")
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.large; weight: Font.DemiBold }
            }
            Text {
                width: parent.width
                elide: Text.ElideRight
                text: topology.loading ? qsTr("loading") : qsTr("%1 on %2").arg(qsTr("%n pods", "", topology.podCount)).arg(qsTr("%n nodes", "", topology.nodeCount))
                    + (topology.narrowedTo ? qsTr(", in %1, the only namespace you may list").arg(topology.narrowedTo) : "")
                    + (filters.filtering ? qsTr(", filtered") : "")
                color: filters.filtering ? Theme.accent : Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
        Row {
            id: tools
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            spacing: 10
            ViewSwitch {
                choices: page.views
                current: page.view
                onChosen: id => page.show(id)
            }
            FindField {
                id: findField
                objectName: "topologySearch"
                width: Math.min(260, Math.max(150, page.width * 0.22))
                find: text => page.view === "map" ? mapModel.search(text) : topology.search(text)
                onFound: (resource, key) => page.reveal(resource, key)
                onPicked: (resource, key) => { page.open(resource, key); page.focusView() }
                onAbandoned: page.focusView()
            }
            IconButton {
                id: filterButton
                objectName: "topologyFilters"
                symbol: "filter"
                name: qsTr("Filters and grouping")
                tint: filters.filtering ? Theme.accent : Theme.muted
                onClicked: filters.open()
                FilterMenu {
                    id: filters
                    view: page.view
                    selectorProblem: topology.selectorProblem
                    x: Theme.mirrored ? 0 : filterButton.width - width
                    y: filterButton.height + 6
                }
            }
        }
    }

    Item {
        id: canvas
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: footer.top }
        readonly property bool known: !topology.loading && topology.nodeCount > 0

        SphereView {
            id: sphereView
            objectName: "sphereView"
            anchors.fill: parent
            visible: page.view === "sphere" && canvas.known
            model: topology
            colors: page.colors
            colorByWorkload: filters.colorByWorkload
            fontFamily: Theme.family
            animated: Theme.calm > 0
            movable: !page.locked
            controlTone: page.cluster.state === Cluster.Connected ? "good" : page.cluster.state === Cluster.Connecting ? "warning" : "bad"
            controlText: page.cluster.state === Cluster.Connected ? qsTr("answers")
                       : page.cluster.state === Cluster.Connecting ? qsTr("connecting")
                       : qsTr("silent since %1").arg(page.cluster.lastHeard.toLocaleTimeString(Qt.locale(), Locale.ShortFormat))
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Sphere of machines. Arrow keys turn it, Tab goes from machine to machine, J and K from pod to pod, Enter opens.")
            Accessible.description: description
            onSelectionChanged: page.select(selectedResource, selectedKey)
            onActivated: (resource, key) => page.open(resource, key)
            onMenuWanted: (resource, key, x, y) => page.wantMenu(sphereView, resource, key, x, y)
            onDropped: (key, machine) => page.pin(key, machine)
            onCarried: (resource, key) => page.carry(resource, key)
        }
        MapView {
            id: mapView
            objectName: "mapView"
            anchors.fill: parent
            visible: page.view === "map" && canvas.known
            model: mapModel
            colors: page.colors
            fontFamily: Theme.family
            animated: Theme.calm > 0
            changeable: !page.locked
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Map of what refers to what. Arrow keys go from card to card, Enter opens, F shows all of it.")
            Accessible.description: selectedKey
            onSelectionChanged: page.select(selectedResource, selectedKey)
            onActivated: (resource, key) => page.open(resource, key)
            onMenuWanted: (resource, key, x, y) => page.wantMenu(mapView, resource, key, x, y)
            onCarried: (resource, key) => page.carry(resource, key)
            onScaleWanted: (resource, key, replicas) => page.actionWanted(resource, [key], "scale", replicas)
        }
        FlatView {
            id: flatView
            anchors.fill: parent
            visible: page.view === "flat" && canvas.known
            model: topology
            colors: page.colors
            colorByWorkload: filters.colorByWorkload
            movable: !page.locked && filters.grouping === "machine"
            onSelectionChanged: page.select(selectedResource, selectedKey)
            onOpened: (resource, key) => page.open(resource, key)
            onMenuWanted: (resource, key, x, y) => page.wantMenu(flatView, resource, key, x, y)
            onDropped: (key, machine) => page.pin(key, machine)
            onCarried: (resource, key) => page.carry(resource, key)
        }
        ObjectTip {
            visible: opacity > 0 && page.view !== "flat"
            about: page.view === "map" ? mapView.hovered : sphereView.hovered
        }
        Column {
            anchors { right: parent.right; bottom: parent.bottom; margins: 14 }
            visible: canvas.known && page.view !== "flat"
            spacing: 2
            IconButton { symbol: "plus"; name: qsTr("Nearer"); keys: "+"; onClicked: page.view === "map" ? mapView.zoomBy(1.3) : sphereView.zoomBy(1.3) }
            IconButton { symbol: "minus"; name: qsTr("Farther"); keys: "−"; onClicked: page.view === "map" ? mapView.zoomBy(1 / 1.3) : sphereView.zoomBy(1 / 1.3) }
            IconButton { objectName: "fitView"; symbol: "fit"; name: qsTr("All of it"); keys: "F"; onClicked: page.view === "map" ? mapView.fit() : sphereView.fit() }
        }
        Rectangle {
            id: say
            property string text
            function tell(what: string): void { text = what; opacity = 1; hide.restart() }
            anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 18 }
            width: Math.min(said.implicitWidth + 32, parent.width - 40)
            height: said.implicitHeight + 18
            radius: Theme.radius
            color: Theme.raised
            border.color: Theme.line
            opacity: 0
            visible: opacity > 0
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
            Behavior on opacity { NumberAnimation { duration: Theme.quick } }
            Timer { id: hide; interval: 5000; onTriggered: say.opacity = 0 }
            Text {
                id: said
                anchors.centerIn: parent
                width: Math.min(implicitWidth, say.width - 32)
                wrapMode: Text.Wrap
                text: say.text
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.normal }
            }
        }
    }

    StateView {
        anchors.fill: canvas
        visible: page.cluster.state !== Cluster.Failed && (!canvas.known || (page.view === "map" && (mapModel.loading || mapModel.nodeCount === 0)))
        kind: topology.loading || (canvas.known && mapModel.loading) ? "loading" : topology.problem ? "error" : "empty"
        title: topology.loading ? qsTr("Reading the cluster") : topology.problem ? qsTr("Not permitted") : topology.nodeCount === 0 ? qsTr("No nodes yet")
             : mapModel.loading ? qsTr("Drawing the map") : filters.filtering ? qsTr("Nothing matches") : qsTr("Nothing runs here")
        detail: topology.loading ? page.cluster.where : topology.problem ? topology.problem
              : topology.nodeCount === 0 ? qsTr("A node appears here as soon as it joins.\nOn this machine: armillaryctl up")
              : mapModel.loading ? "" : filters.filtering ? qsTr("No workload fits the filter, and nothing that belongs to one.")
              : qsTr("No workload, service or ingress in the chosen namespaces.")
        action: canvas.known && !mapModel.loading && filters.filtering ? qsTr("Show everything") : ""
        onTriggered: filters.clear()
    }

    Item {
        id: footer
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: 40
        Legend {
            visible: page.view !== "map"
            anchors { left: parent.left; leftMargin: 20; verticalCenter: parent.verticalCenter }
            most: Math.max(1, Math.floor((footer.width - 60 - (hint.visible ? hint.implicitWidth : 0)) / 118))
            entries: filters.colorByWorkload ? topology.workloadCounts : topology.stateCounts
            colors: filters.colorByWorkload ? Theme.workloadColors : Theme.stateColors
        }
        Text {
            visible: page.view === "map" && !mapModel.loading
            objectName: "mapCounts"
            anchors { left: parent.left; leftMargin: 20; verticalCenter: parent.verticalCenter }
            text: (mapModel.problems > 0 ? qsTr("%1 with problems  ·  ").arg(mapModel.problems) : "") + qsTr("%1 shown").arg(mapModel.nodeCount)
                + (mapModel.omitted > 0 ? qsTr("  ·  %1 more not shown: filter, or choose namespaces").arg(mapModel.omitted) : "")
            color: mapModel.omitted > 0 ? Theme.warning : Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
        ViewHint {
            id: hint
            visible: footer.width > 900
            anchors { right: parent.right; rightMargin: 20; verticalCenter: parent.verticalCenter }
            text: page.view === "sphere" ? qsTr("Arcs: processors left, memory right, as requested  ·  Drag turns, wheel zooms")
                : page.view === "map" ? qsTr("Drag moves, wheel zooms, handles scale")
                : topology.omitted > 0 ? qsTr("%n more cards not shown", "", topology.omitted) : page.locked ? "" : qsTr("Drag a pod to another machine to pin its workload there")
        }
    }
}
