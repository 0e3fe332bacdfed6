#pragma once

#include <QRegularExpression>
#include <QString>
#include <utility>
#include <vector>

namespace armillary::app {

/// What somebody typed above a log. Words, all of which must occur in a line; `/expression/` is a regular expression;
/// `!` in front of either: must not. Case does not matter.
class LogFilter {
public:
    /// An expression that cannot be read becomes problem(), and matches nothing.
    static LogFilter parse(const QString& text);

    bool matches(const QString& line) const;
    bool matchesEverything() const { return m_terms.empty() && m_problem.isEmpty(); }
    QString problem() const { return m_problem; }
    /// Where in the line what was looked for stands: (from, length), in order, apart from each other.
    std::vector<std::pair<qsizetype, qsizetype>> ranges(const QString& line) const;
    /// The line as Qt's StyledText, what was looked for in `color`.
    QString markup(const QString& line, const QString& color) const;

private:
    struct Term {
        QString word;
        QRegularExpression expression;  ///< when there is no word
        bool wanted = true;
        bool occurs(const QString& line) const;
    };

    std::vector<Term> m_terms;
    QString m_problem;
};

}  // namespace armillary::app
