import QtQuick
import QtCore
import Armillary.Components

// For an image that lacks what it takes: a container next to it that has it.
Item {
    id: offer
    required property string title
    required property string container
    // What the container's runtime says about it.
    property string message: ""
    signal wanted(string image)
    function focusField(): void { image.forceActiveFocus() }

    Accessible.role: Accessible.AlertMessage
    Accessible.name: headline.text + ". " + words.text
    Settings { category: "terminal"; property alias debugImage: image.text }

    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - 48, 520)
        spacing: 12
        Text {
            id: headline
            objectName: "debugHeadline"
            width: parent.width
            wrapMode: Text.Wrap
            text: offer.title
            color: Theme.text
            font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold }
        }
        Text {
            id: words
            width: parent.width
            wrapMode: Text.Wrap
            lineHeight: 1.2
            text: qsTr("A debug container brings its own tools and sees the processes of %1. It stays in the pod until the pod goes.").arg(offer.container)
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.normal }
        }
        Row {
            width: parent.width
            spacing: 8
            InputField {
                id: image
                objectName: "debugImage"
                width: parent.width - add.width - parent.spacing
                name: qsTr("Image of the debug container")
                text: "busybox"
                onAccepted: if (add.enabled) offer.wanted(text)
            }
            PushButton {
                id: add
                objectName: "debugAdd"
                implicitHeight: image.height
                kind: "accent"
                text: qsTr("Add a debug container")
                enabled: image.text.trim() !== ""
                onClicked: offer.wanted(image.text)
            }
        }
        Text {
            width: parent.width
            wrapMode: Text.Wrap
            maximumLineCount: 4
            elide: Text.ElideRight
            text: offer.message
            color: Theme.quiet
            font { family: Theme.monospace; pixelSize: Theme.small }
        }
    }
}
