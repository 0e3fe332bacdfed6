pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// What stays open below the pages: views of objects, a tab each. A tab can be torn off as a window of its own and put back;
// the view is the same one all along.
Rectangle {
    id: dock
    // By name: {icon, component}. The component's item has show(resource, key), a `title`, and focusView(); one that holds
    // what is not saved says so in `dirty`.
    required property var views
    // As high as it may be drawn.
    required property real most
    property var keys: ({}) // by id, as KeyMap has them
    readonly property int count: tabs.count
    property int current: -1
    property bool shown: false
    property bool windowsShown: true
    readonly property real least: 120
    // The titles of what is not saved.
    readonly property list<string> unsaved: {
        const titles = []
        for (let i = 0; i < pages.count; ++i) {
            const page = pages.objectAt(i) as DockPage
            if (page?.dirty) titles.push(page.title)
        }
        return titles
    }

    function show(view: string, resource: string, key: string): void {
        for (let i = 0; i < tabs.count; ++i) {
            const tab = tabs.get(i)
            if (tab.view !== view || tab.resource !== resource || tab.key !== key) continue
            if (tab.torn) return (pages.objectAt(i) as DockPage).focusWindow()
            shown = true
            current = i
            return focusCurrent()
        }
        shown = true
        tabs.append({view: view, resource: resource, key: key, torn: false})
        current = tabs.count - 1
        strip.positionViewAtEnd()
        focusCurrent()
    }
    // Asks first where something is not saved.
    function close(index: int): void {
        if (index < 0 || index >= tabs.count) return
        if ((pages.objectAt(index) as DockPage)?.dirty) {
            discard.index = index
            discard.open()
        } else drop(index)
    }
    function drop(index: int): void {
        const was = current
        tabs.remove(index)
        leave(index, was > index ? was - 1 : was)
    }
    // To a neighbour of the tab that has left the strip; without one the dock closes.
    function leave(index: int, wanted: int): void {
        const docked = []
        for (let i = 0; i < tabs.count; ++i) if (!tabs.get(i).torn) docked.push(i)
        current = docked.includes(wanted) ? wanted : docked.filter(i => i < index).pop() ?? docked[0] ?? -1
        if (docked.length === 0) shown = false
        else focusCurrent()
    }
    function tear(index: int, at: var): void {
        if (index < 0 || index >= tabs.count || tabs.get(index).torn) return
        tabs.setProperty(index, "torn", true)
        leave(index, current)
        const page = pages.objectAt(index) as DockPage
        if (at) page.moveWindow(at.x - 60, at.y - 20)
        page.focusWindow()
    }
    function putBack(index: int): void {
        if (index < 0 || index >= tabs.count || !tabs.get(index).torn) return
        tabs.setProperty(index, "torn", false)
        shown = true
        current = index
        focusCurrent()
    }
    function toggle(): void {
        shown = !shown
        if (shown) focusCurrent()
    }
    function focusCurrent(): void { (pages.objectAt(current) as DockPage)?.focusView() }

    color: Theme.surface
    height: shown ? Math.max(least, Math.min(remembered.height, most)) : 0
    clip: true
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Dock")

    ListModel { id: tabs }
    Settings { id: remembered; category: "dock"; property real height: 320 }

    Rectangle { width: parent.width; height: 1; color: Theme.line; z: 1 }
    MouseArea {
        id: handle
        objectName: "dockHandle"
        width: parent.width
        height: 6
        z: 2
        cursorShape: Qt.SizeVerCursor
        preventStealing: true
        property real from
        function grow(by: real): void { remembered.height = Math.max(dock.least, Math.min(dock.most, dock.height + by)) }
        activeFocusOnTab: true
        Accessible.role: Accessible.Separator
        Accessible.name: qsTr("Height of the dock")
        Keys.onUpPressed: grow(20)
        Keys.onDownPressed: grow(-20)
        onPressed: mouse => from = mouse.y
        onPositionChanged: mouse => grow(from - mouse.y)
        Rectangle { width: parent.width; height: 2; color: Theme.accent; visible: handle.containsMouse || handle.pressed || handle.activeFocus }
        hoverEnabled: true
    }

    Item {
        id: bar
        width: parent.width
        height: 38
        ListView {
            id: strip
            anchors { left: parent.left; leftMargin: 8; right: out.left; top: parent.top; bottom: parent.bottom }
            orientation: ListView.Horizontal
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            model: tabs
            Accessible.role: Accessible.PageTabList
            Accessible.name: qsTr("Open in the dock")
            delegate: DockTab {
                required property string view
                required property bool torn
                required property int index
                visible: !torn
                width: torn ? 0 : Math.min(implicitWidth, 300) + 2
                height: strip.height
                symbol: dock.views[view].icon
                chosen: dock.current === index
                dirty: (pages.objectAt(index) as DockPage)?.dirty ?? false
                onClicked: { dock.current = index; dock.focusCurrent() }
                onCloseWanted: dock.close(index)
                onTearWanted: at => dock.tear(index, at)
            }
        }
        IconButton {
            id: out
            objectName: "tearTab"
            anchors { right: hide.left; rightMargin: 2; verticalCenter: parent.verticalCenter }
            symbol: "window"
            name: qsTr("Open in a window of its own")
            enabled: dock.current >= 0
            onClicked: dock.tear(dock.current, null)
        }
        IconButton {
            id: hide
            objectName: "hideDock"
            anchors { right: parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter }
            symbol: "down"
            name: qsTr("Hide the dock")
            keys: dock.keys.dock ?? ""
            onClicked: dock.toggle()
        }
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    }
    component DockPage: Loader {
        id: page
        required property string view
        required property string resource
        required property string key
        required property bool torn
        required property int index
        readonly property string title: item?.title ?? key
        readonly property bool dirty: item?.dirty ?? false
        function focusView(): void { item?.focusView() }
        function focusWindow(): void {
            const window = own.item as DockWindow
            window.raise()
            window.requestActivate()
            focusView()
        }
        function moveWindow(x: real, y: real): void {
            (own.item as DockWindow).x = x;
            (own.item as DockWindow).y = y
        }
        parent: area
        anchors.fill: parent
        visible: torn || index === dock.current
        sourceComponent: dock.views[view].component
        onLoaded: {
            item.show(resource, key)
            if (visible) item.focusView()
        }
        // The view moves into the window before the dock forgets it, and back before the window goes.
        onTornChanged: {
            own.active = own.active || torn
            parent = torn ? (own.item as DockWindow).place : area
            own.active = torn
        }
        Loader {
            id: own
            active: false
            sourceComponent: DockWindow {
                name: page.title
                symbol: dock.views[page.view].icon
                shown: dock.windowsShown
                onBackWanted: dock.putBack(page.index)
                onCloseWanted: dock.close(page.index)
            }
        }
    }
    Item {
        id: area
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: parent.bottom }
        Instantiator {
            id: pages
            model: tabs
            delegate: DockPage {}
        }
        StateView {
            anchors.fill: parent
            visible: dock.shown && dock.current < 0
            kind: "empty"
            title: qsTr("Nothing is open here")
            detail: qsTr("L on a pod or a workload shows its logs, S on a pod opens a shell, T its files.")
        }
    }
    Sheet {
        id: discard
        property int index: -1
        readonly property string name: index >= 0 ? ((pages.objectAt(index) as DockPage)?.title ?? "") : ""
        title: qsTr("Close %1 without saving?").arg(name)
        onClosed: index = -1
        contentItem: Column {
            spacing: 16
            Text { width: parent.width; wrapMode: Text.Wrap; text: discard.title; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
            Text { width: parent.width; wrapMode: Text.Wrap; text: qsTr("What you changed in it is lost."); color: Theme.muted; font { family: Theme.family; pixelSize: Theme.normal } }
            Row {
                anchors.right: parent.right
                spacing: 8
                PushButton { text: qsTr("Keep it open"); focus: true; onClicked: discard.close() }
                PushButton {
                    objectName: "discardTab"
                    kind: "danger"
                    text: qsTr("Discard and close")
                    onClicked: {
                        const index = discard.index
                        discard.close()
                        dock.drop(index)
                    }
                }
            }
        }
    }
}
