import QtQuick
import QtQuick.Layouts
import Armillary.Components

// Finds text in a text area: Enter goes on, Shift+Enter back, Escape leaves.
Rectangle {
    id: bar
    required property Item area // a TextArea
    signal closed()
    // Where the text begins that is looked for; not more than can be walked through.
    property list<int> places
    property int current: -1
    readonly property int most: 10000

    function start(): void {
        if (area.selectedText && !area.selectedText.includes("\n")) field.text = area.selectedText
        field.forceActiveFocus()
        field.selectAll()
        look()
    }
    function look(): void {
        const found = []
        const wanted = field.text.toLowerCase()
        if (wanted) {
            const text = area.text.toLowerCase()
            for (let at = text.indexOf(wanted); at >= 0 && found.length < most; at = text.indexOf(wanted, at + wanted.length)) found.push(at)
        }
        places = found
        const from = area.selectionStart
        current = found.length ? Math.max(0, found.findIndex(at => at >= from)) : -1
        select()
    }
    function step(by: int): void {
        if (!places.length) return
        current = (current + by + places.length) % places.length
        select()
    }
    function select(): void { if (current >= 0) area.select(places[current], places[current] + field.text.length) }

    implicitHeight: 44
    color: Theme.surface
    Rectangle { width: parent.width; height: 1; anchors.bottom: parent.bottom; color: Theme.line }
    RowLayout {
        anchors { fill: parent; leftMargin: 10; rightMargin: 8 }
        spacing: 6
        SearchField {
            id: field
            objectName: "yamlFind"
            Layout.preferredWidth: 280
            implicitHeight: 30
            placeholderText: qsTr("Find in the text")
            onTextEdited: bar.look()
            Keys.onReturnPressed: event => bar.step(event.modifiers & Qt.ShiftModifier ? -1 : 1)
            Keys.onEnterPressed: event => bar.step(event.modifiers & Qt.ShiftModifier ? -1 : 1)
            Keys.onEscapePressed: bar.closed()
        }
        Text {
            Layout.minimumWidth: 80
            text: !field.text ? "" : bar.places.length ? qsTr("%1 of %2").arg(bar.current + 1).arg(bar.places.length) : qsTr("Nothing found")
            color: bar.places.length || !field.text ? Theme.muted : Theme.warning
            font { family: Theme.family; pixelSize: Theme.small }
        }
        IconButton { symbol: "back"; name: qsTr("The one before"); keys: "Shift+Enter"; enabled: bar.places.length > 0; onClicked: bar.step(-1) }
        IconButton { symbol: "forward"; name: qsTr("The next one"); keys: "Enter"; enabled: bar.places.length > 0; onClicked: bar.step(1) }
        Item { Layout.fillWidth: true }
        IconButton { symbol: "close"; name: qsTr("Close the search"); keys: "Esc"; onClicked: bar.closed() }
    }
}
