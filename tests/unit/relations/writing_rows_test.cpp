#include <doctest/doctest.h>

#include <set>

#include "engine/editor/project.h"
#include "engine/manifest/file.h"
#include "engine/manifest/render.h"
#include "tests/unit/relations/changing.h"
#include "tests/unit/relations/paper_world.h"

using namespace armillary;
using namespace armillary::test;
using relations::connect;
using relations::disconnect;
using relations::idOf;
using relations::references;
using relations::WayOptions;
using relations::waysToConnect;

namespace {

/// One row of the table: an object without the edge, what it is drawn to, and where the edge then stands.
struct Drawn {
    std::string from, to;
    std::string_view way;
    std::string path;
    WayOptions options = {};
};

std::string meta(const std::string& name, const std::string& more = "") {
    return R"("metadata":{"name":")" + name + R"(","namespace":"shop")" + more + "}";
}
std::string typed(const std::string& apiVersion, const std::string& kind, const std::string& rest) {
    return R"({"apiVersion":")" + apiVersion + R"(","kind":")" + kind + R"(",)" + rest + "}";
}
std::string deployment(const std::string& spec = "", const std::string& container = "") {
    return typed(
        "apps/v1", "Deployment",
        meta("web") + R"(,"spec":{"template":{"metadata":{"labels":{"app":"web","pod-template-hash":"x"}},"spec":{)" +
            spec + R"("containers":[{"name":"web","image":"web:1","ports":[{"name":"http","containerPort":8080}])" +
            container + "}]}}}");
}
std::string ofCluster(const std::string& apiVersion, const std::string& kind, const std::string& name,
                      const std::string& rest = "") {
    return typed(apiVersion, kind, R"("metadata":{"name":")" + name + R"("})" + rest);
}

const std::string kNetwork = "networking.k8s.io/v1", kGatewayApi = "gateway.networking.k8s.io/v1",
                  kRights = "rbac.authorization.k8s.io/v1", kPods = "spec.template.spec.";
const std::string kMap = typed("v1", "ConfigMap", meta("settings") + R"(,"data":{"colour":"blue"})");
const std::string kSecret = typed("v1", "Secret", meta("key") + R"(,"data":{"word":"eA=="})");
const std::string kService = typed("v1", "Service", meta("front") + R"(,"spec":{"ports":[{"name":"http","port":80}]})");
const std::string kClaim = typed("v1", "PersistentVolumeClaim", meta("data") + R"(,"spec":{"resources":{}})");
const std::string kOtherClaim = typed("v1", "PersistentVolumeClaim", meta("older") + R"(,"spec":{"resources":{}})");
const std::string kClass = ofCluster("storage.k8s.io/v1", "StorageClass", "fast");
const std::string kVolume = ofCluster("v1", "PersistentVolume", "disk", R"(,"spec":{"capacity":{}})");
const std::string kNode =
    R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"n1","labels":{"kubernetes.io/hostname":"n1"}}})";
const std::string kIngress = typed(kNetwork, "Ingress", meta("i") + R"(,"spec":{"rules":[{"host":"other.example"}]})");
const std::string kPolicy =
    typed(kNetwork, "NetworkPolicy", meta("p") + R"(,"spec":{"podSelector":{"matchLabels":{"no":"body"}}})");
const std::string kBinding = typed(kRights, "RoleBinding", meta("b"));
const std::string kAccount = typed("v1", "ServiceAccount", meta("robot"));
const std::string kSet =
    typed("apps/v1", "StatefulSet",
          meta("db") + R"(,"spec":{"volumeClaimTemplates":[{"metadata":{"name":"d"},"spec":{"resources":{}}}],
      "template":{"spec":{"containers":[{"name":"db"}]}}})");

