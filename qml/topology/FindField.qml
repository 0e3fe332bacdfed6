import QtQuick
import Armillary.Components

// Finds while one types: the best match is gone to at once, the arrows go through the others, Enter opens it.
SearchField {
    id: field
    // Of {resource, key, title}; asks for what has these words.
    property var find: text => []
    property var matches: []
    property int at: 0
    signal found(string resource, string key)
    signal picked(string resource, string key)
    signal abandoned()

    placeholderText: qsTr("Find a pod, a machine  /")
    readonly property real countWidth: count.visible ? count.width + 18 : 10
    leftPadding: Theme.mirrored ? countWidth : 34
    rightPadding: Theme.mirrored ? 34 : countWidth
    function search(): void {
        matches = text.trim() ? find(text) : []
        at = 0
        go(0)
    }
    function go(by: int): void {
        if (matches.length === 0) return
        at = (at + by + matches.length) % matches.length
        found(matches[at].resource, matches[at].key)
    }
    onTextEdited: search()
    Keys.onDownPressed: go(1)
    Keys.onUpPressed: go(-1)
    Keys.onReturnPressed: if (matches.length > 0) picked(matches[at].resource, matches[at].key)
    Keys.onEnterPressed: if (matches.length > 0) picked(matches[at].resource, matches[at].key)
    Keys.onEscapePressed: { clear(); matches = []; abandoned() }

    Text {
        id: count
        anchors { right: parent.right; rightMargin: 12; verticalCenter: parent.verticalCenter }
        visible: field.text.trim() !== ""
        text: field.matches.length === 0 ? qsTr("none") : qsTr("%1 of %2").arg(field.at + 1).arg(field.matches.length >= 50 ? qsTr("50 or more") : field.matches.length)
        color: field.matches.length === 0 ? Theme.warning : Theme.muted
        font { family: Theme.family; pixelSize: Theme.tiny }
    }
}
