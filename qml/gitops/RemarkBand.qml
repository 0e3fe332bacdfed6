pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// What cannot be told, or was left out: a headline that nobody overlooks, and each with its cause and what to do.
Rectangle {
    id: band
    // [{application, text, next}]
    required property var remarks
    required property string headline
    required property string tone
    property bool expanded: false
    property real most: 200
    readonly property color tint: Theme.tone(tone)
    visible: remarks.length > 0
    implicitHeight: head.height + (expanded ? list.height + 8 : 0)
    color: Qt.alpha(tint, Theme.dark ? 0.14 : 0.12)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: headline

    AbstractButton {
        id: head
        objectName: band.objectName + "Head"
        width: parent.width
        height: 34
        text: band.headline
        Accessible.role: Accessible.Button
        Accessible.name: band.expanded ? qsTr("%1 Show less").arg(text) : qsTr("%1 Show all").arg(text)
        Keys.onReturnPressed: clicked()
        onClicked: band.expanded = !band.expanded
        background: Rectangle { color: "transparent"; border.width: head.visualFocus ? 2 : 0; border.color: Theme.accent }
        contentItem: Item {
            Icon { id: mark; anchors { left: parent.left; leftMargin: 14; verticalCenter: parent.verticalCenter } size: 15; color: band.tint; path: Icons.path("warning") }
            Text {
                anchors { left: mark.right; leftMargin: 10; right: fold.left; rightMargin: 10; verticalCenter: parent.verticalCenter }
                text: band.headline + (band.expanded || band.remarks.length === 0 ? "" : " " + band.sentence(band.remarks[0]))
                textFormat: Text.PlainText
                elide: Text.ElideRight
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
            }
            Icon { id: fold; anchors { right: parent.right; rightMargin: 14; verticalCenter: parent.verticalCenter } size: 13; color: Theme.muted; path: Icons.path("down"); rotation: band.expanded ? 180 : 0 }
        }
    }
    function sentence(remark: var): string { return (remark.application ? remark.application + ": " : "") + remark.text.split("\n")[0] }
    ListView {
        id: list
        anchors { left: parent.left; right: parent.right; top: head.bottom }
        height: Math.min(contentHeight, band.most)
        visible: band.expanded
        clip: true
        spacing: 6
        model: band.expanded ? band.remarks : []
        activeFocusOnTab: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar { id: scroll }
        Accessible.role: Accessible.List
        Accessible.name: band.headline
        Keys.onUpPressed: scroll.decrease()
        Keys.onDownPressed: scroll.increase()
        delegate: Column {
            id: line
            required property var modelData
            width: ListView.view.width
            leftPadding: 39
            Accessible.role: Accessible.ListItem
            Accessible.name: [modelData.application, modelData.text, modelData.next].filter(text => text).join(". ")
            Text { visible: text; width: line.width - 56; text: line.modelData.application; textFormat: Text.PlainText; elide: Text.ElideMiddle; color: Theme.text; font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold } }
            Text { width: line.width - 56; text: line.modelData.text; textFormat: Text.PlainText; wrapMode: Text.Wrap; color: Theme.text; maximumLineCount: 8; elide: Text.ElideRight; font { family: Theme.family; pixelSize: Theme.small } }
            Text { visible: text; width: line.width - 56; text: line.modelData.next; textFormat: Text.PlainText; wrapMode: Text.Wrap; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
        }
    }
}
