import QtQuick
import Armillary.Components

// A line in a corner of a view: what one can do there.
Text {
    color: Theme.muted
    opacity: 0.9
    font { family: Theme.family; pixelSize: Theme.tiny }
    Accessible.ignored: true
}
