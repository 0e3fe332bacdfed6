#include <QRegularExpression>
#include <algorithm>
#include <limits>

#include "engine/manifest/file.h"
#include "engine/manifest/locate.h"
#include "form_model.h"
#include "place.h"

/// FormModel's half that changes the document.
namespace armillary::app {

namespace {

using Widget = FieldFacts::Widget;
using Do = manifest::Edit::Kind;

manifest::Edit editOf(Do kind, const manifest::Path& path, std::string text = {}) {
    return {kind, path, std::move(text), {}};
}

manifest::Path below(manifest::Path path, std::string name) {
    path.push_back(manifest::Step::member(std::move(name)));
    return path;
}

/// YAML of a whole value, or why it is none.
QString mistakeIn(const QString& yaml) {
    const auto file = manifest::File::parse(yaml.toStdString());
    if (!file) return QString::fromStdString(file.error().message);
    return file->documents().size() > 1 ? QStringLiteral("---") : QString();
}

/// A number that is not among `taken` from `first` on.
int freeNumber(const QSet<QString>& taken, int first) {
    int number = first;
    while (taken.contains(QString::number(number))) ++number;
    return number;
}

/// A new item of a list, told from the others by the list's keys: the least, with a name or number that is free.
std::string newItem(const FieldFacts& list, const manifest::Node* items) {
    const FieldFacts element = elementOf(list);
    const std::string least = leastOf(element);
    if (element.widget != Widget::Group && element.widget != Widget::Union) return least;
    std::string key = list.listKeys.substr(0, list.listKeys.find(','));
    if (key.empty()) key = "name";
    const FieldFacts named = fieldOf(element, key);
    if (!named.isScalar() || (list.listKeys.empty() && !named.required)) return least;
    QSet<QString> taken;
    if (items && items->form == manifest::Form::Sequence)
        for (const manifest::Entry& entry : items->entries)
            if (const auto* name = memberOf(entry.value.get(), key)) taken.insert(QString::fromStdString(name->text));
    // "containers" have a "container-1"; ports begin where no right is needed.
    constexpr int kFirstPort = 8080;
    std::string value;
    if (named.widget == Widget::Number) {
        value = std::to_string(freeNumber(taken, key.ends_with("ort") ? kFirstPort : 1));
    } else {
        QString stem = list.name.toLower();
        if (stem.endsWith(u's')) stem.chop(1);
        int number = 1;
        while (taken.contains(stem + u'-' + QString::number(number))) ++number;
        value = stringText((stem + u'-' + QString::number(number)).toStdString());
    }
    std::string item = "{" + key + ": " + value;
    for (const FieldFacts& each : fieldsOf(element))
        if (each.required && each.name.toStdString() != key)
            item += ", " + each.name.toStdString() + ": " + leastOf(each);
    return item + "}";
}

}  // namespace

QString FormModel::mergeOf(const FormRow& row) const {
    return QStringLiteral("form:%1:%2:%3").arg(m_item).arg(m_stint).arg(row.id);
}

bool FormModel::edit(const QString& title, std::vector<manifest::Edit> edits, const QString& merge) {
    if (!m_document || m_item == editor::kNoItem || m_readOnly) return false;
    std::vector<editor::ItemEdit> items;
    for (manifest::Edit& each : edits) items.push_back({m_item, std::move(each)});
    return m_document->edit(title, items, merge);
}

const manifest::Node* FormModel::nodeOf(const FormRow& row) const {
    const manifest::Node* object = objectNode();
    const manifest::Node* node = object ? manifest::find(*object, row.path) : nullptr;
    return node ? &manifest::resolved(*node) : nullptr;
}

void FormModel::setValue(int row, const QString& typed) {
    const FormRow* found = rowAt(row);
    if (!found || found->kind != FormRow::Kind::Field) return;
    const FormRow field = *found;
    if (field.hidden || (field.isSet && typed == field.value && field.id != m_draftId)) return;
    const bool text =
        !field.facts.isScalar() || field.facts.widget == Widget::Text || field.facts.widget == Widget::Bytes;
    std::vector<manifest::Edit> edits;
    QString mistake;
    if (typed.isEmpty() && !text && field.facts.isScalar()) {
        if (field.isSet && !field.item && !field.entry) edits = {editOf(Do::Remove, field.path)};
        if (field.item || field.entry) mistake = tr("Something has to stand here.");
    } else if (typed.isEmpty() && !field.isSet) {
        return dropDraft(row);
    } else if (typed.isEmpty() && text && !field.item && !field.entry && !field.facts.required) {
        edits = {editOf(Do::Remove, field.path)};
    } else if (field.facts.widget == Widget::Raw) {
        mistake = mistakeIn(typed);
        edits = {editOf(Do::Set, field.path, typed.toStdString())};
    } else if (auto yaml = scalarText(field.facts, typed)) {
        // "web:" takes quotes on the way to web:2, which needs none: they go with it, since a value keeps its style.
        const manifest::Node* node = nodeOf(field);
        if (!node || node->style == manifest::Style::Plain) m_bareId = field.id;
        if (node && node->style == manifest::Style::DoubleQuoted && m_bareId == field.id)
            edits.push_back(editOf(Do::Set, field.path, "0"));
        edits.push_back(editOf(Do::Set, field.path, std::move(*yaml)));
    } else {
        mistake = yaml.error();
    }
    const QString title = typed.isEmpty() ? tr("Remove %1").arg(field.label) : tr("Set %1").arg(field.label);
    if (mistake.isEmpty()) {
        dropDraft(row);
        if (edits.empty() || edit(title, std::move(edits), mergeOf(field))) return;
        mistake = tr("It cannot be written so.");
    }
    m_draftId = field.id;
    m_draft = typed;
    m_draftProblem = mistake;
    emit dataChanged(index(row), index(row), {ValueRole, ProblemRole, ToneRole});
}

void FormModel::dropDraft(int row) {
    const FormRow* found = rowAt(row);
    if (!found || found->id != m_draftId) return;
    m_draftId.clear();
    emit dataChanged(index(row), index(row), {ValueRole, ProblemRole, ToneRole});
}

void FormModel::step(int row, int by) {
    static const QRegularExpression kNumber(QStringLiteral("^(-?\\d{1,15})([A-Za-z]*)$"));
    const FormRow* found = rowAt(row);
    if (!found) return;
    const QString value = !found->value.isEmpty()                ? found->value
                          : !found->facts.defaultValue.isEmpty() ? found->facts.defaultValue
                                                                 : QStringLiteral("0");
    const auto match = kNumber.match(value);
    if (!match.hasMatch()) return;
    const QString unit = match.captured(2);
    // Where thousandths or mebibytes are counted, one of them is too little to be worth a press.
    const int size = unit == QLatin1StringView("m") ? 50 : unit == QLatin1StringView("Mi") ? 32 : 1;
    const qint64 number = std::max<qint64>(0, match.captured(1).toLongLong() + qint64{by} * size);
    setValue(row, QString::number(number) + unit);
}

void FormModel::pick(int row, const QString& member) {
    const FormRow* found = rowAt(row);
    if (!found || found->facts.widget != Widget::Union || found->value == member) return;
    const FormRow field = *found;
    std::vector<manifest::Edit> edits;
    if (!member.isEmpty())
        edits.push_back(editOf(Do::Set, below(field.path, member.toStdString()),
                               leastOf(fieldOf(field.facts, member.toStdString()))));
    if (!field.value.isEmpty()) edits.push_back(editOf(Do::Remove, below(field.path, field.value.toStdString())));
    if (edit(tr("Pick %1").arg(member), std::move(edits)) && !field.open) {
        for (int i = 0; i < count(); ++i)
            if (rowAt(i)->id == field.id && !rowAt(i)->open) return toggle(i);
    }
}

void FormModel::add(int row, const QString& key) {
    const FormRow* found = rowAt(row);
    if (!found || found->kind != FormRow::Kind::Add) return;
    const FormRow field = *found;
    if (field.facts.widget == Widget::Map) {
        const QString name = key.trimmed();
        if (name.isEmpty()) return;
        const manifest::Path path = below(field.path, name.toStdString());
        for (const FormRow& each : m_rows)
            if (each.entry && each.path == path) return;  // it is there
        edit(tr("Add %1").arg(name), {editOf(Do::Set, path, leastOf(elementOf(field.facts)))});
        return;
    }
    const manifest::Node* items = nodeOf(field);
    edit(tr("Add an item to %1").arg(field.label), {editOf(Do::Insert, field.path, newItem(field.facts, items))});
}

void FormModel::remove(int row) {
    const FormRow* found = rowAt(row);
    if (!found || !found->removable) return;
    const FormRow field = *found;
    if (field.id == m_draftId) dropDraft(row);
    edit(tr("Remove %1").arg(field.label), {editOf(Do::Remove, field.path)});
}

void FormModel::move(int row, int by) {
    const FormRow* found = rowAt(row);
    if (!found || !found->item) return;
    const auto index = static_cast<std::ptrdiff_t>(found->path.back().index) + by;
    if (index < 0) return;
    manifest::Edit moved = editOf(Do::Move, found->path);
    moved.at = static_cast<std::size_t>(index);
    edit(tr("Move %1").arg(found->label), {moved});
}

void FormModel::renameKey(int row, const QString& key) {
    const FormRow* found = rowAt(row);
    if (!found || !found->entry || found->kind != FormRow::Kind::Field || found->label == key || key.isEmpty()) return;
    edit(tr("Rename %1 to %2").arg(found->label, key), {editOf(Do::Rename, found->path, key.toStdString())});
}

void FormModel::setName(const QString& name) {
    if (m_document && !m_readOnly && !name.isEmpty() && name != m_name)
        m_document->rename(static_cast<int>(m_item), name);
}

void FormModel::setNamespace(const QString& name) {
    if (name == m_namespace) return;
    const manifest::Path path{manifest::Step::member("metadata"), manifest::Step::member("namespace")};
    if (name.isEmpty())
        edit(tr("Remove the namespace"), {editOf(Do::Remove, path)});
    else
        edit(tr("Set the namespace to %1").arg(name), {editOf(Do::Set, path, stringText(name.toStdString()))});
}

}  // namespace armillary::app