std::vector<Drawn> ofPods() {
    const std::string other = R"("volumes":[{"name":"v0","emptyDir":{}}],)";
    return {
        {deployment(), kMap, "env-key", kPods + "containers[0].env[0].valueFrom.configMapKeyRef.name"},
        {deployment(), kSecret, "env-key", kPods + "containers[0].env[0].valueFrom.secretKeyRef.name"},
        {deployment("", R"(,"envFrom":[{"configMapRef":{"name":"o"}}])"),
         kMap,
         "env-from",
         kPods + "containers[0].envFrom[1].configMapRef.name",
         {{"prefix", "SHOP_"}}},
        {deployment(R"("initContainers":[{"name":"first"}],)"),
         kSecret,
         "env-from",
         kPods + "initContainers[0].envFrom[0].secretRef.name",
         {{"container", "first"}}},
        {deployment(), kMap, "mount", kPods + "volumes[0].configMap.name"},
        {deployment(other, R"(,"volumeMounts":[{"name":"v0","mountPath":"/tmp"}])"),
         kSecret,
         "mount",
         kPods + "volumes[1].secret.secretName",
         {{"mountPath", "/keys"}}},
        {deployment(), kMap, "project", kPods + "volumes[0].projected.sources[0].configMap.name"},
        {deployment(), kSecret, "project", kPods + "volumes[0].projected.sources[0].secret.name"},
        {deployment(R"("volumes":[{"name":"v","csi":{"driver":"d"}}],)"), kSecret, "csi-publish",
         kPods + "volumes[0].csi.nodePublishSecretRef.name"},
        {deployment(R"("volumes":[{"name":"e","emptyDir":{}},{"name":"v","azureFile":{"shareName":"s"}}],)"), kSecret,
         "azure-file", kPods + "volumes[1].azureFile.secretName"},
        {deployment(R"("volumes":[{"name":"v","rbd":{"image":"i","monitors":[]}}],)"), kSecret, "volume-secret",
         kPods + "volumes[0].rbd.secretRef.name"},
        {deployment(), kSecret, "pull", kPods + "imagePullSecrets[0].name"},
        {deployment(), kClaim, "mount", kPods + "volumes[0].persistentVolumeClaim.claimName"},
        {deployment(), kAccount, "service-account", kPods + "serviceAccountName"},
        {deployment(), ofCluster("scheduling.k8s.io/v1", "PriorityClass", "high"), "priority",
         kPods + "priorityClassName"},
        {deployment(), ofCluster("node.k8s.io/v1", "RuntimeClass", "gvisor"), "runtime", kPods + "runtimeClassName"},
        {deployment(), kNode, "node-selector", kPods + "nodeSelector"},
        {typed("v1", "Pod", meta("p") + R"(,"spec":{"containers":[{"name":"c"}]})"), kNode, "node-name",
         "spec.nodeName"},
        {kSet, kService, "service-name", "spec.serviceName"},
        {kSet, kClass, "storage-class", "spec.volumeClaimTemplates[0].spec.storageClassName"},
    };
}

std::vector<Drawn> ofTraffic() {
    const std::string bucket = typed("k8s.example.org/v1", "Bucket", meta("static"));
    const auto route = [](const std::string& kind, const std::string& rules) {
        return typed(kGatewayApi, kind, meta("r") + R"(,"spec":{"hostnames":["x"])" + rules + "}");
    };
    const std::string rule = R"(,"rules":[{"matches":[{}]}])";
    std::vector<Drawn> all{
        {typed("v1", "Service", meta("front") + R"(,"spec":{"ports":[{"port":80,"targetPort":"http"}]})"), deployment(),
         "selector", "spec.selector"},
        {kIngress, kService, "rule", "spec.rules[1].http.paths[0].backend.service.name", {{"host", "a.example"}}},
        {kIngress, kService, "default", "spec.defaultBackend.service.name"},
        {kIngress, bucket, "rule", "spec.rules[1].http.paths[0].backend.resource.name", {{"host", "a.example"}}},
        {kIngress, bucket, "default", "spec.defaultBackend.resource.name"},
        {kIngress, kSecret, "tls", "spec.tls[0].secretName"},
        {kIngress, ofCluster(kNetwork, "IngressClass", "nginx"), "class", "spec.ingressClassName"},
        {ofCluster(kNetwork, "IngressClass", "nginx", R"(,"spec":{"controller":"c"})"), kMap, "parameters",
         "spec.parameters.name"},
        {typed(kGatewayApi, "Gateway", meta("g") + R"(,"spec":{"listeners":[]})"),
         ofCluster(kGatewayApi, "GatewayClass", "c"), "class", "spec.gatewayClassName"},
        {typed(kGatewayApi, "Gateway", meta("g") + R"(,"spec":{"listeners":[{"name":"web"},{"name":"tls"}]})"),
         kSecret,
         "certificate",
         "spec.listeners[1].tls.certificateRefs[0].name",
         {{"listener", "tls"}}},
        {kPolicy, deployment(), "peer-from", "spec.ingress[0].from[0]"},
        {kPolicy, deployment(), "peer-to", "spec.egress[0].to[0]", {{"port", "http"}}},
        {kPolicy, deployment(), "selector", "spec.podSelector"},
    };
    for (const std::string kind : {"HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"}) {
        all.push_back(
            {route(kind, ""), typed(kGatewayApi, "Gateway", meta("edge")), "parent", "spec.parentRefs[0].name"});
        all.push_back({route(kind, ""), kService, "backend", "spec.rules[0].backendRefs[0].name"});
        if (kind != "HTTPRoute" && kind != "GRPCRoute") continue;
        all.push_back(
            {route(kind, rule), kService, "mirror", "spec.rules[0].filters[0].requestMirror.backendRef.name"});
    }
    return all;
}

