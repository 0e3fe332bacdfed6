import QtQuick
import QtQuick.Layouts
import Armillary.Components
import Armillary.Logs

// What is read of a log, and what is shown of it.
RowLayout {
    id: bar
    required property LogSource source
    required property LogModel lines
    property alias wrap: wrapButton.checked
    property alias times: timesButton.checked
    property alias filter: search.text
    property bool follow: true
    signal followWanted()
    signal saveWanted()
    signal filterDone()

    function focusFilter(): void { search.forceActiveFocus() }

    spacing: 6
    Choice {
        id: containers
        objectName: "logContainer"
        visible: bar.source.containers.length > 1
        Layout.preferredWidth: 150
        Accessible.name: qsTr("Container")
        model: [qsTr("All containers")].concat(bar.source.containers)
        currentIndex: Math.max(0, bar.source.containers.indexOf(bar.source.container) + 1)
        onActivated: index => bar.source.container = index > 0 ? bar.source.containers[index - 1] : ""
    }
    Choice {
        objectName: "logSince"
        Layout.preferredWidth: 158
        Accessible.name: qsTr("How far back")
        model: [qsTr("Last 1,000 lines"), qsTr("Last 5 minutes"), qsTr("Last hour"), qsTr("Everything")]
        onActivated: index => {
            bar.source.lastLines = index === 0 ? 1000 : 0
            bar.source.sinceSeconds = [0, 300, 3600, 0][index]
        }
    }
    Choice {
        objectName: "logSeverity"
        Layout.preferredWidth: 128
        Accessible.name: qsTr("Severity")
        model: [qsTr("All levels"), qsTr("Info and up"), qsTr("Warnings"), qsTr("Errors")]
        onActivated: index => bar.lines.severity = ["", "info", "warning", "error"][index]
    }
    SearchField {
        id: search
        objectName: "logFilter"
        Layout.fillWidth: true
        Layout.minimumWidth: 120
        Layout.maximumWidth: 420
        placeholderText: qsTr("Filter: words, !not, /expression/")
        Keys.onReturnPressed: bar.filterDone()
        Keys.onDownPressed: bar.filterDone()
    }
    Item { Layout.fillWidth: true; Layout.minimumWidth: 0 }
    PushButton {
        objectName: "logFollow"
        visible: !bar.follow && bar.lines.count > 0
        implicitHeight: 30
        kind: "accent"
        text: qsTr("Follow")
        onClicked: bar.followWanted()
    }
    IconButton {
        objectName: "logPrevious"
        symbol: "history"
        name: qsTr("The previous run")
        checkable: true
        checked: bar.source.previous
        tint: checked ? Theme.accent : Theme.muted
        onToggled: bar.source.previous = checked
    }
    IconButton { id: timesButton; objectName: "logTimes"; symbol: "clock"; name: qsTr("Times"); checkable: true; tint: checked ? Theme.accent : Theme.muted }
    IconButton { id: wrapButton; objectName: "logWrap"; symbol: "wrap"; name: qsTr("Wrap long lines"); checkable: true; tint: checked ? Theme.accent : Theme.muted }
    IconButton { symbol: "save"; name: qsTr("Save what is shown"); keys: "Ctrl+S"; enabled: bar.lines.count > 0; onClicked: bar.saveWanted() }
    IconButton { objectName: "logClear"; symbol: "clear"; name: qsTr("Clear"); enabled: bar.lines.total > 0; onClicked: bar.lines.clear() }
}
