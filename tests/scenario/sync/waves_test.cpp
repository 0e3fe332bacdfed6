#include "tests/scenario/sync/sync_cluster.h"

using namespace armillary;
using namespace armillary::test;

namespace {

std::string inWave(int wave) {
    return annotated(std::format("argocd.argoproj.io/sync-wave: \"{}\"", wave));
}

std::int64_t made(const std::optional<corev1::ConfigMap>& map) {
    return map ? map->metadata.creationTimestamp.seconds : -1;
}

}  // namespace

TEST_CASE("phases and waves come one after the other, with a pause, each when the last is well") {
    SyncCluster sync;
    sync.commit({{"app/pre.yaml",
                  hookJob("pre", "PreSync", "succeeds", ", argocd.argoproj.io/hook-delete-policy: HookSucceeded")},
                 {"app/post.yaml", hookJob("post", "PostSync")},
                 {"app/first.yaml", configMap("first", "1", inWave(-1))},
                 {"app/second.yaml", configMap("second")},
                 {"app/third.yaml", configMap("third", "1", inWave(2))}});
    sync.create(sync.application("shop", kAutomated));
    bool early = false;
    REQUIRE(sync.cluster.eventually([&] { return sync.at("/status/operationState/phase") == "Succeeded"; },
                                    [&] { early = early || (sync.job("post") && !sync.map("third")); }));
    CHECK(!early);
    CHECK(made(sync.map("second")) - made(sync.map("first")) >= 2);
    CHECK(made(sync.map("third")) - made(sync.map("second")) >= 2);
    CHECK(!sync.job("pre"));
    CHECK(sync.job("post"));
    CHECK(sync.reaches("Synced/Healthy"));
    const std::string results = sync.at("/status/operationState/syncResult/resources");
    CHECK(results.contains(R"("hookType":"PreSync")"));
    CHECK(results.contains(R"("hookType":"PostSync")"));
    // The hook that stayed makes room for the next one, and is no drift.
    const std::string uid = sync.job("post")->metadata.uid;
    sync.commit({{"app/second.yaml", configMap("second", "2")}});
    REQUIRE(sync.cluster.eventually([&] { return sync.job("post") && sync.job("post")->metadata.uid != uid; }));
    CHECK(sync.reaches("Synced/Healthy"));
}

TEST_CASE("a hook that fails ends it: nothing else is applied, and what is for failures runs") {
    SyncCluster sync;
    sync.commit({{"app/pre.yaml", hookJob("pre", "PreSync", "fails")},
                 {"app/rescue.yaml", hookJob("rescue", "SyncFail")},
                 {"app/a.yaml", configMap("a")}});
    sync.create(sync.application("shop", R"({"automated":{},"retry":{"limit":0}})"));
    REQUIRE(sync.ends("Failed"));
    CHECK(!sync.map("a"));
    CHECK(sync.job("rescue"));
    CHECK(sync.at("/status/operationState/message").contains("Job/pre"));
    CHECK(sync.cluster.eventually([&] { return sync.conditions().contains("Failed last sync attempt"); }));
    CHECK(sync.state() == "OutOfSync/Missing");
}

TEST_CASE("whoever falls in the middle of a wave goes on, and no hook that has finished runs twice") {
    SyncCluster sync;
    sync.commit({{"app/one.yaml", hookJob("one", "PreSync")},
                 {"app/two.yaml", hookJob("two", "PreSync", "succeeds", ", argocd.argoproj.io/sync-wave: \"1\"")},
                 {"app/a.yaml", configMap("a")}});
    sync.cluster.kubelet.freeze();
    sync.create(sync.application("shop", kAutomated));
    REQUIRE(sync.cluster.eventually([&] { return sync.job("one").has_value(); }));
    const std::string one = sync.job("one")->metadata.uid;
    sync.cluster.manager.reset();
    sync.cluster.start();
    sync.cluster.kubelet.thaw();
    REQUIRE(sync.cluster.eventually([&] { return sync.job("two").has_value(); }));
    const std::string two = sync.job("two")->metadata.uid;
    CHECK(!sync.map("a"));
    sync.cluster.manager.reset();
    sync.cluster.start();
    REQUIRE(sync.reaches("Synced/Healthy"));
    CHECK(sync.at("/status/operationState/phase") == "Succeeded");
    CHECK(sync.job("one")->metadata.uid == one);
    CHECK(sync.job("two")->metadata.uid == two);
    CHECK(sync.map("a"));
    CHECK(sync.at("/status/history/1").empty());
}

