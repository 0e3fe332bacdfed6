#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "engine/schema/json_codec.h"
#include "engine/schema/json_parser.h"
#include "engine/schema/json_scanner.h"
#include "engine/schema/text.h"

namespace armillary::schema {

namespace {

namespace ondemand = simdjson::ondemand;

/// Findings that a strict read reports at most, as upstream.
constexpr std::size_t kMostFindings = 100;
/// Memory that list and map elements may take: this much, and this many bytes for each byte of the document. Without
/// it three bytes ("{},") would cost a kilobyte.
constexpr std::size_t kElementAllowance = 64u << 20;
constexpr std::size_t kElementFactor = 32;
/// Fields of one struct that duplicates are told apart for.
constexpr std::size_t kMostFields = 256;

using SeenFields = std::array<std::uint64_t, kMostFields / 64>;

struct FoundField {
    const FieldInfo* field = nullptr;
    char* member = nullptr;
    std::size_t number = 0;  ///< counted over the struct and everything it inlines
};

std::size_t fieldCount(const TypeInfo& type) {
    std::size_t count = type.fields.size();
    for (const InlineInfo& base : type.inlines) count += fieldCount(*base.type);
    return count;
}

FoundField findField(const TypeInfo& type, void* object, std::string_view name, std::size_t numberedFrom = 0) {
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        const FieldInfo& field = type.fields[i];
        if (field.jsonName == name && !name.empty())
            return {&field, static_cast<char*>(object) + field.offset, numberedFrom + i};
    }
    numberedFrom += type.fields.size();
    for (const InlineInfo& base : type.inlines) {
        if (FoundField found = findField(*base.type, base.upcast(object), name, numberedFrom); found.field)
            return found;
        numberedFrom += fieldCount(*base.type);
    }
    return {};
}

/// What Go calls the type, "v1.Container" or "int32".
std::string goTypeName(Kind kind, const TypeInfo* type) {
    switch (kind) {
        case Kind::Bool:
            return "bool";
        case Kind::Int32:
            return "int32";
        case Kind::Int64:
            return "int64";
        case Kind::Double:
            return "float64";
        case Kind::Bytes:
            return "[]uint8";
        case Kind::Struct:
            return std::string(type->goPackage.substr(type->goPackage.rfind('/') + 1)) + "." + std::string(type->name);
        default:
            return "string";
    }
}

std::string goTypeName(const FieldInfo& field) {
    const std::string element = goTypeName(field.kind, field.type);
    return field.shape == Shape::List ? "[]" + element : field.shape == Shape::Map ? "map[string]" + element : element;
}

/// Where a type keeps the members that it does not declare (a field without a name); null: it drops them.
std::string* restOf(const TypeInfo& type, void* object) {
    if (type.fields.empty() || !type.fields.back().jsonName.empty()) return nullptr;
    return &reinterpret_cast<RawJson*>(static_cast<char*>(object) + type.fields.back().offset)->text;
}

std::string_view trimmed(std::string_view token) {
    while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ') token.remove_suffix(1);
    return token;
}

class JsonReader {
public:
    JsonReader(std::size_t documentBytes, StrictFindings* findings)
        : m_findings(findings), m_allowance(kElementAllowance + documentBytes * kElementFactor) {}

    bool readRoot(const TypeInfo& type, void* object, ondemand::document& document) {
        ondemand::json_type shape{};
        if (document.type().get(shape)) return malformed();
        if (type.listWrapper && shape == ondemand::json_type::array) {
            ondemand::array array;
            if (document.get_array().get(array)) return malformed();
            return readList(type.fields[0], object, array);
        }
        ondemand::object fields;
        if (type.listWrapper || shape != ondemand::json_type::object) return fail(rootTypeError(type, shape));
        if (document.get_object().get(fields)) return malformed();
        return readFields(type, object, fields);
    }

    bool isMalformed() const { return m_malformed; }
    DecodeError takeError() { return {path(), std::move(m_error)}; }

private:
    /// One step from the document to where the reader stands.
    struct Step {
        const TypeInfo* owner = nullptr;  ///< of a field; none for a map's key and a list's index
        std::string_view name;
        std::size_t index = 0;
        bool isIndex = false;
    };

