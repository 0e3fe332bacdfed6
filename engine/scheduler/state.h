#pragma once

#include <map>
#include <string>
#include <unordered_map>

#include "engine/scheduler/plugin.h"

namespace armillary::scheduler {

/// The scheduler's picture of the cluster: nodes with the pods on them, assumed ones included, and the pods that are to
/// come to a node when others have gone (nominated). Updated change by change, so that a cycle starts without copying
/// anything. Owned by the scheduling thread.
class State {
public:
    /// The node as it is now. Waiting pods may fit now when `worth` is set.
    struct NodeChange {
        const NodeInfo* node;
        bool worth;
    };
    NodeChange setNode(const ObjectRef& node);
    void removeNode(const std::string& name);
    /// Null when it does not exist.
    const NodeInfo* node(const std::string& name) const;

    /// A pod that has a node (spec.nodeName) as the API knows it; replaces an assumed one.
    void setPod(const PodInfoRef& pod, const std::string& node);
    /// What was on a node; null when the pod was on none.
    PodInfoRef removePod(const std::string& key);
    /// As it is known on its node; null when it is on none.
    PodInfoRef pod(const std::string& key) const;

    /// Books the pod on the node before the API knows.
    void assume(const PodInfoRef& pod, const std::string& node);
    bool isAssumed(const std::string& key) const { return m_assumed.contains(key); }
    /// Takes back an assumption that did not come true. False when it has been confirmed or removed since.
    bool forget(const std::string& key);

    /// The pod is to come to this node.
    void nominate(const PodInfoRef& pod, const std::string& node);
    /// Takes that back; null when the pod was to come nowhere.
    PodInfoRef dropNomination(const std::string& key);
    /// Where the pod is to come; "" for nowhere.
    std::string nominationOf(const std::string& key) const;
    const Nominations& nominations() const { return m_nominations; }

    void setNamespace(const ObjectRef& object) { m_namespaces[object->name()] = object; }
    void removeNamespace(const std::string& name) { m_namespaces.erase(name); }
    const schema::StringMap<std::string>* namespaceLabels(const std::string& name) const;

    void setWorkload(DefaultSpreading::Kind kind, const ObjectRef& previous, const ObjectRef& current) {
        m_spreading.change(kind, previous, current);
    }
    const DefaultSpreading& spreading() const { return m_spreading; }

    /// Nodes that exist, in the order of their names.
    const Nodes& nodes() const;
    const Totals& totals() const { return m_totals; }

private:
    void countNode(const NodeInfo& node, int sign);
    void countPod(const PodInfo& pod, const NodeInfo& node, int sign);

    std::map<std::string, NodeInfo> m_nodes;
    std::unordered_map<std::string, std::string> m_podNodes;  ///< pod key to node name
    std::unordered_map<std::string, bool> m_assumed;
    std::unordered_map<std::string, ObjectRef> m_namespaces;
    Nominations m_nominations;
    std::unordered_map<std::string, std::string> m_nominated;  ///< pod key to node name
    Totals m_totals;
    DefaultSpreading m_spreading;
    mutable Nodes m_list;
    mutable bool m_listStale = true;
};

}  // namespace armillary::scheduler
