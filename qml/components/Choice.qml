pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic

// One of several, from a list that drops down.
ComboBox {
    id: choice
    implicitHeight: 32
    font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
    contentItem: Text {
        leftPadding: Theme.mirrored ? 28 : 14
        rightPadding: Theme.mirrored ? 14 : 28
        text: choice.displayText
        color: Theme.text
        elide: Text.ElideRight
        font: choice.font
        verticalAlignment: Text.AlignVCenter
    }
    indicator: Icon {
        x: Theme.mirrored ? 11 : choice.width - width - 11
        anchors.verticalCenter: parent.verticalCenter
        size: 14
        color: Theme.muted
        path: "M5 9 L12 16 L19 9"
    }
    background: Rectangle {
        radius: 16
        color: choice.hovered || choice.down ? Theme.raised : "transparent"
        border.color: choice.visualFocus ? Theme.accent : Theme.line
        border.width: choice.visualFocus ? 2 : 1
    }
    delegate: ItemDelegate {
        id: entry
        required property string modelData
        required property int index
        width: choice.width - 10
        height: 32
        text: modelData
        Accessible.name: text
        highlighted: choice.highlightedIndex === index
        contentItem: Text {
            text: entry.text
            color: choice.currentIndex === entry.index ? Theme.accent : Theme.text
            elide: Text.ElideRight
            font: choice.font
            verticalAlignment: Text.AlignVCenter
        }
        background: Rectangle { radius: 6; color: entry.highlighted ? Theme.raised : "transparent" }
    }
    popup: Popup {
        y: choice.height + 4
        width: choice.width
        height: Math.min(contentItem.implicitHeight + 10, 320)
        padding: 5
        contentItem: ListView {
            clip: true
            implicitHeight: contentHeight
            model: choice.popup.visible ? choice.delegateModel : null
            currentIndex: choice.highlightedIndex
            ScrollBar.vertical: ScrollBar {}
        }
        background: Rectangle { radius: Theme.radius; color: Theme.surface; border.color: Theme.line }
    }
}
