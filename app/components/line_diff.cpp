#include "line_diff.h"

#include <QClipboard>
#include <QGuiApplication>
#include <algorithm>

namespace armillary::app {

namespace {

/// A line end at the end begins no further line.
QStringList linesOf(const QString& text) {
    if (text.isEmpty()) return {};
    QStringList lines = text.split(u'\n');
    if (lines.last().isEmpty()) lines.removeLast();
    return lines;
}

/// What has no glyph gets one, so that a line stays a line and nothing in it hides.
QString shown(const QString& line) {
    QString text = line.left(LineDiff::kMostShown);
    for (QChar& letter : text)
        if (letter == u'\t')
            letter = u' ';
        else if (letter.unicode() < 0x20)
            letter = QChar(0x2400 + letter.unicode());  // the pictures of control characters
        else if (letter.unicode() == 0x7f || letter.unicode() == 0x2028 || letter.unicode() == 0x2029)
            letter = QChar::ReplacementCharacter;
    if (line.size() > text.size()) text += u'…';
    return text;
}

}  // namespace

void LineDiff::setBefore(const QString& text) {
    if (m_before == text) return;
    m_before = text;
    compare();
}

void LineDiff::setAfter(const QString& text) {
    if (m_after == text) return;
    m_after = text;
    compare();
}

void LineDiff::compare() {
    beginResetModel();
    m_old.clear();
    m_new.clear();
    m_steps.clear();
    m_problem.clear();
    m_added = m_removed = 0;
    const auto larger = std::max(m_before.size(), m_after.size());
    if (larger <= kMostCharacters) {
        m_old = linesOf(m_before);
        m_new = linesOf(m_after);
    }
    if (larger > kMostCharacters || std::max(m_old.size(), m_new.size()) > kMostLines) {
        m_old.clear();
        m_new.clear();
        m_problem = m_before == m_after
                        ? tr("Both are the same.")
                        : tr("This is too large to be compared line by line. The two are not the same.");
    } else {
        TextDiff diff = diffLines(m_old, m_new);
        m_steps = std::move(diff.steps);
        m_added = static_cast<int>(std::ranges::count(m_steps, DiffStep::Kind::Added, &DiffStep::kind));
        m_removed = static_cast<int>(std::ranges::count(m_steps, DiffStep::Kind::Removed, &DiffStep::kind));
        if (diff.coarse)
            m_problem = tr("The two differ so much that whole parts are shown as removed and added again.");
    }
    fold();
    endResetModel();
    emit changed();
}

void LineDiff::fold() {
    m_rows.clear();
    m_widest = 0;
    const int size = static_cast<int>(m_steps.size());
    for (int step = 0; step < size;) {
        if (m_steps[static_cast<std::size_t>(step)].kind != DiffStep::Kind::Same) {
            m_rows.push_back({step++});
            continue;
        }
        int end = step;
        while (end < size && m_steps[static_cast<std::size_t>(end)].kind == DiffStep::Kind::Same) ++end;
        // A gap of one line would be as long as the line.
        const int first = step == 0 ? 0 : step + kContext, last = end == size ? size : end - kContext;
        const bool folded = m_added + m_removed > 0 && last - first > 1;
        for (; step < (folded ? first : end); ++step) m_rows.push_back({step});
        if (folded) m_rows.push_back({first, last - first});
        for (step = folded ? last : end; step < end; ++step) m_rows.push_back({step});
    }
    for (const Row& row : m_rows)
        m_widest = std::max(m_widest, std::min(lineOf(m_steps[static_cast<std::size_t>(row.step)]).size(), kMostShown));
}

void LineDiff::unfold(int row) {
    if (row < 0 || row >= count() || m_rows[static_cast<std::size_t>(row)].count == 1) return;
    const Row gap = m_rows[static_cast<std::size_t>(row)];
    // The gap becomes its first line, and the others follow it.
    m_rows[static_cast<std::size_t>(row)] = {gap.step};
    emit dataChanged(index(row), index(row));
    std::vector<Row> lines;
    for (int step = gap.step; step < gap.step + gap.count; ++step) {
        if (step > gap.step) lines.push_back({step});
        m_widest = std::max(m_widest, std::min(lineOf(m_steps[static_cast<std::size_t>(step)]).size(), kMostShown));
    }
    beginInsertRows({}, row + 1, row + gap.count - 1);
    m_rows.insert(m_rows.begin() + row + 1, lines.begin(), lines.end());
    endInsertRows();
    emit changed();
}

const QString& LineDiff::lineOf(const DiffStep& step) const {
    return step.before >= 0 ? m_old[step.before] : m_new[step.after];
}

QString LineDiff::textOf(const Row& row) const {
    return row.count == 1 ? lineOf(m_steps[static_cast<std::size_t>(row.step)])
                          : tr("%n unchanged lines", nullptr, row.count);
}

QString LineDiff::text() const {
    QString text;
    for (const Row& row : m_rows) {
        const DiffStep& step = m_steps[static_cast<std::size_t>(row.step)];
        if (row.count > 1) {
            text += QStringLiteral("@@\n");
            continue;
        }
        text += step.kind == DiffStep::Kind::Added ? u'+' : step.kind == DiffStep::Kind::Removed ? u'-' : u' ';
        text += lineOf(step) + u'\n';
    }
    return text;
}

void LineDiff::copy() const {
    QGuiApplication::clipboard()->setText(text());
}

int LineDiff::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant LineDiff::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const DiffStep& step = m_steps[static_cast<std::size_t>(row.step)];
    switch (role) {
        case KindRole:
            return row.count > 1                          ? QStringLiteral("gap")
                   : step.kind == DiffStep::Kind::Added   ? QStringLiteral("added")
                   : step.kind == DiffStep::Kind::Removed ? QStringLiteral("removed")
                                                          : QStringLiteral("same");
        case Qt::DisplayRole:
        case TextRole:
            return row.count > 1 ? textOf(row) : shown(textOf(row));
        case OldLineRole:
            return row.count > 1 ? 0 : step.before + 1;
        case NewLineRole:
            return row.count > 1 ? 0 : step.after + 1;
        default:
            return {};
    }
}

QHash<int, QByteArray> LineDiff::roleNames() const {
    return {{KindRole, "kind"}, {TextRole, "text"}, {OldLineRole, "oldLine"}, {NewLineRole, "newLine"}};
}

}  // namespace armillary::app
