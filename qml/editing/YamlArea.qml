pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Details

// YAML to edit: coloured, with numbers beside the lines.
Item {
    id: view
    readonly property alias area: area
    property bool readOnly: false
    property int faultLine: 0
    // What is said about lines: {tone, text} by number.
    property var marks: ({})
    // Whom keys go to before the text has them.
    property list<Item> keyHandlers
    readonly property real lineHeight: area.lineCount > 0 ? area.contentHeight / area.lineCount : 16
    readonly property int firstLine: Math.max(0, Math.floor((flick.contentY - area.topPadding) / lineHeight))
    // Where the cursor is, from 1.
    readonly property int line: Math.floor((area.cursorRectangle.y - area.topPadding) / lineHeight + 0.5) + 1
    property alias scrolled: flick.contentY
    signal edited(string text)

    // Puts another text in, and stays where one was.
    function put(text: string): void {
        const cursor = area.cursorPosition
        const at = flick.contentY
        area.text = text
        area.cursorPosition = Math.min(cursor, area.length)
        flick.contentY = Math.max(0, Math.min(at, flick.contentHeight - flick.height))
    }
    function goToLine(line: int): void {
        let at = 0
        for (let i = 1; i < line; ++i) {
            const next = area.text.indexOf("\n", at)
            if (next < 0) break
            at = next + 1
        }
        area.cursorPosition = at
        area.forceActiveFocus()
    }
    // Scrolls so that the cursor is seen with what is around it.
    function centre(): void {
        const at = area.cursorRectangle.y
        if (at > flick.contentY + lineHeight && at < flick.contentY + flick.height - 3 * lineHeight) return
        flick.contentY = Math.max(0, Math.min(at - flick.height / 3, flick.contentHeight - flick.height))
    }
    function breakLine(): void {
        const start = area.text.lastIndexOf("\n", area.cursorPosition - 1) + 1
        const line = area.text.substring(start, area.cursorPosition)
        const indent = line.match(/^ */)[0] + (/:\s*$/.test(line) ? "  " : "")
        if (area.selectedText) area.remove(area.selectionStart, area.selectionEnd)
        area.insert(area.cursorPosition, "\n" + indent)
    }

    Rectangle {
        id: gutter
        width: 26 + 7 * Math.max(2, String(area.lineCount).length)
        height: parent.height
        color: Theme.surface
        clip: true
        Repeater {
            // A text that takes the place of a longer one is shorter than what was scrolled past.
            model: Math.max(0, Math.min(area.lineCount - view.firstLine, Math.ceil(view.height / view.lineHeight) + 1))
            Text {
                required property int index
                readonly property int number: view.firstLine + index + 1
                readonly property bool faulty: number === view.faultLine
                readonly property var mark: view.marks[number]
                y: area.topPadding + (number - 1) * view.lineHeight - flick.contentY
                width: gutter.width - 12
                height: view.lineHeight
                horizontalAlignment: Text.AlignRight
                verticalAlignment: Text.AlignVCenter
                text: faulty ? "⚠ " + number : mark ? "● " + number : number
                color: faulty ? Theme.bad : mark && mark.tone !== "quiet" ? Theme.tone(mark.tone) : number === view.line ? Theme.text : Theme.quiet
                font { family: Theme.monospace; pixelSize: Theme.tiny }
                Accessible.ignored: true
                HoverHandler { id: hover; enabled: !!parent.mark }
                Hint { visible: hover.hovered; name: parent.mark ? parent.mark.text : "" }
            }
        }
        Rectangle { anchors.right: parent.right; width: 1; height: parent.height; color: Theme.line }
    }
    Flickable {
        id: flick
        anchors { left: gutter.right; right: parent.right; top: parent.top; bottom: parent.bottom }
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}
        ScrollBar.horizontal: ScrollBar {}
        TextArea.flickable: TextArea {
            id: area
            objectName: "yamlEditor"
            textFormat: TextEdit.PlainText
            readOnly: view.readOnly
            selectByMouse: true
            persistentSelection: true
            wrapMode: TextEdit.NoWrap
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentText
            leftPadding: 12
            topPadding: 8
            bottomPadding: 12
            font { family: Theme.monospace; pixelSize: Theme.small }
            background: Rectangle { color: Theme.background }
            Accessible.role: Accessible.EditableText
            Accessible.name: qsTr("YAML")
            onTextChanged: view.edited(text)
            Keys.forwardTo: view.keyHandlers
            Keys.onTabPressed: event => {
                if (readOnly) event.accepted = false
                else insert(cursorPosition, "  ")
            }
            Keys.onReturnPressed: event => {
                if (readOnly) event.accepted = false
                else view.breakLine()
            }
        }
    }
    YamlHighlighter {
        textDocument: area.textDocument
        keyColor: Theme.accent
        stringColor: Theme.text
        numberColor: Theme.warning
    }
}
