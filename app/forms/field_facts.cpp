#include "field_facts.h"

#include <QByteArray>
#include <algorithm>
#include <array>
#include <map>

#include "engine/manifest/file.h"
#include "engine/manifest/render.h"

namespace armillary::app {

namespace {

using schema::TypeInfo;
using Form = manifest::FieldType::Form;
using Widget = FieldFacts::Widget;

constexpr int kMostLeastDepth = 8;
constexpr qsizetype kMostSentence = 160;

QString text(std::string_view view) {
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

Widget scalarWidget(manifest::ValueKind kind) {
    switch (kind) {
        case manifest::ValueKind::Boolean:
            return Widget::Switch;
        case manifest::ValueKind::Integer:
        case manifest::ValueKind::Number:
            return Widget::Number;
        case manifest::ValueKind::Quantity:
            return Widget::Quantity;
        case manifest::ValueKind::IntOrString:
            return Widget::IntOrString;
        case manifest::ValueKind::Duration:
            return Widget::Duration;
        case manifest::ValueKind::Time:
        case manifest::ValueKind::MicroTime:
            return Widget::Time;
        case manifest::ValueKind::Bytes:
            return Widget::Bytes;
        default:
            return Widget::Text;
    }
}

/// Fields of which one alone may be there, where no other field says which: what a person picks.
QStringList readAlternatives(const manifest::FieldType& type) {
    for (const auto& each : manifest::unionsOf(type, manifest::fieldsOf(type))) {
        if (each.members.size() < 2 || !each.discriminator.empty()) continue;
        QStringList names;
        for (const std::string& name : each.members) names << text(name);
        return names;
    }
    return {};
}

/// A default's JSON, as a person would type it.
QString plain(std::string_view json) {
    QString value = text(json);
    if (value.size() >= 2 && value.startsWith(u'"') && value.endsWith(u'"')) value = value.sliced(1, value.size() - 2);
    return value;
}

/// The same, read once of what lives for ever: a form asks at each key.
QStringList alternativesOf(const manifest::FieldType& type) {
    static thread_local std::map<const TypeInfo*, QStringList> known;
    const TypeInfo* table = type.structType();
    if (!table || type.schemaNode()) return readAlternatives(type);
    const auto found = known.find(table);
    return found != known.end() ? found->second : known.emplace(table, readAlternatives(type)).first->second;
}

FieldFacts ofDescription(const manifest::FieldDescription& description) {
    FieldFacts facts;
    facts.name = text(description.name);
    facts.documentation = text(description.documentation).simplified();
    facts.required = description.required;
    facts.defaultValue = plain(description.defaultJson);
    facts.type = description.type;
    facts.deprecated = description.deprecated;
    switch (description.form) {
        case Form::Free:
            facts.widget = Widget::Raw;
            break;
        case Form::Map:
            facts.widget = Widget::Map;
            break;
        case Form::List:
            facts.widget = Widget::List;
            facts.listKeys = facts.type.listMapKeys();
            break;
        case Form::Struct:
            facts.choices = alternativesOf(facts.type);
            facts.widget = facts.choices.isEmpty() ? Widget::Group : Widget::Union;
            break;
        case Form::Scalar:
            facts.widget = scalarWidget(description.kind);
            for (const auto& choice : description.choices) facts.choices << text(choice.text);
            if (!facts.choices.isEmpty() && facts.widget == Widget::Text) facts.widget = Widget::Choice;
            break;
    }
    return facts;
}

/// A string within brackets, bare where it can be.
std::string flowText(const std::string& value) {
    manifest::Node node;
    node.tag = "tag:yaml.org,2002:str";  // a string, whatever it looks like
    node.text = value;
    node.span = {0, value.size()};
    return manifest::Renderer{manifest::Layout{}}.scalar(node, true);
}

std::string leastOf(const FieldFacts& facts, int depth) {
    if (!facts.isScalar() && facts.widget != Widget::Group && facts.widget != Widget::Union)
        return facts.widget == Widget::List ? "[]" : "{}";
    if (facts.isScalar()) {
        if (facts.widget == Widget::Switch) return facts.defaultValue == QLatin1StringView("true") ? "true" : "false";
        if (facts.widget == Widget::Number || facts.widget == Widget::IntOrString)
            return facts.defaultValue.isEmpty() ? "1" : facts.defaultValue.toStdString();
        if (facts.widget == Widget::Quantity) return "1";
        if (!facts.defaultValue.isEmpty()) return flowText(facts.defaultValue.toStdString());
        return facts.choices.isEmpty() ? "\"\"" : flowText(facts.choices.first().toStdString());
    }
    std::string yaml;
    if (depth < kMostLeastDepth && facts.widget == Widget::Group)
        for (const FieldFacts& each : fieldsOf(facts))
            if (each.required)
                yaml +=
                    (yaml.empty() ? "" : ", ") + flowText(each.name.toStdString()) + ": " + leastOf(each, depth + 1);
    return "{" + yaml + "}";
}

}  // namespace

QString word(FieldFacts::Widget widget) {
    static constexpr std::array<const char*, 14> kWords{"group",    "union",  "map",    "list",     "text",
                                                        "number",   "switch", "choice", "quantity", "intOrString",
                                                        "duration", "time",   "bytes",  "raw"};
    return QLatin1StringView(kWords[static_cast<std::size_t>(widget)]);
}

FieldFacts factsOf(const manifest::FieldType& type) {
    return ofDescription(manifest::describe(type));
}

std::vector<FieldFacts> fieldsOf(const FieldFacts& facts) {
    std::vector<FieldFacts> fields;
    for (const auto& each : manifest::fieldsOf(facts.type)) fields.push_back(ofDescription(each));
    return fields;
}

FieldFacts fieldOf(const FieldFacts& facts, std::string_view name) {
    const auto member = facts.type.member(name);
    FieldFacts found = member ? factsOf(*member) : FieldFacts();
    found.name = text(name);
    return found;
}

FieldFacts elementOf(const FieldFacts& facts) {
    return facts.widget == Widget::List || facts.widget == Widget::Map ? factsOf(facts.type.element()) : FieldFacts();
}

FieldFacts factsAt(const FieldFacts& root, const manifest::Path& path) {
    FieldFacts facts = root;
    for (const manifest::Step& step : path)
        facts = step.kind == manifest::Step::Kind::Key ? fieldOf(facts, step.key) : elementOf(facts);
    return facts;
}

std::string leastOf(const FieldFacts& facts) {
    return leastOf(facts, 0);
}

std::string stringText(const std::string& value) {
    manifest::Node node;
    node.tag = "tag:yaml.org,2002:str";  // a string, whatever it looks like
    node.text = value;
    node.span = {0, value.size()};
    const manifest::Renderer renderer{manifest::Layout{}};
    if (!value.contains('\n')) return renderer.scalar(node, false);
    const manifest::Rendered lines = renderer.underKey(node, 0, manifest::Style::Literal);
    return lines.below.empty() ? lines.line : lines.line + "\n" + lines.below;
}

std::expected<std::string, QString> scalarText(const FieldFacts& facts, const QString& typed) {
    const std::string value = typed.toStdString();
    if (facts.widget == Widget::Text || facts.widget == Widget::Choice) return stringText(value);
    if (facts.widget == Widget::Bytes) return stringText(typed.toUtf8().toBase64().toStdString());
    if (facts.widget == Widget::Raw) return value;
    const bool bare = facts.widget == Widget::Number || facts.widget == Widget::Switch ||
                      facts.widget == Widget::IntOrString || facts.widget == Widget::Quantity;
    bool isNumber = false;
    typed.toLongLong(&isNumber);
    manifest::Node node;
    node.text = value;
    node.span = {0, value.size()};
    if (!bare || (facts.widget == Widget::IntOrString && !isNumber)) node.style = manifest::Style::DoubleQuoted;
    // A quantity is a string but where it looks like a number, which is one as well.
    if (facts.widget == Widget::Quantity) node.style = manifest::Style::DoubleQuoted;
    if (std::string why = facts.type.scalarMistake(node); !why.empty()) return std::unexpected(text(why));
    if (node.style == manifest::Style::DoubleQuoted)
        return facts.widget == Widget::Quantity && isNumber ? value : stringText(value);
    return value;
}

QString firstSentence(const QString& documentation) {
    qsizetype end = documentation.indexOf(QLatin1StringView(". "));
    if (end < 0) end = documentation.size() - (documentation.endsWith(u'.') ? 1 : 0);
    if (end <= kMostSentence) return documentation.first(end);
    return documentation.first(kMostSentence).trimmed() + QStringLiteral("…");
}

}  // namespace armillary::app
