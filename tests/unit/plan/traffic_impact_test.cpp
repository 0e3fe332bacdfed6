#include "engine/plan/planned.h"
#include "subjects.h"

using namespace armillary;
using namespace armillary::plan;
using namespace armillary::plan::test;

namespace {

std::string deployment(const std::string& name, const std::string& labels, int replicas = 2) {
    return "{apiVersion: apps/v1, kind: Deployment, metadata: {name: " + name +
           ", namespace: shop}, spec: {replicas: " + std::to_string(replicas) +
           ", selector: {matchLabels: {app: " + name + "}}, template: {metadata: {labels: {app: " + name +
           (labels.empty() ? "" : ", " + labels) +
           "}}, spec: {containers: [{name: c, image: \"a:1\", ports: [{name: http, containerPort: 8080}]}]}}}}\n---\n";
}
const std::string kService = R"(
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
)";
const std::string kIngress = R"(
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i, namespace: shop}
spec:
  rules:
  - host: shop.example.org
    http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
      - {path: /cart, pathType: Prefix, backend: {service: {name: cart, port: {number: 80}}}}
)";
const std::string kPolicy = R"(
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p, namespace: shop}
spec: {podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}
)";

}  // namespace

TEST_CASE("a service's selector: who is behind it before and after") {
    const Sample world(deployment("web", "") + deployment("shop", ""));
    CHECK(said(kService, replaced(kService, "app: web", "app: shop"), world) ==
          Lines{"traffic: Traffic goes to Deployment shop instead of Deployment web."});
    CHECK(said(kService, replaced(kService, "app: web", "app: webb"), world) ==
          Lines{"traffic: Traffic goes to nobody instead of Deployment web. No pod has the labels app=webb."});
    CHECK(said("", kService, world) == Lines{"traffic: Leads to Deployment web."});
    CHECK(said("", kService) == Lines{"traffic: Leads to nobody: no pod has the labels app=web."});
    CHECK(said("", kService, Planned(Sample(), objects(deployment("web", "")))) ==
          Lines{"traffic: Leads to Deployment web."});
    CHECK(said(kService, "", Sample(deployment("web", "") + kIngress)) ==
          Lines{"prune: It goes.", "traffic: Ingress i leads to nobody.",
                "traffic: Deployment web cannot be reached through it any more."});
}

TEST_CASE("pods that a kind of somebody's own made are called after it") {
    const Sample world(R"(
apiVersion: v1
kind: Pod
metadata:
  name: web-1
  namespace: shop
  labels: {app: web}
  ownerReferences: [{apiVersion: example.org/v1, kind: Rollout, name: web, uid: u, controller: true}]
spec: {containers: [{name: c, image: "a:1"}]}
)");
    CHECK(said("", kService, world) == Lines{"traffic: Leads to Rollout web."});
}

TEST_CASE("a service's ports and how far it reaches") {
    CHECK(said(kService, replaced(kService, "port: 80", "port: 8080")) ==
          Lines{"traffic: Does not answer at 80 → http any more. Answers at 8080 → http."});
    CHECK(said(kService, replaced(kService, "}]}", "}, {name: metrics, port: 90, protocol: UDP}]}")) ==
          Lines{"traffic: Answers at 90 → 90 (UDP)."});
    CHECK(said(kService, replaced(kService, "spec: {", "spec: {type: LoadBalancer, ")) ==
          Lines{"traffic: Can be reached from outside of the cluster (type LoadBalancer)."});
    CHECK(said(replaced(kService, "spec: {", "spec: {type: NodePort, "), kService) ==
          Lines{"traffic: Cannot be reached from outside of the cluster any more."});
    CHECK(said(kService, replaced(kService, "spec: {", "spec: {sessionAffinity: ClientIP, ")) ==
          Lines{"traffic: Traffic is led otherwise: spec.sessionAffinity changes."});
}

TEST_CASE("a workload that services no longer find") {
    const std::string web = deployment("web", "tier: front");
    const std::string service = replaced(kService, "{app: web}", "{tier: front}");
    const Sample world(web + service);
    const auto lines = said(web, replaced(web, "tier: front", "tier: back"), world);
    CHECK(lines.front() == "traffic: Service web does not find its new pods: their labels are others.");
    CHECK(said(web, replaced(web, "replicas: 2", "replicas: 0"), world) ==
          Lines{"traffic: Nobody is behind Service web any more.", "scale: Goes from 2 pods to 0."});
    CHECK(said(web, "", world) ==
          Lines{"prune: It goes, and with it 2 pods.", "traffic: Nobody is behind Service web any more."});
    // Another one answers.
    CHECK(said(web, "", Sample(web + deployment("other", "tier: front") + service)) ==
          Lines{"prune: It goes, and with it 2 pods."});
    CHECK(said(web, replaced(web, "name: http", "name: www"), Sample(web + kService)).front() ==
          "traffic: Service web leads to the port \"http\", which its pods do not have any more.");
}

