#include <cstdint>
#include <string_view>

#include "engine/pki/ca.h"

using namespace armillary;

/// Certificates and signing requests from strangers: read, or refused with a sentence; never anything else.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view input(reinterpret_cast<const char*>(data), size);
    (void)pki::inspect(input);
    (void)pki::pinOf(input);
    (void)pki::parseSigningRequest(input);
    return 0;
}
