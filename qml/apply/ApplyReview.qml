pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Armillary.Apply
import Armillary.Components

// What a manifest will do, object by object, and the difference of the one that is chosen.
RowLayout {
    id: review
    required property Applying applying
    property alias current: list.currentIndex
    signal opened(string resource, string key)
    spacing: 0

    function focusList(): void {
        list.currentIndex = Math.max(0, list.currentIndex)
        list.forceActiveFocus()
    }

    ListView {
        id: list
        objectName: "applySteps"
        Layout.preferredWidth: Math.min(420, review.width * 0.42)
        Layout.fillHeight: true
        clip: true
        model: review.applying
        boundsBehavior: Flickable.StopAtBounds
        keyNavigationEnabled: true
        activeFocusOnTab: true
        ScrollBar.vertical: ScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Objects of the manifest")
        Keys.onReturnPressed: list.open()
        Keys.onEnterPressed: list.open()
        function open(): void {
            const line = currentItem as StepLine
            const there = line && (line.status === "done" || line.change === "update" || line.change === "none")
            if (there) review.opened(resourceOf(currentIndex), keyOf(currentIndex))
        }
        function resourceOf(row: int): string { return review.applying.data(review.applying.index(row, 0), Applying.ResourceRole) }
        function keyOf(row: int): string { return review.applying.data(review.applying.index(row, 0), Applying.KeyRole) }
        delegate: StepLine {
            width: list.width
            chosen: list.currentIndex === index
            onClicked: {
                list.currentIndex = index
                list.forceActiveFocus()
            }
            onDoubleClicked: list.open()
        }
    }
    Rectangle { Layout.fillHeight: true; implicitWidth: 1; color: Theme.line }
    DiffView {
        objectName: "applyDiff"
        Layout.fillWidth: true
        Layout.fillHeight: true
        radius: 0
        // Read anew with every look.
        readonly property var texts: review.applying.stage >= 0 ? review.applying.texts(list.currentIndex) : ({})
        title: list.currentItem ? (list.currentItem as StepLine).subject : ""
        before: texts.before ?? ""
        after: texts.after ?? ""
    }
}
