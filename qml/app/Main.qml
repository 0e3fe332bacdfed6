pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Clusters
import Armillary.Components
import Armillary.Host
import Armillary.Shell

ApplicationWindow {
    id: window
    required property ClusterList clusters
    readonly property Cluster cluster: clusters.current
    readonly property ClusterView view: content.item as ClusterView
    readonly property alias navigator: navigator

    width: 1280
    height: 800
    minimumWidth: 760
    minimumHeight: 480
    visible: true
    title: clusters.currentName ? qsTr("%1 — Armillary").arg(clusters.currentName) : qsTr("Armillary")
    color: Theme.background
    font { family: Theme.family; pixelSize: Theme.normal }
    palette {
        window: Theme.surface; windowText: Theme.text; base: Theme.surface; text: Theme.text; buttonText: Theme.text
        highlight: Theme.accent; highlightedText: Theme.accentText; toolTipBase: Theme.raised; toolTipText: Theme.text
        light: Theme.raised; midlight: Theme.raised; mid: Theme.quiet; dark: Theme.muted
    }

    Settings {
        id: settings
        category: "window"
        property alias width: window.width
        property alias height: window.height
        property string theme: "system"
        property string page: "topology"
        Component.onCompleted: {
            Theme.mode = theme
            if (pages.all.some(known => known.id === page)) navigator.go(page)
        }
    }
    function toggleTheme(): void {
        Theme.mode = Theme.dark ? "light" : "dark"
        settings.theme = Theme.mode
    }

    Pages { id: pages }
    Navigator {
        id: navigator
        onChanged: settings.page = page
    }
    // Another cluster has nothing of what was shown of the former one.
    onClusterChanged: {
        navigator.close()
        content.active = false
        content.active = true
    }

    NavigationRail {
        id: rail
        objectName: "rail"
        anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
        pages: pages.all
        current: navigator.page
        onChosen: id => navigator.go(id)
        onThemeToggled: window.toggleTheme()
    }
    Loader {
        id: content
        anchors { left: rail.right; right: parent.right; top: parent.top; bottom: parent.bottom }
        active: window.cluster !== null
        sourceComponent: ClusterView {
            clusters: window.clusters
            cluster: window.cluster
            navigator: navigator
            pages: pages
            onThemeToggled: window.toggleTheme()
        }
    }
    DropArea {
        anchors.fill: parent
        keys: ["text/uri-list"]
        onDropped: drop => {
            for (const url of drop.urls) {
                const path = decodeURIComponent(url.toString().replace(/^file:\/\//, ""))
                const added = window.clusters.addFile(path)
                window.view?.notifications.add(added ? qsTr("The contexts of %1 have joined the list of clusters").arg(path) : qsTr("%1 adds no cluster").arg(path),
                                               added ? "" : qsTr("It is no kubeconfig, or all of its contexts are known already."), !added)
            }
        }
    }

    Instantiator {
        model: pages.all
        Shortcut {
            required property var modelData
            sequence: modelData.shortcut
            onActivated: navigator.go(modelData.id)
        }
    }
    Shortcut { sequence: "Ctrl+T"; onActivated: window.toggleTheme() }
    Shortcut { sequences: ["Alt+Left", "Back"]; onActivated: navigator.back() }
    Shortcut { sequences: ["Alt+Right", "Forward"]; onActivated: navigator.forward() }
    Shortcut { sequences: [StandardKey.Quit]; onActivated: window.close() }
}
