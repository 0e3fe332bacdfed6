#include <algorithm>

#include "subjects.h"

using namespace armillary;
using namespace armillary::plan;
using namespace armillary::plan::test;

namespace {

Lines differing(std::string_view before, std::string_view after) {
    Lines lines;
    for (const auto& each :
         differences(before.empty() ? nullptr : object(before), after.empty() ? nullptr : object(after)))
        lines.push_back(each.path + ": " + each.from + " > " + each.to);
    return lines;
}

constexpr std::string_view kDeployment = R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {app.kubernetes.io/name: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: "web:1", ports: [{containerPort: 80}], resources: {requests: {cpu: 500m}}}
      - {name: side, image: "side:1", args: [a, b, c]}
)";

}  // namespace

TEST_CASE("lists are compared by their keys, whatever their order") {
    std::string other(kDeployment);
    other = replaced(other, "web:1", "web:2");
    other = replaced(other, "{containerPort: 80}", "{containerPort: 80}, {containerPort: 81}");
    other = replaced(other, "name: web, image", "image");
    other = replaced(other, "resources", "name: web, resources");
    CHECK(
        differing(kDeployment, other) ==
        Lines{
            R"(spec.template.spec.containers[name=web].image: "web:1" > "web:2")",
            R"(spec.template.spec.containers[name=web].ports[containerPort=81,protocol=TCP]:  > {"containerPort":81,"protocol":"TCP"})"});
    const std::string turned = R"(
apiVersion: v1
kind: Service
metadata: {name: s, finalizers: [example.org/b, example.org/a]}
spec: {ports: [{name: b, port: 2}, {name: a, port: 1}]}
)";
    CHECK(differing(turned, R"(
apiVersion: v1
kind: Service
metadata: {name: s, finalizers: [example.org/a, example.org/b]}
spec: {ports: [{name: a, port: 1}, {name: b, port: 2}]}
)") == Lines{});
    CHECK(differing(turned, replaced(turned, ", example.org/a", "")) ==
          Lines{R"(metadata.finalizers[=example.org/a]: "example.org/a" > )"});
}

TEST_CASE("lists without keys are compared place by place, but for what both begin and end with") {
    std::string other(kDeployment);
    CHECK(differing(kDeployment, replaced(other, "[a, b, c]", "[a, x, b, c]")) ==
          Lines{R"(spec.template.spec.containers[name=side].args[1]:  > "x")"});
    CHECK(differing(kDeployment, replaced(other, "[a, b, c]", "[a, y, c]")) ==
          Lines{R"(spec.template.spec.containers[name=side].args[1]: "b" > "y")"});
}

TEST_CASE("what means the same is no difference: defaults, spellings, what servers write") {
    std::string other(kDeployment);
    other = replaced(other, "cpu: 500m", "cpu: \"0.5\"");
    other = replaced(other, "replicas: 2", "replicas: 2, revisionHistoryLimit: 10");
    other = replaced(other, "  replicas: 2, revisionHistoryLimit: 10", "  replicas: 2\n  revisionHistoryLimit: 10");
    other = replaced(other, "namespace: shop,",
                     "namespace: shop, uid: u, resourceVersion: \"7\", generation: 4, annotations: "
                     "{deployment.kubernetes.io/revision: \"3\"},");
    other += "status: {replicas: 2}\n";
    CHECK(differing(kDeployment, other) == Lines{});
    // Without the address that the server has given it.
    CHECK(differing("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {clusterIP: 10.0.0.1, clusterIPs: "
                    "[10.0.0.1], ports: [{port: 80}]}}",
                    "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80}]}}") == Lines{});
}

TEST_CASE("keys that are no words are quoted, and what is only in one is compared with nothing") {
    std::string other(kDeployment);
    CHECK(differing(kDeployment, replaced(other, "app.kubernetes.io/name: web", "app.kubernetes.io/name: shop")) ==
          Lines{R"(metadata.labels["app.kubernetes.io/name"]: "web" > "shop")"});
    const auto made = differing("", "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: \"1\"}}");
    CHECK(made == Lines{R"(kind:  > "ConfigMap")", R"(apiVersion:  > "v1")", R"(metadata.name:  > "c")",
                        R"(data:  > {"a":"1"})"});
    CHECK(differences(nullptr, nullptr).empty());
}

TEST_CASE("a secret's values are in none of them") {
    const std::string_view before =
        "{apiVersion: v1, kind: Secret, metadata: {name: s, annotations: "
        "{kubectl.kubernetes.io/last-applied-configuration: hunter2}}, data: {word: aHVudGVyMg==, old: b2xk}}";
    const std::string_view after =
        "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {word: other, fresh: hunter2}}";
    CHECK(differing(before, after) == Lines{R"x(data.old: "(hidden)" > )x", R"x(data.word: "(hidden)" > "(hidden)")x",
                                            R"x(data.fresh:  > "(hidden)")x"});
    const Lines made = differing("", after);
    CHECK(std::ranges::contains(made, std::string(R"x(data.word:  > "(hidden)")x")));
    // Nor of one whose fields cannot be read.
    for (const std::string_view broken :
         {"data: {word: hunter2}", "data: [hunter2]", "data: hunter2", "other: hunter2"})
        for (const std::string& line :
             differing("", "{apiVersion: v1, kind: Secret, metadata: {name: s}, " + std::string(broken) + "}"))
            CHECK_FALSE(line.contains("hunter2"));
    for (const auto& each : impactOf(object(before), object(after), Sample()))
        CHECK_FALSE((each.message.contains("hunter2") || each.message.contains("aHVu")));
}

TEST_CASE("custom kinds are compared as JSON, lists by names where all items have one") {
    const std::string before = R"(
apiVersion: example.org/v1
kind: Thing
metadata: {name: t}
spec: {parts: [{name: a, size: 1}, {name: b, size: 2}], plain: [1, 2, 3]}
)";
    CHECK(differing(before, replaced(replaced(before, "size: 2", "size: 3"), "[1, 2, 3]", "[1, 3]")) ==
          Lines{"spec.parts[name=b].size: 2 > 3", "spec.plain[1]: 2 > "});
    CHECK(differing(before, replaced(before, "name: b, ", "")) == Lines{R"(spec.parts[1].name: "b" > )"});
}

TEST_CASE("no more of them than the bound") {
    std::string data = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {";
    std::string other = data;
    for (std::size_t i = 0; i < kMostDifferences + 5; ++i) {
        data += (i > 0 ? ", k" : "k") + std::to_string(i) + ": \"1\"";
        other += (i > 0 ? ", k" : "k") + std::to_string(i) + ": \"2\"";
    }
    CHECK(differences(object(data + "}}"), object(other + "}}")).size() == kMostDifferences);
}
