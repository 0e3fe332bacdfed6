pragma ComponentBehavior: Bound
import QtQuick
import Armillary.Components
import Armillary.Editor

// Takes what is dropped on the canvas, and says before what will come of it: something of the palette, objects of the cluster,
// files and folders, YAML.
DropArea {
    id: area
    required property CanvasModel cards
    required property CanvasView view
    required property EditorDocument document
    required property CanvasConnector connector
    required property PaletteModel palette
    property bool taking: false
    // What will come of it, and whether nothing will.
    property string about
    property bool wrong: false
    property point at: Qt.point(0, 0)
    signal entryDropped(string entry, point at)

    function tell(what: string, isWrong: bool): void { about = what; wrong = isWrong }
    function look(drag: var): void {
        const source = drag.source
        if (source && source.entry) return lookAtEntry(source.entry)
        if (source && source.resource) {
            if (source.why) return tell(source.why, true)
            const joins = qsTr("%1 joins what is edited, as it is in the cluster.").arg(source.title)
            return tell(source.resource === "/Secret" ? qsTr("%1 joins what is edited, with its values.").arg(source.title) : joins, false)
        }
        if (drag.hasUrls) {
            const urls = drag.urls, name = decodeURIComponent(urls[0].toString().replace(/\/$/, "").split("/").pop())
            if (!urls.every(url => url.toString().startsWith("file:"))) return tell(qsTr("Only files and folders of this machine can be opened."), true)
            if (cards.count === 0 && !document.modified && urls.length === 1) return tell(qsTr("%1 is opened.").arg(name), false)
            return tell(urls.length === 1 ? qsTr("%1 is opened beside what is edited.").arg(name) : qsTr("%n files are opened beside what is edited.", "", urls.length), false)
        }
        if (!drag.hasText) return tell(qsTr("Manifests can be dropped here: files, folders, or YAML."), true)
        const found = cards.lookAt(drag.text)
        if (found.why) tell(found.why, true)
        else tell(found.count > 0 ? qsTr("%n objects join what is edited.", "", found.count) : qsTr("What is in this text joins what is edited."), false)
    }
    function lookAtEntry(entry: string): void {
        const onto = view.itemAt(at), title = palette.titleOf(entry)
        tell(onto && connector.partners(onto).some(each => each.id === entry) ? qsTr("%1 is added, and connected with %2.").arg(title).arg(cards.nameOf(onto))
                                                                             : qsTr("%1 is added here.").arg(title), false)
    }
    // What was let go at `place`, a point of the canvas, or anywhere. False when it is nothing for an editor.
    function take(drop: var, place: var): bool {
        const source = drop.source
        if (source && source.resource) document.addFromCluster(source.resource, source.keys, place)
        else if (drop.hasUrls) document.addFiles(drop.urls, place)
        else if (drop.hasText) cards.add(qsTr("Add what was dropped"), drop.text, place)
        else return false
        return true
    }

    onEntered: drag => {
        at = Qt.point(drag.x, drag.y)
        look(drag)
        taking = true
    }
    onPositionChanged: drag => {
        at = Qt.point(drag.x, drag.y)
        if (drag.source && drag.source.entry) lookAtEntry(drag.source.entry)
    }
    onExited: taking = false
    onDropped: drop => {
        taking = false
        const to = Qt.point(drop.x, drop.y)
        if (drop.source && drop.source.entry) entryDropped(drop.source.entry, to)
        else if (!take(drop, view.toCanvas(to))) return
        drop.accept()
    }

    Rectangle {
        anchors { fill: parent; margins: 4 }
        visible: area.taking
        radius: Theme.radius
        color: Qt.alpha(area.wrong ? Theme.bad : Theme.accent, 0.06)
        border { width: 2; color: area.wrong ? Theme.bad : Theme.accent }
        Rectangle {
            objectName: "canvasDropHint"
            readonly property alias text: said.text
            anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; topMargin: 14 }
            width: Math.min(said.implicitWidth + 32, parent.width - 40)
            height: said.implicitHeight + 16
            radius: Theme.radius
            color: Theme.raised
            border.color: area.wrong ? Theme.bad : Theme.accent
            Accessible.role: Accessible.AlertMessage
            Accessible.name: said.text
            Text {
                id: said
                anchors.centerIn: parent
                width: Math.min(implicitWidth, parent.width - 32)
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.Wrap
                text: area.about
                color: area.wrong ? Theme.bad : Theme.text
                font { family: Theme.family; pixelSize: Theme.normal }
            }
        }
    }
    // Where its card will stand.
    Rectangle {
        visible: area.taking && !area.wrong
        x: area.at.x
        y: area.at.y
        width: area.view.cardSize.width
        height: area.view.cardSize.height
        radius: 9 * area.view.zoom
        color: Qt.alpha(Theme.accent, 0.12)
        border { width: 1.5; color: Theme.accent }
    }
}
