#include "engine/relations/rows.h"

#include <algorithm>
#include <array>

#include "engine/resources/resource.h"

namespace armillary::relations {

namespace {

using namespace relation;

constexpr std::string_view kGateway = "gateway.networking.k8s.io";
constexpr std::string_view kNetworking = "networking.k8s.io";
constexpr std::string_view kRbac = "rbac.authorization.k8s.io";
constexpr std::string_view kStorage = "storage.k8s.io";
constexpr std::string_view kRoutesOfGateway = "HTTPRoute|GRPCRoute|TLSRoute|TCPRoute|UDPRoute";

// Shorthand for what a cell says.
constexpr auto kSaysNamespace = true;
constexpr auto kSaysKind = true;

// clang-format off: one row a line, to be read as a table
constexpr Row kRows[] = {
    // What pods are made of. Init and ephemeral containers read as the others do.
    {"", kWorkload, "containers|initContainers|ephemeralContainers[].env[].valueFrom.configMapKeyRef.name", "", "ConfigMap", kReads},
    {"", kWorkload, "containers|initContainers|ephemeralContainers[].env[].valueFrom.secretKeyRef.name", "", "Secret", kReads},
    {"", kWorkload, "containers|initContainers|ephemeralContainers[].envFrom[].configMapRef.name", "", "ConfigMap", kReads},
    {"", kWorkload, "containers|initContainers|ephemeralContainers[].envFrom[].secretRef.name", "", "Secret", kReads},
    {"", kWorkload, "volumes[].configMap.name", "", "ConfigMap", kReads},
    {"", kWorkload, "volumes[].secret.secretName", "", "Secret", kReads},
    {"", kWorkload, "volumes[].projected.sources[].configMap.name", "", "ConfigMap", kReads},
    {"", kWorkload, "volumes[].projected.sources[].secret.name", "", "Secret", kReads},
    {"", kWorkload, "volumes[].azureFile.secretName", "", "Secret", kReads},
    {"", kWorkload, "volumes[].csi.nodePublishSecretRef.name", "", "Secret", kReads},
    {"", kWorkload, "volumes[].cephfs|rbd|flexVolume|iscsi|scaleIO|storageos|cinder.secretRef.name", "", "Secret", kReads},
    {"", kWorkload, "imagePullSecrets[].name", "", "Secret", kPullsWith},
    {"", kWorkload, "volumes[].persistentVolumeClaim.claimName", "", "PersistentVolumeClaim", kMounts},
    {"", "Pod", "spec.volumes[].ephemeral", "", "PersistentVolumeClaim", kMounts, How::EphemeralClaim},
    {"", kWorkload, "serviceAccountName", "", "ServiceAccount", kRunsAs},
    {"", kWorkload, "priorityClassName", "scheduling.k8s.io", "PriorityClass", kOfClass},
    {"", kWorkload, "runtimeClassName", "node.k8s.io", "RuntimeClass", kOfClass},
    {"", kWorkload, "nodeSelector|affinity", "", "Node", kPlaces, How::NodeSelector},
    {"", "Pod", "spec.nodeName", "", "Node", kRunsOn},
    {"apps", "StatefulSet", "spec.serviceName", "", "Service", kNamedBy},
    {"apps", "StatefulSet", "spec.volumeClaimTemplates[].metadata.name", "", "PersistentVolumeClaim", kClaims, How::ClaimTemplate},
    {"apps", "StatefulSet", "spec.volumeClaimTemplates[].spec.storageClassName", kStorage, "StorageClass", kOfClass},
    // Traffic.
    {"", "Service", "spec.selector", "", "Pod", kSelects, How::Selector},
    {kNetworking, "Ingress", "spec.rules[].http.paths[].backend.service.name", "", "Service", kRoutes},
    {kNetworking, "Ingress", "spec.defaultBackend.service.name", "", "Service", kRoutes},
    {kNetworking, "Ingress", "spec.rules[].http.paths[].backend.resource.name", "", "", kRoutes, How::Name, false, kSaysKind},
    {kNetworking, "Ingress", "spec.defaultBackend.resource.name", "", "", kRoutes, How::Name, false, kSaysKind},
    {kNetworking, "Ingress", "spec.tls[].secretName", "", "Secret", kReads},
    {kNetworking, "Ingress", "spec.ingressClassName", kNetworking, "IngressClass", kOfClass},
    {kNetworking, "IngressClass", "spec.parameters.name", "", "", kReads, How::Name, kSaysNamespace, kSaysKind},
    {kGateway, "Gateway", "spec.gatewayClassName", kGateway, "GatewayClass", kOfClass},
    {kGateway, "Gateway", "spec.listeners[].tls.certificateRefs[].name", "", "Secret", kReads, How::Name, kSaysNamespace, kSaysKind},
    {kGateway, kRoutesOfGateway, "spec.parentRefs[].name", kGateway, "Gateway", kAttaches, How::Name, kSaysNamespace, kSaysKind},
    {kGateway, kRoutesOfGateway, "spec.rules[].backendRefs[].name", "", "Service", kRoutes, How::Name, kSaysNamespace, kSaysKind},
    {kGateway, kRoutesOfGateway, "spec.rules[].filters[].requestMirror.backendRef.name", "", "Service", kRoutes, How::Name, kSaysNamespace, kSaysKind},
    {kNetworking, "NetworkPolicy", "spec.podSelector", "", "Pod", kSelects, How::Selector},
    {kNetworking, "NetworkPolicy", "spec.ingress[].from[]", "", "Pod", kPeer, How::Peer},
    {kNetworking, "NetworkPolicy", "spec.egress[].to[]", "", "Pod", kPeer, How::Peer},
    // Numbers of pods.
    {"autoscaling", "HorizontalPodAutoscaler", "spec.scaleTargetRef.name", "", "", kScales, How::Name, false, kSaysKind},
    {"policy", "PodDisruptionBudget", "spec.selector", "", "Pod", kSelects, How::Selector},
    // Storage.
    {"", "PersistentVolumeClaim", "spec.storageClassName", kStorage, "StorageClass", kOfClass},
    {"", "PersistentVolumeClaim", "spec.volumeName", "", "PersistentVolume", kBound},
    {"", "PersistentVolumeClaim", "spec.dataSource.name", "", "PersistentVolumeClaim", kReads, How::Name, false, kSaysKind},
    {"", "PersistentVolumeClaim", "spec.dataSourceRef.name", "", "PersistentVolumeClaim", kReads, How::Name, kSaysNamespace, kSaysKind},
    {"", "PersistentVolume", "spec.claimRef.name", "", "PersistentVolumeClaim", kBound, How::Name, kSaysNamespace},
    {"", "PersistentVolume", "spec.storageClassName", kStorage, "StorageClass", kOfClass},
    // Rights.
    {"", "ServiceAccount", "imagePullSecrets[].name", "", "Secret", kPullsWith},
    {"", "ServiceAccount", "secrets[].name", "", "Secret", kReads},
    {kRbac, "RoleBinding|ClusterRoleBinding", "roleRef.name", kRbac, "ClusterRole", kGrants, How::Name, false, kSaysKind},
    {kRbac, "RoleBinding|ClusterRoleBinding", "subjects[].name", "", "ServiceAccount", kTo, How::Name, kSaysNamespace, kSaysKind},
    // Servers that the API server asks.
    {"admissionregistration.k8s.io", "ValidatingWebhookConfiguration|MutatingWebhookConfiguration", "webhooks[].clientConfig.service.name", "", "Service", kRoutes, How::Name, kSaysNamespace},
    {"apiregistration.k8s.io", "APIService", "spec.service.name", "", "Service", kRoutes, How::Name, kSaysNamespace},
    {"apiextensions.k8s.io", "CustomResourceDefinition", "spec.conversion.webhook.clientConfig.service.name", "", "Service", kRoutes, How::Name, kSaysNamespace},
};
// clang-format on

struct Workload {
    std::string_view group, kind;
    PodTemplate where;
};
constexpr PodTemplate kTemplate{"spec.template.spec", "spec.template.metadata.labels"};
constexpr Workload kWorkloads[] = {
    {"", "Pod", {"spec", "metadata.labels"}},
    {"apps", "Deployment", kTemplate},
    {"apps", "ReplicaSet", kTemplate},
    {"apps", "StatefulSet", kTemplate},
    {"apps", "DaemonSet", kTemplate},
    {"batch", "Job", kTemplate},
    {"batch", "CronJob", {"spec.jobTemplate.spec.template.spec", "spec.jobTemplate.spec.template.metadata.labels"}},
    {"", "ReplicationController", kTemplate},
    {"", "PodTemplate", {"template.spec", "template.metadata.labels"}},
};

bool isBuiltIn(const Kind& kind) {
    return std::ranges::any_of(resources::Table::builtIn().rows(),
                               [&](const auto& row) { return row.group == kind.group && row.kind == kind.name; });
}

}  // namespace

std::span<const Row> rows() {
    return kRows;
}

std::vector<Kind> sourcesOf(const Row& row) {
    if (row.from == kWorkload) return workloadKinds();
    std::vector<Kind> kinds;
    for (std::string_view rest = row.from; !rest.empty();) {
        const auto bar = rest.find('|');
        kinds.push_back({std::string(row.group), std::string(rest.substr(0, bar))});
        rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
    }
    return kinds;
}

bool isClusterScoped(const Kind& kind) {
    if (kind.group == kGateway) return kind.name == "GatewayClass";
    const auto rows = resources::Table::builtIn().rows();
    const auto row = std::ranges::find_if(
        rows, [&](const auto& each) { return each.group == kind.group && each.kind == kind.name; });
    return row != rows.end() && !row->namespaced;
}

PodTemplate podTemplateOf(const Kind& kind) {
    for (const auto& each : kWorkloads)
        if (each.group == kind.group && each.kind == kind.name) return each.where;
    // A custom workload keeps its template where the built-in ones do, or has none.
    return isBuiltIn(kind) ? PodTemplate() : kTemplate;
}

std::vector<Kind> workloadKinds() {
    std::vector<Kind> kinds;
    for (const auto& each : kWorkloads) kinds.push_back({std::string(each.group), std::string(each.kind)});
    return kinds;
}

std::vector<RowView> table() {
    std::vector<RowView> views;
    for (const Row& row : kRows) {
        const std::string to = row.to.empty() ? "*" : Kind{std::string(row.toGroup), std::string(row.to)}.text();
        if (row.from == kWorkload) {
            views.push_back({std::string(kWorkload), to, std::string(row.path), row.relation});
            continue;
        }
        for (const Kind& from : sourcesOf(row)) views.push_back({from.text(), to, std::string(row.path), row.relation});
    }
    views.push_back({"*", "*", "metadata.ownerReferences[].name", kOwned});
    return views;
}

}  // namespace armillary::relations
