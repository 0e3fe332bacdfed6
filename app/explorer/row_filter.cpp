#include "row_filter.h"

#include <QObject>
#include <algorithm>

namespace armillary::app {

void RowFilter::addTerm(QString word) {
    Term term;
    if (word.startsWith(u'!')) {
        term.wanted = false;
        word = word.sliced(1);
    }
    if (word.size() > 2 && word.startsWith(u'/') && word.endsWith(u'/')) {
        term.expression =
            QRegularExpression(word.sliced(1, word.size() - 2), QRegularExpression::CaseInsensitiveOption);
        if (!term.expression.isValid())
            m_problem = QObject::tr("%1 is no regular expression: %2").arg(word, term.expression.errorString());
        m_terms.push_back(std::move(term));
        return;
    }
    if (const qsizetype colon = word.indexOf(u':'); colon > 0 && colon + 1 < word.size()) {
        term.column = word.first(colon).toLower();
        word = word.sliced(colon + 1);
    }
    term.word = word.toLower();
    if (!term.word.isEmpty()) m_terms.push_back(std::move(term));
}

RowFilter RowFilter::parse(const QString& text) {
    RowFilter filter;
    QString rest = text;
    static const QRegularExpression kSelector(QStringLiteral(R"((?:^|\s)-l\s+(.*)$)"));
    if (const auto found = kSelector.match(text); found.hasMatch()) {
        rest = text.first(found.capturedStart());
        const QString selector = found.captured(1).trimmed();
        auto parsed = LabelSelector::parse(selector.toStdString());
        if (parsed)
            filter.m_labels = std::move(*parsed);
        else
            filter.m_problem =
                QObject::tr("%1 is no label selector: %2").arg(selector, QString::fromStdString(parsed.error()));
    }
    for (const QString& word : rest.split(u' ', Qt::SkipEmptyParts)) filter.addTerm(word);
    return filter;
}

bool RowFilter::occurs(const Term& term, const QString& text) {
    return term.word.isEmpty() ? term.expression.match(text).hasMatch() : text.contains(term.word, Qt::CaseInsensitive);
}

bool RowFilter::matches(const TableRow& row, const std::vector<TableColumn>& columns) const {
    if (!m_problem.isEmpty() || !m_labels.matches(row.labels)) return false;
    return std::ranges::all_of(m_terms, [&](const Term& term) {
        bool found = term.column.isEmpty() ? occurs(term, row.name) || occurs(term, row.namespace_)
                                           : term.column == u"namespace" && occurs(term, row.namespace_);
        for (std::size_t i = 0; !found && i < columns.size() && i < static_cast<std::size_t>(row.cells.size()); ++i)
            found = (term.column.isEmpty() || columns[i].name.toLower() == term.column) &&
                    occurs(term, row.cells[static_cast<qsizetype>(i)]);
        return found == term.wanted;
    });
}

}  // namespace armillary::app
