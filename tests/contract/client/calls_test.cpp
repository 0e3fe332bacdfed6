#include <doctest/doctest.h>

#include "engine/schema/api/appsv1.h"
#include "tests/contract/client/clusters.h"

using namespace armillary;
using namespace armillary::test;
using client::target;
using corev1::ConfigMap;

#define BOTH_CLUSTERS LocalCluster, HttpCluster

TEST_CASE_TEMPLATE("an object is made, read, replaced, patched and removed", Cluster, BOTH_CLUSTERS) {
    Cluster cluster;
    auto& c = *cluster.client;
    const auto made = client::create(c, map("a"));
    REQUIRE(made);
    CHECK_FALSE((*made)->uid().empty());
    CHECK((*made)->revision() > 0);
    CHECK(client::get<ConfigMap>(c, "default", "a").value()->json() == (*made)->json());

    auto changed = (*made)->template as<ConfigMap>();
    changed.data["k"] = "2";
    const auto updated = client::update(c, changed);
    REQUIRE(updated);
    CHECK((*updated)->revision() > (*made)->revision());
    // The first version is stale now.
    const auto stale = client::update(c, changed);
    REQUIRE_FALSE(stale);
    CHECK(status::isConflict(stale.error()));

    const auto where = target<ConfigMap>("default", "a");
    CHECK(c.patch(where, client::PatchType::Merge, R"({"data":{"k":"3"}})")
              .value()
              ->template as<ConfigMap>()
              .data.at("k") == "3");
    CHECK(c.patch(where, client::PatchType::Json, R"([{"op":"replace","path":"/data/k","value":"4"}])")
              .value()
              ->template as<ConfigMap>()
              .data.at("k") == "4");
    CHECK(c.patch(where, client::PatchType::StrategicMerge, R"({"data":{"l":"5"}})")
              .value()
              ->template as<ConfigMap>()
              .data.size() == 2);
    CHECK(c.remove(where));
    CHECK(status::isNotFound(client::get<ConfigMap>(c, "default", "a").error()));
}

TEST_CASE_TEMPLATE("what is applied is its manager's, tried before and forced over others", Cluster, BOTH_CLUSTERS) {
    Cluster cluster;
    auto& c = *cluster.client;
    const auto where = target<ConfigMap>("default", "a");
    const auto text = [](const std::string& data) {
        return R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":)" + data + "}";
    };
    CHECK(c.apply(where, text(R"({"k":"1"})"), {.fieldManager = "one", .dryRun = true}));
    CHECK(status::isNotFound(c.get(where).error()));
    REQUIRE(c.apply(where, text(R"({"k":"1","l":"1"})"), {.fieldManager = "one"}));
    const auto other = c.apply(where, text(R"({"k":"2"})"), {.fieldManager = "two"});
    REQUIRE_FALSE(other);
    CHECK(status::isConflict(other.error()));
    CHECK(c.apply(where, text(R"({"k":"2"})"), {.fieldManager = "two", .force = true}));
    // What a manager names no more goes, unless it is another one's by now.
    const auto less = c.apply(where, text("{}"), {.fieldManager = "one"});
    REQUIRE(less);
    const auto& left = (*less)->template as<ConfigMap>().data;
    CHECK(left.size() == 1);
    CHECK(left.at("k") == "2");
}

TEST_CASE_TEMPLATE("refusals are the server's own Status", Cluster, BOTH_CLUSTERS) {
    Cluster cluster;
    auto& c = *cluster.client;
    REQUIRE(client::create(c, map("a")));
    CHECK(status::isAlreadyExists(client::create(c, map("a")).error()));
    const auto missing = client::get<ConfigMap>(c, "default", "nothing").error();
    CHECK(missing.code == 404);
    CHECK(missing.message == "configmaps \"nothing\" not found");
    const auto invalid = client::create(c, map("Not A Name")).error();
    CHECK(status::isInvalid(invalid));
    REQUIRE(invalid.details);
    CHECK(invalid.details->causes.at(0).field == "metadata.name");
    CHECK(status::isNotFound(client::remove<ConfigMap>(c, "default", "nothing").error()));
    CHECK(status::isNotFound(c.getRaw("/no/such/path").error()));
}

