#include "form_rows.h"

#include <QCoreApplication>
#include <algorithm>

#include "common_fields.h"
#include "engine/manifest/locate.h"
#include "engine/manifest/render.h"
#include "engine/manifest/value.h"
#include "place.h"

namespace armillary::app {

namespace {

using manifest::Node;
using manifest::Path;
using manifest::Step;
using Widget = FieldFacts::Widget;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(armillary::app::FormModel)
};

QString toQt(std::string_view view) {
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

/// What a collection holds, in short: the names of its items, or how many there are.
QString summaryOf(const Node& node) {
    constexpr qsizetype kMost = 60;
    QStringList names;
    const bool list = node.form == manifest::Form::Sequence;
    for (const manifest::Entry& entry : node.entries) {
        const Node* name = list ? &manifest::resolved(*entry.value) : entry.key.get();
        if (name->form == manifest::Form::Mapping) name = memberOf(name, "name");
        if (name && name->form == manifest::Form::Scalar) names << toQt(name->text);
        if (names.size() > 8) break;
    }
    QString summary = names.join(QStringLiteral(", "));
    if (summary.isEmpty() && list) return Words::tr("%n items", nullptr, static_cast<int>(node.entries.size()));
    if (summary.size() > kMost) summary = summary.first(kMost) + QStringLiteral("…");
    return summary;
}

class Builder {
public:
    explicit Builder(const FormSubject& subject) : m_subject(subject) {}

    std::vector<FormRow> build() {
        if (!m_subject.search.isEmpty()) {
            m_prefix = QStringLiteral("found:");
            for (const Path& path : searchFields(m_subject)) at(path, 0, toQt(manifest::print(path)));
            return std::move(m_rows);
        }
        m_prefix = QStringLiteral("common:");
        if (section(QStringLiteral("common"), Words::tr("Common"), true)) common();
        m_prefix = QStringLiteral("all:");
        if (section(QStringLiteral("all"), Words::tr("All fields"), false)) all();
        return std::move(m_rows);
    }

private:
    bool section(const QString& id, const QString& label, bool usual) {
        FormRow row;
        row.id = id;
        row.kind = FormRow::Kind::Section;
        row.label = label;
        row.open = m_subject.isOpen(id, usual);
        m_rows.push_back(row);
        return row.open;
    }

    const Node* nodeAt(const Path& path) const {
        const Node* node = m_subject.object;
        for (const Step& step : path) {
            if (!node) return nullptr;
            if (step.kind == Step::Kind::Key) {
                node = memberOf(node, step.key);
                continue;
            }
            const Node& list = manifest::resolved(*node);
            const bool there = list.form == manifest::Form::Sequence && step.index < list.entries.size();
            node = there ? &manifest::resolved(*list.entries[step.index].value) : nullptr;
        }
        return node;
    }

    void at(const Path& path, int depth, const QString& label) {
        FieldFacts facts = factsAt(m_subject.root, path);
        if (path.back().kind == Step::Kind::Key) facts.name = toQt(path.back().key);
        field(std::move(facts), path, nodeAt(path), depth, label);
    }

    void common() {
        CommonFields common = commonFieldsOf(m_subject.kind);
        // A custom kind may have no pods after all.
        const auto unknown = [&](const Path& path) {
            return factsAt(m_subject.root, path).widget == Widget::Raw && !nodeAt(path);
        };
        std::erase_if(common.lists, [&](const auto& each) { return unknown(each.list); });
        std::erase_if(common.fields, unknown);
        if (common.fields.empty() && common.lists.empty()) return spec();
        std::size_t shown = 0;
        const std::size_t last = common.fields.size() - (common.lists.empty() || common.fields.empty() ? 0 : 1);
        // What is within items comes before the last of the others: containers before volumes.
        for (; shown < last; ++shown) at(common.fields[shown], 0, {});
        for (const auto& each : common.lists) items(each.list, each.fields);
        for (; shown < common.fields.size(); ++shown) at(common.fields[shown], 0, {});
    }

    void items(const Path& list, const std::vector<Path>& fields) {
        const Node* node = nodeAt(list);
        const std::size_t count = node && node->form == manifest::Form::Sequence ? node->entries.size() : 0;
        FieldFacts facts = factsAt(m_subject.root, list);
        for (std::size_t i = 0; i < count; ++i) {
            Path path = list;
            path.push_back(Step::item(i));
            FormRow row = rowOf(elementOf(facts), path, &manifest::resolved(*node->entries[i].value), 0);
            const QString name = nameOf(facts, &manifest::resolved(*node->entries[i].value));
            row.label = name.isEmpty() ? Words::tr("%1 %2").arg(facts.name).arg(i + 1) : name;
            row.item = row.removable = true;
            row.open = m_subject.isOpen(row.id, true);
            add(row);
            if (!row.open) continue;
            for (const Path& each : fields) {
                Path inner = path;
                inner.insert(inner.end(), each.begin(), each.end());
                at(inner, 1, {});
            }
        }
        addRow(facts, list, 0);
    }

    void spec() {
        const Path spec{Step::member("spec")};
        const FieldFacts facts = factsAt(m_subject.root, spec);
        if (m_subject.root.widget == Widget::Group && facts.widget != Widget::Raw)
            return fields(facts, spec, nodeAt(spec), 0);
        all();
    }

    void all() {
        if (m_subject.root.widget == Widget::Group) return fields(m_subject.root, {}, m_subject.object, 0);
        // Nothing is known of its kind: what it has.
        if (m_subject.object && m_subject.object->form == manifest::Form::Mapping)
            for (const manifest::Entry& entry : m_subject.object->entries)
                if (entry.key && !isIdentity(entry.key->text)) at({Step::member(entry.key->text)}, 0, {});
    }

    static bool isIdentity(std::string_view name) { return name == "apiVersion" || name == "kind" || name == "status"; }

    void fields(const FieldFacts& facts, const Path& path, const Node* node, int depth) {
        const QString picked = facts.widget == Widget::Union ? pickedOf(facts, node) : QString();
        for (FieldFacts& each : fieldsOf(facts)) {
            const std::string name = each.name.toStdString();
            if (path.empty() && isIdentity(name)) continue;
            if (facts.choices.contains(each.name) && each.name != picked) continue;
            Path inner = path;
            inner.push_back(Step::member(name));
            const Node* value = memberOf(node, name);
            field(std::move(each), inner, value, depth, {});
        }
    }

    static QString pickedOf(const FieldFacts& facts, const Node* node) {
        for (const QString& each : facts.choices)
            if (memberOf(node, each.toStdString())) return each;
        return {};
    }

    FormRow rowOf(FieldFacts facts, const Path& path, const Node* node, int depth) {
        FormRow row;
        const std::string text = manifest::print(path);
        row.id = m_prefix + toQt(text);
        row.path = path;
        row.label = facts.name;
        row.depth = depth;
        row.isSet = node != nullptr;
        row.removable = row.isSet;
        row.facts = std::move(facts);
        if (node) row.value = valueOf(row, *node);
        // What is folded away below counts here.
        for (auto problem = m_subject.problems.lower_bound(text); problem != m_subject.problems.end(); ++problem) {
            if (!problem->first.starts_with(text)) break;
            const bool within = problem->first.size() > text.size();
            if (within && problem->first[text.size()] != '.' && problem->first[text.size()] != '[') continue;
            if (within && row.canOpen() && m_subject.isOpen(row.id, opensItself(row))) continue;
            if (row.problem.isEmpty()) row.problem = problem->second.text, row.tone = problem->second.tone;
        }
        return row;
    }

    /// Of a Secret's values.
    bool isSecret(const FormRow& row) const {
        return m_subject.kind == relations::Kind{"", "Secret"} && row.path.size() == 2 &&
               (row.path[0].key == "data" || row.path[0].key == "stringData");
    }

    QString valueOf(FormRow& row, const Node& node) {
        if (row.facts.widget == Widget::Union) return pickedOf(row.facts, &node);
        if (row.facts.widget == Widget::Raw || (row.facts.isScalar() && node.isCollection())) {
            row.facts.widget = Widget::Raw;
            return toQt(manifest::toYaml(node).value_or(std::string())).trimmed();
        }
        if (row.canOpen()) return node.isCollection() ? summaryOf(node) : toQt(node.text);
        row.secret = isSecret(row);
        row.hidden = row.secret && !m_subject.isRevealed(row.id);
        if (row.hidden) return {};
        if (row.facts.widget != Widget::Bytes) return node.isAbsent() ? QString() : toQt(node.text);
        const auto bytes = QByteArray::fromBase64Encoding(QByteArray::fromStdString(node.text));
        const QString decoded = QString::fromUtf8(bytes ? *bytes : QByteArray());
        if (bytes && decoded.toUtf8() == *bytes) return decoded;
        // Bytes that are no text are shown as they are written.
        row.facts.widget = Widget::Text;
        return toQt(node.text);
    }

    /// Lists and maps that have something, and what was picked of several, are looked into without being asked to.
    bool opensItself(const FormRow& row) const {
        if (m_prefix != QLatin1StringView("common:")) return false;
        return row.depth < 2 || row.facts.widget == Widget::Union;
    }

    void add(FormRow row) {
        if (m_rows.size() < kMostRows) m_rows.push_back(std::move(row));
    }

    void field(FieldFacts facts, const Path& path, const Node* node, int depth, const QString& label) {
        FormRow row = rowOf(std::move(facts), path, node, depth);
        if (!label.isEmpty()) row.label = label;
        place(std::move(row), node);
    }

    void place(FormRow row, const Node* node) {
        if (m_rows.size() >= kMostRows) return;
        if (row.canOpen()) row.open = m_subject.isOpen(row.id, row.isSet && opensItself(row));
        add(row);
        if (!row.open) return;
        switch (row.facts.widget) {
            case Widget::Group:
            case Widget::Union:
                return fields(row.facts, row.path, node, row.depth + 1);
            case Widget::Map:
                return entries(row, node);
            case Widget::List:
                return listItems(row, node);
            default:
                return;
        }
    }

    void entries(const FormRow& map, const Node* node) {
        if (node && node->form == manifest::Form::Mapping)
            for (const manifest::Entry& entry : node->entries) {
                if (!entry.key || entry.key->form != manifest::Form::Scalar || entry.isMerge()) continue;
                Path path = map.path;
                path.push_back(Step::member(entry.key->text));
                FieldFacts facts = elementOf(map.facts);
                facts.name = toQt(entry.key->text);
                const Node* value = &manifest::resolved(*entry.value);
                FormRow row = rowOf(std::move(facts), path, value, map.depth + 1);
                row.entry = true;
                place(std::move(row), value);
            }
        addRow(map.facts, map.path, map.depth + 1);
    }

    /// What an item is called by: its first list key, or its name.
    static QString nameOf(const FieldFacts& list, const Node* item) {
        std::string key = list.listKeys.substr(0, list.listKeys.find(','));
        if (key.empty()) key = "name";
        const Node* name = memberOf(item, key);
        return name && name->form == manifest::Form::Scalar ? toQt(name->text) : QString();
    }

    void listItems(const FormRow& list, const Node* node) {
        if (node && node->form == manifest::Form::Sequence)
            for (std::size_t i = 0; i < node->entries.size(); ++i) {
                Path path = list.path;
                path.push_back(Step::item(i));
                const Node* value = &manifest::resolved(*node->entries[i].value);
                FormRow row = rowOf(elementOf(list.facts), path, value, list.depth + 1);
                row.item = true;
                const QString name = nameOf(list.facts, value);
                row.label = name.isEmpty() ? QString::number(i + 1) : name;
                place(std::move(row), value);
            }
        addRow(list.facts, list.path, list.depth + 1);
    }

    void addRow(const FieldFacts& holder, const Path& path, int depth) {
        FormRow row;
        row.id = m_prefix + toQt(manifest::print(path)) + QStringLiteral("+");
        row.kind = FormRow::Kind::Add;
        row.path = path;
        row.facts = holder;
        row.label = holder.name;
        row.depth = depth;
        row.entry = holder.widget == Widget::Map;
        add(std::move(row));
    }

    const FormSubject& m_subject;
    std::vector<FormRow> m_rows;
    QString m_prefix;
};

}  // namespace

bool FormRow::operator==(const FormRow& other) const {
    return id == other.id && kind == other.kind && label == other.label && value == other.value &&
           depth == other.depth && open == other.open && isSet == other.isSet && removable == other.removable &&
           hidden == other.hidden && problem == other.problem && tone == other.tone &&
           facts.widget == other.facts.widget && facts.choices == other.facts.choices;
}

std::vector<FormRow> rowsOf(const FormSubject& subject) {
    return Builder(subject).build();
}

}  // namespace armillary::app
