pragma ComponentBehavior: Bound
import QtQuick
import Armillary.Components
import Armillary.Editor
import Armillary.Host

// What is edited, on one page: palette, canvas, form, text, checks, and what applying it does.
Item {
    id: page
    required property Cluster cluster
    required property EditorDocument document

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Editor")
    Rectangle { anchors.fill: parent; color: Theme.background }
    Text { anchors.centerIn: parent; text: page.document.title; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.normal } }
}
