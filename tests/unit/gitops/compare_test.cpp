#include <doctest/doctest.h>

#include <algorithm>

#include "engine/gitops/preview/compare.h"

using namespace armillary::gitops;
using namespace armillary;

namespace {

std::vector<PlacedObject> objects(const std::string& yaml) {
    auto items = plan::readItems(yaml);
    REQUIRE(items);
    Rendered rendered;
    for (auto& item : *items) rendered.objects.push_back({std::move(item), "f.yaml"});
    auto made = placed(rendered, "shop");
    REQUIRE(made);
    return std::move(*made);
}

std::string mapOf(const std::string& name, const std::string& value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {a: '" + value + "'}\n---\n";
}

}  // namespace

TEST_CASE("objects are created, updated and deleted, by kind and name, and what is the same is not told") {
    const auto changes = compare("x", objects(mapOf("same", "1") + mapOf("changed", "1") + mapOf("gone", "1")),
                                 objects(mapOf("new", "1") + mapOf("changed", "2") + mapOf("same", "1")));
    REQUIRE(changes.size() == 3);
    CHECK(changes[0].object().name() == "changed");
    CHECK(changes[0].kind == ObjectChange::Kind::Update);
    REQUIRE(changes[0].fields.size() == 1);
    CHECK(changes[0].fields[0].path == "data.a");
    CHECK(changes[0].fields[0].from == "\"1\"");
    CHECK(changes[0].fields[0].to == "\"2\"");
    CHECK(changes[1].object().name() == "gone");
    CHECK(changes[1].kind == ObjectChange::Kind::Delete);
    CHECK(changes[2].kind == ObjectChange::Kind::Create);
    CHECK(changes[2].origin == "f.yaml");
}

TEST_CASE("kustomize's generated names are followed") {
    CHECK(generatedStem("settings-6f96c8t7kb") == "settings");
    CHECK(generatedStem("settings-production").empty());
    CHECK(generatedStem("-6f96c8t7kb").empty());
    const auto changes = compare("x", objects(mapOf("s-6f96c8t7kb", "1")), objects(mapOf("s-2c4h6m8t9b", "2")));
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].kind == ObjectChange::Kind::Update);
    CHECK(changes[0].was == "s-6f96c8t7kb");
    CHECK(changes[0].object().name() == "s-2c4h6m8t9b");
    REQUIRE(changes[0].fields.size() == 1);
    CHECK(changes[0].fields[0].path == "data.a");
    // One more than there were is new.
    CHECK(compare("x", objects(mapOf("s-6f96c8t7kb", "1")),
                  objects(mapOf("s-2c4h6m8t9b", "2") + mapOf("s-4c4h6m8t9b", "2")))
              .size() == 2);
}

TEST_CASE("objects go where their kind goes") {
    const auto all = objects(
        "{apiVersion: v1, kind: Namespace, metadata: {name: n, namespace: odd}}\n---\n{apiVersion: v1, kind: Service, "
        "metadata: {name: s}}\n---\n"
        "{apiVersion: v1, kind: Service, metadata: {name: t, namespace: own}}\n---\n"
        "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: c}, spec: {group: "
        "x.org, scope: Namespaced, names: {kind: Thing}}}\n---\n"
        "{apiVersion: x.org/v1, kind: Thing, metadata: {name: mine}}\n---\n{apiVersion: y.org/v1, kind: Other, "
        "metadata: {name: unknown}}\n");
    CHECK(all[0].object->namespace_().empty());
    CHECK(all[1].object->namespace_() == "shop");
    CHECK(all[2].object->namespace_() == "own");
    CHECK(all[4].object->namespace_() == "shop");
    CHECK(all[5].object->namespace_().empty());
}

TEST_CASE("a Secret's values are in no difference") {
    const auto secret = [](const char* value) {
        return std::string("{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {p: ") + value + "}}";
    };
    const auto changes = compare("x", objects(secret("hunter1")), objects(secret("hunter2")));
    REQUIRE(changes.size() == 1);
    REQUIRE_FALSE(changes[0].fields.empty());
    for (const auto& field : changes[0].fields) CHECK_FALSE((field.from + field.to).contains("hunter"));
}

TEST_CASE("a rendered world finds and lists") {
    std::vector<ObjectRef> all;
    for (const auto& each : objects(mapOf("b", "1") + mapOf("a", "1"))) all.push_back(each.object);
    const RenderedWorld world(all);
    CHECK(world.find({"", "ConfigMap"}, "shop", "a")->name() == "a");
    CHECK_FALSE(world.find({"", "ConfigMap"}, "other", "a"));
    CHECK(world.list({"", "ConfigMap"}, "").size() == 2);
    CHECK(world.list({"", "Secret"}, "").empty());
}
