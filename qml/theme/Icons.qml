pragma Singleton
import QtQuick

// Line icons by name, as SVG paths on a 24 by 24 grid.
QtObject {
    readonly property var paths: ({
        "topology": "M12 9 A3 3 0 1 0 12 15 A3 3 0 1 0 12 9 M5 3.5 A2 2 0 1 0 5 7.5 A2 2 0 1 0 5 3.5 M19 3.5 A2 2 0 1 0 19 7.5 A2 2 0 1 0 19 3.5 M5 16.5 A2 2 0 1 0 5 20.5 A2 2 0 1 0 5 16.5 M19 16.5 A2 2 0 1 0 19 20.5 A2 2 0 1 0 19 16.5 M6.5 7 L9.8 10 M17.5 7 L14.2 10 M6.5 17 L9.8 14 M17.5 17 L14.2 14",
        "workloads": "M3 5 H21 M3 5 V19 H21 V5 M3 10 H21 M9 10 V19",
        "explorer": "M4 5 H10 V11 H4 Z M14 5 H20 V11 H14 Z M4 15 H10 V21 H4 Z M14 15 H20 V21 H14 Z",
        "object": "M12 3 L20 7.5 V16.5 L12 21 L4 16.5 V7.5 Z M4 7.5 L12 12 L20 7.5 M12 12 V21",
        "pod": "M12 3 L20 7.5 V16.5 L12 21 L4 16.5 V7.5 Z",
        "workload": "M4 8 H16 V20 H4 Z M8 8 V4 H20 V16 H16",
        "job": "M5 4 H19 V20 H5 Z M8.5 12 L11 14.5 L15.5 9.5",
        "clock": "M12 3 A9 9 0 1 0 12 21 A9 9 0 1 0 12 3 M12 7 V12 L15.5 14",
        "machine": "M3 5 H21 V15 H3 Z M8 20 H16 M12 15 V20",
        "service": "M12 3 A9 9 0 1 0 12 21 A9 9 0 1 0 12 3 M3 12 H21 M12 3 C8.4 7 8.4 17 12 21 M12 3 C15.6 7 15.6 17 12 21",
        "config": "M6 3 H15 L19 7 V21 H6 Z M9 11 H16 M9 15 H16",
        "secret": "M7 11 H17 V20 H7 Z M9 11 V8 A3 3 0 0 1 15 8 V11",
        "unlock": "M7 11 H17 V20 H7 Z M9 11 V8 A3 3 0 0 1 14.6 6.5",
        "cluster": "M12 3 A9 9 0 1 0 12 21 A9 9 0 1 0 12 3 M3 12 C7 8.6 17 8.6 21 12 M3 12 C7 15.4 17 15.4 21 12 M12 3 C8.4 7 8.4 17 12 21",
        "label": "M4 4 H12 L20 12 L12 20 L4 12 Z M8 7.4 A0.7 0.7 0 1 0 8 8.8 A0.7 0.7 0 1 0 8 7.4",
        "scale": "M4 20 L20 4 M13 4 H20 V11 M11 20 H4 V13",
        "restart": "M19.5 12 A7.5 7.5 0 1 1 17 6.4 M17.5 2.5 V7 H13",
        "pause": "M8 5 V19 M16 5 V19",
        "play": "M7 4.5 L19 12 L7 19.5 Z",
        "image": "M4 5 H20 V19 H4 Z M4 16 L9 11 L13 15 L16 12 L20 16",
        "evict": "M10 4 H4 V20 H10 M9 12 H20 M16 8 L20 12 L16 16",
        "delete": "M5 7 H19 M9 7 V4 H15 V7 M7 7 L8 20 H16 L17 7",
        "logs": "M4 6 H20 M4 10.5 H15 M4 15 H18 M4 19.5 H11",
        "panel": "M3 5 H21 V19 H3 Z M3 14 H21",
        "save": "M12 4 V15 M7.5 10.5 L12 15 L16.5 10.5 M4 19.5 H20",
        "clear": "M12 3 A9 9 0 1 0 12 21 A9 9 0 1 0 12 3 M5.7 5.7 L18.3 18.3",
        "wrap": "M4 6 H20 M4 12 H17 A3 3 0 0 1 17 18 H12 M14.5 15 L11.5 18 L14.5 21 M4 18 H8",
        "history": "M4.5 12 A7.5 7.5 0 1 0 7 6.4 M6.5 2.5 V7 H11 M12 8 V12 L15 14",
        "back": "M15 5 L8 12 L15 19",
        "forward": "M9 5 L16 12 L9 19",
        "down": "M5 9 L12 16 L19 9",
        "close": "M5 5 L19 19 M19 5 L5 19",
        "search": "M11 4 A7 7 0 1 0 11 18 A7 7 0 1 0 11 4 M16.2 16.2 L21 21",
        "bell": "M6 17 H18 L16.5 14.5 V10 A4.5 4.5 0 0 0 7.5 10 V14.5 Z M10.5 20 H13.5",
        "warning": "M12 4 L21 19.5 H3 Z M12 10 V14 M12 16.6 V16.8",
        "check": "M5 12.5 L10 17.5 L19 7",
        "columns": "M4 5 H20 V19 H4 Z M10 5 V19 M15 5 V19",
        "more": "M5 11.2 A0.8 0.8 0 1 0 5 12.8 A0.8 0.8 0 1 0 5 11.2 M12 11.2 A0.8 0.8 0 1 0 12 12.8 A0.8 0.8 0 1 0 12 11.2 M19 11.2 A0.8 0.8 0 1 0 19 12.8 A0.8 0.8 0 1 0 19 11.2",
        "keyboard": "M3 7 H21 V17 H3 Z M7 10.5 H7.2 M11 10.5 H11.2 M15 10.5 H15.2 M8 14 H16",
        "lock": "M7 11 H17 V20 H7 Z M9 11 V8 A3 3 0 0 1 15 8 V11",
        "sun": "M12 7.5 A4.5 4.5 0 1 0 12 16.5 A4.5 4.5 0 1 0 12 7.5 M12 2 V4 M12 20 V22 M2 12 H4 M20 12 H22 M4.9 4.9 L6.3 6.3 M17.7 17.7 L19.1 19.1 M4.9 19.1 L6.3 17.7 M17.7 6.3 L19.1 4.9",
        "moon": "M20 14.5 A8.5 8.5 0 1 1 9.5 4 A7 7 0 0 0 20 14.5"
    })
    function path(name: string): string { return paths[name] ?? paths["object"] }
}
