pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Armillary.Components
import Armillary.Files

// Whose files, where in them, and what can be done with what is selected.
RowLayout {
    id: bar
    required property FileBrowser browser
    required property bool locked
    signal downloadWanted()
    signal uploadWanted(bool folder)
    signal done()

    spacing: 6
    Choice {
        objectName: "filesContainer"
        Layout.preferredWidth: 180
        Accessible.name: qsTr("Container")
        enabled: count > 1
        model: bar.browser.containers
        currentIndex: bar.browser.containers.indexOf(bar.browser.container)
        // A new list begins at its start again.
        onModelChanged: currentIndex = Qt.binding(() => bar.browser.containers.indexOf(bar.browser.container))
        onActivated: index => { bar.browser.container = bar.browser.containers[index]; bar.done() }
    }
    IconButton { objectName: "filesUp"; symbol: "up"; name: qsTr("Up"); keys: qsTr("Backspace"); enabled: bar.browser.path !== "/"; onClicked: { bar.browser.up(); bar.done() } }
    ListView {
        id: crumbs
        objectName: "filesPath"
        Layout.fillWidth: true
        Layout.preferredHeight: 32
        orientation: ListView.Horizontal
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: bar.browser.crumbs
        onCountChanged: Qt.callLater(positionViewAtEnd)
        Accessible.role: Accessible.List
        Accessible.name: qsTr("In %1").arg(bar.browser.path)
        delegate: AbstractButton {
            id: crumb
            required property var modelData
            required property int index
            height: 32
            leftPadding: 6
            rightPadding: 6
            text: modelData.name
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("Go to %1").arg(modelData.path)
            onClicked: { bar.browser.go(modelData.path); bar.done() }
            contentItem: Text {
                text: (crumb.index > 1 ? "/ " : "") + crumb.text.replace(/\n/g, "⏎")
                textFormat: Text.PlainText
                color: crumb.index === crumbs.count - 1 ? Theme.text : Theme.muted
                font { family: Theme.monospace; pixelSize: Theme.small; underline: crumb.hovered || crumb.visualFocus }
                verticalAlignment: Text.AlignVCenter
            }
            background: null
        }
    }
    IconButton { objectName: "filesRefresh"; symbol: "restart"; name: qsTr("Read again"); keys: "F5"; onClicked: { bar.browser.refresh(); bar.done() } }
    IconButton { objectName: "filesDownload"; symbol: "save"; name: qsTr("Download what is selected"); keys: "Ctrl+S"; enabled: bar.browser.selected.length > 0 && !bar.locked; onClicked: bar.downloadWanted() }
    IconButton { objectName: "filesUpload"; symbol: "upload"; name: qsTr("Upload files"); keys: "Ctrl+O"; enabled: !bar.locked; onClicked: bar.uploadWanted(false) }
    IconButton { objectName: "filesUploadFolder"; symbol: "folder"; name: qsTr("Upload a folder"); enabled: !bar.locked; onClicked: bar.uploadWanted(true) }
}
