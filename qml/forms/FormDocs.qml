import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// What the schema says about a field, whole.
Popup {
    id: docs
    property string label
    property string type
    property string usual
    property bool needed
    property string text

    function show(row: Item): void {
        parent = row
        label = row.path
        type = row.type
        usual = row.usual
        needed = row.needed
        text = row.doc
        x = 12
        y = row.height
        lingers = true
        open()
    }
    // Of a place that is no row; `passing`: it goes with the pointer.
    function tell(about: var, at: point, passing: bool): void {
        label = about.path
        type = about.type
        usual = about.usual
        needed = about.needed
        text = about.doc
        x = Math.max(8, Math.min(at.x, parent.width - width - 8))
        y = at.y
        lingers = !passing
        open()
    }
    function fades(): void { if (visible && !lingers) close() }
    property bool lingers: true
    focus: lingers
    objectName: "formDocs"
    width: Math.min(420, parent ? parent.width - 24 : 420)
    height: Math.min(implicitHeight, 320)
    margins: 8
    padding: 14
    background: Rectangle { radius: Theme.radius; color: Theme.raised; border.color: Theme.line }
    contentItem: Flickable {
        implicitHeight: column.implicitHeight
        contentHeight: column.implicitHeight
        clip: true
        focus: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}
        Accessible.role: Accessible.HelpBalloon
        Accessible.name: docs.label + ". " + docs.text
        Column {
            id: column
            width: parent.width
            spacing: 6
            Text {
                width: parent.width
                text: docs.label
                color: Theme.text
                wrapMode: Text.WrapAnywhere
                font { family: Theme.monospace; pixelSize: Theme.small; weight: Font.DemiBold }
            }
            Text {
                width: parent.width
                text: (docs.needed ? qsTr("Required.") + " " : "") + qsTr("It takes %1.").arg(docs.type)
                    + (docs.usual ? " " + qsTr("Where nothing is said: %1.").arg(docs.usual) : "")
                color: Theme.muted
                wrapMode: Text.Wrap
                font { family: Theme.family; pixelSize: Theme.small }
            }
            Text {
                width: parent.width
                visible: text
                text: docs.text
                textFormat: Text.PlainText
                color: Theme.text
                wrapMode: Text.Wrap
                lineHeight: 1.2
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
    }
}
