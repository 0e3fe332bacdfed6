pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Details

// What one wants to know of an object first: what is wrong, its pods, what it uses, what it is made of.
Flickable {
    id: page
    required property ObjectDetails details
    signal whyWanted()
    signal opened(string resource, string key)
    // Something has been copied: what.
    signal copied(string what)
    readonly property real inner: width - 40
    contentHeight: column.height + 20
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    ScrollBar.vertical: ScrollBar {}
    FocusFollower { view: page }

    Column {
        id: column
        width: page.width
        topPadding: 10
        // What is wrong stands above everything else, one click from why.
        AbstractButton {
            id: cause
            readonly property var why: page.details.why
            width: column.width
            visible: why.statements.length > 0 && !why.fine
            height: visible ? first.height + 38 : 0
            Accessible.role: Accessible.Button
            Accessible.name: visible ? qsTr("Why? %1").arg(first.text) : qsTr("Why?")
            onClicked: page.whyWanted()
            background: Rectangle {
                anchors { fill: parent; leftMargin: 14; rightMargin: 14; topMargin: 4; bottomMargin: 10 }
                radius: 8
                color: Qt.alpha(Theme.bad, cause.hovered ? 0.22 : 0.14)
                border.width: cause.visualFocus ? 2 : 0
                border.color: Theme.accent
            }
            contentItem: Item {
                Icon { anchors { left: parent.left; leftMargin: 26 } y: 16; size: 16; color: Theme.bad; path: Icons.path("warning") }
                Text {
                    id: first
                    anchors { left: parent.left; leftMargin: 52 }
                    y: 15
                    width: parent.width - 78
                    text: cause.visible ? cause.why.statements[0].statement : ""
                    textFormat: Text.PlainText
                    wrapMode: Text.Wrap
                    maximumLineCount: 4
                    elide: Text.ElideRight
                    color: Theme.text
                    font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
                }
            }
        }
        ReplicaSquares {
            anchors { left: parent.left; leftMargin: 20 }
            width: page.inner
            visible: replicas.length > 0
            replicas: page.details.replicas
            more: page.details.moreReplicas
            onOpened: key => page.opened("/Pod", key)
        }
        Item { width: 1; height: page.details.replicas.length > 0 ? 8 : 0 }
        Repeater {
            model: page.details.summary
            Item {
                id: line
                required property var modelData
                readonly property bool heading: modelData.tone === "heading"
                width: column.width
                height: heading ? 36 : Math.max(label.height, value.height) + 8
                Accessible.role: heading ? Accessible.Heading : Accessible.StaticText
                Accessible.name: modelData.label + " " + modelData.value
                Heading { anchors.fill: parent; visible: line.heading; text: line.modelData.label }
                Text {
                    id: label
                    anchors { left: parent.left; leftMargin: 20 }
                    y: 4
                    width: 110
                    visible: !line.heading
                    text: line.modelData.label
                    color: Theme.muted
                    elide: Text.ElideRight
                    font { family: Theme.family; pixelSize: Theme.small }
                }
                Row {
                    visible: !line.heading
                    anchors { left: parent.left; leftMargin: 138 }
                    y: 4
                    spacing: 7
                    Rectangle {
                        width: 8
                        height: 8
                        y: 4
                        radius: 4
                        visible: line.modelData.tone !== ""
                        color: Theme.tone(line.modelData.tone)
                    }
                    Text {
                        id: value
                        width: line.width - 158 - (line.modelData.tone ? 15 : 0)
                        text: line.modelData.value
                        textFormat: Text.PlainText
                        wrapMode: Text.Wrap
                        color: Theme.text
                        font { family: Theme.family; pixelSize: Theme.small }
                    }
                }
            }
        }
        Heading { width: column.width; visible: page.details.usage.applies; text: qsTr("Use") }
        UsagePanel { width: column.width; visible: page.details.usage.applies; usage: page.details.usage }

        Heading { width: column.width; visible: page.details.containers.length > 0; text: qsTr("Containers"); note: page.details.containers.length > 1 ? page.details.containers.length : "" }
        Repeater {
            model: page.details.containers
            Item {
                id: place
                required property var modelData
                width: column.width
                height: card.height + 8
                ContainerCard { id: card; anchors { left: parent.left; leftMargin: 20 } width: page.inner; container: place.modelData }
            }
        }
        Heading { width: column.width; visible: page.details.data.length > 0; text: qsTr("Data"); note: qsTr("%n keys", "", page.details.data.length) }
        Repeater {
            model: page.details.data
            Item {
                id: slot
                required property var modelData
                width: column.width
                height: entry.height + 8
                DataEntry {
                    id: entry
                    anchors { left: parent.left; leftMargin: 20 }
                    width: page.inner
                    value: slot.modelData
                    secretValue: key => page.details.secretValue(key)
                    onCopied: {
                        page.details.copyValue(slot.modelData.key)
                        page.copied(slot.modelData.key)
                    }
                }
            }
        }
        Heading { width: column.width; visible: page.details.conditions.length > 0; text: qsTr("Conditions") }
        Repeater {
            model: page.details.conditions
            Item {
                id: condition
                required property var modelData
                width: column.width
                height: words.height + (message.visible ? message.height + 2 : 0) + 9
                Accessible.role: Accessible.StaticText
                Accessible.name: [modelData.text, modelData.since, modelData.message].join(", ")
                Icon {
                    anchors { left: parent.left; leftMargin: 20 }
                    y: 2
                    size: 13
                    color: Theme.tone(condition.modelData.tone || "quiet")
                    path: Icons.path(condition.modelData.tone === "good" ? "check" : condition.modelData.tone === "bad" ? "warning" : "clock")
                }
                Text {
                    id: words
                    anchors { left: parent.left; leftMargin: 41 }
                    width: parent.width - 61 - since.width - 8
                    text: condition.modelData.text
                    wrapMode: Text.Wrap
                    color: Theme.text
                    font { family: Theme.family; pixelSize: Theme.small }
                    HoverHandler { id: overWords }
                    ToolTip.visible: overWords.hovered
                    ToolTip.delay: 600
                    ToolTip.text: condition.modelData.type + (condition.modelData.reason ? ": " + condition.modelData.reason : "")
                }
                Text {
                    id: since
                    anchors { right: parent.right; rightMargin: 20; baseline: words.baseline }
                    text: condition.modelData.since ? qsTr("for %1").arg(condition.modelData.since) : ""
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.tiny }
                }
                Text {
                    id: message
                    anchors { left: parent.left; leftMargin: 41; top: words.bottom; topMargin: 1 }
                    width: parent.width - 61
                    visible: text && condition.modelData.tone !== "good"
                    text: condition.modelData.message
                    textFormat: Text.PlainText
                    wrapMode: Text.Wrap
                    maximumLineCount: 6
                    elide: Text.ElideRight
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.small }
                }
            }
        }
        Heading { width: column.width; visible: page.details.labels.length > 0; text: qsTr("Labels") }
        Flow {
            anchors { left: parent.left; leftMargin: 20 }
            width: page.inner
            spacing: 6
            Repeater {
                model: page.details.labels
                PairChip {
                    required property var modelData
                    objectName: "label"
                    key: modelData.key
                    value: modelData.value
                    most: page.inner
                    onCopied: { page.details.copy(whole); page.copied(key) }
                }
            }
        }
        Heading { width: column.width; visible: page.details.annotations.length > 0; text: qsTr("Annotations") }
        Flow {
            anchors { left: parent.left; leftMargin: 20 }
            width: page.inner
            spacing: 6
            Repeater {
                model: page.details.annotations
                PairChip {
                    required property var modelData
                    key: modelData.key
                    value: modelData.value
                    most: page.inner
                    onCopied: { page.details.copy(whole); page.copied(key) }
                }
            }
        }
    }
}
