pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import QtQuick.Layouts
import Armillary.Components
import Armillary.Editing
import Armillary.Editor
import Armillary.Gitops
import Armillary.Host

// What a repository would make of production: which two revisions are compared, what changes and what that does.
Item {
    id: page
    required property Cluster cluster
    required property EditorDocument document
    readonly property alias preview: preview
    readonly property alias list: list
    readonly property bool wide: width > 760
    // The object of which the editor is to show the place, once it has the folder.
    property string sought: ""
    signal editorWanted(url folder)

    function focusPage(): void {
        if (!preview.open) start.focusField()
        else if (list.visible) list.forceActiveFocus()
        else bar.focusBar()
    }
    function edit(key: string): void {
        sought = key
        editorWanted(preview.worktree())
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("GitOps")
    onVisibleChanged: {
        if (!visible) return
        preview.openLast()
        focusPage()
    }

    GitopsPreview {
        id: preview
        cluster: page.cluster
        // Rows come and go; who looks at one looks on at it.
        onResultChanged: {
            const row = changes.rowOf(list.key)
            list.lookAt(row >= 0 ? row : changes.firstObject() >= 0 ? changes.firstObject() : changes.count > 0 ? 0 : -1)
            // Its application is above it.
            if (list.currentIndex === 1) list.positionViewAtBeginning()
        }
    }
    Connections {
        target: page.document
        function onFilesChanged(): void {
            if (page.sought === "" || page.document.loading) return
            preview.selectIn(page.document, page.sought)
            page.sought = ""
        }
    }
    Shortcut { sequences: [StandardKey.Refresh]; enabled: page.visible && preview.open; onActivated: preview.refresh() }
    Shortcut { sequence: "Escape"; enabled: page.visible && preview.running; onActivated: preview.stop() }

    Rectangle { anchors.fill: parent; color: Theme.background }
    DropArea {
        anchors.fill: parent
        keys: ["text/uri-list"]
        onDropped: drop => preview.openFolder(drop.urls[0])
    }
    GitopsStart {
        id: start
        anchors.fill: parent
        visible: !preview.open
        preview: preview
        onFolderWanted: folder.open()
    }
    ColumnLayout {
        anchors.fill: parent
        visible: preview.open
        spacing: 0
        GitopsBar {
            id: bar
            Layout.fillWidth: true
            preview: preview
            onFolderWanted: folder.open()
        }
        NoticeBar {
            objectName: "gitopsProblem"
            Layout.fillWidth: true
            visible: preview.hasResult && (preview.problem !== "" || preview.stopped)
            tone: preview.problem ? "bad" : "warning"
            text: (preview.problem ? [preview.problem, preview.next, qsTr("What is shown is the last result before that.")]
                                   : [qsTr("The preview was stopped."), qsTr("What is shown is the last result before that.")]).filter(text => text).join("\n")
            actions: [qsTr("Try again")]
            onTriggered: preview.refresh()
        }
        RemarkBand {
            objectName: "gitopsProblems"
            Layout.fillWidth: true
            most: page.height * 0.3
            tone: "bad"
            remarks: preview.problems
            headline: qsTr("%n applications cannot be told.", "", preview.problems.length)
            expanded: true
        }
        RemarkBand {
            objectName: "gitopsNotes"
            Layout.fillWidth: true
            most: page.height * 0.3
            tone: "warning"
            remarks: preview.notes
            headline: qsTr("%n things were left out or are not supported.", "", preview.notes.length)
        }
        Rectangle {
            Layout.fillWidth: true
            visible: preview.hasResult && !preview.empty
            implicitHeight: totals.implicitHeight + 24
            color: Theme.surface
            Column {
                id: totals
                anchors { left: parent.left; right: parent.right; leftMargin: 16; rightMargin: 16; verticalCenter: parent.verticalCenter }
                spacing: 8
                Row {
                    width: parent.width
                    spacing: 10
                    Text { id: headline; objectName: "gitopsHeadline"; text: preview.headline; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
                    Rectangle {
                        objectName: "gitopsOlder"
                        anchors.verticalCenter: headline.verticalCenter
                        visible: preview.stale
                        width: older.implicitWidth + 14
                        height: 20
                        radius: 6
                        color: Qt.alpha(Theme.warning, Theme.dark ? 0.14 : 0.1)
                        border.color: Qt.alpha(Theme.warning, 0.5)
                        Text { id: older; anchors.centerIn: parent; text: qsTr("older"); color: Theme.warning; font { family: Theme.family; pixelSize: Theme.tiny; weight: Font.Medium } }
                    }
                }
                Text {
                    objectName: "gitopsSentences"
                    width: parent.width
                    text: preview.sentences.join(" ")
                    wrapMode: Text.Wrap
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.normal }
                }
                Flow {
                    width: parent.width
                    spacing: 6
                    visible: preview.impacts.length > 0
                    Accessible.role: Accessible.Grouping
                    Accessible.name: qsTr("Show what")
                    Chip {
                        implicitHeight: 26
                        text: qsTr("All")
                        checked: preview.changes.impact === ""
                        onClicked: { preview.changes.impact = ""; checked = Qt.binding(() => preview.changes.impact === "") }
                    }
                    Repeater {
                        model: preview.impacts
                        Chip {
                            required property var modelData
                            objectName: "impact-" + modelData.id
                            implicitHeight: 26
                            text: qsTr("%1 %2").arg(modelData.label).arg(modelData.number)
                            checked: preview.changes.impact === modelData.id
                            onClicked: {
                                preview.changes.impact = preview.changes.impact === modelData.id ? "" : modelData.id
                                checked = Qt.binding(() => preview.changes.impact === modelData.id)
                                list.lookAt(preview.changes.firstObject())
                            }
                        }
                    }
                }
            }
            Rectangle { width: parent.width; height: 1; anchors.bottom: parent.bottom; color: Theme.line }
        }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true
            StateView {
                objectName: "gitopsState"
                anchors.fill: parent
                visible: !preview.hasResult || preview.empty && preview.changes.count === 0 || preview.empty && preview.problems.length === 0
                kind: preview.hasResult ? "empty" : preview.running ? "loading" : "error"
                title: preview.hasResult ? preview.headline
                     : preview.fetching ? qsTr("Fetching %1").arg(preview.title)
                     : preview.running ? (preview.count > 0 ? qsTr("Rendering applications: %1 of %2").arg(preview.done).arg(preview.count) : qsTr("Reading %1").arg(preview.title))
                     : preview.stopped ? qsTr("The preview was stopped") : qsTr("There is no preview")
                detail: preview.hasResult ? (preview.problems.length > 0 ? qsTr("What stands above has to be mended first.")
                                             : preview.base === preview.head ? qsTr("Both are the same revision.")
                                             : preview.notes.length > 0 ? qsTr("What stands above was left out, and may change all the same.")
                                             : qsTr("%1 deploys what %2 does, object by object.").arg(preview.shownRevision(preview.head)).arg(preview.shownRevision(preview.base)))
                     : preview.running ? qsTr("Nothing is written, and no cluster is asked.") : [preview.problem, preview.next].filter(text => text).join("\n")
                action: preview.hasResult ? "" : preview.running ? qsTr("Stop") : qsTr("Try again")
                onTriggered: preview.running ? preview.stop() : preview.refresh()
            }
            SplitView {
                anchors.fill: parent
                visible: preview.hasResult && !preview.empty
                orientation: page.wide ? Qt.Horizontal : Qt.Vertical
                handle: Rectangle { implicitWidth: 5; implicitHeight: 5; color: SplitHandle.pressed || SplitHandle.hovered ? Theme.accent : Theme.line; opacity: SplitHandle.pressed || SplitHandle.hovered ? 1 : 0.6 }
                Item {
                    SplitView.preferredWidth: Math.min(460, page.width * 0.4)
                    SplitView.minimumWidth: 220
                    SplitView.preferredHeight: 220
                    SplitView.minimumHeight: 120
                    SearchField {
                        id: search
                        objectName: "gitopsSearch"
                        anchors { left: parent.left; right: parent.right; top: parent.top; margins: 10 }
                        placeholderText: qsTr("Search objects")
                        onTextChanged: {
                            preview.changes.search = text
                            list.lookAt(preview.changes.firstObject())
                        }
                        Keys.onDownPressed: list.forceActiveFocus()
                        Keys.onReturnPressed: list.forceActiveFocus()
                    }
                    ListView {
                        id: list
                        objectName: "gitopsChanges"
                        anchors { left: parent.left; right: parent.right; top: search.bottom; bottom: parent.bottom; topMargin: 6 }
                        // Of the row that is looked at.
                        property string key: ""
                        clip: true
                        reuseItems: true
                        model: preview.changes
                        boundsBehavior: Flickable.StopAtBounds
                        activeFocusOnTab: true
                        keyNavigationEnabled: true
                        ScrollBar.vertical: ScrollBar {}
                        Accessible.role: Accessible.List
                        Accessible.name: qsTr("What changes")
                        onCurrentIndexChanged: if (currentIndex >= 0) key = preview.changes.keyOf(currentIndex)
                        Keys.onPressed: event => {
                            const inwards = event.key === (Theme.mirrored ? Qt.Key_Left : Qt.Key_Right), outwards = event.key === (Theme.mirrored ? Qt.Key_Right : Qt.Key_Left)
                            event.accepted = true
                            if (inwards) preview.changes.setFolded(currentIndex, false)
                            else if (outwards) leave(currentIndex)
                            else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter || event.key === Qt.Key_Space) enter(currentIndex)
                            else if (event.key === Qt.Key_Home) currentIndex = 0
                            else if (event.key === Qt.Key_End) currentIndex = count - 1
                            else if (event.key === Qt.Key_PageDown) currentIndex = Math.min(count - 1, currentIndex + Math.max(1, Math.floor(height / 44)))
                            else if (event.key === Qt.Key_PageUp) currentIndex = Math.max(0, currentIndex - Math.max(1, Math.floor(height / 44)))
                            else event.accepted = false
                        }
                        // Rows may have come and gone: another one may be at the same place.
                        function lookAt(row: int): void {
                            currentIndex = row
                            key = preview.changes.keyOf(row)
                        }
                        function leave(row: int): void {
                            const above = preview.changes.parentOf(row)
                            if (above < 0) return
                            if (above === row) preview.changes.setFolded(row, true)
                            currentIndex = above
                        }
                        function enter(row: int): void {
                            if (preview.changes.parentOf(row) === row) preview.changes.setFolded(row, !preview.changes.isFolded(row))
                            else detail.focusDetail()
                        }
                        delegate: ChangeRow {
                            width: ListView.view.width
                            chosen: ListView.isCurrentItem
                            focused: chosen && list.activeFocus
                            onClicked: {
                                list.currentIndex = index
                                list.forceActiveFocus()
                                if (kind === "unchanged" || kind === "application") list.enter(index)
                            }
                        }
                    }
                    Text {
                        anchors.centerIn: list
                        visible: list.count === 0
                        text: qsTr("Nothing fits")
                        color: Theme.muted
                        font { family: Theme.family; pixelSize: Theme.normal }
                    }
                }
                ChangeDetail {
                    id: detail
                    SplitView.fillWidth: true
                    SplitView.fillHeight: true
                    SplitView.minimumWidth: 260
                    // Read anew with every result.
                    change: preview.revision >= 0 && preview.changes.count >= 0 ? preview.detail(list.currentIndex) : ({})
                    baseName: preview.shownRevision(preview.base)
                    headName: preview.shownRevision(preview.head)
                    onEditorWanted: page.edit(list.key)
                    onLeaveWanted: list.forceActiveFocus()
                }
            }
        }
    }
    FolderDialog {
        id: folder
        title: qsTr("Open a repository")
        onAccepted: preview.openFolder(selectedFolder)
    }
}
