#include <cstdlib>
#include <string_view>

#include "engine/client/http/json_slices.h"
#include "engine/client/http/watch_stream.h"

using namespace armillary;

/// What a server sends as a line of a watch, or as a list: read in every shape, and parts must lie inside the whole.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto inside = [&](std::string_view part) {
        return part.data() >= input.data() && part.data() + part.size() <= input.data() + input.size();
    };
    if (const auto members = client::sliceObject(input))
        for (const auto& [key, value] : *members)
            if (!inside(key) || !inside(value) || value.empty()) std::abort();
    if (const auto elements = client::sliceArray(input))
        for (const auto element : *elements)
            if (!inside(element) || element.empty()) std::abort();
    const auto event = client::readWatchLine(input);
    const bool carries = event.type == client::WatchEventType::Added ||
                         event.type == client::WatchEventType::Modified ||
                         event.type == client::WatchEventType::Deleted;
    if (carries != (event.object != nullptr)) std::abort();
    return 0;
}
