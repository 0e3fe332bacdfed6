#include "engine/relations/writing.h"

#include "tests/unit/relations/changing.h"
#include "tests/unit/relations/paper_world.h"

using namespace armillary;
using namespace armillary::test;
using relations::connect;
using relations::disconnect;
using relations::references;
using relations::Way;
using relations::WayOptions;
using relations::waysToConnect;

namespace {

using Changes = std::expected<std::vector<relations::FieldChange>, std::string>;

Changes drawn(const ObjectRef& from, const ObjectRef& to, std::string_view id, const WayOptions& options = {}) {
    const auto ways = waysToConnect(from, to);
    REQUIRE_MESSAGE(ways, ways.error());
    const auto way = std::ranges::find(*ways, id, &Way::id);
    REQUIRE(way != ways->end());
    return connect(from, to, *way, options);
}

/// "Set spec.selector {"app":"web"}".
std::vector<std::string> lines(const Changes& changes) {
    REQUIRE_MESSAGE(changes, changes.error());
    std::vector<std::string> out;
    for (const auto& each : *changes) {
        using Kind = relations::FieldChange::Kind;
        out.push_back((each.kind == Kind::Set      ? "set "
                       : each.kind == Kind::Remove ? "remove "
                                                   : "insert ") +
                      each.path + (each.json.empty() ? "" : " " + each.json));
    }
    return out;
}
using Lines = std::vector<std::string>;

std::vector<std::string> ids(const ObjectRef& from, const ObjectRef& to) {
    std::vector<std::string> out;
    const auto ways = waysToConnect(from, to);
    if (ways)
        for (const Way& way : *ways) out.emplace_back(way.id);
    return out;
}

ObjectRef deployment(const std::string& labels, const std::string& containers, const std::string& rest = "",
                     const std::string& uid = "") {
    return object(R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop","uid":")" +
                  uid + R"("},"spec":{"template":{"metadata":{"labels":)" + labels + R"(},"spec":{)" + rest +
                  R"("containers":)" + containers + "}}}}");
}
ObjectRef service(const std::string& spec) {
    return object(R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop"},"spec":)" + spec +
                  "}");
}
ObjectRef plainObject(const std::string& kind, const std::string& name, const std::string& rest = "") {
    return object(R"({"apiVersion":"v1","kind":")" + kind + R"(","metadata":{"name":")" + name +
                  R"(","namespace":"shop"})" + rest + "}");
}

const std::string kPlain = R"([{"name":"web"}])";

}  // namespace

TEST_CASE("A service takes the labels that tell pods apart, and a port that containers have") {
    const std::string listening =
        R"([{"name":"web","ports":[{"containerPort":8080,"name":"http"},{"containerPort":9090}]}])";
    const auto web =
        deployment(R"({"app":"web","pod-template-hash":"f00","app.kubernetes.io/version":"2"})", listening);
    CHECK(lines(drawn(service("{}"), web, "selector")) ==
          Lines{R"(set spec.selector {"app":"web"})",
                R"(insert spec.ports {"port":8080,"targetPort":"http","name":"http"})"});
    CHECK(lines(drawn(service("{}"), web, "selector", {{"port", "9090"}})).back() ==
          R"(insert spec.ports {"port":9090,"targetPort":9090})");
    CHECK(lines(drawn(service(R"({"ports":[{"port":80}]})"), web, "selector")).back() ==
          R"(set spec.ports[0].targetPort "http")");
    CHECK(lines(drawn(service(R"({"ports":[{"port":80,"targetPort":9090}]})"), web, "selector")).size() == 1);
    CHECK(drawn(service("{}"), web, "selector", {{"port", "grpc"}}).error() == "there is no port 'grpc'");

    const auto labelled = [&](const std::string& labels) {
        return lines(drawn(service("{}"), deployment(labels, kPlain), "selector")).front();
    };
    CHECK(
        labelled(
            R"({"app":"a","app.kubernetes.io/name":"n","app.kubernetes.io/instance":"i","app.kubernetes.io/version":"1"})") ==
        R"(set spec.selector {"app.kubernetes.io/name":"n","app.kubernetes.io/instance":"i"})");
    CHECK(labelled(R"({"tier":"x","role":"y","controller-revision-hash":"z","batch.kubernetes.io/job-name":"j"})") ==
          R"(set spec.selector {"role":"y","tier":"x"})");
    CHECK(waysToConnect(service("{}"), deployment(R"({"pod-template-hash":"f"})", kPlain)).error() ==
          "the pods of Deployment 'web' have no labels that a selector could find them by");
    CHECK(waysToConnect(service(R"({"type":"ExternalName","externalName":"x"})"), web).error().contains("outside"));
    CHECK(waysToConnect(service(R"({"selector":{"app":"web"}})"), web).error() ==
          "Service 'web' selects Deployment 'web' already");
}

