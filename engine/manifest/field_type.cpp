#include "engine/manifest/field_type.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <set>
#include <utility>

#include "engine/manifest/locate.h"
#include "engine/manifest/syntax.h"
#include "engine/manifest/value.h"
#include "engine/resources/resource.h"
#include "engine/schema/text.h"

namespace armillary::manifest {

namespace {

using schema::FieldInfo;
using schema::Kind;
using schema::Shape;
using schema::TypeInfo;

const FieldInfo* fieldOf(const TypeInfo& type, std::string_view name) {
    for (const FieldInfo& field : type.fields)
        if (field.jsonName == name) return &field;
    for (const auto& base : type.inlines)
        if (const FieldInfo* found = fieldOf(*base.type, name)) return found;
    return nullptr;
}

template <class Integer>
bool isInteger(std::string_view json) {
    Integer number = 0;
    const auto [end, error] = std::from_chars(json.data(), json.data() + json.size(), number);
    return error == std::errc() && end == json.data() + json.size();
}

template <class Parsed>
std::string parseMistake(const Node& scalar, bool isString, std::string_view expected) {
    if (!isString) return std::string(expected);
    const auto parsed = Parsed::parse(scalar.text);
    return parsed ? std::string() : std::string(expected);
}

std::string_view formWord(const Node& node) {
    if (node.form == Form::Mapping) return "a mapping";
    if (node.form == Form::Sequence) return "a list";
    const std::string json = scalarJson(node);
    if (json.starts_with('"')) return "a string";
    return json == "true" || json == "false" ? "a truth value" : json == "null" ? "null" : "a number";
}

}  // namespace

FieldType FieldType::ofObject(std::string_view apiVersion, std::string_view kind) {
    const auto slash = apiVersion.find('/');
    const auto group = slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash);
    const auto version = slash == std::string_view::npos ? apiVersion : apiVersion.substr(slash + 1);
    FieldType type;
    if (const auto* row = resources::Table::builtIn().findKind(group, version, kind)) type.m_root = row->type;
    return type;
}

FieldType FieldType::ofField(const FieldInfo& field) {
    FieldType type;
    type.m_field = &field;
    // A named list whose JSON is the list itself.
    if (field.shape != Shape::List && field.shape != Shape::Map && field.kind == Kind::Struct &&
        field.type->listWrapper)
        type.m_field = &field.type->fields[0];
    return type;
}

const TypeInfo* FieldType::structType() const {
    if (!m_field) return m_root;
    const bool one = m_element || m_field->shape == Shape::Value || m_field->shape == Shape::Optional;
    const bool plain = m_field->kind == Kind::Struct && m_field->type->jsonForm == schema::JsonForm::Object &&
                       !m_field->type->listWrapper;
    return one && plain ? m_field->type : nullptr;
}

FieldType::Form FieldType::form() const {
    if (structType()) return Form::Struct;
    if (!m_field) return Form::Free;
    if (!m_element && m_field->shape == Shape::List) return Form::List;
    if (!m_element && m_field->shape == Shape::Map) return Form::Map;
    if (m_field->kind == Kind::Struct && m_element && m_field->type->listWrapper) return Form::List;
    return m_field->kind == Kind::Struct || m_field->kind == Kind::RawJson ? Form::Free : Form::Scalar;
}

std::expected<FieldType, std::string> FieldType::member(std::string_view name) const {
    switch (form()) {
        case Form::Free:
            return FieldType();
        case Form::Map:
            return element();
        case Form::Struct:
            if (const FieldInfo* field = fieldOf(*structType(), name)) return ofField(*field);
            return std::unexpected(std::string("unknown field"));
        default:
            return std::unexpected(std::format("it is {}, without fields", word()));
    }
}

FieldType FieldType::element() const {
    FieldType type;
    if (form() == Form::Free) return type;
    type.m_field = m_element ? &m_field->type->fields[0] : m_field;  // a list of named lists
    type.m_element = true;
    return type;
}

std::string_view FieldType::word() const {
    switch (form()) {
        case Form::Free:
            return "anything";
        case Form::Struct:
        case Form::Map:
            return "a mapping";
        case Form::List:
            return "a list";
        case Form::Scalar:
            break;
    }
    switch (m_field->kind) {
        case Kind::Bool:
            return "true or false";
        case Kind::Int32:
        case Kind::Int64:
            return "a whole number";
        case Kind::Double:
            return "a number";
        case Kind::Bytes:
            return "a string in base64";
        case Kind::Quantity:
            return "a quantity such as 100m or 1Gi";
        case Kind::IntOrString:
            return "a whole number or a string";
        case Kind::Time:
        case Kind::MicroTime:
            return "a time such as 2026-01-31T12:00:00Z";
        case Kind::Duration:
            return "a duration such as 1h30m";
        default:
            return "a string";
    }
}

