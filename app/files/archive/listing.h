#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace armillary::app {

/// What lies in a folder of a container.
struct ListedFile {
    std::string name;  ///< bytes, as they are there: not always UTF-8, and with line ends if somebody wanted so
    std::uint32_t mode = 0;
    std::uint64_t size = 0;
    std::int64_t modified = 0;  ///< seconds since 1970
    std::uint32_t user = 0, group = 0;
    std::string target;                                                     ///< of a link
    enum class Leads { Nowhere, ToFile, ToFolder } leads = Leads::Nowhere;  ///< where a link does

    bool isFolder() const;
    bool isLink() const;
    bool isFile() const;
};

struct Listing {
    static constexpr std::size_t kMostBytes = 8u << 20;
    static constexpr std::size_t kMostFiles = 20'000;
    std::vector<ListedFile> files;
    bool complete = true;  ///< false when there is more than was read, or something that was not understood
};

/// Lists the folder that is its first argument, with what busybox, Debian and Alpine all have: a shell, stat, and find
/// where there is one. Exit codes are those below.
///
/// It writes "MODE SIZE TIME USER GROUP/./NAME/\n" for each, the mode in hexadecimal: a name has no slash in it, so
/// that nothing in a name can be mistaken. A NUL follows, then KIND, "./NAME" and target of each link, each with a NUL.
extern const char* const kListingScript;
enum ListingExit { kNoSuchPath = 64, kNotAFolder = 65, kMayNotRead = 66, kNoStat = 67 };

/// From what that script wrote; whatever else it is given, it reads what it can.
Listing readListing(std::string_view output);

}  // namespace armillary::app
