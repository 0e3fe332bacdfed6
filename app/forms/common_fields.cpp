#include "common_fields.h"

#include <map>
#include <string_view>

namespace armillary::app {

namespace {

using Fields = std::vector<std::string_view>;

struct Row {
    Fields fields;
    std::string_view list;  ///< "" without
    Fields ofItems;
};

/// Of a container, wherever one is.
const Fields kOfContainer{"image",   "command",   "args",           "ports",         "env",
                          "envFrom", "resources", "readinessProbe", "livenessProbe", "volumeMounts"};

const std::map<relations::Kind, Row>& rows() {
    static const std::map<relations::Kind, Row> rows{
        {{"apps", "Deployment"}, {{"spec.replicas"}, {}, {}}},
        {{"apps", "ReplicaSet"}, {{"spec.replicas"}, {}, {}}},
        {{"apps", "StatefulSet"}, {{"spec.replicas", "spec.serviceName", "spec.volumeClaimTemplates"}, {}, {}}},
        {{"batch", "Job"}, {{"spec.completions", "spec.parallelism", "spec.backoffLimit"}, {}, {}}},
        {{"batch", "CronJob"}, {{"spec.schedule", "spec.timeZone", "spec.suspend", "spec.concurrencyPolicy"}, {}, {}}},
        {{"", "Service"}, {{"spec.type", "spec.selector", "spec.ports"}, {}, {}}},
        {{"networking.k8s.io", "Ingress"},
         {{"spec.ingressClassName", "spec.defaultBackend", "spec.tls"}, "spec.rules", {"host", "http.paths"}}},
        {{"", "ConfigMap"}, {{"data"}, {}, {}}},
        {{"", "Secret"}, {{"type", "stringData", "data"}, {}, {}}},
        {{"autoscaling", "HorizontalPodAutoscaler"},
         {{"spec.scaleTargetRef", "spec.minReplicas", "spec.maxReplicas", "spec.metrics"}, {}, {}}},
        {{"", "PersistentVolumeClaim"},
         {{"spec.resources.requests", "spec.storageClassName", "spec.accessModes"}, {}, {}}},
        {{"", "ServiceAccount"}, {{"imagePullSecrets", "automountServiceAccountToken"}, {}, {}}},
        {{"", "Namespace"}, {{"metadata.labels"}, {}, {}}},
        {{"rbac.authorization.k8s.io", "Role"}, {{"rules"}, {}, {}}},
        {{"rbac.authorization.k8s.io", "ClusterRole"}, {{"rules"}, {}, {}}},
        {{"rbac.authorization.k8s.io", "RoleBinding"}, {{"roleRef", "subjects"}, {}, {}}},
        {{"rbac.authorization.k8s.io", "ClusterRoleBinding"}, {{"roleRef", "subjects"}, {}, {}}},
    };
    return rows;
}

manifest::Path path(std::string_view text) {
    return *manifest::parsePath(text);
}

std::vector<manifest::Path> paths(const Fields& names) {
    std::vector<manifest::Path> paths;
    for (const std::string_view name : names) paths.push_back(path(name));
    return paths;
}

}  // namespace

CommonFields commonFieldsOf(const relations::Kind& kind) {
    CommonFields common;
    if (const auto row = rows().find(kind); row != rows().end()) {
        common.fields = paths(row->second.fields);
        if (!row->second.list.empty()) common.lists.push_back({path(row->second.list), paths(row->second.ofItems)});
    }
    if (const auto pods = relations::podTemplateOf(kind).spec; !pods.empty()) {
        common.lists.push_back({path(std::string(pods) + ".containers"), paths(kOfContainer)});
        common.fields.push_back(path(std::string(pods) + ".volumes"));
    }
    return common;
}

}  // namespace armillary::app
