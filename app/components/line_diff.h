#pragma once

#include <QAbstractListModel>
#include <QtQmlIntegration>
#include <algorithm>
#include <vector>

#include "text_diff.h"

namespace armillary::app {

/// What has changed between two texts, line by line, as rows to show: what is the same far from any change is one row
/// that stands for many, until somebody unfolds it.
class LineDiff : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString before READ before WRITE setBefore NOTIFY changed)
    Q_PROPERTY(QString after READ after WRITE setAfter NOTIFY changed)
    /// Lines; what both have does not count.
    Q_PROPERTY(int added READ added NOTIFY changed)
    Q_PROPERTY(int removed READ removed NOTIFY changed)
    /// Why the rows are none, or not the shortest answer; "" when they are.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// The greatest line number.
    Q_PROPERTY(int lines READ lines NOTIFY changed)
    /// Of the longest row, in characters: how wide it has to be.
    Q_PROPERTY(int widest READ widest NOTIFY changed)

public:
    /// kind: "same", "added", "removed", "gap". Line numbers count from 1; 0 where there is none. A gap's text says how
    /// many lines it stands for.
    enum Role { KindRole = Qt::UserRole + 1, TextRole, OldLineRole, NewLineRole };
    /// Of each of the two. What is larger is not compared.
    static constexpr qsizetype kMostCharacters = 1 << 20;
    static constexpr qsizetype kMostLines = 20'000;
    /// What is the same around a change, in lines.
    static constexpr int kContext = 3;
    /// A row shows no more of a line; what is copied is whole.
    static constexpr qsizetype kMostShown = 500;

    explicit LineDiff(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    QString before() const { return m_before; }
    void setBefore(const QString& text);
    QString after() const { return m_after; }
    void setAfter(const QString& text);
    int added() const { return m_added; }
    int removed() const { return m_removed; }
    QString problem() const { return m_problem; }
    int count() const { return static_cast<int>(m_rows.size()); }
    int lines() const { return static_cast<int>(std::max(m_old.size(), m_new.size())); }
    int widest() const { return static_cast<int>(m_widest); }

    /// Shows the lines that the gap in this row stands for.
    Q_INVOKABLE void unfold(int row);
    /// The rows as a unified diff writes them: "+", "-" or " " before each line, a gap as "@@".
    Q_INVOKABLE QString text() const;
    /// Puts text() on the clipboard.
    Q_INVOKABLE void copy() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

signals:
    void changed();

private:
    /// `count` steps from `step` on; more than one in a gap.
    struct Row {
        int step = 0, count = 1;
    };
    void compare();
    void fold();
    const QString& lineOf(const DiffStep& step) const;
    QString textOf(const Row& row) const;

    QString m_before, m_after, m_problem;
    QStringList m_old, m_new;
    std::vector<DiffStep> m_steps;
    std::vector<Row> m_rows;
    int m_added = 0, m_removed = 0;
    qsizetype m_widest = 0;
};

}  // namespace armillary::app
