#include "problem_list.h"

#include <QFileInfo>
#include <algorithm>
#include <format>
#include <tuple>

#include "engine/editor/cluster_check.h"
#include "engine/manifest/lines.h"
#include "engine/manifest/mend.h"

namespace armillary::app {

void ProblemList::setDocument(EditorDocument* document) {
    if (m_document == document) return;
    if (m_document) disconnect(m_document, nullptr, this, nullptr);
    m_document = document;
    if (document) connect(document, &EditorDocument::findingsChanged, this, &ProblemList::fill);
    fill();
    emit documentChanged();
}

void ProblemList::fill() {
    beginResetModel();
    m_rows.clear();
    m_subjects.clear();
    m_places.clear();
    if (m_document) {
        const auto findings = m_document->project().findings();
        m_rows.assign(findings.begin(), findings.end());
    }
    std::ranges::stable_sort(m_rows, {}, [](const editor::Finding& each) { return each.what.severity; });
    for (const editor::Finding& each : m_rows) {
        const editor::Item* item = m_document->project().find(each.item);
        m_subjects.append(item ? QString::fromStdString(item->object.kind.name + " " + item->object.name) : QString());
        const QString path =
            QString::fromStdString(m_document->project().workspace().files()[each.what.file].path.string());
        m_places.append(QStringLiteral("%1:%2")
                            .arg(path.isEmpty() ? tr("Untitled") : QFileInfo(path).fileName())
                            .arg(each.what.line));
    }
    endResetModel();
    emit countsChanged();
}

int ProblemList::number(manifest::Severity severity) const {
    return static_cast<int>(
        std::ranges::count(m_rows, severity, [](const editor::Finding& each) { return each.what.severity; }));
}

int ProblemList::plain() const {
    return static_cast<int>(
        std::ranges::count_if(m_rows, [](const editor::Finding& each) { return manifest::isPlain(each.what); }));
}

const manifest::Finding* ProblemList::findingAt(int row) const {
    return m_document && row >= 0 && row < count() ? &m_rows[static_cast<std::size_t>(row)].what : nullptr;
}

void ProblemList::show(int row) {
    if (!m_document || row < 0 || row >= count()) return;
    const editor::Finding& finding = m_rows[static_cast<std::size_t>(row)];
    m_document->setFile(static_cast<int>(finding.what.file));
    if (finding.item != editor::kNoItem) m_document->setSelection({static_cast<int>(finding.item)});
    emit placeWanted(static_cast<int>(finding.what.line), static_cast<int>(finding.what.column));
}

void ProblemList::silence(int row) {
    if (!m_document || row < 0 || row >= count()) return;
    const manifest::Finding& finding = m_rows[static_cast<std::size_t>(row)].what;
    const auto& opened = m_document->project().workspace().files()[finding.file];
    const std::string_view text = opened.text;
    const std::size_t at = manifest::LineIndex(text).offset({finding.line, 1});
    const std::string_view line = text.substr(at, manifest::lineEnd(text, at) - at);
    const std::string_view indent = line.substr(0, std::min(line.find_first_not_of(' '), line.size()));
    const std::string comment = std::format("{}# armillary:ignore {}{}", indent, finding.id, opened.file.lineBreak());
    const manifest::Operation operation = manifest::TextEdit{finding.file, at, 0, comment};
    m_document->perform(tr("Silence %1").arg(QString::fromUtf8(finding.id)), {&operation, 1});
}

void ProblemList::fix(int row, int which) {
    const manifest::Finding* finding = findingAt(row);
    // Between a key that is pressed and the next check the places of a fix are those of another text.
    if (!finding || !isFresh() || which < 0 || which >= static_cast<int>(finding->fixes.size())) return;
    const manifest::Fix fix = finding->fixes[static_cast<std::size_t>(which)];
    m_document->perform(QString::fromStdString(fix.title), fix.operations);
}

void ProblemList::fixAll() {
    if (!isFresh()) return;
    std::vector<manifest::Finding> findings;
    for (const editor::Finding& each : m_rows) findings.push_back(each.what);
    const auto places = [](const manifest::Finding& each) { return std::tuple(each.file, each.line, each.column); };
    std::ranges::stable_sort(findings, {}, places);
    const auto fixes = manifest::plainFixes(findings);
    if (fixes.empty()) return;
    // Tried first, so that one that is refused does not hold back the others.
    manifest::Workspace draft;
    for (const auto& opened : m_document->project().workspace().files()) draft.open(opened.path, opened.text);
    std::vector<manifest::Operation> operations;
    int refused = 0;
    for (const manifest::Fix& fix : fixes)
        if (draft.perform(fix.title, fix.operations))
            operations.insert(operations.end(), fix.operations.begin(), fix.operations.end());
        else
            ++refused;
    const QString title = tr("Fix %n problems", nullptr, static_cast<int>(fixes.size()) - refused);
    if (!operations.empty()) m_document->perform(title, operations);
    if (refused > 0) emit m_document->noted(tr("%n fixes could not be made there", nullptr, refused));
}

QVariantList ProblemList::fixesAt(int line) const {
    QVariantList found;
    if (!isFresh()) return found;
    for (int row = 0; row < count(); ++row) {
        const manifest::Finding& finding = m_rows[static_cast<std::size_t>(row)].what;
        if (static_cast<int>(finding.file) != m_document->file() || static_cast<int>(finding.line) != line) continue;
        for (int which = 0; which < static_cast<int>(finding.fixes.size()); ++which)
            found.append(QVariantMap{
                {QStringLiteral("title"), QString::fromStdString(finding.fixes[static_cast<std::size_t>(which)].title)},
                {QStringLiteral("row"), row},
                {QStringLiteral("which"), which}});
    }
    return found;
}

QVariantMap ProblemList::page(int row) const {
    const manifest::Finding* finding = findingAt(row);
    const manifest::RuleInfo* rule = finding ? editor::ruleOf(finding->id) : nullptr;
    if (!rule) return {};
    const auto text = [](std::string_view said) { return QString::fromUtf8(said); };
    return {{QStringLiteral("rule"), text(rule->id)},
            {QStringLiteral("about"), text(rule->about)},
            {QStringLiteral("why"), text(rule->why)},
            {QStringLiteral("mending"), text(rule->mending)}};
}

int ProblemList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ProblemList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const manifest::Finding& finding = m_rows[static_cast<std::size_t>(index.row())].what;
    switch (role) {
        case SeverityRole:
            return QString::fromUtf8(manifest::word(finding.severity));
        case Qt::DisplayRole:
        case MessageRole:
            return QString::fromStdString(finding.message);
        case PlaceRole:
            return m_places[index.row()];
        case SubjectRole:
            return m_subjects[index.row()];
        case RuleRole:
            return QString::fromUtf8(finding.id);
        case FixesRole: {
            QStringList titles;
            for (const manifest::Fix& fix : finding.fixes) titles.append(QString::fromStdString(fix.title));
            return titles;
        }
        default:
            return {};
    }
}

QHash<int, QByteArray> ProblemList::roleNames() const {
    return {{SeverityRole, "severity"}, {MessageRole, "message"}, {PlaceRole, "place"},
            {SubjectRole, "subject"},   {RuleRole, "rule"},       {FixesRole, "fixes"}};
}

}  // namespace armillary::app
