import QtQuick
import QtQuick.Shapes

// A line icon drawn from an SVG path on a 24 by 24 grid.
Item {
    id: icon
    required property string path
    property color color: Theme.text
    property real size: 22
    // It points to a side, and to the other one where one reads from right to left.
    property bool directed: false
    implicitWidth: size
    implicitHeight: size

    Shape {
        width: 24
        height: 24
        scale: icon.size / 24
        transformOrigin: Item.TopLeft
        transform: Scale { origin.x: 12; xScale: icon.directed && Theme.mirrored ? -1 : 1 }
        preferredRendererType: Shape.CurveRenderer
        ShapePath {
            strokeColor: icon.color
            strokeWidth: 1.7
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin
            PathSvg { path: icon.path }
        }
    }
}
