pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// What is shown, what it is grouped by, and what colours mean.
Popup {
    id: menu
    required property string view
    property bool onlyProblems: false
    property string selector: ""
    required property string selectorProblem
    property bool colorByWorkload: false
    property string grouping: "machine" // of the flat view
    property string mapGrouping: "namespace"
    property var hiddenKinds: ["Account"]
    readonly property bool filtering: onlyProblems || selector.trim() !== ""

    width: 330
    padding: 16
    focus: true
    onActiveFocusChanged: if (!activeFocus) close() // Tab leads out of it
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutside
    background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line }
    onOpened: problemsChip.forceActiveFocus()
    function clear(): void { onlyProblems = false; selector = ""; labels.text = "" }

    component Heading: Text {
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold }
    }
    contentItem: Column {
        spacing: 8
        Heading { anchors.left: parent.left; text: qsTr("Show") }
        Row {
            anchors.left: parent.left
            spacing: 8
            Chip {
                id: problemsChip
                objectName: "onlyProblems"
                text: qsTr("Only problems")
                checked: menu.onlyProblems
                Accessible.role: Accessible.CheckBox
                onClicked: { menu.onlyProblems = checked; checked = Qt.binding(() => menu.onlyProblems) }
            }
            PushButton { visible: menu.filtering; implicitHeight: 32; text: qsTr("Show everything"); onClicked: menu.clear() }
        }
        InputField {
            id: labels
            objectName: "labelSelector"
            width: parent.width
            name: qsTr("Labels")
            placeholderText: qsTr("Labels: app=web, tier!=cache")
            onTextEdited: menu.selector = text
        }
        Text {
            visible: text
            width: parent.width
            wrapMode: Text.Wrap
            text: menu.selectorProblem
            color: Theme.bad
            font { family: Theme.family; pixelSize: Theme.small }
        }
        Heading { anchors.left: parent.left; visible: menu.view !== "sphere"; topPadding: 6; text: qsTr("Group by") }
        Flow {
            visible: menu.view !== "sphere"
            width: parent.width
            spacing: 8
            Repeater {
                model: menu.view === "flat" ? [{id: "machine", name: qsTr("Machine")}, {id: "namespace", name: qsTr("Namespace")}, {id: "application", name: qsTr("Application")}]
                                            : [{id: "", name: qsTr("Nothing")}, {id: "namespace", name: qsTr("Namespace")}, {id: "application", name: qsTr("Application")}, {id: "machine", name: qsTr("Machine")}]
                Chip {
                    required property var modelData
                    checkable: false
                    text: modelData.name
                    checked: (menu.view === "flat" ? menu.grouping : menu.mapGrouping) === modelData.id
                    onClicked: if (menu.view === "flat") menu.grouping = modelData.id; else menu.mapGrouping = modelData.id
                }
            }
        }
        Heading { anchors.left: parent.left; visible: menu.view === "map"; topPadding: 6; text: qsTr("Kinds") }
        Flow {
            visible: menu.view === "map"
            width: parent.width
            spacing: 8
            Repeater {
                model: [{id: "Ingress", name: qsTr("Ingresses")}, {id: "Service", name: qsTr("Services")}, {id: "Pods", name: qsTr("Pods")}, {id: "Config", name: qsTr("Config maps")},
                    {id: "Secret", name: qsTr("Secrets")}, {id: "Claim", name: qsTr("Claims")}, {id: "Account", name: qsTr("Accounts")}]
                Chip {
                    required property var modelData
                    checkable: false
                    text: modelData.name
                    checked: !menu.hiddenKinds.includes(modelData.id)
                    Accessible.role: Accessible.CheckBox
                    onClicked: menu.hiddenKinds = checked ? menu.hiddenKinds.concat([modelData.id]) : menu.hiddenKinds.filter(id => id !== modelData.id)
                }
            }
        }
        Heading { anchors.left: parent.left; visible: menu.view !== "map"; topPadding: 6; text: qsTr("Colours mean") }
        Row {
            anchors.left: parent.left
            visible: menu.view !== "map"
            spacing: 8
            Chip { checkable: false; text: qsTr("State"); checked: !menu.colorByWorkload; onClicked: menu.colorByWorkload = false }
            Chip { checkable: false; text: qsTr("Workload"); checked: menu.colorByWorkload; onClicked: menu.colorByWorkload = true }
        }
    }
}
