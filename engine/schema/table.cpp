#include "engine/schema/table.h"

#include <zlib.h>

#include <cstring>
#include <stdexcept>

#include "engine/schema/field_equality.h"

/// The compressed documentation: the length of the text, then zlib's stream. Placed by the generated registry.cpp.
extern "C" const unsigned char armillaryDocumentation[];
extern "C" const unsigned char armillaryDocumentationEnd[];

namespace armillary::schema {

namespace {

std::uint32_t number(const void* bytes, std::size_t index) {
    std::uint32_t value = 0;
    std::memcpy(&value, static_cast<const char*>(bytes) + index * sizeof value, sizeof value);
    return value;
}

/// [count][offset of each text, and of the end][texts], uncompressed.
std::string inflateDocumentation() {
    std::string text(number(armillaryDocumentation, 0), '\0');
    auto length = static_cast<uLongf>(text.size());
    const unsigned char* packed = armillaryDocumentation + sizeof(std::uint32_t);
    if (uncompress(reinterpret_cast<Bytef*>(text.data()), &length, packed,
                   static_cast<uLong>(armillaryDocumentationEnd - packed)) != Z_OK)
        throw std::logic_error("the built-in API documentation is damaged");
    return text;
}

template <class T>
bool same(const void* left, const void* right) {
    return *static_cast<const T*>(left) == *static_cast<const T*>(right);
}

}  // namespace

bool equalValue(Kind kind, const TypeInfo* type, const void* left, const void* right) {
    switch (kind) {
        case Kind::Bool:
            return same<bool>(left, right);
        case Kind::Int32:
            return same<std::int32_t>(left, right);
        case Kind::Int64:
            return same<std::int64_t>(left, right);
        case Kind::Double:
            return same<double>(left, right);
        case Kind::String:
            return same<std::string>(left, right);
        case Kind::Bytes:
            return same<Bytes>(left, right);
        case Kind::Quantity:
            return same<Quantity>(left, right);
        case Kind::IntOrString:
            return same<IntOrString>(left, right);
        case Kind::Time:
            return same<Time>(left, right);
        case Kind::MicroTime:
            return same<MicroTime>(left, right);
        case Kind::Duration:
            return same<Duration>(left, right);
        case Kind::RawJson:
            return same<RawJson>(left, right);
        case Kind::Struct:
            return equal(*type, left, right);
    }
    return false;
}

namespace {

struct MapEntry {
    const std::string* key;
    void* value;
};

std::vector<MapEntry> entries(const FieldInfo& field, const void* member) {
    std::vector<MapEntry> all;
    all.reserve(field.ops->size(member));
    field.ops->each(const_cast<void*>(member), &all, [](void* context, const std::string& key, void* value) {
        static_cast<std::vector<MapEntry>*>(context)->push_back({&key, value});
        return true;
    });
    return all;
}

}  // namespace

bool equalField(const FieldInfo& field, const void* left, const void* right) {
    if (field.shape == Shape::Value) return equalValue(field.kind, field.type, left, right);
    const std::size_t size = field.ops->size(left);
    if (size != field.ops->size(right)) return false;
    if (field.shape == Shape::Map) {
        const auto ours = entries(field, left), theirs = entries(field, right);
        for (std::size_t i = 0; i < size; ++i)
            if (*ours[i].key != *theirs[i].key || !equalValue(field.kind, field.type, ours[i].value, theirs[i].value))
                return false;
        return true;
    }
    for (std::size_t i = 0; i < size; ++i) {
        const void* ours = field.ops->at(const_cast<void*>(left), i);
        if (!equalValue(field.kind, field.type, ours, field.ops->at(const_cast<void*>(right), i))) return false;
    }
    return true;
}

std::string_view documentation(std::uint32_t index) {
    static const std::string kAll = inflateDocumentation();
    const std::uint32_t count = number(kAll.data(), 0);
    if (index >= count) return {};
    const std::uint32_t from = number(kAll.data(), 1 + index), to = number(kAll.data(), 2 + index);
    return std::string_view(kAll).substr(sizeof(std::uint32_t) * (count + 2) + from, to - from);
}

bool equal(const TypeInfo& type, const void* left, const void* right) {
    for (const InlineInfo& base : type.inlines)
        if (!equal(*base.type, base.upcast(const_cast<void*>(left)), base.upcast(const_cast<void*>(right))))
            return false;
    for (const FieldInfo& field : type.fields)
        if (!equalField(field, static_cast<const char*>(left) + field.offset,
                        static_cast<const char*>(right) + field.offset))
            return false;
    return true;
}

}  // namespace armillary::schema
