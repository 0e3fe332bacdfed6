pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import QtQuick.Dialogs
import Armillary.Clusters
import Armillary.Components

// The contexts, what tells them apart, and the files that they come from.
SettingsSection {
    id: section
    required property ClusterList clusters
    property string complaint: ""
    title: qsTr("Clusters")
    detail: qsTr("A production context is read-only until it is unlocked by its name.")
    Repeater {
        model: section.clusters
        ClusterLine {
            width: section.width
            clusters: section.clusters
        }
    }
    SettingsLine {
        name: qsTr("Production by name")
        detail: qsTr("Contexts that are called so are production unless you say otherwise. * stands for anything.")
        InputField {
            objectName: "productionPattern"
            width: 180
            name: qsTr("Production by name")
            text: section.clusters.productionPattern
            onEditingFinished: section.clusters.productionPattern = text
        }
    }
    Text {
        anchors.left: parent.left
        topPadding: 16
        bottomPadding: 2
        text: qsTr("Kubeconfig files")
        color: Theme.muted
        font { family: Theme.family; pixelSize: Theme.small; weight: Font.DemiBold }
    }
    Repeater {
        model: section.clusters.files
        SettingsLine {
            id: file
            required property string modelData
            readonly property bool added: section.clusters.addedFiles.includes(modelData)
            name: modelData
            detail: added ? "" : qsTr("From KUBECONFIG, or where kubectl looks")
            IconButton {
                visible: file.added
                symbol: "delete"
                name: qsTr("Forget %1").arg(file.modelData)
                onClicked: section.clusters.removeFile(file.modelData)
            }
        }
    }
    Repeater {
        model: section.clusters.problems
        Text {
            required property string modelData
            width: section.width
            topPadding: 6
            wrapMode: Text.Wrap
            text: modelData
            color: Theme.warning
            font { family: Theme.family; pixelSize: Theme.small }
        }
    }
    Text { width: parent.width; visible: text; topPadding: 6; wrapMode: Text.Wrap; text: section.complaint; color: Theme.bad; font { family: Theme.family; pixelSize: Theme.small } }
    Item { width: 1; height: 8 }
    PushButton { anchors.left: parent.left; text: qsTr("Add a kubeconfig…"); onClicked: opening.open() }
    FileDialog {
        id: opening
        title: qsTr("Add a kubeconfig")
        currentFolder: StandardPaths.standardLocations(StandardPaths.HomeLocation)[0]
        onAccepted: {
            const path = decodeURIComponent(selectedFile.toString().replace(/^file:\/\//, ""))
            section.complaint = section.clusters.addFile(path) ? "" : qsTr("%1 is no kubeconfig, or all of its contexts are known already.").arg(path)
        }
    }
}
