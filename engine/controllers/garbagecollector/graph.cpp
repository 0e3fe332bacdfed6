#include "engine/controllers/garbagecollector/graph.h"

#include <algorithm>

namespace armillary::controllers::gc {

bool hasFinalizer(const metav1::ObjectMeta& meta, std::string_view finalizer) {
    return std::ranges::find(meta.finalizers, finalizer) != meta.finalizers.end();
}

bool OwnerGraph::Node::awaitsDependents() const {
    return isDeleting() && hasFinalizer(object->meta(), metav1::kFinalizerDeleteDependents);
}

void OwnerGraph::unlink(const ObjectRef& object) {
    for (const auto& reference : object->meta().ownerReferences) {
        const auto owner = m_nodes.find(reference.uid);
        if (owner == m_nodes.end()) continue;
        owner->second.dependents.erase(object->uid());
        if (!owner->second.object && owner->second.dependents.empty()) m_nodes.erase(owner);
    }
}

std::vector<std::string> OwnerGraph::put(const resources::Resource& resource, const ObjectRef& object) {
    std::vector<std::string> affected;
    const auto& meta = object->meta();
    const std::lock_guard lock(m_mutex);
    Node& node = m_nodes[object->uid()];
    const ObjectRef previous = node.object;
    const bool waited = node.awaitsDependents();
    if (previous) unlink(previous);
    // unlink() may drop owners but never this node: it has an object.
    node.resource = &resource;
    node.object = object;
    const bool ownersChanged =
        !previous || !std::ranges::equal(previous->meta().ownerReferences, meta.ownerReferences,
                                         [](const auto& a, const auto& b) { return schema::operator==(a, b); });
    for (const auto& reference : meta.ownerReferences) {
        Node& owner = m_nodes[reference.uid];
        owner.dependents.insert(object->uid());
        // A dependent that no longer blocks, or is itself on its way, may be what its owner waits for.
        if (owner.awaitsDependents() && previous && ownersChanged) affected.push_back(reference.uid);
        // An owner in another namespace is none: the dependent may have nobody.
        const bool elsewhere =
            owner.object && !owner.object->namespace_().empty() && owner.object->namespace_() != object->namespace_();
        if (ownersChanged && (!owner.object || owner.awaitsDependents() || elsewhere))
            affected.push_back(object->uid());
    }
    if (previous && ownersChanged)
        for (const auto& reference : previous->meta().ownerReferences) affected.push_back(reference.uid);
    Node& self = m_nodes[object->uid()];
    if (self.isDeleting() && hasFinalizer(meta, metav1::kFinalizerOrphanDependents)) affected.push_back(object->uid());
    if (self.awaitsDependents() && !waited) {
        affected.push_back(object->uid());
        affected.insert(affected.end(), self.dependents.begin(), self.dependents.end());
    }
    return affected;
}

std::vector<std::string> OwnerGraph::remove(const ObjectRef& object) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_nodes.find(object->uid());
    if (found == m_nodes.end()) return {};
    std::vector<std::string> affected(found->second.dependents.begin(), found->second.dependents.end());
    const ObjectRef last = found->second.object ? found->second.object : object;
    found->second.object = nullptr;
    found->second.resource = nullptr;
    unlink(last);
    for (const auto& reference : last->meta().ownerReferences)
        if (const auto owner = m_nodes.find(reference.uid); owner != m_nodes.end() && owner->second.awaitsDependents())
            affected.push_back(reference.uid);
    if (const auto self = m_nodes.find(object->uid()); self != m_nodes.end() && self->second.dependents.empty())
        m_nodes.erase(self);
    return affected;
}

std::optional<OwnerGraph::Node> OwnerGraph::find(const std::string& uid) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_nodes.find(uid);
    if (found == m_nodes.end()) return std::nullopt;
    return found->second;
}

std::vector<OwnerGraph::Node> OwnerGraph::dependentsOf(const std::string& uid) const {
    std::vector<Node> nodes;
    const std::lock_guard lock(m_mutex);
    const auto found = m_nodes.find(uid);
    if (found == m_nodes.end()) return nodes;
    for (const std::string& dependent : found->second.dependents)
        if (const auto node = m_nodes.find(dependent); node != m_nodes.end() && node->second.object)
            nodes.push_back(node->second);
    return nodes;
}

std::vector<std::string> OwnerGraph::ownedByUnseen() const {
    std::vector<std::string> uids;
    const std::lock_guard lock(m_mutex);
    for (const auto& [uid, node] : m_nodes)
        if (!node.object) uids.insert(uids.end(), node.dependents.begin(), node.dependents.end());
    return uids;
}

}  // namespace armillary::controllers::gc
