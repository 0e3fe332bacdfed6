#pragma once

#include <QString>
#include <QStringList>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/manifest/field_description.h"

namespace armillary::app {

/// What a form has to know of one field: how it is asked for, and what is said about it.
struct FieldFacts {
    enum class Widget {
        Group,  ///< a mapping with fields of its own
        Union,  ///< one that holds one of several
        Map,
        List,
        Text,
        Number,
        Switch,
        Choice,
        Quantity,
        IntOrString,
        Duration,
        Time,
        Bytes,  ///< a string that the manifest has in base64
        Raw,    ///< anything: YAML
    };
    QString name;
    QString documentation;
    Widget widget = Widget::Raw;
    bool required = false;
    QString defaultValue;  ///< "" without
    QStringList choices;   ///< of a Choice; of a Union its alternatives
    std::string listKeys;  ///< of a List whose items are told apart by them, comma-separated
    manifest::FieldType type = manifest::FieldType::ofObject({}, {});
    bool deprecated = false;

    bool isScalar() const { return widget >= Widget::Text && widget <= Widget::Bytes; }
};

/// "group", "union", "map", "list", "text", …: for QML.
QString word(FieldFacts::Widget widget);

/// Of a type that is nobody's field: an object's root.
FieldFacts factsOf(const manifest::FieldType& type);
/// A Group's or Union's fields, in the order of the schema.
std::vector<FieldFacts> fieldsOf(const FieldFacts& facts);
/// One of them; Raw where there is no such field.
FieldFacts fieldOf(const FieldFacts& facts, std::string_view name);
/// A List's item or a Map's value.
FieldFacts elementOf(const FieldFacts& facts);
/// At a path, from a root.
FieldFacts factsAt(const FieldFacts& root, const manifest::Path& path);

/// The least that may stand there, as YAML in one line: what is required, no more.
std::string leastOf(const FieldFacts& facts);

/// What a person typed, as the YAML of a scalar. The error is a sentence that says what belongs here.
std::expected<std::string, QString> scalarText(const FieldFacts& facts, const QString& typed);
/// A string as YAML: bare where it can be, a block where it has lines.
std::string stringText(const std::string& text);

/// Of a documentation, for what stands beside a field.
QString firstSentence(const QString& documentation);

}  // namespace armillary::app
