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
    required property string resource
    required property string key
    readonly property alias details: details
    signal closed()
    // Where in the view's coordinates the menu of what can be done is to open.
    signal actionsWanted(real x, real y)
    signal logsWanted()
    readonly property string openKey: details.open ? details.kind + "/" + details.key : ""

    color: Theme.surface
    clip: true
    Accessible.role: Accessible.Pane
    Accessible.name: details.open ? qsTr("Details of %1 %2").arg(details.kind).arg(details.name) : qsTr("Details")

    ObjectDetails { id: details; cluster: pane.cluster }
    // One call for both, so that no half of a subject is asked for.
    readonly property var subject: [resource, key]
    onSubjectChanged: details.show(resource, key)
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
            IconButton {
                objectName: "detailLogs"
                symbol: "logs"
                name: qsTr("Logs")
                visible: details.logs
                onClicked: pane.logsWanted()
            }
            IconButton {
                id: more
                objectName: "detailActions"
                symbol: "more"
                name: qsTr("What can be done")
                enabled: details.exists
                onClicked: {
                    const at = more.mapToItem(pane.parent, more.width, more.height + 4)
                    pane.actionsWanted(at.x, at.y)
                }
            }
            IconButton { objectName: "closeDetails"; symbol: "close"; name: qsTr("Close the details"); keys: "Esc"; onClicked: pane.closed() }
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.leftMargin: 20
            Layout.rightMargin: 20
            Layout.bottomMargin: 6
            implicitHeight: gone.height + 14
            radius: 8
            visible: details.open && !details.exists && !details.loading
            color: Qt.alpha(Theme.warning, 0.15)
            Text { id: gone; x: 10; y: 7; width: parent.width - 20; wrapMode: Text.Wrap; text: details.problem ? details.problem : qsTr("It does not exist any more."); color: Theme.text; font { family: Theme.family; pixelSize: Theme.small } }
        }
        TabStrip {
            id: tabs
            objectName: "detailTabs"
            Layout.fillWidth: true
            labels: [qsTr("Summary"), qsTr("Why"), qsTr("YAML"), qsTr("Events")]
        }
        StackLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            currentIndex: tabs.currentIndex
            SummaryPage {
                rows: details.summary
                why: details.why
                onWhyWanted: tabs.currentIndex = 1
            }
            WhyPage { why: details.why }
            YamlPage { yaml: tabs.currentIndex === 2 ? details.yaml : "" }
            EventsPage { model: details.events }
        }
    }
}