    /// What is wrong with the syntax is worked out afterwards, by JsonScanner.
    bool malformed() {
        m_malformed = true;
        return false;
    }
    bool fail(std::string message) {
        m_error = std::move(message);
        return false;
    }
    std::string path() const {
        std::string text;
        for (const Step& step : m_steps) {
            if (step.isIndex) {
                text += "[" + std::to_string(step.index) + "]";
            } else {
                if (!text.empty()) text += ".";
                text += step.name;
            }
        }
        return text;
    }

    static std::string_view shapeName(ondemand::json_type shape) {
        switch (shape) {
            case ondemand::json_type::array:
                return "array";
            case ondemand::json_type::object:
                return "object";
            case ondemand::json_type::number:
                return "number";
            case ondemand::json_type::string:
                return "string";
            case ondemand::json_type::boolean:
                return "bool";
            default:
                return "null";
        }
    }
    static std::string rootTypeError(const TypeInfo& type, ondemand::json_type shape) {
        return std::format("json: cannot unmarshal {} into Go value of type {}", shapeName(shape),
                           goTypeName(Kind::Struct, &type));
    }
    /// "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32".
    bool typeError(std::string_view found, std::string_view wanted) {
        std::string_view owner;
        std::string fields;
        for (const Step& step : m_steps) {
            if (!step.owner) continue;
            owner = step.owner->name;
            fields += "." + std::string(step.name);
        }
        return fail(std::format("json: cannot unmarshal {} into Go struct field {}{} of type {}", found, owner, fields,
                                wanted));
    }
    bool typeError(ondemand::value value, std::string_view wanted) {
        ondemand::json_type shape{};
        if (value.type().get(shape)) return malformed();
        return typeError(shapeName(shape), wanted);
    }

    void find(std::string_view what, std::string_view name) {
        if (!m_findings || m_findings->size() >= kMostFindings) return;
        const std::string at = path();
        std::string finding = std::format("{} \"{}{}{}\"", what, at, at.empty() ? "" : ".", name);
        if (std::ranges::find(*m_findings, finding) == m_findings->end()) m_findings->push_back(std::move(finding));
    }

    bool spend(std::size_t bytes) {
        if (bytes > m_allowance) return fail("the document has more elements than can be held in memory");
        m_allowance -= bytes;
        return true;
    }

    bool readFields(const TypeInfo& type, void* object, ondemand::object& fields) {
        if (m_steps.size() >= kMaxDepth) return fail("exceeded max depth");
        SeenFields seen{};
        std::string* const rest = restOf(type, object);
        if (rest) rest->clear();
        for (auto entry : fields) {
            ondemand::field item;
            std::string_view name;
            if (std::move(entry).get(item) || item.unescaped_key(true).get(name)) return malformed();
            const FoundField found = findField(type, object, name);
            if (!found.field && rest) {
                if (!readRest(*rest, name, item)) return false;
                continue;
            }
            if (!found.field) {
                find("unknown field", name);
                if (!readRaw(item.value(), nullptr, Step{nullptr, name})) return false;
                continue;
            }
            if (m_findings && found.number < kMostFields) {
                std::uint64_t& word = seen[found.number / 64];
                const std::uint64_t bit = std::uint64_t{1} << (found.number % 64);
                if (word & bit) find("duplicate field", name);
                word |= bit;
            }
            m_steps.push_back({&type, found.field->jsonName});
            if (!readMember(*found.field, found.member, item.value())) return false;
            m_steps.pop_back();
        }
        if (rest && !rest->empty()) *rest += '}';
        return true;
    }

    /// Adds a member to the text of an object that is not closed yet.
    bool readRest(std::string& rest, std::string_view name, ondemand::field& item) {
        rest += rest.empty() ? '{' : ',';
        appendJsonString(rest, name);
        rest += ':';
        std::string value;
        if (!readRaw(item.value(), &value, Step{nullptr, name})) return false;
        rest += value;
        return true;
    }

