import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

ScrollView {
    id: page
    required property string yaml
    clip: true
    TextArea {
        text: page.yaml
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
}
