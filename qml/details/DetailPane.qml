import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Armillary.Components
import Armillary.Details
import Armillary.Host

// One object: what it is, why it is so, what it has to do with others; sliding in from the right.
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
    signal editWanted()
    // Another object's details are wanted.
    signal opened(string resource, string key)
    // Where the tabs are.
    readonly property int why: 1
    readonly property int yaml: 4
    readonly property string openKey: details.open ? details.kind + "/" + details.key : ""

    color: Theme.surface
    clip: true
    Accessible.role: Accessible.Pane
    Accessible.name: details.open ? qsTr("Details of %1 %2").arg(details.kind).arg(details.name) : qsTr("Details")

    ObjectDetails { id: details; cluster: pane.cluster }
    // One call for both, so that no half of a subject is asked for.
    readonly property var subject: [resource, key]
    onSubjectChanged: details.show(resource, key)
    Rectangle { anchors.left: parent.left; width: 1; height: parent.height; color: Theme.line; z: 1 }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        RowLayout {
            Layout.fillWidth: true
            Layout.margins: 20
            Layout.topMargin: 18
            Layout.bottomMargin: details.relations.owners.length > 0 ? 2 : 6
            Icon { Layout.alignment: Qt.AlignTop; Layout.topMargin: 2; Layout.rightMargin: 6; size: 20; color: Theme.accent; path: Icons.path(details.icon) }
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
                objectName: "detailEdit"
                symbol: "edit"
                name: qsTr("Edit the YAML")
                enabled: details.exists
                onClicked: pane.editWanted()
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
            Text { id: gone; anchors { left: parent.left; leftMargin: 10 } y: 7; width: parent.width - 20; wrapMode: Text.Wrap; text: details.problem ? details.problem : qsTr("It does not exist any more."); color: Theme.text; font { family: Theme.family; pixelSize: Theme.small } }
        }
        OwnerTrail {
            Layout.fillWidth: true
            Layout.leftMargin: 16
            Layout.rightMargin: 16
            Layout.bottomMargin: 4
            visible: owners.length > 0
            owners: details.relations.owners
            onOpened: (resource, key) => pane.opened(resource, key)
        }
        TabStrip {
            id: tabs
            objectName: "detailTabs"
            Layout.fillWidth: true
            labels: [qsTr("Overview"), qsTr("Why"), qsTr("Relations"), qsTr("Events"), qsTr("YAML")]
        }
        StackLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            currentIndex: tabs.currentIndex
            OverviewPage {
                details: details
                onWhyWanted: tabs.currentIndex = pane.why
                onOpened: (resource, key) => pane.opened(resource, key)
                onCopied: what => note.say(qsTr("%1 copied").arg(what))
            }
            WhyPage { why: details.why }
            RelationsPage {
                relations: details.relations
                subject: details.namespaceName
                onOpened: (resource, key) => pane.opened(resource, key)
                readonly property bool looked: details.open && tabs.currentIndex === 2
                onLookedChanged: details.relations.active = looked
            }
            EventsPage {
                timeline: details.events
                onOpened: (resource, key) => pane.opened(resource, key)
            }
            YamlPage {
                details: details
                shown: tabs.currentIndex === pane.yaml
                onEditWanted: pane.editWanted()
            }
        }
    }
    // What was copied, for a moment.
    Rectangle {
        id: note
        function say(what: string): void { said.text = what; opacity = 1; fade.restart() }
        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 16 }
        width: Math.min(said.implicitWidth + 24, pane.width - 40)
        height: 30
        radius: 15
        opacity: 0
        visible: opacity > 0
        color: Theme.raised
        border.color: Theme.line
        Behavior on opacity { NumberAnimation { duration: Theme.quick } }
        Timer { id: fade; interval: 1800; onTriggered: note.opacity = 0 }
        Text { id: said; anchors.centerIn: parent; width: Math.min(implicitWidth, pane.width - 64); elide: Text.ElideMiddle; textFormat: Text.PlainText; color: Theme.text; font { family: Theme.family; pixelSize: Theme.small } }
    }
}
