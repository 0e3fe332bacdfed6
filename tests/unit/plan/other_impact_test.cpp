#include "engine/plan/planned.h"
#include "subjects.h"

using namespace armillary;
using namespace armillary::plan;
using namespace armillary::plan::test;

namespace {

std::string deployment(const std::string& name, const std::string& spec) {
    return "{apiVersion: apps/v1, kind: Deployment, metadata: {name: " + name + ", namespace: shop, uid: " + name +
           "}, spec: {replicas: 2, selector: {matchLabels: {app: " + name +
           "}}, template: {metadata: {labels: {app: " + name + "}}, spec: " + spec + "}}}\n---\n";
}
const std::string kPlain = "{containers: [{name: c, image: \"a:1\"}]}";
const std::string kMap =
    "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop}, data: {colour: blue, size: \"1\"}}";
const std::string kByEnvironment =
    deployment("env", "{containers: [{name: c, image: \"a:1\", envFrom: [{configMapRef: {name: settings}}]}]}");
const std::string kByKey = deployment("key",
                                      "{containers: [{name: c, image: \"a:1\", env: [{name: A, valueFrom: "
                                      "{configMapKeyRef: {name: settings, key: size}}}]}]}");
const std::string kByVolume = deployment("mount",
                                         "{containers: [{name: c, image: \"a:1\", volumeMounts: [{name: v, mountPath: "
                                         "/etc/a}]}], volumes: [{name: v, configMap: {name: settings}}]}");
const std::string kByPart =
    deployment("part",
               "{containers: [{name: c, image: \"a:1\", volumeMounts: [{name: v, mountPath: /etc/a, subPath: "
               "colour}]}], volumes: [{name: w, emptyDir: {}}, {name: v, configMap: {name: settings}}]}");

const std::string kRole = R"(
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: shop}
rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
)";
const std::string kBinding = R"(
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: web, namespace: shop}]
---
)";

}  // namespace

TEST_CASE("who reads a config map, and when he sees the change") {
    const std::string blue = replaced(kMap, "blue", "green");
    CHECK(said(kMap, blue) == Lines{"none: Nothing that runs notices."});
    CHECK(said(kMap, blue, Sample(kByEnvironment)) ==
          Lines{"restart: Deployment env reads it as environment variables and sees the change only after a restart."});
    // A key that did not change.
    CHECK(said(kMap, blue, Sample(kByKey)) == Lines{"none: Nothing that runs notices."});
    CHECK(said(kMap, replaced(kMap, "\"1\"", "\"2\""), Sample(kByKey))
              .front()
              .starts_with("restart: Deployment key reads it"));
    CHECK(said(kMap, blue, Sample(kByVolume)) ==
          Lines{"none: Deployment mount has it mounted and sees the change within about a minute, without a restart."});
    CHECK(said(kMap, blue, Sample(kByPart)) ==
          Lines{"restart: Deployment part has it mounted by a subPath, which is not renewed before a restart."});
    CHECK(said(kMap, blue, Sample(kByEnvironment + kByVolume)) ==
          Lines{"restart: Deployment env reads it as environment variables and sees the change only after a restart. "
                "Deployment mount has it mounted and sees the change within about a minute, without a restart."});
    // Who only comes along reads what it will be.
    const Sample cluster;
    const auto along = impactOf(object(kMap), object(blue), cluster, Planned(cluster, objects(kByEnvironment)));
    CHECK(along.front().id == impact::kNone);
    CHECK(said(kMap, replaced(kMap, "namespace: shop", "namespace: shop, labels: {a: b}"), Sample(kByEnvironment)) ==
          Lines{"none: Nothing that runs notices."});
}

TEST_CASE("a secret's keys are named, its values are not") {
    const std::string secret =
        "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}, stringData: {word: hunter2, other: a}}";
    CHECK(said(secret, replaced(secret, "hunter2", "hunter3")) == Lines{"secret: The value of word changes."});
    const Sample world(
        deployment("web", "{containers: [{name: c, image: \"a:1\", envFrom: [{secretRef: {name: s}}]}]}"));
    CHECK(said(secret, replaced(secret, "hunter2", "hunter3"), world) ==
          Lines{"restart: Deployment web reads it as environment variables and sees the change only after a restart.",
                "secret: The value of word changes."});
}

