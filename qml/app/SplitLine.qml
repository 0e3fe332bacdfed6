import QtQuick
import QtQuick.Controls.Basic
import Armillary.Components

// A line between two parts that can be drawn: as thin as others, and easier to catch.
Item {
    id: handle
    readonly property bool lies: width > height
    readonly property bool touched: SplitHandle.pressed || SplitHandle.hovered
    implicitWidth: 7
    implicitHeight: 7
    Rectangle {
        anchors.centerIn: parent
        width: handle.lies ? parent.width : handle.touched ? 3 : 1
        height: handle.lies ? handle.touched ? 3 : 1 : parent.height
        color: handle.touched ? Theme.accent : Theme.line
        Behavior on color { ColorAnimation { duration: Theme.quick } }
    }
}
