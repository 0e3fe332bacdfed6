#include <doctest/doctest.h>

#include "tests/unit/relations/paper_world.h"

using namespace armillary;
using namespace armillary::test;
using relations::references;
using relations::referrers;

namespace {

std::string pod(const std::string& name, const std::string& labels, const std::string& namespace_ = "shop") {
    return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"(","namespace":")" + namespace_ +
           R"(","labels":)" + labels + R"(},"spec":{"containers":[{"name":"c"}]}})";
}
std::string deployment(const std::string& name, const std::string& labels) {
    return R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":")" + name +
           R"(","namespace":"shop","labels":{"app":"never"}},"spec":{"template":{"metadata":{"labels":)" + labels +
           R"(},"spec":{"containers":[{"name":"c"}]}}}})";
}
std::string space(const std::string& name, const std::string& labels) {
    return R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":")" + name + R"(","labels":)" + labels + "}}";
}
std::string policy(const std::string& spec) {
    return R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"np","namespace":"shop"},"spec":)" +
           spec + "}";
}

}  // namespace

TEST_CASE("a service selects pods and the workloads that make such, by the template's labels") {
    PaperWorld world;
    const auto service = world.add(
        R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s","namespace":"shop"},"spec":{"selector":{"app":"web","tier":"front"}}})");
    const auto selected = world.add(pod("yes", R"({"app":"web","tier":"front","more":"1"})"));
    world.add(pod("no", R"({"app":"web"})"));
    world.add(deployment("web", R"({"app":"web","tier":"front"})"));
    world.add(deployment("never", R"({"app":"never"})"));
    const auto all = references(service, world);
    CHECK(targets(all) ==
          std::vector<std::string>{"Pod/shop/yes by spec.selector", "Deployment.apps/shop/web by spec.selector"});
    CHECK_FALSE(all.front().named);
    CHECK(sources(referrers(selected, world)) == std::vector<std::string>{"Service/shop/s by spec.selector"});
    CHECK(references(
              object(R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s","namespace":"shop"},"spec":{}})"),
              world)
              .empty());
}

TEST_CASE("budgets and policies understand expressions, and an empty selector selects all") {
    PaperWorld world;
    const auto a = world.add(pod("a", R"({"app":"web","version":"2"})"));
    const auto b = world.add(pod("b", R"({"app":"web"})"));
    const auto budget = world.add(
        R"({"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"pdb","namespace":"shop"},
      "spec":{"selector":{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"version","operator":"Exists"}]}}})");
    CHECK(targets(references(budget, world)) == std::vector<std::string>{"Pod/shop/a by spec.selector"});
    CHECK(sources(referrers(a, world)) ==
          std::vector<std::string>{"PodDisruptionBudget.policy/shop/pdb by spec.selector"});
    CHECK(referrers(b, world).empty());
    CHECK(references(object(policy(R"({"podSelector":{}})")), world).size() == 2);
    CHECK(
        references(object(policy(
                       R"({"podSelector":{"matchExpressions":[{"key":"app","operator":"NotIn","values":["web"]}]}})")),
                   world)
            .empty());
    CHECK(references(object(policy(R"({"podSelector":{"matchExpressions":[{"key":"app","operator":"Sideways"}]}})")),
                     world)
              .empty());
}

TEST_CASE("a policy's peers: pods of its namespace, or of those that its selector names") {
    PaperWorld world;
    world.add(space("shop", R"({"team":"a"})"));
    world.add(space("infra", R"({"team":"b"})"));
    const auto mine = world.add(pod("client", R"({"role":"client"})"));
    const auto foreign = world.add(pod("client", R"({"role":"client"})", "infra"));
    const auto peersOf = [&](const std::string& peer) {
        auto all = targets(references(
            object(policy(R"({"podSelector":{"matchLabels":{"no":"body"}},"ingress":[{"from":[)" + peer + "]}]}")),
            world));
        std::ranges::sort(all);
        return all;
    };
    const std::string where = " by spec.ingress[0].from[0]";
    CHECK(peersOf(R"({"podSelector":{"matchLabels":{"role":"client"}}})") ==
          std::vector<std::string>{"Pod/shop/client" + where});
    CHECK(peersOf(R"({"namespaceSelector":{"matchLabels":{"team":"b"}}})") ==
          std::vector<std::string>{"Pod/infra/client" + where});
    CHECK(peersOf(R"({"namespaceSelector":{},"podSelector":{"matchLabels":{"role":"client"}}})").size() == 2);
    CHECK(peersOf(R"({"ipBlock":{"cidr":"10.0.0.0/8"}})").empty());

    world.add(policy(
        R"({"podSelector":{"matchLabels":{"no":"body"}},"egress":[{"to":[{"namespaceSelector":{"matchLabels":{"team":"b"}}}]}]})"));
    CHECK(sources(referrers(foreign, world)) ==
          std::vector<std::string>{"NetworkPolicy.networking.k8s.io/shop/np by spec.egress[0].to[0]"});
    CHECK(referrers(mine, world).empty());
}

