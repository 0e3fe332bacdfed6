pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Armillary.Components
import Armillary.Forms

// One line of the form: a heading, a field with what it is asked for by, or how something is added.
FocusScope {
    id: row
    required property FormModel form
    required property int index
    required property string rowKind
    required property string label
    required property string path
    required property string widget
    required property string value
    required property string usual
    required property list<string> choices
    required property string shortDoc
    required property string doc
    required property string type
    required property int depth
    required property bool canOpen
    required property bool open
    required property bool isSet
    required property bool needed
    required property bool removable
    required property bool item
    required property bool entry
    required property bool secret
    required property bool hidden
    required property string problem
    required property string tone
    required property string origin

    readonly property bool isSection: rowKind === "section"
    readonly property bool isAdd: rowKind === "add"
    // What takes the whole width, below its name.
    readonly property bool wide: widget === "raw" || (value.includes("\n") && (widget === "text" || widget === "bytes"))
    // Its name has the line for itself.
    readonly property bool alone: wide || isSection || (canOpen && widget !== "union")
    signal explained()
    signal entered(int at)

    objectName: "row-" + (isAdd ? path + "+" : path)
    implicitHeight: column.implicitHeight + (isSection ? 20 : 10)
    onActiveFocusChanged: if (activeFocus) { form.look(index); entered(index) }
    Accessible.role: Accessible.ListItem
    Accessible.name: label + (needed ? ", " + qsTr("required") : "") + (problem ? ". " + problem : "") + (origin ? ". " + origin : "")
    Keys.onPressed: event => {
        if (event.key === Qt.Key_F1) row.explained()
        else if (event.key === Qt.Key_Up && event.modifiers === Qt.AltModifier && row.item) row.form.move(row.index, -1)
        else if (event.key === Qt.Key_Down && event.modifiers === Qt.AltModifier && row.item) row.form.move(row.index, 1)
        else return
        event.accepted = true
    }

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        anchors.leftMargin: 8 + row.depth * 14
        anchors.rightMargin: 4
        spacing: 2
        RowLayout {
            Layout.fillWidth: true
            spacing: 4
            IconButton {
                objectName: "open-" + row.path
                visible: row.canOpen
                implicitWidth: 22
                implicitHeight: 26
                symbol: row.open ? "down" : "forward"
                name: row.open ? qsTr("Close %1").arg(row.label) : qsTr("Open %1").arg(row.label)
                onClicked: row.form.toggle(row.index)
                Keys.onReturnPressed: clicked()
            }
            Item { visible: !row.canOpen && !row.isAdd; implicitWidth: 22; implicitHeight: 1 }
            Text {
                visible: !row.isAdd
                Layout.fillWidth: row.alone
                Layout.preferredWidth: row.alone ? -1 : (row.width - 60) * 0.36 - row.depth * 5
                text: row.label + (row.needed && !row.item ? " *" : "")
                color: row.isSection || row.isSet || row.needed ? Theme.text : Theme.muted
                elide: Text.ElideMiddle
                font { family: Theme.family; pixelSize: row.isSection ? Theme.normal : Theme.small; weight: row.isSection || row.isSet ? Font.DemiBold : Font.Normal }
                HoverHandler { id: hover; enabled: !row.isSection }
                Hint { name: row.shortDoc || row.path; keys: "F1"; visible: hover.hovered && row.shortDoc !== ""; y: parent.height + 2; x: 0; width: Math.min(implicitWidth, 360) }
                TapHandler { enabled: row.canOpen; onTapped: row.form.toggle(row.index) }
            }
            Text {
                visible: row.canOpen && !row.open && row.value !== "" && row.widget !== "union"
                Layout.maximumWidth: row.width * 0.5
                text: row.value
                textFormat: Text.PlainText
                elide: Text.ElideRight
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
            FormEditor {
                row: row
                visible: active && !row.wide
                active: !row.wide
                Layout.fillWidth: true
            }
            IconButton {
                objectName: "reveal-" + row.path
                visible: row.secret
                implicitWidth: 28
                implicitHeight: 28
                symbol: row.hidden ? "eye" : "hide"
                name: row.hidden ? qsTr("Show the value of %1").arg(row.label) : qsTr("Hide the value of %1").arg(row.label)
                onClicked: row.form.reveal(row.index)
            }
            IconButton {
                objectName: "remove-" + row.path
                // Its place is kept, so that all that is filled in ends at one line.
                opacity: row.removable && enabled ? 1 : 0
                enabled: row.removable
                visible: !row.isSection && !row.isAdd
                implicitWidth: 28
                implicitHeight: 28
                symbol: "close"
                name: row.item || row.entry ? qsTr("Remove %1").arg(row.label)
                    : row.usual ? qsTr("Back to what is usual: %1").arg(row.usual) : qsTr("Remove %1").arg(row.label)
                onClicked: row.form.remove(row.index)
            }
        }
        FormEditor {
            row: row
            visible: active
            active: row.wide
            Layout.fillWidth: true
            Layout.leftMargin: 26
        }
        Text {
            objectName: "origin-" + row.path
            visible: row.origin !== ""
            Layout.fillWidth: true
            Layout.leftMargin: 26
            text: row.origin
            textFormat: Text.PlainText
            elide: Text.ElideMiddle
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.tiny }
            HoverHandler { id: originHover }
            Hint { name: row.origin; visible: originHover.hovered && parent.truncated; y: parent.height + 2; x: 0; width: Math.min(implicitWidth, 360) }
        }
        Text {
            objectName: "problem-" + row.path
            visible: row.problem !== ""
            Layout.fillWidth: true
            Layout.leftMargin: 26
            text: row.problem
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: row.tone === "quiet" ? Theme.muted : Theme.tone(row.tone)
            font { family: Theme.family; pixelSize: Theme.tiny }
        }
    }
    Rectangle { visible: row.isSection && row.index > 0; width: parent.width; height: 1; color: Theme.line }
}
