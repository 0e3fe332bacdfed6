#include "table_model.h"

#include <QSettings>
#include <algorithm>
#include <ranges>

#include "app/kinds/status_tone.h"
#include "app/kinds/text.h"

namespace armillary::app {

namespace {

constexpr auto kAgesEvery = std::chrono::seconds(10);
// Up to here each row moves by itself, so that views keep their place and can animate; beyond, all are sorted anew.
constexpr std::size_t kFewChanges = 50;
constexpr QLatin1StringView kNamespaceColumn("Namespace"), kAgeColumn("Age"), kNameColumn("Name"),
    kReadyColumn("Ready"), kStatusColumn("Status");

}  // namespace

TableModel::TableModel(QObject* parent) : QAbstractTableModel(parent), m_source(this) {
    connect(&m_source, &TableSource::columnsChanged, this, &TableModel::takeColumns);
    connect(&m_source, &TableSource::rowsChanged, this, &TableModel::takeRows);
    connect(&m_source, &TableSource::listed, this, [this] {
        m_widths.clear();
        setState(false, {}, false);
    });
    connect(&m_source, &TableSource::failed, this,
            [this](const QString& problem, bool forbidden) { setState(false, problem, forbidden); });
    connect(&m_source, &TableSource::narrowed, this, [this](const QString& to) {
        m_narrowedTo = to;
        chooseColumns();
        emit stateChanged();
    });
    connect(&m_source, &TableSource::staleChanged, this, [this](bool stale) {
        if (std::exchange(m_stale, stale) != stale) emit stateChanged();
    });
    m_ages.setInterval(kAgesEvery);
    connect(&m_ages, &QTimer::timeout, this, [this] {
        for (int column = 0; column < columnCount(); ++column)
            if (m_shown[static_cast<std::size_t>(column)].from == Shown::Age && !m_order.empty())
                emit dataChanged(index(0, column), index(rowCount() - 1, column), {Qt::DisplayRole});
    });
    m_ages.start();
}

void TableModel::setCluster(Cluster* cluster) {
    if (m_cluster == cluster) return;
    if (m_cluster) m_cluster->disconnect(this);
    m_cluster = cluster;
    if (m_cluster)
        connect(m_cluster, &Cluster::discoveryChanged, this, [this] {
            if (!m_resource) open();
        });
    open();
}

void TableModel::setResource(const QString& resource) {
    if (m_wanted == resource) return;
    m_wanted = resource;
    m_filterText.clear();
    m_filter = {};
    emit filterChanged();
    open();
}

QString TableModel::kind() const {
    return m_resource ? QString::fromStdString(m_resource->qualified()) : QString();
}

void TableModel::setNamespaces(const QStringList& namespaces) {
    if (m_namespaces == namespaces) return;
    m_namespaces = namespaces;
    if (isNamespaced())
        open();
    else
        emit resourceChanged();
}

void TableModel::open() {
    m_source.close();
    beginResetModel();
    m_rows.clear(), m_orderKeys.clear(), m_free.clear(), m_slots.clear(), m_sorted.clear(), m_order.clear(),
        m_shown.clear();
    m_columns.clear();
    endResetModel();
    m_currentKey.clear();
    m_selected.clear();
    m_narrowedTo.clear();
    m_stale = false;
    m_resource.reset();
    if (m_cluster && m_cluster->isDiscovered())
        if (const auto* found = m_cluster->resourceOfKind(m_wanted.section(u'/', 0, 0), m_wanted.section(u'/', 1, 1)))
            m_resource = *found;
    recall();
    const bool missing = m_cluster && m_cluster->isDiscovered() && !m_resource && !m_wanted.isEmpty();
    setState(!missing, missing ? tr("This cluster does not serve %1.").arg(m_wanted.section(u'/', 1, 1)) : QString(),
             false);
    emit resourceChanged();
    emit countChanged();
    emit currentChanged();
    emit selectionChanged();
    if (m_resource) m_source.open(m_cluster, *m_resource, m_namespaces);
}

void TableModel::setState(bool loading, const QString& problem, bool forbidden) {
    m_loading = loading;
    m_problem = problem;
    m_forbidden = forbidden;
    emit stateChanged();
}

// Columns.

void TableModel::takeColumns(const std::vector<TableColumn>& columns) {
    m_columns = columns;
    chooseColumns();
}

void TableModel::chooseColumns() {
    beginResetModel();
    m_shown.clear();
    m_widths.clear();
    const bool several = isNamespaced() && m_namespaces.size() != 1 && m_narrowedTo.isEmpty();
    for (int i = 0; i < static_cast<int>(m_columns.size()); ++i) {
        const TableColumn& column = m_columns[static_cast<std::size_t>(i)];
        const bool hidden = column.wide ? !m_extra.contains(column.name) : m_hidden.contains(column.name);
        if (hidden && column.name != kNameColumn) continue;
        m_shown.push_back({column.name == kAgeColumn ? Shown::Age : Shown::Cell, i, column.name});
        if (column.name == kNameColumn && several && !m_hidden.contains(kNamespaceColumn))
            m_shown.push_back({Shown::Namespace, -1, tr("Namespace")});
    }
    m_sortColumn = 0;
    for (int i = 0; i < static_cast<int>(m_shown.size()); ++i)
        if (m_shown[static_cast<std::size_t>(i)].title == m_sortName) m_sortColumn = i;
    for (Slot slot = 0; slot < static_cast<Slot>(m_rows.size()); ++slot) updateOrderKey(slot);
    sortAll();
    m_order = filtered();
    endResetModel();
    emit columnsChosen();
    emit sortChanged();
    emit countChanged();
}

QVariantList TableModel::columnChoices() const {
    QVariantList choices;
    const auto add = [&](const QString& name, const QString& description, bool shown, bool wide) {
        choices.append(QVariantMap{{"name", name}, {"description", description}, {"shown", shown}, {"wide", wide}});
    };
    for (const TableColumn& column : m_columns) {
        if (column.name == kNameColumn) continue;
        add(column.name, column.description,
            column.wide ? m_extra.contains(column.name) : !m_hidden.contains(column.name), column.wide);
    }
    if (isNamespaced()) add(kNamespaceColumn, {}, !m_hidden.contains(kNamespaceColumn), false);
    return choices;
}

void TableModel::showColumn(const QString& name, bool shown) {
    const auto column = std::ranges::find(m_columns, name, &TableColumn::name);
    const bool wide = column != m_columns.end() && column->wide;
    QStringList& list = wide ? m_extra : m_hidden;
    list.removeAll(name);
    if (wide == shown) list << name;
    remember();
    chooseColumns();
}

int TableModel::widthHint(int column) const {
    constexpr int kCharacter = 8, kPadding = 28, kLeast = 64, kMost = 420;
    if (column < 0 || column >= columnCount()) return kLeast;
    // Worked out once: a column that changes its width while one types or scrolls is in nobody's favour.
    m_widths.resize(m_shown.size());
    int& width = m_widths[static_cast<std::size_t>(column)];
    if (width > 0) return width;
    const Shown& shown = m_shown[static_cast<std::size_t>(column)];
    // A status may become a longer one any moment: the longest that are common fit, with their mark.
    constexpr qsizetype kLongestStatus = 18;
    qsizetype longest = shown.title == kStatusColumn ? kLongestStatus : shown.title.size() + 2;
    // The first thousand say enough, and a resize stays quick.
    for (const Slot slot : m_order | std::views::take(1000))
        longest = std::max(longest, textAt(m_rows[static_cast<std::size_t>(slot)], shown).size());
    return width = std::clamp(static_cast<int>(longest) * kCharacter + kPadding, kLeast, kMost);
}

void TableModel::remember() const {
    if (!m_resource) return;
    QSettings settings;
    settings.beginGroup(QStringLiteral("explorer/") + kind());
    settings.setValue("hidden", m_hidden);
    settings.setValue("extra", m_extra);
    settings.setValue("sort", m_sortName);
    settings.setValue("descending", m_descending);
}

void TableModel::recall() {
    m_hidden.clear(), m_extra.clear(), m_sortName.clear();
    m_descending = false;
    if (!m_resource) return;
    QSettings settings;
    settings.beginGroup(QStringLiteral("explorer/") + kind());
    m_hidden = settings.value("hidden").toStringList();
    m_extra = settings.value("extra").toStringList();
    m_sortName = settings.value("sort").toString();
    m_descending = settings.value("descending").toBool();
}

// Order.

void TableModel::updateOrderKey(Slot slot) {
    const TableRow& row = m_rows[static_cast<std::size_t>(slot)];
    CellOrder& key = m_orderKeys[static_cast<std::size_t>(slot)];
    if (m_shown.empty() || row.name.isEmpty()) {
        key = {};
        return;
    }
    const Shown& column = m_shown[static_cast<std::size_t>(m_sortColumn)];
    if (column.from == Shown::Age)  // the youngest first
        key = {.kind = row.created ? CellOrder::Number : CellOrder::Nothing,
               .number = -static_cast<double>(row.created)};
    else if (column.title == kNameColumn ||
             column.from == Shown::Namespace)  // never as a number, whatever it looks like
        key = {.kind = CellOrder::Text, .text = textAt(row, column)};
    else
        key = CellOrder::of(textAt(row, column));
}

bool TableModel::before(Slot left, Slot right) const {
    const CellOrder &a = m_orderKeys[static_cast<std::size_t>(left)], &b = m_orderKeys[static_cast<std::size_t>(right)];
    // What has no value stays at the end, whichever way the rest is turned.
    if ((a.kind == CellOrder::Nothing) != (b.kind == CellOrder::Nothing)) return b.kind == CellOrder::Nothing;
    if (const auto order = a <=> b; order != 0) return m_descending ? order > 0 : order < 0;
    const TableRow &x = m_rows[static_cast<std::size_t>(left)], &y = m_rows[static_cast<std::size_t>(right)];
    if (const int order = compareNaturally(x.name, y.name); order != 0) return order < 0;
    return x.namespace_ < y.namespace_;
}

void TableModel::sortAll() {
    m_sorted.assign(m_slots.begin(), m_slots.end());
    std::ranges::sort(m_sorted, [this](Slot left, Slot right) { return before(left, right); });
}

std::vector<TableModel::Slot> TableModel::filtered() const {
    std::vector<Slot> order;
    for (const Slot slot : m_sorted)
        if (shows(m_rows[static_cast<std::size_t>(slot)])) order.push_back(slot);
    return order;
}

void TableModel::show(std::vector<Slot> order) {
    // First as many as there will be, at the end, then all in their places: a reset would cost views their cells.
    const int now = rowCount(), wanted = static_cast<int>(order.size());
    if (wanted > now) {
        beginInsertRows({}, now, wanted - 1);
        m_order.insert(m_order.end(), order.begin() + now, order.end());
        endInsertRows();
    } else if (wanted < now) {
        beginRemoveRows({}, wanted, now - 1);
        m_order.resize(order.size());
        endRemoveRows();
    }
    if (m_order == order) return;
    emit layoutAboutToBeChanged();
    m_order = std::move(order);
    emit layoutChanged();
}

void TableModel::sortBy(int column) {
    if (column < 0 || column >= columnCount()) return;
    m_descending = column == m_sortColumn && !m_descending;
    m_sortColumn = column;
    m_sortName = m_shown[static_cast<std::size_t>(column)].title;
    remember();
    for (const Slot slot : m_slots) updateOrderKey(slot);
    sortAll();
    show(filtered());
    emit sortChanged();
    emit currentChanged();
}

void TableModel::setFilter(const QString& text) {
    if (m_filterText == text) return;
    m_filterText = text;
    m_filter = RowFilter::parse(text);
    show(filtered());
    emit filterChanged();
    emit countChanged();
    emit currentChanged();
}

// Rows.

/// Where it was, if it is known; else in a free slot.
TableModel::Slot TableModel::store(const TableRow& row) {
    Slot slot = 0;
    if (const auto known = m_slots.constFind(row.key()); known != m_slots.constEnd()) {
        slot = *known;
        m_rows[static_cast<std::size_t>(slot)] = row;
    } else if (m_free.empty()) {
        slot = static_cast<Slot>(m_rows.size());
        m_rows.push_back(row);
        m_orderKeys.emplace_back();
    } else {
        slot = m_free.back();
        m_free.pop_back();
        m_rows[static_cast<std::size_t>(slot)] = row;
    }
    m_slots[row.key()] = slot;
    updateOrderKey(slot);
    return slot;
}

void TableModel::drop(const QString& key) {
    const auto found = m_slots.find(key);
    if (found == m_slots.end()) return;
    m_rows[static_cast<std::size_t>(*found)] = {};
    m_free.push_back(*found);
    m_slots.erase(found);
    if (m_selected.remove(key)) emit selectionChanged();
}

void TableModel::takeRows(const std::vector<TableRow>& put, const QStringList& removed) {
    const bool few = put.size() + static_cast<std::size_t>(removed.size()) <= kFewChanges;
    few ? takeFew(put, removed) : takeMany(put, removed);
    emit countChanged();
    emit currentChanged();
}

/// What has changed leaves the order, and is merged into it again.
void TableModel::takeMany(const std::vector<TableRow>& put, const QStringList& removed) {
    std::vector<bool> touched(m_rows.size() + put.size());
    for (const QString& key : removed) {
        if (const auto known = m_slots.constFind(key); known != m_slots.constEnd())
            touched[static_cast<std::size_t>(*known)] = true;
        drop(key);
    }
    std::vector<Slot> anew;
    for (const TableRow& row : put) {
        anew.push_back(store(row));
        touched[static_cast<std::size_t>(anew.back())] = true;
    }
    std::erase_if(m_sorted, [&](Slot slot) { return touched[static_cast<std::size_t>(slot)]; });
    const auto earlier = [this](Slot left, Slot right) { return before(left, right); };
    std::ranges::sort(anew, earlier);
    anew.erase(std::ranges::unique(anew).begin(), anew.end());
    const auto middle = static_cast<std::ptrdiff_t>(m_sorted.size());
    m_sorted.insert(m_sorted.end(), anew.begin(), anew.end());
    std::ranges::inplace_merge(m_sorted, m_sorted.begin() + middle, earlier);
    show(filtered());
    // Where a row stays, it may say something else.
    if (!m_order.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void TableModel::takeFew(const std::vector<TableRow>& put, const QStringList& removed) {
    for (const QString& key : removed) {
        if (const auto found = m_slots.constFind(key); found != m_slots.constEnd()) removeSorted(*found);
        drop(key);
    }
    for (const TableRow& row : put) {
        const auto known = m_slots.constFind(row.key());
        if (known == m_slots.constEnd()) {
            insertSorted(store(row));
            continue;
        }
        const Slot slot = *known;
        const int place = placeOf(slot);
        const CellOrder before = m_orderKeys[static_cast<std::size_t>(slot)];
        TableRow previous = std::exchange(m_rows[static_cast<std::size_t>(slot)], row);
        updateOrderKey(slot);
        if ((place >= 0) == shows(row) && before == m_orderKeys[static_cast<std::size_t>(slot)]) {
            if (place >= 0) emit dataChanged(index(place, 0), index(place, columnCount() - 1));
            continue;
        }
        // Where it stands is found by what it was.
        std::swap(previous, m_rows[static_cast<std::size_t>(slot)]);
        const CellOrder after = std::exchange(m_orderKeys[static_cast<std::size_t>(slot)], before);
        removeSorted(slot);
        m_rows[static_cast<std::size_t>(slot)] = row;
        m_orderKeys[static_cast<std::size_t>(slot)] = after;
        insertSorted(slot);
    }
}

int TableModel::placeIn(const std::vector<Slot>& order, Slot slot) const {
    const auto found = std::ranges::lower_bound(order, slot, [this](Slot a, Slot b) { return before(a, b); });
    return found != order.end() && *found == slot ? static_cast<int>(found - order.begin()) : -1;
}

/// Shown only if it passes the filter.
void TableModel::insertSorted(Slot slot) {
    const auto earlier = [this](Slot a, Slot b) { return before(a, b); };
    m_sorted.insert(std::ranges::lower_bound(m_sorted, slot, earlier), slot);
    if (!shows(m_rows[static_cast<std::size_t>(slot)])) return;
    const auto place = std::ranges::lower_bound(m_order, slot, earlier);
    const int row = static_cast<int>(place - m_order.begin());
    beginInsertRows({}, row, row);
    m_order.insert(place, slot);
    endInsertRows();
}

void TableModel::removeSorted(Slot slot) {
    if (const int place = placeIn(m_sorted, slot); place >= 0) m_sorted.erase(m_sorted.begin() + place);
    const int row = placeOf(slot);
    if (row < 0) return;
    beginRemoveRows({}, row, row);
    m_order.erase(m_order.begin() + row);
    endRemoveRows();
}

// Reading.

int TableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int TableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QString TableModel::textAt(const TableRow& row, const Shown& column) const {
    switch (column.from) {
        case Shown::Namespace:
            return row.namespace_;
        case Shown::Age:
            return row.created ? age(schema::Time(row.created)) : row.cells.value(column.cell);
        case Shown::Cell:
            return row.cells.value(column.cell);
    }
    return {};
}

kinds::Tone TableModel::toneAt(const TableRow& row, const Shown& column) const {
    if (column.from != Shown::Cell) return kinds::Tone::None;
    const kinds::Tone tone = kinds::toneOfCell(column.title, textAt(row, column));
    if (tone == kinds::Tone::None || column.title != kReadyColumn) return tone;
    // "0/1" of what has completed is as it should be, and of what is starting not yet a fault.
    const auto status = std::ranges::find(m_columns, kStatusColumn, &TableColumn::name);
    if (status == m_columns.end()) return tone;
    const kinds::Tone state = kinds::toneOfCell(status->name, row.cells.value(status - m_columns.begin()));
    return state == kinds::Tone::Good ? kinds::Tone::None : state == kinds::Tone::None ? tone : state;
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const TableRow& row = m_rows[static_cast<std::size_t>(m_order[static_cast<std::size_t>(index.row())])];
    const Shown& column = m_shown[static_cast<std::size_t>(index.column())];
    switch (role) {
        case Qt::DisplayRole:
            return textAt(row, column);
        case ToneRole:
            return kinds::toneName(toneAt(row, column));
        case KeyRole:
            return row.key();
        case SelectedRole:
            return m_selected.contains(row.key());
        case CurrentRole:
            return !m_currentKey.isEmpty() && row.key() == m_currentKey;
        case FirstRole:
            return index.column() == 0;
        default:
            return {};
    }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= columnCount()) return {};
    return m_shown[static_cast<std::size_t>(section)].title;
}

QHash<int, QByteArray> TableModel::roleNames() const {
    return {{Qt::DisplayRole, "display"}, {ToneRole, "tone"},       {KeyRole, "key"},
            {SelectedRole, "selected"},   {CurrentRole, "current"}, {FirstRole, "first"}};
}

// The current row and the selection: by key, so that they stay with their objects.

QString TableModel::keyAt(int row) const {
    return row < 0 || row >= rowCount()
               ? QString()
               : m_rows[static_cast<std::size_t>(m_order[static_cast<std::size_t>(row)])].key();
}

int TableModel::rowOfKey(const QString& key) const {
    const auto found = m_slots.constFind(key);
    return found == m_slots.constEnd() ? -1 : placeOf(*found);
}

int TableModel::currentRow() const {
    return rowOfKey(m_currentKey);
}

void TableModel::setCurrentRow(int row) {
    const QString key = keyAt(row);
    if (key == m_currentKey) return;
    const QString previous = std::exchange(m_currentKey, key);
    rowLooksDifferent(previous);
    rowLooksDifferent(key);
    emit currentChanged();
}

void TableModel::rowLooksDifferent(const QString& key) {
    if (const int row = rowOfKey(key); row >= 0)
        emit dataChanged(index(row, 0), index(row, columnCount() - 1), {SelectedRole, CurrentRole});
}

void TableModel::toggleSelected(int row) {
    const QString key = keyAt(row);
    if (key.isEmpty()) return;
    if (!m_selected.remove(key)) m_selected.insert(key);
    rowLooksDifferent(key);
    emit selectionChanged();
}

void TableModel::selectTo(int row) {
    const int from = currentRow() < 0 ? row : currentRow();
    for (int i = std::min(from, row); i <= std::max(from, row); ++i)
        if (const QString key = keyAt(i); !key.isEmpty()) m_selected.insert(key);
    if (!m_order.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {SelectedRole});
    emit selectionChanged();
}

void TableModel::selectAll() {
    for (int row = 0; row < rowCount(); ++row) m_selected.insert(keyAt(row));
    if (!m_order.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {SelectedRole});
    emit selectionChanged();
}

void TableModel::clearSelection() {
    if (m_selected.isEmpty()) return;
    m_selected.clear();
    if (!m_order.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {SelectedRole});
    emit selectionChanged();
}

QStringList TableModel::subjects() const {
    if (m_selected.isEmpty()) return m_currentKey.isEmpty() ? QStringList() : QStringList{m_currentKey};
    QStringList keys = m_selected.values();
    keys.sort();
    return keys;
}

}  // namespace armillary::app
