import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// What there is to know about a check: what it is about, what comes of it, how it is mended, and how it is silenced.
Sheet {
    id: sheet
    property var page: ({})
    objectName: "ruleSheet"
    title: page.rule ?? ""
    width: Math.min(560, (parent ? parent.width : 560) - 40)
    function show(about: var): void {
        page = about
        open()
    }
    contentItem: Column {
        spacing: 12
        Text { width: parent.width; wrapMode: Text.Wrap; text: sheet.title; color: Theme.text; font { family: Theme.monospace; pixelSize: 16; weight: Font.DemiBold } }
        Text { width: parent.width; wrapMode: Text.Wrap; text: sheet.page.about ?? ""; textFormat: Text.PlainText; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.normal } }
        Repeater {
            model: [{ name: qsTr("Why it matters"), text: sheet.page.why ?? "" }, { name: qsTr("How it is mended"), text: sheet.page.mending ?? "" }]
            Column {
                id: part
                required property var modelData
                width: parent ? parent.width : 0
                spacing: 3
                Text { text: part.modelData.name; color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium } }
                Text { width: parent.width; wrapMode: Text.Wrap; lineHeight: 1.2; text: part.modelData.text; textFormat: Text.PlainText; color: Theme.text; font { family: Theme.family; pixelSize: Theme.normal } }
            }
        }
        Text { width: parent.width; wrapMode: Text.Wrap; text: qsTr("A comment on the line, or on the one above it, silences it there:"); color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small } }
        Text { width: parent.width; elide: Text.ElideRight; text: "# armillary:ignore " + sheet.title; color: Theme.text; font { family: Theme.monospace; pixelSize: Theme.small } }
        PushButton { objectName: "ruleClose"; anchors.right: parent.right; focus: true; text: qsTr("Close"); onClicked: sheet.close() }
    }
}