TEST_CASE("rights that become more or less") {
    const Sample bound(kBinding);
    CHECK(said(kRole, replaced(kRole, "[get, list]", "[get, list, delete]"), bound) ==
          Lines{"rbac: ServiceAccount web of shop may delete pods, too."});
    CHECK(said(kRole, replaced(kRole, "[get, list]", "[get]")) ==
          Lines{"rbac: Whoever has this role may no longer list pods."});
    CHECK(said(kRole, replaced(replaced(kRole, "[pods]", "[\"*\"]"), "[get, list]", "[\"*\"]"), bound).front() ==
          "rbac: ServiceAccount web of shop may do anything with any resource, too. That is everything there is.");
    CHECK(said("", kRole) == Lines{"rbac: Whoever has this role may get and list pods."});
    CHECK(said(kRole, replaced(kRole, "[get, list]", "[list, get]")) == Lines{"none: Nothing that runs notices."});
    CHECK(said("", kBinding, Sample(kRole)) ==
          Lines{"rbac: ServiceAccount web of shop may get and list pods in namespace shop (Role reader)."});
    CHECK(said("", kBinding) ==
          Lines{"rbac: ServiceAccount web of shop gets the rights of Role reader in namespace shop."});
    CHECK(said(kBinding,
               replaced(kBinding, "kind: ServiceAccount, name: web, namespace: shop", "kind: User, name: eve"),
               Sample(kRole)) ==
          Lines{"rbac: User eve may get and list pods in namespace shop (Role reader).",
                "rbac: ServiceAccount web of shop loses the rights of Role reader in namespace shop."});
    const std::string plain = deployment("web", kPlain);
    CHECK(said(plain, replaced(plain, "spec: {containers", "spec: {serviceAccountName: admin, containers")).front() ==
          "rbac: Its new pods run as ServiceAccount admin instead of default.");
}

TEST_CASE("what is removed takes along what it owns") {
    const std::string owned = R"(
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web-1, namespace: shop, uid: set, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: web, controller: true}]}
spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: "a:1"}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: web-1-a, namespace: shop, uid: a, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: set, controller: true}]}
spec: {containers: [{name: c, image: "a:1"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: other, namespace: shop, uid: other, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: another}]}
spec: {containers: [{name: c, image: "a:1"}]}
)";
    CHECK(said(deployment("web", kPlain), "", Sample(owned)) ==
          Lines{"prune: It goes, and with it 1 Pod and 1 ReplicaSet."});
    CHECK(said("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}", "", Sample(owned + "\n---\n" + kMap)) ==
          Lines{"prune: Everything in the namespace is deleted: 1 ConfigMap, 2 Pods and 1 ReplicaSet."});
    CHECK(said(kMap, "", Sample(kByEnvironment + kByKey)) ==
          Lines{"prune: It goes.",
                "restart: Deployment env and Deployment key need it: pods made from now on do not start."});
    const std::string definition = R"(
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.org}
spec: {group: example.org, scope: Namespaced, names: {kind: Thing, plural: things}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}
)";
    CHECK(
        said(definition, "", Sample("{apiVersion: example.org/v1, kind: Thing, metadata: {name: a, namespace: x}}")) ==
        Lines{"prune: The kind is served no more, and all its objects are deleted: 1 things.example.org."});
}

TEST_CASE("whether data go with what is removed") {
    const std::string claim =
        "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c, namespace: shop}, spec: "
        "{volumeName: v, storageClassName: fast, accessModes: [ReadWriteOnce]}}";
    const std::string volume =
        "{apiVersion: v1, kind: PersistentVolume, metadata: {name: v}, spec: "
        "{persistentVolumeReclaimPolicy: Retain}}";
    CHECK(said(claim, "") == Lines{"prune: The claim goes; whether its data go with it, its volume says."});
    CHECK(said(claim, "", Sample(volume)) ==
          Lines{"prune: The claim goes; its volume is kept with the data (reclaim policy Retain)."});
    CHECK(said(claim, "", Sample(replaced(volume, "Retain", "Delete")))
              .front()
              .starts_with("prune: The claim goes, and its data with it"));
    const std::string set = R"(
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec: {replicas: 1, serviceName: db, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [{name: c, image: "a:1"}]}}, volumeClaimTemplates: [{metadata: {name: data}, spec: {}}]}
)";
    CHECK(said(set, "") ==
          Lines{"prune: It goes, and with it 1 pod. The claims of its pods are kept, with their data."});
}

