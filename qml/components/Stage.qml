import QtQuick
import QtQuick.Controls.Basic

// What a window is played on: everything on it, and every popup over it, is drawn Theme.scale times its size. Sizes inside
// stay as they are written.
FocusScope {
    id: stage
    width: parent.width / Theme.scale
    height: parent.height / Theme.scale
    scale: Theme.scale
    transformOrigin: Item.TopLeft
    focus: true

    readonly property Item overlay: Overlay.overlay
    // The window gives its overlay its own size whenever that changes.
    function fit(): void {
        if (!overlay || width <= 0) return
        overlay.transformOrigin = Item.TopLeft
        overlay.scale = Theme.scale
        overlay.width = width
        overlay.height = height
    }
    onOverlayChanged: fit()
    onWidthChanged: fit()
    onHeightChanged: fit()
    onScaleChanged: fit()
    Connections {
        target: stage.overlay
        function onWidthChanged(): void { stage.fit() }
        function onHeightChanged(): void { stage.fit() }
    }
}
