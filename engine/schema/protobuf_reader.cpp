#include <bit>
#include <format>
#include <mutex>
#include <set>
#include <unordered_map>

#include "engine/schema/json_scanner.h"
#include "engine/schema/protobuf_codec.h"
#include "engine/schema/text.h"
#include "engine/schema/wire.h"

namespace armillary::schema {

namespace {

using wire::Tag;
using wire::Type;

/// Memory that list and map elements may take: this much, and this many bytes for each byte of the message.
constexpr std::size_t kElementAllowance = 64u << 20;
constexpr std::size_t kElementFactor = 32;
/// The seconds of the years 1 to 9999, which protobuf's Timestamp is confined to.
constexpr std::int64_t kFirstSecond = -62135596800, kLastSecond = 253402300799;

template <class T>
T& as(void* value) {
    return *static_cast<T*>(value);
}

bool isText(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = codePointAt(text, at);
        if (!point.valid) return false;
        at += point.length;
    }
    return true;
}

bool isPackable(Kind kind) {
    return kind == Kind::Bool || kind == Kind::Int32 || kind == Kind::Int64 || kind == Kind::Double;
}

class ProtobufReader {
public:
    explicit ProtobufReader(std::size_t messageBytes)
        : m_allowance(kElementAllowance + messageBytes * kElementFactor) {}

    bool readMessage(const TypeInfo& type, void* object, std::string_view message) {
        if (++m_depth > kMaxDepth) return fail("exceeded max depth");
        wire::Reader reader(message);
        while (!reader.atEnd()) {
            const auto tag = reader.tag();
            if (!tag) return truncated();
            if (!readTagged(type, object, reader, *tag)) return false;
        }
        --m_depth;
        return true;
    }

    DecodeError takeError() { return {path(), std::move(m_error)}; }

private:
    bool fail(std::string message) {
        m_error = std::move(message);
        return false;
    }
    bool truncated() { return fail("the protobuf message is truncated or malformed"); }
    bool wrongType(Tag tag, std::string_view field) {
        return fail(std::format("proto: wrong wireType = {} for field {}", static_cast<int>(tag.type), field));
    }
    bool spend(std::size_t bytes) {
        if (bytes > m_allowance) return fail("the message has more elements than can be held in memory");
        m_allowance -= bytes;
        return true;
    }
    std::string path() const {
        std::string text;
        for (const std::string& step : m_path) text += (text.empty() || step[0] == '[' ? "" : ".") + step;
        return text;
    }

    bool readTagged(const TypeInfo& type, void* object, wire::Reader& reader, Tag tag) {
        for (const InlineInfo& base : type.inlines) {
            if (base.number != tag.number) continue;
            if (tag.type != Type::Bytes) return wrongType(tag, base.type->name);
            const auto body = reader.bytes();
            return body ? readMessage(*base.type, base.upcast(object), *body) : truncated();
        }
        for (const FieldInfo& field : type.fields) {
            if (field.number != tag.number) continue;
            m_path.emplace_back(type.listWrapper ? std::string() : std::string(field.jsonName));
            if (!readField(field, static_cast<char*>(object) + field.offset, reader, tag)) return false;
            m_path.pop_back();
            return true;
        }
        return reader.skip(tag) || truncated();
    }

    bool readField(const FieldInfo& field, void* member, wire::Reader& reader, Tag tag) {
        switch (field.shape) {
            case Shape::Value:
                return readValue(field, member, reader, tag);
            case Shape::Optional: {
                void* made = field.ops->size(member) > 0 ? field.ops->at(member, 0) : field.ops->append(member);
                return readValue(field, made, reader, tag);
            }
            case Shape::List:
                if (isPackable(field.kind) && tag.type == Type::Bytes) return readPacked(field, member, reader);
                return readElement(field, member, reader, tag);
            case Shape::Map:
                return readEntry(field, member, reader, tag);
        }
        return false;
    }

    bool readElement(const FieldInfo& field, void* member, wire::Reader& reader, Tag tag) {
        if (!spend(field.type ? field.type->size : sizeof(std::string))) return false;
        m_path.push_back(std::format("[{}]", field.ops->size(member)));
        if (!readValue(field, field.ops->append(member), reader, tag)) return false;
        m_path.pop_back();
        return true;
    }

    bool readPacked(const FieldInfo& field, void* member, wire::Reader& reader) {
        const auto body = reader.bytes();
        if (!body) return truncated();
        wire::Reader elements(*body);
        const Tag tag{field.number, field.kind == Kind::Double ? Type::Fixed64 : Type::Varint};
        while (!elements.atEnd())
            if (!readElement(field, member, elements, tag)) return false;
        return true;
    }

