#include "engine/scheduler/state.h"

namespace armillary::scheduler {

namespace {

/// Heartbeats change nodes all the time; only these parts decide where pods can go.
bool differsForScheduling(const corev1::Node& before, const corev1::Node& after) {
    return before.spec.unschedulable != after.spec.unschedulable || before.spec.taints != after.spec.taints ||
           before.metadata.labels != after.metadata.labels || before.status.allocatable != after.status.allocatable;
}

}  // namespace

bool State::setNode(const ObjectRef& node) {
    NodeInfo& info = m_nodes[node->name()];
    info.name = node->name();
    const bool worth = !info.node || differsForScheduling(*info.node, node->as<corev1::Node>());
    if (!info.node) m_listStale = true;
    info.setNode(node);
    return worth;
}

void State::removeNode(const std::string& name) {
    const auto found = m_nodes.find(name);
    if (found == m_nodes.end()) return;
    m_listStale = true;
    // Pods may be reported gone after their node; they stay accounted until then.
    if (found->second.pods.empty())
        m_nodes.erase(found);
    else
        found->second.setNode(nullptr);
}

void State::setPod(const PodInfoRef& pod, const std::string& node) {
    const std::string key = pod->key();
    removePod(key);
    NodeInfo& info = m_nodes[node];
    info.name = node;
    info.addPod(pod);
    m_podNodes[key] = node;
}

bool State::removePod(const std::string& key) {
    m_assumed.erase(key);
    const auto found = m_podNodes.find(key);
    if (found == m_podNodes.end()) return false;
    const auto node = m_nodes.find(found->second);
    m_podNodes.erase(found);
    if (node == m_nodes.end()) return false;
    node->second.removePod(key);
    if (node->second.pods.empty() && !node->second.node) m_nodes.erase(node);
    return true;
}

void State::assume(const PodInfoRef& pod, const std::string& node) {
    setPod(pod, node);
    m_assumed[pod->key()] = true;
}

bool State::forget(const std::string& key) {
    if (!isAssumed(key)) return false;
    removePod(key);
    return true;
}

const schema::StringMap<std::string>* State::namespaceLabels(const std::string& name) const {
    const auto found = m_namespaces.find(name);
    return found == m_namespaces.end() ? nullptr : &found->second->meta().labels;
}

const Nodes& State::nodes() const {
    if (m_listStale) {
        m_list.clear();
        for (const auto& [name, node] : m_nodes)
            if (node.node) m_list.push_back(&node);
        m_listStale = false;
    }
    return m_list;
}

}  // namespace armillary::scheduler
