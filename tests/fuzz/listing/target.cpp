// What a container says is in a folder.
#include <cstdint>

#include "app/files/archive/listing.h"

using namespace armillary::app;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Listing listing = readListing({reinterpret_cast<const char*>(data), size});
    if (listing.files.size() > Listing::kMostFiles) __builtin_trap();
    for (const ListedFile& file : listing.files)
        if (file.name.empty() || file.name.find('/') != std::string::npos) __builtin_trap();
    return 0;
}
