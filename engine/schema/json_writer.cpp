#include <charconv>

#include "engine/schema/emptiness.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/text.h"

namespace armillary::schema {

namespace {

template <class T>
const T& as(const void* value) {
    return *static_cast<const T*>(value);
}

template <class T>
void appendNumber(std::string& out, T number) {
    char buffer[24];
    out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
}

/// Text that needs no escaping: times, quantities, base64.
void appendPlain(std::string& out, std::string_view text) {
    out += '"';
    out += text;
    out += '"';
}

class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : m_out(out) {}

    void writeStruct(const TypeInfo& type, const void* object) {
        if (type.listWrapper) return writeField(type.fields[0], object);
        if (type.jsonForm != JsonForm::Object) return writeAlternative(type, object);
        m_out += '{';
        bool first = true;
        writeMembers(type, object, first);
        m_out += '}';
    }

private:
    static const void* member(const FieldInfo& field, const void* object) {
        return static_cast<const char*>(object) + field.offset;
    }

    /// Own fields and inlined structs, in the order of their protobuf numbers as far as inlined structs go: TypeMeta,
    /// which has none, comes first.
    void writeMembers(const TypeInfo& type, const void* object, bool& first) {
        auto base = type.inlines.begin();
        const auto writeBase = [&] {
            writeMembers(*base->type, base->upcast(const_cast<void*>(object)), first);
            ++base;
        };
        for (const FieldInfo& field : type.fields) {
            while (base != type.inlines.end() && base->number <= field.number) writeBase();
            if (field.omitEmpty && isEmpty(field, member(field, object))) continue;
            if (field.jsonName.empty()) {
                writeRest(as<RawJson>(member(field, object)).text, first);
                continue;
            }
            m_out += first ? "\"" : ",\"";
            first = false;
            m_out += field.jsonName;
            m_out += "\":";
            writeField(field, object);
        }
        while (base != type.inlines.end()) writeBase();
    }

    /// The members of an object's text.
    void writeRest(std::string_view text, bool& first) {
        if (text.size() <= 2) return;
        if (!first) m_out += ',';
        first = false;
        m_out += text.substr(1, text.size() - 2);
    }

    void writeField(const FieldInfo& field, const void* object) {
        const void* at = member(field, object);
        if (field.shape == Shape::Value) return writeValue(field, at);
        if (field.shape == Shape::Map) return writeMap(field, at);
        const std::size_t size = field.ops->size(at);
        if (field.shape == Shape::Optional) {
            if (size == 0) {
                m_out += "null";
            } else {
                writeValue(field, field.ops->at(const_cast<void*>(at), 0));
            }
            return;
        }
        m_out += '[';
        for (std::size_t i = 0; i < size; ++i) {
            if (i > 0) m_out += ',';
            writeValue(field, field.ops->at(const_cast<void*>(at), i));
        }
        m_out += ']';
    }

    void writeMap(const FieldInfo& field, const void* at) {
        struct Visit {
            JsonWriter& writer;
            const FieldInfo& field;
            bool first = true;
        } visit{*this, field};
        m_out += '{';
        field.ops->each(const_cast<void*>(at), &visit, [](void* context, const std::string& key, void* value) {
            auto& visit = *static_cast<Visit*>(context);
            if (!visit.first) visit.writer.m_out += ',';
            visit.first = false;
            appendJsonString(visit.writer.m_out, key);
            visit.writer.m_out += ':';
            visit.writer.writeValue(visit.field, value);
            return true;
        });
        m_out += '}';
    }

    void writeValue(const FieldInfo& field, const void* value) {
        switch (field.kind) {
            case Kind::Bool:
                m_out += as<bool>(value) ? "true" : "false";
                return;
            case Kind::Int32:
                return appendNumber(m_out, as<std::int32_t>(value));
            case Kind::Int64:
                return appendNumber(m_out, as<std::int64_t>(value));
            case Kind::Double:
                return appendDouble(m_out, as<double>(value));
            case Kind::String:
                return appendJsonString(m_out, as<std::string>(value));
            case Kind::Bytes:
                m_out += '"';
                appendBase64(m_out, as<Bytes>(value).data);
                m_out += '"';
                return;
            case Kind::Quantity:
                return appendPlain(m_out, as<Quantity>(value).text());
            case Kind::IntOrString: {
                const auto& either = as<IntOrString>(value);
                return either.number ? appendNumber(m_out, *either.number) : appendJsonString(m_out, either.text);
            }
            case Kind::Time:
                return writeTime(as<Time>(value));
            case Kind::MicroTime:
                return writeTime(as<MicroTime>(value));
            case Kind::Duration:
                return appendPlain(m_out, as<Duration>(value).text());
            case Kind::RawJson: {
                const std::string& text = as<RawJson>(value).text;
                m_out += text.empty() ? std::string_view("null") : std::string_view(text);
                return;
            }
            case Kind::Struct:
                return writeStruct(*field.type, value);
        }
    }

    template <class T>
    void writeTime(const T& time) {
        if (time.isSet()) {
            appendPlain(m_out, time.text());
        } else {
            m_out += "null";
        }
    }

    void writeAlternative(const TypeInfo& type, const void* object) {
        const FieldInfo &first = type.fields[0], &second = type.fields[1];
        const bool preferSecond = second.ops->size(member(second, object)) > 0;
        writeField(preferSecond ? second : first, object);
    }

    std::string& m_out;
};

}  // namespace

bool isEmpty(const FieldInfo& field, const void* at) {
    if (field.shape != Shape::Value) return field.ops->size(at) == 0;
    switch (field.kind) {
        case Kind::Bool:
            return !as<bool>(at);
        case Kind::Int32:
            return as<std::int32_t>(at) == 0;
        case Kind::Int64:
            return as<std::int64_t>(at) == 0;
        case Kind::Double:
            return as<double>(at) == 0;
        case Kind::String:
            return as<std::string>(at).empty();
        case Kind::Bytes:
            return as<Bytes>(at).data.empty();
        case Kind::Time:
            return !as<Time>(at).isSet();
        case Kind::MicroTime:
            return !as<MicroTime>(at).isSet();
        case Kind::RawJson:
            return as<RawJson>(at).text.empty();
        case Kind::Struct:
            return field.type->listWrapper && field.type->fields[0].ops->size(at) == 0;
        case Kind::Quantity:
        case Kind::IntOrString:
        case Kind::Duration:
            return false;
    }
    return false;
}

void encodeJson(const TypeInfo& type, const void* object, std::string& out) {
    JsonWriter(out).writeStruct(type, object);
}

void appendJsonString(std::string& out, std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += '"';
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto c = static_cast<unsigned char>(text[at]);
        if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
            ++at;
            continue;
        }
        if (c >= 0x80) {
            const CodePoint point = codePointAt(text, at);
            if (point.valid) {
                at += point.length;
                continue;
            }
        }
        out.append(text.substr(from, at - from));
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (c >= 0x80) {
                    out += "\xef\xbf\xbd";
                } else {
                    out.append("\\u00").push_back(kHex[c >> 4]);
                    out.push_back(kHex[c & 15]);
                }
        }
        from = ++at;
    }
    out.append(text.substr(from));
    out += '"';
}

}  // namespace armillary::schema
