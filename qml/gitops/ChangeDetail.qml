pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Armillary.Apply
import Armillary.Components

// One object: what its change does in sentences, then the change itself.
ColumnLayout {
    id: detail
    // As GitopsPreview.detail() has it.
    required property var change
    required property string baseName
    required property string headName
    readonly property bool shown: change.subject !== undefined
    signal editorWanted()
    signal leaveWanted()
    spacing: 0
    function focusDetail(): void {
        if (tabs.currentIndex === 0) fields.forceActiveFocus()
        else diff.forceActiveFocus()
    }

    Accessible.role: Accessible.Pane
    Accessible.name: shown ? change.subject : qsTr("Nothing is chosen")
    Keys.onEscapePressed: leaveWanted()

    Item {
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: !detail.shown
        Text { anchors.centerIn: parent; width: parent.width - 40; horizontalAlignment: Text.AlignHCenter; wrapMode: Text.Wrap; text: qsTr("Choose an object to see what changes in it"); color: Theme.muted; font { family: Theme.family; pixelSize: Theme.normal } }
    }
    Rectangle {
        Layout.fillWidth: true
        visible: detail.shown
        implicitHeight: about.implicitHeight + 18
        color: Theme.surface
        Column {
            id: about
            anchors { left: parent.left; leftMargin: 14; right: edit.visible ? edit.left : parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
            spacing: 2
            Text { objectName: "gitopsSubject"; width: parent.width; text: detail.change.subject ?? ""; textFormat: Text.PlainText; elide: Text.ElideMiddle; color: Theme.text; font { family: Theme.family; pixelSize: 15; weight: Font.DemiBold } }
            Text {
                width: parent.width
                text: [detail.change.application, detail.change.origin, detail.change.was ? qsTr("was %1").arg(detail.change.was) : ""].filter(text => text).join(" · ")
                textFormat: Text.PlainText
                elide: Text.ElideMiddle
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
        }
        PushButton {
            id: edit
            objectName: "gitopsEdit"
            anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
            visible: detail.change.editable === true
            implicitHeight: 30
            text: qsTr("Open in the editor")
            onClicked: detail.editorWanted()
        }
    }
    ImpactList {
        Layout.fillWidth: true
        most: detail.height * 0.3
        impacts: detail.change.impacts ?? []
    }
    TabStrip {
        id: tabs
        objectName: "gitopsTabs"
        Layout.fillWidth: true
        visible: detail.shown
        labels: [qsTr("Fields"), qsTr("YAML")]
    }
    FieldList {
        id: fields
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: detail.shown && tabs.currentIndex === 0
        fields: detail.change.fields ?? []
        fromName: detail.baseName
        toName: detail.headName
        emptyText: detail.change.change === "create" ? qsTr("It is new: the YAML shows all of it.") : detail.change.change === "delete" ? qsTr("It goes: the YAML shows what it was.") : qsTr("No field changes.")
    }
    DiffView {
        id: diff
        objectName: "gitopsDiff"
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: detail.shown && tabs.currentIndex === 1
        radius: 0
        title: qsTr("%1, against %2").arg(detail.headName).arg(detail.baseName)
        before: detail.change.before ?? ""
        after: detail.change.after ?? ""
    }
}
