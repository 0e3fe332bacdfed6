#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "engine/scheduler/node_info.h"

namespace armillary::scheduler {

/// For pods that do not say how to spread: which pods are like them, and where these are. Pods are alike when all
/// services of a pod and the controller that owns it select them. Counted by labels as pods come and go, so that a
/// cycle looks at each set of labels once and not at every pod. Owned by the scheduling thread.
/// Source: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
/// #internal-default-constraints.
class DefaultSpreading {
public:
    enum class Kind { Service, ReplicationController, ReplicaSet, StatefulSet };
    /// `current` null: `previous` is gone.
    void change(Kind kind, const ObjectRef& previous, const ObjectRef& current);

    /// A pod has come to a node (sign 1), or gone from it (-1).
    void count(const PodInfo& pod, const NodeInfo& node, int sign);

    using Counts = std::unordered_map<const NodeInfo*, std::int64_t>;
    /// How many pods like this one each node has; nullopt when nothing selects the pod.
    std::optional<Counts> alike(const PodInfo& pod) const;

private:
    using ByName = std::map<std::string, ObjectRef>;
    const ByName& objects(Kind kind, const std::string& namespace_) const;
    std::vector<LabelSelector> selectorsOf(const PodInfo& pod) const;

    std::unordered_map<std::string, ByName> m_objects[4];  ///< by kind, then by namespace
    /// By namespace and labels; those that are being deleted are not in it.
    std::unordered_map<std::string, std::map<schema::StringMap<std::string>, Counts>> m_pods;
};

}  // namespace armillary::scheduler