TEST_CASE("hosts and paths of an ingress") {
    CHECK(said(kIngress, replaced(kIngress, "name: cart", "name: basket")) ==
          Lines{"traffic: shop.example.org/cart leads to Service basket instead of Service cart."});
    CHECK(
        said(kIngress, replaced(kIngress, "/cart", "/basket")) ==
        Lines{
            "traffic: shop.example.org/basket leads to Service cart and shop.example.org/cart does not lead to Service "
            "cart any more."});
    CHECK(said("", kIngress) ==
          Lines{"traffic: shop.example.org/ leads to Service web and shop.example.org/cart leads to Service cart."});
    CHECK(said(kIngress, replaced(kIngress, "spec:", "spec:\n  tls: [{secretName: s}]")) ==
          Lines{"traffic: Requests are taken otherwise: spec.tls changes."});
}

TEST_CASE("routes of the Gateway API, whose kinds are custom ones") {
    const std::string route = R"(
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: shop}
spec:
  parentRefs: [{name: gate}]
  hostnames: [shop.example.org]
  rules: [{matches: [{path: {type: PathPrefix, value: /}}], backendRefs: [{name: web, port: 80, weight: 90}, {name: next, port: 80, weight: 10}]}]
)";
    CHECK(said(route, replaced(replaced(route, "weight: 90", "weight: 50"), "weight: 10", "weight: 50")) ==
          Lines{"traffic: shop.example.org/ leads to Service web (weight 50) and Service next (weight 50) instead of "
                "Service "
                "web (weight 90) and Service next (weight 10)."});
    CHECK(said(route, replaced(route, "name: gate", "name: other")) ==
          Lines{"traffic: Requests are taken otherwise: spec.parentRefs[name=gate] and spec.parentRefs[name=other] "
                "change."});
    // Whatever stands there.
    for (const auto* spec :
         {"[]", "7", "{rules: 7}", "{rules: [7, {matches: [1], backendRefs: [[]]}], hostnames: [1]}"})
        CHECK(!said(route,
                    "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r, namespace: "
                    "shop}, spec: " +
                        std::string(spec) + "}")
                   .empty());
}

TEST_CASE("network policies: who may reach whom, before and after") {
    const std::string pods = deployment("web", "") + deployment("db", "") + deployment("admin", "");
    const Sample world(pods);
    CHECK(said("", kPolicy, world) ==
          Lines{"traffic: Only Deployment web can reach Deployment db from now on; before, everyone could."});
    CHECK(said(kPolicy, "", world) ==
          Lines{"prune: It goes.", "traffic: Deployment db can be reached by everyone from now on."});
    CHECK(said(kPolicy, replaced(kPolicy, "app: web", "app: admin"), world) ==
          Lines{"traffic: Deployment db can be reached by Deployment admin instead of Deployment web."});
    CHECK(said(kPolicy, replaced(kPolicy, "app: db", "app: admin"), world) ==
          Lines{"traffic: It closes Deployment admin now. It leaves Deployment db open now."});
    CHECK(said(kPolicy, replaced(kPolicy, "}]}]}", "}], ports: [{port: 5432}]}]}"), world) ==
          Lines{"traffic: Deployment db can be reached by Deployment web at other ports or addresses: "
                "spec.ingress[0].ports changes."});
    // Where another policy closes it already, this one opens.
    const std::string other = replaced(replaced(kPolicy, "name: p", "name: q"), "app: web", "app: admin");
    CHECK(said("", kPolicy, Sample(pods + other)) == Lines{"traffic: Deployment web can reach Deployment db, too."});
    const std::string out = replaced(kPolicy, "ingress: [{from:", "policyTypes: [Egress], egress: [{to:");
    CHECK(said("", out, world) ==
          Lines{"traffic: Deployment db can reach only Deployment web from now on; before, everyone."});
    CHECK(said("",
               replaced(kPolicy, "ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]",
                        "policyTypes: [Ingress]"),
               world) == Lines{"traffic: Nobody can reach Deployment db from now on; before, everyone could."});
}
