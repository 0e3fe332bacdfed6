#include "engine/controllers/framework/batch.h"

#include <algorithm>

namespace armillary::controllers {

namespace {

/// A call that breaks has failed; the others count all the same.
Result<void> outcome(const std::function<Result<void>(std::size_t)>& call, std::size_t i) {
    try {
        return call(i);
    } catch (const std::exception& broken) {
        return std::unexpected(status::internalError(broken.what()));
    }
}

}  // namespace

std::vector<Result<void>> inParallel(async::Pool& helpers, std::size_t count,
                                     const std::function<Result<void>(std::size_t)>& call) {
    std::vector<Result<void>> results(count);
    // Where there are no threads to be had, the caller does it all.
    helpers.forEach(count, [&](std::size_t i) { results[i] = outcome(call, i); });
    return results;
}

BatchResult slowStart(async::Pool& helpers, std::size_t count, const std::function<Result<void>(std::size_t)>& call) {
    BatchResult total;
    for (std::size_t size = std::min<std::size_t>(count, 1); size > 0;
         size = std::min(2 * size, count - total.attempted)) {
        const std::size_t first = total.attempted;
        const auto results = inParallel(helpers, size, [&](std::size_t i) { return call(first + i); });
        total.attempted += size;
        for (const auto& result : results) {
            if (result)
                ++total.succeeded;
            else if (total.error.message.empty())
                total.error = result.error();
        }
        if (total.succeeded < total.attempted) break;
    }
    return total;
}

}  // namespace armillary::controllers
