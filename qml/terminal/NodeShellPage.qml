pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import Armillary.Components
import Armillary.Host
import Armillary.Terminal

// A shell of a node: says what it makes, and, once told to, makes it and shows it. The pod goes with the page.
Item {
    id: page
    required property Cluster cluster
    readonly property string title: qsTr("Shell on %1").arg(shell.node)
    readonly property alias shell: shell
    readonly property bool asks: shell.podKey === ""

    function show(resource: string, key: string): void { shell.node = key }
    function focusView(): void {
        if (asks) image.forceActiveFocus()
        else (terminal.item as TerminalPage)?.focusView()
    }
    function begin(): void { if (button.enabled) shell.start(image.text) }

    Accessible.role: Accessible.Pane
    Accessible.name: title

    NodeShell {
        id: shell
        cluster: page.cluster
        // What is there need not be fetched from anywhere, which a node in trouble may not be able to.
        onChanged: if (image.text === "" && images.length > 0) image.text = images[0]
    }
    Loader {
        id: terminal
        anchors.fill: parent
        active: !page.asks
        sourceComponent: TerminalPage { cluster: page.cluster }
        onLoaded: {
            (item as TerminalPage).show("/Pod", shell.podKey);
            (item as TerminalPage).focusView()
        }
    }
    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - 48, 560)
        spacing: 12
        visible: page.asks
        Text {
            width: parent.width
            wrapMode: Text.Wrap
            text: qsTr("A shell on %1").arg(shell.node)
            color: Theme.text
            font { family: Theme.family; pixelSize: 17; weight: Font.DemiBold }
        }
        Text {
            width: parent.width
            wrapMode: Text.Wrap
            lineHeight: 1.2
            text: qsTr("This makes a pod in the namespace %1 that is root on the node: privileged, with the node's processes, network and files. What is done in it is done to the node. The pod is removed when this tab is closed.").arg(shell.nameSpace)
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.normal }
        }
        Row {
            width: parent.width
            spacing: 8
            InputField {
                id: image
                objectName: "nodeShellImage"
                width: parent.width - button.width - parent.spacing
                name: qsTr("Image of the pod, with a shell and chroot")
                placeholderText: "busybox"
                onAccepted: page.begin()
            }
            PushButton {
                id: button
                objectName: "nodeShellStart"
                implicitHeight: image.height
                kind: "accent"
                text: qsTr("Open the shell")
                enabled: image.text.trim() !== "" && !shell.starting && !page.cluster.gate.locked
                onClicked: page.begin()
            }
        }
        Text {
            objectName: "nodeShellProblem"
            width: parent.width
            visible: text
            wrapMode: Text.Wrap
            maximumLineCount: 6
            elide: Text.ElideRight
            textFormat: Text.PlainText
            text: shell.problem
            color: Theme.bad
            font { family: Theme.family; pixelSize: Theme.small }
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
        }
    }
}
