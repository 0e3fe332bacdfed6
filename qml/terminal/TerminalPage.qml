pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Host
import Armillary.Terminal

// A shell in one container of a pod.
Rectangle {
    id: page
    required property Cluster cluster
    readonly property string title: session.title || session.key.replace(/^.*\//, "")
    readonly property alias session: session
    readonly property alias terminal: terminal

    function show(resource: string, key: string): void { session.key = key }
    function focusView(): void {
        if (offer.visible) offer.focusField()
        else terminal.forceActiveFocus()
    }

    color: terminal.background
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Terminal in %1").arg(session.key)

    TerminalSession { id: session; cluster: page.cluster }
    Settings { category: "terminal"; property alias fontSize: terminal.fontSize }

    TerminalToolbar {
        id: toolbar
        anchors { left: parent.left; leftMargin: 12; right: parent.right; rightMargin: 8; top: parent.top }
        height: 40
        session: session
        terminal: terminal
        onDone: terminal.forceActiveFocus()
    }
    TerminalView {
        id: terminal
        objectName: "terminalView"
        anchors { left: parent.left; leftMargin: 12; right: bar.left; top: toolbar.bottom; bottom: notice.top; bottomMargin: 4 }
        session: session
        focus: true
        visible: !offer.visible
        fontFamily: Theme.monospace
        foreground: Theme.text
        background: Theme.background
        cursorColor: Theme.accent
        selectionColor: Qt.tint(Theme.background, Qt.alpha(Theme.accent, 0.4))
        colors: Theme.terminalColors
        onPasteRefused: complaint.text = qsTr("The clipboard holds more than can be pasted at once.")
        onFocusLeft: backwards => terminal.nextItemInFocusChain(!backwards).forceActiveFocus(backwards ? Qt.BacktabFocusReason : Qt.TabFocusReason)
        Accessible.role: Accessible.Terminal
        Accessible.name: qsTr("Terminal in %1").arg(session.key)
        Accessible.description: qsTr("Ctrl+Tab leaves it.") + "\n" + visibleText
        Accessible.focusable: true
    }
    ScrollBar {
        id: bar
        objectName: "terminalScrollBar"
        anchors { right: parent.right; top: terminal.top; bottom: terminal.bottom }
        orientation: Qt.Vertical
        policy: terminal.historyLines > 0 ? ScrollBar.AlwaysOn : ScrollBar.AlwaysOff
        size: terminal.rows / Math.max(1, terminal.rows + terminal.historyLines)
        Accessible.name: qsTr("Lines above")
        // Where it is follows the terminal, but for while somebody pulls it.
        onPositionChanged: if (pressed) terminal.offset = Math.round(terminal.historyLines - position * (terminal.rows + terminal.historyLines))
        Binding on position {
            when: !bar.pressed
            restoreMode: Binding.RestoreNone
            value: (terminal.historyLines - terminal.offset) / Math.max(1, terminal.rows + terminal.historyLines)
        }
    }
    StateView {
        objectName: "terminalState"
        anchors.fill: terminal
        visible: !offer.visible && (session.state === TerminalSession.Waiting || session.state === TerminalSession.Connecting)
        kind: "loading"
        title: session.state === TerminalSession.Connecting ? qsTr("Opening a shell") : qsTr("Looking at the pod")
        detail: session.message
    }
    DebugOffer {
        id: offer
        anchors { fill: parent; topMargin: toolbar.height }
        visible: session.state === TerminalSession.Ended && session.shellMissing
        title: session.shell ? qsTr("The image has no %1").arg(session.shell) : qsTr("The image has no shell")
        container: session.container
        message: session.message
        onWanted: image => session.addDebugContainer(image)
        onVisibleChanged: visible ? focusField() : terminal.forceActiveFocus()
    }
    // How it ended, below what it said last.
    Rectangle {
        id: notice
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        visible: session.state === TerminalSession.Ended && !offer.visible || complaint.text
        height: visible ? Math.max(40, words.implicitHeight + 16) : 0
        color: Theme.surface
        Rectangle { width: parent.width; height: 1; color: Theme.line }
        Accessible.role: Accessible.AlertMessage
        Accessible.name: words.text
        Icon { id: sign; anchors { left: parent.left; leftMargin: 14; verticalCenter: parent.verticalCenter } size: 16; color: Theme.muted; path: Icons.path("terminal") }
        Text {
            id: words
            objectName: "terminalMessage"
            anchors { left: sign.right; leftMargin: 10; right: again.left; rightMargin: 10; verticalCenter: parent.verticalCenter }
            wrapMode: Text.Wrap
            maximumLineCount: 3
            elide: Text.ElideRight
            text: session.state === TerminalSession.Ended ? session.message : complaint.text
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.small }
        }
        PushButton {
            id: again
            objectName: "terminalAgain"
            anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
            visible: session.state === TerminalSession.Ended
            implicitHeight: 30
            kind: "accent"
            text: qsTr("Reconnect")
            onClicked: { session.restart(); terminal.forceActiveFocus() }
        }
    }
    // What went wrong with one gesture; forgotten after a while.
    QtObject {
        id: complaint
        property string text: ""
        onTextChanged: if (text) forgotten.restart()
    }
    Timer { id: forgotten; interval: 6000; onTriggered: complaint.text = "" }
}
