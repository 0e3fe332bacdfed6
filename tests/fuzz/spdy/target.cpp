// Bytes from the runtime's side of a SPDY session, fed in two parts.
#include <cstdint>

#include "nodes/agent/endpoint/spdy.h"

using namespace armillary::agent::spdy;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    Decoder decoder;
    for (const std::string_view part : {input.substr(0, size / 2), input.substr(size / 2)}) {
        decoder.feed(part);
        for (auto frame = decoder.next();; frame = decoder.next()) {
            if (!frame) return 0;
            if (!*frame) break;
            if ((*frame)->data.size() > size) __builtin_trap();
        }
    }
    return 0;
}
