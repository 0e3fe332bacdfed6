#pragma once

#include <memory>

#include "engine/async/clock.h"
#include "engine/async/identifiers.h"
#include "engine/client/client.h"

namespace armillary::scheduler {

struct SchedulerConfig {
    client::Client& client;
    async::Clock& clock;
    async::Identifiers& identifiers;
    unsigned binders = 16;     ///< threads that bind, beside the one that decides
    unsigned eventLanes = 16;  ///< threads that send events
};

/// Assigns pods of schedulerName "default-scheduler" to nodes. Running from create() until destroyed.
class Scheduler {
public:
    virtual ~Scheduler() = default;
    static Result<std::unique_ptr<Scheduler>> create(const SchedulerConfig& config);
};

}  // namespace armillary::scheduler
