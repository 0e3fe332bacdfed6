#include "engine/schema/wire.h"

#include <cstring>

namespace armillary::schema::wire {

namespace {

constexpr int kDeepestGroup = 100;

}

void putVarint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
    out.push_back(static_cast<char>(value));
}

void putTag(std::string& out, std::uint32_t number, Type type) {
    putVarint(out, std::uint64_t{number} << 3 | static_cast<std::uint64_t>(type));
}

void putVarintField(std::string& out, std::uint32_t number, std::uint64_t value) {
    putTag(out, number, Type::Varint);
    putVarint(out, value);
}

void putFixed64Field(std::string& out, std::uint32_t number, std::uint64_t value) {
    putTag(out, number, Type::Fixed64);
    for (int i = 0; i < 8; ++i, value >>= 8) out.push_back(static_cast<char>(value));
}

void putBytesField(std::string& out, std::uint32_t number, std::string_view bytes) {
    putTag(out, number, Type::Bytes);
    putVarint(out, bytes.size());
    out.append(bytes);
}

std::size_t beginMessage(std::string& out, std::uint32_t number) {
    putTag(out, number, Type::Bytes);
    out.push_back('\0');
    return out.size();
}

void endMessage(std::string& out, std::size_t from) {
    std::size_t length = out.size() - from;
    if (length < 0x80) {
        out[from - 1] = static_cast<char>(length);
        return;
    }
    std::string prefix;
    putVarint(prefix, length);
    out.replace(from - 1, 1, prefix);
}

std::optional<std::uint64_t> Reader::varint() {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 10 && i < m_rest.size(); ++i) {
        const auto byte = static_cast<unsigned char>(m_rest[i]);
        if (i == 9 && byte > 1) return std::nullopt;
        value |= std::uint64_t{byte & 0x7fu} << (7 * i);
        if (byte < 0x80) {
            m_rest.remove_prefix(i + 1);
            return value;
        }
    }
    return std::nullopt;
}

std::optional<std::uint64_t> Reader::fixed64() {
    if (m_rest.size() < 8) return std::nullopt;
    std::uint64_t value = 0;
    for (int i = 7; i >= 0; --i) value = value << 8 | static_cast<unsigned char>(m_rest[static_cast<std::size_t>(i)]);
    m_rest.remove_prefix(8);
    return value;
}

std::optional<std::string_view> Reader::bytes() {
    const auto length = varint();
    if (!length || *length > m_rest.size()) return std::nullopt;
    const std::string_view body = m_rest.substr(0, *length);
    m_rest.remove_prefix(*length);
    return body;
}

std::optional<Tag> Reader::tag() {
    const auto value = varint();
    if (!value || *value > UINT32_MAX) return std::nullopt;
    const auto number = static_cast<std::uint32_t>(*value >> 3);
    const auto type = static_cast<Type>(*value & 7);
    if (number == 0 || type > Type::Fixed32) return std::nullopt;
    return Tag{number, type};
}

bool Reader::skip(Tag tag, int depth) {
    switch (tag.type) {
        case Type::Varint:
            return varint().has_value();
        case Type::Fixed64:
            return fixed64().has_value();
        case Type::Bytes:
            return bytes().has_value();
        case Type::Fixed32:
            if (m_rest.size() < 4) return false;
            m_rest.remove_prefix(4);
            return true;
        case Type::GroupStart:
            if (depth >= kDeepestGroup) return false;
            while (auto inner = this->tag()) {
                if (inner->type == Type::GroupEnd) return inner->number == tag.number;
                if (!skip(*inner, depth + 1)) return false;
            }
            return false;
        case Type::GroupEnd:
            return false;
    }
    return false;
}

}  // namespace armillary::schema::wire
