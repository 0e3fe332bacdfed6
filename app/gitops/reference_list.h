#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QtQmlIntegration>
#include <vector>

#include "gitops_preview.h"

namespace armillary::app {

/// What a preview may be asked to compare: the working tree, branches, pull requests, tags, commits, as far as they
/// have the words that are searched for.
class ReferenceList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::GitopsPreview* preview READ preview WRITE setPreview NOTIFY changed REQUIRED)
    /// Words that occur in a name, an id or a message.
    Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY changed)
    /// The files on disk are among them.
    Q_PROPERTY(bool worktreeShown READ isWorktreeShown WRITE setWorktreeShown NOTIFY changed)
    Q_PROPERTY(int count READ count NOTIFY changed)

public:
    /// kind: "worktree", "branch", "remote", "request", "tag" or "commit"; revision: as GitopsPreview takes it.
    enum Role { KindRole = Qt::UserRole + 1, RevisionRole, TitleRole, DetailRole };

    explicit ReferenceList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    GitopsPreview* preview() const { return m_preview; }
    void setPreview(GitopsPreview* preview);
    QString search() const { return m_search; }
    void setSearch(const QString& text);
    bool isWorktreeShown() const { return m_worktreeShown; }
    void setWorktreeShown(bool shown);
    int count() const { return static_cast<int>(m_rows.size()); }

    Q_INVOKABLE QString revisionAt(int row) const;
    Q_INVOKABLE int rowOf(const QString& revision) const;
    /// Reads anew what there is to choose from.
    Q_INVOKABLE void refresh();

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void changed();

private:
    struct Line {
        QString kind, revision, title, detail;
    };

    QPointer<GitopsPreview> m_preview;
    QString m_search;
    bool m_worktreeShown = false;
    std::vector<Line> m_rows;
};

}  // namespace armillary::app
