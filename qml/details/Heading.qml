import QtQuick
import Armillary.Components

// Begins a part of the page; `note` says something of it, on the right.
Item {
    id: heading
    required property string text
    property string note: ""
    implicitHeight: 36
    Accessible.role: Accessible.Heading
    Accessible.name: text
    Text {
        id: title
        anchors { left: parent.left; leftMargin: 20; bottom: parent.bottom; bottomMargin: 6 }
        text: heading.text
        color: Theme.text
        font { family: Theme.family; pixelSize: Theme.normal; weight: Font.DemiBold }
    }
    Text {
        anchors { left: title.right; leftMargin: 12; right: parent.right; rightMargin: 20; baseline: title.baseline }
        horizontalAlignment: Text.AlignRight
        text: heading.note
        elide: Text.ElideRight
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.small }
    }
}
