#include "app/files/archive/tar_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace armillary::app {

namespace {

constexpr std::uint64_t kLargest = 1ull << 62;

/// Octal digits, or, with the highest bit set, GNU's binary number; nothing for anything else. Negative ones are 0:
/// only times are ever so.
std::optional<std::uint64_t> numberOf(std::string_view field) {
    const auto first = static_cast<unsigned char>(field.front());
    if (first == 0xff) return 0;
    std::uint64_t value = 0;
    if (first & 0x80) {
        for (std::size_t at = 0; at < field.size(); ++at) {
            const auto byte = static_cast<unsigned char>(field[at]);
            if (value >= kLargest >> 8) return std::nullopt;
            value = value << 8 | (at == 0 ? byte & 0x7fu : byte);
        }
        return value;
    }
    while (!field.empty() && field.front() == ' ') field.remove_prefix(1);
    field = field.substr(0, std::min(field.find_first_of(std::string_view("\0 ", 2)), field.size()));
    if (field.empty()) return 0;
    const auto read = std::from_chars(field.data(), field.data() + field.size(), value, 8);
    if (read.ec != std::errc() || read.ptr != field.data() + field.size() || value > kLargest) return std::nullopt;
    return value;
}

/// Old programs took the bytes for signed.
bool sumIsRight(std::string_view block) {
    std::int64_t plain = 0, asSigned = 0;
    for (std::size_t at = 0; at < block.size(); ++at) {
        const char byte = at >= tar::kSum && at < tar::kSum + tar::kSumSize ? ' ' : block[at];
        plain += static_cast<unsigned char>(byte);
        asSigned += static_cast<signed char>(byte);
    }
    const auto told = numberOf(block.substr(tar::kSum, tar::kSumSize));
    return told && (static_cast<std::int64_t>(*told) == plain || static_cast<std::int64_t>(*told) == asSigned);
}

TarMember::Type typeOf(char type, bool namesFolder) {
    switch (type) {
        case '0':
        case '\0':
        case '7':
            return namesFolder ? TarMember::Type::Folder : TarMember::Type::File;
        case '1':
            return TarMember::Type::HardLink;
        case '2':
            return TarMember::Type::Link;
        case '5':
            return TarMember::Type::Folder;
        default:
            return TarMember::Type::Other;
    }
}

}  // namespace

std::string_view TarReader::field(std::size_t at, std::size_t size) const {
    const std::string_view whole = std::string_view(m_block).substr(at, size);
    return whole.substr(0, std::min(whole.find('\0'), whole.size()));
}

std::expected<void, TarReader::Fault> TarReader::feed(std::string_view bytes) {
    while (!bytes.empty() && !isOver()) {
        if (m_left > 0) {
            const std::string_view piece = bytes.substr(0, std::min<std::uint64_t>(m_left, bytes.size()));
            bytes.remove_prefix(piece.size());
            m_left -= piece.size();
            if (m_into == Into::Content && !m_taker.content(piece)) return std::unexpected(Fault::Refused);
            if (m_into != Into::Content && m_into != Into::Nowhere) m_long += piece;
            if (m_left > 0) continue;
            if (auto done = finishContent(); !done) return done;
        } else if (m_padding > 0) {
            const auto skipped = std::min<std::uint64_t>(m_padding, bytes.size());
            bytes.remove_prefix(skipped);
            m_padding -= skipped;
        } else {
            const std::string_view piece = bytes.substr(0, tar::kBlock - m_block.size());
            bytes.remove_prefix(piece.size());
            m_block += piece;
            if (m_block.size() < tar::kBlock) continue;
            if (auto taken = takeHeader(); !taken) return taken;
            m_block.clear();
        }
    }
    return {};
}

TarReader::Outcome TarReader::takeHeader() {
    if (std::ranges::all_of(m_block, [](char byte) { return byte == '\0'; })) {
        ++m_emptyBlocks;
        return {};
    }
    m_emptyBlocks = 0;
    const auto size = numberOf(std::string_view(m_block).substr(tar::kSize, tar::kLongNumberSize));
    if (!sumIsRight(m_block) || !size) return std::unexpected(Fault::NotAnArchive);
    const char type = m_block[tar::kType];
    if (type != 'L' && type != 'K' && type != 'x' && type != 'g') return takeMember(type);
    if (*size > kMostHeader) return std::unexpected(Fault::HeaderTooLong);
    m_into = type == 'L' ? Into::Name : type == 'K' ? Into::Target : type == 'x' ? Into::Pax : Into::Nowhere;
    m_long.clear();
    m_left = *size;
    m_padding = tar::padding(*size);
    return m_left > 0 ? Outcome() : finishContent();
}