TEST_CASE("what an object asks for and is not done is named") {
    SyncCluster sync;
    sync.commit({{"app/end.yaml", hookJob("end", "PostDelete")},
                 {"app/a.yaml", configMap("a", "1", annotated("argocd.argoproj.io/sync-options: Validate=false"))}});
    sync.create(sync.application("shop", kAutomated));
    REQUIRE(sync.reaches("Synced/Healthy"));
    CHECK(sync.conditions().contains("Job end: hooks at a deletion are not supported."));
    CHECK(sync.conditions().contains("ConfigMap a: the sync option Validate=false is not supported."));
    CHECK(!sync.job("end"));
}

TEST_CASE("an operation can be ended by a person, and its hook goes") {
    SyncCluster sync;
    sync.commit({{"app/pre.yaml", hookJob("pre", "PreSync", "runs-for-ever")}, {"app/a.yaml", configMap("a")}});
    sync.create(sync.application("shop", R"({"automated":{}})"));
    REQUIRE(sync.cluster.eventually(
        [&] { return sync.at("/status/operationState/message") == "waiting for completion of hook batch/Job/pre"; }));
    sync.patch(R"({"status":{"operationState":{"phase":"Terminating"}}})");
    REQUIRE(sync.ends("Failed"));
    CHECK(sync.at("/status/operationState/message") == "Operation terminated");
    CHECK(sync.cluster.eventually([&] { return !sync.job("pre"); }));
    CHECK(!sync.map("a"));
}

TEST_CASE("a definition and its objects come together, and go together") {
    SyncCluster sync;
    const std::string definition =
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.x.example}\n"
        "spec:\n  group: x.example\n  scope: Namespaced\n  names: {kind: Thing, plural: things}\n  versions:\n"
        "  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, "
        "x-kubernetes-preserve-unknown-fields: true}}}\n";
    const std::string thing = "apiVersion: x.example/v1\nkind: Thing\nmetadata: {name: t}\nspec: {a: 1}\n";
    sync.commit({{"app/a.yaml", configMap("a")}, {"app/definition.yaml", definition}, {"app/thing.yaml", thing}});
    sync.create(sync.application("shop", R"({"automated":{"prune":true},"retry":{"limit":5}})"));
    const std::string path = "/apis/x.example/v1/namespaces/default/things/t";
    REQUIRE(sync.cluster.eventually([&] { return sync.cluster.harness.get(path).code == 200; }));
    REQUIRE(sync.reaches("Synced/Healthy"));
    sync.remove("app/thing.yaml");
    REQUIRE(sync.cluster.eventually([&] { return sync.cluster.harness.get(path).code == 404; }));
    CHECK(sync.reaches("Synced/Healthy"));
}

TEST_CASE("what asks to be pruned by a person's word waits for it") {
    SyncCluster sync;
    sync.commit({{"app/a.yaml", configMap("a")},
                 {"app/b.yaml", configMap("b", "1", annotated("argocd.argoproj.io/sync-options: Prune=confirm"))}});
    sync.create(sync.application("shop", kAutomated));
    REQUIRE(sync.reaches("Synced/Healthy"));
    sync.remove("app/b.yaml");
    REQUIRE(sync.cluster.eventually(
        [&] { return sync.at("/status/operationState/message") == "waiting for pruning confirmation"; }));
    CHECK(sync.map("b"));
    sync.patch(std::format(R"({{"metadata":{{"annotations":{{"argocd.argoproj.io/deletion-approved":"{}"}}}}}})",
                           schema::Time(sync.cluster.harness.clock().now()).text()));
    REQUIRE(sync.cluster.eventually([&] { return !sync.map("b"); }));
    CHECK(sync.ends("Succeeded"));
}
