pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Armillary.Apply
import Armillary.Components

// What is edited as a commit on a branch of its repository: where it goes, what it holds, and what came of it.
Sheet {
    id: sheet
    required property Applying applying
    readonly property alias branch: branch
    readonly property bool ready: branch.stage === BranchCommit.Ready
    readonly property bool busy: [BranchCommit.Looking, BranchCommit.Committing, BranchCommit.Pushing].includes(branch.stage)
    readonly property bool done: branch.stage === BranchCommit.Done
    readonly property var verdict: ready ? branch.weigh(name.text.trim()) : { text: "", possible: false }
    readonly property bool possible: ready && verdict.possible && branch.chosen > 0 && message.text.trim() !== ""
    objectName: "branchSheet"
    title: qsTr("Commit to a branch")
    width: Math.min(560, (parent ? parent.width : 560) - 40)
    closePolicy: branch.stage === BranchCommit.Pushing ? Popup.NoAutoClose : Popup.CloseOnEscape

    // `files`: {path, text}, as they stand in the editor.
    function start(files: var): void {
        pushes.checked = false
        branch.look(files, applying.titles())
        open()
    }
    function commit(): void { if (possible) branch.commit(name.text.trim(), message.text, pushes.checked ? remote.currentIndex : -1) }

    BranchCommit {
        id: branch
        cluster: sheet.applying.cluster
        onChanged: if (stage === BranchCommit.Ready && !commitId && !problem) {
            name.text = proposedBranch
            message.text = proposedMessage
            name.forceActiveFocus()
            name.selectAll()
        }
    }
    contentItem: ColumnLayout {
        spacing: 12
        Text { Layout.fillWidth: true; text: sheet.title; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
        Text {
            objectName: "branchSays"
            Layout.fillWidth: true
            wrapMode: Text.Wrap
            textFormat: Text.PlainText
            text: branch.stage === BranchCommit.Looking ? qsTr("Looking at the repository…")
                : branch.stage === BranchCommit.Committing ? qsTr("Committing…")
                : branch.stage === BranchCommit.Pushing ? qsTr("Pushing %1…").arg(branch.branch)
                : sheet.done ? (branch.pushed ? qsTr("Commit %1 is on %2, and pushed.") : qsTr("Commit %1 is on %2, on this machine alone.")).arg(branch.commitId.substring(0, 10)).arg(branch.branch)
                : sheet.ready ? qsTr("In %1, by %2. What is not saved is committed as it stands in the editor; the files on the disk and what is checked out stay as they are.").arg(branch.root).arg(branch.author) : ""
            visible: text !== ""
            color: sheet.done ? Theme.text : Theme.muted
            font { family: Theme.family; pixelSize: Theme.normal }
        }
        Text {
            objectName: "branchProblem"
            Layout.fillWidth: true
            visible: branch.problem !== ""
            wrapMode: Text.Wrap
            textFormat: Text.PlainText
            text: branch.next ? qsTr("%1. %2").arg(branch.problem.replace(/\.$/, "")).arg(branch.next) : branch.problem
            color: Theme.bad
            font { family: Theme.family; pixelSize: Theme.small }
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
        }
        ColumnLayout {
            Layout.fillWidth: true
            visible: sheet.ready
            spacing: 8
            Text { text: qsTr("Branch"); color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
            InputField {
                id: name
                objectName: "branchName"
                Layout.fillWidth: true
                name: qsTr("Name of the branch")
                onAccepted: sheet.commit()
            }
            Text {
                objectName: "branchVerdict"
                Layout.fillWidth: true
                wrapMode: Text.Wrap
                textFormat: Text.PlainText
                text: sheet.verdict.text
                color: sheet.verdict.possible ? Theme.muted : Theme.bad
                font { family: Theme.family; pixelSize: Theme.small }
            }
            Text { text: qsTr("Message"); color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
            ScrollView {
                Layout.fillWidth: true
                Layout.preferredHeight: Math.min(96, Math.max(40, message.implicitHeight))
                TextArea {
                    id: message
                    objectName: "branchMessage"
                    textFormat: TextEdit.PlainText
                    wrapMode: TextEdit.Wrap
                    color: Theme.text
                    selectionColor: Theme.accent
                    selectedTextColor: Theme.accentText
                    leftPadding: 12
                    rightPadding: 12
                    font { family: Theme.family; pixelSize: Theme.normal }
                    Accessible.role: Accessible.EditableText
                    Accessible.name: qsTr("Message of the commit")
                    KeyNavigation.priority: KeyNavigation.BeforeItem
                    KeyNavigation.tab: list
                    KeyNavigation.backtab: name
                    background: Rectangle {
                        radius: Theme.radius - 2
                        color: Theme.background
                        border.color: message.activeFocus ? Theme.accent : Theme.line
                        border.width: message.activeFocus ? 2 : 1
                    }
                }
            }
            Text { text: qsTr("What it contains"); color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
            ListView {
                id: list
                objectName: "branchFiles"
                Layout.fillWidth: true
                implicitHeight: Math.min(contentHeight, 128)
                clip: true
                model: branch.files.length
                boundsBehavior: Flickable.StopAtBounds
                activeFocusOnTab: true
                keyNavigationEnabled: true
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Files of the commit")
                ScrollBar.vertical: ScrollBar {}
                Keys.onSpacePressed: branch.choose(currentIndex, !branch.files[currentIndex].chosen)
                delegate: CheckDelegate {
                    id: line
                    required property int index
                    readonly property var file: branch.files[index] ?? { path: "", fresh: false, chosen: false }
                    width: list.width - 10
                    height: 30
                    padding: 0
                    leftPadding: 6
                    rightPadding: 6
                    focusPolicy: Qt.NoFocus
                    checked: file.chosen
                    text: file.fresh ? qsTr("%1 (new)").arg(file.path) : file.path
                    onToggled: {
                        list.currentIndex = index
                        branch.choose(index, checked)
                        checked = Qt.binding(() => file.chosen)
                    }
                    Accessible.role: Accessible.CheckBox
                    Accessible.name: text
                    Accessible.checked: checked
                    indicator: Rectangle {
                        x: Theme.mirrored ? line.width - width - 6 : 6
                        anchors.verticalCenter: parent.verticalCenter
                        width: 16
                        height: 16
                        radius: 4
                        color: line.checked ? Theme.accent : "transparent"
                        border.color: line.checked ? Theme.accent : Theme.quiet
                        Icon { anchors.centerIn: parent; visible: line.checked; size: 12; color: Theme.accentText; path: Icons.path("check") }
                    }
                    contentItem: Text {
                        leftPadding: Theme.mirrored ? 0 : 24
                        rightPadding: Theme.mirrored ? 24 : 0
                        text: line.text
                        textFormat: Text.PlainText
                        elide: Text.ElideMiddle
                        verticalAlignment: Text.AlignVCenter
                        color: Theme.text
                        font { family: Theme.monospace; pixelSize: Theme.small }
                    }
                    background: Rectangle {
                        radius: 6
                        color: line.hovered ? Theme.raised : "transparent"
                        border.width: list.activeFocus && list.currentIndex === line.index ? 2 : 0
                        border.color: Theme.accent
                    }
                }
            }
            Text {
                objectName: "branchLeftOut"
                Layout.fillWidth: true
                visible: branch.leftOut.length > 0
                wrapMode: Text.Wrap
                textFormat: Text.PlainText
                maximumLineCount: 4
                elide: Text.ElideRight
                text: branch.leftOut.join("\n")
                color: Theme.warning
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
        RowLayout {
            Layout.fillWidth: true
            visible: branch.remotes.length > 0 && (sheet.ready || (sheet.done && !branch.pushed))
            spacing: 10
            Toggle {
                id: pushes
                objectName: "branchPushes"
                visible: sheet.ready
                name: text
                text: qsTr("Push it to")
            }
            Text { visible: sheet.done; text: qsTr("It can be pushed to"); color: Theme.muted; font { family: Theme.family; pixelSize: Theme.normal } }
            Choice {
                id: remote
                objectName: "branchRemote"
                Layout.preferredWidth: 130
                Accessible.name: qsTr("Where it is pushed to")
                model: branch.remotes
            }
            Text {
                Layout.fillWidth: true
                text: branch.addresses[remote.currentIndex] ?? ""
                textFormat: Text.PlainText
                elide: Text.ElideMiddle
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
        Text {
            Layout.fillWidth: true
            visible: sheet.done && branch.unsignedHere
            wrapMode: Text.Wrap
            text: qsTr("Your git signs commits; this one is not signed.")
            color: Theme.warning
            font { family: Theme.family; pixelSize: Theme.small }
        }
        TextInput {
            objectName: "branchPage"
            Layout.fillWidth: true
            visible: sheet.done && branch.page !== ""
            readOnly: true
            selectByMouse: true
            activeFocusOnTab: true
            clip: true
            text: branch.page
            color: Theme.muted
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentText
            font { family: Theme.monospace; pixelSize: Theme.small }
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("Address of the page for a pull request")
        }
        Row {
            Layout.alignment: Qt.AlignRight
            spacing: 10
            PushButton { objectName: "branchStop"; visible: branch.stage === BranchCommit.Pushing; text: qsTr("Stop"); onClicked: branch.stop() }
            PushButton { objectName: "branchClose"; visible: branch.stage !== BranchCommit.Pushing; text: sheet.done ? qsTr("Close") : qsTr("Cancel"); onClicked: sheet.close() }
            PushButton { objectName: "branchPush"; visible: sheet.done && !branch.pushed && branch.remotes.length > 0; kind: "accent"; text: qsTr("Push"); onClicked: branch.push(remote.currentIndex) }
            PushButton { objectName: "branchOpenPage"; visible: sheet.done && branch.page !== ""; kind: "accent"; text: qsTr("Open a pull request…"); onClicked: Qt.openUrlExternally(branch.page) }
            PushButton {
                objectName: "branchGo"
                visible: !sheet.done && branch.stage !== BranchCommit.Pushing && branch.stage !== BranchCommit.Unable
                kind: "accent"
                enabled: sheet.possible
                text: pushes.checked && branch.remotes.length > 0 ? qsTr("Commit and push") : qsTr("Commit")
                onClicked: sheet.commit()
            }
        }
    }
}
