#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gitops/health/health.h"
#include "engine/gitops/sync/tasks.h"

/// An Application's status, as Argo CD's tools read it. Pure: documents in, documents out; times are texts.
namespace armillary::gitops {

/// One object of an application, as it compares.
struct ResourceState {
    relations::ObjectId id;
    std::string version;
    std::string_view sync;  ///< "Synced", "OutOfSync"; "" of a hook
    HealthState health;
    int wave = 0;
    bool isHook = false, requiresPruning = false, countsForHealth = true;
};

struct AppCondition {
    std::string type, message;
    auto operator<=>(const AppCondition&) const = default;
};

/// What an application has compared to.
struct Comparison {
    std::vector<ResourceState> resources;
    std::string revision;
    std::string_view sync = "Unknown";  ///< "Synced", "OutOfSync", "Unknown"
    Health health = Health::Healthy;
    std::string sourceType;
    std::vector<std::string> images;
};
/// Sums up the resources: `sync` and `health`.
void summarize(Comparison& comparison);

/// Writes a comparison into a status; `spec` is the application's. Where nothing could be compared (`sync` Unknown) the
/// resources stay as they are.
void writeComparison(boost::json::object& status, const Comparison& comparison, const boost::json::object& spec,
                     const std::string& now);
/// Conditions of these types in place of all others; one that says what it said keeps its time.
void writeConditions(boost::json::object& status, std::vector<AppCondition> conditions, const std::string& now);

/// operationState.syncResult.resources from tasks, and what `operationState` has of others (which have been pruned).
/// And back: beside the tasks, nothing for those that it does not name.
boost::json::array writeResults(const std::vector<Task>& tasks, const TaskResults& results,
                                const boost::json::object& operationState);
TaskResults readResults(const std::vector<Task>& tasks, const boost::json::object& operationState);

/// Adds to the history what a succeeded operation has deployed, and forgets what is beyond the limit.
void writeHistory(boost::json::object& status, std::int64_t limit);

/// `text` cut to what a message may have, between two characters.
std::string bounded(std::string_view text);

}  // namespace armillary::gitops
