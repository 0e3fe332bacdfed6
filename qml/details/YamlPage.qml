import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Armillary.Components
import Armillary.Details

// The object as it is, for reading; one click from editing it.
ColumnLayout {
    id: page
    required property ObjectDetails details
    property bool shown: false
    signal editWanted()
    spacing: 0
    RowLayout {
        Layout.fillWidth: true
        Layout.leftMargin: 20
        Layout.rightMargin: 14
        Layout.topMargin: 8
        Layout.bottomMargin: 4
        spacing: 6
        PushButton {
            objectName: "editYaml"
            implicitHeight: 28
            text: qsTr("Edit")
            enabled: page.details.exists
            onClicked: page.editWanted()
        }
        Item { Layout.fillWidth: true }
        Chip {
            implicitHeight: 26
            leftPadding: 10
            rightPadding: 10
            Accessible.role: Accessible.CheckBox
            text: qsTr("managedFields")
            checked: page.details.managedFields
            onToggled: page.details.managedFields = checked
        }
        IconButton {
            objectName: "showSecrets"
            visible: page.details.kind === "Secret"
            symbol: page.details.secretsShown ? "hide" : "eye"
            name: page.details.secretsShown ? qsTr("Hide the values") : qsTr("Show the values")
            onClicked: page.details.secretsShown = !page.details.secretsShown
        }
        IconButton { symbol: "copy"; name: qsTr("Copy the YAML"); onClicked: page.details.copy(page.details.yaml) }
    }
    ScrollView {
        Layout.fillWidth: true
        Layout.fillHeight: true
        clip: true
        TextArea {
            id: area
            objectName: "yamlText"
            text: page.shown ? page.details.yaml : ""
            textFormat: TextEdit.PlainText
            readOnly: true
            selectByMouse: true
            wrapMode: TextEdit.NoWrap
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentText
            leftPadding: 20
            topPadding: 6
            font { family: Theme.monospace; pixelSize: Theme.small }
            background: null
            Accessible.role: Accessible.EditableText
            Accessible.name: qsTr("YAML")
        }
    }
    YamlHighlighter {
        textDocument: area.textDocument
        keyColor: Theme.accent
        stringColor: Theme.text
        numberColor: Theme.warning
    }
}
