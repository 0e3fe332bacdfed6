#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/async/clock.h"
#include "engine/controllers/application/sources.h"
#include "engine/gitops/sync/spec.h"
#include "engine/gitops/sync/status.h"
#include "engine/schema/object.h"

/// What one look at an application works with. For the sources of this folder.
namespace armillary::controllers::applications {

/// What is wanted of one application: objects in their places, with the annotation that says whose they are.
struct Wanted {
    std::vector<ObjectRef> objects;
    std::vector<gitops::AppCondition> warnings;
};

/// What is known of an application beside its object; all of it can be found out again.
struct Memory {
    std::string manifestsKey;  ///< of what `manifests` and `wanted` were made
    ManifestsRef manifests;
    Wanted wanted;
    std::string comparedBy;  ///< what of the spec the verdicts depend on
    /// How an object compared. It holds for as long as neither side has changed.
    struct Verdict {
        ObjectRef wanted;
        std::int64_t revision = 0;
        bool synced = false;
        gitops::HealthState health;
        bool countsForHealth = true;
    };
    std::map<relations::ObjectId, Verdict> verdicts;
    std::optional<async::SteadyTime> nextWave;   ///< not before then
    std::optional<async::SteadyTime> nextFetch;  ///< of remote sources
    bool checked = false;                        ///< the operation's objects have been tried
};

struct Round {
    ObjectRef object;
    boost::json::object document;  ///< the Application
    boost::json::object status;    ///< as it is to be
    std::string instance, now;
    gitops::Application application;  ///< what it renders
    gitops::SyncSpec sync;
    std::vector<gitops::AppCondition> conditions;
    Memory& memory;
    std::optional<std::chrono::milliseconds> again;  ///< when to look again at the latest
    bool endsOperation = false;                      ///< what was asked for by `operation` has been taken up

    const boost::json::object& spec() const;
    std::string destination() const { return sync.namespace_.empty() ? "default" : sync.namespace_; }
    void lookAgain(std::chrono::milliseconds after) { again = again ? std::min(*again, after) : after; }
    void complain(std::string type, std::string message) {
        conditions.push_back({std::move(type), std::move(message)});
    }
    bool hasError() const;
};

}  // namespace armillary::controllers::applications