std::vector<Drawn> ofOthers() {
    const std::string admission = "admissionregistration.k8s.io/v1", hooks = R"(,"webhooks":[{"name":"a"}])";
    return {
        {typed("autoscaling/v2", "HorizontalPodAutoscaler", meta("h") + R"(,"spec":{"maxReplicas":3})"), deployment(),
         "scale", "spec.scaleTargetRef.name"},
        {typed("policy/v1", "PodDisruptionBudget", meta("b") + R"(,"spec":{"minAvailable":1})"), deployment(),
         "selector", "spec.selector"},
        {kClaim, kClass, "storage-class", "spec.storageClassName"},
        {kClaim, kVolume, "volume", "spec.volumeName"},
        {kClaim, kOtherClaim, "data-source", "spec.dataSource.name"},
        {kClaim, kOtherClaim, "data-source-ref", "spec.dataSourceRef.name"},
        {kVolume, kClaim, "claim", "spec.claimRef.name"},
        {kVolume, kClass, "storage-class", "spec.storageClassName"},
        {kAccount, kSecret, "pull", "imagePullSecrets[0].name"},
        {kAccount, kSecret, "secrets", "secrets[0].name"},
        {kBinding, typed(kRights, "Role", meta("reader")), "role", "roleRef.name"},
        {kBinding, kAccount, "subject", "subjects[0].name"},
        {ofCluster(kRights, "ClusterRoleBinding", "b"), ofCluster(kRights, "ClusterRole", "view"), "role",
         "roleRef.name"},
        {ofCluster(kRights, "ClusterRoleBinding", "b", R"(,"subjects":[{"kind":"User","name":"ann"}])"), kAccount,
         "subject", "subjects[1].name"},
        {ofCluster(admission, "ValidatingWebhookConfiguration", "w", hooks), kService, "webhook",
         "webhooks[0].clientConfig.service.name"},
        {ofCluster(admission, "MutatingWebhookConfiguration", "w", hooks), kService, "webhook",
         "webhooks[0].clientConfig.service.name"},
        {ofCluster("apiregistration.k8s.io/v1", "APIService", "v1.x", R"(,"spec":{"group":"x"})"), kService, "server",
         "spec.service.name"},
        {ofCluster("apiextensions.k8s.io/v1", "CustomResourceDefinition", "things.x", R"(,"spec":{"group":"x"})"),
         kService, "conversion", "spec.conversion.webhook.clientConfig.service.name"},
    };
}

std::vector<Drawn> drawings() {
    auto all = ofPods();
    for (auto more : {ofTraffic(), ofOthers()}) std::ranges::move(more, std::back_inserter(all));
    return all;
}

