#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/client/discovery.h"

/// What any server says it serves: an error or resources that can be asked for, never more than the bound.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace armillary;
    client::Discovery found;
    const auto read = client::readDiscovery({reinterpret_cast<const char*>(data), size}, found);
    if (!read && read.error().message.empty()) std::abort();
    if (found.resources.size() > 5000) std::abort();
    for (const client::ApiResource& resource : found.resources) {
        const std::string path = resource.path("default", "x");
        if (resource.plural.empty() || resource.kind.empty() || !path.starts_with('/')) std::abort();
        for (const unsigned char c : path)
            if (c <= ' ' || c > '~') std::abort();
    }
    return 0;
}
