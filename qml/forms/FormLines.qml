import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// Text of several lines, or YAML for what has no schema.
ScrollView {
    id: view
    required property Item row // a FormRow
    implicitHeight: Math.min(220, Math.max(54, area.implicitHeight))
    TextArea {
        id: area
        objectName: "field-" + view.row.path
        text: view.row.value
        textFormat: TextEdit.PlainText
        wrapMode: TextEdit.NoWrap
        color: Theme.text
        selectionColor: Theme.accent
        selectedTextColor: Theme.accentText
        placeholderText: view.row.widget === "raw" ? qsTr("YAML") : view.row.usual
        placeholderTextColor: Theme.muted
        padding: 10
        font { family: Theme.monospace; pixelSize: Theme.small }
        Accessible.role: Accessible.EditableText
        Accessible.name: view.row.label
        onTextChanged: if (activeFocus && text !== view.row.value) view.row.form.setValue(view.row.index, text)
        KeyNavigation.priority: KeyNavigation.BeforeItem
        KeyNavigation.tab: nextItemInFocusChain(true)
        KeyNavigation.backtab: nextItemInFocusChain(false)
        background: Rectangle {
            radius: Theme.radius - 2
            color: Theme.background
            border.color: area.activeFocus ? Theme.accent : Theme.line
            border.width: area.activeFocus ? 2 : 1
        }
        Connections {
            target: view.row
            function onValueChanged(): void {
                if (area.text === view.row.value) return
                const at = area.cursorPosition
                area.text = view.row.value
                area.cursorPosition = Math.min(at, area.length)
            }
        }
    }
}
