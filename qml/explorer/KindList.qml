pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Explorer

// Every kind that the cluster serves, in sections.
Item {
    id: kinds
    required property ResourceIndex index
    required property string current // resource id
    signal chosen(string resource)

    SearchField {
        id: search
        objectName: "kindSearch"
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: 12 }
        placeholderText: qsTr("Find a kind")
        onTextChanged: kinds.index.filter = text
        Keys.onDownPressed: list.forceActiveFocus()
        Keys.onReturnPressed: if (list.count > 0) kinds.chosen((list.itemAtIndex(0) as ItemDelegate).resourceId)
    }
    ListView {
        id: list
        objectName: "kindList"
        anchors { left: parent.left; right: parent.right; top: search.bottom; bottom: parent.bottom; topMargin: 8 }
        clip: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        model: kinds.index
        currentIndex: -1
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Kinds")
        ScrollBar.vertical: ScrollBar {}
        Keys.onReturnPressed: if (currentItem) kinds.chosen((currentItem as ItemDelegate).resourceId)
        section.property: "section"
        section.delegate: Text {
            required property string section
            width: list.width
            leftPadding: 20
            rightPadding: 20
            topPadding: 14
            bottomPadding: 5
            text: section
            elide: Text.ElideRight
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.tiny; weight: Font.DemiBold; capitalization: Font.AllUppercase; letterSpacing: 0.6 }
        }
        delegate: ItemDelegate {
            id: entry
            required property int index
            required property string title
            required property string resourceId
            readonly property bool chosen: kinds.current === resourceId
            width: list.width
            height: 32
            text: title
            Accessible.role: Accessible.ListItem
            Accessible.name: title
            Accessible.selected: chosen
            onClicked: { list.currentIndex = index; kinds.chosen(resourceId) }
            background: Rectangle {
                anchors { fill: parent; leftMargin: 8; rightMargin: 8 }
                radius: 7
                color: entry.chosen ? Theme.raised : entry.hovered ? Qt.alpha(Theme.raised, 0.5) : "transparent"
                border.width: list.activeFocus && entry.ListView.isCurrentItem ? 2 : 0
                border.color: Theme.accent
            }
            contentItem: Text {
                leftPadding: 14
                rightPadding: 14
                text: entry.title
                elide: Text.ElideRight
                verticalAlignment: Text.AlignVCenter
                color: entry.chosen ? Theme.accent : Theme.text
                font { family: Theme.family; pixelSize: Theme.normal; weight: entry.chosen ? Font.DemiBold : Font.Normal }
            }
        }
    }
    Text {
        visible: list.count === 0 && search.text
        anchors { left: parent.left; right: parent.right; top: search.bottom; margins: 20 }
        wrapMode: Text.Wrap
        text: qsTr("No kind has these letters.")
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.small }
    }
}
