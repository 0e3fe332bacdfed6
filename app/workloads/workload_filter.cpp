#include <algorithm>

#include "workload_model.h"

namespace armillary::app {

WorkloadFilter::WorkloadFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    setDynamicSortFilter(true);
    setSortRole(WorkloadModel::NameRole);
    sort(0);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(this, signal, this, &WorkloadFilter::countChanged);
    connect(this, &QAbstractItemModel::modelReset, this, &WorkloadFilter::countChanged);
    connect(this, &QAbstractItemModel::layoutChanged, this, &WorkloadFilter::countChanged);
}

void WorkloadFilter::setText(const QString& text) {
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    if (words == m_words) return;
    m_words = words;
    invalidateFilter();
    emit filterChanged();
    emit countChanged();
}

void WorkloadFilter::setKind(const QString& kind) {
    if (m_kind == kind) return;
    m_kind = kind;
    invalidateFilter();
    emit filterChanged();
    emit countChanged();
}

void WorkloadFilter::setNamespaces(const QStringList& namespaces) {
    if (m_namespaces == namespaces) return;
    m_namespaces = namespaces;
    invalidateFilter();
    emit filterChanged();
    emit countChanged();
}

QString WorkloadFilter::sortedBy() const {
    return QString::fromLatin1(roleNames().value(sortRole()));
}

void WorkloadFilter::sortBy(const QString& role) {
    const int number = roleNames().key(role.toLatin1(), -1);
    if (number < 0) return;
    const bool turn = number == sortRole() && sortOrder() == Qt::AscendingOrder;
    setSortRole(number);
    sort(0, turn ? Qt::DescendingOrder : Qt::AscendingOrder);
    emit sortChanged();
}

int WorkloadFilter::rowOfKey(const QString& key) const {
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex at = index(row, 0);
        if (at.data(WorkloadModel::KindRole).toString() + u'/' + at.data(WorkloadModel::KeyRole).toString() == key)
            return row;
    }
    return -1;
}

QVariantMap WorkloadFilter::at(int row) const {
    QVariantMap values;
    const QModelIndex place = index(row, 0);
    if (!place.isValid()) return values;
    const QHash<int, QByteArray> names = roleNames();
    for (auto name = names.begin(); name != names.end(); ++name)
        values.insert(QString::fromLatin1(name.value()), place.data(name.key()));
    return values;
}

bool WorkloadFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex at = sourceModel()->index(row, 0, parent);
    if (!m_kind.isEmpty() && at.data(WorkloadModel::KindRole).toString() != m_kind) return false;
    if (!m_namespaces.isEmpty() && !m_namespaces.contains(at.data(WorkloadModel::NamespaceRole).toString()))
        return false;
    return std::ranges::all_of(m_words, [&](const QString& word) {
        for (const int role : {WorkloadModel::NameRole, WorkloadModel::NamespaceRole, WorkloadModel::KindRole,
                               WorkloadModel::StatusRole, WorkloadModel::ImagesRole})
            if (at.data(role).toString().contains(word, Qt::CaseInsensitive)) return true;
        return false;
    });
}

bool WorkloadFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    // "3/3" sorts as a share, "5m" as a time.
    const int role = sortRole() == WorkloadModel::ReadyRole ? WorkloadModel::ReadyShareRole
                     : sortRole() == WorkloadModel::AgeRole ? WorkloadModel::CreatedRole
                                                            : sortRole();
    const QVariant a = left.data(role), b = right.data(role);
    if (role == WorkloadModel::CreatedRole) return a.toLongLong() > b.toLongLong();
    if (role == WorkloadModel::ReadyShareRole) return a.toDouble() < b.toDouble();
    const int order = QString::localeAwareCompare(a.toString(), b.toString());
    return order != 0 ? order < 0
                      : left.data(WorkloadModel::KeyRole).toString() < right.data(WorkloadModel::KeyRole).toString();
}

}  // namespace armillary::app
