import QtQuick

// How much of something is taken: a word, a share and a thin bar.
Item {
    id: meter
    required property string label
    required property real share // 0 to 1; more when overcommitted
    property bool calm: false // it is what it says at once
    readonly property color tone: share > 0.9 ? Theme.bad : share > 0.75 ? Theme.warning : Theme.accent
    implicitWidth: 58
    implicitHeight: 24
    Accessible.role: Accessible.ProgressBar
    Accessible.name: qsTr("%1 %2 %").arg(label).arg(Math.round(share * 100))
    Text {
        text: meter.label
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.tiny }
    }
    Text {
        anchors.right: parent.right
        text: Math.round(meter.share * 100) + "%"
        color: Theme.text
        font { family: Theme.family; pixelSize: Theme.tiny; weight: Font.Medium }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 4
        radius: 2
        color: Theme.raised
        Rectangle {
            width: parent.width * Math.min(1, meter.share)
            height: 4
            radius: 2
            color: meter.tone
            Behavior on width { enabled: meter.visible && !meter.calm; NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic } }
        }
    }
}