    /// A map's entry: key = 1, value = 2. Either may be absent.
    bool readEntry(const FieldInfo& field, void* member, wire::Reader& reader, Tag tag) {
        if (tag.type != Type::Bytes) return wrongType(tag, field.jsonName);
        const auto body = reader.bytes();
        if (!body) return truncated();
        std::string_view key;
        wire::Reader keys(*body);
        while (!keys.atEnd()) {
            const auto inner = keys.tag();
            if (!inner) return truncated();
            if (inner->number != 1) {
                if (!keys.skip(*inner)) return truncated();
                continue;
            }
            const auto found = inner->type == Type::Bytes ? keys.bytes() : std::nullopt;
            if (!found) return truncated();
            key = *found;
        }
        if (!isText(key)) return fail("a map key is not valid UTF-8");
        if (!spend(sizeof(std::string) * 4 + (field.type ? field.type->size : 0))) return false;
        void* element = field.ops->insert(member, key);
        m_path.emplace_back(key);
        wire::Reader values(*body);
        while (!values.atEnd()) {
            const auto inner = values.tag();
            if (!inner) return truncated();
            if (inner->number != 2 ? !values.skip(*inner) : !readValue(field, element, values, *inner))
                return m_error.empty() ? truncated() : false;
        }
        m_path.pop_back();
        return true;
    }

    bool readValue(const FieldInfo& field, void* at, wire::Reader& reader, Tag tag) {
        const Type expected = field.kind == Kind::Double ? Type::Fixed64
                              : isPackable(field.kind)   ? Type::Varint
                                                         : Type::Bytes;
        if (tag.type != expected) return wrongType(tag, field.jsonName);
        if (expected == Type::Bytes) {
            const auto body = reader.bytes();
            return body ? readBody(field, at, *body) : truncated();
        }
        const auto number = expected == Type::Fixed64 ? reader.fixed64() : reader.varint();
        if (!number) return truncated();
        switch (field.kind) {
            case Kind::Bool:
                as<bool>(at) = *number != 0;
                break;
            case Kind::Int32:
                as<std::int32_t>(at) = static_cast<std::int32_t>(*number);
                break;
            case Kind::Int64:
                as<std::int64_t>(at) = static_cast<std::int64_t>(*number);
                break;
            default:
                as<double>(at) = std::bit_cast<double>(*number);
                break;
        }
        return true;
    }

    bool readBody(const FieldInfo& field, void* at, std::string_view body) {
        switch (field.kind) {
            case Kind::String:
                if (!isText(body)) return fail("the string is not valid UTF-8");
                as<std::string>(at) = body;
                return true;
            case Kind::Bytes:
                as<Bytes>(at).data = body;
                return true;
            case Kind::Quantity:
                return readQuantity(as<Quantity>(at), body);
            case Kind::IntOrString:
                return readIntOrString(as<IntOrString>(at), body);
            case Kind::Time: {
                std::int64_t seconds = 0, nanoseconds = 0;
                if (!readTimestamp(body, seconds, nanoseconds)) return false;
                as<Time>(at) = body.empty() || seconds == kFirstSecond ? Time() : Time(seconds);
                return true;
            }
            case Kind::MicroTime: {
                std::int64_t seconds = 0, nanoseconds = 0;
                if (!readTimestamp(body, seconds, nanoseconds)) return false;
                as<MicroTime>(at) = body.empty() || seconds == kFirstSecond
                                        ? MicroTime()
                                        : MicroTime(seconds * 1'000'000 + nanoseconds / 1000);
                return true;
            }
            case Kind::Duration: {
                std::uint64_t nanoseconds = 0;
                if (!readNumbers(body, {nullptr, &nanoseconds})) return false;
                as<Duration>(at).nanoseconds = static_cast<std::int64_t>(nanoseconds);
                return true;
            }
            case Kind::RawJson:
                return readRaw(as<RawJson>(at), body);
            default:
                return readMessage(*field.type, at, body);
        }
    }

    /// Reads the varint fields whose number indexes `targets`; passes over the rest.
    bool readNumbers(std::string_view body, std::initializer_list<std::uint64_t*> targets) {
        wire::Reader reader(body);
        while (!reader.atEnd()) {
            const auto tag = reader.tag();
            if (!tag) return truncated();
            std::uint64_t* target = tag->number < targets.size() ? targets.begin()[tag->number] : nullptr;
            if (!target || tag->type != Type::Varint) {
                if (!reader.skip(*tag)) return truncated();
                continue;
            }
            const auto number = reader.varint();
            if (!number) return truncated();
            *target = *number;
        }
        return true;
    }

    /// The last bytes field of that number; `found` stays as it is when there is none.
    bool readBytesField(std::string_view body, std::uint32_t number, std::string_view& found) {
        wire::Reader reader(body);
        while (!reader.atEnd()) {
            const auto tag = reader.tag();
            if (!tag) return truncated();
            if (tag->number != number || tag->type != Type::Bytes) {
                if (!reader.skip(*tag)) return truncated();
                continue;
            }
            const auto bytes = reader.bytes();
            if (!bytes) return truncated();
            found = *bytes;
        }
        return true;
    }

