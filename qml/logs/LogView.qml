pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import Armillary.Components
import Armillary.Host
import Armillary.Logs

// The logs of one pod or workload, line after line as they come.
Item {
    id: view
    required property Cluster cluster
    // Whether it begins with the containers' previous run.
    property bool previous: false
    readonly property string title: source.key.replace(/^.*\//, "")
    readonly property alias source: source
    readonly property alias lines: model
    property bool follow: true

    function show(resource: string, key: string): void {
        source.resource = resource
        source.key = key
    }
    function focusView(): void { list.forceActiveFocus() }
    function followAgain(): void {
        follow = true
        list.positionViewAtEnd()
        list.forceActiveFocus()
    }

    LogSource { id: source; cluster: view.cluster; lastLines: 1000; previous: view.previous }
    LogModel {
        id: model
        source: source
        matchColor: Theme.accent
        onSaved: problem => notice.say(problem ? qsTr("It was not saved: %1").arg(problem) : qsTr("Saved"), problem !== "")
        onCountsChanged: if (view.follow) Qt.callLater(list.positionViewAtEnd)
    }
    // Filtering a hundred thousand lines can wait until a word has been typed.
    Timer { id: typed; interval: 150; onTriggered: model.filter = toolbar.filter }
    Settings {
        category: "logs"
        property alias wrap: toolbar.wrap
        property alias times: toolbar.times
    }
    FontMetrics { id: metrics; font { family: Theme.monospace; pixelSize: Theme.small } }
    readonly property real columnWidth: metrics.advanceWidth("0")
    readonly property bool severalPods: source.pods > 1
    readonly property bool severalContainers: source.containers.length > 1 && source.container === ""

    LogToolbar {
        id: toolbar
        anchors { left: parent.left; leftMargin: 12; right: parent.right; rightMargin: 8; top: parent.top; topMargin: 4 }
        height: 36
        source: source
        lines: model
        follow: view.follow
        onFilterChanged: typed.restart()
        onFollowWanted: view.followAgain()
        onSaveWanted: saving.open()
        onFilterDone: list.forceActiveFocus()
    }
    Text {
        id: complaint
        anchors { left: parent.left; leftMargin: 14; right: parent.right; top: toolbar.bottom }
        visible: text
        height: visible ? implicitHeight + 4 : 0
        text: model.filterProblem
        elide: Text.ElideRight
        color: Theme.bad
        font { family: Theme.family; pixelSize: Theme.small }
    }
    ListView {
        id: list
        objectName: "logLines"
        anchors { left: parent.left; right: parent.right; top: complaint.bottom; topMargin: 4; bottom: status.top }
        clip: true
        activeFocusOnTab: true
        model: model
        boundsBehavior: Flickable.StopAtBounds
        flickableDirection: Flickable.HorizontalAndVerticalFlick
        reuseItems: true
        visible: model.count > 0
        readonly property real lineHeight: Math.ceil(metrics.height) + 2
        readonly property real labelWidth: view.severalPods ? 190 : view.severalContainers ? 110 : 0
        readonly property real gutter: 12 + (toolbar.times ? 18 * view.columnWidth + 10 : 0) + 20 + (labelWidth > 0 ? labelWidth + 12 : 0)
        contentWidth: toolbar.wrap ? width : Math.max(width, gutter + model.widest * view.columnWidth + 24)
        Accessible.role: Accessible.List
        Accessible.name: qsTr("%1: %n lines", "", model.count).arg(view.title)
        ScrollBar.vertical: ScrollBar { id: bar; onPressedChanged: if (!pressed) view.follow = list.atYEnd; else view.follow = false }
        ScrollBar.horizontal: ScrollBar { policy: list.contentWidth > list.width + 1 ? ScrollBar.AlwaysOn : ScrollBar.AlwaysOff }
        // Only a person moves it so; what is added does not.
        onMovementStarted: view.follow = false
        onMovementEnded: view.follow = atYEnd
        onHeightChanged: if (view.follow) Qt.callLater(positionViewAtEnd)
        delegate: LogRow {
            id: row
            width: list.contentWidth
            wrap: toolbar.wrap
            times: toolbar.times
            lineHeight: list.lineHeight
            timeWidth: 18 * view.columnWidth
            labelWidth: list.labelWidth
            label: [view.severalPods ? pod : "", view.severalContainers ? container : ""].filter(part => part).join(" ")
            labelColor: Theme.workloadColors[(view.severalPods ? podIndex : Math.max(0, source.containers.indexOf(container))) % Theme.workloadColors.length]
            mono: metrics.font
            TapHandler {
                acceptedModifiers: Qt.NoModifier
                onTapped: { list.forceActiveFocus(); model.select(row.index, false) }
            }
            TapHandler {
                acceptedModifiers: Qt.ShiftModifier
                onTapped: { list.forceActiveFocus(); model.select(row.index, true) }
            }
        }
        function scrollTo(y: real): void {
            contentY = Math.max(originY, Math.min(originY + contentHeight - height, y))
            view.follow = atYEnd
        }
        Keys.onPressed: event => {
            event.accepted = true
            if (event.key === Qt.Key_Up || event.text === "k") scrollTo(contentY - lineHeight)
            else if (event.key === Qt.Key_Down || event.text === "j") scrollTo(contentY + lineHeight)
            else if (event.key === Qt.Key_PageUp) scrollTo(contentY - height + lineHeight)
            else if (event.key === Qt.Key_PageDown) scrollTo(contentY + height - lineHeight)
            else if (event.key === Qt.Key_Home || event.text === "g") scrollTo(originY)
            else if (event.key === Qt.Key_End || event.text === "G") view.followAgain()
            else if (event.key === Qt.Key_Slash || event.matches(StandardKey.Find)) toolbar.focusFilter()
            else if (event.matches(StandardKey.Copy)) model.copySelected()
            else if (event.matches(StandardKey.SelectAll)) model.selectAll()
            else if (event.matches(StandardKey.Save)) saving.open()
            else event.accepted = false
        }
    }
    StateView {
        objectName: "logState"
        anchors { left: parent.left; right: parent.right; top: complaint.bottom; bottom: status.top }
        visible: model.count === 0
        readonly property bool filtered: model.total > 0
        kind: filtered ? "empty" : source.problem ? "error" : source.loading ? "loading" : "empty"
        title: filtered ? qsTr("Nothing matches")
             : source.forbidden ? qsTr("Not permitted")
             : source.problem ? qsTr("The log cannot be read")
             : source.loading ? qsTr("Looking for the pods")
             : source.pods === 0 ? (source.resource === "/Pod" ? qsTr("The pod is gone") : qsTr("No pods"))
             : source.following > 0 ? qsTr("No lines yet")
             : source.previous ? qsTr("No previous run")
             : source.waiting ? qsTr("Not running yet") : qsTr("The log is empty")
        detail: filtered ? qsTr("None of the %Ln lines does.", "", model.total)
              : source.problem ? source.problem
              : source.loading ? ""
              : source.pods === 0 ? (source.resource === "/Pod" ? qsTr("Should one of this name come, its log appears here.") : qsTr("Its logs appear here as soon as it has one."))
              : source.following > 0 ? qsTr("They appear here as they are written.")
              : source.previous ? qsTr("No container of it has been restarted.")
              : source.waiting
        action: !filtered && source.problem && !source.loading ? qsTr("Try again") : ""
        onTriggered: source.restart()
    }
    Rectangle {
        id: status
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: 24
        color: Theme.background
        Text {
            id: counts
            objectName: "logCounts"
            anchors { left: parent.left; leftMargin: 14; right: notice.left; rightMargin: 12; verticalCenter: parent.verticalCenter }
            elide: Text.ElideRight
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.tiny }
            text: [model.count === model.total ? qsTr("%Ln lines", "", model.total) : qsTr("%1 of %Ln lines shown", "", model.total).arg(Number(model.count).toLocaleString(Qt.locale(), "f", 0)),
                   model.errors > 0 ? qsTr("%Ln errors", "", model.errors) : "",
                   model.dropped > 0 ? qsTr("%Ln lines dropped", "", model.dropped) : "",
                   qsTr("%1, %2").arg(qsTr("%n pods", "", source.pods)).arg(qsTr("%n containers followed", "", source.following)),
                   source.leftOut > 0 ? qsTr("%n more are not: that would be too many at once", "", source.leftOut) : "",
                   model.selectedCount > 0 ? qsTr("%1 selected").arg(model.selectedCount) : "",
                   model.count > 0 ? source.problem : ""].filter(part => part).join("  ·  ")
        }
        Text {
            id: notice
            anchors { right: parent.right; rightMargin: 14; verticalCenter: parent.verticalCenter }
            width: Math.min(implicitWidth, parent.width / 2)
            elide: Text.ElideRight
            font { family: Theme.family; pixelSize: Theme.tiny; weight: Font.DemiBold }
            function say(what: string, failed: bool): void {
                text = what
                color = failed ? Theme.bad : Theme.good
                gone.restart()
            }
            Timer { id: gone; interval: 6000; onTriggered: notice.text = "" }
        }
    }
    FileDialog {
        id: saving
        fileMode: FileDialog.SaveFile
        currentFolder: StandardPaths.standardLocations(StandardPaths.HomeLocation)[0]
        selectedFile: currentFolder + "/" + view.title + ".log"
        nameFilters: [qsTr("Logs (*.log *.txt)"), qsTr("All files (*)")]
        onAccepted: model.save(selectedFile)
    }
}
