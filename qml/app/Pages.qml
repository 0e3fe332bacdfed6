import QtQml

// The pages of the window: the rail, the palette and the shortcuts read them here. A page's `id` is what Navigator goes to;
// `apart` stands at the rail's bottom and needs no cluster; one that `takes` something can be dropped on.
QtObject {
    readonly property list<var> all: [
        {id: "topology", name: qsTr("Topology"), shortcut: "Ctrl+1", icon: "topology"},
        {id: "workloads", name: qsTr("Workloads"), shortcut: "Ctrl+2", icon: "workloads"},
        {id: "explorer", name: qsTr("Explorer"), shortcut: "Ctrl+3", icon: "explorer"},
        {id: "editor", name: qsTr("Editor"), shortcut: "Ctrl+4", icon: "edit", takes: true},
        {id: "forwards", name: qsTr("Forwards"), shortcut: "Ctrl+5", icon: "plug"},
        {id: "gitops", name: qsTr("GitOps"), shortcut: "Ctrl+6", icon: "branch"},
        {id: "settings", name: qsTr("Settings"), shortcut: "Ctrl+,", icon: "settings", apart: true},
    ]
}