    bool isNull(ondemand::value& value, bool& null) {
        if (value.is_null().get(null)) return malformed();
        return true;
    }

    bool readMember(const FieldInfo& field, void* member, ondemand::value value) {
        bool null = false;
        if (!isNull(value, null)) return false;
        if (null) {
            if (field.shape != Shape::Value) field.ops->clear(member);
            return true;
        }
        switch (field.shape) {
            case Shape::Value:
                return readValue(field, member, value);
            case Shape::Optional:
                return readValue(field, field.ops->append(member), value);
            case Shape::List: {
                ondemand::array array;
                const auto error = value.get_array().get(array);
                if (error == simdjson::INCORRECT_TYPE) return typeError(value, goTypeName(field));
                return error ? malformed() : readList(field, member, array);
            }
            case Shape::Map: {
                ondemand::object object;
                const auto error = value.get_object().get(object);
                if (error == simdjson::INCORRECT_TYPE) return typeError(value, goTypeName(field));
                return error ? malformed() : readMap(field, member, object);
            }
        }
        return false;
    }

    bool readElement(const FieldInfo& field, void* element, ondemand::value value) {
        bool null = false;
        if (!isNull(value, null)) return false;
        return null || readValue(field, element, value);
    }

    bool readList(const FieldInfo& field, void* member, ondemand::array& array) {
        field.ops->clear(member);
        m_steps.push_back({nullptr, {}, 0, true});
        for (auto entry : array) {
            ondemand::value item;
            if (std::move(entry).get(item)) return malformed();
            if (!spend(field.type ? field.type->size : sizeof(std::string))) return false;
            if (!readElement(field, field.ops->append(member), item)) return false;
            ++m_steps.back().index;
        }
        m_steps.pop_back();
        return true;
    }

    bool readMap(const FieldInfo& field, void* member, ondemand::object& object) {
        for (auto entry : object) {
            ondemand::field item;
            std::string_view key;
            if (std::move(entry).get(item) || item.unescaped_key(true).get(key)) return malformed();
            if (!spend(sizeof(std::string) * 4 + (field.type ? field.type->size : 0))) return false;
            const std::size_t before = field.ops->size(member);
            void* element = field.ops->insert(member, key);
            if (field.ops->size(member) == before) find("duplicate field", key);
            m_steps.push_back({nullptr, key});
            if (!readElement(field, element, item.value())) return false;
            m_steps.pop_back();
        }
        return true;
    }

    bool readValue(const FieldInfo& field, void* at, ondemand::value value) {
        switch (field.kind) {
            case Kind::Bool: {
                const auto error = value.get_bool().get(*static_cast<bool*>(at));
                if (error == simdjson::INCORRECT_TYPE) return typeError(value, "bool");
                return error ? malformed() : true;
            }
            case Kind::Int32:
                return readInteger(static_cast<std::int32_t*>(at), value, "int32");
            case Kind::Int64:
                return readInteger(static_cast<std::int64_t*>(at), value, "int64");
            case Kind::Double: {
                const auto error = value.get_double().get(*static_cast<double*>(at));
                return error ? numberError(value, "float64") : true;
            }
            case Kind::String:
                return readString(*static_cast<std::string*>(at), value, "string");
            case Kind::Bytes:
                return readBytes(*static_cast<Bytes*>(at), value);
            case Kind::Quantity:
                return readQuantity(*static_cast<Quantity*>(at), value);
            case Kind::IntOrString:
                return readIntOrString(*static_cast<IntOrString*>(at), value);
            case Kind::Time:
                return readParsed(*static_cast<Time*>(at), value);
            case Kind::MicroTime:
                return readParsed(*static_cast<MicroTime*>(at), value);
            case Kind::Duration:
                return readParsed(*static_cast<Duration*>(at), value);
            case Kind::RawJson: {
                std::string& text = static_cast<RawJson*>(at)->text;
                text.clear();
                return readRaw(value, &text, std::nullopt);
            }
            case Kind::Struct:
                return readStruct(*field.type, at, value);
        }
        return false;
    }

