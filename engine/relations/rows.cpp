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

// clang-format off: to be read as a table
constexpr Row kRows[] = {
    // What pods are made of. Init and ephemeral containers read as the others do.
    {"", kWorkload, "containers|initContainers|ephemeralContainers[].env[].valueFrom.configMapKeyRef.name", "", "ConfigMap", kReads,
     {Form::EnvKey, "env-key", "one key as an environment variable"}},
    {"", kWorkload, "containers|initContainers|ephemeralContainers[].env[].valueFrom.secretKeyRef.name", "", "Secret", kReads,
     {Form::EnvKey, "env-key", "one key as an environment variable"}},
    {"", kWorkload, "containers|initContainers|ephemeralContainers[].envFrom[].configMapRef.name", "", "ConfigMap", kReads,
     {Form::EnvAll, "env-from", "all keys as environment variables"}},
    {"", kWorkload, "containers|initContainers|ephemeralContainers[].envFrom[].secretRef.name", "", "Secret", kReads,
     {Form::EnvAll, "env-from", "all keys as environment variables"}},
    {"", kWorkload, "volumes[].configMap.name", "", "ConfigMap", kReads, {Form::Volume, "mount", "all keys as files"}},
    {"", kWorkload, "volumes[].secret.secretName", "", "Secret", kReads, {Form::Volume, "mount", "all keys as files"}},
    {"", kWorkload, "volumes[].projected.sources[].configMap.name", "", "ConfigMap", kReads,
     {Form::Projected, "project", "files together with those of other sources"}},
    {"", kWorkload, "volumes[].projected.sources[].secret.name", "", "Secret", kReads,
     {Form::Projected, "project", "files together with those of other sources"}},
    {"", kWorkload, "volumes[].azureFile.secretName", "", "Secret", kReads,
     {.form = Form::Member, .id = "azure-file", .title = "what an Azure file share is opened with", .bond = Bond::Needed}},
    {"", kWorkload, "volumes[].csi.nodePublishSecretRef.name", "", "Secret", kReads,
     {.form = Form::Member, .id = "csi-publish", .title = "what a driver's volume is opened with", .goes = 2}},
    {"", kWorkload, "volumes[].cephfs|rbd|flexVolume|iscsi|scaleIO|storageos|cinder.secretRef.name", "", "Secret", kReads,
     {.form = Form::Member, .id = "volume-secret", .title = "what a volume is opened with", .goes = 2}},
    {"", kWorkload, "imagePullSecrets[].name", "", "Secret", kPullsWith, {Form::Item, "pull", "what its images are pulled with"}},
    {"", kWorkload, "volumes[].persistentVolumeClaim.claimName", "", "PersistentVolumeClaim", kMounts, {Form::Volume, "mount", "as a directory"}},
    {"", "Pod", "spec.volumes[].ephemeral", "", "PersistentVolumeClaim", kMounts,
     {.title = "the claim is made together with the pod, and named after it"}, How::EphemeralClaim},
    {"", kWorkload, "serviceAccountName", "", "ServiceAccount", kRunsAs, {Form::Name, "service-account", "the account that its pods run as"}},
    {"", kWorkload, "priorityClassName", "scheduling.k8s.io", "PriorityClass", kOfClass, {Form::Name, "priority", "how much its pods matter"}},
    {"", kWorkload, "runtimeClassName", "node.k8s.io", "RuntimeClass", kOfClass, {Form::Name, "runtime", "what runs its containers"}},
    {"", kWorkload, "nodeSelector|affinity", "", "Node", kPlaces, {Form::NodeLabel, "node-selector", "run on this node alone"}, How::NodeSelector},
    {"", "Pod", "spec.nodeName", "", "Node", kRunsOn, {Form::Name, "node-name", "run on this node, whatever the scheduler says"}},
    {"apps", "StatefulSet", "spec.serviceName", "", "Service", kNamedBy,
     {.form = Form::Name, .id = "service-name", .title = "the service that gives its pods their names", .bond = Bond::Fixed}},
    {"apps", "StatefulSet", "spec.volumeClaimTemplates[].metadata.name", "", "PersistentVolumeClaim", kClaims,
     {.title = "its claims are made from a template, and named after it"}, How::ClaimTemplate},
    {"apps", "StatefulSet", "spec.volumeClaimTemplates[].spec.storageClassName", kStorage, "StorageClass", kOfClass,
     {.form = Form::Name, .id = "storage-class", .title = "the class of the volumes that its claims get", .bond = Bond::Fixed}},
    // Traffic.
    {"", "Service", "spec.selector", "", "Pod", kSelects, {Form::Selector, "selector", "send its traffic to these pods"}, How::Selector},
    {kNetworking, "Ingress", "spec.rules[].http.paths[].backend.service.name", "", "Service", kRoutes,
     {.form = Form::Path, .id = "rule", .title = "what is asked of a host, below a path", .port = Port::Backend}},
    {kNetworking, "Ingress", "spec.defaultBackend.service.name", "", "Service", kRoutes,
     {.form = Form::Name, .id = "default", .title = "all that no rule is for", .goes = 3, .port = Port::Backend}},
    {kNetworking, "Ingress", "spec.rules[].http.paths[].backend.resource.name", "", "", kRoutes,
     {.form = Form::Path, .id = "rule", .title = "what is asked of a host, below a path", .saysGroup = "apiGroup", .others = "*"},
     How::Name, false, kSaysKind},
    {kNetworking, "Ingress", "spec.defaultBackend.resource.name", "", "", kRoutes,
     {.form = Form::Name, .id = "default", .title = "all that no rule is for", .goes = 3, .saysGroup = "apiGroup", .others = "*"},
     How::Name, false, kSaysKind},
    {kNetworking, "Ingress", "spec.tls[].secretName", "", "Secret", kReads, {Form::Item, "tls", "the certificate for its hosts"}},
    {kNetworking, "Ingress", "spec.ingressClassName", kNetworking, "IngressClass", kOfClass, {Form::Name, "class", "who serves it"}},
    {kNetworking, "IngressClass", "spec.parameters.name", "", "", kReads,
     {.form = Form::Name, .id = "parameters", .title = "what it is set up with", .goes = 2, .saysGroup = "apiGroup", .others = "ConfigMap|*"},
     How::Name, kSaysNamespace, kSaysKind},
    {kGateway, "Gateway", "spec.gatewayClassName", kGateway, "GatewayClass", kOfClass,
     {.form = Form::Name, .id = "class", .title = "who serves it", .bond = Bond::Needed}},
    {kGateway, "Gateway", "spec.listeners[].tls.certificateRefs[].name", "", "Secret", kReads,
     {.form = Form::Item, .id = "certificate", .title = "a listener's certificate", .saysGroup = "group"}, How::Name, kSaysNamespace, kSaysKind},
    {kGateway, kRoutesOfGateway, "spec.parentRefs[].name", kGateway, "Gateway", kAttaches,
     {.form = Form::Item, .id = "parent", .title = "where its traffic comes in", .saysGroup = "group"}, How::Name, kSaysNamespace, kSaysKind},
    {kGateway, kRoutesOfGateway, "spec.rules[].backendRefs[].name", "", "Service", kRoutes,
     {.form = Form::Item, .id = "backend", .title = "where a rule sends its traffic", .port = Port::Route, .saysGroup = "group"},
     How::Name, kSaysNamespace, kSaysKind},
    {kGateway, "HTTPRoute|GRPCRoute", "spec.rules[].filters[].requestMirror.backendRef.name", "", "Service", kRoutes,
     {.form = Form::Item, .id = "mirror", .title = "where a copy of a rule's traffic goes", .port = Port::Route, .saysGroup = "group",
      .beside = R"({"type":"RequestMirror"})"}, How::Name, kSaysNamespace, kSaysKind},
    {kNetworking, "NetworkPolicy", "spec.podSelector", "", "Pod", kSelects,
     {.form = Form::Selector, .id = "selector", .title = "be about these pods", .bond = Bond::Needed}, How::Selector},
    {kNetworking, "NetworkPolicy", "spec.ingress[].from[]", "", "Pod", kPeer, {Form::Peer, "peer-from", "let them come in"}, How::Peer},
    {kNetworking, "NetworkPolicy", "spec.egress[].to[]", "", "Pod", kPeer, {Form::Peer, "peer-to", "let them be reached"}, How::Peer},
    // Numbers of pods.
    {"autoscaling", "HorizontalPodAutoscaler", "spec.scaleTargetRef.name", "", "", kScales,
     {.form = Form::Name, .id = "scale", .title = "how many pods there are", .goes = 2, .bond = Bond::Needed, .saysGroup = "apiVersion",
      .others = "Deployment.apps|StatefulSet.apps|ReplicaSet.apps|ReplicationController|*"}, How::Name, false, kSaysKind},
    {"policy", "PodDisruptionBudget", "spec.selector", "", "Pod", kSelects, {Form::Selector, "selector", "keep enough of these pods running"}, How::Selector},
    // Storage.
    {"", "PersistentVolumeClaim", "spec.storageClassName", kStorage, "StorageClass", kOfClass,
     {.form = Form::Name, .id = "storage-class", .title = "the class of the volume that it gets", .bond = Bond::Fixed}},
    {"", "PersistentVolumeClaim", "spec.volumeName", "", "PersistentVolume", kBound,
     {.form = Form::Name, .id = "volume", .title = "this very volume", .bond = Bond::Fixed}},
    {"", "PersistentVolumeClaim", "spec.dataSource.name", "", "PersistentVolumeClaim", kReads,
     {.form = Form::Name, .id = "data-source", .title = "begin with a copy of it", .goes = 2, .bond = Bond::Fixed, .saysGroup = "apiGroup",
      .others = "VolumeSnapshot.snapshot.storage.k8s.io"}, How::Name, false, kSaysKind},
    {"", "PersistentVolumeClaim", "spec.dataSourceRef.name", "", "PersistentVolumeClaim", kReads,
     {.form = Form::Name, .id = "data-source-ref", .title = "begin with what it says", .goes = 2, .bond = Bond::Fixed, .saysGroup = "apiGroup",
      .others = "*"}, How::Name, kSaysNamespace, kSaysKind},
    {"", "PersistentVolume", "spec.claimRef.name", "", "PersistentVolumeClaim", kBound,
     {.form = Form::Name, .id = "claim", .title = "for this claim alone", .goes = 2}, How::Name, kSaysNamespace},
    {"", "PersistentVolume", "spec.storageClassName", kStorage, "StorageClass", kOfClass, {Form::Name, "storage-class", "the class that it is of"}},
    // Rights.
    {"", "ServiceAccount", "imagePullSecrets[].name", "", "Secret", kPullsWith, {Form::Item, "pull", "what images of its pods are pulled with"}},
    {"", "ServiceAccount", "secrets[].name", "", "Secret", kReads, {Form::Item, "secrets", "what its pods may mount"}},
    {kRbac, "RoleBinding|ClusterRoleBinding", "roleRef.name", kRbac, "ClusterRole", kGrants,
     {.form = Form::Name, .id = "role", .title = "what it allows", .goes = 2, .bond = Bond::Fixed, .saysGroup = "apiGroup",
      .others = "Role.rbac.authorization.k8s.io"}, How::Name, false, kSaysKind},
    {kRbac, "RoleBinding|ClusterRoleBinding", "subjects[].name", "", "ServiceAccount", kTo,
     {.form = Form::Item, .id = "subject", .title = "whom it allows something", .saysGroup = "apiGroup"}, How::Name, kSaysNamespace, kSaysKind},
    // Servers that the API server asks.
    {"admissionregistration.k8s.io", "ValidatingWebhookConfiguration|MutatingWebhookConfiguration", "webhooks[].clientConfig.service.name", "", "Service", kRoutes,
     {.form = Form::Name, .id = "webhook", .title = "who is asked", .goes = 2, .bond = Bond::Needed, .port = Port::Optional}, How::Name, kSaysNamespace},
    {"apiregistration.k8s.io", "APIService", "spec.service.name", "", "Service", kRoutes,
     {.form = Form::Name, .id = "server", .title = "who serves it", .goes = 2, .port = Port::Optional}, How::Name, kSaysNamespace},
    {"apiextensions.k8s.io", "CustomResourceDefinition", "spec.conversion.webhook.clientConfig.service.name", "", "Service", kRoutes,
     {.form = Form::Name, .id = "conversion", .title = "who converts between its versions", .goes = 5, .port = Port::Optional},
     How::Name, kSaysNamespace},
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

}  // namespace

bool isBuiltIn(const Kind& kind) {
    if (kind.group == kGateway) return true;
    return std::ranges::any_of(resources::Table::builtIn().rows(),
                               [&](const auto& row) { return row.group == kind.group && row.kind == kind.name; });
}

std::string pathIn(const Row& row, const Kind& kind) {
    if (row.from != kWorkload) return std::string(row.path);
    const PodTemplate where = podTemplateOf(kind);
    return where.spec.empty() ? std::string() : std::string(where.spec) + "." + std::string(row.path);
}

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
        const auto add = [&](std::string from) {
            views.push_back({std::move(from), to, std::string(row.path), row.relation, row.writing.others,
                             row.writing.id, row.writing.title});
        };
        if (row.from == kWorkload)
            add(std::string(kWorkload));
        else
            for (const Kind& from : sourcesOf(row)) add(from.text());
    }
    views.push_back({"*", "*", "metadata.ownerReferences[].name", kOwned, "", "",
                     "who owns an object is written by what made it, and by nobody else"});
    return views;
}

}  // namespace armillary::relations
