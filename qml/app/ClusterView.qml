pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Actions
import Armillary.Apply
import Armillary.Clusters
import Armillary.Components
import Armillary.Details
import Armillary.Editing
import Armillary.Editor
import Armillary.Explorer
import Armillary.Files
import Armillary.Forwards
import Armillary.Gitops
import Armillary.Host
import Armillary.Logs
import Armillary.Palette
import Armillary.Settings
import Armillary.Shell
import Armillary.Start
import Armillary.Terminal
import Armillary.Topology
import Armillary.Workloads

// Everything about one cluster; made anew for another one.
Item {
    id: view
    required property ClusterList clusters
    required property Cluster cluster
    required property Navigator navigator
    required property EditorDocument edited
    required property Pages pages
    required property KeyMap keys
    property LocalCluster local: null // of this very cluster, when it is of this machine
    readonly property alias topology: topologyPage
    readonly property alias workloads: workloadsPage
    readonly property alias explorer: explorerPage
    readonly property alias detailPane: pane
    readonly property alias dock: dock
    readonly property alias drains: drains
    readonly property alias actions: actions
    readonly property alias forwards: forwardsPage
    readonly property alias editor: editorPage
    readonly property alias gitops: gitopsPage
    readonly property alias scope: scope
    readonly property alias notifications: notifications
    readonly property string firstKind: "/Pod"
    // "namespace/name" of the pod whose details are open.
    readonly property string openPod: pane.details.open && pane.details.resource === firstKind ? pane.details.key : ""
    signal themeToggled()

    function openPalette(text: string): void { paletteOverlay.start(text) }
    // A tab for a manifest: empty, or with the text of a file.
    function newManifest(file: url): void {
        const url = file.toString()
        view.manifests += 1
        dock.show("apply", url, url ? decodeURIComponent(url.split("/").pop()) : qsTr("New %1").arg(view.manifests))
    }
    property int manifests: 0
    // In the editor what was edited, elsewhere what was done to the cluster.
    function undo(): void {
        if (navigator.page === "editor" && !editorPage.reviewing) editorPage.canvas.undo()
        else cluster.gate.undo()
    }
    // A letter in a table: the action that has it.
    function requestByKeys(keys: string): void {
        actions.requestByShortcut(navigator.resource || firstKind, explorerPage.table.subjects(), keys)
    }
    function showObjects(name: string, resource: string, keys: list<string>): void {
        if (name === "details") { navigator.open(resource, keys[0]); return }
        if (name === "editor") {
            navigator.go("editor")
            edited.addFromCluster(resource, keys)
            return
        }
        if (name === "forward") { forwardDialog.begin(resource, keys[0]); return }
        for (const key of keys.slice(0, 8)) dock.show(name, resource, key) // more tabs at once nobody reads
    }

    ObjectCarry { id: carrying; document: view.edited }
    Scope { id: scope; cluster: view.cluster }
    ResourceIndex { id: kinds; cluster: view.cluster }
    ObjectActions {
        id: actions
        cluster: view.cluster
        views: Object.keys(dock.views).concat(["details", "forward", "editor"])
        onReady: action => actionDialog.ask(action)
        onLooked: action => actionDialog.fill(action)
        onViewWanted: (name, resource, keys) => view.showObjects(name, resource, keys)
    }
    Drains {
        id: drains
        cluster: view.cluster
        onTold: (id, title, failed, over) => notifications.tell(id, title, failed, over)
    }
    Notifications {
        id: notifications
        gate: view.cluster.gate
        onArrived: (title, detail, failed, canUndo) => toast.say(title, detail, failed, canUndo)
    }
    CommandPalette {
        id: commands
        kinds: kinds
        namespaces: scope.known
        contexts: view.clusters.names
        commands: view.pages.all.map(page => ({type: "page", id: page.id, title: page.name, subtitle: qsTr("page"), keys: view.keys.texts["page." + page.id], icon: page.icon}))
            .concat([
                {type: "command", id: "new", title: qsTr("New from YAML"), keys: view.keys.texts.newManifest, icon: "plus"},
                {type: "command", id: "theme", title: Theme.dark ? qsTr("Use the light theme") : qsTr("Use the dark theme"), keys: view.keys.texts.theme, icon: Theme.dark ? "sun" : "moon"},
                {type: "command", id: "keys", title: qsTr("Keys"), keys: view.keys.texts.keys, icon: "keyboard"},
                {type: "command", id: "clusters", title: qsTr("Switch the cluster"), icon: "cluster"},
                {type: "command", id: "namespaces", title: qsTr("Choose namespaces"), icon: "label"},
                {type: "command", id: "all", title: qsTr("Show all namespaces"), icon: "label"},
            ])
            .concat(view.openPod && !view.cluster.gate.locked ? [{type: "command", id: "files", title: qsTr("Files of %1").arg(view.openPod), keys: view.keys.texts.files, icon: "folder"}] : [])
            .concat(view.cluster.gate.undoTitle ? [{type: "command", id: "undo", title: qsTr("Undo"), subtitle: view.cluster.gate.undoTitle, keys: view.keys.texts.undo, icon: "restart"}] : [])
        onChosen: (type, id, argument) => {
            if (type === "page") view.navigator.go(id)
            else if (type === "resource") { if (argument) scope.select([argument]); view.navigator.browse(id) }
            else if (type === "namespace") scope.select([id])
            else if (type === "context") view.clusters.openByName(id)
            else if (id === "new") view.newManifest("")
            else if (id === "theme") view.themeToggled()
            else if (id === "keys") keysSheet.open()
            else if (id === "clusters") bar.openClusters()
            else if (id === "namespaces") bar.openNamespaces()
            else if (id === "all") scope.select([])
            else if (id === "undo") view.undo()
            else if (id === "files") dock.show("files", view.firstKind, view.openPod)
        }
    }

    TopBar {
        id: bar
        anchors { left: parent.left; right: parent.right; top: parent.top }
        clusters: view.clusters
        cluster: view.cluster
        scope: scope
        navigator: view.navigator
        notifications: notifications
        keys: view.keys.texts
        onSearchWanted: paletteOverlay.start("")
        onNotificationsWanted: notificationPanel.open()
        onUnlockWanted: unlockDialog.open()
        onNewWanted: view.newManifest("")
    }
    ClusterBanner {
        id: banner
        cluster: view.cluster
        local: view.local
        anchors { left: parent.left; right: parent.right; top: bar.bottom }
    }
    Item {
        id: content
        anchors { left: parent.left; right: pane.left; top: banner.bottom; bottom: dock.top }
        visible: view.cluster.state !== Cluster.Failed
        TopologyPage {
            id: topologyPage
            anchors.fill: parent
            cluster: view.cluster
            namespaces: scope.selected
            visible: view.navigator.page === "topology"
            onOpened: (resource, key) => view.navigator.open(resource, key)
            onMenuWanted: (resource, keys, x, y) => {
                actions.prepare(resource, keys)
                actionMenu.x = Math.min(x, view.width - actionMenu.width - 12)
                actionMenu.y = content.y + y
                actionMenu.open()
            }
            onActionWanted: (resource, keys, action, preset) => actions.request(resource, keys, action, preset)
            onCarryWanted: (resource, keys) => carrying.begin(topologyPage, resource, keys)
        }
        WorkloadsPage {
            id: workloadsPage
            anchors.fill: parent
            cluster: view.cluster
            namespaces: scope.selected
            visible: view.navigator.page === "workloads"
            openKey: pane.openKey
            onOpened: (resource, key) => view.navigator.open(resource, key)
        }
        ExplorerPage {
            id: explorerPage
            anchors.fill: parent
            cluster: view.cluster
            index: kinds
            actions: actions
            resource: view.navigator.resource || view.firstKind
            namespaces: scope.selected
            visible: view.navigator.page === "explorer"
            openKey: pane.details.open && pane.details.resource === resource ? pane.details.key : ""
            onBrowsed: resource => view.navigator.browse(resource)
            onOpened: (resource, key) => view.navigator.open(resource, key)
            onMenuWanted: (x, y) => {
                actionMenu.x = Math.min(x, view.width - actionMenu.width - 12)
                actionMenu.y = content.y + y
                actionMenu.open()
            }
            onActionWanted: keys => view.requestByKeys(keys)
            onCarryWanted: keys => carrying.begin(explorerPage, explorerPage.resource, keys)
        }
    }
    EditorPage {
        id: editorPage
        anchors.fill: content
        cluster: view.cluster
        document: view.edited
        homeNamespace: scope.selected.length === 1 ? scope.selected[0] : view.cluster.homeNamespace
        visible: content.visible && view.navigator.page === "editor"
        onOpened: (resource, key) => view.navigator.open(resource, key)
    }
    ForwardsPage {
        id: forwardsPage
        anchors.fill: content
        cluster: view.cluster
        visible: content.visible && view.navigator.page === "forwards"
        onOpened: (resource, key) => view.navigator.open(resource, key)
    }
    GitopsPage {
        id: gitopsPage
        anchors.fill: content
        cluster: view.cluster
        document: view.edited
        visible: content.visible && view.navigator.page === "gitops"
        onEditorWanted: folder => {
            view.navigator.go("editor")
            editorPage.openUrl(folder)
        }
    }
    DetailPane {
        id: pane
        cluster: view.cluster
        resource: view.navigator.objectResource
        key: view.navigator.objectKey
        width: Math.min(440, view.width * 0.44)
        anchors { top: banner.bottom; bottom: dock.top }
        // How much of it has slid in. The window's own size changes at once.
        property real share: details.open && view.cluster.state !== Cluster.Failed ? 1 : 0
        x: Theme.mirrored ? (share - 1) * width : view.width - share * width
        visible: share > 0
        Behavior on share { NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic } }
        onClosed: view.navigator.close()
        onLogsWanted: dock.show("logs", pane.details.resource, pane.details.key)
        onEditWanted: dock.show("yaml", pane.details.resource, pane.details.key)
        onOpened: (resource, key) => view.navigator.open(resource, key)
        onActionsWanted: (x, y) => {
            actions.prepare(pane.details.resource, [pane.details.key])
            actionMenu.x = Math.max(12, x - actionMenu.width)
            actionMenu.y = y
            actionMenu.open()
        }
    }
    Component {
        id: logView
        LogView { cluster: view.cluster }
    }
    Component {
        id: yamlView
        YamlView { cluster: view.cluster }
    }
    Component {
        id: applyView
        ApplyView {
            cluster: view.cluster
            homeNamespace: scope.selected.length === 1 ? scope.selected[0] : view.cluster.homeNamespace
            onOpened: (resource, key) => view.navigator.open(resource, key)
        }
    }
    Component {
        id: previousLogView
        LogView { cluster: view.cluster; previous: true }
    }
    Component {
        id: drainView
        DrainView { drains: drains; gate: view.cluster.gate }
    }
    Component {
        id: terminalPage
        TerminalPage { cluster: view.cluster }
    }
    Component {
        id: filesPage
        FilesPage { cluster: view.cluster }
    }
    Component {
        id: nodeShellPage
        NodeShellPage { cluster: view.cluster }
    }
    NodeShellSweep { cluster: view.cluster }
    Dock {
        id: dock
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        visible: view.cluster.state !== Cluster.Failed && shown
        views: ({
            "logs": {icon: "logs", component: logView},
            "previous": {icon: "history", component: previousLogView},
            "terminal": {icon: "terminal", component: terminalPage},
            "files": {icon: "folder", component: filesPage},
            "nodeShell": {icon: "terminal", component: nodeShellPage},
            "yaml": {icon: "edit", component: yamlView},
            "apply": {icon: "plus", component: applyView},
            "drain": {icon: "drain", component: drainView},
        })
        most: view.height - bar.height - 160
        keys: view.keys.texts
    }
    StateView {
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: parent.bottom }
        visible: view.cluster.state === Cluster.Failed
        kind: "error"
        title: qsTr("No cluster")
        detail: view.cluster.error
        action: qsTr("Try again")
        onTriggered: view.cluster.start()
    }
    Toast {
        id: toast
        gate: view.cluster.gate
        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 24 }
    }
    ActionMenu {
        id: actionMenu
        objectName: "actionMenu"
        actions: actions
        locked: view.cluster.gate.locked
        onChosen: action => actions.begin(action.id)
    }
    ActionDialog { id: actionDialog; actions: actions }
    ForwardDialog {
        id: forwardDialog
        cluster: view.cluster
        onWanted: (resource, key, port, localPort) => { forwardsPage.forwards.add(resource, key, port, localPort); view.navigator.go("forwards") }
    }
    UnlockDialog { id: unlockDialog; gate: view.cluster.gate }
    PaletteOverlay { id: paletteOverlay; commands: commands }
    ShortcutsSheet { id: keysSheet; keys: view.keys; onChangeWanted: view.navigator.go("settings") }
    NotificationPanel { id: notificationPanel; notifications: notifications; x: Theme.mirrored ? 12 : view.width - width - 12; y: bar.height + 6 }

    Shortcut { sequences: view.keys.current.palette; onActivated: paletteOverlay.start("") }
    Shortcut { sequences: view.keys.current.command; onActivated: paletteOverlay.start(":") }
    Shortcut { sequences: view.keys.current.keys; onActivated: keysSheet.open() }
    Shortcut { sequences: view.keys.current.newManifest; onActivated: view.newManifest("") }
    Shortcut { sequences: view.keys.current.dock; onActivated: dock.toggle() }
    Shortcut { sequences: view.keys.current.undo; onActivated: view.undo() }
    Shortcut { sequence: "Escape"; enabled: pane.details.open; onActivated: view.navigator.close() }
}
