#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/resources/custom/json_path.h"
#include "engine/resources/custom/tree.h"

using namespace armillary::resources::custom;

/// A path that is understood can be followed, and finds no more than it may; one that is not says why.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const json::value kDocument =
        parseTree(R"({"a":[{"b":1,"c":"x"},{"b":2.5,"c":null},[]],"d":{"e":{"f":true}},"g.h":"i"})");
    const auto path = JsonPath::parse({reinterpret_cast<const char*>(data), size});
    if (!path) {
        if (path.error().empty()) std::abort();
        return 0;
    }
    const auto found = path->find(kDocument);
    if (found.size() > JsonPath::kMaxVisits) std::abort();
    for (const json::value* value : found) (void)printed(*value);
    return 0;
}
