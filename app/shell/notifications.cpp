#include "notifications.h"

#include <QLocale>
#include <algorithm>

namespace armillary::app {

namespace {
constexpr std::size_t kMostEntries = 500;
}  // namespace

void Notifications::setGate(WriteGate* gate) {
    if (m_gate == gate) return;
    if (m_gate) m_gate->disconnect(this);
    m_gate = gate;
    if (m_gate) {
        connect(m_gate, &WriteGate::succeeded, this,
                [this](const QString& title, bool canUndo) { put(title, {}, false, canUndo); });
        connect(m_gate, &WriteGate::failed, this, [this](const QString& title, const QString&, const QString& problem) {
            put(title, problem, true, false);
        });
    }
    emit gateChanged();
}

void Notifications::add(const QString& title, const QString& detail, bool failed) {
    put(title, detail, failed, false);
}

void Notifications::tell(const QString& id, const QString& title, bool failed, bool over) {
    const auto found = std::ranges::find(m_entries, id, &Entry::id);
    if (found == m_entries.end() && over) return put(title, {}, failed, false);
    if (found == m_entries.end()) {
        beginInsertRows({}, 0, 0);
        m_entries.push_front({title, {}, failed, QDateTime::currentDateTime(), id});
        endInsertRows();
        trim();
        emit countChanged();
        return;
    }
    *found = {title, {}, failed, QDateTime::currentDateTime(), over ? QString() : id};
    const QModelIndex row = index(static_cast<int>(found - m_entries.begin()));
    emit dataChanged(row, row);
    if (!over) return;
    if (failed) ++m_unread;
    emit countChanged();
    emit arrived(title, {}, failed, false);
}

void Notifications::trim() {
    if (m_entries.size() <= kMostEntries) return;
    beginRemoveRows({}, count() - 1, count() - 1);
    m_entries.pop_back();
    endRemoveRows();
}

void Notifications::put(const QString& title, const QString& detail, bool failed, bool canUndo) {
    beginInsertRows({}, 0, 0);
    m_entries.push_front({title, detail, failed, QDateTime::currentDateTime(), {}});
    endInsertRows();
    trim();
    if (failed) ++m_unread;
    emit countChanged();
    emit arrived(title, detail, failed, canUndo);
}

void Notifications::markRead() {
    m_unread = 0;
    emit countChanged();
}

void Notifications::clear() {
    beginResetModel();
    m_entries.clear();
    endResetModel();
    markRead();
}

int Notifications::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant Notifications::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Entry& entry = m_entries[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case TitleRole:
            return entry.title;
        case DetailRole:
            return entry.detail;
        case FailedRole:
            return entry.failed;
        case TimeRole:
            return QLocale().toString(entry.time.time(), QLocale::ShortFormat);
        default:
            return {};
    }
}

QHash<int, QByteArray> Notifications::roleNames() const {
    return {{TitleRole, "title"}, {DetailRole, "detail"}, {FailedRole, "failed"}, {TimeRole, "time"}};
}

}  // namespace armillary::app
