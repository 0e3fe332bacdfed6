import QtQuick
import Armillary.Components

// One step: done, under way, to come or failed, and how long it takes.
Item {
    id: line
    required property string name
    required property string detail
    required property string stepState
    required property int elapsed
    required property int usual
    readonly property bool running: stepState === "running"
    function seconds(milliseconds: int): string { return qsTr("%1 s").arg(Number(milliseconds / 1000).toLocaleString(Qt.locale(), "f", milliseconds < 10000 && milliseconds % 1000 !== 0 ? 1 : 0)) }
    height: Math.max(26, words.height)
    Accessible.role: Accessible.ListItem
    Accessible.name: name + ": " + time.text

    Item {
        id: mark
        width: 22
        height: 22
        Icon {
            anchors.centerIn: parent
            visible: line.stepState === "done" || line.stepState === "failed"
            size: 18
            color: line.stepState === "failed" ? Theme.bad : Theme.good
            path: Icons.path(line.stepState === "failed" ? "warning" : "check")
        }
        Rectangle {
            anchors.centerIn: parent
            visible: line.stepState === "waiting"
            width: 8
            height: 8
            radius: 4
            color: "transparent"
            border.color: Theme.quiet
        }
        Rectangle {
            anchors.centerIn: parent
            visible: line.running
            width: 12
            height: 12
            radius: 6
            color: Theme.accent
            SequentialAnimation on opacity {
                running: line.running && line.visible && !Theme.reducedMotion
                loops: Animation.Infinite
                NumberAnimation { from: 1; to: 0.3; duration: 700 }
                NumberAnimation { from: 0.3; to: 1; duration: 700 }
            }
        }
    }
    Column {
        id: words
        anchors { left: mark.right; leftMargin: 12; right: time.left; rightMargin: 12 }
        spacing: 3
        Text {
            width: parent.width
            elide: Text.ElideRight
            height: 22
            verticalAlignment: Text.AlignVCenter
            text: line.name
            color: line.stepState === "waiting" ? Theme.muted : Theme.text
            font { family: Theme.family; pixelSize: Theme.normal; weight: line.running ? Font.DemiBold : Font.Normal }
        }
        Text {
            width: parent.width
            visible: line.running
            wrapMode: Text.Wrap
            text: line.detail
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
    Text {
        id: time
        anchors.right: parent.right
        height: 22
        verticalAlignment: Text.AlignVCenter
        text: line.stepState === "waiting" ? qsTr("usually %1").arg(line.seconds(line.usual))
            : line.running ? qsTr("%1, usually %2").arg(line.seconds(line.elapsed)).arg(line.seconds(line.usual))
            : line.stepState === "failed" ? qsTr("failed after %1").arg(line.seconds(line.elapsed)) : line.seconds(line.elapsed)
        color: line.stepState === "failed" ? Theme.bad : Theme.muted
        font { family: Theme.family; pixelSize: Theme.small }
    }
}
