pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// Rows of key and value, and one of `choices` where there are any; each with what is wrong with it below it.
Column {
    id: editor
    property var choices: []
    // {"2": sentence} by row.
    property var problems: ({})
    // [{key, value, effect}], changed in place; edited() says when.
    property var rows: []
    signal edited()
    signal accepted()

    function load(value: var): void {
        rows = choices.length > 0 || Array.isArray(value) ? value.map(row => ({key: row.key, value: row.value, effect: row.effect ?? ""}))
             : Object.keys(value ?? {}).sort().map(key => ({key: key, value: value[key], effect: ""}))
        if (rows.length === 0) rows = [blank()]
    }
    function blank(): var { return {key: "", value: "", effect: choices.length > 0 ? choices[0] : ""} }
    function add(): void {
        rows = rows.concat([blank()])
        focusRow(rows.length - 1)
        edited()
    }
    function removeAt(row: int): void {
        const rest = rows.slice()
        rest.splice(row, 1)
        rows = rest
        edited()
    }
    // The row may have come this moment, and have no item yet.
    function focusRow(row: int): void {
        Qt.callLater(() => {
            list.forceLayout()
            list.positionViewAtIndex(row, ListView.Contain)
            list.forceLayout()
            const item = list.itemAtIndex(row) as PairRow
            if (item) item.focusKey()
        })
    }
    function focusFirst(): void { focusRow(0) }

    spacing: 8
    component PairRow: Column {
        id: pair
        required property int index
        readonly property var row: editor.rows[index] ?? editor.blank()
        readonly property string problem: editor.problems[String(index)] ?? ""
        readonly property real room: width - 34 - 8 - (editor.choices.length > 0 ? 158 : 0)
        function focusKey(): void { key.forceActiveFocus() }
        spacing: 3
        Row {
            anchors.left: parent.left
            spacing: 8
            InputField {
                id: key
                objectName: "pairKey"
                width: (pair.room - 8) * 0.5
                name: qsTr("Key %1").arg(pair.index + 1)
                placeholderText: qsTr("key")
                text: pair.row.key
                onTextEdited: { pair.row.key = text; editor.edited() }
                onAccepted: editor.accepted()
            }
            InputField {
                objectName: "pairValue"
                width: (pair.room - 8) * 0.5
                name: qsTr("Value %1").arg(pair.index + 1)
                placeholderText: qsTr("value")
                text: pair.row.value
                onTextEdited: { pair.row.value = text; editor.edited() }
                onAccepted: editor.accepted()
            }
            Choice {
                visible: editor.choices.length > 0
                width: 150
                height: 36
                model: editor.choices
                currentIndex: editor.choices.indexOf(pair.row.effect)
                Accessible.name: qsTr("Effect %1").arg(pair.index + 1)
                onActivated: index => { pair.row.effect = editor.choices[index]; editor.edited() }
            }
            IconButton {
                anchors.verticalCenter: parent.verticalCenter
                symbol: "close"
                name: pair.row.key ? qsTr("Remove %1").arg(pair.row.key) : qsTr("Remove this row")
                onClicked: editor.removeAt(pair.index)
            }
        }
        Text {
            width: pair.width
            leftPadding: 4
            visible: text
            text: pair.problem
            wrapMode: Text.Wrap
            color: Theme.bad
            font { family: Theme.family; pixelSize: Theme.small }
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
        }
    }
    ListView {
        id: list
        objectName: "pairs"
        width: parent.width
        height: Math.min(contentHeight, 264)
        visible: count > 0
        clip: true
        spacing: 6
        boundsBehavior: Flickable.StopAtBounds
        model: editor.rows.length
        reuseItems: false
        ScrollBar.vertical: ScrollBar {}
        delegate: PairRow { width: list.width - (list.contentHeight > list.height ? 12 : 0) }
    }
    PushButton { anchors.left: parent.left; objectName: "addPair"; text: qsTr("Add a row"); onClicked: editor.add() }
}
