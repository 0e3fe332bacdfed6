pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Armillary.Components

// Fields of an object that somebody else owns, and what becomes of them.
Rectangle {
    id: panel
    // [{field, owner}]
    required property var fields
    // "", "take" or "leave"
    required property string choice
    // Other objects ask the same.
    property bool others: false
    signal decided(string choice)
    signal decidedAll(string choice)
    visible: fields.length > 0
    implicitHeight: visible ? body.implicitHeight + 20 : 0
    color: Qt.alpha(choice ? Theme.accent : Theme.bad, Theme.dark ? 0.12 : 0.08)
    Accessible.role: Accessible.Grouping
    Accessible.name: heading.text

    ColumnLayout {
        id: body
        anchors { left: parent.left; right: parent.right; leftMargin: 12; rightMargin: 12; verticalCenter: parent.verticalCenter }
        spacing: 8
        Text {
            id: heading
            Layout.fillWidth: true
            text: panel.choice === "take" ? qsTr("%n fields are taken over from their owners.", "", panel.fields.length)
                : panel.choice === "leave" ? qsTr("%n fields are left to their owners and stay as they are.", "", panel.fields.length)
                : qsTr("%n fields are somebody else's.", "", panel.fields.length)
            wrapMode: Text.Wrap
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold }
        }
        ListView {
            id: list
            objectName: "ownedFields"
            Layout.fillWidth: true
            implicitHeight: Math.min(contentHeight, 110)
            clip: true
            spacing: 3
            model: panel.fields
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: contentHeight > height
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Fields and their owners")
            ScrollBar.vertical: ScrollBar {}
            Keys.onUpPressed: ScrollBar.vertical.decrease()
            Keys.onDownPressed: ScrollBar.vertical.increase()
            delegate: RowLayout {
                id: line
                required property var modelData
                width: list.width - 12
                spacing: 10
                Accessible.role: Accessible.ListItem
                Accessible.name: qsTr("%1, owned by %2").arg(modelData.field).arg(modelData.owner)
                Text { Layout.fillWidth: true; text: line.modelData.field; textFormat: Text.PlainText; elide: Text.ElideMiddle; color: Theme.text; font { family: Theme.monospace; pixelSize: Theme.small } }
                Text { Layout.maximumWidth: list.width * 0.4; text: line.modelData.owner; textFormat: Text.PlainText; elide: Text.ElideRight; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
            }
        }
        Flow {
            Layout.fillWidth: true
            spacing: 8
            Chip { objectName: "takeOwned"; checkable: false; checked: panel.choice === "take"; text: qsTr("Take over"); onClicked: panel.decided(checked ? "" : "take") }
            Chip { objectName: "leaveOwned"; checkable: false; checked: panel.choice === "leave"; text: qsTr("Leave to the owner"); onClicked: panel.decided(checked ? "" : "leave") }
            PushButton { objectName: "takeAllOwned"; visible: panel.others; implicitHeight: 32; text: qsTr("Take over everywhere"); onClicked: panel.decidedAll("take") }
            PushButton { objectName: "leaveAllOwned"; visible: panel.others; implicitHeight: 32; text: qsTr("Leave everywhere"); onClicked: panel.decidedAll("leave") }
        }
    }
}
