#pragma once

#include <QAbstractListModel>
#include <QDateTime>
#include <QtQmlIntegration>
#include <deque>

#include "write_gate.h"

namespace armillary::app {

/// What the window did and how it went, the newest first: each change, and each failure with its cause.
class Notifications : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::WriteGate* gate READ gate WRITE setGate NOTIFY gateChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// Failures since markRead().
    Q_PROPERTY(int unread READ unread NOTIFY countChanged)

public:
    enum Role { TitleRole = Qt::UserRole + 1, DetailRole, FailedRole, TimeRole };

    explicit Notifications(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    WriteGate* gate() const { return m_gate; }
    void setGate(WriteGate* gate);
    int count() const { return static_cast<int>(m_entries.size()); }
    int unread() const { return m_unread; }
    Q_INVOKABLE void markRead();
    Q_INVOKABLE void clear();
    Q_INVOKABLE void add(const QString& title, const QString& detail, bool failed);
    /// Of something that takes its time: one entry for all that is said under one `id`, until it is `over`.
    Q_INVOKABLE void tell(const QString& id, const QString& title, bool failed, bool over);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void gateChanged();
    void countChanged();
    /// For the line that passes by at the bottom.
    void arrived(const QString& title, const QString& detail, bool failed, bool canUndo);

private:
    struct Entry {
        QString title, detail;
        bool failed;
        QDateTime time;
        QString id;  ///< of what goes on; "" for what is over
    };
    void put(const QString& title, const QString& detail, bool failed, bool canUndo);
    void trim();

    WriteGate* m_gate = nullptr;
    std::deque<Entry> m_entries;  ///< bounded
    int m_unread = 0;
};

}  // namespace armillary::app
