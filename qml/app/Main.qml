pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Clusters
import Armillary.Components
import Armillary.Editor
import Armillary.Host
import Armillary.Settings
import Armillary.Shell
import Armillary.Start

ThemedWindow {
    id: window
    required property ClusterList clusters
    // The cluster of the data directory, which is the first of the list then; null when the program was told to show another.
    property LocalCluster local: null
    property bool trayPossible: false
    readonly property Cluster cluster: clusters.current
    readonly property ClusterView view: content.item as ClusterView
    readonly property alias navigator: navigator
    readonly property alias keys: keys
    readonly property alias edited: edited
    readonly property bool ours: local !== null && clusters.currentIndex === 0
    // Nothing of ours has been on the screen yet.
    readonly property bool welcoming: ours && (cluster === null || (local.state !== LocalCluster.Running && (cluster.state === Cluster.Failed || cluster.state === Cluster.Connecting)))
    readonly property bool apart: pages.all.some(page => page.id === navigator.page && page.apart)

    width: 1280
    height: 800
    minimumWidth: 760
    minimumHeight: 480
    visible: true
    title: clusters.currentName ? qsTr("%1 — Armillary").arg(clusters.currentName) : qsTr("Armillary")

    Settings {
        id: settings
        category: "window"
        property alias width: window.width
        property alias height: window.height
        property string theme: "system"
        property bool highContrast: false
        property real scale: 1
        property bool reducedMotion: false
        property string page: "topology"
        Component.onCompleted: {
            Theme.mode = theme
            Theme.highContrast = highContrast
            Theme.scale = Math.max(1, Math.min(2, scale))
            Theme.reducedMotion = reducedMotion
            if (pages.all.some(known => known.id === page && !known.apart)) navigator.go(page)
            remembering.enabled = true
        }
    }
    Connections {
        id: remembering
        enabled: false
        target: Theme
        function onModeChanged(): void { settings.theme = Theme.mode }
        function onHighContrastChanged(): void { settings.highContrast = Theme.highContrast }
        function onScaleChanged(): void { settings.scale = Theme.scale }
        function onReducedMotionChanged(): void { settings.reducedMotion = Theme.reducedMotion }
    }
    function toggleTheme(): void { Theme.mode = Theme.dark ? "light" : "dark" }
    function bringForward(): void {
        if (view) view.dock.windowsShown = true
        show()
        raise()
        requestActivate()
    }

    Pages { id: pages }
    // What is edited stays when another cluster is looked at.
    EditorDocument { id: edited; cluster: window.cluster }
    KeyMap { id: keys; pages: pages.all }
    Navigator {
        id: navigator
        onChanged: settings.page = page
    }
    // Another cluster has nothing of what was shown of the former one.
    onClusterChanged: {
        navigator.close()
        content.active = false
        content.active = Qt.binding(() => window.cluster !== null)
    }
    Connections {
        target: window.local
        function onCame(): void { if (window.ours && (window.cluster === null || window.cluster.state === Cluster.Failed)) window.clusters.open(0) }
    }
    onClosing: close => {
        close.accepted = farewell.mayClose()
        if (close.accepted && view) view.dock.windowsShown = false
    }

    Stage {
        id: stage
        // What nobody else wants: a page with a filter of its own has taken "/" already.
        Keys.onPressed: event => {
            event.accepted = keys.matches("search", event.key, event.modifiers) && window.view !== null && !window.welcoming
            if (event.accepted) window.view.openPalette("")
        }
        NavigationRail {
            id: rail
            objectName: "rail"
            anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
            pages: window.welcoming ? pages.all.filter(page => page.apart) : pages.all
            current: navigator.page
            keys: keys.texts
            onChosen: id => navigator.go(id)
            onThemeToggled: window.toggleTheme()
            onDropped: (id, drop) => {
                navigator.go(id)
                window.view?.editor.canvas.take(drop)
            }
        }
        Loader {
            id: content
            anchors { left: rail.right; right: parent.right; top: parent.top; bottom: parent.bottom }
            visible: !window.welcoming && !window.apart
            active: window.cluster !== null
            sourceComponent: ClusterView {
                clusters: window.clusters
                cluster: window.cluster
                local: window.ours ? window.local : null
                navigator: navigator
                edited: edited
                pages: pages
                keys: keys
                onThemeToggled: window.toggleTheme()
            }
        }
        Loader {
            anchors.fill: content
            active: window.welcoming && !window.apart
            focus: active
            sourceComponent: Welcome { local: window.local; clusters: window.clusters }
        }
        Loader {
            anchors.fill: content
            active: window.apart
            focus: active
            onLoaded: item.forceActiveFocus()
            sourceComponent: SettingsPage {
                keys: keys
                clusters: window.clusters
                whenClosed: window.local ? window.local.whenClosed : ""
                onWhenClosedChosen: choice => window.local.whenClosed = choice
                onLeaveWanted: navigator.canGoBack ? navigator.back() : navigator.go("topology")
            }
        }
        DropArea {
            anchors.fill: parent
            z: -1 // who takes what is dropped on them is in front
            keys: ["text/uri-list"]
            onDropped: drop => {
                for (const url of drop.urls) {
                    const path = decodeURIComponent(url.toString().replace(/^file:\/\//, ""))
                    const added = window.clusters.addFile(path)
                    if (!added && window.view && /\.(ya?ml|json)$/i.test(path)) { window.view.newManifest(url); continue }
                    window.view?.notifications.add(added ? qsTr("The contexts of %1 have joined the list of clusters").arg(path) : qsTr("%1 adds no cluster").arg(path),
                                                   added ? "" : qsTr("It is no kubeconfig, or all of its contexts are known already."), !added)
                }
            }
        }
        Closing {
            id: farewell
            local: window.local
            tray: tray.item !== null && (tray.item as Tray).available
            unsaved: (window.view ? window.view.dock.unsaved : []).concat(edited.modified ? [edited.title] : [])
            onConfirmed: {
                edited.giveUp()
                window.close()
            }
            onHideWanted: {
                if (window.view) window.view.dock.windowsShown = false
                window.hide()
            }
        }
        Loader {
            id: tray
            active: window.local !== null && window.trayPossible
            sourceComponent: Tray {
                local: window.local
                onOpenWanted: window.bringForward()
                onStopWanted: {
                    window.bringForward()
                    farewell.stopAndQuit()
                }
            }
        }
    }

    Instantiator {
        model: pages.all
        Shortcut {
            required property var modelData
            sequences: keys.current["page." + modelData.id] ?? []
            enabled: !window.welcoming || modelData.apart === true
            onActivated: navigator.go(modelData.id)
        }
    }
    Shortcut { sequences: keys.current.theme; onActivated: window.toggleTheme() }
    Shortcut { sequences: keys.current.back; onActivated: navigator.back() }
    Shortcut { sequences: keys.current.forward; onActivated: navigator.forward() }
    Shortcut { sequences: keys.current.swap; onActivated: navigator.swap() }
    Shortcut { sequences: keys.current.quit; onActivated: window.close() }
}
