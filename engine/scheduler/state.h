#pragma once

#include <map>
#include <string>
#include <unordered_map>

#include "engine/scheduler/plugin.h"

namespace armillary::scheduler {

/// The scheduler's picture of the cluster: nodes with the pods on them, assumed ones included. Updated change by
/// change, so that a cycle starts without copying anything. Owned by the scheduling thread.
class State {
public:
    /// True when the change could make a waiting pod fit.
    bool setNode(const ObjectRef& node);
    void removeNode(const std::string& name);

    /// A pod that has a node (spec.nodeName) as the API knows it; replaces an assumed one.
    void setPod(const PodInfoRef& pod, const std::string& node);
    /// False when the pod was on no node.
    bool removePod(const std::string& key);

    /// Books the pod on the node before the API knows.
    void assume(const PodInfoRef& pod, const std::string& node);
    bool isAssumed(const std::string& key) const { return m_assumed.contains(key); }
    /// Takes back an assumption that did not come true. False when it has been confirmed or removed since.
    bool forget(const std::string& key);

    void setNamespace(const ObjectRef& object) { m_namespaces[object->name()] = object; }
    void removeNamespace(const std::string& name) { m_namespaces.erase(name); }
    const schema::StringMap<std::string>* namespaceLabels(const std::string& name) const;

    /// Nodes that exist, in the order of their names.
    const Nodes& nodes() const;

private:
    std::map<std::string, NodeInfo> m_nodes;
    std::unordered_map<std::string, std::string> m_podNodes;  ///< pod key to node name
    std::unordered_map<std::string, bool> m_assumed;
    std::unordered_map<std::string, ObjectRef> m_namespaces;
    mutable Nodes m_list;
    mutable bool m_listStale = true;
};

}  // namespace armillary::scheduler
