#include "form_model.h"

#include <algorithm>

#include "engine/manifest/lines.h"
#include "engine/manifest/locate.h"
#include "engine/resources/resource.h"
#include "form_names.h"
#include "place.h"

namespace armillary::app {

namespace {

using Widget = FieldFacts::Widget;

QString pathText(const manifest::Path& path) {
    return QString::fromStdString(manifest::print(path));
}

}  // namespace

FormModel::FormModel(QObject* parent) : QAbstractListModel(parent) {}

void FormModel::setDocument(EditorDocument* document) {
    if (m_document == document) return;
    if (m_document) m_document->disconnect(this);
    m_document = document;
    if (m_document) {
        connect(m_document, &EditorDocument::changed, this, &FormModel::refresh);
        connect(m_document, &EditorDocument::selectionChanged, this, &FormModel::refresh);
        connect(m_document, &EditorDocument::findingsChanged, this, &FormModel::refresh);
        connect(m_document, &EditorDocument::originsChanged, this, &FormModel::showOrigins);
    }
    emit documentChanged();
    refresh();
}

QString FormModel::homeNamespace() const {
    return m_document ? QString::fromStdString(m_document->project().homeNamespace()) : QString();
}

void FormModel::setSearch(const QString& search) {
    if (m_search == search) return;
    m_search = search;
    emit searchChanged();
    refresh();
}

const FormRow* FormModel::rowAt(int row) const {
    return row >= 0 && row < count() ? &m_rows[static_cast<std::size_t>(row)] : nullptr;
}

/// Of a file that cannot be read just now: what it was.
const manifest::Node* FormModel::objectNode() const {
    const editor::Item* item = m_document ? m_document->project().find(m_item) : nullptr;
    if (!item) return nullptr;
    const auto& opened = m_document->project().workspace().files()[item->file];
    if (!opened.mistake) return m_document->project().nodeOf(*item);
    const auto documents = opened.file.documents();
    return item->document < documents.size() ? manifest::find(*documents[item->document].root, item->path) : nullptr;
}

void FormModel::readSubject() {
    const editor::Item* item =
        m_document ? m_document->project().find(static_cast<editor::ItemId>(m_document->current())) : nullptr;
    const auto id = item ? item->id : editor::kNoItem;
    if (id != m_item) {
        m_item = id;
        m_open.clear();
        m_revealed.clear();
        m_draftId.clear();
        ++m_stint;
    }
    m_kind = item ? QString::fromStdString(item->object.kind.name) : QString();
    m_name = item ? QString::fromStdString(item->object.name) : QString();
    m_namespace = item ? QString::fromStdString(item->object.namespace_) : QString();
    m_readOnly = item && m_document->project().workspace().files()[item->file].mistake.has_value();
    m_namespaced = true;
    if (!item) return;
    for (const auto& row : resources::Table::builtIn().rows())
        if (row.group == item->object.kind.group && row.kind == item->object.kind.name) m_namespaced = row.namespaced;
    m_root = factsOf(m_schemas.of(*m_document).ofObject(item->apiVersion, item->object.kind.name));
}

FormSubject FormModel::subject() const {
    FormSubject subject;
    const editor::Item* item = m_document->project().find(m_item);
    subject.object = objectNode();
    subject.root = m_root;
    subject.kind = item->object.kind;
    subject.search = m_search.trimmed();
    subject.isOpen = [this](const QString& id, bool usual) { return m_open.value(id, usual); };
    subject.isRevealed = [this](const QString& id) { return m_revealed.contains(id); };
    if (!subject.object || m_readOnly) return subject;
    const manifest::LineIndex lines(m_document->project().workspace().files()[item->file].text);
    for (const editor::Finding& finding : m_document->project().findings()) {
        if (finding.item != m_item) continue;
        const auto path = pathAt(*subject.object, lines.offset({finding.what.line, finding.what.column}));
        subject.problems.emplace(manifest::print(path), FormProblem{QString::fromStdString(finding.what.message),
                                                                    toneOf(finding.what.severity)});
    }
    return subject;
}

void FormModel::refresh() {
    readSubject();
    showRows(m_item == editor::kNoItem ? std::vector<FormRow>() : rowsOf(subject()));
    emit subjectChanged();
}

/// Rows that stay keep their place in the view, and whoever types in one of them the focus.
void FormModel::showRows(std::vector<FormRow> rows) {
    const auto same = [](const FormRow& a, const FormRow& b) { return a.id == b.id; };
    std::size_t head = 0, tail = 0;
    const std::size_t shorter = std::min(m_rows.size(), rows.size());
    while (head < shorter && same(m_rows[head], rows[head])) ++head;
    while (tail < shorter - head && same(m_rows[m_rows.size() - 1 - tail], rows[rows.size() - 1 - tail])) ++tail;
    const auto before = m_rows.size();
    std::vector<std::size_t> different;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i >= head && i < rows.size() - tail) continue;
        const FormRow& old = i < head ? m_rows[i] : m_rows[i + before - rows.size()];
        if (!(old == rows[i])) different.push_back(i);
    }
    if (const std::size_t gone = before - head - tail; gone > 0) {
        beginRemoveRows({}, static_cast<int>(head), static_cast<int>(head + gone) - 1);
        m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(head),
                     m_rows.begin() + static_cast<std::ptrdiff_t>(head + gone));
        endRemoveRows();
    }
    if (const std::size_t fresh = rows.size() - head - tail; fresh > 0) {
        beginInsertRows({}, static_cast<int>(head), static_cast<int>(head + fresh) - 1);
        m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(head),
                      rows.begin() + static_cast<std::ptrdiff_t>(head),
                      rows.begin() + static_cast<std::ptrdiff_t>(head + fresh));
        endInsertRows();
    }
    // Paths and facts of all of them are the new ones, also where nothing that is seen is different.
    m_rows = std::move(rows);
    for (const std::size_t i : different) {
        const QModelIndex at = index(static_cast<int>(i));
        emit dataChanged(at, at);
    }
    if (before != m_rows.size()) emit countChanged();
}

