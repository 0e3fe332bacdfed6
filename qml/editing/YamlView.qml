import QtQuick
import QtQuick.Layouts
import Armillary.Components
import Armillary.Editing
import Armillary.Host

// One object's YAML in the dock, to be edited and saved.
FocusScope {
    id: view
    required property Cluster cluster
    readonly property alias editor: editor
    readonly property string title: qsTr("YAML of %1").arg(editor.key)
    // Closing this would lose something.
    readonly property bool dirty: editor.dirty
    readonly property bool editable: editor.readOnly === "" && !editor.gone

    // The pages beside have a search of their own, and Escape closes the details.
    Keys.onShortcutOverride: event => event.accepted = event.matches(StandardKey.Find) || event.matches(StandardKey.Save)
        || (event.key === Qt.Key_Escape && finder.visible)
    Keys.onPressed: event => {
        event.accepted = true
        if (event.matches(StandardKey.Find)) view.find()
        else if (event.key === Qt.Key_Escape && finder.visible) finder.closed()
        else if (event.matches(StandardKey.Save)) { if (view.editable) editor.save() }
        else event.accepted = false
    }

    function show(resource: string, key: string): void { editor.show(resource, key) }
    function focusView(): void { text.area.forceActiveFocus() }
    function find(): void { finder.visible = true; finder.start() }

    YamlEditor {
        id: editor
        cluster: view.cluster
        onTextWanted: wanted => text.put(wanted)
        onStageChanged: {
            if (stage === YamlEditor.Reviewing) review.open()
            else review.close()
            if (stage === YamlEditor.Choosing) choice.open()
            else choice.close()
        }
    }
    Rectangle { anchors.fill: parent; color: Theme.background }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: 44
            color: Theme.surface
            RowLayout {
                anchors { fill: parent; leftMargin: 14; rightMargin: 10 }
                spacing: 6
                Text {
                    Layout.fillWidth: true
                    text: editor.kind + "  " + editor.key
                    elide: Text.ElideMiddle
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.small }
                }
                Text {
                    visible: editor.dirty
                    text: qsTr("● not saved")
                    color: Theme.warning
                    font { family: Theme.family; pixelSize: Theme.small }
                }
                IconButton {
                    objectName: "revealSecret"
                    visible: editor.secret
                    symbol: editor.revealed ? "hide" : "eye"
                    name: editor.revealed ? qsTr("Hide the values") : qsTr("Show the values")
                    onClicked: editor.reveal(!editor.revealed)
                }
                IconButton { symbol: "search"; name: qsTr("Find"); keys: "Ctrl+F"; onClicked: view.find() }
                IconButton {
                    objectName: "revertYaml"
                    symbol: "restart"
                    name: qsTr("Back to what the cluster has")
                    enabled: editor.dirty && editor.stage === YamlEditor.Editing
                    onClicked: editor.revert()
                }
                PushButton {
                    objectName: "checkYaml"
                    implicitHeight: 30
                    text: qsTr("Check")
                    enabled: view.editable && editor.dirty && editor.stage === YamlEditor.Editing
                    onClicked: editor.check()
                }
                PushButton {
                    objectName: "saveYaml"
                    implicitHeight: 30
                    kind: "accent"
                    text: editor.stage === YamlEditor.Working ? qsTr("Working…") : qsTr("Save…")
                    enabled: view.editable && editor.dirty && editor.stage === YamlEditor.Editing
                    onClicked: editor.save()
                }
            }
            Rectangle { width: parent.width; height: 1; anchors.bottom: parent.bottom; color: Theme.line }
        }
        FindBar {
            id: finder
            Layout.fillWidth: true
            visible: false
            area: text.area
            onClosed: { visible = false; view.focusView() }
        }
        NoticeBar { objectName: "yamlLocked"; Layout.fillWidth: true; visible: editor.readOnly !== ""; tone: "quiet"; text: editor.readOnly }
        NoticeBar { Layout.fillWidth: true; visible: editor.gone && editor.stage !== YamlEditor.Loading; text: qsTr("It does not exist any more. The text stays here, to be copied.") }
        NoticeBar {
            objectName: "yamlMeanwhile"
            Layout.fillWidth: true
            visible: editor.changedMeanwhile && editor.dirty && !editor.gone
            tone: "accent"
            text: qsTr("Changed in the cluster meanwhile.")
            actions: [qsTr("Show"), qsTr("Take it in")]
            onTriggered: index => {
                if (index === 1) return editor.takeTheirs()
                const change = editor.theirChange()
                theirs.before = change.before
                theirs.after = change.after
                theirs.open()
            }
        }
        NoticeBar { objectName: "yamlOutcome"; Layout.fillWidth: true; visible: editor.outcome !== ""; tone: editor.outcomeTone; text: editor.outcome }
        YamlArea {
            id: text
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: editor.stage !== YamlEditor.Loading
            readOnly: !view.editable || editor.stage !== YamlEditor.Editing
            faultLine: editor.faultLine
            onEdited: now => editor.setText(now)
        }
        StateView {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: editor.stage === YamlEditor.Loading
            kind: editor.problem ? "error" : "loading"
            title: editor.problem ? qsTr("It cannot be read") : qsTr("Reading it")
            detail: editor.problem
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: 26
            visible: editor.stage !== YamlEditor.Loading
            color: Theme.surface
            Rectangle { width: parent.width; height: 1; color: Theme.line }
            RowLayout {
                anchors { fill: parent; leftMargin: 14; rightMargin: 14 }
                spacing: 10
                Icon { size: 13; color: editor.fault ? Theme.bad : Theme.good; path: Icons.path(editor.fault ? "warning" : "check") }
                Text {
                    id: verdict
                    objectName: "yamlFault"
                    Layout.fillWidth: true
                    text: !editor.fault ? qsTr("Reads as YAML") : editor.faultLine > 0 ? qsTr("Line %1: %2").arg(editor.faultLine).arg(editor.fault) : editor.fault
                    textFormat: Text.PlainText
                    elide: Text.ElideRight
                    color: editor.fault ? Theme.bad : Theme.muted
                    font { family: Theme.family; pixelSize: Theme.tiny }
                    TapHandler { enabled: editor.faultLine > 0; onTapped: text.goToLine(editor.faultLine) }
                }
                Text { text: qsTr("Line %1 of %2").arg(text.line).arg(text.area.lineCount); color: Theme.muted; font { family: Theme.family; pixelSize: Theme.tiny } }
            }
        }
    }
    ReviewSheet {
        id: review
        title: qsTr("Save %1 %2").arg(editor.kind).arg(editor.key)
        detail: editor.changedMeanwhile ? qsTr("With what others have changed meanwhile, which stays.") : ""
        before: editor.before
        after: editor.after
        verb: qsTr("Save")
        onConfirmed: editor.confirm()
        onClosed: { editor.cancel(); view.focusView() }
    }
    ReviewSheet { id: theirs; title: qsTr("Changed in the cluster meanwhile"); onClosed: view.focusView() }
    ConflictSheet {
        id: choice
        conflicts: editor.conflicts
        onChosen: (path, side) => editor.choose(path, side)
        onClosed: { editor.cancel(); view.focusView() }
    }
}
