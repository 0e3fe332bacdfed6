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
        model: legend.entries.slice(0, legend.most)
        Row {
            id: entry
            required property var modelData
            spacing: 7
            Rectangle {
                width: 11
                height: 11
                radius: 4
                anchors.verticalCenter: parent.verticalCenter
                color: legend.colors[entry.modelData.index % legend.colors.length]
            }
            Text {
                text: entry.modelData.name
                color: Theme.muted
                font { family: Theme.family; pixelSize: Theme.small }
            }
            Text {
                text: entry.modelData.count
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
