pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Start

// The way up or down as it goes: each step, what went wrong, and what to do about it.
Column {
    id: progress
    required property LocalCluster local
    readonly property bool moving: local.state === LocalCluster.Starting || local.state === LocalCluster.Stopping
    spacing: 20

    Column {
        width: parent.width
        spacing: 10
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Steps")
        Repeater {
            model: progress.local.steps
            StepLine { width: parent ? parent.width : 0 }
        }
    }
    Text {
        width: parent.width
        visible: progress.moving && text
        wrapMode: Text.Wrap
        text: progress.local.said
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.small }
    }
    Remedies {
        width: parent.width
        visible: progress.local.problem !== ""
        local: progress.local
    }
    Row {
        anchors.left: parent.left
        spacing: 8
        PushButton {
            objectName: "cancelStart"
            visible: progress.local.state === LocalCluster.Starting
            text: qsTr("Cancel")
            onClicked: progress.local.cancel()
        }
        PushButton {
            objectName: "showLog"
            text: qsTr("Show the log")
            enabled: progress.local.logFile !== ""
            onClicked: log.open()
        }
        PushButton {
            objectName: "startBack"
            visible: progress.local.problem !== ""
            text: qsTr("Back")
            onClicked: progress.local.dismiss()
        }
    }
    LogSheet { id: log; local: progress.local }
}
