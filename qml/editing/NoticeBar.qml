pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Armillary.Components

// One sentence across the editor, with what one may do about it.
Rectangle {
    id: bar
    required property string text
    property string tone: "warning"
    property list<string> actions
    signal triggered(int index)
    implicitHeight: row.implicitHeight + 12
    color: Qt.alpha(Theme.tone(tone), Theme.dark ? 0.14 : 0.12)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text
    RowLayout {
        id: row
        anchors { left: parent.left; right: parent.right; leftMargin: 14; rightMargin: 10; verticalCenter: parent.verticalCenter }
        spacing: 10
        Icon {
            size: 15
            color: Theme.tone(bar.tone)
            path: Icons.path(bar.tone === "good" ? "check" : bar.tone === "quiet" ? "lock" : "warning")
        }
        Text {
            Layout.fillWidth: true
            text: bar.text
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            maximumLineCount: 4
            elide: Text.ElideRight
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.small }
        }
        Repeater {
            model: bar.actions
            PushButton {
                required property string modelData
                required property int index
                text: modelData
                implicitHeight: 26
                leftPadding: 10
                rightPadding: 10
                onClicked: bar.triggered(index)
            }
        }
    }
}
