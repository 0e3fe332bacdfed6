pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Start

// The end of the log that is being written.
Sheet {
    id: sheet
    required property LocalCluster local
    title: qsTr("Log")
    width: Math.min(860, (parent ? parent.width : 860) - 40)
    onAboutToShow: local.readLog()
    Timer {
        interval: 1000
        repeat: true
        running: sheet.visible
        onTriggered: sheet.local.readLog()
    }
    contentItem: Column {
        spacing: 12
        Text { anchors.left: parent.left; text: sheet.title; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
        Text { width: parent.width; elide: Text.ElideMiddle; text: sheet.local.logFile; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
        Rectangle {
            width: parent.width
            height: Math.min(380, (sheet.parent ? sheet.parent.height : 600) - 220)
            radius: 6
            color: Theme.background
            border.color: Theme.line
            ScrollView {
                id: scroll
                anchors { fill: parent; margins: 8 }
                TextArea {
                    objectName: "startLog"
                    readOnly: true
                    text: sheet.local.log || qsTr("Nothing has been written yet.")
                    wrapMode: TextEdit.WrapAnywhere
                    color: Theme.text
                    selectionColor: Theme.accent
                    selectedTextColor: Theme.accentText
                    background: null
                    font { family: Theme.monospace; pixelSize: Theme.small }
                    Accessible.name: sheet.title
                    onTextChanged: Qt.callLater(() => scroll.ScrollBar.vertical.position = Math.max(0, 1 - scroll.ScrollBar.vertical.size))
                }
            }
        }
        PushButton { anchors.right: parent.right; text: qsTr("Close"); onClicked: sheet.close() }
    }
}