TEST_CASE_TEMPLATE("lists are selected, paged, and say where to watch from", Cluster, BOTH_CLUSTERS) {
    Cluster cluster;
    auto& c = *cluster.client;
    for (const char* name : {"a", "b", "c", "d"}) REQUIRE(client::create(c, map(name, "1", name[0] < 'c' ? "x" : "y")));
    const auto where = target<ConfigMap>("default");
    const auto selected = c.list(where, {.labelSelector = "app in (x)"});
    REQUIRE(selected);
    REQUIRE(selected->items.size() == 2);
    CHECK(selected->items[0]->name() == "a");
    CHECK(selected->items[0]->kind() == "ConfigMap");
    CHECK_FALSE(selected->resourceVersion.empty());
    CHECK(c.list(where, {.fieldSelector = "metadata.name=c"}).value().items.size() == 1);

    const auto first = c.list(where, {.labelSelector = "app", .limit = 3});
    REQUIRE(first);
    CHECK(first->items.size() == 3);
    CHECK_FALSE(first->continueToken.empty());
    const auto rest = c.list(where, {.labelSelector = "app", .limit = 3, .continueToken = first->continueToken});
    REQUIRE(rest);
    CHECK(rest->items.size() == 1);
    CHECK(rest->continueToken.empty());
    CHECK(c.list(where, {.labelSelector = "a b"}).error().code == 400);
}

TEST_CASE_TEMPLATE("preconditions, collections, names that the server makes, raw reads", Cluster, BOTH_CLUSTERS) {
    Cluster cluster;
    auto& c = *cluster.client;
    auto named = map("");
    named.metadata.generateName = "made-";
    const auto made = client::create(c, named);
    REQUIRE(made);
    CHECK((*made)->name().starts_with("made-"));
    client::DeleteOptions wrong;
    wrong.uid = "another";
    CHECK(status::isConflict(client::remove<ConfigMap>(c, "default", (*made)->name(), wrong).error()));
    REQUIRE(client::create(c, map("a", "1", "x")));
    REQUIRE(client::create(c, map("b", "1", "y")));
    CHECK(c.removeCollection(target<ConfigMap>("default"), {.labelSelector = "app=x"}));
    CHECK(status::isNotFound(client::get<ConfigMap>(c, "default", "a").error()));
    CHECK(client::get<ConfigMap>(c, "default", "b"));
    CHECK(c.getRaw("/version").value().contains("\"major\""));
    CHECK(c.getRaw("/api/v1/namespaces/default/configmaps?labelSelector=app%3Dy").value().contains("\"b\""));
}

TEST_CASE_TEMPLATE("subresources are written and posted to", Cluster, BOTH_CLUSTERS) {
    Cluster cluster;
    auto& c = *cluster.client;
    corev1::ServiceAccount account;
    account.metadata.name = "default";
    account.metadata.namespace_ = "default";
    (void)client::create(c, account);
    corev1::Pod pod;
    pod.metadata.name = "p";
    pod.metadata.namespace_ = "default";
    pod.spec.containers.emplace_back().name = "c";
    pod.spec.containers[0].image = "example.test/i:1";
    const auto made = client::create(c, pod);
    REQUIRE(made);

    corev1::Binding binding;
    binding.metadata.name = "p";
    binding.target.kind = "Node";
    binding.target.name = "n1";
    REQUIRE(c.create(target<corev1::Pod>("default", "p", "binding"), client::encode(binding)));
    auto bound = client::get<corev1::Pod>(c, "default", "p").value()->template as<corev1::Pod>();
    CHECK(bound.spec.nodeName == "n1");
    bound.status.phase = "Running";
    const auto running = client::updateStatus(c, bound);
    REQUIRE(running);
    CHECK((*running)->template as<corev1::Pod>().status.phase == "Running");
}