    bool readTimestamp(std::string_view body, std::int64_t& seconds, std::int64_t& nanoseconds) {
        std::uint64_t whole = 0, fraction = 0;
        if (!readNumbers(body, {nullptr, &whole, &fraction})) return false;
        seconds = static_cast<std::int64_t>(whole);
        nanoseconds = static_cast<std::int64_t>(fraction);
        if (seconds < kFirstSecond || seconds > kLastSecond || nanoseconds < 0 || nanoseconds > 999'999'999)
            return fail("the time lies outside the years 1 to 9999");
        return true;
    }

    bool readQuantity(Quantity& quantity, std::string_view body) {
        std::string_view text;
        if (!readBytesField(body, 1, text)) return false;
        if (text.empty()) return true;
        auto parsed = Quantity::parse(text);
        if (!parsed) return fail(std::move(parsed.error()));
        quantity = std::move(*parsed);
        return true;
    }

    bool readIntOrString(IntOrString& either, std::string_view body) {
        std::uint64_t type = 0, number = 0;
        std::string_view text;
        if (!readNumbers(body, {nullptr, &type, &number}) || !readBytesField(body, 3, text)) return false;
        if (type > 1) return fail("impossible IntOrString.Type");
        if (!isText(text)) return fail("the string is not valid UTF-8");
        either = type == 1 ? IntOrString(std::string(text)) : IntOrString(static_cast<std::int32_t>(number));
        return true;
    }

    bool readRaw(RawJson& raw, std::string_view body) {
        std::string_view text;
        if (!readBytesField(body, 1, text)) return false;
        raw.text.clear();
        if (text.empty()) return true;
        if (!isText(text)) return fail("the embedded JSON is not valid UTF-8");
        if (auto error = JsonScanner(text, &raw.text, m_depth).scan()) return fail(std::move(error->message));
        if (raw.text == "null") raw.text.clear();
        return true;
    }

    std::size_t m_allowance;
    std::size_t m_depth = 0;
    std::vector<std::string> m_path;
    std::string m_error;
};

bool hasNumbers(const TypeInfo& type, std::set<const TypeInfo*>& seen) {
    if (!seen.insert(&type).second) return true;
    for (const InlineInfo& base : type.inlines) {
        if (base.number == 0 && base.type->name != "TypeMeta") return false;
        if (base.number != 0 && !hasNumbers(*base.type, seen)) return false;
    }
    for (const FieldInfo& field : type.fields)
        if (field.number == 0 || (field.type && !hasNumbers(*field.type, seen))) return false;
    return true;
}

}  // namespace

bool hasProtobuf(const TypeInfo& type) {
    static std::mutex mutex;
    static std::unordered_map<const TypeInfo*, bool> known;
    const std::lock_guard lock(mutex);
    const auto [at, added] = known.try_emplace(&type, false);
    if (added) {
        std::set<const TypeInfo*> seen;
        at->second = hasNumbers(type, seen);
    }
    return at->second;
}

std::expected<void, DecodeError> decodeProtobuf(const TypeInfo& type, void* object, std::string_view message) {
    if (message.size() > kMaxDocumentBytes)
        return std::unexpected(DecodeError{"", std::format("the message is larger than {} bytes", kMaxDocumentBytes)});
    ProtobufReader reader(message.size());
    if (!reader.readMessage(type, object, message)) return std::unexpected(reader.takeError());
    return {};
}

std::expected<ProtobufEnvelope, DecodeError> openEnvelope(std::string_view document) {
    const auto refuse = [](std::string message) { return std::unexpected(DecodeError{"", std::move(message)}); };
    if (!document.starts_with(wire::kEnvelopeMagic))
        return refuse("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
    if (document.size() == wire::kEnvelopeMagic.size()) return refuse("empty body");
    const auto malformed = [&] { return refuse("the protobuf envelope is truncated or malformed"); };
    ProtobufEnvelope envelope;
    wire::Reader reader(document.substr(wire::kEnvelopeMagic.size()));
    while (!reader.atEnd()) {
        const auto tag = reader.tag();
        if (!tag) return malformed();
        if (tag->type != Type::Bytes) {
            if (!reader.skip(*tag)) return malformed();
            continue;
        }
        const auto body = reader.bytes();
        if (!body) return malformed();
        if (tag->number == 2) envelope.message = *body;
        if (tag->number == 3 && !body->empty())
            return refuse("the content encoding of the protobuf envelope is not supported");
        if (tag->number == 4) envelope.contentType = *body;
        if (tag->number != 1) continue;
        wire::Reader head(*body);
        while (!head.atEnd()) {
            const auto inner = head.tag();
            if (!inner) return malformed();
            const bool wanted = inner->type == Type::Bytes && inner->number <= 2;
            const auto text = wanted ? head.bytes() : std::optional<std::string_view>("");
            if (!text || (!wanted && !head.skip(*inner)) || !isText(*text)) return malformed();
            if (wanted) (inner->number == 1 ? envelope.apiVersion : envelope.kind) = *text;
        }
    }
    if (envelope.contentType == "application/vnd.kubernetes.protobuf") envelope.contentType = {};
    return envelope;
}

}  // namespace armillary::schema
