#include <array>
#include <bit>

#include "engine/schema/protobuf_codec.h"
#include "engine/schema/wire.h"

namespace armillary::schema {

namespace {

using wire::Type;

template <class T>
const T& as(const void* value) {
    return *static_cast<const T*>(value);
}

const void* member(const FieldInfo& field, const void* object) {
    return static_cast<const char*>(object) + field.offset;
}

void writeMessage(const TypeInfo& type, const void* object, std::string& out);

/// seconds = 1, nanos = 2; nothing at all for an unset time.
void writeTimestamp(std::string& out, bool set, std::int64_t seconds, std::int64_t nanoseconds) {
    if (!set) return;
    wire::putVarintField(out, 1, static_cast<std::uint64_t>(seconds));
    wire::putVarintField(out, 2, static_cast<std::uint64_t>(nanoseconds));
}

/// The body of a length-delimited value.
void writeBody(const FieldInfo& field, const void* value, std::string& out) {
    switch (field.kind) {
        case Kind::String:
            out += as<std::string>(value);
            return;
        case Kind::Bytes:
            out += as<Bytes>(value).data;
            return;
        case Kind::Quantity:
            return wire::putBytesField(out, 1, as<Quantity>(value).text());
        case Kind::IntOrString: {
            const auto& either = as<IntOrString>(value);
            wire::putVarintField(out, 1, either.isString() ? 1 : 0);
            wire::putVarintField(out, 2,
                                 static_cast<std::uint64_t>(static_cast<std::int64_t>(either.number.value_or(0))));
            return wire::putBytesField(out, 3, either.text);
        }
        case Kind::Time:
            return writeTimestamp(out, as<Time>(value).isSet(), as<Time>(value).seconds, 0);
        case Kind::MicroTime: {
            const auto& time = as<MicroTime>(value);
            const auto whole = std::chrono::floor<std::chrono::seconds>(std::chrono::microseconds(time.micros)).count();
            return writeTimestamp(out, time.isSet(), whole,
                                  time.isSet() ? (time.micros - whole * 1'000'000) * 1000 : 0);
        }
        case Kind::Duration:
            return wire::putVarintField(out, 1, static_cast<std::uint64_t>(as<Duration>(value).nanoseconds));
        case Kind::RawJson:
            if (const std::string& text = as<RawJson>(value).text; !text.empty()) wire::putBytesField(out, 1, text);
            return;
        case Kind::Struct:
            return writeMessage(*field.type, value, out);
        case Kind::Bool:
        case Kind::Int32:
        case Kind::Int64:
        case Kind::Double:
            return;
    }
}

void writeValue(const FieldInfo& field, std::uint32_t number, const void* value, std::string& out) {
    switch (field.kind) {
        case Kind::Bool:
            return wire::putVarintField(out, number, as<bool>(value) ? 1 : 0);
        case Kind::Int32:
            return wire::putVarintField(out, number, static_cast<std::uint64_t>(std::int64_t{as<std::int32_t>(value)}));
        case Kind::Int64:
            return wire::putVarintField(out, number, static_cast<std::uint64_t>(as<std::int64_t>(value)));
        case Kind::Double:
            return wire::putFixed64Field(out, number, std::bit_cast<std::uint64_t>(as<double>(value)));
        case Kind::String:
            return wire::putBytesField(out, number, as<std::string>(value));
        default:
            break;
    }
    const std::size_t from = wire::beginMessage(out, number);
    writeBody(field, value, out);
    wire::endMessage(out, from);
}

/// What Go holds as nil and so leaves out: no bytes, an empty named list.
bool isNil(const FieldInfo& field, const void* value) {
    if (field.kind == Kind::Bytes) return as<Bytes>(value).data.empty();
    return field.kind == Kind::Struct && field.type->listWrapper && field.type->fields[0].ops->size(value) == 0;
}

void writeMap(const FieldInfo& field, const void* at, std::string& out) {
    struct Visit {
        const FieldInfo& field;
        std::string& out;
    } visit{field, out};
    field.ops->each(const_cast<void*>(at), &visit, [](void* context, const std::string& key, void* value) {
        auto& [field, out] = *static_cast<Visit*>(context);
        const std::size_t from = wire::beginMessage(out, field.number);
        wire::putBytesField(out, 1, key);
        writeValue(field, 2, value, out);
        wire::endMessage(out, from);
        return true;
    });
}

void writeField(const FieldInfo& field, const void* at, std::string& out) {
    if (field.shape == Shape::Map) return writeMap(field, at, out);
    if (field.shape == Shape::Value) {
        if (!isNil(field, at)) writeValue(field, field.number, at, out);
        return;
    }
    const std::size_t size = field.ops->size(at);
    for (std::size_t i = 0; i < size; ++i)
        writeValue(field, field.number, field.ops->at(const_cast<void*>(at), i), out);
}

/// One part of a message: a field or an inlined struct.
struct Part {
    std::uint32_t number;
    const FieldInfo* field;
    const InlineInfo* base;
};

/// In the order of their numbers, as upstream writes them. Most structs are declared so, which insertion makes cheap.
std::span<const Part> orderedParts(const TypeInfo& type, std::array<Part, 96>& parts) {
    std::size_t count = 0;
    const auto insert = [&](Part part) {
        if (part.number == 0 || count == parts.size()) return;
        std::size_t at = count++;
        for (; at > 0 && parts[at - 1].number > part.number; --at) parts[at] = parts[at - 1];
        parts[at] = part;
    };
    for (const InlineInfo& base : type.inlines) insert({base.number, nullptr, &base});
    for (const FieldInfo& field : type.fields) insert({field.number, &field, nullptr});
    return std::span(parts).first(count);
}

void writeMessage(const TypeInfo& type, const void* object, std::string& out) {
    std::array<Part, 96> parts;
    for (const Part& part : orderedParts(type, parts)) {
        if (part.field) {
            writeField(*part.field, member(*part.field, object), out);
            continue;
        }
        const std::size_t from = wire::beginMessage(out, part.number);
        writeMessage(*part.base->type, part.base->upcast(const_cast<void*>(object)), out);
        wire::endMessage(out, from);
    }
}

}  // namespace

void encodeProtobuf(const TypeInfo& type, const void* object, std::string& out) {
    writeMessage(type, object, out);
}

std::string sealEnvelope(std::string_view apiVersion, std::string_view kind, std::string_view message) {
    std::string out;
    out.reserve(message.size() + apiVersion.size() + kind.size() + 32);
    out.append(wire::kEnvelopeMagic);
    const std::size_t from = wire::beginMessage(out, 1);
    wire::putBytesField(out, 1, apiVersion);
    wire::putBytesField(out, 2, kind);
    wire::endMessage(out, from);
    wire::putBytesField(out, 2, message);
    wire::putBytesField(out, 3, {});
    wire::putBytesField(out, 4, {});
    return out;
}

}  // namespace armillary::schema
