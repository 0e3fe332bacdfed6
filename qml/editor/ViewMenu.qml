pragma ComponentBehavior: Bound
import QtQuick
import Armillary.Components
import Armillary.Editor

// The files as they are, or what a kustomization or chart among them comes to.
Choice {
    id: menu
    required property RenderedView rendered
    objectName: "editorViews"
    Accessible.name: qsTr("What is shown")
    model: [qsTr("Files")].concat(rendered.choices.map(choice => choice.text))
    currentIndex: rendered.current + 1
    displayText: model[rendered.current + 1] ?? ""
    onActivated: index => rendered.current = index - 1
    Hint { name: qsTr("The files, or what a kustomization or chart comes to") }
}
