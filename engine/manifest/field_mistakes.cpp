#include <charconv>
#include <format>
#include <set>
#include <utility>

#include "engine/manifest/field_type.h"
#include "engine/manifest/locate.h"
#include "engine/manifest/syntax.h"
#include "engine/manifest/value.h"
#include "engine/schema/text.h"

namespace armillary::manifest {

namespace {

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

/// Bytes of an enum's values that a sentence names.
constexpr std::size_t kMostChoiceBytes = 300;

/// 32 bits.
bool isNarrow(const FieldType& type) {
    return type.tableField() ? type.tableField()->kind == schema::Kind::Int32 : type.schemaNode()->shape().narrow;
}

/// Why a scalar of the right form is none of the values that an enum has. An empty text counts as left out.
std::string choiceMistake(const FieldType& type, const Node& scalar, std::string_view json) {
    std::string choices;
    bool found = scalar.text.empty(), any = false;
    const auto offer = [&](std::string_view text, bool isIt) {
        found |= isIt;
        any = true;
        if (choices.size() > kMostChoiceBytes) return;
        choices += std::format("{}{}", choices.empty() ? "" : ", ", text);
    };
    if (const auto* field = type.tableField()) {
        for (const auto& value : field->enumValues)
            if (!value.value.empty()) offer(schema::quoted(value.value), value.value == scalar.text);
    } else {
        const SchemaNode& node = *type.schemaNode();
        for (const auto& choice : node.choices.empty() ? node.shape().choices : node.choices)
            offer(choice.json, choice.json == json);
    }
    return any && !found ? std::format("it takes one of {}, not {}", choices, json) : std::string();
}

}  // namespace

std::string FieldType::scalarMistake(const Node& scalar) const {
    const std::string json = scalarJson(scalar);
    const Form wanted = form();
    if (json == "null" || wanted == Form::Free) return {};
    const bool string = json.starts_with('"');
    const std::string expected = std::format("it takes {}, not {}", word(), formWord(scalar));
    if (wanted != Form::Scalar) return expected;
    const auto unless = [&](bool good) { return good ? std::string() : expected; };
    switch (valueKind()) {
        case ValueKind::Boolean:
            return unless(json == "true" || json == "false");
        case ValueKind::Integer:
            if (const auto mistake = choiceMistake(*this, scalar, json); !mistake.empty()) return mistake;
            return unless(isNarrow(*this) ? isInteger<std::int32_t>(json) : isInteger<std::int64_t>(json));
        case ValueKind::Number:
            return unless(!string && json != "true" && json != "false");
        case ValueKind::Bytes:
            return unless(string && !schema::decodeBase64(scalar.text).wrongAt);
        case ValueKind::Quantity:
            if (json == "true" || json == "false") return expected;
            return parseMistake<schema::Quantity>(scalar, true, expected);
        case ValueKind::IntOrString:
            return unless(string || isInteger<std::int32_t>(json));
        case ValueKind::Time:
            return parseMistake<schema::Time>(scalar, string, expected);
        case ValueKind::MicroTime:
            return parseMistake<schema::MicroTime>(scalar, string, expected);
        case ValueKind::Duration:
            return parseMistake<schema::Duration>(scalar, string, expected);
        default:
            return string ? choiceMistake(*this, scalar, json) : expected + "; put it in quotes";
    }
}

namespace {

class TypeChecker {
public:
    std::vector<TypeMistake> check(FieldType type, const Node& node, const Path& path) {
        m_path = path;
        m_start = path.size();
        visit(type, node);
        return std::move(m_mistakes);
    }

private:
    void add(TypeMistake::Kind kind, std::size_t offset, std::string_view message) {
        if (m_mistakes.size() < kMostMistakes)
            m_mistakes.push_back({kind, offset,
                                  std::format("{}: {}", m_path.empty() ? "the object" : print(m_path), message),
                                  Path(m_path.begin() + static_cast<std::ptrdiff_t>(m_start), m_path.end())});
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
    std::size_t m_start = 0;
    std::size_t m_aliases = 0;
    std::vector<TypeMistake> m_mistakes;
};

}  // namespace

std::vector<TypeMistake> mistakesIn(FieldType type, const Node& node, const Path& path) {
    return TypeChecker().check(type, node, path);
}

}  // namespace armillary::manifest
