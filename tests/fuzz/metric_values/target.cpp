#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/controllers/horizontalpodautoscaler/metrics.h"

using namespace armillary::controllers::autoscaling;

/// What a metrics server answers is a list of values, or refused with a sentence.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto values = parseMetricValues({reinterpret_cast<const char*>(data), size});
    if (!values && values.error().empty()) std::abort();
    if (values)
        for (const MetricValue& value : *values)
            if (value.window && value.window->count() < 0) std::abort();
    return 0;
}
