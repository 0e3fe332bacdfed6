#pragma once

#include "engine/client/events.h"

namespace armillary::client {

/// A recorder for a component that reports on thousands of objects within seconds: `lanes` threads send side by side,
/// what is about one object in its order. Each lane's queue has the bound that a single one has.
std::unique_ptr<EventRecorder> makeParallelEventRecorder(Client& client, async::Clock& clock,
                                                         async::Identifiers& identifiers, std::string component,
                                                         std::string host, unsigned lanes);

}  // namespace armillary::client
