pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// Several fields, one below the other; what is wrong with one stands below it.
Flickable {
    id: form
    required property var fields // [{id, label, input, value, options, hint}]
    property var problems: ({})
    // {field's id: value}; changed in place, edited() says when.
    property var values: ({})
    signal edited()
    signal accepted()

    function load(preset: var): void {
        const loaded = {}
        for (const field of fields) loaded[field.id] = preset && preset[field.id] !== undefined ? preset[field.id] : field.value
        values = loaded
    }
    function set(id: string, value: var): void {
        values[id] = value
        edited()
    }
    function focusFirst(): void { (lines.itemAt(0) as Column)?.children[0]?.nextItemInFocusChain()?.forceActiveFocus() }
    contentHeight: column.implicitHeight
    implicitHeight: Math.min(contentHeight, 300)
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    ScrollBar.vertical: ScrollBar {}
    Column {
        id: column
        width: form.width
        spacing: 12
        Repeater {
            id: lines
            model: form.fields
            Column {
                id: line
                required property var modelData
                readonly property var value: form.values[modelData.id] ?? modelData.value
                width: column.width
                spacing: 4
                Text {
                    anchors.left: parent.left
                    visible: line.modelData.input !== "flag"
                    text: line.modelData.label
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
                }
                NumberField {
                    anchors.left: parent.left
                    visible: line.modelData.input === "number"
                    name: line.modelData.label
                    value: visible ? line.value : 0
                    onValueModified: form.set(line.modelData.id, value)
                    onAccepted: form.accepted()
                }
                InputField {
                    objectName: "field " + line.modelData.id
                    visible: line.modelData.input === "text"
                    width: parent.width
                    name: line.modelData.label
                    text: visible ? line.value : ""
                    onTextEdited: form.set(line.modelData.id, text)
                    onAccepted: form.accepted()
                }
                Choice {
                    objectName: "field " + line.modelData.id
                    anchors.left: parent.left
                    visible: line.modelData.input === "choice"
                    width: Math.min(parent.width, 260)
                    Accessible.name: line.modelData.label
                    model: line.modelData.options.map(option => option.title)
                    currentIndex: Math.max(0, line.modelData.options.findIndex(option => option.value === line.value))
                    onActivated: index => form.set(line.modelData.id, line.modelData.options[index].value)
                }
                CheckLine {
                    visible: line.modelData.input === "flag"
                    width: parent.width
                    text: line.modelData.label
                    hint: line.modelData.hint
                    checked: visible && line.value
                    onToggled: form.set(line.modelData.id, checked)
                }
                Text {
                    visible: text && line.modelData.input !== "flag"
                    width: parent.width
                    text: line.modelData.hint
                    wrapMode: Text.Wrap
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.small }
                }
                Text {
                    objectName: "fieldProblem"
                    visible: text
                    width: parent.width
                    text: form.problems[line.modelData.id] ?? ""
                    wrapMode: Text.Wrap
                    color: Theme.bad
                    font { family: Theme.family; pixelSize: Theme.small }
                }
            }
        }
    }
}
