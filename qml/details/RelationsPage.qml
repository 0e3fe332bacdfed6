pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Details

// What it owns, what it refers to, and what refers to it. Each opens.
ListView {
    id: list
    required property Relations relations
    property string subject: ""
    signal opened(string resource, string key)
    objectName: "relationList"
    model: relations
    clip: true
    bottomMargin: 16
    activeFocusOnTab: true
    keyNavigationEnabled: true
    highlightMoveDuration: 0
    boundsBehavior: Flickable.StopAtBounds
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Relations")
    ScrollBar.vertical: ScrollBar {}
    Keys.onReturnPressed: if (currentItem) (currentItem as RelationEntry).open()
    section.property: "section"
    section.delegate: Heading {
        required property string section
        width: list.width
        text: section === "owned" ? qsTr("Owns") : section === "refersTo" ? qsTr("Refers to") : qsTr("Referred to by")
    }
    component RelationEntry: AbstractButton {
        id: entry
        objectName: "relation"
        required property int index
        required property int depth
        required property string relation
        required property string kind
        required property string name
        required property string namespaceName
        required property string resource
        required property string key
        required property string symbol
        required property string tone
        required property string note
        required property string path
        required property bool missing
        readonly property bool chosen: list.activeFocus && list.currentIndex === index
        function open(): void { if (resource) list.opened(resource, key) }
        width: list.width
        height: name ? 46 : 32
        enabled: resource !== ""
        focusPolicy: Qt.NoFocus
        Accessible.role: Accessible.Link
        Accessible.name: [relation, kind, name, note].filter(part => part).join(" ")
        onClicked: { list.currentIndex = index; open() }
        Hint { visible: entry.hovered && entry.path !== ""; name: entry.path; x: 20; y: entry.height - 6 }
        background: Rectangle {
            anchors { fill: parent; leftMargin: 10; rightMargin: 10 }
            radius: 8
            color: entry.missing ? Qt.alpha(Theme.bad, 0.12) : entry.hovered ? Theme.raised : "transparent"
            border.width: entry.chosen ? 2 : 0
            border.color: Theme.accent
        }
        contentItem: Item {
            Icon {
                id: mark
                anchors { left: parent.left; leftMargin: 20 + 18 * entry.depth; verticalCenter: parent.verticalCenter }
                visible: entry.name !== ""
                size: 17
                color: entry.missing ? Theme.bad : Theme.muted
                path: Icons.path(entry.missing ? "warning" : entry.symbol)
            }
            Column {
                anchors { left: mark.right; leftMargin: 12; right: chevron.left; rightMargin: 8; verticalCenter: parent.verticalCenter }
                spacing: 2
                Row {
                    width: parent.width
                    spacing: 6
                    visible: entry.name !== ""
                    Text {
                        id: verb
                        visible: text
                        text: entry.relation
                        color: Theme.muted
                        font { family: Theme.family; pixelSize: Theme.small }
                    }
                    Text {
                        width: Math.min(implicitWidth, parent.width - (verb.visible ? verb.width + 6 : 0))
                        anchors.baseline: verb.visible ? verb.baseline : undefined
                        text: entry.name
                        textFormat: Text.PlainText
                        elide: Text.ElideMiddle
                        color: entry.missing ? Theme.bad : Theme.text
                        font { family: Theme.family; pixelSize: Theme.normal; weight: Font.Medium }
                    }
                }
                Row {
                    width: parent.width
                    spacing: 6
                    Text {
                        id: what
                        visible: text
                        text: entry.kind + (entry.namespaceName && entry.namespaceName !== list.subject ? qsTr(" in %1").arg(entry.namespaceName) : "")
                        color: Theme.muted
                        font { family: Theme.family; pixelSize: Theme.tiny }
                    }
                    Rectangle { width: 6; height: 6; radius: 3; anchors.verticalCenter: what.verticalCenter; visible: entry.tone !== "" && entry.note !== "" && !entry.missing; color: Theme.tone(entry.tone) }
                    Text {
                        width: Math.max(0, parent.width - what.width - 18)
                        text: entry.note
                        textFormat: Text.PlainText
                        elide: Text.ElideRight
                        color: entry.missing ? Theme.bad : Theme.muted
                        font { family: Theme.family; pixelSize: Theme.tiny; weight: entry.missing ? Font.DemiBold : Font.Normal }
                    }
                }
            }
            Icon {
                id: chevron
                anchors { right: parent.right; rightMargin: 20; verticalCenter: parent.verticalCenter }
                size: 12
                visible: entry.resource !== ""
                color: Theme.quiet
                directed: true
                path: Icons.path("forward")
            }
        }
    }
    delegate: RelationEntry {}
    footer: Column {
        width: list.width
        topPadding: 10
        spacing: 6
        Repeater {
            model: list.relations.notes
            Row {
                id: gap
                required property string modelData
                anchors { left: parent.left; leftMargin: 20 }
                width: list.width - 40
                spacing: 8
                Icon { size: 14; color: Theme.warning; path: Icons.path("lock") }
                Text {
                    objectName: "relationNote"
                    width: parent.width - 22
                    text: gap.modelData
                    textFormat: Text.PlainText
                    wrapMode: Text.Wrap
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.small }
                }
            }
        }
    }
    StateView {
        anchors.fill: parent
        visible: list.count === 0 && list.relations.notes.length === 0
        kind: list.relations.loading ? "loading" : "empty"
        title: list.relations.loading ? qsTr("Looking for relations") : qsTr("It stands alone")
        detail: list.relations.loading ? qsTr("Reading what may refer to it") : qsTr("It refers to nothing, owns nothing, and nothing refers to it.")
    }
}
