pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Editor
import Armillary.Host
import Armillary.Topology

// What is edited as cards and lines, with what can be done there; or the same as a table.
Item {
    id: canvas
    required property Cluster cluster
    required property EditorDocument document
    property alias model: cards
    property alias view: view
    // Where the places of cards are remembered.
    property alias folder: cards.folder
    property bool asTable: false
    signal formWanted()
    signal yamlWanted()

    readonly property var colors: ({
        background: Theme.background, surface: Theme.surface, raised: Theme.raised, line: Theme.line, text: Theme.text, muted: Theme.muted,
        accent: Theme.accent, good: Theme.good, warning: Theme.warning, bad: Theme.bad, quiet: Theme.quiet,
        states: Theme.stateColors.map(color => color), workloads: Theme.workloadColors.map(color => color)
    })
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Canvas")

    function focusCanvas(): void { if (asTable) tableView.focusTable(); else view.forceActiveFocus() }
    function undo(): void { cards.undo() }
    function redo(): void { cards.redo() }
    // Adds something of the palette, in the middle of what is shown.
    function add(entry: string): void { addAt(entry, view.middle()) }
    function addAt(entry: string, at: point): void {
        const yaml = palette.yamlOf(entry)
        if (yaml && cards.add(qsTr("Add %1").arg(palette.titleOf(entry)), yaml, view.toCanvas(at))) focusCanvas()
    }
    // Put onto a card that it can be connected to, it is.
    function dropAt(entry: string, at: point): void {
        const onto = view.itemAt(at), partner = onto ? connector.partners(onto).find(each => each.id === entry) : undefined
        if (!partner) return addAt(entry, at)
        if (cards.addConnected(qsTr("Add %1").arg(palette.titleOf(entry)), palette.yamlOf(entry), onto, partner.refers, view.toCanvas(Qt.point(at.x, at.y + 90)))) focusCanvas()
    }
    // What was dropped elsewhere for the editor to have.
    function take(drop: var): void {
        if (dropping.take(drop, undefined)) focusCanvas()
    }
    function connectItems(from: int, to: int): void {
        if (!connector.consider(from, to)) say.tell(connector.problem)
        else if (!connector.isPlain()) sheet.start()
        else if (!connector.connectBy(0, {})) say.tell(connector.problem)
    }
    function contextEntries(): var {
        const one = document.selection.length === 1, some = document.selection.length > 0, more = document.selection.length > 1
        if (view.edgeSelected) return [{id: "disconnect", title: qsTr("Disconnect"), keys: "Del", symbol: "delete"}]
        const all = []
        if (one) all.push({id: "form", title: qsTr("Edit in the form"), keys: "Enter", symbol: "edit"}, {id: "yaml", title: qsTr("Show the YAML"), keys: "", symbol: "describe"},
                          {id: "connect", title: qsTr("Connect to…"), keys: "C", symbol: "plug"}, {id: "rename", title: qsTr("Rename…"), keys: "F2", symbol: "label"})
        if (more) all.push({id: "align-left", title: qsTr("Align left"), keys: "", symbol: "columns"}, {id: "align-top", title: qsTr("Align at the top"), keys: "", symbol: "columns"},
                           {id: "align-horizontally", title: qsTr("Spread across"), keys: "", symbol: "more"}, {id: "align-vertically", title: qsTr("Spread down"), keys: "", symbol: "more"})
        if (some) all.push({id: "cut", title: qsTr("Cut"), keys: "Ctrl+X", symbol: "clear"}, {id: "copy", title: qsTr("Copy"), keys: "Ctrl+C", symbol: "copy"},
                           {id: "duplicate", title: qsTr("Duplicate"), keys: "Ctrl+D", symbol: "plus"}, {id: "remove", title: qsTr("Remove"), keys: "Del", symbol: "delete"})
        else all.push({id: "add", title: qsTr("Add something…"), keys: "Tab", symbol: "plus"}, {id: "paste", title: qsTr("Paste"), keys: "Ctrl+V", symbol: "paste"},
                      {id: "all", title: qsTr("Select all"), keys: "Ctrl+A", symbol: "check"}, {id: "tidy", title: qsTr("Tidy up"), keys: "Shift+Alt+T", symbol: "topology"},
                      {id: "fit", title: qsTr("All of it"), keys: ".", symbol: "fit"})
        return all
    }
    property point contextAt: Qt.point(0, 0)
    function act(id: string): void {
        focusCanvas()
        if (id.startsWith("align-")) return cards.align(id.slice(6))
        switch (id) {
        case "form": return formWanted()
        case "yaml": return yamlWanted()
        case "connect": return targets.start(document.current, cards.nameOf(document.current))
        case "rename": return renaming.start(document.current, cards.nameOf(document.current))
        case "disconnect":
        case "remove": return view.removeSelected()
        case "cut": return cards.cut()
        case "copy": return cards.copy()
        case "duplicate": return cards.duplicate()
        case "paste": return cards.paste(view.toCanvas(contextAt))
        case "all": return cards.selectAll()
        case "tidy": return cards.tidyUp()
        case "fit": return view.fit()
        case "add": return quick.start(contextAt, [], "")
        }
    }

    Rectangle { anchors.fill: parent; color: Theme.background }
    PaletteModel { id: palette; cluster: canvas.cluster }
    CanvasConnector { id: connector; document: canvas.document }
    CanvasModel {
        id: cards
        document: canvas.document
        aspect: view.height > 0 ? view.width / view.height : 1.6
        onRefused: why => say.tell(why)
    }
    Connections {
        target: canvas.document
        function onRefused(title: string, why: string): void { if (!sheet.opened && !renaming.opened) say.tell(why) }
        function onNoted(note: string): void { say.tell(note) }
    }

    CanvasView {
        id: view
        property point newAt: Qt.point(0, 0)
        property int newFrom: 0
        objectName: "editorCanvas"
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: parent.bottom }
        visible: !canvas.asTable
        model: cards
        colors: canvas.colors
        fontFamily: Theme.family
        animated: Theme.calm > 0
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Canvas of %n objects. Tab goes from card to card, arrows along the lines, C connects, E goes through the lines, Enter opens the form. The table has the same in rows.", "", cards.count)
        Accessible.description: canvas.document.current > 0 ? cards.nameOf(canvas.document.current) : ""
        onFormWanted: canvas.formWanted()
        onRenameWanted: item => renaming.start(item, cards.nameOf(item))
        onFindWanted: { find.forceActiveFocus(); find.selectAll() }
        onContextWanted: at => { canvas.contextAt = at; menu.start(view.mapToItem(canvas, at), canvas.contextEntries()) }
        onQuickAddWanted: at => { newFrom = 0; newAt = at; quick.start(at, [], "") }
        onConnectWanted: (from, to) => canvas.connectItems(from, to)
        onConnectToNewWanted: (from, at) => { newFrom = from; newAt = at; quick.start(at, connector.partners(from), cards.nameOf(from)) }
        onConnectByKeyWanted: from => targets.start(from, cards.nameOf(from))

        QuickAdd {
            id: quick
            cluster: canvas.cluster
            onChosen: (entry, refers) => {
                if (view.newFrom > 0 && partners.length > 0) cards.addConnected(qsTr("Add %1").arg(palette.titleOf(entry)), palette.yamlOf(entry), view.newFrom, refers, view.toCanvas(view.newAt))
                else canvas.addAt(entry, view.newAt)
                view.forceActiveFocus()
            }
            onClosed: view.forceActiveFocus()
        }
        ObjectTip { about: view.hovered; visible: opacity > 0 && !quick.opened && !menu.opened }
        Column {
            anchors { right: parent.right; bottom: parent.bottom; margins: 14 }
            visible: cards.count > 0
            spacing: 2
            IconButton { symbol: "plus"; name: qsTr("Nearer"); keys: "+"; onClicked: view.zoomBy(1.3) }
            IconButton { symbol: "minus"; name: qsTr("Farther"); keys: "−"; onClicked: view.zoomBy(1 / 1.3) }
            IconButton { objectName: "canvasFit"; symbol: "fit"; name: qsTr("All of it"); keys: "."; onClicked: view.fit() }
        }
    }
    CanvasTable {
        id: tableView
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: parent.bottom }
        visible: canvas.asTable
        canvas: cards
        onFormWanted: canvas.formWanted()
        onRenameWanted: item => renaming.start(item, cards.nameOf(item))
        onConnectWanted: item => targets.start(item, cards.nameOf(item))
        onContextWanted: at => { canvas.contextAt = view.middle(); menu.start(tableView.mapToItem(canvas, at), canvas.contextEntries()) }
    }
    CanvasDrop {
        id: dropping
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: parent.bottom }
        z: 1 // also over what says that there is nothing yet
        cards: cards
        view: view
        document: canvas.document
        connector: connector
        palette: palette
        onEntryDropped: (entry, at) => canvas.dropAt(entry, at)
    }
    StateView {
        anchors.fill: view
        visible: cards.count === 0
        enabled: !canvas.document.loading
        kind: canvas.document.loading ? "loading" : "empty"
        title: canvas.document.loading ? qsTr("Reading the files") : qsTr("Nothing here yet")
        detail: canvas.document.loading ? "" : qsTr("Double-click or press Tab to add something, drag it from the palette, or drop files, a folder or YAML here.")
        action: canvas.document.loading ? "" : qsTr("Add something")
        onTriggered: { view.newFrom = 0; view.newAt = view.middle(); quick.start(Qt.point(view.width / 2 - 150, view.height / 3), [], "") }
    }

    Item {
        id: bar
        anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: 10; rightMargin: 10 }
        height: 46
        Row {
            anchors { left: parent.left; verticalCenter: parent.verticalCenter }
            spacing: 2
            IconButton { objectName: "canvasAdd"; symbol: "plus"; name: qsTr("Add something"); keys: "Tab"; onClicked: { canvas.asTable = false; view.newFrom = 0; view.newAt = view.middle(); quick.start(Qt.point(8, 8), [], "") } }
            IconButton { objectName: "canvasUndo"; symbol: "back"; name: canvas.document.undoTitle ? qsTr("Undo: %1").arg(canvas.document.undoTitle) : qsTr("Undo"); keys: "Ctrl+Z"; enabled: cards.canUndo; onClicked: cards.undo() }
            IconButton { symbol: "forward"; name: canvas.document.redoTitle ? qsTr("Redo: %1").arg(canvas.document.redoTitle) : qsTr("Redo"); keys: "Ctrl+Shift+Z"; enabled: cards.canRedo; onClicked: cards.redo() }
            IconButton { objectName: "canvasTidy"; symbol: "topology"; name: qsTr("Tidy up"); keys: "Shift+Alt+T"; enabled: cards.count > 0 && !cards.arranging; onClicked: cards.tidyUp() }
            IconButton { objectName: "canvasConnect"; symbol: "plug"; name: qsTr("Connect to…"); keys: "C"; enabled: canvas.document.current > 0; onClicked: canvas.act("connect") }
            IconButton {
                objectName: "canvasTableToggle"
                symbol: canvas.asTable ? "topology" : "columns"
                name: canvas.asTable ? qsTr("Show as canvas") : qsTr("Show as table")
                onClicked: { canvas.asTable = !canvas.asTable; canvas.focusCanvas() }
            }
        }
        SearchField {
            id: find
            objectName: "canvasFind"
            property var found: []
            property int at: 0
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            width: Math.min(240, Math.max(120, parent.width * 0.3))
            placeholderText: qsTr("Find an object")
            function go(by: int): void {
                if (found.length === 0) return
                at = (at + by + found.length) % found.length
                view.reveal(found[at])
            }
            onTextEdited: { found = cards.search(text); at = 0; go(0) }
            Keys.onDownPressed: go(1)
            Keys.onUpPressed: go(-1)
            Keys.onEscapePressed: { clear(); canvas.focusCanvas() }
            onAccepted: canvas.focusCanvas()
        }
    }

    CanvasMenu { id: menu; onChosen: id => canvas.act(id); onClosed: if (!sheet.opened && !targets.opened && !renaming.opened) canvas.focusCanvas() }
    ConnectSheet { id: sheet; connector: connector; onClosed: canvas.focusCanvas() }
    ConnectTargets { id: targets; connector: connector; onChosen: (from, to) => canvas.connectItems(from, to); onClosed: if (!sheet.opened) canvas.focusCanvas() }
    RenameBox { id: renaming; document: canvas.document; onClosed: canvas.focusCanvas() }

    Rectangle {
        id: say
        property string text
        function tell(what: string): void { text = what; opacity = 1; hide.restart() }
        objectName: "canvasSay"
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
        Timer { id: hide; interval: 6000; onTriggered: say.opacity = 0 }
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
