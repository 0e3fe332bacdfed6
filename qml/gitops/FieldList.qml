pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// The fields that change: path, what was, what will be.
ListView {
    id: list
    // [{path, from, to}]
    required property var fields
    required property string fromName
    required property string toName
    required property string emptyText
    objectName: "gitopsFields"
    clip: true
    topMargin: 8
    bottomMargin: 8
    reuseItems: true
    model: fields
    boundsBehavior: Flickable.StopAtBounds
    activeFocusOnTab: true
    keyNavigationEnabled: true
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Fields that change")
    ScrollBar.vertical: ScrollBar {}
    delegate: Rectangle {
        id: line
        required property var modelData
        width: ListView.view.width
        implicitHeight: body.implicitHeight + 12
        color: ListView.isCurrentItem && list.activeFocus ? Qt.alpha(Theme.accent, 0.12) : "transparent"
        Accessible.role: Accessible.ListItem
        Accessible.name: qsTr("%1: from %2 to %3").arg(modelData.path).arg(modelData.from || qsTr("nothing")).arg(modelData.to || qsTr("nothing"))
        Column {
            id: body
            anchors { left: parent.left; leftMargin: 14; right: parent.right; rightMargin: 14; verticalCenter: parent.verticalCenter }
            spacing: 3
            Text { width: parent.width; text: line.modelData.path; textFormat: Text.PlainText; wrapMode: Text.WrapAnywhere; color: Theme.muted; font { family: Theme.monospace; pixelSize: Theme.small } }
            Flow {
                width: parent.width
                spacing: 8
                FieldValue { visible: line.modelData.from !== ""; value: line.modelData.from; tint: Theme.bad; most: parent.width }
                Text { visible: line.modelData.from !== "" && line.modelData.to !== ""; text: Theme.mirrored ? "←" : "→"; height: 22; verticalAlignment: Text.AlignVCenter; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.normal } }
                FieldValue { visible: line.modelData.to !== ""; value: line.modelData.to; tint: Theme.good; most: parent.width }
            }
        }
    }
    Text {
        anchors { left: parent.left; leftMargin: 14; top: parent.top; topMargin: 14; right: parent.right; rightMargin: 14 }
        visible: list.count === 0
        text: list.emptyText
        wrapMode: Text.Wrap
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.normal }
    }

    component FieldValue: Rectangle {
        id: shown
        property string value
        property color tint
        property real most: 200
        width: Math.min(text.implicitWidth + 14, most)
        height: text.implicitHeight + 6
        radius: 5
        color: Qt.alpha(tint, Theme.dark ? 0.16 : 0.12)
        Text {
            id: text
            anchors { left: parent.left; leftMargin: 7; verticalCenter: parent.verticalCenter }
            width: Math.min(implicitWidth, shown.most - 14)
            text: shown.value.length > 600 ? shown.value.slice(0, 600) + "…" : shown.value
            textFormat: Text.PlainText
            wrapMode: Text.WrapAnywhere
            maximumLineCount: 6
            elide: Text.ElideRight
            color: Theme.text
            font { family: Theme.monospace; pixelSize: Theme.small }
        }
    }
}