TarReader::Outcome TarReader::takeMember(char type) {
    const Ahead ahead = std::exchange(m_ahead, {});
    const auto size = numberOf(std::string_view(m_block).substr(tar::kSize, tar::kLongNumberSize));
    const auto mode = numberOf(std::string_view(m_block).substr(tar::kMode, tar::kNumberSize));
    const auto modified = numberOf(std::string_view(m_block).substr(tar::kModified, tar::kLongNumberSize));
    if (!size || !mode || !modified) return std::unexpected(Fault::NotAnArchive);
    TarMember member{.target = ahead.target.empty() ? std::string(field(tar::kTarget, tar::kNameSize)) : ahead.target,
                     .size = ahead.hasSize ? ahead.size : *size,
                     .modified = static_cast<std::int64_t>(*modified),
                     .mode = static_cast<unsigned>(*mode & 07777)};
    if (!ahead.name.empty()) {
        member.name = ahead.name;
    } else {
        member.name = field(tar::kName, tar::kNameSize);
        // GNU has other things where the standard has the name's beginning.
        const bool isStandard = std::string_view(m_block).substr(tar::kMagic, 6) == std::string_view("ustar\0", 6);
        const std::string_view prefix = field(tar::kPrefix, tar::kPrefixSize);
        if (isStandard && !prefix.empty()) member.name = std::string(prefix) + "/" + member.name;
    }
    member.type = ahead.isSparse ? TarMember::Type::Other : typeOf(type, member.name.ends_with('/'));
    // Whatever the header of one of these says, nothing follows it.
    if (type >= '1' && type <= '6') member.size = 0;
    m_into = Into::Content;
    m_left = member.size;
    m_padding = tar::padding(member.size);
    if (!m_taker.begin(member)) return std::unexpected(Fault::Refused);
    return m_left > 0 ? Outcome() : finishContent();
}

TarReader::Outcome TarReader::finishContent() {
    switch (m_into) {
        case Into::Content:
            if (!m_taker.end()) return std::unexpected(Fault::Refused);
            return {};
        case Into::Name:
            m_ahead.name = m_long.c_str();
            return {};
        case Into::Target:
            m_ahead.target = m_long.c_str();
            return {};
        case Into::Pax:
            return readPax();
        case Into::Nowhere:
            return {};
    }
    return {};
}

/// Records of "LENGTH KEY=VALUE\n", the length being that of the whole record.
TarReader::Outcome TarReader::readPax() {
    std::string_view left = m_long;
    while (!left.empty()) {
        std::size_t length = 0;
        const auto read = std::from_chars(left.data(), left.data() + left.size(), length);
        const auto digits = static_cast<std::size_t>(read.ptr - left.data());
        if (read.ec != std::errc() || length > left.size() || length < digits + 4 || left[digits] != ' ' ||
            left[length - 1] != '\n')
            return std::unexpected(Fault::NotAnArchive);
        const std::string_view record = left.substr(digits + 1, length - digits - 2);
        left.remove_prefix(length);
        const auto equals = record.find('=');
        if (equals == std::string_view::npos) return std::unexpected(Fault::NotAnArchive);
        const std::string_view key = record.substr(0, equals), value = record.substr(equals + 1);
        if (key == "path") m_ahead.name = value;
        if (key == "linkpath") m_ahead.target = value;
        if (key.starts_with("GNU.sparse.")) m_ahead.isSparse = true;
        if (key != "size") continue;
        const auto number = std::from_chars(value.data(), value.data() + value.size(), m_ahead.size);
        if (number.ec != std::errc() || number.ptr != value.data() + value.size() || m_ahead.size > kLargest)
            return std::unexpected(Fault::NotAnArchive);
        m_ahead.hasSize = true;
    }
    return {};
}

}  // namespace armillary::app
