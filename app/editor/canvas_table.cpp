#include "canvas_table.h"

#include <algorithm>

namespace armillary::app {

void CanvasTable::setCanvas(CanvasModel* canvas) {
    if (m_canvas == canvas) return;
    if (m_canvas) disconnect(m_canvas, nullptr, this, nullptr);
    m_canvas = canvas;
    if (canvas) connect(canvas, &CanvasModel::graphChanged, this, &CanvasTable::read);
    read();
    emit canvasChanged();
}

void CanvasTable::sortBy(int column) {
    m_descending = column == m_column && !m_descending;
    m_column = column;
    read();
    emit sortChanged();
}

void CanvasTable::read() {
    std::vector<Row> rows;
    if (m_canvas && m_canvas->document()) {
        const CanvasGraph& graph = m_canvas->graph();
        const QVariantList files = m_canvas->document()->files();
        std::vector<int> connections(graph.nodes.size());
        for (const CanvasEdge& edge : graph.edges) {
            ++connections[static_cast<std::size_t>(edge.from)];
            ++connections[static_cast<std::size_t>(edge.to)];
        }
        for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
            const CanvasNode& node = graph.nodes[i];
            const editor::Item* item = m_canvas->document()->project().find(node.item);
            if (!item) continue;
            rows.push_back({static_cast<int>(node.item), connections[i], node.errors + node.warnings, node.kind,
                            node.title(), QString::fromStdString(node.object.namespace_),
                            files.value(static_cast<qsizetype>(item->file)).toMap()[QStringLiteral("name")].toString(),
                            node.finding});
        }
    }
    const auto before = [this](const Row& one, const Row& other) {
        switch (m_column) {
            case 1:
                return one.name < other.name;
            case 2:
                return one.namespace_ < other.namespace_;
            case 3:
                return one.file < other.file;
            case 4:
                return one.connections < other.connections;
            case 5:
                return one.problems < other.problems;
            default:
                return one.kind < other.kind;
        }
    };
    std::ranges::stable_sort(
        rows, [&](const Row& one, const Row& other) { return m_descending ? before(other, one) : before(one, other); });
    if (rows == m_rows) return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    emit countChanged();
}

int CanvasTable::itemAt(int row) const {
    return row < 0 || row >= count() ? 0 : m_rows[static_cast<std::size_t>(row)].item;
}

int CanvasTable::rowOf(int item) const {
    const auto found = std::ranges::find(m_rows, item, &Row::item);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int CanvasTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant CanvasTable::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case ItemRole:
            return row.item;
        case KindRole:
            return row.kind;
        case Qt::DisplayRole:
        case NameRole:
            return row.name;
        case NamespaceRole:
            return row.namespace_;
        case FileRole:
            return row.file;
        case ConnectionsRole:
            return row.connections;
        case ProblemsRole:
            return row.problems;
        case FindingRole:
            return row.finding;
        default:
            return {};
    }
}

QHash<int, QByteArray> CanvasTable::roleNames() const {
    return {{ItemRole, "item"},         {KindRole, "kind"},
            {NameRole, "name"},         {NamespaceRole, "namespace_"},
            {FileRole, "file"},         {ConnectionsRole, "connections"},
            {ProblemsRole, "problems"}, {FindingRole, "finding"}};
}

}  // namespace armillary::app
