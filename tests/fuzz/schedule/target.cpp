#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/resources/checks/schedule.h"

using namespace armillary::resources;

/// A schedule that is understood moves on, and finds the same times from either end; one that is not says why.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto schedule = Schedule::parse(input);
    if (!schedule) {
        if (schedule.error().empty()) std::abort();
        return 0;
    }
    const Schedule::Time start(std::chrono::seconds(1'774'738'800));  // an hour before clocks change in Europe
    const auto first = schedule->next(start);
    if (!first) return 0;
    if (*first <= start) std::abort();
    const auto second = schedule->next(*first);
    if (second && (*second <= *first || schedule->lastUntil(start, *second) != second)) std::abort();
    return 0;
}
