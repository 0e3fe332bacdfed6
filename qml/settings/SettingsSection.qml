import QtQuick
import Armillary.Components

// A headline, what the part is about, and its lines.
Column {
    id: section
    required property string title
    property string detail: ""
    spacing: 4
    bottomPadding: 28
    Accessible.role: Accessible.Grouping
    Accessible.name: title
    Text { width: parent.width; text: section.title; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
    Text {
        width: parent.width
        visible: text
        bottomPadding: 6
        wrapMode: Text.Wrap
        text: section.detail
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.small }
    }
}