std::string FieldType::scalarMistake(const Node& scalar) const {
    const std::string json = scalarJson(scalar);
    const Form wanted = form();
    if (json == "null" || wanted == Form::Free) return {};
    const bool string = json.starts_with('"');
    const std::string expected = std::format("it takes {}, not {}", word(), formWord(scalar));
    if (wanted != Form::Scalar) return expected;
    const auto unless = [&](bool good) { return good ? std::string() : expected; };
    switch (m_field->kind) {
        case Kind::Bool:
            return unless(json == "true" || json == "false");
        case Kind::Int32:
            return unless(isInteger<std::int32_t>(json));
        case Kind::Int64:
            return unless(isInteger<std::int64_t>(json));
        case Kind::Double:
            return unless(!string && json != "true" && json != "false");
        case Kind::Bytes:
            return unless(string && !schema::decodeBase64(scalar.text).wrongAt);
        case Kind::Quantity:
            if (json == "true" || json == "false") return expected;
            return parseMistake<schema::Quantity>(scalar, true, expected);
        case Kind::IntOrString:
            return unless(string || isInteger<std::int32_t>(json));
        case Kind::Time:
            return parseMistake<schema::Time>(scalar, string, expected);
        case Kind::MicroTime:
            return parseMistake<schema::MicroTime>(scalar, string, expected);
        case Kind::Duration:
            return parseMistake<schema::Duration>(scalar, string, expected);
        default:
            return string ? std::string() : expected + "; put it in quotes";
    }
}

std::expected<FieldType, std::string> typeAt(FieldType type, const Path& path) {
    Path way;
    for (const Step& step : path) {
        way.push_back(step);
        const auto unknown = [&](std::string_view why) {
            return std::unexpected(std::format("{} {}", why, schema::quoted(print(way))));
        };
        if (step.kind == Step::Kind::Key) {
            auto member = type.member(step.key);
            if (!member && type.form() == FieldType::Form::Struct) return unknown(member.error());
            if (!member) return unknown(std::format("{} has no field", type.word()));
            type = *member;
            continue;
        }
        if (type.form() != FieldType::Form::List && type.form() != FieldType::Form::Free)
            return unknown(std::format("{} has no item", type.word()));
        type = type.element();
        if (step.kind == Step::Kind::Match && !type.member(step.key))
            return unknown("no field of its items tells them apart in");
    }
    return type;
}

bool hasItemLike(const FieldType& type, const Node& list, const Node& item) {
    std::string_view keys = type.listMapKeys();
    Path paths;
    while (!keys.empty()) {
        const auto comma = std::min(keys.find(','), keys.size());
        paths.push_back(Step::member(std::string(keys.substr(0, comma))));
        keys.remove_prefix(std::min(comma + 1, keys.size()));
    }
    const auto same = [&](const Node& other) {
        return std::ranges::all_of(paths, [&](const Step& key) {
            const Node *ours = find(item, {key}), *theirs = find(other, {key});
            return ours && theirs ? ours->text == theirs->text : !ours && !theirs;
        });
    };
    return !paths.empty() && list.form == Form::Sequence &&
           std::ranges::any_of(list.entries, [&](const Entry& entry) { return same(*entry.value); });
}

namespace {

class TypeChecker {
public:
    std::vector<TypeMistake> check(FieldType type, const Node& node, const Path& path) {
        m_path = path;
        visit(type, node);
        return std::move(m_mistakes);
    }

private:
    void add(TypeMistake::Kind kind, std::size_t offset, std::string_view message) {
        if (m_mistakes.size() < kMostMistakes)
            m_mistakes.push_back(
                {kind, offset, std::format("{}: {}", m_path.empty() ? "the object" : print(m_path), message)});
    }

    void visit(FieldType type, const Node& written) {
        // What an alias brings is looked at where it is written, and once more here if its place wants something else.
        if (written.form == Form::Alias && (++m_aliases > kMostMistakes)) return;
        const Node& node = resolved(written);
        if (node.form == Form::Scalar) {
            if (const auto mistake = type.scalarMistake(node); !mistake.empty())
                add(TypeMistake::Kind::WrongType, written.begin(), mistake);
        } else if (node.form == Form::Sequence) {
            visitList(type, node);
        } else {
            visitMapping(type, node);
        }
    }

    bool takes(FieldType type, const Node& node, std::initializer_list<FieldType::Form> forms) {
        for (const auto form : forms)
            if (type.form() == form || type.form() == FieldType::Form::Free) return true;
        add(TypeMistake::Kind::WrongType, node.begin(),
            std::format("it takes {}, not {}", type.word(), formWord(node)));
        return false;
    }

    void visitList(FieldType type, const Node& list) {
        if (!takes(type, list, {FieldType::Form::List})) return;
        for (std::size_t i = 0; i < list.entries.size(); ++i) {
            m_path.push_back(Step::item(i));
            visit(type.element(), *list.entries[i].value);
            m_path.pop_back();
        }
    }

    void visitMapping(FieldType type, const Node& mapping) {
        if (!takes(type, mapping, {FieldType::Form::Struct, FieldType::Form::Map})) return;
        std::set<std::string, std::less<>> names;
        for (const Entry& entry : mapping.entries) {
            const Node& key = resolved(*entry.key);
            if (key.form != Form::Scalar || entry.isMerge()) continue;
            m_path.push_back(Step::member(key.text));
            if (!names.insert(key.text).second)
                add(TypeMistake::Kind::DuplicateKey, entry.begin, "the key is there a second time");
            if (const auto member = type.member(key.text))
                visit(*member, *entry.value);
            else
                add(TypeMistake::Kind::UnknownField, entry.begin, member.error());
            m_path.pop_back();
        }
    }

    Path m_path;
    std::size_t m_aliases = 0;
    std::vector<TypeMistake> m_mistakes;
};

}  // namespace

std::vector<TypeMistake> mistakesIn(FieldType type, const Node& node, const Path& path) {
    return TypeChecker().check(type, node, path);
}

}  // namespace armillary::manifest
