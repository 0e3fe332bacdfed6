#pragma once

#include "engine/controllers/replicaset/replicaset.h"

namespace armillary::controllers {

/// Keeps spec.replicas pods of each ReplicationController alive: the replica sets' logic on the older kind.
/// Source: https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller/.
class ReplicationManager final : public ReplicaSetController {
public:
    explicit ReplicationManager(const Context& context);
    std::string_view name() const override { return "replicationcontroller"; }

protected:
    const appsv1::ReplicaSet& asSet(const Object& object, appsv1::ReplicaSet& made) const override;
    Result<ObjectRef> putStatus(const Object& object, appsv1::ReplicaSetStatus next) override;
};

}  // namespace armillary::controllers
