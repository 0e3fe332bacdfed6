#include <algorithm>
#include <set>

#include "engine/schema/api/authenticationv1.h"
#include "engine/server/admission/plugins.h"
#include "engine/server/authn.h"
#include "engine/server/node_authorizer_references.h"

namespace armillary::server::admission {
namespace {

constexpr std::string_view kLeaseNamespace = "kube-node-lease";

/// Labels that agents set on their nodes; other ones of Kubernetes' own domains are for administrators.
constexpr std::string_view kNodeLabels[] = {
    "kubernetes.io/hostname",
    "kubernetes.io/arch",
    "kubernetes.io/os",
    "beta.kubernetes.io/arch",
    "beta.kubernetes.io/os",
    "beta.kubernetes.io/instance-type",
    "node.kubernetes.io/instance-type",
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
};

bool within(std::string_view domain, std::string_view parent) {
    return domain == parent || (domain.ends_with(parent) && domain[domain.size() - parent.size() - 1] == '.');
}

bool mayLabel(std::string_view key) {
    std::size_t slash = key.find('/');
    if (slash == key.npos) return true;
    std::string_view domain = key.substr(0, slash);
    if (within(domain, "node-restriction.kubernetes.io")) return false;
    if (!within(domain, "kubernetes.io") && !within(domain, "k8s.io")) return true;
    return std::ranges::contains(kNodeLabels, key) || within(domain, "kubelet.kubernetes.io") ||
           within(domain, "node.kubernetes.io");
}

/// The labels that were added, changed or removed and are not the node's to touch; sorted, comma-separated.
std::string forbiddenLabels(const schema::StringMap<std::string>& now, const schema::StringMap<std::string>& before) {
    std::set<std::string> keys;
    auto differs = [](const auto& one, const auto& other, const std::string& key) {
        auto a = one.find(key), b = other.find(key);
        return a == one.end() || b == other.end() || a->second != b->second;
    };
    for (const auto* labels : {&now, &before})
        for (const auto& [key, value] : *labels)
            if (differs(now, before, key) && !mayLabel(key)) keys.insert(key);
    std::string text;
    for (const std::string& key : keys) text += (text.empty() ? "" : ", ") + key;
    return text;
}

bool sameTaints(const std::vector<corev1::Taint>& left, const std::vector<corev1::Taint>& right) {
    return std::ranges::equal(left, right, [](const corev1::Taint& a, const corev1::Taint& b) {
        return a.key == b.key && a.value == b.value && a.effect == b.effect;
    });
}

bool sameOwners(const std::vector<metav1::OwnerReference>& left, const std::vector<metav1::OwnerReference>& right) {
    return std::ranges::equal(left, right, [](const metav1::OwnerReference& a, const metav1::OwnerReference& b) {
        return schema::equal(schema::typeInfo<metav1::OwnerReference>(), &a, &b);
    });
}

Result<void> no(const AdmissionCall& call, const std::string& detail) {
    return std::unexpected(refusal(call, detail));
}

/// An agent writes its own node, its own lease and its own pods' status, and nothing that would widen its rights.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction.
class NodeRestriction final : public AdmissionPlugin {
public:
    explicit NodeRestriction(const watch::Cache& cache) : m_cache(cache) {}
    std::string_view name() const override { return "NodeRestriction"; }

    Result<void> validate(const AdmissionCall& call) override {
        if (!call.user.name.starts_with(kNodeUserPrefix)) return {};
        std::string node = nodeNameOf(call.user);
        if (node.empty()) return {};
        if (call.resource.group.empty() && call.resource.plural == "pods") return pods(call, node);
        if (call.resource.group.empty() && call.resource.plural == "nodes") return nodes(call, node);
        if (concerns(call, "coordination.k8s.io", "leases")) return lease(call, node);
        if (concerns(call, "", "serviceaccounts", "token")) return token(call, node);
        if (concerns(call, "storage.k8s.io", "csinodes"))
            return named(call, node, "can only access CSINode with the same name as the requesting node");
        return {};
    }

private:
    Result<void> pods(const AdmissionCall& call, const std::string& node) {
        if (call.subresource.empty() && call.operation == Operation::Create) return createPod(call, node);
        std::string self = "\"" + node + "\"";
        if (call.subresource.empty() && call.operation == Operation::Delete)
            return runsHere(call, node)
                       ? Result<void>()
                       : no(call, "node " + self + " can only delete pods with spec.nodeName set to itself");
        if (call.subresource == "status") return podStatus(call, node);
        if (call.subresource == "eviction")
            return runsHere(call, node)
                       ? Result<void>()
                       : no(call, "node " + self + " can only evict pods with spec.nodeName set to itself");
        return no(call, "unexpected pod subresource \"" + call.subresource + "\"");
    }