    bool readStruct(const TypeInfo& type, void* at, ondemand::value value) {
        if (type.listWrapper) return readMember(type.fields[0], at, value);
        if (type.jsonForm != JsonForm::Object) return readAlternative(type, at, value);
        ondemand::object fields;
        const auto error = value.get_object().get(fields);
        if (error == simdjson::INCORRECT_TYPE) return typeError(value, goTypeName(Kind::Struct, &type));
        return error ? malformed() : readFields(type, at, fields);
    }

    /// A schema, or what else may stand in its place.
    bool readAlternative(const TypeInfo& type, void* at, ondemand::value value) {
        ondemand::json_type shape{};
        if (value.type().get(shape)) return malformed();
        const FieldInfo &first = type.fields[0], &second = type.fields[1];
        char* object = static_cast<char*>(at);
        const bool schema = shape == ondemand::json_type::object;
        switch (type.jsonForm) {
            case JsonForm::SchemaOrBool:
                if (!schema && shape != ondemand::json_type::boolean) return fail("boolean or JSON schema expected");
                if (!schema) return readMember(first, object + first.offset, value);
                *reinterpret_cast<bool*>(object + first.offset) = true;
                return readMember(second, object + second.offset, value);
            case JsonForm::SchemaOrArray:
                if (!schema && shape != ondemand::json_type::array)
                    return fail("JSON schema or array of JSON schemas expected");
                break;
            default:
                if (!schema && shape != ondemand::json_type::array)
                    return fail("JSON schema or array of strings expected");
                break;
        }
        const FieldInfo& chosen = schema ? first : second;
        return readMember(chosen, object + chosen.offset, value);
    }

    /// A number that did not read: no number, no such number, or too large.
    bool numberError(ondemand::value value, std::string_view wanted) {
        ondemand::json_type shape{};
        if (value.type().get(shape)) return malformed();
        if (shape != ondemand::json_type::number) return typeError(shapeName(shape), wanted);
        const std::string_view token = trimmed(value.raw_json_token());
        if (JsonScanner(token).scan()) return malformed();
        return typeError("number " + std::string(token), wanted);
    }

    template <class T>
    bool readInteger(T* at, ondemand::value value, std::string_view wanted) {
        std::int64_t number = 0;
        if (value.get_int64().get(number) || !std::in_range<T>(number)) return numberError(value, wanted);
        *at = static_cast<T>(number);
        return true;
    }

    bool readString(std::string& text, ondemand::value value, std::string_view wanted) {
        std::string_view found;
        const auto error = value.get_string(true).get(found);
        if (error == simdjson::INCORRECT_TYPE) return typeError(value, wanted);
        if (error) return malformed();
        text = found;
        return true;
    }

    bool readBytes(Bytes& bytes, ondemand::value value) {
        std::string text;
        if (!readString(text, value, "[]uint8")) return false;
        Base64 decoded = decodeBase64(text);
        if (decoded.wrongAt) return fail(std::format("illegal base64 data at input byte {}", *decoded.wrongAt));
        bytes.data = std::move(decoded.bytes);
        return true;
    }

    bool readQuantity(Quantity& quantity, ondemand::value value) {
        ondemand::json_type shape{};
        if (value.type().get(shape)) return malformed();
        std::string text;
        if (shape == ondemand::json_type::string) {
            if (!readString(text, value, "string")) return false;
        } else {
            std::string_view token;
            if (!takeRaw(value, token)) return false;
            text = token;
        }
        const std::size_t from = text.find_first_not_of(" \t\r\n");
        const std::size_t to = text.find_last_not_of(" \t\r\n");
        auto parsed = Quantity::parse(from == std::string::npos ? std::string_view()
                                                                : std::string_view(text).substr(from, to + 1 - from));
        if (!parsed) return fail(std::move(parsed.error()));
        quantity = std::move(*parsed);
        return true;
    }

