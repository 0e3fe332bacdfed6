import QtQuick
import QtQuick.Layouts
import Armillary.Components

// Finds text in a text area: Enter goes on, Shift+Enter back, Escape leaves.
Rectangle {
    id: bar
    required property Item area // a TextArea
    // Offers to put something else in the place of what is found.
    property bool replaces: false
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

    function replace(): void {
        if (current < 0) return
        const at = places[current]
        area.remove(at, at + field.text.length)
        area.insert(at, other.text)
        look()
        const next = places.findIndex(each => each >= at + other.text.length)
        if (next >= 0) { current = next; select() }
    }
    // From the end, so that the places before stay what they are.
    function replaceAll(): void {
        const found = places
        for (let i = found.length - 1; i >= 0; --i) {
            area.remove(found[i], found[i] + field.text.length)
            area.insert(found[i], other.text)
        }
        look()
    }

    implicitHeight: replaces ? 80 : 44
    color: Theme.surface
    Rectangle { width: parent.width; height: 1; anchors.bottom: parent.bottom; color: Theme.line }
    RowLayout {
        id: first
        anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: 10; rightMargin: 8 }
        height: 44
        spacing: 6
        SearchField {
            id: field
            objectName: "yamlFind"
            Layout.preferredWidth: 280
            Layout.fillWidth: true
            Layout.maximumWidth: 280
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
    RowLayout {
        anchors { left: parent.left; right: parent.right; top: first.bottom; leftMargin: 10; rightMargin: 8 }
        visible: bar.replaces
        spacing: 6
        InputField {
            id: other
            objectName: "yamlReplace"
            Layout.preferredWidth: 280
            Layout.fillWidth: true
            Layout.maximumWidth: 280
            implicitHeight: 30
            name: qsTr("Replace by")
            placeholderText: qsTr("Replace by")
            Keys.onReturnPressed: bar.replace()
            Keys.onEnterPressed: bar.replace()
            Keys.onEscapePressed: bar.closed()
        }
        PushButton { objectName: "yamlReplaceOne"; implicitHeight: 30; text: qsTr("Replace"); enabled: bar.current >= 0; onClicked: bar.replace() }
        PushButton { objectName: "yamlReplaceAll"; implicitHeight: 30; text: qsTr("Replace all"); enabled: bar.places.length > 0; onClicked: bar.replaceAll() }
        Item { Layout.fillWidth: true }
    }
}
