pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Armillary.Components
import Armillary.Editing
import Armillary.Editor
import Armillary.Forms

// The file that is edited, as text: in step with canvas and form, both ways.
FocusScope {
    id: pane
    required property EditorDocument document
    readonly property alias area: text.area
    readonly property alias link: link
    // Somebody asks how what is said about a line is mended; `at` is below it.
    signal fixesWanted(int line, point at)

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Text of what is edited")
    Keys.onShortcutOverride: event => event.accepted = event.matches(StandardKey.Find) || event.matches(StandardKey.Undo)
        || event.matches(StandardKey.Redo) || event.key === Qt.Key_F12 || event.key === Qt.Key_F1 || (event.key === Qt.Key_Escape && finder.visible)
    function focusView(): void { text.area.forceActiveFocus() }
    function find(): void { finder.visible = true; finder.start() }
    function goTo(line: int, column: int): void {
        text.area.cursorPosition = link.positionOf(line, column)
        focusView()
    }
    // Scrolls to a place without taking the focus.
    function reveal(position: int): void {
        if (text.area.activeFocus) return
        text.area.cursorPosition = position
        text.centre()
    }

    DocumentText {
        id: link
        property real at: 0
        document: pane.document
        textDocument: text.area.textDocument
        active: text.area.activeFocus
        cursor: text.area.cursorPosition
        onReplacing: at = text.scrolled
        onReplaced: text.scrolled = at
        onFileShown: { text.area.cursorPosition = 0; text.scrolled = 0 }
        onPlaceWanted: position => pane.reveal(position)
        onJumped: position => { text.area.cursorPosition = position; text.centre() }
    }
    Binding { target: text.area; property: "readOnly"; value: pane.document.view }
    // What is the document's to do, and not the text area's.
    Item {
        id: keys
        Keys.onPressed: event => {
            event.accepted = true
            if (completions.handle(event.key)) return
            if (event.matches(StandardKey.Undo)) pane.document.undo()
            else if (event.matches(StandardKey.Redo)) pane.document.redo()
            else if (event.matches(StandardKey.Find)) pane.find()
            else if (event.key === Qt.Key_F12) link.goToDefinition()
            else if (event.key === Qt.Key_Return && event.modifiers === Qt.AltModifier) pane.fixesWanted(text.line, text.area.mapToItem(pane, text.area.cursorRectangle.x, text.area.cursorRectangle.y + text.area.cursorRectangle.height + 2))
            else if (event.key === Qt.Key_F1) pane.explain(text.area.cursorPosition)
            else if (event.key === Qt.Key_Space && event.modifiers === Qt.ControlModifier) completions.look(true)
            else event.accepted = false
        }
    }
    TextHelp { id: help; document: pane.document }
    // Whoever lets the pointer rest on a field wants to know what it is.
    property point rested
    Timer {
        id: rest
        interval: 500
        onTriggered: if (hover.hovered) pane.explainAt(hover.point.position)
    }
    function explainAt(point: point): void {
        const at = text.mapToItem(text.area, point)
        if (at.x < 0) return
        const position = text.area.positionAt(at.x, at.y)
        const place = text.area.positionToRectangle(position)
        // Beside all letters nothing is meant.
        if (Math.abs(place.x - at.x) < 24 && at.y >= place.y && at.y <= place.y + place.height) explain(position, true)
    }
    function explain(position: int, passing = false): void {
        const said = help.hover(position)
        if (!said.path) return
        const at = text.area.positionToRectangle(said.begin)
        docs.tell(said, text.area.mapToItem(pane, at.x, at.y + at.height + 2), passing)
    }
    FormDocs { id: docs; parent: pane }
    CompletionList { id: completions; parent: pane; help: help; area: text.area }
    Connections {
        target: link
        function onTyped(letters: string): void {
            if (/^[\w.\/-]$/.test(letters)) completions.look(false)
            else if (completions.visible) letters === "" ? completions.look(false) : completions.close()
        }
    }
    Rectangle { anchors.fill: parent; color: Theme.background }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        visible: pane.document.file >= 0
        FindBar {
            id: finder
            Layout.fillWidth: true
            visible: false
            replaces: !pane.document.view
            area: text.area
            onClosed: { visible = false; pane.focusView() }
        }
        YamlArea {
            id: text
            Layout.fillWidth: true
            Layout.fillHeight: true
            faultLine: link.mistakeLine
            marks: link.marks
            keyHandlers: [keys]
            HoverHandler {
                id: hover
                onPointChanged: { if (point.position !== pane.rested) { pane.rested = point.position; docs.fades(); rest.restart() } }
            }
            TapHandler {
                acceptedModifiers: Qt.ControlModifier
                onTapped: Qt.callLater(() => link.goToDefinition())
            }
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: 28
            color: Theme.surface
            Rectangle { width: parent.width; height: 1; color: Theme.line }
            RowLayout {
                anchors { fill: parent; leftMargin: 14; rightMargin: 14 }
                spacing: 10
                Icon { size: 13; color: link.mistake ? Theme.bad : Theme.good; path: Icons.path(link.mistake ? "warning" : "check") }
                Text {
                    objectName: "yamlPaneFault"
                    Layout.fillWidth: true
                    text: link.mistake ? qsTr("Line %1: %2").arg(link.mistakeLine).arg(link.mistake) : qsTr("Reads as YAML")
                    textFormat: Text.PlainText
                    elide: Text.ElideRight
                    color: link.mistake ? Theme.bad : Theme.muted
                    font { family: Theme.family; pixelSize: Theme.tiny }
                    TapHandler { enabled: link.mistake !== ""; onTapped: pane.goTo(link.mistakeLine, 1) }
                }
                Text { text: qsTr("Line %1 of %2").arg(text.line).arg(text.area.lineCount); color: Theme.muted; font { family: Theme.family; pixelSize: Theme.tiny } }
            }
        }
    }
    StateView {
        anchors.fill: parent
        visible: pane.document.file < 0
        kind: "empty"
        title: qsTr("No file is open")
        detail: qsTr("What is added to the canvas is written here.")
    }
}
