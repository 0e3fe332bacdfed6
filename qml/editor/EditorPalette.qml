pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Editor
import Armillary.Host

// What can be put on the canvas: dragged there, or taken with a double click or Enter.
Item {
    id: palette
    required property Cluster cluster
    signal wanted(string entry)

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("What can be added")
    function focusPalette(): void { field.forceActiveFocus() }

    PaletteModel { id: entries; cluster: palette.cluster; filter: field.text }
    SearchField {
        id: field
        objectName: "editorPaletteSearch"
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: 10 }
        placeholderText: qsTr("Search what to add")
        onTextChanged: list.currentIndex = 0
        Keys.onDownPressed: list.incrementCurrentIndex()
        Keys.onUpPressed: list.decrementCurrentIndex()
        onAccepted: if (entries.idAt(Math.max(0, list.currentIndex))) palette.wanted(entries.idAt(Math.max(0, list.currentIndex)))
    }
    ListView {
        id: list
        objectName: "editorPalette"
        // What is made ahead is called off with an index that a new search no longer has.
        cacheBuffer: 0
        anchors { left: parent.left; right: parent.right; top: field.bottom; topMargin: 8; bottom: parent.bottom }
        clip: true
        activeFocusOnTab: true
        keyNavigationEnabled: true
        boundsBehavior: Flickable.StopAtBounds
        model: entries
        currentIndex: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("What can be added")
        Accessible.description: entries.titleOf(entries.idAt(currentIndex))
        Keys.onReturnPressed: palette.wanted(entries.idAt(currentIndex))
        Keys.onEnterPressed: palette.wanted(entries.idAt(currentIndex))
        ScrollBar.vertical: ScrollBar {}
        section.property: "section"
        section.delegate: Text {
            required property string section
            width: ListView.view.width
            leftPadding: 14
            topPadding: 12
            bottomPadding: 4
            text: section
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.tiny; weight: Font.DemiBold }
        }
        delegate: PaletteRow {
            id: row
            required property int index
            required property string entry
            objectName: "palette-" + entry
            width: list.width
            current: ListView.isCurrentItem && list.activeFocus
            onClicked: { list.currentIndex = index; list.forceActiveFocus() }
            onDoubleClicked: palette.wanted(entry)
            // What is dragged is a picture of the row; the row stays where it is.
            DragHandler {
                id: pull
                target: null
                grabPermissions: PointerHandler.CanTakeOverFromAnything
                onActiveChanged: if (active) ghost.Drag.start(); else ghost.Drag.drop()
            }
            Rectangle {
                id: ghost
                readonly property string entry: row.entry
                readonly property point at: parent.mapFromItem(null, pull.centroid.scenePosition.x, pull.centroid.scenePosition.y)
                parent: Overlay.overlay
                x: at.x - width / 2
                y: at.y - height / 2
                visible: pull.active
                width: 180
                height: 40
                radius: Theme.radius
                color: Theme.raised
                border.color: Theme.accent
                Drag.dragType: Drag.Internal
                Drag.source: ghost
                Drag.hotSpot: Qt.point(width / 2, height / 2)
                Text {
                    anchors { fill: parent; margins: 8 }
                    verticalAlignment: Text.AlignVCenter
                    elide: Text.ElideRight
                    text: row.title
                    color: Theme.text
                    font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
                }
            }
        }
    }
    Text {
        anchors { horizontalCenter: parent.horizontalCenter; top: field.bottom; topMargin: 40 }
        visible: entries.count === 0
        text: qsTr("Nothing is called that.")
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.normal }
    }
}
