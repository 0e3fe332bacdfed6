pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Actions
import Armillary.Components

// Asks what an action wants to know, or whether it is really meant, shows what it does, and does it.
Sheet {
    id: dialog
    required property ObjectActions actions
    property var action: ({})
    readonly property string kind: action.input ?? ""
    readonly property bool looking: action.looking ?? false
    readonly property string obstacle: action.obstacle ?? ""
    readonly property bool dangerous: /delete|evict|remove-/.test(action.id ?? "")
    readonly property string confirmation: action.confirmation ?? ""
    // What is wrong with the input, by field; "" for all of it.
    property var problems: ({})
    readonly property bool valid: Object.keys(problems).length === 0

    // `wanted` is one of the actions' own descriptions: it was begun.
    function ask(wanted: var): void {
        fill(wanted)
        open()
    }
    // What it has found out, while it is still open.
    function fill(wanted: var): void {
        action = wanted
        title = wanted.input || wanted.look ? wanted.title.replace("…", "") : wanted.verb
        choice.value = wanted.input === "choice" ? wanted.value ?? "" : ""
        number.value = wanted.input === "number" ? wanted.value : 0
        text.text = wanted.input === "text" ? wanted.value : ""
        if (wanted.input === "pairs") pairs.load(wanted.value)
        if (wanted.input === "form") form.load(wanted.value)
        if (!opened) typed.text = ""
        refresh()
        if (opened && !looking) focusInput()
    }
    function input(): var {
        switch (kind) {
        case "number": return number.value
        case "text": return text.text
        case "choice": return choice.value
        case "pairs": return pairs.rows
        case "form": return form.values
        }
        return undefined
    }
    function refresh(): void {
        if (looking) return
        problems = actions.problems(input())
        if (!action.previews) return
        const preview = actions.preview(input())
        diff.before = preview.before ?? ""
        diff.after = preview.after ?? ""
    }
    function confirm(): void {
        if (!confirmButton.enabled) return
        actions.perform(action.id, input())
        close()
    }
    function focusInput(): void {
        if (kind === "number") number.forceActiveFocus()
        else if (kind === "text") { text.forceActiveFocus(); text.selectAll() }
        else if (kind === "choice" && options.visible) options.forceActiveFocus()
        else if (kind === "pairs") pairs.focusFirst()
        else if (confirmation) typed.forceActiveFocus()
        else if (kind === "form" && !dangerous) form.focusFirst()
        else if (confirmButton.visible && confirmButton.enabled) confirmButton.forceActiveFocus()
        else cancelButton.forceActiveFocus()
    }
    onOpened: focusInput()
    width: Math.min(action.previews ? 820 : kind === "pairs" || action.consequences?.length > 0 ? 600 : 480, (parent ? parent.width : 480) - 40)

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
            objectName: "actionQuestion"
            width: parent.width
            visible: text
            wrapMode: Text.Wrap
            text: dialog.action.question || dialog.actions.subject
            color: dialog.action.question ? Theme.text : Theme.muted
            lineHeight: 1.2
            font { family: Theme.family; pixelSize: Theme.normal }
        }
        Row {
            visible: dialog.looking || dialog.obstacle !== ""
            width: parent.width
            spacing: 10
            Icon {
                size: 17
                color: dialog.obstacle ? Theme.warning : Theme.muted
                path: Icons.path(dialog.obstacle ? "warning" : "search")
            }
            Text {
                objectName: "actionObstacle"
                width: parent.width - 27
                wrapMode: Text.Wrap
                text: dialog.obstacle ? dialog.obstacle : qsTr("Looking at the cluster…")
                color: dialog.obstacle ? Theme.text : Theme.muted
                font { family: Theme.family; pixelSize: Theme.normal }
            }
        }
        NumberField {
            id: number
            objectName: "actionNumber"
            anchors.left: parent.left
            visible: dialog.kind === "number" && !dialog.obstacle
            to: 10000
            name: dialog.action.prompt ?? ""
            onValueModified: dialog.refresh()
            onAccepted: dialog.confirm()
        }
        InputField {
            id: text
            objectName: "actionText"
            visible: dialog.kind === "text" && !dialog.obstacle
            name: dialog.action.prompt ?? ""
            width: parent.width
            onTextEdited: dialog.refresh()
            onAccepted: dialog.confirm()
        }
        QtObject { id: choice; property string value }
        Choice {
            objectName: "actionChoice"
            visible: dialog.kind === "choice" && (dialog.action.choices?.length ?? 0) > 0
            width: parent.width
            height: 36
            Accessible.name: dialog.action.prompt ?? ""
            model: dialog.action.choices ?? []
            currentIndex: (dialog.action.choices ?? []).indexOf(choice.value)
            onActivated: index => { choice.value = dialog.action.choices[index]; dialog.refresh() }
        }
        OptionList {
            id: options
            objectName: "actionOptions"
            visible: dialog.kind === "choice" && !dialog.obstacle && count > 0
            width: parent.width
            name: dialog.action.prompt ?? ""
            options: dialog.kind === "choice" ? dialog.action.options ?? [] : []
            chosen: choice.value
            onPicked: value => { choice.value = value; dialog.refresh() }
            Keys.onReturnPressed: dialog.confirm()
            Keys.onEnterPressed: dialog.confirm()
        }
        PairsEditor {
            id: pairs
            visible: dialog.kind === "pairs"
            width: parent.width
            choices: dialog.kind === "pairs" ? dialog.action.choices ?? [] : []
            problems: dialog.problems
            onEdited: dialog.refresh()
            onAccepted: dialog.confirm()
        }
        ActionForm {
            id: form
            visible: dialog.kind === "form" && !dialog.looking
            width: parent.width
            fields: dialog.kind === "form" ? dialog.action.fields ?? [] : []
            problems: dialog.problems
            onEdited: dialog.refresh()
            onAccepted: dialog.confirm()
        }
        DiffView {
            id: diff
            objectName: "actionDiff"
            visible: !!dialog.action.previews && !dialog.looking && !dialog.obstacle
            width: parent.width
            height: Math.max(110, Math.min(wantedHeight, (dialog.parent ? dialog.parent.height : 800) - 430))
            title: qsTr("What changes")
        }
        ConsequenceList {
            width: parent.width
            consequences: dialog.action.consequences ?? []
            title: form.visible && form.values.propagation === "Orphan" ? qsTr("It owns") : qsTr("What else goes")
        }
        Column {
            visible: dialog.confirmation !== "" && !dialog.looking && !dialog.obstacle
            width: parent.width
            spacing: 6
            Text {
                width: parent.width
                wrapMode: Text.Wrap
                text: qsTr("Type %1 to go on.").arg(dialog.confirmation)
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
            InputField {
                id: typed
                objectName: "confirmationField"
                width: parent.width
                name: qsTr("Type %1 to go on.").arg(dialog.confirmation)
                placeholderText: dialog.confirmation
                onAccepted: dialog.confirm()
            }
        }
        Item {
            width: parent.width
            height: confirmButton.height
            Text {
                objectName: "actionProblem"
                anchors { left: parent.left; right: buttons.left; rightMargin: 12; verticalCenter: parent.verticalCenter }
                text: dialog.obstacle || dialog.looking ? "" : dialog.problems[""] ?? ""
                elide: Text.ElideRight
                maximumLineCount: 2
                wrapMode: Text.Wrap
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
            Row {
                id: buttons
                anchors.right: parent.right
                spacing: 8
                PushButton { id: cancelButton; objectName: "cancelAction"; text: dialog.obstacle ? qsTr("Close") : qsTr("Cancel"); onClicked: dialog.close() }
                PushButton {
                    id: confirmButton
                    objectName: "confirmAction"
                    visible: !dialog.obstacle
                    text: dialog.action.verb ?? ""
                    kind: dialog.dangerous ? "danger" : "accent"
                    enabled: dialog.valid && !dialog.looking && (!dialog.confirmation || typed.text === dialog.confirmation)
                        && (dialog.kind !== "text" || text.text.trim() !== "")
                    onClicked: dialog.confirm()
                    Keys.onReturnPressed: dialog.confirm()
                    Keys.onEnterPressed: dialog.confirm()
                }
            }
        }
    }
}
