import QtQuick
import QtQuick.Controls.Basic

// A window in the theme's colours, read from the side that its language is.
ApplicationWindow {
    LayoutMirroring.enabled: Theme.mirrored
    LayoutMirroring.childrenInherit: true
    color: Theme.background
    font { family: Theme.family; pixelSize: Theme.normal }
    palette {
        window: Theme.surface; windowText: Theme.text; base: Theme.surface; text: Theme.text; buttonText: Theme.text
        highlight: Theme.accent; highlightedText: Theme.accentText; toolTipBase: Theme.raised; toolTipText: Theme.text
        light: Theme.raised; midlight: Theme.raised; mid: Theme.quiet; dark: Theme.muted
    }
}
