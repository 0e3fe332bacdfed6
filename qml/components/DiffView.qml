pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// What changes between two texts, line by line: sign and colour, both line numbers, what is the same folded away.
Rectangle {
    id: view
    property alias before: diff.before
    property alias after: diff.after
    // What the two are: "Template of revision 3, against now".
    property string title: ""
    readonly property alias added: diff.added
    readonly property alias removed: diff.removed
    readonly property alias rows: diff
    // As high as it wants to be.
    readonly property real wantedHeight: header.height + complaint.height + Math.max(1, list.count) * rowHeight + 10

    readonly property real rowHeight: Math.ceil(metrics.height) + 2
    readonly property real letter: metrics.advanceWidth("0")
    readonly property real numberWidth: Math.max(3, String(diff.lines).length) * letter + 10
    color: Theme.background
    border.color: list.activeFocus ? Theme.accent : Theme.line
    radius: Theme.radius - 2
    clip: true
    Accessible.role: Accessible.Pane
    Accessible.name: title ? title : qsTr("What changes")

    LineDiff { id: diff }
    FontMetrics { id: metrics; font { family: Theme.monospace; pixelSize: Theme.small } }

    Item {
        id: header
        width: parent.width
        height: 34
        Text {
            anchors { left: parent.left; leftMargin: 12; right: counts.left; rightMargin: 12; verticalCenter: parent.verticalCenter }
            text: view.title
            elide: Text.ElideRight
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
        Row {
            id: counts
            anchors { right: copyButton.left; rightMargin: 8; verticalCenter: parent.verticalCenter }
            spacing: 10
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("%n lines added, %1 removed", "", diff.added).arg(diff.removed)
            Text { objectName: "diffAdded"; visible: diff.added > 0; text: "+" + diff.added; color: Theme.good; font { family: Theme.monospace; pixelSize: Theme.small; weight: Font.DemiBold } }
            Text { objectName: "diffRemoved"; visible: diff.removed > 0; text: "−" + diff.removed; color: Theme.bad; font { family: Theme.monospace; pixelSize: Theme.small; weight: Font.DemiBold } }
            Text { visible: diff.added + diff.removed === 0 && !diff.problem; text: qsTr("no difference"); color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
        }
        IconButton {
            id: copyButton
            anchors { right: parent.right; rightMargin: 4; verticalCenter: parent.verticalCenter }
            implicitWidth: 28
            implicitHeight: 28
            visible: diff.count > 0
            symbol: "copy"
            name: qsTr("Copy the differences")
            keys: "Ctrl+C"
            onClicked: diff.copy()
        }
        Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
    }
    Text {
        id: complaint
        anchors { left: parent.left; leftMargin: 12; right: parent.right; rightMargin: 12; top: header.bottom }
        visible: text
        height: visible ? implicitHeight + 12 : 0
        topPadding: 6
        text: diff.problem
        wrapMode: Text.Wrap
        color: Theme.warning
        font { family: Theme.family; pixelSize: Theme.small }
    }
    ListView {
        id: list
        objectName: "diffLines"
        anchors { left: parent.left; right: parent.right; top: complaint.bottom; bottom: parent.bottom; margins: 1; topMargin: 4; bottomMargin: 4 }
        clip: true
        activeFocusOnTab: true
        model: diff
        reuseItems: true
        boundsBehavior: Flickable.StopAtBounds
        flickableDirection: Flickable.HorizontalAndVerticalFlick
        readonly property real gutter: 2 * view.numberWidth + 3 * view.letter
        contentWidth: Math.max(width, gutter + (diff.widest + 2) * view.letter)
        Accessible.role: Accessible.List
        Accessible.name: qsTr("%n lines added, %1 removed", "", diff.added).arg(diff.removed)
        ScrollBar.vertical: ScrollBar {}
        ScrollBar.horizontal: ScrollBar { policy: list.contentWidth > list.width + 1 ? ScrollBar.AlwaysOn : ScrollBar.AlwaysOff }
        Keys.onPressed: event => {
            event.accepted = true
            if (event.matches(StandardKey.Copy)) diff.copy()
            else if (event.key === Qt.Key_Down) list.scroll(view.rowHeight)
            else if (event.key === Qt.Key_Up) list.scroll(-view.rowHeight)
            else if (event.key === Qt.Key_PageDown) list.scroll(list.height)
            else if (event.key === Qt.Key_PageUp) list.scroll(-list.height)
            else event.accepted = false
        }
        function scroll(by: real): void { contentY = Math.max(originY, Math.min(originY + Math.max(0, contentHeight - height), contentY + by)) }
        delegate: Rectangle {
            id: line
            required property int index
            required property string kind
            required property string text
            required property int oldLine
            required property int newLine
            readonly property bool gap: kind === "gap"
            readonly property color tint: kind === "added" ? Theme.good : kind === "removed" ? Theme.bad : Theme.muted
            width: list.contentWidth
            height: view.rowHeight
            color: kind === "same" ? "transparent" : gap ? Theme.raised : Qt.alpha(tint, Theme.dark ? 0.16 : 0.12)
            Accessible.role: gap ? Accessible.Button : Accessible.ListItem
            Accessible.name: kind === "added" ? qsTr("Added: %1").arg(text) : kind === "removed" ? qsTr("Removed: %1").arg(text) : text
            Accessible.onPressAction: if (gap) diff.unfold(index)
            TapHandler { enabled: line.gap; onTapped: diff.unfold(line.index) }
            HoverHandler { enabled: line.gap; cursorShape: Qt.PointingHandCursor }
            Text {
                width: view.numberWidth
                horizontalAlignment: Text.AlignRight
                text: line.oldLine > 0 ? line.oldLine : ""
                color: Theme.muted
                font: metrics.font
            }
            Text {
                x: view.numberWidth
                width: view.numberWidth
                horizontalAlignment: Text.AlignRight
                text: line.newLine > 0 ? line.newLine : ""
                color: Theme.muted
                font: metrics.font
            }
            Text {
                x: 2 * view.numberWidth + view.letter
                visible: !line.gap
                text: line.kind === "added" ? "+" : line.kind === "removed" ? "−" : ""
                color: line.tint
                font { family: Theme.monospace; pixelSize: Theme.small; weight: Font.DemiBold }
            }
            Text {
                x: list.gutter
                textFormat: Text.PlainText
                text: line.gap ? "⋯ " + line.text : line.text
                color: line.gap ? Theme.muted : Theme.text
                font: metrics.font
            }
        }
    }
}
