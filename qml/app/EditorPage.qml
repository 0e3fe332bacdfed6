pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import Armillary.Apply
import Armillary.Components
import Armillary.Editing
import Armillary.Editor
import Armillary.Forms
import Armillary.Host

// The editor: what can be added, the canvas, the form, the text and the checks, all of one document; and what applying it
// will do.
Item {
    id: page
    required property Cluster cluster
    required property EditorDocument document
    // Where objects go that name no namespace.
    required property string homeNamespace
    // The files, or what a kustomization or chart among them comes to.
    readonly property alias rendered: rendered
    readonly property EditorDocument shown: rendered.shown
    readonly property alias canvas: canvas
    readonly property alias text: yaml
    readonly property alias form: form
    readonly property alias applying: applying
    readonly property bool reviewing: applying.stage !== Applying.Editing
    readonly property bool wide: width > 900
    signal opened(string resource, string key)

    function focusPage(): void {
        if (reviewing) review.focusList()
        else canvas.focusCanvas()
    }
    // In place of what is open, once that may go.
    function openUrl(url: url): void { leave.before(() => page.document.open(url)) }
    function startAnew(): void { leave.before(() => page.document.clear()) }
    function save(): void { document.save() }
    function lookAtPlan(): void {
        if (shown.count === 0 || reviewing) return
        applying.text = shown.textOf([])
        applying.look()
    }
    function backToCanvas(): void {
        applying.edit()
        focusPage()
    }
    function showText(): void {
        settings.textShown = true
        bottom.currentIndex = 0
        yaml.focusView()
    }
    function showForm(): void {
        settings.formShown = true
        form.focusView()
    }
    function showProblems(): void {
        settings.textShown = true
        bottom.currentIndex = 1
        problemView.focusList()
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Editor")
    onVisibleChanged: if (visible) focusPage()

    Settings {
        id: settings
        category: "editor"
        property bool paletteShown: true
        property bool formShown: true
        property bool textShown: true
    }
    RenderedView {
        id: rendered
        document: page.document
        onPlaceWanted: (line, column) => {
            page.showText()
            yaml.goTo(line, column)
        }
    }
    ProblemList {
        id: problems
        document: page.shown
        onPlaceWanted: (line, column) => {
            page.showText()
            yaml.goTo(line, column)
        }
    }
    Applying {
        id: applying
        cluster: page.cluster
        homeNamespace: page.homeNamespace
        fieldManager: "armillary-editor"
        onStageChanged: if (stage === Applying.Reviewing && review.visible) review.focusList()
    }
    Connections {
        target: page.document
        function onPlaceWanted(): void { savePlace.open() }
    }
    Shortcut { sequences: [StandardKey.Save]; enabled: page.visible && !page.reviewing; onActivated: page.save() }
    Shortcut { sequences: [StandardKey.Open]; enabled: page.visible && !page.reviewing; onActivated: openFile.open() }
    Shortcut { sequences: ["Ctrl+Shift+Z", "Ctrl+Y"]; enabled: page.visible && !page.reviewing; onActivated: canvas.redo() }
    Shortcut { sequence: "Ctrl+Return"; enabled: page.visible; onActivated: page.reviewing ? applying.apply() : page.lookAtPlan() }
    Shortcut { sequence: "Escape"; enabled: page.visible && page.reviewing && !review.busy; onActivated: page.backToCanvas() }

    Rectangle { anchors.fill: parent; color: Theme.background }
    EditorToolbar {
        id: bar
        anchors { left: parent.left; right: parent.right; top: parent.top }
        document: page.document
        rendered: rendered
        problems: problems
        reviewing: page.reviewing
        narrow: !page.wide
        paletteShown: settings.paletteShown
        formShown: settings.formShown
        textShown: settings.textShown
        onPaletteToggled: settings.paletteShown = !settings.paletteShown
        onFormToggled: settings.formShown = !settings.formShown
        onTextToggled: settings.textShown = !settings.textShown
        onNewWanted: page.startAnew()
        onOpenFileWanted: openFile.open()
        onOpenFolderWanted: openFolder.open()
        onSaveWanted: page.save()
        onProblemsWanted: page.showProblems()
        onReviewWanted: page.lookAtPlan()
    }
    Column {
        id: notice
        anchors { left: parent.left; right: parent.right; top: bar.bottom }
        NoticeBar {
            objectName: "editorUnsaved"
            width: parent.width
            visible: page.document.unsaved.length > 0
            text: qsTr("The last time changes to %1 were not saved.").arg(page.document.unsaved.slice(0, 3).join(", ") + (page.document.unsaved.length > 3 ? "…" : ""))
            actions: [qsTr("Bring them back"), qsTr("Forget them")]
            onTriggered: index => index === 0 ? leave.before(() => page.document.bringBack()) : page.document.forgetUnsaved()
        }
        Repeater {
            model: page.document.clashes
            NoticeBar {
                required property var modelData
                objectName: "editorClash"
                width: notice.width
                text: qsTr("Another program has changed %1 in places that were changed here, too.").arg(modelData.name)
                actions: [qsTr("Keep mine there"), qsTr("Take theirs there")]
                onTriggered: index => page.document.settleClash(modelData.file, index === 1)
            }
        }
        ViewBar {
            width: parent.width
            visible: rendered.current >= 0 && !page.reviewing
            rendered: rendered
        }
        NoticeBar {
            objectName: "editorProblem"
            width: parent.width
            visible: text !== ""
            text: page.document.problem || (applying.fault && !page.reviewing ? applying.fault : "")
            tone: "bad"
        }
    }
    SplitView {
        id: columnsView
        anchors { left: parent.left; right: parent.right; top: notice.bottom; bottom: parent.bottom }
        visible: !page.reviewing
        handle: SplitLine {}
        // It does not turn round by itself.
        readonly property bool mirroredNow: Theme.mirrored
        onMirroredNowChanged: turnRound()
        Component.onCompleted: if (mirroredNow) turnRound()
        function turnRound(): void {
            moveItem(2, 0)
            moveItem(2, 1)
        }
        Rectangle {
            SplitView.preferredWidth: 236
            SplitView.minimumWidth: 150
            SplitView.maximumWidth: 360
            visible: settings.paletteShown && page.wide && !page.shown.view
            color: Theme.surface
            EditorPalette {
                anchors.fill: parent
                cluster: page.cluster
                onWanted: entry => canvas.add(entry)
            }
        }
        SplitView {
            id: rowsView
            SplitView.fillWidth: true
            SplitView.minimumWidth: 260
            orientation: Qt.Vertical
            handle: SplitLine {}
            EditorCanvas {
                id: canvas
                SplitView.fillHeight: true
                SplitView.minimumHeight: 140
                clip: true
                cluster: page.cluster
                document: page.shown
                onFormWanted: page.showForm()
                onYamlWanted: page.showText()
            }
            Item {
                SplitView.preferredHeight: 250
                SplitView.minimumHeight: 90
                visible: settings.textShown
                Accessible.role: Accessible.Pane
                Accessible.name: qsTr("Text and problems")
                TabStrip {
                    id: bottom
                    objectName: "editorTabs"
                    anchors { left: parent.left; right: parent.right; top: parent.top }
                    height: 34
                    labels: [qsTr("YAML"), qsTr("Problems")]
                }
                Choice {
                    id: files
                    objectName: "editorFiles"
                    anchors { right: parent.right; rightMargin: 8; verticalCenter: bottom.verticalCenter }
                    visible: page.shown.files.length > 1 && bottom.currentIndex === 0
                    width: visible ? Math.min(260, parent.width * 0.5) : 0
                    implicitHeight: 28
                    Accessible.name: qsTr("File")
                    model: page.shown.files.map(file => file.changed ? qsTr("%1 •").arg(file.name) : file.name)
                    currentIndex: page.shown.file
                    onActivated: index => page.shown.file = index
                }
                YamlPane {
                    id: yaml
                    anchors { left: parent.left; right: parent.right; top: bottom.bottom; bottom: parent.bottom }
                    visible: bottom.currentIndex === 0
                    document: page.shown
                    onFixesWanted: (line, at) => quickFixes.start(at, problems.fixesAt(line))
                }
                FixMenu { id: quickFixes; parent: yaml; problems: problems }
                ProblemView {
                    id: problemView
                    anchors { left: parent.left; right: parent.right; top: bottom.bottom; bottom: parent.bottom }
                    visible: bottom.currentIndex === 1
                    problems: problems
                }
            }
        }
        FormPane {
            id: form
            SplitView.preferredWidth: 350
            SplitView.minimumWidth: 240
            visible: settings.formShown && page.width > 620
            document: page.shown
            onLeaveWanted: canvas.focusCanvas()
        }
    }
    ApplyReview {
        id: review
        anchors { left: parent.left; right: parent.right; top: notice.bottom; bottom: parent.bottom }
        visible: page.reviewing
        applying: applying
        backText: qsTr("Back to the editor")
        edited: () => page.document.texts()
        onBackWanted: page.backToCanvas()
        onOpened: (resource, key) => page.opened(resource, key)
    }

    Sheet {
        id: leave
        property var then: null
        objectName: "editorLeave"
        title: qsTr("Changes are not saved")
        function before(action: var): void {
            if (!page.document.modified) return action()
            then = action
            open()
        }
        contentItem: Column {
            spacing: 16
            Text { width: parent.width; wrapMode: Text.Wrap; text: leave.title; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
            Text { width: parent.width; wrapMode: Text.Wrap; text: qsTr("What was changed in %1 since it was saved will be lost.").arg(page.document.title); color: Theme.muted; font { family: Theme.family; pixelSize: Theme.normal } }
            Row {
                anchors.right: parent.right
                spacing: 10
                PushButton { text: qsTr("Cancel"); onClicked: leave.close() }
                PushButton { objectName: "editorDiscard"; kind: "danger"; text: qsTr("Discard changes"); onClicked: { leave.close(); leave.then() } }
            }
        }
    }
    FileDialog {
        id: openFile
        title: qsTr("Open a manifest")
        nameFilters: [qsTr("Manifests (*.yaml *.yml *.json)"), qsTr("All files (*)")]
        onAccepted: page.openUrl(selectedFile)
    }
    FolderDialog {
        id: openFolder
        title: qsTr("Open a folder of manifests")
        onAccepted: page.openUrl(selectedFolder)
    }
    FileDialog {
        id: savePlace
        title: qsTr("Save as")
        fileMode: FileDialog.SaveFile
        defaultSuffix: "yaml"
        nameFilters: [qsTr("Manifests (*.yaml *.yml)")]
        onAccepted: page.document.save(selectedFile)
    }
}