TEST_CASE("A workload reads a map in the usual way first") {
    const auto web = deployment("{}", R"([{"name":"a","env":[{"name":"COLOUR"}]},{"name":"b"}])");
    const auto map = plainObject("ConfigMap", "my.settings", R"(,"data":{"colour":"red","log-level":"info"})");
    CHECK(ids(web, map) == std::vector<std::string>{"env-from", "mount", "project", "env-key"});
    const auto ways = waysToConnect(web, map);
    const auto& all = ways->front();
    CHECK(all.effect == "spec.template.spec.containers[0].envFrom");
    REQUIRE(all.questions.size() == 2);
    CHECK(all.questions[0].id == "container");
    CHECK(all.questions[0].choices == std::vector<std::string>{"a", "b"});
    CHECK(all.questions[0].suggestion == "a");
    CHECK(all.questions[1].id == "prefix");
    const auto& key = ways->back();
    REQUIRE(key.questions.size() == 3);
    CHECK(key.questions[1].choices == std::vector<std::string>{"colour", "log-level"});
    CHECK(key.questions[1].required);

    CHECK(drawn(web, map, "env-key").error() == "a key has to be said");
    CHECK(drawn(web, map, "env-key", {{"key", "size"}}).error() == "there is no key 'size'");
    CHECK(drawn(web, map, "env-key", {{"key", "colour"}}).error() == "the container has a variable 'COLOUR' already");
    CHECK(drawn(web, map, "env-key", {{"key", "colour"}, {"name", "A=B"}}).error().contains("cannot be the name"));
    CHECK(
        lines(drawn(web, map, "env-key", {{"container", "b"}, {"key", "log-level"}})) ==
        Lines{
            R"(insert spec.template.spec.containers[1].env {"name":"LOG_LEVEL","valueFrom":{"configMapKeyRef":{"name":"my.settings","key":"log-level"}}})"});
    CHECK(drawn(web, map, "env-from", {{"container", "c"}}).error() == "there is no container 'c'");
    CHECK(
        lines(drawn(web, map, "env-from", {{"prefix", "SHOP_"}})) ==
        Lines{
            R"(insert spec.template.spec.containers[0].envFrom {"prefix":"SHOP_","configMapRef":{"name":"my.settings"}})"});
    CHECK(waysToConnect(deployment("{}", "[]"), map).error().contains("has no container"));
}

TEST_CASE("A volume has a name of its own, is used again, and goes with all its mounts") {
    const auto map = plainObject("ConfigMap", "my.settings");
    const std::string taken = R"("volumes":[{"name":"my-settings","emptyDir":{}}],)";
    CHECK(
        lines(drawn(deployment("{}", kPlain, taken), map, "mount")) ==
        Lines{
            R"(insert spec.template.spec.volumes {"name":"my-settings-2","configMap":{"name":"my.settings"}})",
            R"(insert spec.template.spec.containers[0].volumeMounts {"name":"my-settings-2","mountPath":"/etc/my.settings"})"});
    const std::string shown = R"("volumes":[{"name":"v","configMap":{"name":"my.settings"}}],)";
    CHECK(lines(drawn(deployment("{}", kPlain, shown), map, "mount", {{"mountPath", "/x"}})) ==
          Lines{R"(insert spec.template.spec.containers[0].volumeMounts {"name":"v","mountPath":"/x"})"});
    CHECK(drawn(deployment("{}", kPlain), map, "mount", {{"mountPath", "x"}}).error().contains("begins with '/'"));
    const std::string mounted = R"([{"name":"web","volumeMounts":[{"name":"v","mountPath":"/x"}]}])";
    CHECK(drawn(deployment("{}", mounted, shown), map, "mount", {{"mountPath", "/x"}}).error() ==
          "the container has something at '/x' already");

    const auto all = deployment(
        "{}",
        R"([{"name":"a","volumeMounts":[{"name":"v","mountPath":"/1"},{"name":"w","mountPath":"/2"},{"name":"v","mountPath":"/3"}]}])",
        R"("initContainers":[{"name":"i","volumeMounts":[{"name":"v","mountPath":"/4"}]}],"volumes":[{"name":"w","emptyDir":{}},{"name":"v","configMap":{"name":"my.settings"}}],)");
    const auto edges = relations::namedReferences(all);
    REQUIRE(edges.size() == 1);
    const auto after = applied(all->json(), disconnect(all, edges[0]).value());
    CHECK(
        boost::json::parse(after).at_pointer("/spec/template/spec") ==
        boost::json::parse(
            R"({"initContainers":[{"name":"i"}],"volumes":[{"name":"w","emptyDir":{}}],"containers":[{"name":"a","volumeMounts":[{"name":"w","mountPath":"/2"}]}]})"));
}

