#include "engine/resources/row_builder.h"
#include "engine/resources/rules/catalog.h"
#include "engine/schema/api/corev1.h"

namespace armillary::resources {

namespace {

const std::vector<std::string_view> kProxyVerbs{"create", "delete", "get", "patch", "update"};
const std::vector<std::string_view> kStreamVerbs{"create", "get"};

void addPods(RowBuilder& core) {
    core.add<corev1::Pod>("pods", rules::pod())
        .shortNames({"po"})
        .category("all")
        .sub("attach", "PodAttachOptions", kStreamVerbs)
        .sub("binding", "Binding", {"create"})
        .sub("ephemeralcontainers")
        .sub("eviction", "policy", "v1", "Eviction", {"create"})
        .sub("exec", "PodExecOptions", kStreamVerbs)
        .sub("log", "Pod", {"get"})
        .sub("portforward", "PodPortForwardOptions", kStreamVerbs)
        .sub("proxy", "PodProxyOptions", kProxyVerbs)
        .status();
}

}  // namespace

void addCoreRows(std::vector<Resource>& rows) {
    RowBuilder core(rows, "", "v1");
    core.add<corev1::Binding>("bindings", rules::binding()).review();
    core.add<corev1::ComponentStatus>("componentstatuses", rules::componentStatus())
        .clusterScoped()
        .shortNames({"cs"})
        .computed();
    core.add<corev1::ConfigMap>("configmaps", rules::configMap()).shortNames({"cm"});
    core.add<corev1::Endpoints>("endpoints", rules::endpoints()).shortNames({"ep"});
    core.add<corev1::Event>("events", rules::coreEvent()).shortNames({"ev"});
    core.add<corev1::LimitRange>("limitranges", rules::limitRange()).shortNames({"limits"});
    core.add<corev1::Namespace>("namespaces", rules::namespace_())
        .clusterScoped()
        .shortNames({"ns"})
        .name(NameRule::Label)
        .verbs(kAllVerbs & ~kDeleteCollection)
        .sub("finalize", {"update"})
        .status();
    core.add<corev1::Node>("nodes", rules::node())
        .clusterScoped()
        .shortNames({"no"})
        .sub("proxy", "NodeProxyOptions", kProxyVerbs)
        .status();
    core.add<corev1::PersistentVolumeClaim>("persistentvolumeclaims", rules::persistentVolumeClaim())
        .shortNames({"pvc"})
        .status();
    core.add<corev1::PersistentVolume>("persistentvolumes", rules::persistentVolume())
        .clusterScoped()
        .shortNames({"pv"})
        .status();
    addPods(core);
    core.add<corev1::PodTemplate>("podtemplates", rules::podTemplate()).generation();
    core.add<corev1::ReplicationController>("replicationcontrollers", rules::replicationController())
        .shortNames({"rc"})
        .category("all")
        .generation()
        .scale()
        .status();
    core.add<corev1::ResourceQuota>("resourcequotas", rules::resourceQuota()).shortNames({"quota"}).status();
    core.add<corev1::Secret>("secrets", rules::secret());
    core.add<corev1::ServiceAccount>("serviceaccounts", rules::serviceAccount())
        .shortNames({"sa"})
        .sub("token", "authentication.k8s.io", "v1", "TokenRequest", {"create"});
    core.add<corev1::Service>("services", rules::service())
        .shortNames({"svc"})
        .category("all")
        .name(NameRule::Label1035)
        .sub("proxy", "ServiceProxyOptions", kProxyVerbs)
        .status();
}

}  // namespace armillary::resources
