#include <doctest/doctest.h>

#include "engine/plan/item.h"

using namespace armillary::plan;

namespace {

std::vector<std::string> names(const std::vector<Item>& items) {
    std::vector<std::string> all;
    for (const Item& item : items) all.push_back(item.kind + "/" + item.name);
    return all;
}

}  // namespace

TEST_CASE("a manifest is read object by object") {
    const auto items = readItems(R"(# a comment
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {a: "1"}
---
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
)");
    REQUIRE(items);
    CHECK(names(*items) == std::vector<std::string>{"ConfigMap/settings", "Deployment/web"});
    CHECK((*items)[0].namespace_ == "shop");
    CHECK((*items)[0].group().empty());
    CHECK((*items)[0].version() == "v1");
    CHECK(
        (*items)[0].json ==
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"shop"},"data":{"a":"1"}})");
    CHECK((*items)[1].namespace_.empty());
    CHECK((*items)[1].group() == "apps");
    CHECK((*items)[1].version() == "v1");
}

TEST_CASE("JSON is a manifest as well, and nothing is none") {
    const auto items = readItems(R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n"}})");
    REQUIRE(items);
    CHECK(names(*items) == std::vector<std::string>{"Namespace/n"});
    CHECK(readItems("")->empty());
    CHECK(readItems("# only a comment\n---\n")->empty());
}

TEST_CASE("a list gives what it lists") {
    const auto items = readItems(R"(
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Secret, metadata: {name: one}}
- {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: two}}
---
apiVersion: v1
kind: ConfigMapList
items:
- {metadata: {name: three}}
)");
    REQUIRE(items);
    CHECK(names(*items) == std::vector<std::string>{"Secret/one", "StatefulSet/two", "ConfigMap/three"});
    CHECK((*items)[2].apiVersion == "v1");
}

TEST_CASE("what is missing is named, and of which object") {
    const struct {
        const char* yaml;
        const char* text;
        std::size_t object;
    } kCases[] = {
        {"kind: Pod\nmetadata: {name: a}\n", "apiVersion", 1},
        {"apiVersion: v1\nmetadata: {name: a}\n", "kind", 1},
        {"apiVersion: v1\nkind: Pod\n", "metadata.name", 1},
        {"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: 7}\n",
         "metadata.name", 2},
        {"apiVersion: v1\nkind: Pod\nmetadata: {generateName: a-}\n", "generateName", 1},
        {"- a\n- b\n", "no object", 1},
        {"just text\n", "no object", 1},
        {"apiVersion: v1\nkind: List\nitems: [1]\n", "element", 1},
    };
    for (const auto& each : kCases) {
        CAPTURE(each.yaml);
        const auto items = readItems(each.yaml);
        REQUIRE(!items);
        CHECK(items.error().text.contains(each.text));
        CHECK(items.error().object == each.object);
    }
}

TEST_CASE("what is no YAML has a line") {
    const auto items = readItems("apiVersion: v1\nkind: [Pod\nmetadata: {name: a}\n");
    REQUIRE(!items);
    CHECK(items.error().line > 0);
    CHECK(!items.error().text.starts_with("error converting"));
}

TEST_CASE("more objects than a manifest may have are a fault") {
    std::string list = R"({"apiVersion":"v1","kind":"List","items":[)";
    for (std::size_t i = 0; i <= kMostItems; ++i)
        list += (i > 0 ? "," : "") + std::string(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"}})");
    const auto items = readItems(list + "]}");
    REQUIRE(!items);
    CHECK(items.error().object == kMostItems + 1);
}

TEST_CASE("what others need is applied first") {
    auto items = readItems(R"(
{apiVersion: example.org/v1, kind: Thing, metadata: {name: t}}
---
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}}
---
{apiVersion: v1, kind: Service, metadata: {name: s2}}
---
{apiVersion: v1, kind: Service, metadata: {name: s1}}
---
{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: c}}
---
{apiVersion: serving.example.org/v1, kind: Service, metadata: {name: custom}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: m}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: n}}
)");
    REQUIRE(items);
    sortForApplying(*items);
    CHECK(names(*items) == std::vector<std::string>{"Namespace/n", "ConfigMap/m", "CustomResourceDefinition/c",
                                                    "Service/s2", "Service/s1", "Deployment/d", "Ingress/i", "Thing/t",
                                                    "Service/custom"});
}
