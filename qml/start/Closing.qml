pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Start

// What happens when the window is to be closed: what is not saved is asked about, and what becomes of the cluster.
Item {
    id: closing
    required property LocalCluster local // null where none of ours can run
    required property bool tray
    required property list<string> unsaved
    // Close now: everything has been asked.
    signal confirmed()
    signal hideWanted()

    property bool decided: false
    readonly property bool runs: local !== null && (local.state === LocalCluster.Running || local.state === LocalCluster.Starting)

    // False while something has to be asked or done first; confirmed() or hideWanted() follow.
    function mayClose(): bool {
        if (decided) return true
        if (local !== null && local.state === LocalCluster.Stopping) { stopping.open(); return false }
        if (unsaved.length > 0) { discard.open(); return false }
        return afterUnsaved()
    }
    function afterUnsaved(): bool {
        if (!runs) return true
        if (local.whenClosed === "ask") { question.open(); return false }
        return act(local.whenClosed)
    }
    function act(choice: string): bool {
        if (choice === "stop") { stopAndQuit(); return false }
        if (tray) { hideWanted(); return false }
        return true
    }
    function choose(choice: string): void {
        if (remember.checked) local.whenClosed = choice
        question.close()
        if (act(choice)) confirm()
    }
    function confirm(): void {
        decided = true
        confirmed()
    }
    function stopAndQuit(): void {
        stopping.open()
        local.stop()
    }

    Connections {
        target: closing.local
        function onStopped(): void { if (stopping.visible) closing.confirm() }
    }

    Sheet {
        id: question
        title: qsTr("Let the cluster go on?")
        contentItem: Column {
            spacing: 16
            Text { anchors.left: parent.left; text: question.title; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
            Text {
                width: parent.width
                wrapMode: Text.Wrap
                lineHeight: 1.2
                text: closing.tray ? qsTr("Your cluster is running. It can go on in the background, with everything in it; the icon in the tray shows its state and opens this window again.")
                                   : qsTr("Your cluster is running. It can go on in the background, with everything in it; this window finds it again when you open it.")
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.normal }
            }
            Toggle { id: remember; objectName: "rememberClose"; width: parent.width; checked: true; name: text; text: qsTr("Do the same from now on (the settings can change it)") }
            Row {
                anchors.right: parent.right
                spacing: 8
                PushButton { text: qsTr("Cancel"); onClicked: question.close() }
                PushButton { objectName: "stopOnClose"; text: qsTr("Stop it and quit"); onClicked: closing.choose("stop") }
                PushButton { objectName: "goOnOnClose"; kind: "accent"; focus: true; text: qsTr("Let it go on"); onClicked: closing.choose("goOn") }
            }
        }
    }
    Sheet {
        id: discard
        title: qsTr("Close without saving?")
        contentItem: Column {
            spacing: 16
            Text { anchors.left: parent.left; text: discard.title; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
            Text {
                width: parent.width
                wrapMode: Text.Wrap
                text: qsTr("What you changed in %1 has not been saved, and is lost.").arg(closing.unsaved.join(", "))
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.normal }
            }
            Row {
                anchors.right: parent.right
                spacing: 8
                PushButton { focus: true; text: qsTr("Keep the window open"); onClicked: discard.close() }
                PushButton {
                    objectName: "discardAndClose"
                    kind: "danger"
                    text: qsTr("Discard and close")
                    onClicked: { discard.close(); if (closing.afterUnsaved()) closing.confirm() }
                }
            }
        }
    }
    Sheet {
        id: stopping
        title: qsTr("Stopping the cluster")
        closePolicy: closing.local !== null && closing.local.problem !== "" ? Popup.CloseOnEscape : Popup.NoAutoClose
        onClosed: if (closing.local !== null && closing.local.problem !== "") closing.local.dismiss()
        contentItem: Column {
            spacing: 16
            Text { anchors.left: parent.left; text: stopping.title; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
            Loader {
                width: parent.width
                active: closing.local !== null && stopping.visible
                sourceComponent: Column {
                    spacing: 14
                    Repeater {
                        model: closing.local.steps
                        StepLine { width: parent ? parent.width : 0 }
                    }
                    Remedies { width: parent.width; visible: closing.local.problem !== ""; local: closing.local }
                }
            }
            PushButton {
                anchors.right: parent.right
                visible: closing.local !== null && closing.local.problem !== ""
                text: qsTr("Keep the window open")
                onClicked: stopping.close()
            }
        }
    }
}
