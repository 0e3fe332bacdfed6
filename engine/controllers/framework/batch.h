#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "engine/async/pool.h"
#include "engine/schema/status.h"

namespace armillary::controllers {

/// Runs `call(0)` … `call(count - 1)` side by side, on the caller's thread and on what helpers are free; the results in
/// order.
std::vector<Result<void>> inParallel(async::Pool& helpers, std::size_t count,
                                     const std::function<Result<void>(std::size_t)>& call);

struct BatchResult {
    std::size_t succeeded = 0;
    std::size_t attempted = 0;
    Status error;  ///< the first, when attempted > succeeded
};
/// Batches of 1, 2, 4, … that stop after the first batch with a failure: a quota or a broken template costs one
/// refused call, not hundreds.
BatchResult slowStart(async::Pool& helpers, std::size_t count, const std::function<Result<void>(std::size_t)>& call);

}  // namespace armillary::controllers
