#pragma once

#include <QRegularExpression>
#include <QString>
#include <vector>

#include "engine/schema/selector.h"
#include "table_row.h"

namespace armillary::app {

/// What somebody typed above a table. Words, all of which must occur in a row; `!word` must not; `column:word` looks in
/// one column; `-l SELECTOR` (to the end) selects by labels; `/expression/` is a regular expression. Case does not
/// matter.
class RowFilter {
public:
    /// An expression or a selector that cannot be read becomes problem(), and matches nothing.
    static RowFilter parse(const QString& text);

    bool matches(const TableRow& row, const std::vector<TableColumn>& columns) const;
    bool matchesEverything() const { return m_terms.empty() && m_labels.matchesEverything() && m_problem.isEmpty(); }
    QString problem() const { return m_problem; }

private:
    struct Term {
        QString word, column;  ///< both in lower case
        QRegularExpression expression;
        bool wanted = true;
    };
    void addTerm(QString word);
    static bool occurs(const Term& term, const QString& text);

    std::vector<Term> m_terms;
    LabelSelector m_labels;
    QString m_problem;
};

}  // namespace armillary::app
