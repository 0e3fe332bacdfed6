#pragma once

#include <cstdint>
#include <memory>

#include "engine/client/client.h"

namespace armillary::app {

struct OfflineOptions {
    int nodes = 4;
    int pods = 48;
    bool lively = true;  ///< something changes every now and then
    std::uint64_t seed = 7;
};

/// A read-only cluster of canned data: nodes, workloads, pods and events made from a fixed seed. With `lively` pods
/// come, go, fail and recover, so that the whole window can be seen moving without a cluster. Writes are refused.
std::shared_ptr<client::Client> makeOfflineClient(const OfflineOptions& options = {});

}  // namespace armillary::app
