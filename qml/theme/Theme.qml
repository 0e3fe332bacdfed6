pragma Singleton
import QtQuick

// Colours, spacing, type and motion, in one place. Follows the system's scheme unless told otherwise.
QtObject {
    // "system", "dark" or "light"
    property string mode: "system"
    readonly property bool dark: mode === "system" ? Application.styleHints.colorScheme !== Qt.Light : mode === "dark"

    readonly property color background: dark ? "#0f141b" : "#f3f5f9"
    readonly property color surface: dark ? "#171e28" : "#ffffff"
    readonly property color raised: dark ? "#202a37" : "#eaeff6"
    readonly property color line: dark ? "#2a3544" : "#d8e0eb"
    readonly property color text: dark ? "#e7edf5" : "#16202c"
    readonly property color muted: dark ? "#94a3b8" : "#566579"
    readonly property color accent: dark ? "#7cb0ff" : "#2563d9"
    readonly property color accentText: dark ? "#0b1220" : "#ffffff"

    readonly property color good: dark ? "#45c48b" : "#148a55"
    readonly property color warning: dark ? "#f2b84b" : "#b56b00"
    readonly property color bad: dark ? "#f4686d" : "#cc2f3a"
    readonly property color quiet: dark ? "#64748b" : "#8593a6"

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

    readonly property int space: 8
    readonly property int radius: 10
    readonly property int tiny: 11
    readonly property int small: 12
    readonly property int normal: 14
    readonly property int large: 20
    readonly property string family: "Inter"
    readonly property string monospace: "monospace"

    // Milliseconds.
    readonly property int quick: 120
    readonly property int calm: 220

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
