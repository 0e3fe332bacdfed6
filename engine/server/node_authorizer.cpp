#include "engine/server/node_authorizer.h"

#include <algorithm>

#include "engine/schema/api/storagev1.h"
#include "engine/schema/selector.h"
#include "engine/schema/text.h"
#include "engine/server/authn.h"
#include "engine/server/bootstrap_policy.h"
#include "engine/server/rbac_rules.h"
#include "engine/volumes/matching.h"

namespace armillary::server {
namespace {

constexpr std::string_view kLeaseNamespace = "kube-node-lease";

bool oneOf(std::string_view verb, std::initializer_list<std::string_view> verbs) {
    return std::ranges::contains(verbs, verb);
}

Decision refuse(std::string reason) {
    return {false, std::move(reason)};
}
Decision allow() {
    return {true, {}};
}

Decision relation(bool exists, const std::string& node) {
    return exists ? allow() : refuse("no relationship found between node '" + node + "' and this object");
}

/// The value that the field selector fixes `path` to; "" when it does not.
std::string selected(const Attributes& attributes, std::string_view path) {
    if (attributes.fieldSelector.empty()) return {};
    auto selector = FieldSelector::parse(attributes.fieldSelector);
    if (!selector) return {};
    for (const auto& requirement : selector->requirements())
        if (requirement.path == path && requirement.equal) return requirement.value;
    return {};
}

std::string nameOf(const Attributes& attributes) {
    return attributes.name.empty() ? selected(attributes, "metadata.name") : attributes.name;
}

Decision node(const std::string& node, const Attributes& attributes) {
    if (attributes.subresource == "status") return oneOf(attributes.verb, {"update", "patch"}) ? allow() : refuse({});
    if (!attributes.subresource.empty()) return refuse({});
    // NodeRestriction sees to it that only its own node is written.
    if (oneOf(attributes.verb, {"create", "update", "patch"})) return allow();
    if (!oneOf(attributes.verb, {"get", "list", "watch"})) return refuse({});
    std::string name = nameOf(attributes);
    if (name == node) return allow();
    if (name.empty()) return refuse("node '" + node + "' cannot read all nodes, only its own Node object");
    return refuse("node '" + node + "' cannot read '" + name + "', only its own Node object");
}

Decision ownNamed(const std::string& node, const Attributes& attributes, std::string_view what, std::string_view one) {
    if (!oneOf(attributes.verb, {"get", "create", "update", "patch", "delete"}))
        return refuse("can only get, create, update, patch, or delete a " + std::string(what));
    // A create by POST carries its name in the body, which NodeRestriction looks at.
    if (attributes.verb != "create" && attributes.name != node)
        return refuse("can only access " + std::string(one) + " with the same name as the requesting node");
    return allow();
}

Decision lease(const std::string& node, const Attributes& attributes) {
    if (attributes.namespace_ != kLeaseNamespace)
        return refuse("can only access leases in the " + schema::quoted(kLeaseNamespace) + " system namespace");
    return ownNamed(node, attributes, "node lease", "node lease");
}

}  // namespace

Decision NodeAuthorizer::authorize(const Attributes& attributes) {
    if (!attributes.user.name.starts_with(kNodeUserPrefix)) return {};
    std::string name = nodeNameOf(attributes.user);
    if (name.empty()) return {};
    if (attributes.group.empty()) {
        if (attributes.resource == "secrets") return readReferenced(name, ReferenceKind::Secret, attributes);
        if (attributes.resource == "configmaps") return readReferenced(name, ReferenceKind::ConfigMap, attributes);
        if (attributes.resource == "persistentvolumeclaims") return claim(name, attributes);
        if (attributes.resource == "persistentvolumes") return volume(name, attributes);
        if (attributes.resource == "serviceaccounts") return token(name, attributes);
        if (attributes.resource == "nodes") return node(name, attributes);
        if (attributes.resource == "pods") return pod(name, attributes);
    }
    if (attributes.group == "coordination.k8s.io" && attributes.resource == "leases") return lease(name, attributes);
    if (attributes.group == "storage.k8s.io" && attributes.resource == "volumeattachments")
        return attachment(name, attributes);
    if (attributes.group == "storage.k8s.io" && attributes.resource == "csinodes")
        return attributes.subresource.empty() ? ownNamed(name, attributes, "CSINode", "CSINode")
                                              : refuse("cannot authorize CSINode subresources");
    auto allowing = [&](const rbacv1::PolicyRule& rule) { return allows(rule, attributes); };
    return {std::ranges::any_of(staticRules(), allowing), {}};
}

const std::vector<rbacv1::PolicyRule>& NodeAuthorizer::staticRules() {
    static const std::vector<rbacv1::PolicyRule> rules = clusterRoleRules("system:node");
    return rules;
}

Decision NodeAuthorizer::readReferenced(const std::string& node, ReferenceKind kind, const Attributes& attributes) {
    if (!oneOf(attributes.verb, {"get", "list", "watch"})) return refuse("can only read resources of this type");
    if (!attributes.subresource.empty()) return refuse("cannot read subresource");
    if (attributes.namespace_.empty()) return refuse("can only read namespaced object of this type");
    std::string name = nameOf(attributes);
    if (name.empty()) return refuse("No Object name found");
    return relation(m_graph.uses(node, kind, attributes.namespace_, name), node);
}

Decision NodeAuthorizer::claim(const std::string& node, const Attributes& attributes) {
    bool status = attributes.subresource == "status";
    if (status && !oneOf(attributes.verb, {"get", "update", "patch"}))
        return refuse("can only get/update/patch this type");
    if (!status && attributes.verb != "get") return refuse("can only get individual resources of this type");
    if (!status && !attributes.subresource.empty()) return refuse("cannot get subresource");
    if (attributes.name.empty()) return refuse("No Object name found");
    return relation(m_graph.uses(node, ReferenceKind::Claim, attributes.namespace_, attributes.name), node);
}

Decision NodeAuthorizer::volume(const std::string& node, const Attributes& attributes) {
    if (attributes.verb == "update" && attributes.subresource.empty()) {
        // A node lets go of its own folders' volumes, once they are deleted.
        ObjectRef object = m_cache.get("/persistentvolumes", "", attributes.name);
        if (!object || !object->meta().deletionTimestamp) return refuse("can only update its own deleted volumes");
        const auto owner = object->meta().labels.find(volumes::kHostPathNode);
        return relation(owner != object->meta().labels.end() && owner->second == node, node);
    }
    if (attributes.verb != "get") return refuse("can only get individual resources of this type");
    if (!attributes.subresource.empty()) return refuse("cannot get subresource");
    ObjectRef object = m_cache.get("/persistentvolumes", "", attributes.name);
    const corev1::PersistentVolume* volume = object ? &object->as<corev1::PersistentVolume>() : nullptr;
    bool bound =
        volume && volume->spec.claimRef &&
        m_graph.uses(node, ReferenceKind::Claim, volume->spec.claimRef->namespace_, volume->spec.claimRef->name);
    return relation(bound, node);
}

Decision NodeAuthorizer::attachment(const std::string& node, const Attributes& attributes) {
    if (attributes.verb != "get") return refuse("can only get individual resources of this type");
    if (!attributes.subresource.empty()) return refuse("cannot get subresource");
    ObjectRef object = m_cache.get("storage.k8s.io/volumeattachments", "", attributes.name);
    return relation(object && object->as<storagev1::VolumeAttachment>().spec.nodeName == node, node);
}

Decision NodeAuthorizer::token(const std::string& node, const Attributes& attributes) {
    if (attributes.verb != "create" || attributes.subresource != "token")
        return refuse("can only create tokens for individual service accounts");
    if (attributes.name.empty()) return refuse("No Object name found");
    return relation(m_graph.uses(node, ReferenceKind::ServiceAccount, attributes.namespace_, attributes.name), node);
}

Decision NodeAuthorizer::pod(const std::string& node, const Attributes& attributes) {
    if (attributes.subresource == "status")
        return oneOf(attributes.verb, {"update", "patch"}) ? allow() : refuse("can only update or patch pod status");
    if (attributes.subresource == "eviction")
        return attributes.verb == "create" ? allow() : refuse("can only create pod evictions");
    if (!attributes.subresource.empty()) return refuse("cannot access pod subresource " + attributes.subresource);
    // NodeRestriction limits creates to mirror pods and both to the node's own.
    if (oneOf(attributes.verb, {"create", "delete"})) return allow();
    if (attributes.verb == "get") return relation(m_graph.runsPod(node, attributes.namespace_, attributes.name), node);
    if (!oneOf(attributes.verb, {"list", "watch"})) return refuse({});
    if (selected(attributes, "spec.nodeName") == node) return allow();
    std::string name = nameOf(attributes);
    if (!name.empty() && !attributes.namespace_.empty() && m_graph.runsPod(node, attributes.namespace_, name))
        return allow();
    return refuse("can only list/watch pods with spec.nodeName field selector");
}

}  // namespace armillary::server
