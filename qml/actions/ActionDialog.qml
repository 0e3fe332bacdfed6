pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Actions
import Armillary.Components

// Asks what an action wants to know, or whether it is really meant, and does it.
Sheet {
    id: dialog
    required property ObjectActions actions
    property var action: ({})
    readonly property bool dangerous: !!action.question && !action.input
    // Pairs, while they are edited: [{key, value}].
    property var pairs: []

    function ask(wanted: var): void {
        action = wanted
        title = wanted.input ? wanted.title.replace("…", "") : wanted.verb
        number.value = wanted.input === "number" ? wanted.value : 0
        text.text = wanted.input === "text" ? wanted.value : ""
        pairs = wanted.input === "pairs" ? Object.keys(wanted.value).sort().map(key => ({key: key, value: wanted.value[key]})) : []
        open()
    }
    function begin(wanted: var): void {
        if (wanted.question || wanted.input) ask(wanted)
        else actions.perform(wanted.id)
    }
    function input(): var {
        switch (action.input) {
        case "number": return number.value
        case "text": return text.text
        case "pairs": {
            const map = {}
            for (const pair of pairs) if (pair.key.trim()) map[pair.key.trim()] = pair.value
            return map
        }
        }
        return undefined
    }
    function confirm(): void {
        if (!confirmButton.enabled) return
        actions.perform(action.id, input())
        close()
    }
    onOpened: (action.input === "number" ? number : action.input === "text" ? text : confirmButton).forceActiveFocus()

    contentItem: Column {
        spacing: 14
        Text {
            width: parent.width
            text: dialog.title
            elide: Text.ElideRight
            color: Theme.text
            font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold }
        }
        Text {
            width: parent.width
            wrapMode: Text.Wrap
            text: dialog.action.question || dialog.actions.subject
            color: dialog.dangerous ? Theme.text : Theme.muted
            lineHeight: 1.2
            font { family: Theme.family; pixelSize: Theme.normal }
        }
        SpinBox {
            id: number
            objectName: "actionNumber"
            visible: dialog.action.input === "number"
            from: 0
            to: 1000
            editable: true
            width: 150
            height: 36
            font { family: Theme.family; pixelSize: Theme.normal }
            Accessible.name: dialog.action.prompt ?? ""
            Keys.onReturnPressed: dialog.confirm()
            Keys.onEnterPressed: dialog.confirm()
        }
        InputField {
            id: text
            objectName: "actionText"
            visible: dialog.action.input === "text"
            name: dialog.action.prompt ?? ""
            width: parent.width
            onAccepted: dialog.confirm()
        }
        Column {
            visible: dialog.action.input === "pairs"
            width: parent.width
            spacing: 6
            ListView {
                id: pairList
                width: parent.width
                height: Math.min(contentHeight, 260)
                clip: true
                spacing: 6
                model: dialog.pairs.length
                ScrollBar.vertical: ScrollBar {}
                delegate: Row {
                    id: pair
                    required property int index
                    spacing: 6
                    InputField {
                        width: (pairList.width - 52) * 0.5
                        name: qsTr("Key")
                        text: dialog.pairs[pair.index].key
                        onTextEdited: dialog.pairs[pair.index].key = text
                    }
                    InputField {
                        width: (pairList.width - 52) * 0.5
                        name: qsTr("Value")
                        text: dialog.pairs[pair.index].value
                        onTextEdited: dialog.pairs[pair.index].value = text
                    }
                    IconButton {
                        symbol: "close"
                        name: qsTr("Remove")
                        onClicked: { const rest = dialog.pairs.slice(); rest.splice(pair.index, 1); dialog.pairs = rest }
                    }
                }
            }
            PushButton { text: qsTr("Add one"); onClicked: dialog.pairs = dialog.pairs.concat([{key: "", value: ""}]) }
        }
        Row {
            anchors.right: parent.right
            spacing: 8
            PushButton { text: qsTr("Cancel"); onClicked: dialog.close() }
            PushButton {
                id: confirmButton
                objectName: "confirmAction"
                text: dialog.action.verb ?? ""
                kind: dialog.dangerous ? "danger" : "accent"
                enabled: dialog.action.input !== "text" || text.text.trim() !== ""
                onClicked: dialog.confirm()
                Keys.onReturnPressed: dialog.confirm()
                Keys.onEnterPressed: dialog.confirm()
            }
        }
    }
}
