#include <doctest/doctest.h>

#include <algorithm>

#include "engine/gitops/trial/marks.h"
#include "engine/gitops/trial/stage.h"
#include "engine/relations/field_view.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/networkingv1.h"
#include "engine/schema/api/rbacv1.h"

using namespace armillary;
using namespace armillary::gitops;

namespace {

RenderedApplication application(const std::string& yaml, const std::string& namespace_ = "shop") {
    auto items = plan::readItems(yaml);
    REQUIRE(items);
    Rendered rendered;
    for (auto& item : *items) rendered.objects.push_back({std::move(item), "f.yaml"});
    auto made = placed(rendered, namespace_);
    REQUIRE(made);
    return {.name = "a", .was = {}, .becomes = std::move(*made), .namespace_ = namespace_};
}

Staged staged(const std::string& yaml, const Ground& ground = {}, bool substituteImages = false) {
    return stage({application(yaml)}, ground, {.id = "x7k2p", .substituteImages = substituteImages});
}

const StagedObject* find(const Staged& all, std::string_view kind, std::string_view name) {
    for (const auto& application : all.applications)
        for (const auto* steps : {&application.steps, &application.afterFailure})
            for (const Step& step : *steps)
                for (const StagedObject& each : step.objects)
                    if (each.object->kind() == kind && each.object->name() == name) return &each;
    return nullptr;
}

ObjectRef laid(const Staged& all, std::string_view kind, std::string_view name) {
    const auto found = std::ranges::find_if(
        all.foundation, [&](const ObjectRef& each) { return each->kind() == kind && each->name() == name; });
    return found == all.foundation.end() ? nullptr : *found;
}

bool says(const Staged& all, std::string_view text) {
    return std::ranges::any_of(all.notes, [&](const Remark& each) { return each.text.contains(text); });
}

std::string pod(const std::string& spec) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: " + spec + "\n---\n";
}

std::string map(const std::string& name, const std::string& annotations) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + ", annotations: {" + annotations + "}}\n---\n";
}

}  // namespace

TEST_CASE("names are the trial's own, bounded, and never the same for two") {
    CHECK(trialNamespace("x7k2p", "shop") == "preview-x7k2p-shop");
    const std::string one(63, 'a'), other = std::string(62, 'a') + 'b';
    CHECK(trialNamespace("x7k2p", one).size() == 63);
    CHECK(trialNamespace("x7k2p", one) != trialNamespace("x7k2p", other));
    CHECK(trialHost("x7k2p", "*.example.org") == "*.preview-x7k2p.example.org");
    CHECK(trialHost("x7k2p", "").empty());
}

TEST_CASE("objects move to the trial's namespaces, with what refers to these, and without what would hold them") {
    const Staged all = staged(R"(
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, finalizers: [example.org/never], ownerReferences: [{apiVersion: v1, kind: Pod, name: x, uid: y}]}
data: {api: "http://api.back.svc.cluster.local:80/", other: "http://api.elsewhere.svc/", near: "xback.svc"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: there, namespace: back}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: n}
spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: back}}}]}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}
subjects: [{kind: ServiceAccount, name: s, namespace: back}, {kind: ServiceAccount, name: s, namespace: elsewhere}]
)");
    CHECK(all.namespaces.size() == 2);
    const ObjectRef home = laid(all, "Namespace", "preview-x7k2p-shop");
    REQUIRE(home);
    CHECK(home->meta().labels.contains("pod-security.kubernetes.io/enforce"));
    CHECK(home->meta().annotations.at(std::string(mark::kStandsFor)) == "shop");
    const auto* settings = find(all, "ConfigMap", "settings");
    REQUIRE(settings);
    CHECK(settings->title == "ConfigMap shop/settings");
    CHECK(settings->object->namespace_() == "preview-x7k2p-shop");
    CHECK(settings->object->meta().finalizers.empty());
    CHECK(settings->object->meta().ownerReferences.empty());
    const auto& data = settings->object->as<corev1::ConfigMap>().data;
    CHECK(data.at("api") == "http://api.preview-x7k2p-back.svc.cluster.local:80/");
    CHECK(data.at("other") == "http://api.elsewhere.svc/");
    CHECK(data.at("near") == "xback.svc");
    CHECK(find(all, "NetworkPolicy", "n")
              ->object->json()
              .contains(R"("kubernetes.io/metadata.name":"preview-x7k2p-back")"));
    const auto& subjects = find(all, "RoleBinding", "b")->object->as<rbacv1::RoleBinding>().subjects;
    CHECK(subjects[0].namespace_ == "preview-x7k2p-back");
    CHECK(subjects[1].namespace_ == "elsewhere");
    CHECK(find(all, "Namespace", "shop") == nullptr);
}

