#include "engine/server/bootstrap_policy.h"

/// The roles for people. Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles.
namespace armillary::server::policy {
namespace {

#define READ "get,list,watch"
#define WRITE "create,delete,deletecollection,patch,update"
#define ALL WRITE "," READ

constexpr Rule kClusterAdmin[] = {{"*", "*", "*"}, {"*", "", "*"}};

constexpr Rule kAggregateToAdmin[] = {
    {"create", "authorization.k8s.io", "localsubjectaccessreviews"},
    {ALL, "rbac.authorization.k8s.io", "rolebindings,roles"},
};

constexpr Rule kAggregateToEdit[] = {
    {READ, "core", "pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy"},
    {"impersonate", "core", "serviceaccounts"},
    {WRITE, "core", "pods,pods/attach,pods/exec,pods/portforward,pods/proxy"},
    {"create", "core", "pods/eviction"},
    {WRITE, "core",
     "configmaps,events,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,"
     "serviceaccounts,services,services/proxy"},
    {"create", "core", "serviceaccounts/token"},
    {WRITE, "apps",
     "daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,"
     "statefulsets/scale"},
    {WRITE, "autoscaling", "horizontalpodautoscalers"},
    {WRITE, "batch", "cronjobs,jobs"},
    {WRITE, "extensions",
     "daemonsets,deployments,deployments/rollback,deployments/scale,ingresses,networkpolicies,replicasets,"
     "replicasets/scale,replicationcontrollers/scale"},
    {WRITE, "policy", "poddisruptionbudgets"},
    {WRITE, "networking.k8s.io", "ingresses,networkpolicies"},
    {ALL, "coordination.k8s.io", "leases"},
};

constexpr Rule kAggregateToView[] = {
    {READ, "core",
     "configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,"
     "replicationcontrollers/scale,serviceaccounts,services,services/status"},
    {READ, "core",
     "bindings,events,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,"
     "resourcequotas/status"},
    {READ, "core", "namespaces"},
    {READ, "discovery.k8s.io", "endpointslices"},
    {READ, "apps",
     "controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,"
     "replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status"},
    {READ, "autoscaling", "horizontalpodautoscalers,horizontalpodautoscalers/status"},
    {READ, "batch", "cronjobs,cronjobs/status,jobs,jobs/status"},
    {READ, "extensions",
     "daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,ingresses,ingresses/status,"
     "networkpolicies,replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale"},
    {READ, "policy", "poddisruptionbudgets,poddisruptionbudgets/status"},
    {READ, "networking.k8s.io", "ingresses,ingresses/status,networkpolicies"},
};

constexpr Rule kDiscovery[] = {
    {"get", "", "/api,/api/*,/apis,/apis/*,/healthz,/livez,/openapi,/openapi/*,/readyz,/version,/version/"}};
constexpr Rule kPublicInfo[] = {{"get", "", "/healthz,/livez,/readyz,/version,/version/"}};
constexpr Rule kMonitoring[] = {
    {"get", "", "/healthz,/healthz/*,/livez,/livez/*,/metrics,/metrics/slis,/readyz,/readyz/*"}};
constexpr Rule kBasicUser[] = {
    {"create", "authorization.k8s.io", "selfsubjectaccessreviews,selfsubjectrulesreviews"},
    {"create", "authentication.k8s.io", "selfsubjectreviews"},
};
constexpr Rule kIssuerDiscovery[] = {
    {"get", "",
     "/.well-known/openid-configuration,/.well-known/openid-configuration/,/openid/v1/jwks,/openid/v1/jwks/"}};

/// Not the API server's upstream, but metrics-server's: here one program is both.
constexpr Rule kMetricsReader[] = {{READ, "metrics.k8s.io", "nodes,pods"}};

constexpr ClusterRole kRoles[] = {
    {"cluster-admin", kClusterAdmin},
    {"admin", {}, "admin"},
    {"edit", {}, "edit", "admin"},
    {"view", {}, "view", "edit"},
    {"system:aggregate-to-admin", kAggregateToAdmin, {}, "admin"},
    {"system:aggregate-to-edit", kAggregateToEdit, {}, "edit"},
    {"system:aggregate-to-view", kAggregateToView, {}, "view"},
    {"system:aggregated-metrics-reader", kMetricsReader, {}, "view"},
    {"system:discovery", kDiscovery},
    {"system:public-info-viewer", kPublicInfo},
    {"system:monitoring", kMonitoring},
    {"system:basic-user", kBasicUser},
    {"system:service-account-issuer-discovery", kIssuerDiscovery},
};

}  // namespace

std::span<const ClusterRole> userRoles() {
    return kRoles;
}

}  // namespace armillary::server::policy
