#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/runtime/ranges.h"

/// The kernel's route table as text, and a network as it is written in a file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)armillary::runtime::freeRanges(armillary::runtime::routedNetworks(text));
    (void)armillary::runtime::parseNetwork(text);
    return 0;
}
