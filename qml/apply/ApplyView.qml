pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import Armillary.Apply
import Armillary.Components
import Armillary.Editing
import Armillary.Host

// A manifest in the dock: written, pasted or from a file; looked at; applied.
FocusScope {
    id: view
    required property Cluster cluster
    // Where objects go that name no namespace.
    required property string homeNamespace
    property string title
    readonly property bool writing: applying.stage === Applying.Editing
    readonly property bool busy: applying.stage === Applying.Looking || applying.stage === Applying.Writing
    // Closing this would lose something.
    readonly property bool dirty: text.area.length > 0 && applying.stage !== Applying.Finished && text.area.text !== view.pristine
    property string pristine: ""
    signal opened(string resource, string key)
    readonly property var starters: [
        ["web", qsTr("Web service")], ["worker", qsTr("Worker")], ["database", qsTr("Database")],
        ["job", qsTr("Job")], ["cronjob", qsTr("Cron job")], ["config", qsTr("Configuration")]]

    // `resource`: "" for an empty one, a starter's name, or a file's URL.
    function show(resource: string, key: string): void {
        view.title = key
        if (resource.startsWith("file:")) view.read(resource)
        else if (resource) view.fill(applying.starter(resource))
    }
    function focusView(): void {
        if (view.writing) text.area.forceActiveFocus()
        else review.focusList()
    }
    function fill(wanted: string): void {
        view.pristine = wanted
        text.put(wanted)
    }
    function read(url: url): void {
        const file = applying.readFile(url)
        problem.text = file.problem
        if (!file.problem) view.fill(file.text)
    }

    Keys.onShortcutOverride: event => event.accepted = event.matches(StandardKey.Save) || (event.key === Qt.Key_Escape && !view.writing && !view.busy)
    Keys.onPressed: event => {
        event.accepted = true
        if (event.matches(StandardKey.Save)) view.writing ? applying.look() : applying.apply()
        else if (event.key === Qt.Key_Escape && !view.writing && !view.busy) view.back()
        else event.accepted = false
    }
    function back(): void {
        applying.edit()
        view.focusView()
    }

    Applying {
        id: applying
        cluster: view.cluster
        homeNamespace: view.homeNamespace
        onStageChanged: if (stage === Applying.Reviewing && review.visible) review.focusList()
    }
    Rectangle { anchors.fill: parent; color: Theme.background }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        Rectangle {
            Layout.fillWidth: true
            visible: view.writing
            implicitHeight: 44
            color: Theme.surface
            RowLayout {
                anchors { fill: parent; leftMargin: 14; rightMargin: 10 }
                spacing: 8
                Text {
                    objectName: "applyWhere"
                    Layout.fillWidth: true
                    text: qsTr("What names no namespace goes to %1").arg(view.homeNamespace)
                    elide: Text.ElideRight
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.small }
                }
                IconButton { objectName: "applyOpen"; symbol: "folder"; name: qsTr("Open a file"); onClicked: dialog.open() }
                PushButton {
                    objectName: "applyLook"
                    implicitHeight: 30
                    kind: "accent"
                    text: qsTr("Review…")
                    enabled: text.area.length > 0 && !applying.fault
                    onClicked: applying.look()
                }
            }
            Rectangle { width: parent.width; height: 1; anchors.bottom: parent.bottom; color: Theme.line }
        }
        NoticeBar { objectName: "applyLocked"; Layout.fillWidth: true; visible: view.writing && applying.locked; tone: "quiet"; text: qsTr("This context is production and locked: what is written here can be reviewed and saved as a patch, not applied.") }
        NoticeBar {
            id: problem
            objectName: "applyProblem"
            Layout.fillWidth: true
            visible: problem.text !== ""
            text: ""
            tone: "bad"
            actions: [qsTr("Close")]
            onTriggered: problem.text = ""
        }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true
            YamlArea {
                id: text
                anchors.fill: parent
                visible: view.writing
                faultLine: applying.faultLine
                onEdited: now => applying.text = now
            }
            Column {
                anchors { left: parent.left; leftMargin: 60; top: parent.top; topMargin: 44 }
                visible: view.writing && text.area.length === 0
                spacing: 12
                Text { text: qsTr("Write or paste YAML, drop a file on the window, or start from"); color: Theme.muted; font { family: Theme.family; pixelSize: Theme.normal } }
                Flow {
                    width: Math.max(300, view.width - 120)
                    spacing: 8
                    Repeater {
                        model: view.starters
                        PushButton {
                            required property var modelData
                            objectName: "starter-" + modelData[0]
                            implicitHeight: 30
                            text: modelData[1]
                            onClicked: {
                                view.fill(applying.starter(modelData[0]))
                                view.focusView()
                            }
                        }
                    }
                }
            }
            ApplyReview {
                id: review
                anchors.fill: parent
                visible: !view.writing
                applying: applying
                backText: qsTr("Back to the text")
                onBackWanted: view.back()
                onOpened: (resource, key) => view.opened(resource, key)
            }
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: 26
            visible: view.writing
            color: Theme.surface
            Rectangle { width: parent.width; height: 1; color: Theme.line }
            RowLayout {
                anchors { fill: parent; leftMargin: 14; rightMargin: 14 }
                spacing: 10
                Icon { size: 13; color: applying.fault ? Theme.bad : Theme.good; path: Icons.path(applying.fault ? "warning" : "check") }
                Text {
                    objectName: "applyFault"
                    Layout.fillWidth: true
                    text: !applying.fault ? applying.summary : applying.faultLine > 0 ? qsTr("Line %1: %2").arg(applying.faultLine).arg(applying.fault) : applying.fault
                    textFormat: Text.PlainText
                    elide: Text.ElideRight
                    color: applying.fault ? Theme.bad : Theme.muted
                    font { family: Theme.family; pixelSize: Theme.tiny }
                    TapHandler { enabled: applying.faultLine > 0; onTapped: text.goToLine(applying.faultLine) }
                }
                Text { text: qsTr("Line %1 of %2").arg(text.line).arg(text.area.lineCount); color: Theme.muted; font { family: Theme.family; pixelSize: Theme.tiny } }
            }
        }
    }
    FileDialog {
        id: dialog
        title: qsTr("Open a manifest")
        nameFilters: [qsTr("Manifests (*.yaml *.yml *.json)"), qsTr("All files (*)")]
        onAccepted: view.read(selectedFile)
    }
}
