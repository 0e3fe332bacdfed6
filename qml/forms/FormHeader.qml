import QtQuick
import QtQuick.Layouts
import Armillary.Components
import Armillary.Forms

// What is being edited: its kind, its name, where it is.
Rectangle {
    id: header
    required property FormModel model
    implicitHeight: column.implicitHeight + 24
    color: Theme.surface
    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: 14; rightMargin: 14 }
        spacing: 8
        Text {
            Layout.fillWidth: true
            text: header.model.kind
            color: Theme.text
            elide: Text.ElideRight
            font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold }
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: 8
            InputField {
                id: itsName
                objectName: "formName"
                Layout.fillWidth: true
                Layout.preferredWidth: 2
                implicitHeight: 32
                name: qsTr("Name")
                placeholderText: qsTr("Name")
                enabled: !header.model.readOnly
                text: header.model.name
                onEditingFinished: { header.model.setName(text); text = Qt.binding(() => header.model.name) }
                Keys.onEscapePressed: text = Qt.binding(() => header.model.name)
            }
            InputField {
                objectName: "formNamespace"
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                implicitHeight: 32
                visible: header.model.namespaced
                name: qsTr("Namespace")
                placeholderText: header.model.homeNamespace
                enabled: !header.model.readOnly
                text: header.model.itsNamespace
                onEditingFinished: { header.model.setNamespace(text); text = Qt.binding(() => header.model.itsNamespace) }
                Keys.onEscapePressed: text = Qt.binding(() => header.model.itsNamespace)
            }
        }
    }
    Rectangle { width: parent.width; height: 1; anchors.bottom: parent.bottom; color: Theme.line }
}
