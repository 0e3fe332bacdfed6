import QtQuick
import Armillary.Components

// One pod of a node that is drained, and how far it is.
Item {
    id: row
    required property int index
    required property string namespaceName
    required property string name
    required property string owner
    required property string status
    required property string detail
    readonly property var shown: ({
        "waiting": [detail ? "warning" : "clock", detail ? Theme.warning : Theme.muted, qsTr("waits")],
        "evicting": ["evict", Theme.accent, qsTr("is leaving")],
        "blocked": ["warning", Theme.warning, qsTr("held back")],
        "gone": ["check", Theme.good, qsTr("gone")],
        "stays": ["pause", Theme.muted, qsTr("stays")],
        "inTheWay": ["warning", Theme.warning, qsTr("in the way")],
        "failed": ["close", Theme.bad, qsTr("failed")]
    })[status] ?? ["object", Theme.muted, status]

    height: 44
    Accessible.role: Accessible.ListItem
    Accessible.name: name + ", " + shown[2] + (detail ? ", " + detail : "")
    Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line; opacity: 0.5 }
    Icon {
        id: icon
        anchors { left: parent.left; leftMargin: 16; verticalCenter: parent.verticalCenter }
        size: 17
        color: row.shown[1]
        path: Icons.path(row.shown[0])
    }
    Text {
        id: word
        anchors { left: icon.right; leftMargin: 10; verticalCenter: parent.verticalCenter }
        width: 92
        text: row.shown[2]
        elide: Text.ElideRight
        color: row.status === "failed" ? Theme.bad : Theme.text
        font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
    }
    Column {
        anchors { left: word.right; verticalCenter: parent.verticalCenter }
        width: Math.min(360, row.width * 0.4)
        Text {
            width: parent.width
            text: row.name
            elide: Text.ElideMiddle
            color: row.status === "gone" || row.status === "stays" ? Theme.muted : Theme.text
            font { family: Theme.family; pixelSize: Theme.normal }
        }
        Text {
            width: parent.width
            text: row.owner ? qsTr("%1, %2").arg(row.namespaceName).arg(row.owner) : row.namespaceName
            elide: Text.ElideRight
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.tiny }
        }
    }
    Text {
        anchors { left: word.right; leftMargin: Math.min(360, row.width * 0.4) + 16; right: parent.right; rightMargin: 18; verticalCenter: parent.verticalCenter }
        text: row.detail
        wrapMode: Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight
        color: row.status === "failed" ? Theme.bad : row.status === "stays" || row.status === "evicting" ? Theme.muted : Theme.text
        font { family: Theme.family; pixelSize: Theme.small }
    }
}
