pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// One line of a field, with what could stand there below while one types.
InputField {
    id: field
    required property Item row // a FormRow
    // What there is to name; asked for when somebody comes here.
    property list<string> names
    readonly property list<string> fitting: names.filter(each => each !== text && each.toLowerCase().includes(text.toLowerCase())).slice(0, 50)

    objectName: "field-" + row.path
    name: row.label
    text: row.value
    implicitHeight: 30
    leftPadding: 9
    rightPadding: 9
    font.pixelSize: Theme.small
    placeholderText: row.usual ? qsTr("%1 (usual)").arg(row.usual) : row.widget === "quantity" ? "500m, 1Gi" : row.widget === "duration" ? "30s, 1h" : ""
    background: Rectangle {
        radius: Theme.radius - 2
        color: Theme.background
        border.color: field.row.problem && field.row.tone === "bad" ? Theme.bad : field.activeFocus ? Theme.accent : Theme.line
        border.width: field.activeFocus ? 2 : 1
    }
    onFittingChanged: if (!fitting.length) list.close()
    onTextEdited: {
        row.form.setValue(row.index, text)
        if (fitting.length) list.open()
        else list.close()
    }
    onActiveFocusChanged: {
        if (activeFocus) names = row.form.suggestions(row.index)
        else list.close()
    }
    onEditingFinished: {
        row.form.dropDraft(row.index)
        if (text !== row.value) text = row.value
    }
    Keys.onPressed: event => {
        event.accepted = true
        if (list.visible && event.key === Qt.Key_Down) view.incrementCurrentIndex()
        else if (list.visible && event.key === Qt.Key_Up) view.decrementCurrentIndex()
        else if (list.visible && (event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && view.currentIndex >= 0) field.take(fitting[view.currentIndex])
        else if (list.visible && event.key === Qt.Key_Escape) list.close()
        else if (!list.visible && event.key === Qt.Key_Down && fitting.length && event.modifiers === Qt.NoModifier) list.open()
        else if (!list.visible && (event.key === Qt.Key_Up || event.key === Qt.Key_Down) && row.widget !== "text" && event.modifiers === Qt.NoModifier) row.form.step(row.index, event.key === Qt.Key_Up ? 1 : -1)
        else event.accepted = false
    }
    function take(name: string): void {
        row.form.setValue(row.index, name)
        list.close()
    }
    Connections {
        target: field.row
        function onValueChanged(): void {
            if (field.text === field.row.value) return
            const at = field.cursorPosition
            field.text = field.row.value
            field.cursorPosition = Math.min(at, field.length)
        }
    }
    Popup {
        id: list
        objectName: "names-" + field.row.path
        y: field.height + 3
        width: Math.max(field.width, 180)
        height: Math.min(view.contentHeight + 10, 200)
        padding: 5
        focus: false
        closePolicy: Popup.CloseOnPressOutside
        background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line }
        contentItem: ListView {
            id: view
            clip: true
            currentIndex: -1
            model: field.fitting
            ScrollBar.vertical: ScrollBar {}
            delegate: ItemDelegate {
                id: entry
                required property string modelData
                required property int index
                width: view.width
                height: 28
                Accessible.name: modelData
                onClicked: field.take(modelData)
                contentItem: Text {
                    text: entry.modelData
                    textFormat: Text.PlainText
                    elide: Text.ElideMiddle
                    color: Theme.text
                    verticalAlignment: Text.AlignVCenter
                    font { family: Theme.family; pixelSize: Theme.small }
                }
                background: Rectangle { radius: 6; color: entry.hovered || entry.ListView.isCurrentItem ? Theme.raised : "transparent" }
            }
        }
    }
}
