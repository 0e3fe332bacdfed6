#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "engine/server/fairness/flow_config.h"
#include "engine/server/fairness/seats.h"
#include "engine/watch/cache.h"

namespace armillary::server::fairness {

/// Priority and fairness, as the cluster's objects say at the moment. Thread-safe.
class Fairness {
public:
    /// `seats`: how many requests that are not exempt are served at once.
    Fairness(watch::Cache& cache, std::size_t seats);
    ~Fairness();
    Fairness(const Fairness&) = delete;
    Fairness& operator=(const Fairness&) = delete;

    Classification classify(const Attributes& attributes);
    /// Null for a request that needs no seat.
    std::unique_ptr<Ticket> enter(const Classification& classification);
    /// The levels' numbers in Prometheus' text form.
    std::string metrics() const;

private:
    struct Feed;
    std::shared_ptr<const FlowConfig> current();

    watch::Cache& m_cache;
    Seats m_seats;
    std::atomic<bool> m_stale = true;
    std::mutex m_mutex;  ///< of the configuration
    std::shared_ptr<const FlowConfig> m_config;
    std::unique_ptr<Feed> m_feed;
    std::unique_ptr<watch::Registration> m_registrations[2];
};

}  // namespace armillary::server::fairness
