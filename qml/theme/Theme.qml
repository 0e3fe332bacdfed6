pragma Singleton
import QtQuick

// Colours, spacing, type and motion, in one place. Follows the system's scheme unless told otherwise.
QtObject {
    id: theme
    // "system", "dark" or "light"
    property string mode: "system"
    property bool highContrast: false
    // How large everything is drawn, 1 to 2. Stage does it for a whole window: nobody else multiplies by it.
    property real scale: 1
    property bool reducedMotion: false
    readonly property bool dark: mode === "system" ? Application.styleHints.colorScheme !== Qt.Light : mode === "dark"

    // Text, and what is a word's colour, is read on all three grounds (4.5 to 1, high contrast 7 to 1).
    function pick(onDark: string, onLight: string, strongOnDark: string, strongOnLight: string): string {
        return highContrast ? (dark ? strongOnDark : strongOnLight) : (dark ? onDark : onLight)
    }
    readonly property color background: pick("#0f141b", "#f3f5f9", "#000000", "#ffffff")
    readonly property color surface: pick("#171e28", "#ffffff", "#000000", "#ffffff")
    readonly property color raised: pick("#202a37", "#eaeff6", "#1c1c1c", "#e9e9e9")
    readonly property color line: pick("#2a3544", "#d8e0eb", "#8a8a8a", "#6e6e6e")
    readonly property color text: pick("#e7edf5", "#16202c", "#ffffff", "#000000")
    readonly property color muted: pick("#94a3b8", "#566579", "#dcdcdc", "#2b2b2b")
    readonly property color accent: pick("#7cb0ff", "#2563d9", "#8fc7ff", "#003ea8")
    readonly property color accentText: pick("#0b1220", "#ffffff", "#000000", "#ffffff")

    readonly property color good: pick("#45c48b", "#107347", "#5ff0a4", "#00522d")
    readonly property color warning: pick("#f2b84b", "#8f5400", "#ffd24d", "#5c3500")
    readonly property color bad: pick("#f4686d", "#c42733", "#ff9a9a", "#960010")
    // Of icons and dots, never of words: 3 to 1.
    readonly property color quiet: pick("#687890", "#77869a", "#b4b4b4", "#4a4a4a")

    // By pod state: running, starting, waiting, failing, ended, terminating.
    readonly property list<color> stateColors: [good, accent, warning, bad, quiet, dark ? "#8b7ab8" : "#7a67ad"]
    readonly property list<color> workloadColors: dark
        ? ["#7cb0ff", "#45c48b", "#f2b84b", "#c792ea", "#5ed1d8", "#f78c6c", "#b6d46a", "#f48fb1", "#9fa8da", "#d7a86e"]
        : ["#2563d9", "#148a55", "#b56b00", "#8a3fc0", "#0e8a93", "#c4512a", "#5f7d16", "#c2397b", "#4a56b0", "#8a6230"]

    // The sixteen that programs in a terminal name by number, legible on `background`.
    readonly property list<color> terminalColors: dark
        ? ["#2a3544", "#f4686d", "#45c48b", "#f2b84b", "#7cb0ff", "#c792ea", "#5ed1d8", "#cbd5e1",
           "#64748b", "#ff8a8e", "#6fdca8", "#ffd27a", "#a3c8ff", "#dab0f5", "#8be4ea", "#f8fafc"]
        : ["#16202c", "#b3212c", "#0f7043", "#8f5500", "#1d4fb8", "#7430a8", "#0b6d75", "#566579",
           "#3c4a5b", "#cc2f3a", "#148a55", "#b56b00", "#2563d9", "#8a3fc0", "#0e8a93", "#8593a6"]

    // Read from right to left. Anchors and positioners turn round by themselves; what has an x does not.
    readonly property bool mirrored: Application.layoutDirection === Qt.RightToLeft

    readonly property int space: 8
    readonly property int radius: 10
    readonly property int tiny: 11
    readonly property int small: 12
    readonly property int normal: 14
    readonly property int large: 20
    readonly property string family: "Inter"
    readonly property string monospace: "monospace"

    // Milliseconds.
    readonly property int quick: reducedMotion ? 0 : 120
    readonly property int calm: reducedMotion ? 0 : 220

    function tone(name: string): color {
        switch (name) {
        case "good": return good
        case "warning": return warning
        case "bad": return bad
        case "quiet": return quiet
        default: return text
        }
    }
}