    Result<void> createPod(const AdmissionCall& call, const std::string& node) {
        const auto& pod = objectOf<corev1::Pod>(call);
        std::string self = "node \"" + node + "\"";
        if (!isMirrorPod(pod))
            return no(call, "pod does not have \"kubernetes.io/config.mirror\" annotation, " + self +
                                " can only create mirror pods");
        if (pod.spec.nodeName != node) return no(call, self + " can only create pods with spec.nodeName set to itself");
        for (const auto& owner : pod.metadata.ownerReferences)
            if (owner.apiVersion != "v1" || owner.kind != "Node" || owner.name != node ||
                pod.metadata.ownerReferences.size() > 1)
                return no(call, self + " can only create pods with an owner reference set to itself");
        std::string found;
        visitReferences(pod, [&](ReferenceKind kind, const std::string&) {
            if (!found.empty()) return;
            found = kind == ReferenceKind::Secret      ? "secrets"
                    : kind == ReferenceKind::ConfigMap ? "configmaps"
                    : kind == ReferenceKind::Claim     ? "persistentvolumeclaims"
                                                       : "a service account";
        });
        if (!found.empty()) return no(call, self + " can not create pods that reference " + found);
        return {};
    }

    Result<void> podStatus(const AdmissionCall& call, const std::string& node) {
        if (call.operation != Operation::Update) return {};
        std::string self = "node \"" + node + "\"";
        if (!call.old || oldOf<corev1::Pod>(call).spec.nodeName != node)
            return no(call, self + " can only update pod status for pods with spec.nodeName set to itself");
        if (objectOf<corev1::Pod>(call).metadata.labels != oldOf<corev1::Pod>(call).metadata.labels)
            return no(call, self + " cannot update labels through pod status");
        return {};
    }

    bool runsHere(const AdmissionCall& call, const std::string& node) const {
        ObjectRef pod = m_cache.get("/pods", call.namespace_, call.name);
        return pod && pod->as<corev1::Pod>().spec.nodeName == node;
    }

    Result<void> nodes(const AdmissionCall& call, const std::string& node) {
        std::string self = "node \"" + node + "\" is not allowed to ";
        std::string wanted = call.name;
        if (call.operation == Operation::Create && call.subresource.empty())
            wanted = objectOf<corev1::Node>(call).metadata.name;
        if (wanted != node) return no(call, self + "modify node \"" + wanted + "\"");
        const bool isNode = call.subresource.empty() || call.subresource == "status";
        if (!call.object || !isNode) return {};
        const auto& now = objectOf<corev1::Node>(call);
        if (call.operation == Operation::Create) {
            if (now.spec.configSource) return no(call, self + "create pods with a non-nil configSource");
            if (std::string labels = forbiddenLabels(now.metadata.labels, {}); !labels.empty())
                return no(call, self + "set the following labels: " + labels);
            return {};
        }
        const auto& old = oldOf<corev1::Node>(call);
        if (now.spec.configSource && !old.spec.configSource)
            return no(call, self + "update configSource to a new non-nil configSource");
        if (!sameTaints(now.spec.taints, old.spec.taints)) return no(call, self + "modify taints");
        if (!sameOwners(now.metadata.ownerReferences, old.metadata.ownerReferences))
            return no(call, self + "modify ownerReferences");
        if (std::string labels = forbiddenLabels(now.metadata.labels, old.metadata.labels); !labels.empty())
            return no(call, self + "modify labels: " + labels);
        return {};
    }

    Result<void> lease(const AdmissionCall& call, const std::string& node) {
        if (call.namespace_ != kLeaseNamespace)
            return no(call, "can only access leases in the \"" + std::string(kLeaseNamespace) + "\" system namespace");
        return named(call, node, "can only access node lease with the same name as the requesting node");
    }

    /// The object of this subresource is a TokenRequest.
    Result<void> token(const AdmissionCall& call, const std::string& node) {
        const auto* reference = objectOf<authenticationv1::TokenRequest>(call).spec.boundObjectRef.get();
        if (!reference || reference->apiVersion != "v1" || reference->kind != "Pod" || reference->name.empty())
            return no(call, "node requested token not bound to a pod");
        if (reference->uid.empty()) return no(call, "node requested token with a pod binding without a uid");
        ObjectRef pod = m_cache.get("/pods", call.namespace_, reference->name);
        if (!pod) return std::unexpected(status::notFound("pods", reference->name));
        if (reference->uid != pod->uid())
            return no(call,
                      "the UID in the bound object reference (" + reference->uid +
                          ") does not match the UID in record. The object might have been deleted and then recreated");
        if (pod->as<corev1::Pod>().spec.nodeName != node)
            return no(call, "node requested token bound to a pod scheduled on a different node");
        return {};
    }

    static Result<void> named(const AdmissionCall& call, const std::string& node, const std::string& detail) {
        std::string name = call.name;
        if (call.operation == Operation::Create && call.object)
            name = resources::metaOf(call.resource, static_cast<const void*>(call.object)).name;
        return name == node ? Result<void>() : no(call, detail);
    }

    const watch::Cache& m_cache;
};

}  // namespace

Plugin nodeRestriction(const AdmissionConfig& config) {
    return std::make_unique<NodeRestriction>(config.cache);
}

}  // namespace armillary::server::admission
