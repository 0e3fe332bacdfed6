pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Armillary.Components
import Armillary.Editing
import Armillary.Editor
import Armillary.Forms

// The object that is selected, as a form: what is common first, then all that its kind has.
FocusScope {
    id: pane
    required property EditorDocument document
    readonly property alias model: model
    // Back to where one came from.
    signal leaveWanted()
    // Why the last change was refused; "" when it was not.
    property string refusal: ""

    Accessible.role: Accessible.Form
    Accessible.name: qsTr("Form")
    Keys.onShortcutOverride: event => event.accepted = event.matches(StandardKey.Find) || event.key === Qt.Key_F1
        || event.matches(StandardKey.Undo) || event.matches(StandardKey.Redo)
    Keys.onPressed: event => {
        event.accepted = true
        if (event.matches(StandardKey.Find)) search.forceActiveFocus()
        else if (event.matches(StandardKey.Undo)) pane.document.undo()
        else if (event.matches(StandardKey.Redo)) pane.document.redo()
        else if (event.key === Qt.Key_Escape) pane.leaveWanted()
        else event.accepted = false
    }

    // In front of the rows, to which Tab leads, and what one types here finds them.
    function focusView(): void { search.forceActiveFocus() }
    function showField(): void {
        const row = model.rowOfField()
        if (row >= 0) rows.positionViewAtIndex(row, ListView.Contain)
    }

    FormModel {
        id: model
        document: pane.document
        search: search.text
        onSubjectChanged: if (pane.refusal) pane.refusal = ""
    }
    Connections {
        target: pane.document
        function onRefused(title: string, why: string): void { pane.refusal = qsTr("%1: %2").arg(title).arg(why) }
        function onSelectionChanged(): void { search.clear(); rows.positionViewAtBeginning() }
        function onFieldChanged(): void { if (!pane.activeFocus) pane.showField() }
    }
    Rectangle { anchors.fill: parent; color: Theme.background }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        visible: model.kind !== ""
        FormHeader {
            Layout.fillWidth: true
            model: model
        }
        SearchField {
            id: search
            objectName: "formSearch"
            Layout.fillWidth: true
            Layout.margins: Theme.space
            placeholderText: qsTr("Search all fields")
            Keys.onDownPressed: rows.forceActiveFocus()
        }
        NoticeBar {
            objectName: "formReadOnly"
            Layout.fillWidth: true
            visible: model.readOnly
            text: qsTr("The text is not YAML just now: this is how it was before.")
        }
        NoticeBar {
            objectName: "formRefusal"
            Layout.fillWidth: true
            visible: pane.refusal !== ""
            text: pane.refusal
            actions: [qsTr("Close")]
            onTriggered: pane.refusal = ""
        }
        ListView {
            id: rows
            objectName: "formRows"
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            model: model
            boundsBehavior: Flickable.StopAtBounds
            cacheBuffer: 400
            keyNavigationEnabled: true
            highlightMoveDuration: 0
            ScrollBar.vertical: ScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Fields of %1").arg(model.name)
            delegate: FormRow {
                width: rows.width - 10
                form: model
                enabled: !model.readOnly
                onExplained: docs.show(this)
                onEntered: at => { rows.currentIndex = at; rows.positionViewAtIndex(at, ListView.Contain) }
            }
            footer: Item {
                width: rows.width
                height: model.count === 0 ? 50 : 0
                visible: height > 0
                Text {
                    anchors { left: parent.left; right: parent.right; margins: 16; verticalCenter: parent.verticalCenter }
                    text: qsTr("No field says that.")
                    elide: Text.ElideRight
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.normal }
                }
            }
        }
    }
    StateView {
        anchors.fill: parent
        visible: model.kind === ""
        kind: "empty"
        title: qsTr("Nothing is selected")
        detail: qsTr("Select an object, and its fields are here.")
    }
    FormDocs { id: docs }
}
