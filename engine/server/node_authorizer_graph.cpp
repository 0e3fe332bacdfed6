#include "engine/server/node_authorizer_graph.h"

#include <algorithm>

namespace armillary::server {
namespace {

std::string referenceKey(ReferenceKind kind, const std::string& namespace_, const std::string& name) {
    return std::string(1, static_cast<char>(kind)) + namespace_ + "/" + name;
}

}  // namespace

NodeGraph::NodeGraph(const watch::Cache& cache)
    : m_follow(cache, "/pods", [this](const ObjectRef& previous, const ObjectRef& current) {
          apply(current ? current : previous, !current);
      }) {}

bool NodeGraph::runsPod(const std::string& node, const std::string& namespace_, const std::string& pod) {
    const std::lock_guard lock(m_mutex);
    m_follow.takeIn();
    auto found = m_pods.find(namespace_ + "/" + pod);
    return found != m_pods.end() && found->second.node == node;
}

bool NodeGraph::uses(const std::string& node, ReferenceKind kind, const std::string& namespace_,
                     const std::string& name) {
    const std::lock_guard lock(m_mutex);
    m_follow.takeIn();
    auto found = m_uses.find(node);
    return found != m_uses.end() && found->second.contains(referenceKey(kind, namespace_, name));
}

void NodeGraph::apply(const ObjectRef& object, bool gone) {
    std::string key = object->key();
    forget(key);
    if (gone) return;
    const auto& pod = object->as<corev1::Pod>();
    if (pod.spec.nodeName.empty()) return;
    Bound bound{pod.spec.nodeName, {}};
    // A mirror pod is written by its node, which could otherwise give itself access to anything.
    if (!isMirrorPod(pod))
        visitReferences(pod, [&](ReferenceKind kind, const std::string& name) {
            bound.references.push_back(referenceKey(kind, pod.metadata.namespace_, name));
        });
    std::ranges::sort(bound.references);
    bound.references.erase(std::ranges::unique(bound.references).begin(), bound.references.end());
    auto& uses = m_uses[bound.node];
    for (const std::string& reference : bound.references) ++uses[reference];
    m_pods[key] = std::move(bound);
}

void NodeGraph::forget(const std::string& key) {
    auto found = m_pods.find(key);
    if (found == m_pods.end()) return;
    auto uses = m_uses.find(found->second.node);
    for (const std::string& reference : found->second.references)
        if (auto count = uses->second.find(reference); --count->second == 0) uses->second.erase(count);
    if (uses->second.empty()) m_uses.erase(uses);
    m_pods.erase(found);
}

}  // namespace armillary::server