QString FormModel::originOf(const FormRow& row) const {
    const ViewSource* source = m_document ? m_document->viewSource() : nullptr;
    const editor::Item* item = source ? m_document->project().find(m_item) : nullptr;
    if (!item || row.kind != FormRow::Kind::Field || !row.isSet || !row.facts.isScalar()) return {};
    return source->originOf(*item, row.path);
}

void FormModel::showOrigins() {
    if (!m_rows.empty()) emit dataChanged(index(0), index(count() - 1), {OriginRole});
}

int FormModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant FormModel::data(const QModelIndex& index, int role) const {
    const FormRow* row = rowAt(index.row());
    if (!row || !checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const bool drafted = row->id == m_draftId;
    switch (role) {
        case Qt::DisplayRole:
        case LabelRole:
            return row->label;
        case IdRole:
            return row->id;
        case RowKindRole:
            return row->kind == FormRow::Kind::Section ? QStringLiteral("section")
                   : row->kind == FormRow::Kind::Add   ? QStringLiteral("add")
                                                       : QStringLiteral("field");
        case PathRole:
            return pathText(row->path);
        case WidgetRole:
            return word(row->facts.widget);
        case ValueRole:
            return drafted ? m_draft : row->value;
        case DefaultRole:
            return row->facts.defaultValue;
        case ChoicesRole:
            return row->facts.choices;
        case ShortDocRole:
            return firstSentence(row->facts.documentation);
        case DocRole:
            return row->facts.documentation;
        case TypeRole:
            return QString::fromUtf8(row->facts.type.word());
        case DepthRole:
            return row->depth;
        case CanOpenRole:
            return row->canOpen();
        case OpenRole:
            return row->open;
        case SetRole:
            return row->isSet;
        case RequiredRole:
            return row->facts.required;
        case RemovableRole:
            return row->removable;
        case ItemRole:
            return row->item;
        case EntryRole:
            return row->entry;
        case SecretRole:
            return row->secret;
        case HiddenRole:
            return row->hidden;
        case ProblemRole:
            return drafted ? m_draftProblem : row->problem;
        case ToneRole:
            return drafted ? QStringLiteral("bad") : row->tone;
        case OriginRole:
            return originOf(*row);
        default:
            return {};
    }
}

QHash<int, QByteArray> FormModel::roleNames() const {
    return {{IdRole, "rowId"},        {RowKindRole, "rowKind"},     {LabelRole, "label"},
            {PathRole, "path"},       {WidgetRole, "widget"},       {ValueRole, "value"},
            {DefaultRole, "usual"},   {ChoicesRole, "choices"},     {ShortDocRole, "shortDoc"},
            {DocRole, "doc"},         {TypeRole, "type"},           {DepthRole, "depth"},
            {CanOpenRole, "canOpen"}, {OpenRole, "open"},           {SetRole, "isSet"},
            {RequiredRole, "needed"}, {RemovableRole, "removable"}, {ItemRole, "item"},
            {EntryRole, "entry"},     {SecretRole, "secret"},       {HiddenRole, "hidden"},
            {ProblemRole, "problem"}, {ToneRole, "tone"},           {OriginRole, "origin"}};
}

QStringList FormModel::suggestions(int row) const {
    const FormRow* found = rowAt(row);
    const editor::Item* item = m_document ? m_document->project().find(m_item) : nullptr;
    if (!found || !item || found->kind != FormRow::Kind::Field) return {};
    return namesFor(*m_document, *item, found->path);
}

void FormModel::toggle(int row) {
    const FormRow* found = rowAt(row);
    if (!found || !found->canOpen()) return;
    m_open[found->id] = !found->open;
    refresh();
}

void FormModel::reveal(int row) {
    const FormRow* found = rowAt(row);
    if (!found || !found->secret) return;
    const QString id = found->id;
    if (!m_revealed.remove(id)) m_revealed.insert(id);
    refresh();
}

void FormModel::look(int row) {
    ++m_stint;
    m_bareId.clear();
    const FormRow* found = rowAt(row);
    if (found && m_document && found->kind == FormRow::Kind::Field) m_document->setField(pathText(found->path));
}

int FormModel::rowOfField() {
    if (!m_document || m_document->field().isEmpty()) return -1;
    const QString field = m_document->field();
    int best = -1;
    qsizetype length = 0;
    for (int i = 0; i < count(); ++i) {
        const FormRow& row = m_rows[static_cast<std::size_t>(i)];
        if (row.kind != FormRow::Kind::Field) continue;
        const QString path = pathText(row.path);
        const bool holds = field == path || field.startsWith(path + u'.') || field.startsWith(path + u'[');
        if (holds && path.size() > length) best = i, length = path.size();
    }
    return best;
}

}  // namespace armillary::app
