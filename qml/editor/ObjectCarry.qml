pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components
import Armillary.Editor

// Objects of the cluster on their way into the editor: what somebody drags out of a table or a picture of the cluster.
Item {
    id: carrying
    required property EditorDocument document
    readonly property alias active: carry.active

    // `keys` of "apps/Deployment", out of `from`, in which a button is down.
    function begin(from: Item, resource: string, keys: list<string>): void {
        if (carry.active || keys.length === 0) return
        ghost.resource = resource
        ghost.keys = keys
        ghost.why = document.whyNotFromCluster(resource, keys)
        carry.follow(from)
    }

    Carry {
        id: carry
        onMoved: to => {
            const at = ghost.parent.mapFromItem(null, to.x, to.y)
            ghost.x = at.x + ghost.aside.x
            ghost.y = at.y + ghost.aside.y
            if (!ghost.Drag.active) ghost.Drag.start()
        }
        onEnded: dropped => {
            if (!ghost.Drag.active) return
            if (dropped) ghost.Drag.drop()
            else ghost.Drag.cancel()
        }
    }
    Rectangle {
        id: ghost
        objectName: "carried"
        // What whoever it is dropped on reads.
        property string resource
        property list<string> keys
        // Why the editor cannot take it; "" when it can.
        property string why
        readonly property string kind: resource.split("/")[1] ?? ""
        readonly property string title: keys.length === 1 ? qsTr("%1 %2").arg(kind).arg(keys[0].split("/").pop()) : qsTr("%n objects: %1", "", keys.length).arg(kind)
        // Beside the pointer, which is what it is dropped with.
        readonly property point aside: Qt.point(14, 12)
        parent: Overlay.overlay
        visible: Drag.active
        width: Math.min(320, Math.max(name.implicitWidth, hint.implicitWidth) + 28)
        height: name.height + hint.height + 18
        radius: Theme.radius
        color: Theme.raised
        border.color: why ? Theme.bad : Theme.accent
        Drag.dragType: Drag.Internal
        Drag.source: ghost
        Drag.hotSpot: Qt.point(-aside.x, -aside.y)
        Text {
            id: name
            anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: 14; rightMargin: 14; topMargin: 8 }
            elide: Text.ElideMiddle
            text: ghost.title
            color: Theme.text
            font { family: Theme.family; pixelSize: Theme.small; weight: Font.Medium }
        }
        Text {
            id: hint
            anchors { left: name.left; right: name.right; top: name.bottom; topMargin: 2 }
            wrapMode: Text.Wrap
            text: ghost.why ? ghost.why : ghost.resource === "/Secret" ? qsTr("Onto Editor: to change it. Its values come along.") : qsTr("Onto Editor: to change it")
            color: ghost.why ? Theme.bad : Theme.muted
            font { family: Theme.family; pixelSize: Theme.tiny }
        }
    }
}