    bool readIntOrString(IntOrString& either, ondemand::value value) {
        ondemand::json_type shape{};
        if (value.type().get(shape)) return malformed();
        if (shape == ondemand::json_type::string) {
            either = IntOrString(std::string());
            return readString(either.text, value, "string");
        }
        std::int64_t number = 0;
        const bool fits = shape == ondemand::json_type::number && !value.get_int64().get(number) &&
                          std::in_range<std::int32_t>(number);
        if (fits) {
            either = IntOrString(static_cast<std::int32_t>(number));
            return true;
        }
        std::string found(shapeName(shape));
        if (shape == ondemand::json_type::number) found += " " + std::string(trimmed(value.raw_json_token()));
        return fail(std::format("json: cannot unmarshal {} into Go value of type int32", found));
    }

    /// Times and durations: a string that has a syntax of its own.
    template <class T>
    bool readParsed(T& at, ondemand::value value) {
        std::string_view text;
        const auto error = value.get_string(true).get(text);
        if (error == simdjson::INCORRECT_TYPE) {
            ondemand::json_type shape{};
            if (value.type().get(shape)) return malformed();
            return fail(std::format("json: cannot unmarshal {} into Go value of type string", shapeName(shape)));
        }
        if (error) return malformed();
        auto parsed = T::parse(text);
        if (!parsed) return fail(std::move(parsed.error()));
        at = *parsed;
        return true;
    }

    /// The text of a value, which the reader then stands behind. A scalar is read for that: the parser would pass over
    /// one that nobody read, and over what follows it, too leniently.
    bool takeRaw(ondemand::value value, std::string_view& text) {
        ondemand::json_type shape{};
        if (value.type().get(shape)) return malformed();
        if (shape == ondemand::json_type::array || shape == ondemand::json_type::object)
            return value.raw_json().get(text) ? malformed() : true;
        text = trimmed(value.raw_json_token());
        std::string_view string;
        double number = 0;
        bool truth = false;
        switch (shape) {
            case ondemand::json_type::string:
                return value.get_string(true).get(string) ? malformed() : true;
            case ondemand::json_type::number:
                return value.get_double().get(number) ? numberTooLarge(text) : true;
            case ondemand::json_type::boolean:
                return value.get_bool().get(truth) ? malformed() : true;
            default:
                return value.is_null().get(truth) || !truth ? malformed() : true;
        }
    }
    bool numberTooLarge(std::string_view text) {
        if (JsonScanner(text).scan()) return malformed();
        return fail(std::format("the number {} is out of range", text.substr(0, 64)));
    }

    /// Checks a value that is carried as it is; `step` leads to it when the reader has not gone there.
    bool readRaw(ondemand::value value, std::string* compact, std::optional<Step> step) {
        std::string_view text;
        if (!takeRaw(value, text)) return false;
        auto error = JsonScanner(text, compact, m_steps.size() + 1).scan();
        if (!error) return true;
        if (error->message != "exceeded max depth") return malformed();
        if (step) m_steps.push_back(*step);
        return fail(std::move(error->message));
    }

    StrictFindings* m_findings;
    std::size_t m_allowance;
    std::vector<Step> m_steps;
    std::string m_error;
    bool m_malformed = false;
};

}  // namespace

std::expected<void, DecodeError> decodeJson(const TypeInfo& type, void* object, std::string_view json,
                                            StrictFindings* findings) {
    if (json.size() > kMaxDocumentBytes)
        return std::unexpected(DecodeError{"", std::format("the document is larger than {} bytes", kMaxDocumentBytes)});
    JsonParser& memory = JsonParser::ofThread();
    ondemand::document document;
    JsonReader reader(json.size(), findings);
    std::expected<void, DecodeError> result;
    if (memory.parser.iterate(memory.copy(json)).get(document)) {
        result = std::unexpected(syntaxError(json));
    } else if (!reader.readRoot(type, object, document)) {
        // As in Go, what is no JSON at all is said to be so before any wrong type in it.
        auto syntax = JsonScanner(json).scan();
        result = std::unexpected(syntax || reader.isMalformed() ? syntaxError(json) : reader.takeError());
    } else if (!document.at_end()) {
        result = std::unexpected(syntaxError(json));
    }
    memory.trim();
    return result;
}

}  // namespace armillary::schema
