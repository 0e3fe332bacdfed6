import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// A box to check, its name and a sentence below it.
CheckBox {
    id: box
    property string hint: ""
    padding: 0
    topPadding: 2
    bottomPadding: 2
    opacity: enabled ? 1 : 0.55
    font { family: Theme.family; pixelSize: Theme.normal }
    Accessible.name: text
    Accessible.description: hint
    indicator: Rectangle {
        x: Theme.mirrored ? box.width - width : 0
        y: 4
        width: 18
        height: 18
        radius: 4
        color: box.checked ? Theme.accent : Theme.background
        border.color: box.visualFocus ? Theme.text : box.checked ? Theme.accent : Theme.quiet
        border.width: box.visualFocus ? 2 : 1
        Icon { anchors.centerIn: parent; visible: box.checked; size: 13; color: Theme.accentText; path: Icons.path("check") }
    }
    contentItem: Column {
        leftPadding: Theme.mirrored ? 0 : 28
        spacing: 2
        Text { width: box.availableWidth - 28; topPadding: 2; text: box.text; wrapMode: Text.Wrap; color: Theme.text; font: box.font }
        Text { width: box.availableWidth - 28; visible: text; text: box.hint; wrapMode: Text.Wrap; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
    }
}
