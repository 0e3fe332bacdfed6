#include "engine/server/bootstrap_policy.h"

/// The roles of the controllers, each under a service account of its own.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles.
namespace armillary::server::policy {
namespace {

#define READ "get,list,watch"

constexpr Rule kEvents{"create,patch,update", "core,events.k8s.io", "events"};

constexpr Rule kAttachDetach[] = {
    {"list,watch", "core", "persistentvolumeclaims,persistentvolumes"},
    {READ, "core", "nodes"},
    {"patch,update", "core", "nodes/status"},
    {"list,watch", "core", "pods"},
    kEvents,
    {"create,delete,get,list,watch", "storage.k8s.io", "volumeattachments"},
    {READ, "storage.k8s.io", "csidrivers"},
    {READ, "storage.k8s.io", "csinodes"},
};
constexpr Rule kCertificate[] = {
    {"delete,get,list,watch", "certificates.k8s.io", "certificatesigningrequests"},
    {"update", "certificates.k8s.io", "certificatesigningrequests/approval,certificatesigningrequests/status"},
    {"approve", "certificates.k8s.io", "signers", "kubernetes.io/kube-apiserver-client-kubelet"},
    {"sign", "certificates.k8s.io", "signers",
     "kubernetes.io/kube-apiserver-client,kubernetes.io/kube-apiserver-client-kubelet,kubernetes.io/kubelet-serving,"
     "kubernetes.io/legacy-unknown"},
    {"create", "authorization.k8s.io", "subjectaccessreviews"},
    kEvents,
};
constexpr Rule kAggregation[] = {{"escalate,get,list,patch,update,watch", "rbac.authorization.k8s.io", "clusterroles"}};
constexpr Rule kCronJob[] = {
    {"get,list,update,watch", "batch", "cronjobs"}, {"create,delete,get,list,patch,update,watch", "batch", "jobs"},
    {"update", "batch", "cronjobs/status"},         {"update", "batch", "cronjobs/finalizers"},
    {"delete,list,watch", "core", "pods"},          kEvents,
};
constexpr Rule kDaemonSet[] = {
    {READ, "apps,extensions", "daemonsets"},
    {"update", "apps,extensions", "daemonsets/status"},
    {"update", "apps,extensions", "daemonsets/finalizers"},
    {"list,watch", "core", "nodes"},
    {"create,delete,list,patch,watch", "core", "pods"},
    {"create", "core", "pods/binding"},
    {"create,delete,get,list,patch,update,watch", "apps", "controllerrevisions"},
    kEvents,
};
constexpr Rule kDeployment[] = {
    {"get,list,update,watch", "apps,extensions", "deployments"},
    {"update", "apps,extensions", "deployments/status"},
    {"update", "apps,extensions", "deployments/finalizers"},
    {"create,delete,get,list,patch,update,watch", "apps,extensions", "replicasets"},
    {"get,list,update,watch", "core", "pods"},
    kEvents,
};
constexpr Rule kDisruption[] = {
    {READ, "apps,extensions", "deployments"},
    {READ, "apps,extensions", "replicasets"},
    {READ, "core", "replicationcontrollers"},
    {READ, "policy", "poddisruptionbudgets"},
    {READ, "apps", "statefulsets"},
    {"update", "policy", "poddisruptionbudgets/status"},
    {"patch,update", "core", "pods/status"},
    {"get", "*", "*/scale"},
    kEvents,
};
constexpr Rule kEndpoint[] = {
    {READ, "core", "pods,services"},
    {"create,delete,get,list,update,watch", "core", "endpoints"},
    {"create", "core", "endpoints/restricted"},
    kEvents,
};
constexpr Rule kEndpointSlice[] = {
    {READ, "core", "nodes,pods,services"},
    {"update", "core", "services/finalizers"},
    {"create,delete,get,list,update,watch", "discovery.k8s.io", "endpointslices"},
    kEvents,
};
constexpr Rule kEndpointSliceMirroring[] = {
    {READ, "core", "endpoints,services"},
    {"update", "core", "services/finalizers"},
    {"update", "core", "endpoints/finalizers"},
    {"create,delete,get,list,update,watch", "discovery.k8s.io", "endpointslices"},
    kEvents,
};
constexpr Rule kEphemeralVolume[] = {
    {READ, "core", "pods"},
    {"update", "core", "pods/finalizers"},
    {"create,get,list,watch", "core", "persistentvolumeclaims"},
    kEvents,
};
constexpr Rule kExpand[] = {
    {"get,list,patch,update,watch", "core", "persistentvolumes"},
    {"patch,update", "core", "persistentvolumeclaims/status"},
    {READ, "core", "persistentvolumeclaims"},
    kEvents,
};
constexpr Rule kGarbageCollector[] = {
    {"delete,get,list,patch,update,watch", "*", "*"},
    kEvents,
};
constexpr Rule kAutoscaler[] = {
    {READ, "autoscaling", "horizontalpodautoscalers"},
    {"update", "autoscaling", "horizontalpodautoscalers/status"},
    {"get,update", "*", "*/scale"},
    {"list,watch", "core", "pods"},
    {"list,watch", "metrics.k8s.io", "pods"},
    {READ, "custom.metrics.k8s.io", "*"},
    {READ, "external.metrics.k8s.io", "*"},
    kEvents,
};
constexpr Rule kJob[] = {
    {"get,list,patch,update,watch", "batch", "jobs"},
    {"update", "batch", "jobs/status"},
    {"update", "batch", "jobs/finalizers"},
    {"create,delete,list,patch,watch", "core", "pods"},
    kEvents,
};
constexpr Rule kLegacyTokenCleaner[] = {
    {"get", "core", "configmaps", "kube-apiserver-legacy-service-account-token-tracking"},
    {"delete,patch", "core", "secrets"}};
constexpr Rule kNamespace[] = {
    {"delete,get,list,watch", "core", "namespaces"},
    {"update", "core", "namespaces/finalize,namespaces/status"},
    {"delete,deletecollection,get,list,watch", "*", "*"},
};
constexpr Rule kNodeRoutes[] = {
    {"list,watch", "core", "nodes"},
    {"patch", "core", "nodes/status"},
    kEvents,
};
constexpr Rule kNode[] = {
    {"delete,get,list,patch,update,watch", "core", "nodes"},
    {"patch,update", "core", "nodes/status"},
    {"patch,update", "core", "pods/status"},
    {"delete,get,list,watch", "core", "pods"},
    kEvents,
};
constexpr Rule kVolumeBinder[] = {
    {"create,delete,get,list,update,watch", "core", "persistentvolumes"},
    {"update", "core", "persistentvolumes/status"},
    {"get,list,update,watch", "core", "persistentvolumeclaims"},
    {"update", "core", "persistentvolumeclaims/status"},
    {"create,delete,get,list,watch", "core", "pods"},
    {READ, "storage.k8s.io", "storageclasses"},
    {"list,watch", "core", "nodes"},
    {"watch", "core", "events"},
    kEvents,
};
constexpr Rule kPodGarbage[] = {
    {"delete,list,watch", "core", "pods"},
    {READ, "core", "nodes"},
    {"patch", "core", "pods/status"},
};
constexpr Rule kVolumeProtection[] = {{"get,list,update,watch", "core", "persistentvolumes"}, kEvents};
constexpr Rule kClaimProtection[] = {
    {"get,list,update,watch", "core", "persistentvolumeclaims"}, {READ, "core", "pods"}, kEvents};
constexpr Rule kReplicaSet[] = {
    {"get,list,update,watch", "apps,extensions", "replicasets"},
    {"update", "apps,extensions", "replicasets/status"},
    {"update", "apps,extensions", "replicasets/finalizers"},
    {"create,delete,list,patch,watch", "core", "pods"},
    kEvents,
};
constexpr Rule kReplication[] = {
    {"get,list,update,watch", "core", "replicationcontrollers"},
    {"update", "core", "replicationcontrollers/status"},
    {"update", "core", "replicationcontrollers/finalizers"},
    {"create,delete,list,patch,watch", "core", "pods"},
    kEvents,
};
constexpr Rule kQuota[] = {{"list,watch", "*", "*"}, {"update", "core", "resourcequotas/status"}, kEvents};
constexpr Rule kCaPublisher[] = {{"create,update", "core", "configmaps"}, kEvents};
constexpr Rule kServiceAccount[] = {{"create", "core", "serviceaccounts"}, kEvents};
constexpr Rule kService[] = {
    {READ, "core", "services"},
    {"patch,update", "core", "services/status"},
    {"list,watch", "core", "nodes"},
    kEvents,
};
constexpr Rule kStatefulSet[] = {
    {"list,watch", "core", "pods"},
    {READ, "apps", "statefulsets"},
    {"update", "apps", "statefulsets/status"},
    {"update", "apps", "statefulsets/finalizers"},
    {"create,delete,get,patch,update", "core", "pods"},
    {"create,delete,get,list,patch,update,watch", "apps", "controllerrevisions"},
    {"create,get", "core", "persistentvolumeclaims"},
    {"delete,update", "core", "persistentvolumeclaims"},
    kEvents,
};
constexpr Rule kTtlAfterFinished[] = {{"delete,get,list,watch", "batch", "jobs"}, kEvents};
constexpr Rule kTtl[] = {{"list,patch,update,watch", "core", "nodes"}, kEvents};
constexpr Rule kValidatingPolicy[] = {
    {READ, "admissionregistration.k8s.io", "validatingadmissionpolicies"},
    {"get,patch,update", "admissionregistration.k8s.io", "validatingadmissionpolicies/status"},
    kEvents,
};

/// What it reads comes from the manager's informers.
constexpr Rule kHostPathProvisioner[] = {
    {"create,delete,update", "core", "persistentvolumes"},
    {"update", "core", "persistentvolumeclaims"},
    kEvents,
};

/// Whatever a repository says, it makes: see ADR 37.
constexpr Rule kApplications[] = {{"*", "*", "*"}};

constexpr ClusterRole kRoles[] = {
    {"attachdetach-controller", kAttachDetach},
    {"certificate-controller", kCertificate},
    {"clusterrole-aggregation-controller", kAggregation},
    {"cronjob-controller", kCronJob},
    {"daemon-set-controller", kDaemonSet},
    {"deployment-controller", kDeployment},
    {"disruption-controller", kDisruption},
    {"endpoint-controller", kEndpoint},
    {"endpointslice-controller", kEndpointSlice},
    {"endpointslicemirroring-controller", kEndpointSliceMirroring},
    {"ephemeral-volume-controller", kEphemeralVolume},
    {"expand-controller", kExpand},
    {"generic-garbage-collector", kGarbageCollector},
    {"horizontal-pod-autoscaler", kAutoscaler},
    {"job-controller", kJob},
    {"legacy-service-account-token-cleaner", kLegacyTokenCleaner},
    {"namespace-controller", kNamespace},
    {"node-controller", kNode},
    {"persistent-volume-binder", kVolumeBinder},
    {"pod-garbage-collector", kPodGarbage},
    {"pv-protection-controller", kVolumeProtection},
    {"pvc-protection-controller", kClaimProtection},
    {"replicaset-controller", kReplicaSet},
    {"replication-controller", kReplication},
    {"resourcequota-controller", kQuota},
    {"root-ca-cert-publisher", kCaPublisher},
    {"route-controller", kNodeRoutes},
    {"service-account-controller", kServiceAccount},
    {"service-controller", kService},
    {"statefulset-controller", kStatefulSet},
    {"ttl-after-finished-controller", kTtlAfterFinished},
    {"ttl-controller", kTtl},
    {"validatingadmissionpolicy-status-controller", kValidatingPolicy},
};

/// Of controllers that upstream has not got.
constexpr ClusterRole kOwnRoles[] = {
    {"application-controller", kApplications},
    {"persistent-volume-provisioner", kHostPathProvisioner},
};

}  // namespace

std::span<const ClusterRole> controllerRoles() {
    return kRoles;
}
std::span<const ClusterRole> ownControllerRoles() {
    return kOwnRoles;
}

}  // namespace armillary::server::policy
