#include "app/files/archive/tar_writer.h"

#include <format>

namespace armillary::app::tar {

namespace {

char letterOf(TarMember::Type type) {
    switch (type) {
        case TarMember::Type::Folder:
            return '5';
        case TarMember::Type::Link:
            return '2';
        case TarMember::Type::HardLink:
            return '1';
        default:
            return '0';
    }
}

void put(std::string& block, std::size_t at, std::string_view text) {
    block.replace(at, text.size(), text);
}

void putNumber(std::string& block, std::size_t at, std::size_t size, std::uint64_t value) {
    const std::string digits = std::format("{:0{}o}", value, size - 1);
    if (digits.size() < size) return put(block, at, digits);
    // GNU's binary form, for what is too large.
    for (std::size_t place = 0; place < size; ++place) {
        const std::size_t shift = 8 * (size - 1 - place);
        block[at + place] = static_cast<char>(shift < 64 ? value >> shift & 0xff : 0);
    }
    block[at] = static_cast<char>(static_cast<unsigned char>(block[at]) | 0x80);
}

std::string block(std::string_view name, std::string_view target, char type, std::uint64_t size, unsigned mode,
                  std::int64_t modified) {
    std::string made(kBlock, '\0');
    put(made, kName, name.substr(0, kNameSize));
    putNumber(made, kMode, kNumberSize, mode & 07777);
    putNumber(made, kUser, kNumberSize, 0);
    putNumber(made, kGroup, kNumberSize, 0);
    putNumber(made, kSize, kLongNumberSize, size);
    putNumber(made, kModified, kLongNumberSize, modified < 0 ? 0 : static_cast<std::uint64_t>(modified));
    made[kType] = type;
    put(made, kTarget, target.substr(0, kNameSize));
    put(made, kMagic, std::string_view("ustar  ", 7));
    put(made, kSum, std::string(kSumSize, ' '));
    std::uint64_t sum = 0;
    for (const char byte : made) sum += static_cast<unsigned char>(byte);
    put(made, kSum, std::format("{:06o}", sum) + '\0');
    return made;
}

/// GNU's member whose content is the next one's name.
std::string longText(std::string text, char type) {
    text += '\0';
    std::string made = block("././@LongLink", {}, type, text.size(), 0644, 0);
    made += text;
    made.append(padding(text.size()), '\0');
    return made;
}

std::uint64_t longSize(const std::string& text) {
    if (text.size() <= kNameSize) return 0;
    return kBlock + text.size() + 1 + padding(text.size() + 1);
}

}  // namespace

std::string header(const TarMember& member) {
    std::string made;
    if (member.target.size() > kNameSize) made += longText(member.target, 'K');
    if (member.name.size() > kNameSize) made += longText(member.name, 'L');
    const std::uint64_t size = member.type == TarMember::Type::File ? member.size : 0;
    return made + block(member.name, member.target, letterOf(member.type), size, member.mode, member.modified);
}

std::uint64_t headerSize(const TarMember& member) {
    return kBlock + longSize(member.name) + longSize(member.target);
}

std::string end() {
    return std::string(2 * kBlock, '\0');
}

}  // namespace armillary::app::tar
