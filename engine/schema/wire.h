#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The protobuf wire format. Source: https://protobuf.dev/programming-guides/encoding/.
namespace armillary::schema::wire {

enum class Type : std::uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, GroupStart = 3, GroupEnd = 4, Fixed32 = 5 };

/// What stands before every Kubernetes protobuf document.
inline constexpr std::string_view kEnvelopeMagic{"k8s\0", 4};

void putVarint(std::string& out, std::uint64_t value);
void putTag(std::string& out, std::uint32_t number, Type type);
void putVarintField(std::string& out, std::uint32_t number, std::uint64_t value);
void putFixed64Field(std::string& out, std::uint32_t number, std::uint64_t value);
void putBytesField(std::string& out, std::uint32_t number, std::string_view bytes);
/// Opens a nested message; what is appended until endMessage() is its body.
std::size_t beginMessage(std::string& out, std::uint32_t number);
void endMessage(std::string& out, std::size_t from);

struct Tag {
    std::uint32_t number;
    Type type;
};

/// Reads one message front to back. Every call returns nothing at a truncated or malformed place.
class Reader {
public:
    explicit Reader(std::string_view message) : m_rest(message) {}
    bool atEnd() const { return m_rest.empty(); }
    std::optional<std::uint64_t> varint();
    std::optional<std::uint64_t> fixed64();
    std::optional<std::string_view> bytes();
    std::optional<Tag> tag();
    /// Passes over a value of a field that nobody knows; groups may nest 100 deep.
    bool skip(Tag tag, int depth = 0);

private:
    std::string_view m_rest;
};

}  // namespace armillary::schema::wire
