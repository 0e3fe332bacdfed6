import QtQuick
import QtQuick.Controls.Basic
import Armillary.Apply
import Armillary.Components

// An application, or one of its objects, and the gravest of what its change does.
AbstractButton {
    id: row
    required property int index
    required property string kind
    required property string title
    required property string change
    required property string detail
    required property string label
    required property string tone
    required property int number
    required property bool folded
    property bool chosen: false
    property bool focused: false
    readonly property bool object: kind === "object"
    readonly property bool folds: kind === "application" || kind === "unchanged"
    readonly property var shown: ({
        "added": ["plus", Theme.good, qsTr("new")],
        "removed": ["delete", Theme.bad, qsTr("goes")],
        "changed": ["edit", Theme.warning, qsTr("changes")],
        "create": ["plus", Theme.good, qsTr("create")],
        "update": ["edit", Theme.warning, qsTr("change")],
        "delete": ["delete", Theme.bad, qsTr("delete")],
        "": ["check", Theme.muted, qsTr("as it is")]
    })[change] ?? ["check", Theme.muted, ""]
    height: object ? 44 : 36
    focusPolicy: Qt.NoFocus
    text: title
    Accessible.role: Accessible.ListItem
    Accessible.name: [title, detail, kind === "unchanged" ? "" : shown[2], label, kind === "application" ? qsTr("%n objects", "", number) : "", folds ? (folded ? qsTr("folded") : qsTr("unfolded")) : ""].filter(text => text).join(", ")
    background: Rectangle {
        color: row.chosen ? Qt.alpha(Theme.accent, row.focused ? 0.2 : 0.12) : row.hovered ? Theme.raised : row.kind === "application" ? Qt.alpha(Theme.raised, 0.4) : "transparent"
        Rectangle { anchors.left: parent.left; width: 3; height: parent.height; color: Theme.accent; visible: row.chosen }
    }
    contentItem: Item {
        Icon {
            id: fold
            anchors { left: parent.left; leftMargin: 8; verticalCenter: parent.verticalCenter }
            visible: row.folds
            size: 12
            color: Theme.muted
            path: Icons.path("down")
            rotation: row.folded ? (Theme.mirrored ? 90 : -90) : 0
        }
        Icon { id: mark; anchors { left: fold.right; leftMargin: row.folds ? 8 : 16; verticalCenter: parent.verticalCenter } visible: row.kind !== "unchanged"; width: visible ? implicitWidth : 0; size: 15; color: row.shown[1]; path: Icons.path(row.shown[0]) }
        Column {
            anchors { left: mark.right; leftMargin: row.kind === "unchanged" ? 0 : 10; right: word.visible ? word.left : parent.right; rightMargin: 8; verticalCenter: parent.verticalCenter }
            Text {
                width: parent.width
                text: row.kind === "application" ? qsTr("%1 (%2)").arg(row.title).arg(row.number) : row.title
                textFormat: Text.PlainText
                elide: Text.ElideMiddle
                color: row.kind === "unchanged" || row.kind === "same" ? Theme.muted : Theme.text
                font { family: Theme.family; pixelSize: Theme.normal; weight: row.kind === "application" ? Font.DemiBold : Font.Normal }
            }
            Text { width: parent.width; visible: text; text: row.detail; textFormat: Text.PlainText; elide: Text.ElideMiddle; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.tiny } }
        }
        ImpactWord {
            id: word
            anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
            visible: row.label !== ""
            label: row.label
            tint: row.tone === "accent" ? Theme.accent : row.tone === "quiet" ? Theme.muted : Theme.tone(row.tone)
        }
    }
}
