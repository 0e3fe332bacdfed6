#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "engine/server/fairness/flow_config.h"
#include "engine/server/fairness/seats.h"
#include "engine/watch/follow.h"

namespace armillary::server::fairness {

/// Priority and fairness, as the cluster's objects say at the moment. Thread-safe.
class Fairness {
public:
    /// `seats`: how many requests that are not exempt are served at once.
    Fairness(const watch::Cache& cache, std::size_t seats);
    Fairness(const Fairness&) = delete;
    Fairness& operator=(const Fairness&) = delete;

    Classification classify(const Attributes& attributes);
    /// Null for a request that needs no seat.
    std::unique_ptr<Ticket> enter(const Classification& classification);
    /// The levels' numbers in Prometheus' text form.
    std::string metrics() const;

private:
    std::shared_ptr<const FlowConfig> current();

    using Objects = std::map<std::string, ObjectRef>;  ///< by name

    Seats m_seats;
    std::mutex m_mutex;  ///< of all below
    Objects m_schemas, m_levels;
    std::shared_ptr<const FlowConfig> m_config;
    watch::Follow m_followSchemas, m_followLevels;
};

}  // namespace armillary::server::fairness