TEST_CASE("where a workload may run: selector and required affinity together") {
    PaperWorld world;
    const auto ssd =
        world.add(R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"ssd","labels":{"disk":"ssd"}}})");
    world.add(R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"hdd","labels":{"disk":"hdd"}}})");
    const auto place = [](const std::string& spec) {
        return object(
            R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"shop"},"spec":{"template":{"spec":)" +
            spec + "}}}");
    };
    CHECK(targets(references(place(R"({"nodeSelector":{"disk":"ssd"}})"), world)) ==
          std::vector<std::string>{"Node/ssd by spec.template.spec.nodeSelector"});
    CHECK(targets(references(place(R"({"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":
      {"nodeSelectorTerms":[{"matchExpressions":[{"key":"disk","operator":"NotIn","values":["ssd"]}]}]}}}})"),
                             world)) ==
          std::vector<std::string>{
              "Node/hdd by spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"});
    CHECK(references(place(R"({"affinity":{"podAffinity":{}}})"), world).empty());
    world.add(
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"shop"},"spec":{"nodeName":"ssd","containers":[]}})");
    CHECK(sources(referrers(ssd, world)) == std::vector<std::string>{"Pod/shop/p by spec.nodeName"});
}

TEST_CASE("the table has a row for each edge that people draw") {
    const auto rows = relations::table();
    const auto row = [&](std::string_view from, std::string_view to) {
        return std::ranges::any_of(rows, [&](const auto& each) { return each.from == from && each.to == to; });
    };
    const std::string network = ".networking.k8s.io", rbac = ".rbac.authorization.k8s.io";
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {"Service", "Pod"},
             {"Ingress" + network, "Service"},
             {"Ingress" + network, "Secret"},
             {"Ingress" + network, "IngressClass" + network},
             {"HTTPRoute.gateway" + network, "Gateway.gateway" + network},
             {"HTTPRoute.gateway" + network, "Service"},
             {"HorizontalPodAutoscaler.autoscaling", "*"},
             {"workload", "ConfigMap"},
             {"workload", "Secret"},
             {"workload", "PersistentVolumeClaim"},
             {"StatefulSet.apps", "Service"},
             {"StatefulSet.apps", "PersistentVolumeClaim"},
             {"PersistentVolumeClaim", "StorageClass.storage.k8s.io"},
             {"PersistentVolumeClaim", "PersistentVolume"},
             {"workload", "ServiceAccount"},
             {"workload", "PriorityClass.scheduling.k8s.io"},
             {"workload", "RuntimeClass.node.k8s.io"},
             {"RoleBinding" + rbac, "ClusterRole" + rbac},
             {"RoleBinding" + rbac, "ServiceAccount"},
             {"ClusterRoleBinding" + rbac, "ServiceAccount"},
             {"NetworkPolicy" + network, "Pod"},
             {"PodDisruptionBudget.policy", "Pod"},
             {"workload", "Node"},
             {"ValidatingWebhookConfiguration.admissionregistration.k8s.io", "Service"},
             {"MutatingWebhookConfiguration.admissionregistration.k8s.io", "Service"},
             {"APIService.apiregistration.k8s.io", "Service"},
             {"*", "*"}})
        CHECK_MESSAGE(row(from, to), from << " → " << to);
}
