#include "engine/editor/project.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "engine/manifest/check.h"

using namespace armillary;
using editor::Item;
using editor::ItemId;
using editor::Project;

namespace {

constexpr std::string_view kShop = R"(# What the shop runs.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web # the face
  namespace: shop
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1
          envFrom:
            - configMapRef:
                name: settings # see below
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {COLOUR: blue}
)";

const Item& named(const Project& project, std::string_view kind, std::string_view name) {
    const auto found = std::ranges::find_if(
        project.items(), [&](const Item& item) { return item.object.kind.name == kind && item.object.name == name; });
    REQUIRE(found != project.items().end());
    return *found;
}

/// "Deployment/web reads ConfigMap/settings", sorted; "?" behind what the project does not have.
std::vector<std::string> edges(const Project& project) {
    std::vector<std::string> out;
    for (const auto& each : project.connections()) {
        const Item* from = project.find(each.from);
        REQUIRE(from);
        out.push_back(from->object.kind.name + "/" + from->object.name + " " + std::string(each.edge.relation) + " " +
                      each.edge.to.kind.name + "/" + each.edge.to.name + (each.to == editor::kNoItem ? "?" : ""));
    }
    std::ranges::sort(out);
    return out;
}

manifest::Path path(std::string_view text) {
    return *manifest::parsePath(text);
}

}  // namespace

TEST_CASE("A project is the objects of its files and the edges between them") {
    Project project;
    project.open("shop.yaml", std::string(kShop));
    project.open("notes.txt", "a: [");
    CHECK(project.items().size() == 3);
    CHECK(edges(project) ==
          std::vector<std::string>{"Deployment/web reads ConfigMap/settings", "Service/web selects Deployment/web"});
}

TEST_CASE("An item keeps its id through edits, a new name, undo and redo") {
    Project project;
    project.open("shop.yaml", std::string(kShop));
    const ItemId deployment = named(project, "Deployment", "web").id, service = named(project, "Service", "web").id;
    const ItemId settings = named(project, "ConfigMap", "settings").id;
    const auto revision = project.revision();
    REQUIRE(project.edit(
        "image",
        std::vector<editor::ItemEdit>{
            {deployment,
             {manifest::Edit::Kind::Set, path("spec.template.spec.containers[name=web].image"), "web:2", {}}}}));
    CHECK(project.revision() != revision);
    CHECK(named(project, "Deployment", "web").id == deployment);
    REQUIRE(project.rename("rename", settings, "knobs"));
    CHECK(named(project, "ConfigMap", "knobs").id == settings);
    CHECK(edges(project).front() == "Deployment/web reads ConfigMap/knobs");
    const std::string& text = project.workspace().files()[0].text;
    CHECK(text.contains("name: knobs # see below"));
    CHECK(text.contains("metadata: {name: knobs, namespace: shop}"));
    REQUIRE(project.remove("remove", std::vector{service}, true));
    CHECK(project.items().size() == 2);
    REQUIRE(project.undo());
    CHECK(named(project, "Service", "web").id == service);
    REQUIRE(project.undo());
    CHECK(named(project, "ConfigMap", "settings").id == settings);
    REQUIRE(project.undo());
    CHECK(text == kShop);
    REQUIRE(project.redo());
    REQUIRE(project.redo());
    REQUIRE(project.redo());
    CHECK(!project.find(service));
    CHECK(project.find(deployment));
}

TEST_CASE("What is removed takes the references to it along, as one step") {
    Project project;
    project.open("shop.yaml", std::string(kShop));
    REQUIRE(project.remove("remove", std::vector{named(project, "ConfigMap", "settings").id}, true));
    CHECK(edges(project) == std::vector<std::string>{"Service/web selects Deployment/web"});
    CHECK(!project.workspace().files()[0].text.contains("configMapRef"));
    REQUIRE(project.undo());
    CHECK(project.workspace().files()[0].text == kShop);
    CHECK(!project.undo());
}

TEST_CASE("What is removed can leave the references to it") {
    Project project;
    project.open("shop.yaml", std::string(kShop));
    REQUIRE(project.remove("remove", std::vector{named(project, "ConfigMap", "settings").id}, false));
    CHECK(edges(project).front() == "Deployment/web reads ConfigMap/settings?");
}