PaperWorld worldOf(const std::string& from, const std::string& to) {
    PaperWorld world;
    world.add(from);
    world.add(to);
    world.add(R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}})");
    return world;
}

std::vector<relations::Edge> added(const std::string& before, const std::string& after, const std::string& to) {
    auto edges = references(object(after), worldOf(after, to));
    const auto old = targets(references(object(before), worldOf(before, to)));
    std::erase_if(edges, [&](const auto& edge) { return has(old, test::to(edge)); });
    return edges;
}

const relations::Way& wayOf(const std::vector<relations::Way>& ways, std::string_view id) {
    const auto found = std::ranges::find(ways, id, &relations::Way::id);
    REQUIRE_MESSAGE(found != ways.end(), id);
    return *found;
}

/// "Deployment.apps spec.template.spec.volumes[].secret.secretName" as every row that can have made it.
bool isOf(const relations::RowView& row, const relations::Edge& edge) {
    if (row.relation != edge.relation) return false;
    if (row.from != "workload" && row.from != edge.from.kind.text()) return false;
    std::string_view rest = edge.path;
    if (row.from == "workload") {
        const auto where = relations::podTemplateOf(edge.from.kind).spec;
        if (!rest.starts_with(where)) return false;
        rest.remove_prefix(where.size() + 1);
    }
    std::string_view pattern = row.path;
    while (!pattern.empty() && !rest.empty()) {
        const auto next = [](std::string_view& text) {
            const auto dot = text.find('.');
            const auto step = text.substr(0, dot);
            text = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
            return step;
        };
        const auto step = next(pattern), name = next(rest);
        if (step.ends_with("[]") != name.ends_with(']')) return false;
        const std::string names = "|" + std::string(step.substr(0, step.find('['))) + "|";
        if (!names.contains("|" + std::string(name.substr(0, name.find('['))) + "|")) return false;
    }
    return pattern.empty();
}

}  // namespace

TEST_CASE("Every row is drawn, found again as the one new edge, and taken back") {
    std::set<std::string> drawn;
    for (const Drawn& each : drawings()) {
        CAPTURE(each.path);
        CAPTURE(each.way);
        const auto from = object(each.from), to = object(each.to);
        const auto ways = waysToConnect(from, to);
        REQUIRE_MESSAGE(ways, ways.error());
        const auto& way = wayOf(*ways, each.way);
        CHECK(!way.title.empty());
        CHECK(manifest::parsePath(way.effect));
        const auto changes = connect(from, to, way, each.options);
        REQUIRE_MESSAGE(changes, changes.error());

        const std::string after = applied(each.from, *changes);
        const auto edges = added(each.from, after, each.to);
        CAPTURE(after);
        REQUIRE(edges.size() == 1);
        CHECK(edges[0].path == each.path);
        CHECK(edges[0].to == idOf(*to));
        CHECK(edges[0].relation == way.relation);
        for (const auto& row : relations::table())
            if (isOf(row, edges[0])) drawn.insert(row.from + " " + row.path);

        const auto back = disconnect(object(after), edges[0]);
        if (each.path == "spec.podSelector") {
            CHECK(back.error().contains("all pods"));
            continue;
        }
        REQUIRE_MESSAGE(back, back.error());
        CHECK(boost::json::parse(applied(after, *back)) == boost::json::parse(each.from));
    }
    for (const auto& row : relations::table()) {
        const std::string name = row.from + " " + row.path;
        CHECK_MESSAGE(drawn.contains(name) != row.way.empty(), name);
        CHECK_MESSAGE(!row.title.empty(), name);
    }
}

TEST_CASE("What is read only is so for a reason") {
    std::vector<std::string> readOnly;
    for (const auto& row : relations::table())
        if (row.way.empty()) readOnly.push_back(row.path + ": " + std::string(row.title));
    CHECK(readOnly ==
          std::vector<std::string>{
              "spec.volumes[].ephemeral: the claim is made together with the pod, and named after it",
              "spec.volumeClaimTemplates[].metadata.name: its claims are made from a template, and named after it",
              "metadata.ownerReferences[].name: who owns an object is written by what made it, and by nobody else"});
}

