pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import Armillary.Clusters
import Armillary.Components
import Armillary.Start

// One button that does it, what it will do, and the other ways in.
Column {
    id: choices
    required property LocalCluster local
    required property ClusterList clusters
    property string complaint: ""
    spacing: 24

    Column {
        width: parent.width
        spacing: 14
        PushButton {
            id: create
            objectName: "createCluster"
            anchors.left: parent.left
            implicitHeight: 44
            leftPadding: 26
            rightPadding: 26
            kind: "accent"
            focus: true
            text: choices.local.state === LocalCluster.Stopped ? qsTr("Start the cluster") : qsTr("Create the cluster")
            onClicked: choices.local.start(node.checked)
        }
        Toggle {
            id: node
            objectName: "withNode"
            checked: true
            width: parent.width
            name: text
            text: qsTr("Run containers on this machine")
        }
        // Asked once, by the system; here is what for.
        Card {
            width: parent.width
            height: why.height + 28
            visible: node.checked && choices.local.rootMeans !== "already"
            Column {
                id: why
                anchors { left: parent.left; right: parent.right; top: parent.top; margins: 14 }
                spacing: 8
                Row {
                    anchors.left: parent.left
                    spacing: 8
                    Icon { size: 16; color: Theme.muted; path: Icons.path("lock"); anchors.verticalCenter: parent.verticalCenter }
                    Text {
                        text: choices.local.rootMeans === "polkit" ? qsTr("You will be asked for your password once")
                            : choices.local.rootMeans === "sudo" ? qsTr("One program runs as root, through sudo") : qsTr("One program has to be run as root by you")
                        color: Theme.text
                        font { family: Theme.family; pixelSize: Theme.normal; weight: Font.DemiBold }
                    }
                }
                Text {
                    width: parent.width
                    wrapMode: Text.Wrap
                    lineHeight: 1.2
                    text: qsTr("The node agent starts containers and sets up their network, which only root may do: it makes a network bridge, rules in nftables tables of its own, cgroups and mounts, and nothing else. This window and the control plane run as you.")
                    color: Theme.muted
                    font { family: Theme.family; pixelSize: Theme.small }
                }
                Text {
                    width: parent.width
                    wrapMode: Text.WrapAnywhere
                    text: choices.local.rootCommand
                    color: Theme.muted
                    font { family: Theme.monospace; pixelSize: Theme.tiny }
                }
            }
        }
        Text {
            width: parent.width
            elide: Text.ElideMiddle
            visible: choices.local.state !== LocalCluster.Stopped
            text: qsTr("Everything about it goes into %1.").arg(choices.local.folder)
            color: Theme.muted
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
    Rectangle { width: parent.width; height: 1; color: Theme.line }
    Column {
        width: parent.width
        spacing: 12
        Text { anchors.left: parent.left; text: qsTr("Or"); color: Theme.muted; font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold } }
        Flow {
            width: parent.width
            spacing: 8
            PushButton {
                objectName: "trySimulated"
                visible: choices.clusters.names.includes("simulated")
                text: qsTr("Try it with simulated machines")
                onClicked: choices.clusters.openByName("simulated")
            }
            PushButton {
                objectName: "openKubeconfig"
                text: qsTr("Open a kubeconfig…")
                onClicked: opening.open()
            }
        }
        Text {
            width: parent.width
            visible: text
            wrapMode: Text.Wrap
            text: choices.complaint
            color: Theme.bad
            font { family: Theme.family; pixelSize: Theme.small }
        }
        ContextList { width: parent.width; clusters: choices.clusters }
    }
    FileDialog {
        id: opening
        title: qsTr("Open a kubeconfig")
        currentFolder: StandardPaths.standardLocations(StandardPaths.HomeLocation)[0]
        onAccepted: {
            const known = choices.clusters.names.length
            const path = decodeURIComponent(selectedFile.toString().replace(/^file:\/\//, ""))
            choices.complaint = choices.clusters.addFile(path) ? "" : qsTr("%1 is no kubeconfig, or all of its contexts are known already.").arg(path)
            if (choices.clusters.names.length > known) choices.clusters.open(known)
        }
    }
}
