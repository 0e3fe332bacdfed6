#include "engine/server/bootstrap_policy.h"

/// The roles of the cluster's own components, the roles inside namespaces, and all bindings. They are upstream's but
/// for what begins with "kubeadm:", which that installer adds, and with "armillary:", each with its reason.
namespace armillary::server::policy {
namespace {

#define READ "get,list,watch"

constexpr Rule kEvents{"create,patch,update", "core,events.k8s.io", "events"};
constexpr Rule kTokenReviews{"create", "authentication.k8s.io", "tokenreviews"};
constexpr Rule kAccessReviews{"create", "authorization.k8s.io", "subjectaccessreviews"};

constexpr Rule kNode[] = {
    kTokenReviews,
    {"create", "authorization.k8s.io", "localsubjectaccessreviews,subjectaccessreviews"},
    {READ, "core", "services"},
    {"create,get,list,watch", "core", "nodes"},
    {"patch,update", "core", "nodes/status"},
    {"patch,update", "core", "nodes"},
    {"create,patch,update", "core", "events"},
    {READ, "core", "pods"},
    {"create,delete", "core", "pods"},
    {"patch,update", "core", "pods/status"},
    {"create", "core", "pods/eviction"},
    {READ, "core", "configmaps,secrets"},
    {"get", "core", "persistentvolumeclaims,persistentvolumes"},
    {"get", "core", "endpoints"},
    {"create,get,list,watch", "certificates.k8s.io", "certificatesigningrequests"},
    {"create,delete,get,patch,update", "coordination.k8s.io", "leases"},
    {"get", "storage.k8s.io", "volumeattachments"},
    {"create", "core", "serviceaccounts/token"},
    {"get,patch,update", "core", "persistentvolumeclaims/status"},
    {READ, "storage.k8s.io", "csidrivers"},
    {"create,delete,get,patch,update", "storage.k8s.io", "csinodes"},
    {READ, "node.k8s.io", "runtimeclasses"},
};
constexpr Rule kNodeBootstrapper[] = {{"create,get,list,watch", "certificates.k8s.io", "certificatesigningrequests"}};
constexpr Rule kNodeProxier[] = {
    {"list,watch", "core", "endpoints,services"},
    {READ, "core", "nodes"},
    kEvents,
    {"list,watch", "discovery.k8s.io", "endpointslices"},
};
/// One agent does the work of kubelet, proxy and cluster DNS under the node's own name.
constexpr Rule kNodeNetwork[] = {
    {READ, "core", "endpoints,namespaces,nodes,services"},
    {READ, "discovery.k8s.io", "endpointslices"},
    // Network policies select peers by labels, wherever they run.
    {READ, "core", "pods"},
    {READ, "networking.k8s.io", "networkpolicies"},
};
/// A node finds the volumes that are folders of its own.
constexpr Rule kNodeVolumes[] = {{"list,watch", "core", "persistentvolumes"}};
constexpr Rule kProblemDetector[] = {{"get", "core", "nodes"}, {"patch", "core", "nodes/status"}, kEvents};
constexpr Rule kKubeletApiAdmin[] = {
    {READ, "core", "nodes"},
    {"proxy", "core", "nodes"},
    {"*", "core", "nodes/log,nodes/metrics,nodes/proxy,nodes/stats"},
};
constexpr Rule kAuthDelegator[] = {kTokenReviews, kAccessReviews};
constexpr Rule kAggregator[] = {{READ, "core", "endpoints,services"}};
constexpr Rule kDns[] = {{"list,watch", "core", "endpoints,services"}};
constexpr Rule kHeapster[] = {{READ, "core", "events,namespaces,nodes,pods"}, {READ, "extensions", "deployments"}};

constexpr Rule kControllerManager[] = {
    kEvents,
    {"create", "coordination.k8s.io", "leases"},
    {"get,update", "coordination.k8s.io", "leases", "kube-controller-manager"},
    {"create", "core", "secrets,serviceaccounts"},
    {"delete", "core", "secrets"},
    {"get", "core", "configmaps,namespaces,secrets,serviceaccounts"},
    {"update", "core", "secrets,serviceaccounts"},
    kTokenReviews,
    kAccessReviews,
    {"list,watch", "*", "*"},
    {"create", "core", "serviceaccounts/token"},
};
constexpr Rule kScheduler[] = {
    kEvents,
    {"create", "coordination.k8s.io", "leases"},
    {"get,list,update,watch", "coordination.k8s.io", "leases", "kube-scheduler"},
    {"create", "coordination.k8s.io", "leasecandidates"},
    {READ, "core", "nodes"},
    {"delete,get,list,watch", "core", "pods"},
    {"create", "core", "bindings,pods/binding"},
    {"patch,update", "core", "pods/status"},
    {READ, "core", "replicationcontrollers,services"},
    {READ, "apps,extensions", "replicasets"},
    {READ, "apps", "statefulsets"},
    {READ, "policy", "poddisruptionbudgets"},
    {READ, "core", "persistentvolumeclaims,persistentvolumes"},
    kTokenReviews,
    kAccessReviews,
    {READ, "storage.k8s.io", "csinodes"},
    {READ, "core", "namespaces"},
    {READ, "storage.k8s.io", "csidrivers"},
    {READ, "storage.k8s.io", "csistoragecapacities"},
};
constexpr Rule kVolumeProvisioner[] = {
    {"create,delete,get,list,watch", "core", "persistentvolumes"},
    {"get,list,update,watch", "core", "persistentvolumeclaims"},
    {READ, "storage.k8s.io", "storageclasses"},
    {"watch", "core", "events"},
    kEvents,
};
constexpr Rule kVolumeScheduler[] = {
    {"get,list,patch,update,watch", "core", "persistentvolumes"},
    {READ, "storage.k8s.io", "storageclasses"},
    {"get,list,patch,update,watch", "core", "persistentvolumeclaims"},
};

constexpr Rule kNodeClient[] = {{"create", "certificates.k8s.io", "certificatesigningrequests/nodeclient"}};
constexpr Rule kSelfNodeClient[] = {{"create", "certificates.k8s.io", "certificatesigningrequests/selfnodeclient"}};
constexpr Rule kApproveLegacy[] = {{"approve", "certificates.k8s.io", "signers", "kubernetes.io/legacy-unknown"}};
constexpr Rule kApproveServing[] = {{"approve", "certificates.k8s.io", "signers", "kubernetes.io/kubelet-serving"}};
constexpr Rule kApproveClient[] = {
    {"approve", "certificates.k8s.io", "signers", "kubernetes.io/kube-apiserver-client"}};
constexpr Rule kApproveKubelet[] = {
    {"approve", "certificates.k8s.io", "signers", "kubernetes.io/kube-apiserver-client-kubelet"}};
/// What kubeadm adds, so that a joining node may look at its predecessor of the same name.
constexpr Rule kGetNodes[] = {{"get", "core", "nodes"}};

constexpr ClusterRole kRoles[] = {
    {"system:node", kNode},
    {"system:node-bootstrapper", kNodeBootstrapper},
    {"system:node-proxier", kNodeProxier},
    {"armillary:node-network", kNodeNetwork},
    {"armillary:node-volumes", kNodeVolumes},
    {"system:node-problem-detector", kProblemDetector},
    {"system:kubelet-api-admin", kKubeletApiAdmin},
    {"system:auth-delegator", kAuthDelegator},
    {"system:kube-aggregator", kAggregator},
    {"system:kube-dns", kDns},
    {"system:heapster", kHeapster},
    {"system:kube-controller-manager", kControllerManager},
    {"system:kube-scheduler", kScheduler},
    {"system:persistent-volume-provisioner", kVolumeProvisioner},
    {"system:volume-scheduler", kVolumeScheduler},
    {"system:certificates.k8s.io:certificatesigningrequests:nodeclient", kNodeClient},
    {"system:certificates.k8s.io:certificatesigningrequests:selfnodeclient", kSelfNodeClient},
    {"system:certificates.k8s.io:legacy-unknown-approver", kApproveLegacy},
    {"system:certificates.k8s.io:kubelet-serving-approver", kApproveServing},
    {"system:certificates.k8s.io:kube-apiserver-client-approver", kApproveClient},
    {"system:certificates.k8s.io:kube-apiserver-client-kubelet-approver", kApproveKubelet},
    {"kubeadm:get-nodes", kGetNodes},
};

constexpr Rule kAuthenticationReader[] = {{READ, "core", "configmaps", "extension-apiserver-authentication"}};
constexpr Rule kBootstrapSigner[] = {{READ, "core", "secrets"}};
constexpr Rule kTokenCleaner[] = {{"delete,get,list,watch", "core", "secrets"}, kEvents};
constexpr Rule kCloudProvider[] = {{"create,get,list,watch", "core", "configmaps"}};
constexpr Rule kLeaderManager[] = {{"watch", "core", "configmaps"},
                                   {"get,update", "core", "configmaps", "kube-controller-manager"}};
constexpr Rule kLeaderScheduler[] = {{"watch", "core", "configmaps"},
                                     {"get,update", "core", "configmaps", "kube-scheduler"}};
constexpr Rule kPublicSigner[] = {
    {READ, "core", "configmaps"}, {"update", "core", "configmaps", "cluster-info"}, kEvents};
constexpr Rule kClusterInfo[] = {{"get", "core", "configmaps", "cluster-info"}};

constexpr Role kNamespacedRoles[] = {
    {"kube-system", "extension-apiserver-authentication-reader", kAuthenticationReader},
    {"kube-system", "system:controller:bootstrap-signer", kBootstrapSigner},
    {"kube-system", "system:controller:cloud-provider", kCloudProvider},
    {"kube-system", "system:controller:token-cleaner", kTokenCleaner},
    {"kube-system", "system::leader-locking-kube-controller-manager", kLeaderManager},
    {"kube-system", "system::leader-locking-kube-scheduler", kLeaderScheduler},
    {"kube-public", "system:controller:bootstrap-signer", kPublicSigner},
    {"kube-public", "kubeadm:bootstrap-signer-clusterinfo", kClusterInfo},
};

#define MANAGER "user:system:kube-controller-manager"
#define SCHEDULER "user:system:kube-scheduler"
#define JOINING "group:system:bootstrappers"

constexpr Binding kBindings[] = {
    {"cluster-admin", "cluster-admin", "group:system:masters"},
    // Administrators are made by a binding, not by the code; see engine/runtime/credentials.h.
    {"kubeadm:cluster-admins", "cluster-admin", "group:kubeadm:cluster-admins"},
    // The API server towards agents.
    {"armillary:kubelet-api-admin", "system:kubelet-api-admin", "user:kube-apiserver-kubelet-client"},
    {"system:monitoring", "system:monitoring", "group:system:monitoring"},
    {"system:discovery", "system:discovery", "group:system:authenticated"},
    {"system:public-info-viewer", "system:public-info-viewer",
     "group:system:authenticated|group:system:unauthenticated"},
    {"system:basic-user", "system:basic-user", "group:system:authenticated"},
    {"system:node-proxier", "system:node-proxier", "user:system:kube-proxy"},
    {"system:kube-controller-manager", "system:kube-controller-manager", MANAGER},
    {"system:kube-dns", "system:kube-dns", "account:kube-system/kube-dns"},
    {"system:kube-scheduler", "system:kube-scheduler", SCHEDULER},
    {"system:volume-scheduler", "system:volume-scheduler", SCHEDULER},
    {"system:service-account-issuer-discovery", "system:service-account-issuer-discovery",
     "group:system:serviceaccounts"},
    // The node authorizer decides for nodes, so that upstream's binding of system:node has no subjects.
    {"system:node", "system:node", ""},
    {"armillary:node-network", "armillary:node-network", "group:system:nodes"},
    {"armillary:node-volumes", "armillary:node-volumes", "group:system:nodes"},
    // This program's own approver looks at serving certificates too, which upstream leaves to people.
    {"armillary:kubelet-serving-approver", "system:certificates.k8s.io:kubelet-serving-approver",
     "account:kube-system/certificate-controller"},
    // Joining: a token may ask for a certificate, which is approved of itself; so is its renewal.
    {"kubeadm:kubelet-bootstrap", "system:node-bootstrapper", JOINING},
    {"kubeadm:get-nodes", "kubeadm:get-nodes", JOINING},
    {"kubeadm:node-autoapprove-bootstrap", "system:certificates.k8s.io:certificatesigningrequests:nodeclient", JOINING},
    {"kubeadm:node-autoapprove-certificate-rotation",
     "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient", "group:system:nodes"},
    {"system::extension-apiserver-authentication-reader", "extension-apiserver-authentication-reader",
     MANAGER "|" SCHEDULER, "kube-system", false},
    {"system:controller:bootstrap-signer", "system:controller:bootstrap-signer", "account:kube-system/bootstrap-signer",
     "kube-system", false},
    {"system:controller:cloud-provider", "system:controller:cloud-provider", "account:kube-system/cloud-provider",
     "kube-system", false},
    {"system:controller:token-cleaner", "system:controller:token-cleaner", "account:kube-system/token-cleaner",
     "kube-system", false},
    {"system::leader-locking-kube-controller-manager", "system::leader-locking-kube-controller-manager",
     MANAGER "|account:kube-system/kube-controller-manager", "kube-system", false},
    {"system::leader-locking-kube-scheduler", "system::leader-locking-kube-scheduler",
     SCHEDULER "|account:kube-system/kube-scheduler", "kube-system", false},
    {"system:controller:bootstrap-signer", "system:controller:bootstrap-signer", "account:kube-system/bootstrap-signer",
     "kube-public", false},
    {"kubeadm:bootstrap-signer-clusterinfo", "kubeadm:bootstrap-signer-clusterinfo", "user:system:anonymous",
     "kube-public", false},
};

}  // namespace

std::span<const ClusterRole> componentRoles() {
    return kRoles;
}
std::span<const Role> namespacedRoles() {
    return kNamespacedRoles;
}
std::span<const Binding> bindings() {
    return kBindings;
}

}  // namespace armillary::server::policy
