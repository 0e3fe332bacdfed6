#pragma once

#include <QAbstractListModel>
#include <QtQmlIntegration>
#include <vector>

#include "resource_index.h"

namespace armillary::app {

/// Everything that can be reached by typing: pages, kinds, namespaces, contexts, commands and what can be done to the
/// object that is open. Plain words search all of it; a colon in front speaks as k9s does: `:deploy`, `:deploy shop`,
/// `:ns shop`, `:ctx name`.
class CommandPalette : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// The list of kinds.
    Q_PROPERTY(armillary::app::ResourceIndex* kinds READ kinds WRITE setKinds NOTIFY sourcesChanged)
    /// Maps of {type, id, title, subtitle, keys}: type is "page", "command" or "action".
    Q_PROPERTY(QVariantList commands READ commands WRITE setCommands NOTIFY sourcesChanged)
    Q_PROPERTY(QStringList namespaces READ namespaces WRITE setNamespaces NOTIFY sourcesChanged)
    Q_PROPERTY(QStringList contexts READ contexts WRITE setContexts NOTIFY sourcesChanged)

public:
    enum Role { TitleRole = Qt::UserRole + 1, SubtitleRole, TypeRole, KeysRole, IconRole };

    explicit CommandPalette(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    QString text() const { return m_text; }
    void setText(const QString& text);
    int count() const { return static_cast<int>(m_shown.size()); }
    ResourceIndex* kinds() const { return m_kinds; }
    void setKinds(ResourceIndex* kinds);
    QVariantList commands() const { return m_commands; }
    void setCommands(const QVariantList& commands);
    QStringList namespaces() const { return m_namespaces; }
    void setNamespaces(const QStringList& namespaces);
    QStringList contexts() const { return m_contexts; }
    void setContexts(const QStringList& contexts);

    /// Emits chosen() for the entry in this row.
    Q_INVOKABLE void choose(int row);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void textChanged();
    void countChanged();
    void sourcesChanged();
    /// `type` is "page", "command", "action", "resource", "namespace" or "context". With a resource, `argument` is a
    /// namespace to show it in, "" for the one that is shown anyway.
    void chosen(const QString& type, const QString& id, const QString& argument);

private:
    struct Entry {
        QString type, id, title, subtitle, keys, icon, argument;
        int score = 0;
    };
    void search();
    std::vector<Entry> everything() const;
    std::vector<Entry> spoken(const QStringList& words) const;

    QString m_text;
    ResourceIndex* m_kinds = nullptr;
    QVariantList m_commands;
    QStringList m_namespaces, m_contexts;
    std::vector<Entry> m_shown;
};

}  // namespace armillary::app
