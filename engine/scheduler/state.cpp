#include "engine/scheduler/state.h"

#include <algorithm>

namespace armillary::scheduler {

namespace {

/// Heartbeats change nodes all the time; only these parts decide where pods can go.
bool differsForScheduling(const corev1::Node& before, const corev1::Node& after) {
    return before.spec.unschedulable != after.spec.unschedulable || before.spec.taints != after.spec.taints ||
           before.metadata.labels != after.metadata.labels || before.status.allocatable != after.status.allocatable;
}

}  // namespace

void State::countNode(const NodeInfo& node, int sign) {
    if (!node.node) return;
    m_totals.taintedNodes += sign * !node.node->spec.taints.empty();
    m_totals.cordonedNodes += sign * node.node->spec.unschedulable;
    if (!node.imageBytes) return;
    for (const auto& [image, bytes] : *node.imageBytes) {
        int& holders = m_totals.imageHolders[image];
        holders += sign;
        if (holders == 0) m_totals.imageHolders.erase(image);
    }
}

void State::countPod(const PodInfo& pod, const NodeInfo& node, int sign) {
    m_spreading.count(pod, node, sign);
    m_totals.podsWithAffinity += sign * pod.hasAffinity();
    for (const std::string& claim : pod.claims) {
        const auto users = m_totals.claimUsers.try_emplace(pod.object->namespace_() + "/" + claim, 0).first;
        users->second += sign;
        if (users->second == 0) m_totals.claimUsers.erase(users);
    }
}

State::NodeChange State::setNode(const ObjectRef& node) {
    NodeInfo& info = m_nodes[node->name()];
    info.name = node->name();
    const bool worth = !info.node || differsForScheduling(*info.node, node->as<corev1::Node>());
    if (!info.node) m_listStale = true;
    countNode(info, -1);
    info.setNode(node);
    countNode(info, 1);
    return {&info, worth};
}

void State::removeNode(const std::string& name) {
    const auto found = m_nodes.find(name);
    if (found == m_nodes.end()) return;
    m_listStale = true;
    countNode(found->second, -1);
    // Pods may be reported gone after their node; they stay accounted until then.
    if (found->second.pods.empty())
        m_nodes.erase(found);
    else
        found->second.setNode(nullptr);
}

const NodeInfo* State::node(const std::string& name) const {
    const auto found = m_nodes.find(name);
    return found == m_nodes.end() || !found->second.node ? nullptr : &found->second;
}

void State::setPod(const PodInfoRef& pod, const std::string& node) {
    removePod(pod->key);
    dropNomination(pod->key);
    NodeInfo& info = m_nodes[node];
    info.name = node;
    info.addPod(pod);
    countPod(*pod, info, 1);
    m_podNodes[pod->key] = node;
}

PodInfoRef State::removePod(const std::string& key) {
    m_assumed.erase(key);
    const auto found = m_podNodes.find(key);
    if (found == m_podNodes.end()) return nullptr;
    const auto node = m_nodes.find(found->second);
    m_podNodes.erase(found);
    if (node == m_nodes.end()) return nullptr;
    PodInfoRef removed = node->second.removePod(key);
    if (removed) countPod(*removed, node->second, -1);
    if (node->second.pods.empty() && !node->second.node) m_nodes.erase(node);
    return removed;
}

PodInfoRef State::pod(const std::string& key) const {
    const auto found = m_podNodes.find(key);
    if (found == m_podNodes.end()) return nullptr;
    const auto& pods = m_nodes.at(found->second).pods;
    const auto pod =
        std::ranges::find(pods, key, [](const PodInfoRef& each) -> const std::string& { return each->key; });
    return pod == pods.end() ? nullptr : *pod;
}

void State::assume(const PodInfoRef& pod, const std::string& node) {
    setPod(pod, node);
    m_assumed[pod->key] = true;
}

bool State::forget(const std::string& key) {
    if (!isAssumed(key)) return false;
    removePod(key);
    return true;
}

void State::nominate(const PodInfoRef& pod, const std::string& node) {
    dropNomination(pod->key);
    m_nominations[node].push_back(pod);
    m_nominated[pod->key] = node;
}

PodInfoRef State::dropNomination(const std::string& key) {
    const auto found = m_nominated.find(key);
    if (found == m_nominated.end()) return nullptr;
    const auto there = m_nominations.find(found->second);
    m_nominated.erase(found);
    const auto pod = std::ranges::find(there->second, key, [](const PodInfoRef& each) { return each->key; });
    PodInfoRef dropped = std::move(*pod);
    there->second.erase(pod);
    if (there->second.empty()) m_nominations.erase(there);
    return dropped;
}

std::string State::nominationOf(const std::string& key) const {
    const auto found = m_nominated.find(key);
    return found == m_nominated.end() ? std::string() : found->second;
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
