import QtQuick

Rectangle {
    color: Theme.surface
    border.color: Theme.line
    border.width: 1
    radius: Theme.radius
}
