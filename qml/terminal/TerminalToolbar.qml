import QtQuick
import QtQuick.Layouts
import Armillary.Components
import Armillary.Terminal

// Whose shell it is, which, and what can be done with its text.
RowLayout {
    id: bar
    required property TerminalSession session
    required property TerminalView terminal
    readonly property var shells: ["", "bash", "sh", "ash", "zsh"]
    signal done()

    spacing: 6
    Choice {
        objectName: "terminalContainer"
        Layout.preferredWidth: 180
        Accessible.name: qsTr("Container")
        enabled: count > 1
        model: bar.session.containers
        currentIndex: bar.session.containers.indexOf(bar.session.container)
        // A new list begins at its start again.
        onModelChanged: currentIndex = Qt.binding(() => bar.session.containers.indexOf(bar.session.container))
        onActivated: index => { bar.session.container = bar.session.containers[index]; bar.done() }
    }
    Choice {
        objectName: "terminalShell"
        Layout.preferredWidth: 132
        Accessible.name: qsTr("Shell")
        model: [qsTr("Bash, or sh"), "bash", "sh", "ash", "zsh"]
        currentIndex: Math.max(0, bar.shells.indexOf(bar.session.shell))
        onActivated: index => { bar.session.shell = bar.shells[index]; bar.done() }
    }
    Row {
        spacing: 7
        Layout.leftMargin: 6
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: 8
            height: 8
            radius: 4
            color: bar.session.state === TerminalSession.Open ? Theme.good : bar.session.state === TerminalSession.Ended ? Theme.quiet : Theme.warning
        }
        Text {
            objectName: "terminalStateText"
            anchors.verticalCenter: parent.verticalCenter
            text: bar.session.state === TerminalSession.Open ? qsTr("Open, %1 × %2").arg(bar.terminal.columns).arg(bar.terminal.rows)
                : bar.session.state === TerminalSession.Ended ? qsTr("Ended") : qsTr("Connecting")
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
    Item { Layout.fillWidth: true }
    IconButton { objectName: "terminalCopy"; symbol: "copy"; name: qsTr("Copy what is selected"); keys: "Ctrl+Shift+C"; enabled: bar.terminal.hasSelection; onClicked: { bar.terminal.copy(); bar.done() } }
    IconButton { objectName: "terminalPaste"; symbol: "paste"; name: qsTr("Paste"); keys: "Ctrl+Shift+V"; enabled: bar.session.state === TerminalSession.Open; onClicked: { bar.terminal.paste(); bar.done() } }
    IconButton { objectName: "terminalRestart"; symbol: "restart"; name: qsTr("Begin a new shell"); onClicked: { bar.session.restart(); bar.done() } }
}