TEST_CASE("quotas that there is not enough of") {
    const std::string quota =
        "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q, namespace: shop}, spec: {hard: "
        "{pods: \"4\", requests.cpu: \"2\"}}, status: {used: {pods: \"2\", requests.cpu: \"1\"}}}";
    const std::string web =
        deployment("web", "{containers: [{name: c, image: \"a:1\", resources: {requests: {cpu: 500m}}}]}");
    CHECK(said(web, replaced(web, "replicas: 2", "replicas: 4"), Sample(quota)).front() ==
          "scale: Goes from 2 pods to 4.");
    CHECK(
        said(web, replaced(web, "replicas: 2", "replicas: 5"), Sample(quota)) ==
        Lines{
            "quota: ResourceQuota q allows 4 of pods; 2 are used and 3 more are wanted, so that some of it is refused.",
            "quota: ResourceQuota q allows 2 of requests.cpu; 1 are used and 1500m more are wanted, so that some of it "
            "is "
            "refused.",
            "scale: Goes from 2 pods to 5."});
    CHECK(said(quota, replaced(quota, "pods: \"4\"", "pods: \"1\"")).front() ==
          "quota: 2 of pods are used already, more than the 1 that it allows: nothing more of that can be made.");
}

TEST_CASE("pods that find no place, or that their namespace refuses") {
    const std::string node =
        "{apiVersion: v1, kind: Node, metadata: {name: n, labels: {disk: hdd}}, status: {allocatable: {cpu: "
        "\"2\", memory: 4Gi, pods: \"10\"}}}";
    const auto wanting = [&](const std::string& spec) {
        return said("", deployment("web", spec), Sample(node)).front();
    };
    CHECK(wanting(kPlain) == "scale: Starts 2 pods.");
    CHECK(wanting("{nodeSelector: {disk: ssd}, containers: [{name: c, image: \"a:1\"}]}") ==
          "unschedulable: Its pods find no place: the only node has not the labels that it asks for.");
    CHECK(wanting("{containers: [{name: c, image: \"a:1\", resources: {requests: {cpu: 3}}}]}") ==
          "unschedulable: Its pods find no place: the only node has too little cpu.");
    CHECK(said("", deployment("web", kPlain),
               Sample(replaced(node, "status:", "spec: {taints: [{key: a, effect: NoSchedule}]}, status:")))
              .front() == "unschedulable: Its pods find no place: the only node has the taint a.");
    const std::string home =
        "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: "
        "baseline}}}";
    CHECK(said("", deployment("web", "{hostNetwork: true, containers: [{name: c, image: \"a:1\"}]}"), Sample(home))
              .front() ==
          "admission: Namespace shop refuses its pods: baseline:latest forbids host namespaces (hostNetwork=true).");
    CHECK(said("", deployment("web", kPlain), Sample(home)).front() == "scale: Starts 2 pods.");
}

TEST_CASE("versions that came to their end") {
    const std::string old = "{apiVersion: extensions/v1beta1, kind: Ingress, metadata: {name: i}}";
    CHECK(said("", old) ==
          Lines{"removed-api: Kubernetes serves Ingress of extensions/v1beta1 no more since 1.22: it is "
                "networking.k8s.io/v1 now."});
    CHECK(said(old, "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}}")
              .front()
              .starts_with("none"));
    CHECK(said(old, "") == Lines{"prune: It goes."});
}

TEST_CASE("the gravest is said first, and something is always said") {
    CHECK(impactOf(nullptr, nullptr, Sample()).front().id == impact::kNone);
    CHECK(gravityOf(impact::kImmutable) < gravityOf(impact::kTraffic));
    CHECK(gravityOf(impact::kImage) < gravityOf(impact::kNone));
    CHECK(gravityOf("of no kind") > gravityOf(impact::kNone));
    // Objects that cannot be read as their kind.
    const std::string odd =
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: [7]}";
    CHECK(said("", odd) == Lines{"none: Nothing that runs notices."});
    CHECK(said(odd, deployment("web", kPlain)).size() >= 1);
    for (const auto& row : {"Pod", "Service", "Secret", "ConfigMap"})
        CHECK(said("{apiVersion: v1, kind: " + std::string(row) + ", metadata: {name: a}, spec: 7, data: 7}", "")
                  .front() == "prune: It goes.");
}
