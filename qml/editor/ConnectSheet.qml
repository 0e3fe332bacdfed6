pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Editor

// In which way two objects are to be connected, and what has to be said for it.
Sheet {
    id: sheet
    required property CanvasConnector connector
    property int way: 0
    property var answers: ({})
    readonly property var ways: connector.ways
    readonly property var questions: way < ways.length ? ways[way].questions : []
    readonly property bool answered: questions.every(each => !each.required || (answers[each.id] ?? each.suggestion) !== "")
    signal done()

    title: connector.title
    function start(): void { way = 0; answers = {}; open() }
    function answer(id: string, text: string): void { const all = Object.assign({}, answers); all[id] = text; answers = all }
    function connectThem(): void {
        const all = {}
        for (const each of questions) all[each.id] = answers[each.id] ?? each.suggestion
        if (connector.connectBy(way, all)) { close(); done() }
    }
    onOpened: choices.forceActiveFocus()

    contentItem: Column {
        spacing: 14
        Text {
            width: parent.width
            elide: Text.ElideMiddle
            text: sheet.title
            color: Theme.text
            font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold }
        }
        ListView {
            id: choices
            objectName: "connectWays"
            width: parent.width
            height: Math.min(contentHeight, 260)
            clip: true
            spacing: 4
            model: sheet.ways
            currentIndex: sheet.way
            keyNavigationEnabled: true
            activeFocusOnTab: true
            boundsBehavior: Flickable.StopAtBounds
            onCurrentIndexChanged: if (currentIndex >= 0 && currentIndex !== sheet.way) { sheet.way = currentIndex; sheet.answers = {} }
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Ways to connect them")
            Keys.onReturnPressed: if (sheet.answered) sheet.connectThem()
            Keys.onEnterPressed: if (sheet.answered) sheet.connectThem()
            delegate: ItemDelegate {
                id: choice
                required property int index
                required property var modelData
                readonly property bool chosen: sheet.way === index
                width: choices.width
                height: 54
                text: modelData.title
                Accessible.role: Accessible.RadioButton
                Accessible.name: modelData.title
                Accessible.checked: chosen
                onClicked: { choices.currentIndex = index; choices.forceActiveFocus() }
                background: Rectangle {
                    radius: Theme.radius - 2
                    color: choice.chosen ? Theme.raised : "transparent"
                    border.color: choice.chosen ? Theme.accent : Theme.line
                    border.width: choice.chosen && choices.activeFocus ? 2 : 1
                }
                contentItem: Column {
                    leftPadding: 6
                    spacing: 3
                    Text {
                        width: choice.width - 30
                        elide: Text.ElideRight
                        text: choice.modelData.title
                        color: Theme.text
                        font { family: Theme.family; pixelSize: Theme.normal; weight: Font.Medium }
                    }
                    Text {
                        width: choice.width - 30
                        elide: Text.ElideMiddle
                        text: qsTr("%1 → %2: %3").arg(choice.modelData.from).arg(choice.modelData.to).arg(choice.modelData.effect)
                        color: Theme.muted
                        font { family: Theme.family; pixelSize: Theme.tiny }
                    }
                }
            }
        }
        Repeater {
            model: sheet.questions
            Item {
                id: question
                required property var modelData
                required property int index
                width: parent.width
                height: 36
                Text {
                    anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                    width: 150
                    elide: Text.ElideRight
                    text: question.modelData.required ? question.modelData.label : qsTr("%1 (optional)").arg(question.modelData.label)
                    color: Theme.text
                    font { family: Theme.family; pixelSize: Theme.normal }
                }
                Choice {
                    visible: question.modelData.choices.length > 0 && !question.modelData.free
                    anchors { left: parent.left; leftMargin: 160; right: parent.right; verticalCenter: parent.verticalCenter }
                    model: question.modelData.required || question.modelData.suggestion ? question.modelData.choices : [""].concat(question.modelData.choices)
                    currentIndex: Math.max(0, model.indexOf(question.modelData.suggestion))
                    Accessible.name: question.modelData.label
                    onActivated: sheet.answer(question.modelData.id, currentText)
                    Component.onCompleted: if (visible && question.modelData.required) sheet.answer(question.modelData.id, currentText)
                }
                InputField {
                    visible: question.modelData.choices.length === 0 || question.modelData.free
                    objectName: "connectAnswer-" + question.modelData.id
                    anchors { left: parent.left; leftMargin: 160; right: parent.right }
                    name: question.modelData.label
                    text: question.modelData.suggestion
                    onTextEdited: sheet.answer(question.modelData.id, text)
                    onAccepted: if (sheet.answered) sheet.connectThem()
                }
            }
        }
        Text {
            visible: text
            width: parent.width
            wrapMode: Text.Wrap
            text: sheet.connector.problem
            color: Theme.bad
            font { family: Theme.family; pixelSize: Theme.small }
        }
        Row {
            anchors.right: parent.right
            spacing: 10
            PushButton { text: qsTr("Cancel"); onClicked: sheet.close() }
            PushButton { objectName: "connectGo"; kind: "accent"; text: qsTr("Connect"); enabled: sheet.answered; onClicked: sheet.connectThem() }
        }
    }
}
