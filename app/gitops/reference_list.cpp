#include "reference_list.h"

#include <QDateTime>
#include <QLocale>

namespace armillary::app {

namespace {

using gitops::NamedRevision;

QString kindWord(NamedRevision::Kind kind) {
    switch (kind) {
        case NamedRevision::Kind::Branch:
            return QStringLiteral("branch");
        case NamedRevision::Kind::RemoteBranch:
            return QStringLiteral("remote");
        case NamedRevision::Kind::Tag:
            return QStringLiteral("tag");
        case NamedRevision::Kind::PullRequest:
            return QStringLiteral("request");
        case NamedRevision::Kind::Commit:
            break;
    }
    return QStringLiteral("commit");
}

bool fits(const NamedRevision& reference, const QStringList& words) {
    return std::ranges::all_of(words, [&](const QString& word) {
        return QString::fromStdString(reference.name).contains(word, Qt::CaseInsensitive) ||
               QString::fromStdString(reference.summary).contains(word, Qt::CaseInsensitive) ||
               QString::fromStdString(reference.commit).startsWith(word, Qt::CaseInsensitive);
    });
}

QString detailText(const NamedRevision& reference) {
    const QString day = QLocale().toString(QDateTime::fromSecsSinceEpoch(reference.time).date(), QLocale::ShortFormat);
    const QString summary = QString::fromStdString(reference.summary);
    return summary.isEmpty() ? day : day + QStringLiteral(" · ") + summary;
}

}  // namespace

void ReferenceList::setPreview(GitopsPreview* preview) {
    if (preview == m_preview) return;
    m_preview = preview;
    refresh();
}

void ReferenceList::setSearch(const QString& text) {
    if (text == m_search) return;
    m_search = text;
    refresh();
}

void ReferenceList::setWorktreeShown(bool shown) {
    if (shown == m_worktreeShown) return;
    m_worktreeShown = shown;
    refresh();
}

void ReferenceList::refresh() {
    beginResetModel();
    m_rows.clear();
    if (m_preview) {
        const gitops::References& references = m_preview->references();
        const QStringList words = m_search.split(u' ', Qt::SkipEmptyParts);
        if (m_worktreeShown && words.isEmpty() && !references.worktree.empty())
            m_rows.push_back({QStringLiteral("worktree"), QString::fromUtf8(gitops::kWorktree), tr("Working tree"),
                              references.hasChanges ? tr("What is not committed yet") : tr("As it is committed")});
        for (const NamedRevision& each : references.all)
            if (fits(each, words)) {
                const QString revision = QString::fromStdString(each.name);
                m_rows.push_back(
                    {kindWord(each.kind), revision, GitopsPreview::shownRevision(revision), detailText(each)});
            }
    }
    endResetModel();
    emit changed();
}

QString ReferenceList::revisionAt(int row) const {
    return row < 0 || row >= count() ? QString() : m_rows[static_cast<std::size_t>(row)].revision;
}

int ReferenceList::rowOf(const QString& revision) const {
    const auto found = std::ranges::find(m_rows, revision, &Line::revision);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int ReferenceList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ReferenceList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Line& line = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case TitleRole:
            return line.title;
        case KindRole:
            return line.kind;
        case RevisionRole:
            return line.revision;
        case DetailRole:
            return line.detail;
        default:
            return {};
    }
}

QHash<int, QByteArray> ReferenceList::roleNames() const {
    return {{KindRole, "kind"}, {RevisionRole, "revision"}, {TitleRole, "title"}, {DetailRole, "detail"}};
}

}  // namespace armillary::app