TEST_CASE("Every row's edge is drawn into a file and taken out again, and leaves every byte as it was") {
    const auto yaml = [](const std::string& json) {
        const auto file = manifest::File::parse(json);
        REQUIRE(file);
        return manifest::toYaml(*file->documents().front().root).value();
    };
    for (const Drawn& each : drawings()) {
        CAPTURE(each.path);
        editor::Project project;
        project.open("all.yaml", "# What there is.\n" + yaml(each.from) + "---\n" + yaml(each.to) +
                                     "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop} # ours\n");
        const std::string before = project.workspace().files()[0].text;
        CAPTURE(before);
        const auto from = project.items()[0].id, to = project.items()[1].id;
        const auto ways = waysToConnect(project.find(from)->value, project.find(to)->value);
        REQUIRE_MESSAGE(ways, ways.error());
        const auto old = project.connections().size();
        const auto connected = project.connect("connect", from, to, wayOf(*ways, each.way), each.options);
        REQUIRE_MESSAGE(connected, connected.error().message);
        CAPTURE(project.workspace().files()[0].text);
        REQUIRE(project.connections().size() == old + 1);
        const auto made = std::ranges::find(project.connections(), each.path,
                                            [](const auto& connection) { return connection.edge.path; });
        REQUIRE(made != project.connections().end());
        CHECK(made->to == to);
        if (each.path == "spec.podSelector") continue;
        const auto taken = project.disconnect("disconnect", editor::Connection(*made));
        REQUIRE_MESSAGE(taken, taken.error().message);
        CHECK(project.workspace().files()[0].text == before);
    }
}

TEST_CASE("What is in another namespace is refused, but where the field says which") {
    const std::set<std::string_view> crossing{"certificate", "parent",     "backend",        "mirror",  "peer-from",
                                              "peer-to",     "claim",      "subject",        "webhook", "server",
                                              "conversion",  "parameters", "data-source-ref"};
    for (const Drawn& each : drawings()) {
        CAPTURE(each.path);
        auto moved = boost::json::parse(each.to);
        auto& meta = moved.as_object()["metadata"].as_object();
        if (!meta.contains("namespace")) continue;
        meta["namespace"] = "elsewhere";
        const std::string other = boost::json::serialize(moved);
        const auto ways = waysToConnect(object(each.from), object(other));
        if (!crossing.contains(each.way)) {
            if (ways)
                CHECK(!std::ranges::contains(*ways, each.way, &relations::Way::id));
            else
                CHECK(ways.error().contains("another namespace"));
            continue;
        }
        REQUIRE_MESSAGE(ways, ways.error());
        const auto changes = connect(object(each.from), object(other), wayOf(*ways, each.way), each.options);
        REQUIRE(changes);
        auto world = worldOf(applied(each.from, *changes), other);
        world.add(
            R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"elsewhere","labels":{"kubernetes.io/metadata.name":"elsewhere"}}})");
        CHECK(std::ranges::contains(references(object(applied(each.from, *changes)), world), idOf(*object(other)),
                                    &relations::Edge::to));
    }
}

TEST_CASE("What is drawn the wrong way round is refused, and so is what is there already") {
    for (const Drawn& each : drawings()) {
        CAPTURE(each.path);
        const auto from = object(each.from), to = object(each.to);
        const std::set<std::string_view> mutual{"claim", "volume", "data-source", "data-source-ref", "service-name"};
        if (!mutual.contains(each.way)) {
            const auto back = waysToConnect(to, from);
            REQUIRE(!back);
            CHECK(back.error().contains("the other way"));
        }
        const auto way = wayOf(*waysToConnect(from, to), each.way);
        const auto after = object(applied(each.from, *connect(from, to, way, each.options)));
        const auto again = connect(after, to, way, each.options);
        // A port of its own makes another rule for the same peers; several volumes can show the same things.
        const std::set<std::string_view> repeats{"peer-from", "peer-to", "project"};
        if (repeats.contains(each.way)) continue;
        REQUIRE(!again);
        CHECK(again.error().contains("already"));
    }
}
