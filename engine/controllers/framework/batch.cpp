#include "engine/controllers/framework/batch.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace armillary::controllers {

namespace {

constexpr std::size_t kThreads = 8;

/// An exception must not leave a helper's thread.
Result<void> guarded(const std::function<Result<void>(std::size_t)>& call, std::size_t i) {
    try {
        return call(i);
    } catch (const std::exception& broken) {
        return std::unexpected(status::internalError(broken.what()));
    }
}

}  // namespace

std::vector<Result<void>> inParallel(std::size_t count, const std::function<Result<void>(std::size_t)>& call) {
    std::vector<Result<void>> results(count);
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i; (i = next++) < count;) results[i] = guarded(call, i);
    };
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < std::min(count, kThreads); ++i) helpers.emplace_back(work);
    work();
    helpers.clear();
    return results;
}

BatchResult slowStart(std::size_t count, const std::function<Result<void>(std::size_t)>& call) {
    BatchResult total;
    for (std::size_t size = std::min<std::size_t>(count, 1); size > 0;
         size = std::min(2 * size, count - total.attempted)) {
        const std::size_t first = total.attempted;
        const auto results = inParallel(size, [&](std::size_t i) { return call(first + i); });
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
