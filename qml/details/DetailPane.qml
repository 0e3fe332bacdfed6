import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Armillary.Components
import Armillary.Details
import Armillary.Host

// One object: summary, YAML and events, sliding in from the right.
Rectangle {
    id: pane
    required property Cluster cluster
    readonly property alias details: details
    readonly property string openKey: details.open ? details.kind + "/" + details.key : ""
    function show(kind: string, key: string): void { details.show(kind, key) }

    color: Theme.surface
    clip: true
    Accessible.role: Accessible.Pane
    Accessible.name: details.open ? qsTr("Details of %1 %2").arg(details.kind).arg(details.name) : qsTr("Details")

    ObjectDetails { id: details; cluster: pane.cluster }
    Shortcut { sequence: "Escape"; enabled: details.open; onActivated: details.close() }
    Rectangle { width: 1; height: parent.height; color: Theme.line; z: 1 }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        RowLayout {
            Layout.fillWidth: true
            Layout.margins: 20
            Layout.topMargin: 18
            Layout.bottomMargin: 6
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 3
                Text {
                    Layout.fillWidth: true
                    text: details.name
                    color: Theme.text
                    elide: Text.ElideMiddle
                    font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold }
                }
                Text {
                    Layout.fillWidth: true
                    text: details.kind + (details.namespaceName ? qsTr(" in %1").arg(details.namespaceName) : "")
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.small }
                }
            }
            AbstractButton {
                id: close
                objectName: "closeDetails"
                implicitWidth: 34
                implicitHeight: 34
                Accessible.name: qsTr("Close the details")
                onClicked: details.close()
                background: Rectangle { radius: 8; color: close.hovered ? Theme.raised : "transparent"; border.width: close.visualFocus ? 2 : 0; border.color: Theme.accent }
                contentItem: Item { Icon { anchors.centerIn: parent; size: 18; color: Theme.muted; path: "M5 5 L19 19 M19 5 L5 19" } }
            }
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.leftMargin: 20
            Layout.rightMargin: 20
            Layout.bottomMargin: 6
            implicitHeight: gone.height + 14
            radius: 8
            visible: details.open && !details.exists
            color: Qt.alpha(Theme.warning, 0.15)
            Text { id: gone; x: 10; y: 7; width: parent.width - 20; wrapMode: Text.Wrap; text: qsTr("It does not exist any more."); color: Theme.text; font { family: Theme.family; pixelSize: Theme.small } }
        }
        TabStrip {
            id: tabs
            objectName: "detailTabs"
            Layout.fillWidth: true
            labels: [qsTr("Summary"), qsTr("YAML"), qsTr("Events")]
        }
        StackLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            currentIndex: tabs.currentIndex
            SummaryPage { rows: details.summary }
            YamlPage { yaml: tabs.currentIndex === 1 ? details.yaml : "" }
            EventsPage { model: details.events }
        }
    }
}
