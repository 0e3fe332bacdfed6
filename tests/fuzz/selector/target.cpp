#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/schema/selector.h"

using namespace armillary;

/// A selector that is understood is written so that it is understood again, and matches the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    static const schema::StringMap<std::string> labels{{"app", "web"}, {"n", "5"}, {"example.com/x", "y"}};
    if (const auto selector = LabelSelector::parse(input)) {
        const auto again = LabelSelector::parse(selector->text());
        if (!again || again->text() != selector->text() || again->matches(labels) != selector->matches(labels))
            std::abort();
    } else if (selector.error().empty()) {
        std::abort();
    }
    if (const auto fields = FieldSelector::parse(input); !fields && fields.error().empty()) std::abort();
    return 0;
}
