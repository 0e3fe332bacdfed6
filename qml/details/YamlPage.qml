import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Details

ScrollView {
    id: page
    required property string yaml
    clip: true
    TextArea {
        id: area
        objectName: "yamlText"
        text: page.yaml
        textFormat: TextEdit.PlainText
        readOnly: true
        selectByMouse: true
        wrapMode: TextEdit.NoWrap
        color: Theme.text
        selectionColor: Theme.accent
        selectedTextColor: Theme.accentText
        leftPadding: 20
        topPadding: 14
        font { family: Theme.monospace; pixelSize: Theme.small }
        background: null
        Accessible.role: Accessible.EditableText
        Accessible.name: qsTr("YAML")
    }
    YamlHighlighter {
        textDocument: area.textDocument
        keyColor: Theme.accent
        stringColor: Theme.text
        numberColor: Theme.warning
    }
}
