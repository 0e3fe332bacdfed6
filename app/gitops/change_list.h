#pragma once

#include <QAbstractListModel>
#include <QtQmlIntegration>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "engine/gitops/preview/preview.h"

namespace armillary::app {

/// What a preview says as rows: applications that change, each with its objects until it is folded, and one row that
/// stands for those that do not change. A filter leaves the objects that it fits, and what they belong to.
class ChangeList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("A GitopsPreview has one")
    /// The id of an impact; "" for all.
    Q_PROPERTY(QString impact READ impact WRITE setImpact NOTIFY changed)
    /// Words that occur in an object's kind, namespace or name, or its application's name.
    Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY changed)
    Q_PROPERTY(int count READ count NOTIFY changed)

public:
    enum class Row { Application, Object, Unchanged, UnchangedApplication };
    /// kind: "application", "object", "unchanged" (the row that stands for them) or "same" (one of these); change:
    /// "added", "removed", "changed", "" of an application, "create", "update", "delete" of an object. `label` and
    /// `tone` are the gravest impact's, "" where nothing that runs notices. `number`: objects of an application that
    /// fit, applications that do not change.
    enum Role {
        KindRole = Qt::UserRole + 1,
        TitleRole,
        ChangeRole,
        DetailRole,
        LabelRole,
        ToneRole,
        NumberRole,
        FoldedRole
    };

    explicit ChangeList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    void show(std::shared_ptr<const gitops::Preview> preview);
    /// The object of a row; null when it has none.
    const gitops::ObjectChange* objectAt(int row) const;

    QString impact() const { return m_impact; }
    void setImpact(const QString& id);
    QString search() const { return m_search; }
    void setSearch(const QString& text);
    int count() const { return static_cast<int>(m_rows.size()); }

    /// Folds the objects of the row's application away, or unfolds them. Of an object's row too: its application's.
    Q_INVOKABLE void setFolded(int row, bool folded);
    Q_INVOKABLE bool isFolded(int row) const;
    /// The row of what it belongs to; itself when it belongs to nothing.
    Q_INVOKABLE int parentOf(int row) const;
    /// What stays the same while rows come and go, and the row that has it now: -1 for none.
    Q_INVOKABLE QString keyOf(int row) const;
    Q_INVOKABLE int rowOf(const QString& key) const;
    /// The first object; -1 when there is none.
    Q_INVOKABLE int firstObject() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void changed();

private:
    struct Line {
        Row kind;
        std::size_t at = 0;  ///< of the applications, or the objects
        std::size_t number = 0;
    };
    void arrange();
    bool fits(const gitops::ObjectChange& change) const;
    QVariant applicationData(const Line& line, int role) const;
    QVariant objectData(const Line& line, int role) const;

    std::shared_ptr<const gitops::Preview> m_preview = std::make_shared<gitops::Preview>();
    std::vector<Line> m_rows;
    std::map<std::string, const plan::Impact*, std::less<>> m_gravest;
    std::set<std::string, std::less<>> m_folded;
    bool m_unchangedShown = false;
    QString m_impact, m_search;
    QStringList m_words;
};

}  // namespace armillary::app