TEST_CASE("An ingress gets a path in the rule of its host, and a port by its name") {
    const auto ingress = object(
        R"({"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"i","namespace":"shop"},"spec":{"rules":[{"host":"a.example","http":{"paths":[{"path":"/","backend":{}}]}}]}})");
    const auto named = service(R"({"ports":[{"port":80,"name":"http"},{"port":81}]})");
    CHECK(ids(ingress, named) == std::vector<std::string>{"rule", "default"});
    CHECK(drawn(ingress, named, "rule").error() == "the path '/' of a.example leads somewhere already");
    CHECK(
        lines(drawn(ingress, named, "rule", {{"path", "/api"}})) ==
        Lines{
            R"(insert spec.rules[0].http.paths {"path":"/api","pathType":"Prefix","backend":{"service":{"name":"web","port":{"name":"http"}}}})"});
    CHECK(
        lines(drawn(ingress, named, "rule", {{"host", ""}, {"port", "81"}})) ==
        Lines{
            R"(insert spec.rules {"http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"web","port":{"number":81}}}}]}})"});
    CHECK(drawn(ingress, named, "rule", {{"host", "b"}, {"port", "82"}}).error() == "there is no port '82'");
    CHECK(drawn(ingress, service("{}"), "default").error() == "a port has to be said");
    CHECK(drawn(ingress, service("{}"), "default", {{"port", "70000"}}).error() ==
          "a port is a number from 1 to 65535");
}

TEST_CASE("What a cluster keeps fixed is refused there, and free in a file") {
    const auto binding = [](const std::string& uid) {
        return object(
            R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"b","namespace":"shop","uid":")" +
            uid + R"("},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"}})");
    };
    const auto role = object(
        R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"reader","namespace":"shop"}})");
    CHECK(waysToConnect(binding("u"), role).error().contains("cannot be changed any more"));
    CHECK(lines(drawn(binding(""), role, "role")) ==
          Lines{R"(set roleRef.kind "Role")", R"(set roleRef.name "reader")"});
    const auto edges = relations::namedReferences(binding("u"));
    CHECK(disconnect(binding("u"), edges[0]).error().contains("cannot be changed any more"));

    const auto pod = object(
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"shop","uid":"u"},"spec":{"containers":[{"name":"c"}]}})");
    CHECK(waysToConnect(pod, plainObject("ConfigMap", "m")).error().contains("make another in its place"));
    CHECK(ids(deployment("{}", kPlain, "", "u"), plainObject("ServiceAccount", "s")) ==
          std::vector<std::string>{"service-account"});
}

TEST_CASE("A reference that leads elsewhere is turned round, with all that it says") {
    const auto scaler = object(
        R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h","namespace":"shop","uid":"u"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"StatefulSet","name":"web"}}})");
    const auto web = deployment("{}", kPlain);
    CHECK(lines(drawn(scaler, web, "scale")) == Lines{R"(set spec.scaleTargetRef.kind "Deployment")"});
    CHECK(disconnect(scaler, relations::namedReferences(scaler)[0]).error().contains("cannot be without it"));
    CHECK(
        waysToConnect(
            scaler, object(R"({"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"d","namespace":"shop"}})"))
            .error() == "no field of a HorizontalPodAutoscaler refers to a DaemonSet");
    CHECK(
        ids(scaler,
            object(R"({"apiVersion":"example.org/v1","kind":"Rollout","metadata":{"name":"r","namespace":"shop"}})")) ==
        std::vector<std::string>{"scale"});

    const auto hooks = object(
        R"({"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"w"},"webhooks":[{"name":"x","clientConfig":{"url":"https://x"}}]})");
    CHECK(lines(drawn(hooks, service("{}"), "webhook")) ==
          Lines{R"(set webhooks[0].clientConfig.service {"name":"web","namespace":"shop"})",
                "remove webhooks[0].clientConfig.url"});

    const auto account = plainObject("ServiceAccount", "robot");
    const auto old = deployment("{}", kPlain, R"("serviceAccountName":"x","serviceAccount":"x",)");
    CHECK(lines(drawn(old, account, "service-account")) == Lines{R"(set spec.template.spec.serviceAccountName "robot")",
                                                                 R"(set spec.template.spec.serviceAccount "robot")"});
}

