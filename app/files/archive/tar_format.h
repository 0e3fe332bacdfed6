#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace armillary::app {

/// One member of a tar archive, as its headers say. Names are as whoever wrote them wrote them: trust none.
struct TarMember {
    enum class Type { File, Folder, Link, HardLink, Other };
    Type type = Type::File;
    std::string name;
    std::string target;         ///< of a link
    std::uint64_t size = 0;     ///< bytes of content that follow; of files, and of what is Other
    std::int64_t modified = 0;  ///< seconds since 1970
    unsigned mode = 0;          ///< permissions alone
};

/// POSIX ustar, with GNU's long names and large numbers; what pax headers say is read, too.
/// Source: https://www.gnu.org/software/tar/manual/html_node/Standard.html and POSIX pax.
namespace tar {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kName = 0, kNameSize = 100, kMode = 100, kUser = 108, kGroup = 116, kNumberSize = 8;
constexpr std::size_t kSize = 124, kModified = 136, kLongNumberSize = 12, kSum = 148, kSumSize = 8;
constexpr std::size_t kType = 156, kTarget = 157, kMagic = 257, kPrefix = 345, kPrefixSize = 155;

/// What is missing from a whole number of blocks.
constexpr std::uint64_t padding(std::uint64_t size) {
    return (kBlock - size % kBlock) % kBlock;
}

}  // namespace tar

}  // namespace armillary::app