TEST_CASE("what belongs to the whole cluster is renamed, bound within the trial alone, or left out by name") {
    const Staged all = staged(R"(
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader, labels: {rbac.authorization.k8s.io/aggregate-to-admin: "true"}}
rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: reader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects: [{kind: ServiceAccount, name: s, namespace: shop}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: s}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: hook}
webhooks: []
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: disk}
---
apiVersion: example.org/v1
kind: Gizmo
metadata: {name: g}
---
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: {name: old}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: child}
)");
    const ObjectRef role = laid(all, "ClusterRole", "preview-x7k2p-reader");
    REQUIRE(role);
    CHECK(role->meta().labels.empty());
    CHECK(std::ranges::none_of(all.foundation, [](const auto& each) { return each->kind() == "ClusterRoleBinding"; }));
    const ObjectRef binding = laid(all, "RoleBinding", "preview-x7k2p-reader");
    REQUIRE(binding);
    CHECK(binding->namespace_() == "preview-x7k2p-shop");
    CHECK(binding->as<rbacv1::RoleBinding>().roleRef.name == "preview-x7k2p-reader");
    CHECK(binding->as<rbacv1::RoleBinding>().subjects[0].namespace_ == "preview-x7k2p-shop");
    CHECK(says(all, "ValidatingWebhookConfiguration hook is left out: it would be the whole cluster's"));
    CHECK(says(all, "PersistentVolume disk is left out"));
    CHECK(says(all, "Gizmo g is left out: the cluster serves no Gizmo of example.org/v1"));
    CHECK(says(all, "the cluster serves no PodDisruptionBudget of policy/v1beta1"));
    CHECK(says(all, "Application child is left out"));
    CHECK(find(all, "Application", "child") == nullptr);
}

TEST_CASE("definitions come along unless the cluster has them, and their objects with them") {
    const std::string yaml = R"(
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gizmos.example.org}
spec: {group: example.org, scope: Namespaced, names: {kind: Gizmo, plural: gizmos}, versions: [{name: v1, served: true, storage: true}]}
---
apiVersion: example.org/v1
kind: Gizmo
metadata: {name: g}
)";
    const Staged fresh = staged(yaml);
    CHECK(laid(fresh, "CustomResourceDefinition", "gizmos.example.org"));
    REQUIRE(find(fresh, "Gizmo", "g"));
    CHECK(find(fresh, "Gizmo", "g")->object->namespace_() == "preview-x7k2p-shop");
    Ground ground;
    ground.customKinds[{"example.org", "Gizmo"}] = true;
    const Staged known = staged(yaml, ground);
    CHECK_FALSE(laid(known, "CustomResourceDefinition", "gizmos.example.org"));
    CHECK(says(known, "the cluster has one of its own"));
    CHECK(find(known, "Gizmo", "g"));
}

TEST_CASE("ports, addresses, hosts, places and classes are nobody else's") {
    Ground ground;
    ground.storageClasses.insert("standard");
    const Staged all = staged(R"(
apiVersion: v1
kind: Service
metadata: {name: lb}
spec: {type: LoadBalancer, clusterIP: 10.0.0.1, loadBalancerIP: 192.0.2.1, ports: [{port: 80, nodePort: 30080}]}
---
apiVersion: v1
kind: Service
metadata: {name: headless}
spec: {clusterIP: None, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i}
spec: {tls: [{hosts: [shop.example.org], secretName: cert}], rules: [{host: shop.example.org}]}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: c}
spec: {storageClassName: fast-ssd, volumeName: disk-7, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
---
)" + pod("{nodeSelector: {pool: gpu, kubernetes.io/os: linux}, priorityClassName: high, affinity: {}, containers: "
         "[{name: c, image: x, ports: [{containerPort: 80, hostPort: 80}]}]}"),
                              ground);
    const auto& service = find(all, "Service", "lb")->object->as<corev1::Service>().spec;
    CHECK(service.type == "ClusterIP");
    CHECK(service.clusterIP.empty());
    CHECK(service.loadBalancerIP.empty());
    CHECK(service.ports[0].nodePort == 0);
    CHECK(find(all, "Service", "headless")->object->as<corev1::Service>().spec.clusterIP == "None");
    const auto* ingress = find(all, "Ingress", "i");
    CHECK_FALSE(ingress->isAwaited);
    const auto& rules = ingress->object->as<networkingv1::Ingress>().spec;
    CHECK(rules.rules[0].host == "preview-x7k2p.shop.example.org");
    CHECK(rules.tls[0].hosts[0] == "preview-x7k2p.shop.example.org");
    const auto& claim = find(all, "PersistentVolumeClaim", "c")->object->as<corev1::PersistentVolumeClaim>().spec;
    CHECK_FALSE(claim.storageClassName);
    CHECK(claim.volumeName.empty());
    const auto& made = find(all, "Pod", "p")->object->as<corev1::Pod>().spec;
    CHECK(made.nodeSelector.size() == 1);
    CHECK(made.priorityClassName.empty());
    CHECK_FALSE(made.affinity);
    CHECK(made.containers[0].ports[0].hostPort == 0);
    CHECK(says(all, "hostPort is left out"));
}

