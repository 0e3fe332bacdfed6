#pragma once

#include <QAbstractListModel>
#include <QVariantMap>
#include <QtQmlIntegration>
#include <vector>

namespace armillary::app {

/// Every key of the window, in one place: what it does, which it is by default and now. Who has a key reads it here;
/// what a person chooses is remembered. Keys of tables belong to the tables: listed, and never given away.
class KeyMap : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    /// By id: the sequences that do it, as Shortcut takes them.
    Q_PROPERTY(QVariantMap current READ current NOTIFY changed)
    /// By id: the first of them as a person reads it, "Ctrl+K"; "" for none.
    Q_PROPERTY(QVariantMap texts READ texts NOTIFY changed)
    /// The window's pages {id, name, shortcut}; each is "page.ID" here.
    Q_PROPERTY(QVariantList pages READ pages WRITE setPages NOTIFY pagesChanged)
    Q_PROPERTY(int count READ count NOTIFY pagesChanged)

public:
    enum Role { IdRole = Qt::UserRole + 1, NameRole, GroupRole, KeysRole, DefaultRole, CustomRole, FixedRole };

    explicit KeyMap(QObject* parent = nullptr);

    QVariantMap current() const;
    QVariantMap texts() const;
    QVariantList pages() const { return m_pages; }
    void setPages(const QVariantList& pages);
    int count() const { return static_cast<int>(m_entries.size()); }

    Q_INVOKABLE QString groupAt(int row) const { return data(index(row, 0), GroupRole).toString(); }
    /// What a key event is, "Ctrl+Shift+P"; "" for a modifier alone.
    Q_INVOKABLE static QString sequenceOf(int key, int modifiers);
    /// Whether this key event does `id`.
    Q_INVOKABLE bool matches(const QString& id, int key, int modifiers) const;

    /// {id, name, fixed} of who else has these keys; empty when nobody has.
    Q_INVOKABLE QVariantMap conflict(const QString& id, const QString& sequence) const;
    /// False, and nothing changes, while somebody else has them.
    Q_INVOKABLE bool set(const QString& id, const QString& sequence);
    /// Takes them away from who has them. False when that is a table.
    Q_INVOKABLE bool take(const QString& id, const QString& sequence);
    Q_INVOKABLE void reset(const QString& id);
    /// "default", or "k9s": its [ ] and - beside ours.
    Q_INVOKABLE void usePreset(const QString& preset);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void changed();
    void pagesChanged();

private:
    struct Entry {
        QString id, name, group;
        QStringList standard, now;
        QString text;  ///< instead of the sequences, for what is fixed
        bool fixed = false;
    };
    Entry* find(const QString& id);
    const Entry* find(const QString& id) const { return const_cast<KeyMap*>(this)->find(id); }
    const Entry* holder(const QString& id, const QStringList& sequences) const;
    void put(Entry& entry, const QStringList& sequences);
    static QString textOf(const Entry& entry, const QStringList& sequences);

    std::vector<Entry> m_entries;  ///< the window's own, then pages, then what is fixed
    QVariantList m_pages;
};

}  // namespace armillary::app
