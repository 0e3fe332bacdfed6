#pragma once

#include "engine/store/store.h"

namespace armillary::store {

/// A store that lives and dies with the process: for tests and for clusters that need not last. Writes are "durable" at
/// once; in all else it behaves as the SQLite store does (tests/contract/store runs on both).
std::unique_ptr<Store> makeMemoryStore();

}  // namespace armillary::store
