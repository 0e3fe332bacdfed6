#include "engine/editor/cluster_check.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <format>

#include "engine/plan/item.h"

using namespace armillary;
using Lines = std::vector<std::string>;

namespace {

/// What a cluster has, written as YAML.
class Cluster final : public relations::World {
public:
    explicit Cluster(std::string_view yaml) {
        const auto items = plan::readItems(yaml);
        REQUIRE_MESSAGE(items.has_value(), (items ? std::string() : items.error().text));
        for (const plan::Item& item : *items) m_objects.push_back(*Object::parse(item.json));
    }
    ObjectRef find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const override {
        for (const ObjectRef& each : list(kind, namespace_))
            if (each->namespace_() == namespace_ && each->name() == name) return each;
        return nullptr;
    }
    std::vector<ObjectRef> list(const relations::Kind& kind, std::string_view namespace_) const override {
        std::vector<ObjectRef> found;
        for (const ObjectRef& each : m_objects)
            if (relations::kindOf(*each) == kind && (namespace_.empty() || each->namespace_() == namespace_))
                found.push_back(each);
        return found;
    }

private:
    std::vector<ObjectRef> m_objects;
};

/// "7:5 error immutable", a line each; with what they say.
Lines findings(const std::vector<std::string>& files, const editor::LiveCluster& cluster, bool messages = false) {
    std::vector<manifest::Source> sources;
    for (const std::string& bytes : files) sources.push_back({"file.yaml", bytes});
    Lines lines;
    for (const auto& each : editor::checkAgainst(sources, "shop", cluster).findings) {
        CHECK(std::ranges::contains(editor::clusterRules(), each.id, &manifest::RuleInfo::id));
        lines.push_back(std::format("{}:{}:{} {} {}{}", each.file, each.line, each.column,
                                    manifest::word(each.severity), each.id,
                                    messages ? ": " + each.message : std::string()));
    }
    return lines;
}
Lines findings(const std::string& file, std::string_view world) {
    const Cluster cluster(world);
    return findings({file}, {cluster});
}

const std::string kWeb = R"(apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1
          resources:
            requests: {cpu: 500m}
)";
const std::string kNode =
    "{apiVersion: v1, kind: Node, metadata: {name: a}, status: {allocatable: {cpu: \"2\", memory: 4Gi, pods: "
    "\"10\"}}}\n";

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    const auto at = text.find(what);
    REQUIRE_MESSAGE(at != std::string::npos, what);
    return text.replace(at, what.size(), with);
}
/// As the server keeps it.
std::string live() {
    return replaced(kWeb, "name: web\n", "name: web\n  namespace: shop\n  uid: u\n");
}

}  // namespace

TEST_CASE("a finding stands at the field to blame, and a comment silences it") {
    const std::string large = replaced(kWeb, "cpu: 500m", "cpu: 3");
    CHECK(findings(kWeb, kNode).empty());
    CHECK(findings(large, kNode) == Lines{"0:15:11 warning no-node"});
    CHECK(findings(replaced(large, "          resources", "          # armillary:ignore no-node\n          resources"),
                   kNode)
              .empty());
    CHECK(findings(replaced(large, "          resources", "          # armillary:ignore quota\n          resources"),
                   kNode)
              .size() == 1);
    // What is to blame is not written: what it would stand in is marked.
    const std::string tainted = replaced(kNode, "status:", "spec: {taints: [{key: a, effect: NoSchedule}]}, status:");
    CHECK(findings(kWeb, tainted) == Lines{"0:11:5 warning no-node"});
    CHECK(findings("# nothing yet\n---\n" + large, kNode) == Lines{"0:17:11 warning no-node"});
}

TEST_CASE("what is there is changed, and some of it never is") {
    CHECK(findings(kWeb, live()).empty());
    CHECK(findings(replaced(replaced(kWeb, "matchLabels: {app: web}", "matchLabels: {app: shop}"),
                            "labels: {app: web}}", "labels: {app: shop}}"),
                   live()) == Lines{"0:7:3 error immutable"});
    // In another namespace it is another one.
    CHECK(findings(replaced(replaced(kWeb, "name: web\n", "name: web\n  namespace: other\n"), "matchLabels: {app: web}",
                            "matchLabels: {app: web, more: b}"),
                   live())
              .empty());
}

TEST_CASE("what applying would change is known with it") {
    const Cluster cluster(live() + "---\n" + kNode);
    const auto changes = [&](const std::string& bytes) {
        const manifest::Source source{"file.yaml", bytes};
        Lines lines;
        for (const auto& id : editor::checkAgainst({&source, 1}, "shop", {cluster}).changes)
            lines.push_back(id.kind.name + " " + id.namespace_ + "/" + id.name);
        return lines;
    };
    CHECK(changes(kWeb).empty());
    CHECK(changes(replaced(kWeb, "replicas: 2", "replicas: 3")) == Lines{"Deployment shop/web"});
    CHECK(changes(replaced(kWeb, "name: web\n", "name: shop\n")) == Lines{"Deployment shop/shop"});
}

TEST_CASE("objects of a list, of several files, and of files that are no YAML") {
    const std::string list =
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: p}\n  spec:\n    "
        "containers: [{name: c, image: a:1}]\n    nodeSelector: {disk: ssd}\n";
    const Cluster cluster(kNode);
    CHECK(findings({list}, {cluster}) == Lines{"0:9:5 warning no-node"});
    CHECK(findings({"a: [", list}, {cluster}) == Lines{"1:9:5 warning no-node"});
    // The same object again is another check's.
    CHECK(findings({list, list}, {cluster}).size() == 1);
}

TEST_CASE("what comes along counts") {
    const std::string quota = "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q}\nspec: {hard: {pods: \"1\"}}\n";
    const Cluster none(kNode);
    CHECK(
        findings({kWeb, quota}, {none}, true) ==
        Lines{
            "0:6:3 warning quota: ResourceQuota q allows 1 of pods; 0 are used and 2 more are wanted, so that some of "
            "it is refused."});
    CHECK(findings({kWeb, replaced(quota, "{name: q}", "{name: q, namespace: other}")}, {none}).empty());
}

TEST_CASE("nothing is said of what nobody knows") {
    const Cluster cluster(live());
    const std::string other = replaced(replaced(kWeb, "matchLabels: {app: web}", "matchLabels: {app: shop}"),
                                       "labels: {app: web}}", "labels: {app: shop}}");
    CHECK(findings({other}, {cluster, [](const relations::ObjectId& id) { return id.kind.name != "Deployment"; }})
              .empty());
    const auto served = [](const relations::Kind&) { return std::optional(std::vector<std::string>{"v2"}); };
    CHECK(findings({kWeb}, {cluster, {}, served}).empty());  // it is there like this
    CHECK(findings({other}, {cluster, {}, served}) == Lines{"0:1:1 error version-not-served", "0:7:3 error immutable"});
}

TEST_CASE("ids are no other check's") {
    for (const manifest::RuleInfo& each : editor::clusterRules()) {
        CHECK_FALSE(std::ranges::contains(manifest::rules(), each.id, &manifest::RuleInfo::id));
        CHECK_FALSE(each.about.empty());
    }
}
