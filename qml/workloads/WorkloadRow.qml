import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

ItemDelegate {
    id: row
    required property int index
    required property string kind
    required property string namespaceName
    required property string name
    required property string ready
    required property string status
    required property string tone
    required property string age
    required property string images
    required property string key
    required property real readyShare
    required property var widths
    property bool chosen: false // the detail pane shows it
    property bool current: false // the keyboard is on it

    height: 42
    padding: 0
    text: name
    Accessible.role: Accessible.Row
    Accessible.name: [kind, namespaceName + "/" + name, status, ready].join(", ")
    background: Rectangle {
        color: row.chosen ? Theme.raised : row.current ? Qt.alpha(Theme.raised, 0.8) : row.hovered ? Qt.alpha(Theme.raised, 0.55) : "transparent"
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line; opacity: 0.6 }
        Rectangle { width: 3; height: parent.height; color: Theme.accent; visible: row.chosen || row.current; opacity: row.chosen ? 1 : 0.5 }
    }
    component Cell: Text {
        color: Theme.muted
        elide: Text.ElideRight
        verticalAlignment: Text.AlignVCenter
        height: row.height
        font { family: Theme.family; pixelSize: Theme.normal }
    }
    contentItem: Row {
        leftPadding: 20
        Cell { width: row.widths[0]; text: row.name; elide: Text.ElideMiddle; color: Theme.text; font.weight: Font.Medium; rightPadding: 12 }
        Cell { width: row.widths[1]; text: row.kind }
        Cell { width: row.widths[2]; text: row.namespaceName }
        Item {
            width: row.widths[3]
            height: row.height
            Cell { text: row.ready; color: Theme.text }
            Rectangle {
                visible: row.kind !== "CronJob"
                anchors { bottom: parent.bottom; bottomMargin: 7 }
                width: 44
                height: 3
                radius: 2
                color: Theme.line
                Rectangle {
                    width: parent.width * Math.min(1, row.readyShare)
                    height: 3
                    radius: 2
                    color: Theme.tone(row.tone === "quiet" ? "quiet" : row.tone)
                    Behavior on width { NumberAnimation { duration: Theme.calm } }
                }
            }
        }
        Item {
            width: row.widths[4]
            height: row.height
            Tone { width: parent.width - 10; anchors.verticalCenter: parent.verticalCenter; text: row.status; name: row.tone }
        }
        Cell { width: row.widths[5]; text: row.age }
        Cell { width: row.widths[6]; text: row.images; visible: width > 0 }
    }
}