TEST_CASE("All that is removed at once goes from wherever it stands") {
    Project project;
    project.open("list.yaml", R"(apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: a}
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: b}
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: c}
)");
    project.open("shop.yaml", std::string(kShop));
    const std::vector ids{named(project, "ConfigMap", "a").id, named(project, "Deployment", "web").id,
                          named(project, "ConfigMap", "c").id, named(project, "ConfigMap", "settings").id};
    REQUIRE(project.remove("remove", ids, true));
    REQUIRE(project.items().size() == 2);
    CHECK(named(project, "ConfigMap", "b").path == path("items[0]"));
    CHECK(project.remove("again", ids, true).error().reason == manifest::refusal::kAbsent);
}

TEST_CASE("A file that is not YAML just now shows what it was, and is mended as text alone") {
    Project project;
    project.open("shop.yaml", std::string(kShop));
    const Item& service = named(project, "Service", "web");
    REQUIRE(project.perform("type", std::vector<manifest::Operation>{manifest::TextEdit{0, 0, 0, "{"}}));
    CHECK(project.items().size() == 3);
    CHECK(!project.nodeOf(service));
    CHECK(!project.itemAt(0, 10));
    CHECK(project
              .edit("set", std::vector<editor::ItemEdit>{{service.id, {manifest::Edit::Kind::Set, path("x"), "1", {}}}})
              .error()
              .reason == manifest::refusal::kUnreadable);
    REQUIRE(project.undo());
    CHECK(project.nodeOf(named(project, "Service", "web")));
}

TEST_CASE("A place in the text is an item's") {
    Project project;
    const std::string text(kShop);
    project.open("shop.yaml", text);
    CHECK(project.itemAt(0, 0)->object.kind.name == "Deployment");
    CHECK(project.itemAt(0, text.find("kind: Service"))->object.kind.name == "Service");
    CHECK(project.itemAt(0, text.size())->object.kind.name == "ConfigMap");
    CHECK(!project.itemAt(1, 0));
}

TEST_CASE("Objects without a namespace are in the home namespace") {
    Project project("shop");
    project.open("shop.yaml", std::string(kShop));
    project.open("claim.yaml", "");
    REQUIRE(
        project.add("add", 1, "apiVersion: v1\nkind: Service\nmetadata: {name: more}\nspec: {selector: {app: web}}\n"));
    CHECK(named(project, "Service", "more").object.namespace_.empty());
    CHECK(std::ranges::contains(edges(project), "Service/more selects Deployment/web"));
    CHECK(project.find({{"", "Service"}, "shop", "more"}));
}

TEST_CASE("The text of items is what stands in their files") {
    Project project;
    project.open("shop.yaml", std::string(kShop));
    const std::string service = project.textOf(std::vector{named(project, "Service", "web").id});
    CHECK(service ==
          "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\n"
          "spec: {selector: {app: web}, ports: [{port: 80}]}\n");
    CHECK(project.textOfAll() == kShop);
}

TEST_CASE("Findings belong to items, and to the state that was checked") {
    Project project;
    project.open("shop.yaml", std::string(kShop));
    const auto revision = project.revision();
    REQUIRE(
        project.edit("set", std::vector<editor::ItemEdit>{{named(project, "Service", "web").id,
                                                           {manifest::Edit::Kind::Set, path("spec.typo"), "1", {}}}}));
    CHECK(!project.takeFindings(revision, manifest::check(project.sources())));
    REQUIRE(project.takeFindings(project.revision(), manifest::check(project.sources())));
    const auto found =
        std::ranges::find_if(project.findings(), [](const auto& each) { return each.what.message.contains("typo"); });
    REQUIRE(found != project.findings().end());
    CHECK(found->item == named(project, "Service", "web").id);
    REQUIRE(project.remove("remove", std::vector{found->item}, true));
    CHECK(
        std::ranges::none_of(project.findings(), [](const auto& each) { return each.what.message.contains("typo"); }));
}

TEST_CASE("What a custom resource seems to refer to is an edge where it is there, and is left when that goes") {
    Project project;
    project.open("a.yaml", R"(apiVersion: cert.example/v1
kind: Certificate
metadata: {name: c}
spec: {secretName: tls, caSecretName: absent}
---
apiVersion: v1
kind: Secret
metadata: {name: tls}
)");
    CHECK(edges(project) == std::vector<std::string>{"Certificate/c reads Secret/tls"});
    CHECK(project.connections().front().edge.guessed);
    REQUIRE(project.remove("remove", std::vector{named(project, "Secret", "tls").id}, true));
    CHECK(project.workspace().files()[0].text.contains("secretName: tls"));
    CHECK(project.connections().empty());
}
