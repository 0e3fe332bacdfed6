#include "app/files/archive/listing.h"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace armillary::app {

const char* const kListingScript = R"script(LC_ALL=C; export LC_ALL
[ -e "$1" ] || [ -L "$1" ] || exit 64
[ -d "$1" ] || exit 65
cd "$1" 2>/dev/null && [ -r . ] || exit 66
command -v stat >/dev/null 2>&1 || exit 67
if command -v find >/dev/null 2>&1
then find . ! -name . -prune -exec stat -c '%f %s %Y %u %g/%n/' {} + 2>/dev/null
else stat -c '%f %s %Y %u %g/%n/' ./* ./.[!.]* ./..?* 2>/dev/null
fi
printf '\0'
for file in ./* ./.[!.]* ./..?*; do
  [ -L "$file" ] || continue
  if [ -d "$file" ]; then leads=d; elif [ -e "$file" ]; then leads=f; else leads=n; fi
  printf '%s\0%s\0%s\0' "$leads" "$file" "$(readlink "$file")"
done
exit 0)script";

namespace {

/// What comes before `end`, and goes from `left`; nothing when `end` does not come.
std::optional<std::string_view> upTo(std::string_view& left, char end) {
    const auto at = left.find(end);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view found = left.substr(0, at);
    left.remove_prefix(at + 1);
    return found;
}

template <class Number>
bool takeNumber(std::string_view& left, Number& number, int base) {
    const auto read = std::from_chars(left.data(), left.data() + left.size(), number, base);
    if (read.ec != std::errc()) return false;
    left.remove_prefix(static_cast<std::size_t>(read.ptr - left.data()));
    if (!left.empty() && left.front() == ' ') left.remove_prefix(1);
    return true;
}

std::optional<ListedFile> takeFile(std::string_view& left) {
    ListedFile file;
    auto numbers = upTo(left, '/');
    if (!numbers || !takeNumber(*numbers, file.mode, 16) || !takeNumber(*numbers, file.size, 10) ||
        !takeNumber(*numbers, file.modified, 10) || !takeNumber(*numbers, file.user, 10) ||
        !takeNumber(*numbers, file.group, 10) || !numbers->empty())
        return std::nullopt;
    const auto here = upTo(left, '/'), name = upTo(left, '/'), nothing = upTo(left, '\n');
    if (!here || *here != "." || !name || name->empty() || !nothing || !nothing->empty()) return std::nullopt;
    file.name = *name;
    return file;
}

}  // namespace

bool ListedFile::isFolder() const {
    return S_ISDIR(mode);
}
bool ListedFile::isLink() const {
    return S_ISLNK(mode);
}
bool ListedFile::isFile() const {
    return S_ISREG(mode);
}

Listing readListing(std::string_view output) {
    Listing listing;
    const auto boundary = output.find('\0');
    std::string_view files = output.substr(0, std::min(boundary, output.size()));
    std::string_view links = boundary == std::string_view::npos ? std::string_view() : output.substr(boundary + 1);
    listing.complete = boundary != std::string_view::npos;
    std::map<std::string, std::size_t, std::less<>> linkAt;
    while (!files.empty()) {
        auto file = listing.files.size() < Listing::kMostFiles ? takeFile(files) : std::nullopt;
        if (!file) {
            listing.complete = false;
            break;
        }
        if (file->isLink()) linkAt[file->name] = listing.files.size();
        listing.files.push_back(std::move(*file));
    }
    while (!links.empty()) {
        const auto leads = upTo(links, '\0'), name = upTo(links, '\0'), target = upTo(links, '\0');
        if (!target) {
            listing.complete = false;
            break;
        }
        const auto found = name->starts_with("./") ? linkAt.find(name->substr(2)) : linkAt.end();
        if (found == linkAt.end()) continue;  // made meanwhile
        ListedFile& file = listing.files[found->second];
        file.target = *target;
        file.leads = *leads == "d"   ? ListedFile::Leads::ToFolder
                     : *leads == "f" ? ListedFile::Leads::ToFile
                                     : ListedFile::Leads::Nowhere;
    }
    return listing;
}

}  // namespace armillary::app
