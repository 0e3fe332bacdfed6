pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// One object of a manifest and what becomes of it.
AbstractButton {
    id: line
    required property int index
    required property string subject
    required property string change
    required property string detail
    required property string status
    // [{id, label, tone, message}]
    required property var impacts
    // [{field, owner}], and what becomes of them
    required property var owned
    required property string choice
    property bool chosen: false
    readonly property var told: status ? [] : impacts.filter(impact => impact.id !== "none")
    readonly property var shown: status === "done" ? ["check", Theme.good, qsTr("done")]
        : status === "failed" ? ["close", Theme.bad, qsTr("failed")]
        : status === "rolling" ? ["clock", Theme.accent, qsTr("under way")]
        : status === "stuck" ? ["warning", Theme.bad, qsTr("in trouble")]
        : ({
            "create": ["plus", Theme.good, qsTr("create")],
            "update": ["edit", Theme.warning, qsTr("change")],
            "none": ["check", Theme.muted, qsTr("as it is")],
            "waits": ["clock", Theme.good, qsTr("create after")],
            "refused": ["warning", Theme.bad, qsTr("refused")]
        })[change]
    height: body.implicitHeight + 14
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: [subject + ": " + shown[2], detail].concat(told.map(impact => impact.message)).filter(text => text).join(". ")
    background: Rectangle {
        color: line.chosen ? Qt.alpha(Theme.accent, 0.16) : line.hovered ? Theme.raised : "transparent"
        Rectangle { width: 3; height: parent.height; color: Theme.accent; visible: line.chosen }
    }
    contentItem: Item {
        Icon { id: icon; x: 14; y: body.y + 2; size: 15; color: line.shown[1]; path: Icons.path(line.shown[0]) }
        Column {
            id: body
            anchors { left: icon.right; leftMargin: 10; right: word.left; rightMargin: 8; verticalCenter: parent.verticalCenter }
            spacing: 2
            Text { width: parent.width; text: line.subject; textFormat: Text.PlainText; elide: Text.ElideMiddle; color: line.change === "none" ? Theme.muted : Theme.text; font { family: Theme.family; pixelSize: Theme.normal } }
            Text { width: parent.width; visible: text; text: line.detail; textFormat: Text.PlainText; wrapMode: Text.Wrap; maximumLineCount: line.chosen ? 12 : 2; elide: Text.ElideRight; color: line.status === "failed" || line.status === "stuck" || line.change === "refused" ? Theme.bad : Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
            Flow {
                width: parent.width
                topPadding: 3
                spacing: 5
                visible: line.told.length > 0
                Repeater {
                    model: line.told
                    ImpactWord {
                        required property var modelData
                        label: modelData.label
                        tint: modelData.tone === "accent" ? Theme.accent : modelData.tone === "quiet" ? Theme.muted : Theme.tone(modelData.tone)
                    }
                }
            }
        }
        Text {
            id: word
            anchors { right: parent.right; rightMargin: 12; top: icon.top }
            text: line.shown[2]
            color: line.shown[1]
            font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
        }
    }
}
