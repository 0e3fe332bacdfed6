pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Armillary.Components

// What a field is filled in with, by what it takes.
Loader {
    id: editor
    required property Item row // a FormRow
    readonly property string kind: row.isAdd ? (row.entry ? "addKey" : "addItem") : row.isSection ? "" : row.widget
    visible: sourceComponent !== null
    sourceComponent: {
        switch (kind) {
        case "text": case "duration": case "time": case "bytes":
            return row.hidden ? veil : row.wide ? lines : line
        case "number": case "quantity": return stepped
        case "intOrString": return line
        case "switch": return toggle
        case "choice": return choice
        case "union": return union
        case "raw": return lines
        case "addKey": return addKey
        case "addItem": return addItem
        default: return null
        }
    }

    Component {
        id: line
        FormText { row: editor.row }
    }
    Component {
        id: stepped
        RowLayout {
            spacing: 2
            FormText { row: editor.row; Layout.fillWidth: true }
            IconButton {
                implicitWidth: 26
                implicitHeight: 30
                symbol: "minus"
                name: qsTr("Less of %1").arg(editor.row.label)
                onClicked: editor.row.form.step(editor.row.index, -1)
            }
            IconButton {
                objectName: "more-" + editor.row.path
                implicitWidth: 26
                implicitHeight: 30
                symbol: "plus"
                name: qsTr("More of %1").arg(editor.row.label)
                onClicked: editor.row.form.step(editor.row.index, 1)
            }
        }
    }
    Component {
        id: toggle
        Item {
            implicitHeight: 30
            Toggle {
                objectName: "field-" + editor.row.path
                name: editor.row.label
                checked: (editor.row.value || editor.row.usual) === "true"
                opacity: editor.row.isSet ? 1 : 0.6
                onToggled: {
                    editor.row.form.setValue(editor.row.index, checked ? "true" : "false")
                    checked = Qt.binding(() => (editor.row.value || editor.row.usual) === "true")
                }
            }
        }
    }
    Component {
        id: choice
        Choice {
            objectName: "field-" + editor.row.path
            // What is written and no choice is one all the same, so that it is seen.
            readonly property bool foreign: editor.row.value !== "" && !editor.row.choices.includes(editor.row.value)
            model: foreign ? [editor.row.value].concat(editor.row.choices) : editor.row.choices
            currentIndex: model.indexOf(editor.row.value)
            displayText: editor.row.value || (editor.row.usual ? qsTr("%1 (usual)").arg(editor.row.usual) : qsTr("Not set"))
            Accessible.name: editor.row.label
            onActivated: at => editor.row.form.setValue(editor.row.index, model[at])
        }
    }
    Component {
        id: union
        Choice {
            objectName: "field-" + editor.row.path
            model: editor.row.choices
            currentIndex: model.indexOf(editor.row.value)
            displayText: editor.row.value || qsTr("Pick one")
            Accessible.name: editor.row.label
            onActivated: at => editor.row.form.pick(editor.row.index, model[at])
        }
    }
    Component {
        id: lines
        FormLines { row: editor.row }
    }
    Component {
        id: veil
        Text {
            text: "••••••••"
            color: Theme.muted
            verticalAlignment: Text.AlignVCenter
            height: 30
            font { family: Theme.monospace; pixelSize: Theme.small }
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("%1 is hidden").arg(editor.row.label)
        }
    }
    Component {
        id: addKey
        RowLayout {
            spacing: 6
            InputField {
                id: key
                objectName: "key-" + editor.row.path
                Layout.fillWidth: true
                Layout.leftMargin: 26
                implicitHeight: 30
                font.pixelSize: Theme.small
                name: qsTr("New key of %1").arg(editor.row.label)
                placeholderText: qsTr("New key")
                onAccepted: { if (text) editor.row.form.add(editor.row.index, text); clear() }
            }
            PushButton {
                implicitHeight: 30
                text: qsTr("Add")
                enabled: key.text !== ""
                onClicked: key.accepted()
            }
        }
    }
    Component {
        id: addItem
        Item {
            implicitHeight: 30
            PushButton {
                objectName: "add-" + editor.row.path
                x: Theme.mirrored ? parent.width - width - 26 : 26
                implicitHeight: 28
                font.pixelSize: Theme.small
                text: qsTr("Add to %1").arg(editor.row.label)
                onClicked: editor.row.form.add(editor.row.index)
            }
        }
    }
}
