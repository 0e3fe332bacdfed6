pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import QtQuick.Layouts
import Armillary.Apply
import Armillary.Components
import Armillary.Editing

// What a manifest will do, object by object, with what is to be decided before, and how it goes once it is applied. It
// stands by itself: whoever has a text gives it to `applying`.
ColumnLayout {
    id: review
    required property Applying applying
    property alias current: list.currentIndex
    // What leads back to the text; "" where nothing does.
    property string backText: ""
    // Gives the files that it is read from as they stand, {path, text}; null where there are none.
    property var edited: null
    readonly property bool busy: applying.stage === Applying.Looking || applying.stage === Applying.Writing
    readonly property bool reviewing: applying.stage === Applying.Reviewing
    readonly property bool wide: width > 620
    readonly property StepLine line: list.currentItem as StepLine
    signal opened(string resource, string key)
    signal backWanted()
    spacing: 0

    function focusList(): void {
        list.currentIndex = Math.max(0, list.currentIndex)
        list.forceActiveFocus()
    }

    Rectangle {
        Layout.fillWidth: true
        implicitHeight: bar.implicitHeight + 14
        color: Theme.surface
        Flow {
            id: bar
            anchors { left: parent.left; right: parent.right; leftMargin: 14; rightMargin: 10; verticalCenter: parent.verticalCenter }
            spacing: 8
            Text {
                objectName: "applyWhere"
                // Beside the buttons where there is room, above them where there is not.
                width: bar.width - buttons.width - 8 > 260 ? bar.width - buttons.width - 8 : bar.width
                height: 30
                verticalAlignment: Text.AlignVCenter
                text: review.busy ? qsTr("%1 of %2").arg(review.applying.done).arg(review.applying.count) : review.applying.outcome
                elide: Text.ElideRight
                color: review.applying.outcomeTone ? Theme.tone(review.applying.outcomeTone) : Theme.muted
                font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
            }
            Row {
                id: buttons
                spacing: 8
                PushButton { objectName: "applyStop"; visible: review.busy; implicitHeight: 30; text: qsTr("Stop"); onClicked: review.applying.stop() }
                PushButton { objectName: "applyBack"; visible: review.backText && !review.busy; implicitHeight: 30; text: review.backText; onClicked: review.backWanted() }
                PushButton {
                    objectName: "applySave"
                    visible: review.reviewing
                    implicitHeight: 30
                    kind: review.applying.locked && review.edited === null ? "accent" : "plain"
                    text: qsTr("Save as patch file…")
                    onClicked: dialog.open()
                }
                PushButton {
                    objectName: "applyBranch"
                    visible: review.reviewing && review.edited !== null
                    implicitHeight: 30
                    kind: review.applying.locked ? "accent" : "plain"
                    text: qsTr("Commit to a branch…")
                    onClicked: branch.start(review.edited())
                }
                PushButton {
                    objectName: "applyGo"
                    visible: review.reviewing && !review.applying.locked
                    implicitHeight: 30
                    kind: "accent"
                    text: qsTr("Apply")
                    enabled: review.applying.canApply
                    onClicked: review.applying.apply()
                }
            }
        }
        Rectangle { width: parent.width; height: 1; anchors.bottom: parent.bottom; color: Theme.line }
    }
    NoticeBar {
        objectName: "applyUntried"
        Layout.fillWidth: true
        visible: review.reviewing && review.applying.untried
        tone: "quiet"
        text: qsTr("This context is production and locked. The cluster has not been asked what it makes of this: what is shown is what is to be expected.")
    }
    NoticeBar {
        id: problem
        objectName: "applySaveProblem"
        Layout.fillWidth: true
        visible: text !== ""
        text: ""
        tone: "bad"
        actions: [qsTr("Close")]
        onTriggered: text = ""
    }
    NoticeBar {
        objectName: "applyIrrevocable"
        Layout.fillWidth: true
        readonly property list<string> sentences: review.applying.irrevocable
        visible: sentences.length > 0
        text: sentences.slice(0, 3).concat(sentences.length > 3 ? [qsTr("And %n more.", "", sentences.length - 3)] : []).join("\n")
    }
    Rectangle {
        Layout.fillWidth: true
        visible: effects.text !== ""
        implicitHeight: effects.implicitHeight + 16
        color: Theme.surface
        Text {
            id: effects
            objectName: "applyEffects"
            anchors { left: parent.left; right: parent.right; leftMargin: 14; rightMargin: 14; verticalCenter: parent.verticalCenter }
            text: review.applying.stage === Applying.Finished ? review.applying.progress
                : !review.reviewing ? ""
                : review.applying.weighing ? qsTr("Working out what this does to what runs…")
                : review.applying.effects.concat(review.applying.unseen ? [qsTr("Not all could be looked at: %1.").arg(review.applying.unseen)] : []).join(" ")
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            maximumLineCount: 4
            elide: Text.ElideRight
            color: review.applying.stage === Applying.Finished ? (review.applying.progressTone === "accent" ? Theme.accent : Theme.tone(review.applying.progressTone)) : Theme.text
            font { family: Theme.family; pixelSize: Theme.small }
        }
        Rectangle { width: parent.width; height: 1; anchors.bottom: parent.bottom; color: Theme.line }
    }
    GridLayout {
        Layout.fillWidth: true
        Layout.fillHeight: true
        columns: review.wide ? 2 : 1
        columnSpacing: 0
        rowSpacing: 0
        ListView {
            id: list
            objectName: "applySteps"
            Layout.preferredWidth: review.wide ? Math.min(420, review.width * 0.42) : review.width
            Layout.preferredHeight: review.wide ? -1 : Math.min(contentHeight, review.height * 0.36)
            Layout.fillWidth: !review.wide
            Layout.fillHeight: review.wide
            clip: true
            model: review.applying
            boundsBehavior: Flickable.StopAtBounds
            keyNavigationEnabled: true
            activeFocusOnTab: true
            ScrollBar.vertical: ScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Objects of the manifest")
            Keys.onReturnPressed: list.open()
            Keys.onEnterPressed: list.open()
            function open(): void {
                const line = review.line
                const there = line && (["done", "rolling", "stuck"].includes(line.status) || line.change === "update" || line.change === "none")
                if (there) review.opened(resourceOf(currentIndex), keyOf(currentIndex))
            }
            function resourceOf(row: int): string { return review.applying.data(review.applying.index(row, 0), Applying.ResourceRole) }
            function keyOf(row: int): string { return review.applying.data(review.applying.index(row, 0), Applying.KeyRole) }
            delegate: StepLine {
                width: list.width
                chosen: list.currentIndex === index
                onClicked: {
                    list.currentIndex = index
                    list.forceActiveFocus()
                }
                onDoubleClicked: list.open()
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: 0
            Rectangle { Layout.fillWidth: true; visible: !review.wide; implicitHeight: 1; color: Theme.line }
            OwnedFields {
                Layout.fillWidth: true
                fields: review.reviewing && review.line ? review.line.owned : []
                choice: review.line ? review.line.choice : ""
                others: review.applying.asking > 1
                onDecided: choice => review.applying.decide(list.currentIndex, choice)
                onDecidedAll: choice => review.applying.decideAll(choice)
            }
            ImpactList {
                Layout.fillWidth: true
                most: review.height * 0.3
                impacts: review.line && !review.line.status ? review.line.impacts : []
            }
            DiffView {
                objectName: "applyDiff"
                Layout.fillWidth: true
                Layout.fillHeight: true
                radius: 0
                // Read anew with every look.
                readonly property var texts: review.applying.stage >= 0 ? review.applying.texts(list.currentIndex) : ({})
                title: review.line ? review.line.subject : ""
                before: texts.before ?? ""
                after: texts.after ?? ""
            }
        }
    }
    BranchSheet {
        id: branch
        applying: review.applying
    }
    FileDialog {
        id: dialog
        title: qsTr("Save as patch file")
        fileMode: FileDialog.SaveFile
        defaultSuffix: "patch"
        nameFilters: [qsTr("Differences (*.patch *.diff)"), qsTr("Manifests (*.yaml *.yml)")]
        onAccepted: problem.text = review.applying.savePatch(selectedFile)
    }
}