TEST_CASE("The last peer of a rule takes the rule along, which would be about everybody") {
    const auto policy = object(
        R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"p","namespace":"shop"},"spec":{"podSelector":{"matchLabels":{"no":"body"}},"policyTypes":["Ingress"],"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/8"}},{"podSelector":{"matchLabels":{"app":"web"}}}]},{"ports":[{"port":1}],"from":[{"podSelector":{"matchLabels":{"app":"web"}}}]}]}})");
    const auto web = deployment(R"({"app":"web"})", kPlain);
    PaperWorld world;
    world.add(web->json());
    const auto edges = references(policy, world);
    REQUIRE(edges.size() == 2);
    CHECK(lines(disconnect(policy, edges[0])) == Lines{"remove spec.ingress[0].from[1]"});
    CHECK(lines(disconnect(policy, edges[1])) == Lines{"remove spec.ingress[1]"});
    CHECK(lines(drawn(policy, web, "peer-to")) ==
          Lines{R"(insert spec.egress {"to":[{"podSelector":{"matchLabels":{"app":"web"}}}]})",
                R"(insert spec.policyTypes "Egress")"});
}

TEST_CASE("Places for pods: by the node's own name, beside labels that it has") {
    const auto node = object(
        R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"n1","labels":{"disk":"ssd","kubernetes.io/hostname":"host-1"}}})");
    const auto ssd = deployment("{}", kPlain, R"("nodeSelector":{"disk":"ssd"},)");
    CHECK(lines(drawn(ssd, node, "node-selector")) ==
          Lines{R"(set spec.template.spec.nodeSelector["kubernetes.io/hostname"] "host-1")"});
    CHECK(
        waysToConnect(deployment("{}", kPlain, R"("nodeSelector":{"disk":"hdd"},)"), node).error().contains("'disk'"));
    PaperWorld world;
    world.add(node->json());
    CHECK(disconnect(ssd, references(ssd, world)[0]).error().contains("by labels"));
}

TEST_CASE("Owners, nonsense and what is unknown are refused in words") {
    const auto owned = object(
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"shop","ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"rs","uid":"u"}]}})");
    CHECK(disconnect(owned, relations::namedReferences(owned)[0]).error().contains("owns"));
    const auto map = plainObject("ConfigMap", "m"), web = deployment("{}", kPlain);
    CHECK(waysToConnect(map, map).error() == "nothing refers to itself");
    CHECK(waysToConnect(map, plainObject("Secret", "s")).error() == "no field of a ConfigMap refers to a Secret");
    CHECK(waysToConnect(map, web).error() ==
          "it goes the other way: Deployment 'web' is what can refer to ConfigMap 'm'");
    CHECK(connect(web, map, Way{"teleport", "reads", {}, {}, {}}, {}).error().contains("no way 'teleport'"));
    relations::Edge edge;
    edge.relation = relations::relation::kReads;
    for (const auto* path :
         {"", "spec", "spec.template.spec.volumes[9999999999999999999999].configMap.name",
          "spec.template.spec.volumes[3].configMap.name", "[[[", "a..b", "spec.template.spec.volumes[x"}) {
        edge.path = path;
        CHECK(!disconnect(web, edge));
    }
    const auto odd = object(
        R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"},"spec":{"template":{"spec":{"containers":"none","volumes":7,"nodeSelector":[]}}}})");
    CHECK(waysToConnect(odd, map).error().contains("has no container"));
}

TEST_CASE("Partners stand at either end of an edge") {
    const auto partners = relations::partnersOf({"", "Service"});
    const auto has = [&](const relations::Kind& kind, bool refers) {
        return std::ranges::any_of(partners,
                                   [&](const auto& each) { return each.kind == kind && each.refers == refers; });
    };
    CHECK(has({"networking.k8s.io", "Ingress"}, true));
    CHECK(has({"apps", "Deployment"}, false));
    CHECK(!has({"networking.k8s.io", "Ingress"}, false));
    const auto deployments = relations::partnersOf({"apps", "Deployment"});
    CHECK(std::ranges::contains(deployments, relations::Kind{"", "ConfigMap"}, &relations::Partner::kind));
    CHECK(std::ranges::contains(deployments, relations::Kind{"autoscaling", "HorizontalPodAutoscaler"},
                                &relations::Partner::kind));
    CHECK(relations::partnersOf({"", "Namespace"}).empty());
}
