#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/client/client.h"
#include "engine/client/events.h"
#include "engine/controllers/deployment/sizes.h"
#include "engine/controllers/framework/controller.h"

namespace armillary::controllers::deployment {

/// One reconcile of one deployment: working copies of it and of its replica sets, which follow what has been written.
class Rollout {
public:
    struct Surroundings {
        client::Client& client;
        client::EventRecorder& events;
        async::SystemTime now;
        /// Whether a pod of a replica set, by its UID, may still run; asked under Recreate alone.
        std::function<bool(const std::string& setUid)> mayRun;
    };
    Rollout(Surroundings surroundings, const ObjectRef& deployment, const std::vector<ObjectRef>& sets);

    /// Takes the next step. An error leaves what has been done; the next reconcile goes on from there.
    Result<Outcome> step();

private:
    /// Finds the set of the present template among the sets, and makes it when told to; records revisions.
    Result<void> findNewSet(bool create);
    Result<void> adoptNewSet(appsv1::ReplicaSet& set);
    Result<void> createNewSet();
    Result<void> collided(const appsv1::ReplicaSet& wanted);
    Result<void> recordRevision(std::int64_t revision);

    bool wasScaled() const;
    Result<void> scale();
    Result<Outcome> roll();
    Result<Outcome> recreate();
    Result<bool> resize(appsv1::ReplicaSet& set, std::int32_t replicas);
    Result<bool> resizeOld(const std::vector<std::int32_t>& sizes);
    Result<void> cleanUp();
    void notePause();

    Result<Outcome> writeProgress();
    Result<Outcome> writeNumbers();
    Result<void> write(appsv1::DeploymentStatus status);

    std::vector<appsv1::ReplicaSet*> oldSets();
    std::vector<const appsv1::ReplicaSet*> allSets() const;
    appsv1::ReplicaSet* newSet() { return m_new ? &m_sets[*m_new] : nullptr; }
    const appsv1::ReplicaSet* newSet() const { return m_new ? &m_sets[*m_new] : nullptr; }
    bool isRolling() const { return m_deployment.spec.strategy.type != appsv1::kRecreateDeploymentStrategyType; }

    Surroundings m_around;
    ObjectRef m_object;
    appsv1::Deployment m_deployment;
    appsv1::DeploymentStatus m_status;  ///< conditions as they become; written once, at the end
    Limits m_limits;
    std::vector<appsv1::ReplicaSet> m_sets;
    std::optional<std::size_t> m_new;
};

}  // namespace armillary::controllers::deployment
