#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/schema/apply/field_set.h"

using namespace armillary;

/// What is read is written in one spelling, which reads as the same set; and the algebra holds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto set = apply::readFieldsV1(input);
    if (!set) {
        if (set.error().empty()) std::abort();
        return 0;
    }
    std::string written, again;
    apply::writeFieldsV1(*set, written);
    const auto second = apply::readFieldsV1(written);
    if (!second || !(*second == *set)) std::abort();
    apply::writeFieldsV1(*second, again);
    if (again != written) std::abort();
    if (!set->without(*set).empty() || !(set->unitedWith(*set) == *set) || !(set->commonWith(*set) == *set))
        std::abort();
    std::size_t members = 0;
    set->each([&](apply::Path path) {
        ++members;
        if (!set->has(path) || apply::pathText(path).empty()) std::abort();
    });
    if (members != set->size()) std::abort();
    return 0;
}
