pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import Armillary.Components
import Armillary.Files
import Armillary.Host
import Armillary.Terminal

// The files of a container: one folder of them, and what is on its way out or in.
Item {
    id: page
    required property Cluster cluster
    readonly property string title: qsTr("Files of %1").arg(browser.key.replace(/^.*\//, ""))
    readonly property alias browser: browser
    readonly property alias transfers: transfers
    readonly property bool offersTools: !browser.loading && browser.needsTools

    function show(resource: string, key: string): void { browser.key = key }
    function focusView(): void {
        if (offer.visible) offer.focusField()
        else list.forceActiveFocus()
    }
    // Asks before anything is replaced.
    function upload(files: list<url>): void {
        if (page.cluster.gate.locked || files.length === 0) return
        const present = browser.present(files)
        if (present.length === 0) return page.begin(transfers.upload(browser, files))
        pending.files = files
        replaceThere.ask(present, false)
    }
    function download(folder: url): void {
        const present = transfers.present(folder, browser.selected)
        if (present.length === 0) return page.begin(transfers.download(browser, folder, true))
        pending.folder = folder
        replaceHere.ask(present, true)
    }
    property string complaint: ""
    function begin(begun: bool): void { complaint = begun ? "" : qsTr("Too much is under way already, or there is nothing to be sent.") }

    Accessible.role: Accessible.Pane
    Accessible.name: title

    FileBrowser { id: browser; cluster: page.cluster }
    TransferList {
        id: transfers
        onUploaded: folder => { if (folder === browser.path) browser.refresh() }
    }
    QtObject { id: pending; property list<url> files; property url folder }

    FilesToolbar {
        id: toolbar
        anchors { left: parent.left; leftMargin: 12; right: parent.right; rightMargin: 8; top: parent.top; topMargin: 2 }
        height: 38
        browser: browser
        locked: page.cluster.gate.locked
        onDownloadWanted: chooseFolder.open()
        onUploadWanted: folder => folder ? chooseUploadFolder.open() : chooseFiles.open()
        onDone: list.forceActiveFocus()
    }
    ListView {
        id: list
        objectName: "fileList"
        anchors { left: parent.left; leftMargin: 8; right: parent.right; rightMargin: 8; top: toolbar.bottom; topMargin: 2; bottom: foot.top }
        clip: true
        visible: !page.offersTools
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        model: browser
        reuseItems: true
        currentIndex: count > 0 ? 0 : -1
        Accessible.role: Accessible.List
        Accessible.name: qsTr("%1: %n entries", "", count).arg(browser.path)
        ScrollBar.vertical: ScrollBar {}
        Keys.onReturnPressed: browser.open(currentIndex)
        Keys.onEnterPressed: browser.open(currentIndex)
        Keys.onPressed: event => {
            const control = event.modifiers & Qt.ControlModifier
            if (event.key === Qt.Key_Backspace || event.key === Qt.Key_Up && event.modifiers & Qt.AltModifier) browser.up()
            else if (event.key === Qt.Key_Space) browser.select(currentIndex, !browser.isSelected(currentIndex), false)
            else if (event.key === Qt.Key_Home) currentIndex = 0
            else if (event.key === Qt.Key_End) currentIndex = count - 1
            else if (event.key === Qt.Key_PageDown) currentIndex = Math.min(count - 1, currentIndex + Math.max(1, Math.floor(height / 30)))
            else if (event.key === Qt.Key_PageUp) currentIndex = Math.max(0, currentIndex - Math.max(1, Math.floor(height / 30)))
            else if (event.key === Qt.Key_F5) browser.refresh()
            else if (control && event.key === Qt.Key_A) for (let row = 0; row < count; ++row) browser.select(row, true, false)
            else if (control && event.key === Qt.Key_S && browser.selected.length > 0 && !page.cluster.gate.locked) chooseFolder.open()
            else if (control && event.key === Qt.Key_O && !page.cluster.gate.locked) chooseFiles.open()
            else return
            event.accepted = true
        }
        delegate: FileRow {
            width: list.width - 12
            current: list.activeFocus && ListView.isCurrentItem
            onTapped: modifiers => {
                list.currentIndex = index
                list.forceActiveFocus()
                browser.select(index, !(modifiers & Qt.ControlModifier) || !selected, !(modifiers & Qt.ControlModifier))
            }
            onOpened: browser.open(index)
        }
    }
    StateView {
        objectName: "filesState"
        anchors.fill: list
        visible: !page.offersTools && list.count === 0
        kind: browser.loading ? "loading" : browser.problem ? "error" : "empty"
        title: browser.loading ? qsTr("Reading %1").arg(browser.path) : browser.problem ? qsTr("The files cannot be shown") : qsTr("Nothing is in this folder")
        detail: browser.problem || (browser.loading ? "" : qsTr("Drop files here to upload them."))
        action: !browser.loading && browser.problem ? qsTr("Try again") : ""
        onTriggered: browser.refresh()
    }
    DebugOffer {
        id: offer
        anchors { left: parent.left; right: parent.right; top: toolbar.bottom; bottom: foot.top }
        visible: page.offersTools
        title: browser.problem
        container: browser.container
        onWanted: image => browser.addTools(image)
        onVisibleChanged: if (visible) focusField()
    }
    // What is dropped from the desktop goes into the folder that is shown.
    DropArea {
        id: drop
        anchors.fill: list
        enabled: list.visible && !page.cluster.gate.locked
        keys: ["text/uri-list"]
        onDropped: event => { event.accept(Qt.CopyAction); page.upload(event.urls) }
        Rectangle {
            anchors.fill: parent
            visible: drop.containsDrag
            radius: Theme.radius
            color: Qt.alpha(Theme.accent, 0.12)
            border { width: 2; color: Theme.accent }
            Text { anchors.centerIn: parent; text: qsTr("Upload to %1").arg(browser.path); textFormat: Text.PlainText; color: Theme.text; font { family: Theme.family; pixelSize: Theme.large; weight: Font.DemiBold } }
        }
    }
    Column {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        Rectangle { width: parent.width; height: 1; color: Theme.line; visible: rows.count > 0 || notice.visible }
        Text {
            id: notice
            x: 14
            width: parent.width - 28
            visible: text
            topPadding: 6
            bottomPadding: 6
            wrapMode: Text.Wrap
            text: page.complaint || (browser.incomplete ? qsTr("There is more in this folder than is shown.") : "")
            color: Theme.warning
            font { family: Theme.family; pixelSize: Theme.small }
        }
        Item {
            width: parent.width
            height: rows.height
            ListView {
                id: rows
                objectName: "transferRows"
                width: parent.width - tidy.width - 8
                height: Math.min(contentHeight, 132)
                clip: true
                interactive: contentHeight > height
                model: transfers
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Uploads and downloads")
                ScrollBar.vertical: ScrollBar {}
                delegate: TransferRow { width: rows.width; onCancelled: transfers.cancel(index) }
            }
            IconButton { id: tidy; objectName: "transfersClear"; anchors { right: parent.right; rightMargin: 8; top: parent.top; topMargin: 3 } visible: transfers.count > transfers.running; symbol: "clear"; name: qsTr("Forget what is over"); onClicked: transfers.clear() }
        }
    }
    FolderDialog { id: chooseFolder; title: qsTr("Download into a folder"); onAccepted: page.download(selectedFolder) }
    FileDialog { id: chooseFiles; title: qsTr("Upload files"); fileMode: FileDialog.OpenFiles; onAccepted: page.upload(selectedFiles) }
    FolderDialog { id: chooseUploadFolder; title: qsTr("Upload a folder"); onAccepted: page.upload([selectedFolder]) }
    ReplaceDialog { id: replaceThere; onReplaced: page.begin(transfers.upload(browser, pending.files)) }
    ReplaceDialog { id: replaceHere; onReplaced: page.begin(transfers.download(browser, pending.folder, true)); onKept: page.begin(transfers.download(browser, pending.folder, false)) }
}
