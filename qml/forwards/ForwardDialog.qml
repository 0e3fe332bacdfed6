import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Forwards
import Armillary.Host

// Which port of an object becomes which port of this machine.
Sheet {
    id: dialog
    required property Cluster cluster
    property string resource
    property string key
    readonly property bool declared: offer.ports.length > 0
    readonly property int port: declared && choice.currentIndex >= 0 && choice.currentIndex < offer.ports.length ? offer.ports[choice.currentIndex].port : parseInt(other.text) || 0
    readonly property int localPort: parseInt(local.text) || 0
    signal wanted(string resource, string key, int port, int localPort)

    function begin(forResource: string, forKey: string): void {
        resource = forResource
        key = forKey
        other.text = ""
        local.text = ""
        choice.currentIndex = 0
        offer.read(resource, key)
        open()
    }
    function focusFirst(): void { (declared ? local : other).forceActiveFocus() }
    function confirm(): void {
        if (!button.enabled) return
        close()
        wanted(resource, key, port, localPort)
    }
    onPortChanged: local.text = port > 0 ? offer.localPortFor(port) : ""
    onOpened: local.forceActiveFocus()
    title: qsTr("Forward a port")

    ForwardOffer {
        id: offer
        cluster: dialog.cluster
        onChanged: if (!loading) Qt.callLater(dialog.focusFirst)
    }

    contentItem: Column {
        spacing: 14
        Text { width: parent.width; text: dialog.title; elide: Text.ElideRight; color: Theme.text; font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold } }
        Text {
            width: parent.width
            wrapMode: Text.Wrap
            lineHeight: 1.2
            text: offer.problem || qsTr("%1 becomes reachable from this machine, and from this machine alone.").arg(offer.title)
            color: offer.problem ? Theme.bad : Theme.muted
            font { family: Theme.family; pixelSize: Theme.normal }
        }
        Grid {
            anchors.left: parent.left
            columns: 2
            columnSpacing: 16
            rowSpacing: 10
            verticalItemAlignment: Grid.AlignVCenter
            Text { width: 110; text: qsTr("Its port"); color: Theme.text; font { family: Theme.family; pixelSize: Theme.normal } }
            Item {
                width: 220
                height: 36
                Choice {
                    id: choice
                    objectName: "forwardPort"
                    anchors.fill: parent
                    visible: dialog.declared
                    Accessible.name: qsTr("Its port")
                    model: offer.ports.map(port => port.text)
                }
                InputField {
                    id: other
                    objectName: "forwardOtherPort"
                    anchors.fill: parent
                    visible: !dialog.declared
                    enabled: !offer.loading
                    name: qsTr("Its port")
                    placeholderText: qsTr("It names none")
                    validator: IntValidator { bottom: 1; top: 65535 }
                    onAccepted: dialog.confirm()
                }
            }
            Text { width: 110; text: qsTr("Local port"); color: Theme.text; font { family: Theme.family; pixelSize: Theme.normal } }
            InputField {
                id: local
                objectName: "forwardLocalPort"
                width: 220
                name: qsTr("Local port")
                placeholderText: qsTr("any that is free")
                validator: IntValidator { bottom: 0; top: 65535 }
                onAccepted: dialog.confirm()
            }
        }
        Row {
            anchors.right: parent.right
            spacing: 8
            PushButton { text: qsTr("Cancel"); onClicked: dialog.close() }
            PushButton {
                id: button
                objectName: "forwardConfirm"
                text: qsTr("Forward")
                kind: "accent"
                enabled: dialog.port > 0 && dialog.port < 65536 && local.acceptableInput || dialog.port > 0 && local.text === ""
                onClicked: dialog.confirm()
            }
        }
    }
}
