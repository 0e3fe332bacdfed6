#include "log_filter.h"

#include <QObject>
#include <algorithm>

namespace armillary::app {

namespace {

// A line has no more places than somebody looks at.
constexpr std::size_t kMostRanges = 100;

}  // namespace

bool LogFilter::Term::occurs(const QString& line) const {
    return word.isEmpty() ? expression.match(line).hasMatch() : line.contains(word, Qt::CaseInsensitive);
}

LogFilter LogFilter::parse(const QString& text) {
    LogFilter filter;
    // An expression may have blanks in it, and slashes escaped.
    static const QRegularExpression kTerm(QStringLiteral(R"((!?)(?:/((?:[^/\\]|\\.)+)/(?=\s|$)|(\S+)))"));
    for (auto found = kTerm.globalMatch(text); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        Term term{.word = match.captured(3), .expression = {}, .wanted = match.captured(1).isEmpty()};
        if (term.word.isEmpty()) {
            term.expression = QRegularExpression(match.captured(2), QRegularExpression::CaseInsensitiveOption);
            if (!term.expression.isValid())
                filter.m_problem = QObject::tr("/%1/ is no regular expression: %2")
                                       .arg(match.captured(2), term.expression.errorString());
        } else if (term.word == u"!") {
            continue;  // still being typed
        }
        filter.m_terms.push_back(std::move(term));
    }
    return filter;
}

bool LogFilter::matches(const QString& line) const {
    return m_problem.isEmpty() &&
           std::ranges::all_of(m_terms, [&](const Term& term) { return term.occurs(line) == term.wanted; });
}

std::vector<std::pair<qsizetype, qsizetype>> LogFilter::ranges(const QString& line) const {
    std::vector<std::pair<qsizetype, qsizetype>> found;
    if (!m_problem.isEmpty()) return found;
    for (const Term& term : m_terms) {
        if (!term.wanted) continue;
        if (term.word.isEmpty()) {
            for (auto match = term.expression.globalMatch(line); match.hasNext() && found.size() < kMostRanges;)
                if (const auto one = match.next(); one.capturedLength() > 0)
                    found.emplace_back(one.capturedStart(), one.capturedLength());
        } else {
            for (qsizetype at = 0;
                 (at = line.indexOf(term.word, at, Qt::CaseInsensitive)) >= 0 && found.size() < kMostRanges;
                 at += term.word.size())
                found.emplace_back(at, term.word.size());
        }
    }
    std::ranges::sort(found);
    std::vector<std::pair<qsizetype, qsizetype>> merged;
    for (const auto& [from, length] : found) {
        if (!merged.empty() && from <= merged.back().first + merged.back().second)
            merged.back().second = std::max(merged.back().second, from + length - merged.back().first);
        else
            merged.emplace_back(from, length);
    }
    return merged;
}

QString LogFilter::markup(const QString& line, const QString& color) const {
    // StyledText would draw several blanks as one.
    const auto escaped = [](QStringView text) {
        return text.toString().toHtmlEscaped().replace(u' ', QStringLiteral("&nbsp;"));
    };
    QString text;
    qsizetype at = 0;
    for (const auto& [from, length] : ranges(line)) {
        text += escaped(QStringView(line).sliced(at, from - at)) + QStringLiteral("<b><font color=\"") + color +
                QStringLiteral("\">") + escaped(QStringView(line).sliced(from, length)) + QStringLiteral("</font></b>");
        at = from + length;
    }
    return text + escaped(QStringView(line).sliced(at));
}

}  // namespace armillary::app