TEST_CASE("secrets that are not there are stood in for, those that are there or may be missing are not") {
    const Staged all = staged(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: known}\nstringData: {word: hunter}\n---\n" +
        pod("{imagePullSecrets: [{name: pull}], containers: [{name: c, image: x, envFrom: [{secretRef: {name: known}}, "
            "{secretRef: {name: maybe, optional: true}}], env: [{name: P, valueFrom: {secretKeyRef: {name: db, key: "
            "password}}}]}]}"));
    const ObjectRef db = laid(all, "Secret", "db");
    REQUIRE(db);
    CHECK(db->namespace_() == "preview-x7k2p-shop");
    CHECK(db->as<corev1::Secret>().stringData.contains("password"));
    REQUIRE(laid(all, "Secret", "pull"));
    CHECK(laid(all, "Secret", "pull")->as<corev1::Secret>().type == "kubernetes.io/dockerconfigjson");
    CHECK_FALSE(laid(all, "Secret", "known"));
    CHECK_FALSE(laid(all, "Secret", "maybe"));
    CHECK(says(all, "Secret shop/db is not in the repository: a placeholder with password stands in for it."));
    CHECK(std::ranges::none_of(all.notes, [](const Remark& each) { return each.text.contains("hunter"); }));
}

TEST_CASE("the sample image stands in for others where it is asked to, and what ends has to end") {
    const std::string yaml = pod(
        "{initContainers: [{name: i, image: init:1, command: [run]}], containers: [{name: a, image: web:1, command: "
        "[run], readinessProbe: {tcpSocket: {port: 1}}}, {name: b, image: log:1}, {name: c, image: "
        "'armillary.dev/sample-web:2'}]}");
    CHECK(find(staged(yaml), "Pod", "p")->object->as<corev1::Pod>().spec.containers[0].image == "web:1");
    const Staged all = staged(yaml, {}, true);
    const auto& spec = find(all, "Pod", "p")->object->as<corev1::Pod>().spec;
    CHECK(spec.containers[0].image == "armillary.dev/sample-web:1");
    CHECK(spec.containers[0].command.empty());
    CHECK_FALSE(spec.containers[0].readinessProbe);
    CHECK_FALSE(spec.containers[1].command.empty());  // it would want the same port
    CHECK(spec.containers[2].image == "armillary.dev/sample-web:2");
    CHECK(spec.initContainers[0].command == std::vector<std::string>{"sh", "-c", "exit 0"});
    CHECK(says(all, "the sample image stands in for init:1, web:1, log:1"));
}

TEST_CASE("of several objects with one name the last is made, and a job is there when it has ended") {
    const auto job = [](const std::string& image) {
        return "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec: {ttlSecondsAfterFinished: 0, template: "
               "{spec: "
               "{containers: [{name: c, image: " +
               image + "}]}}}\n---\n";
    };
    const Staged all = staged(job("a:1") + job("a:2"));
    REQUIRE(all.applications[0].steps.size() == 1);
    REQUIRE(all.applications[0].steps[0].objects.size() == 1);
    const ObjectRef& made = all.applications[0].steps[0].objects[0].object;
    CHECK(made->json().contains("a:2"));
    CHECK_FALSE(made->json().contains("ttlSecondsAfterFinished"));
}

TEST_CASE("phases, waves and hooks have their turn; what no sync runs is left out") {
    const Staged all = staged(
        map("late", "argocd.argoproj.io/sync-wave: '2'") + map("plain", "") +
        map("early", "argocd.argoproj.io/sync-wave: '-1'") + map("before", "argocd.argoproj.io/hook: PreSync") +
        map("chart", "helm.sh/hook: 'pre-install,post-upgrade', helm.sh/hook-weight: '-5'") +
        map("tested", "helm.sh/hook: test") + map("skipped", "argocd.argoproj.io/hook: Skip") +
        map("failing", "argocd.argoproj.io/hook: SyncFail") + map("odd", "argocd.argoproj.io/sync-wave: '9 lives'"));
    REQUIRE(all.applications.size() == 1);
    std::vector<std::string> turns;
    for (const Step& step : all.applications[0].steps)
        for (const StagedObject& each : step.objects)
            turns.push_back(std::to_string(static_cast<int>(step.phase)) + "/" + std::to_string(step.wave) + " " +
                            each.object->name());
    CHECK(turns == std::vector<std::string>{"0/-5 chart", "0/0 before", "1/-1 early", "1/0 odd", "1/0 plain",
                                            "1/2 late", "2/-5 chart"});
    REQUIRE(all.applications[0].afterFailure.size() == 1);
    CHECK(says(all, "ConfigMap shop/tested is left out: it is a hook that no sync runs."));
    CHECK(says(all, "ConfigMap shop/skipped is left out"));
    const auto* hook = find(all, "ConfigMap", "before");
    CHECK(hook->turn.isHook);
    CHECK(hook->turn.policy.beforeCreation);
    CHECK_FALSE(hook->turn.policy.onSuccess);
}
