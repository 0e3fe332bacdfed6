pragma ComponentBehavior: Bound
import QtQuick
import Armillary.Components

// What the colours mean, with how many pods have each.
Row {
    id: legend
    required property var entries // rows of {name, index, count}
    required property var colors
    property int most: 8
    spacing: 16
    Repeater {
        // A number, so that the rows stay while what they say changes.
        model: Math.min(legend.entries.length, legend.most)
        Row {
            id: entry
            required property int index
            readonly property var about: legend.entries[index] ?? {name: "", index: 0, count: 0}
            spacing: 7
            Rectangle {
                width: 11
                height: 11
                radius: 4
                anchors.verticalCenter: parent.verticalCenter
                color: legend.colors[entry.about.index % legend.colors.length]
            }
            Text {
                text: entry.about.name
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
            Text {
                text: entry.about.count
                color: Theme.text
                font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold }
            }
        }
    }
    Text {
        visible: legend.entries.length > legend.most
        text: qsTr("and %1 more").arg(legend.entries.length - legend.most)
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.small }
    }
}
