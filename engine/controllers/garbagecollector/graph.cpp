#include "engine/controllers/garbagecollector/graph.h"

#include <algorithm>

namespace armillary::controllers::gc {

bool hasFinalizer(const metav1::ObjectMeta& meta, std::string_view finalizer) {
    return std::ranges::find(meta.finalizers, finalizer) != meta.finalizers.end();
}

bool OwnerGraph::Node::awaitsDependents() const {
    return isDeleting() && hasFinalizer(object->meta(), metav1::kFinalizerDeleteDependents);
}

void OwnerGraph::link(const ObjectRef& object) {
    for (const auto& reference : object->meta().ownerReferences) {
        Place& owner = m_places[reference.uid];
        owner.dependents.insert(object->uid());
        if (reference.blockOwnerDeletion.value_or(false)) owner.blockers.insert(object->uid());
    }
}

void OwnerGraph::unlink(const ObjectRef& object) {
    for (const auto& reference : object->meta().ownerReferences) {
        const auto owner = m_places.find(reference.uid);
        if (owner == m_places.end()) continue;
        owner->second.dependents.erase(object->uid());
        owner->second.blockers.erase(object->uid());
        if (!owner->second.node.object && owner->second.dependents.empty()) m_places.erase(owner);
    }
}

std::vector<std::string> OwnerGraph::put(const resources::Resource& resource, const ObjectRef& object) {
    std::vector<std::string> affected;
    const auto& meta = object->meta();
    const std::lock_guard lock(m_mutex);
    // References to a place hold while others are added; unlink() drops owners that nobody has seen, but never this
    // one.
    Place& self = m_places[object->uid()];
    const ObjectRef previous = self.node.object;
    const bool waited = self.node.awaitsDependents();
    if (previous) unlink(previous);
    self.node = {&resource, object};
    link(object);
    const bool ownersChanged =
        !previous || !std::ranges::equal(previous->meta().ownerReferences, meta.ownerReferences,
                                         [](const auto& a, const auto& b) { return schema::operator==(a, b); });
    for (const auto& reference : meta.ownerReferences) {
        const Node& owner = m_places[reference.uid].node;
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
    if (self.node.isDeleting() && hasFinalizer(meta, metav1::kFinalizerOrphanDependents))
        affected.push_back(object->uid());
    if (self.node.awaitsDependents() && !waited) {
        affected.push_back(object->uid());
        affected.insert(affected.end(), self.dependents.begin(), self.dependents.end());
    }
    return affected;
}

std::vector<std::string> OwnerGraph::remove(const ObjectRef& object) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_places.find(object->uid());
    if (found == m_places.end()) return {};
    std::vector<std::string> affected(found->second.dependents.begin(), found->second.dependents.end());
    const ObjectRef last = found->second.node.object ? found->second.node.object : object;
    found->second.node = {};
    unlink(last);
    for (const auto& reference : last->meta().ownerReferences)
        if (const auto owner = m_places.find(reference.uid);
            owner != m_places.end() && owner->second.node.awaitsDependents())
            affected.push_back(reference.uid);
    if (const auto self = m_places.find(object->uid()); self != m_places.end() && self->second.dependents.empty())
        m_places.erase(self);
    return affected;
}

std::optional<OwnerGraph::Node> OwnerGraph::find(const std::string& uid) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_places.find(uid);
    if (found == m_places.end()) return std::nullopt;
    return found->second.node;
}

std::vector<OwnerGraph::Node> OwnerGraph::dependentsOf(const std::string& uid) const {
    std::vector<Node> nodes;
    const std::lock_guard lock(m_mutex);
    const auto found = m_places.find(uid);
    if (found == m_places.end()) return nodes;
    for (const std::string& dependent : found->second.dependents)
        if (const auto place = m_places.find(dependent); place != m_places.end() && place->second.node.object)
            nodes.push_back(place->second.node);
    return nodes;
}

std::optional<OwnerGraph::Node> OwnerGraph::blockerOf(const std::string& uid) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_places.find(uid);
    if (found == m_places.end() || found->second.blockers.empty()) return std::nullopt;
    const auto blocker = m_places.find(*found->second.blockers.begin());
    return blocker == m_places.end() ? std::nullopt : std::optional(blocker->second.node);
}

std::vector<std::string> OwnerGraph::ownedByUnseen() const {
    std::vector<std::string> uids;
    const std::lock_guard lock(m_mutex);
    for (const auto& [uid, place] : m_places)
        if (!place.node.object) uids.insert(uids.end(), place.dependents.begin(), place.dependents.end());
    return uids;
}

}  // namespace armillary::controllers::gc
