#include "tests/scenario/sync/sync_cluster.h"

using namespace armillary;
using namespace armillary::test;

namespace {

std::string deploymentText() {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 2\n"
           "  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n"
           "    spec: {containers: [{name: web, image: \"example.test/web:1\"}]}\n";
}

}  // namespace

TEST_CASE("an application is made, follows its branch, is pruned and mended") {
    SyncCluster sync;
    sync.commit({{"app/web.yaml", deploymentText()}, {"app/a.yaml", configMap("a")}, {"app/b.yaml", configMap("b")}});
    sync.create(sync.application("shop", kAutomated));
    REQUIRE(sync.reaches("Synced/Healthy"));
    CHECK(sync.cluster.find<appsv1::Deployment>("default", "web")->status.availableReplicas == 2);
    CHECK(sync.map("a")->metadata.annotations.at("argocd.argoproj.io/tracking-id") == "shop:/ConfigMap:default/a");
    CHECK(sync.at("/status/history/0/id") == "0");
    CHECK(sync.at("/status/sourceType") == "Directory");
    CHECK(sync.at("/status/operationState/operation/initiatedBy/automated") == "true");
    CHECK(sync.conditions().empty());

    sync.commit({{"app/a.yaml", configMap("a", "2")}});
    REQUIRE(sync.cluster.eventually([&] { return sync.map("a")->data.at("k") == "2"; }));
    sync.remove("app/b.yaml");
    REQUIRE(sync.cluster.eventually([&] { return !sync.map("b"); }));
    REQUIRE(sync.reaches("Synced/Healthy"));

    // Drift is mended; fields that nobody's manifest names are nobody's drift.
    REQUIRE(sync.cluster.client->patch(client::target<corev1::ConfigMap>("default", "a"), client::PatchType::Merge,
                                       R"({"data":{"k":"drift","other":"mine"}})"));
    REQUIRE(sync.cluster.eventually([&] { return sync.map("a")->data.at("k") == "2"; }));
    CHECK(sync.map("a")->data.at("other") == "mine");
    REQUIRE(sync.reaches("Synced/Healthy"));
    CHECK(sync.at("/status/operationState/operation/sync/autoHealAttemptsCount") == "1");
}

TEST_CASE("what is not automated waits for a person's operation, which may be a dry run or for some alone") {
    SyncCluster sync;
    sync.commit({{"app/a.yaml", configMap("a")}, {"app/b.yaml", configMap("b")}});
    sync.create(sync.application("shop", "{}"));
    REQUIRE(sync.reaches("OutOfSync/Missing"));
    CHECK(!sync.map("a"));
    sync.patch(R"({"operation":{"sync":{"dryRun":true}}})");
    REQUIRE(sync.ends("Succeeded"));
    CHECK(!sync.map("a"));
    CHECK(sync.at("/operation").empty());
    CHECK(sync.at("/status/history").empty());
    sync.patch(R"({"operation":{"sync":{"resources":[{"kind":"ConfigMap","name":"b"}]}}})");
    REQUIRE(sync.cluster.eventually([&] { return sync.map("b").has_value(); }));
    CHECK(!sync.map("a"));
    sync.patch(R"({"operation":{"initiatedBy":{"username":"ada"},"sync":{"revision":"main"}}})");
    REQUIRE(sync.reaches("Synced/Healthy"));
    CHECK(sync.at("/status/history/0/initiatedBy/username") == "ada");
    // Without prune what has left stays, and is said to be too much.
    sync.remove("app/b.yaml");
    REQUIRE(sync.cluster.eventually([&] { return sync.at("/status/sync/status") == "OutOfSync"; }));
    sync.patch(R"({"operation":{"sync":{}}})");
    REQUIRE(sync.cluster.eventually(
        [&] { return sync.at("/status/operationState/syncResult/resources").contains("ignored (requires pruning)"); }));
    CHECK(sync.map("b"));
    sync.patch(R"({"operation":{"sync":{"revision":"no-such"}}})");
    REQUIRE(sync.ends("Error"));
    CHECK(sync.at("/status/operationState/message").contains("no-such"));
}

TEST_CASE("guards: what is not to be pruned, and a repository that has lost everything") {
    SyncCluster sync;
    const std::string keep = annotated("argocd.argoproj.io/sync-options: Prune=false");
    sync.commit({{"app/a.yaml", configMap("a")}, {"app/keep.yaml", configMap("keep", "1", keep)}});
    sync.create(sync.application("shop", kAutomated));
    REQUIRE(sync.reaches("Synced/Healthy"));
    sync.remove("app/keep.yaml");
    REQUIRE(sync.cluster.eventually(
        [&] { return sync.at("/status/operationState/syncResult/resources").contains("ignored (no prune)"); }));
    CHECK(sync.map("keep"));
    sync.commit({{"app/readme.md", "nothing"}});
    sync.remove("app/a.yaml");
    REQUIRE(sync.cluster.eventually([&] { return sync.conditions().contains("will wipe out all resources"); }));
    CHECK(sync.map("a"));
}

TEST_CASE("a broken commit is named, and the last good state stays and is not touched") {
    SyncCluster sync;
    sync.commit({{"app/a.yaml", configMap("a")}});
    sync.create(sync.application("shop", kAutomated));
    REQUIRE(sync.reaches("Synced/Healthy"));
    sync.commit({{"app/broken.yaml", "kind: [\n"}});
    REQUIRE(sync.cluster.eventually([&] { return sync.conditions().contains("broken.yaml"); }));
    CHECK(sync.conditions().contains("ComparisonError"));
    CHECK(sync.state() == "Unknown/Healthy");
    CHECK(sync.map("a"));
    sync.remove("app/broken.yaml");
    REQUIRE(sync.reaches("Synced/Healthy"));
    CHECK(sync.conditions().empty());
}

TEST_CASE("what the server refuses is found out before anything is changed, tried again, and then left") {
    SyncCluster sync;
    sync.commit(
        {{"app/a.yaml", configMap("a")},
         {"app/bad.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: bad}\nspec: {ports: [{port: 99999}]}\n"}});
    sync.create(
        sync.application("shop", R"({"automated":{},"retry":{"limit":2,"backoff":{"duration":"10s","factor":1}}})"));
    REQUIRE(sync.cluster.eventually([&] { return sync.conditions().contains("Failed last sync attempt"); }));
    CHECK(sync.at("/status/operationState/phase") == "Failed");
    CHECK(sync.at("/status/operationState/retryCount") == "2");
    CHECK(sync.at("/status/operationState/message").contains("Service/bad"));
    CHECK(!sync.map("a"));
    // Another commit is another attempt.
    sync.remove("app/bad.yaml");
    CHECK(sync.reaches("Synced/Healthy"));
}

TEST_CASE("what is refused of a Secret is told without its values") {
    SyncCluster sync;
    sync.commit(
        {{"app/key.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: key}\nstringData: {pin: 48151623}\n"}});
    sync.create(sync.application("shop", R"({"automated":{},"retry":{"limit":0}})"));
    REQUIRE(sync.cluster.eventually([&] { return sync.conditions().contains("Failed last sync attempt"); }));
    CHECK(sync.conditions().contains("the server refuses it"));
    CHECK(!sync.at("").contains("48151623"));
}

TEST_CASE("differences that are ignored are none") {
    SyncCluster sync;
    sync.commit({{"app/a.yaml", configMap("a")}});
    sync.create(sync.application("shop", R"({"automated":{"selfHeal":true}})", "app",
                                 R"(,"ignoreDifferences":[{"kind":"ConfigMap","jsonPointers":["/data/k"]}])"));
    REQUIRE(sync.reaches("Synced/Healthy"));
    REQUIRE(sync.cluster.client->patch(client::target<corev1::ConfigMap>("default", "a"), client::PatchType::Merge,
                                       R"({"data":{"k":"other"}})"));
    sync.cluster.letPass(std::chrono::seconds(30));
    CHECK(sync.state() == "Synced/Healthy");
    CHECK(sync.map("a")->data.at("k") == "other");
}

TEST_CASE("an application that goes with its finalizer takes what it has along, but for what says otherwise") {
    SyncCluster sync;
    const std::string keep = annotated("argocd.argoproj.io/sync-options: Delete=false");
    sync.commit({{"app/a.yaml", configMap("a")}, {"app/keep.yaml", configMap("keep", "1", keep)}});
    sync.create(sync.application("shop", kAutomated));
    REQUIRE(sync.reaches("Synced/Healthy"));
    sync.patch(R"({"metadata":{"finalizers":["resources-finalizer.argocd.argoproj.io"]}})");
    REQUIRE(sync.cluster.harness.remove(std::string(SyncCluster::kApplications) + "/shop").code == 200);
    REQUIRE(sync.cluster.eventually([&] { return sync.get().empty(); }));
    CHECK(!sync.map("a"));
    CHECK(sync.map("keep"));
}

TEST_CASE("applications of applications, and circles of them") {
    SyncCluster sync;
    sync.commit({{"app/a.yaml", configMap("a")}, {"apps/child.yaml", sync.application("child", kAutomated)}});
    std::string parent = sync.application("parent", kAutomated, "apps");
    parent.replace(parent.find(R"("namespace":"default")"), 21, R"("namespace":"argocd")");
    sync.create(parent);
    REQUIRE(sync.reaches("Synced/Healthy", "parent"));
    REQUIRE(sync.reaches("Synced/Healthy", "child"));
    CHECK(sync.map("a"));
    // Each is made part of the other one.
    sync.patch(
        R"({"metadata":{"annotations":{"argocd.argoproj.io/tracking-id":"child:argoproj.io/Application:argocd/parent"}}})",
        "parent");
    REQUIRE(sync.cluster.eventually([&] { return sync.conditions("parent").contains("part of itself"); }));
}

TEST_CASE("what cannot be done is said, and nothing is done") {
    SyncCluster sync;
    sync.commit({{"app/a.yaml", configMap("a")}});
    const auto refused = [&](const std::string& name, std::string from, const std::string& to, const std::string& why) {
        std::string application = sync.application(name, kAutomated);
        application.replace(application.find(from), from.size(), to);
        sync.create(application);
        CAPTURE(name);
        CHECK(sync.cluster.eventually([&] { return sync.conditions(name).contains(why); }));
        CHECK(sync.at("/status/sync/status", name) == "Unknown");
    };
    refused("elsewhere", "https://kubernetes.default.svc", "https://192.0.2.1:6443", "this one alone");
    refused("project", R"("project":"default")", R"("project":"missing")", "project missing which does not exist");
    refused("plugin", R"("path":"app",)", R"("path":"app","plugin":{"name":"x"},)",
            "spec.source.plugin is not supported");
    refused("relative", "file://", "./", "names no repository");
    refused("gone", R"("path":"app")", R"("path":"no-such-folder")", "no-such-folder");
    CHECK(!sync.map("a"));
}

TEST_CASE("a project restricts where an application may deploy, and what") {
    SyncCluster sync;
    sync.commit(
        {{"app/a.yaml", configMap("a")}, {"app/n.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: more}\n"}});
    const auto project = [](const std::string& spec) {
        return std::format(
            R"({{"apiVersion":"argoproj.io/v1alpha1","kind":"AppProject","metadata":{{"name":"default","namespace":"argocd"}},"spec":{}}})",
            spec);
    };
    const std::string projects = "/apis/argoproj.io/v1alpha1/namespaces/argocd/appprojects";
    REQUIRE(
        sync.cluster.harness
            .post(projects, project(R"({"sourceRepos":["*"],"destinations":[{"server":"*","namespace":"team-*"}]})"))
            .code == 201);
    sync.create(sync.application("shop", kAutomated));
    REQUIRE(sync.cluster.eventually([&] { return sync.conditions().contains("do not match any of the allowed"); }));
    REQUIRE(sync.cluster.harness
                .patch(projects + "/default", "merge", R"({"spec":{"destinations":[{"server":"*","namespace":"*"}]}})")
                .code == 200);
    sync.patch(R"({"metadata":{"annotations":{"argocd.argoproj.io/refresh":"normal"}}})");
    REQUIRE(
        sync.cluster.eventually([&] { return sync.at("/status/operationState/message").contains("not permitted"); }));
    CHECK(!sync.map("a"));
    CHECK(sync.at("/metadata/annotations").empty());
}

TEST_CASE("where an Argo CD runs its applications are left to it") {
    SyncCluster sync;
    sync.commit({{"app/a.yaml", configMap("a")}});
    appsv1::StatefulSet controller;
    controller.metadata.name = "argocd-application-controller";
    controller.metadata.namespace_ = "argocd";
    controller.metadata.labels["app.kubernetes.io/name"] = "argocd-application-controller";
    controller.spec.selector.ensure().matchLabels["app"] = "c";
    controller.spec.template_.metadata.labels["app"] = "c";
    auto& container = controller.spec.template_.spec.containers.emplace_back();
    container.name = "c";
    container.image = "example.test/argocd:1";
    REQUIRE(client::create(*sync.cluster.client, controller));
    sync.create(sync.application("shop", kAutomated));
    REQUIRE(sync.cluster.eventually([&] {
        return std::ranges::any_of(sync.cluster.all<corev1::Event>("argocd"),
                                   [](const corev1::Event& event) { return event.reason == "LeftToArgoCD"; });
    }));
    CHECK(sync.at("/status").empty());
    CHECK(!sync.map("a"));
}

TEST_CASE("definitions that somebody else has applied stay as they are") {
    Cluster cluster;
    auto theirs = runtime::argoDefinitions().front();
    const std::string own = R"("shortNames":["app","apps"])";
    theirs.json.replace(theirs.json.find(own), own.size(), R"("shortNames":["theirs"])");
    const auto where = client::target<apiextensionsv1::CustomResourceDefinition>({}, theirs.name);
    REQUIRE(cluster.client->apply(where, theirs.json, {"kubectl"}));
    REQUIRE(runtime::serveArgoDefinitions(*cluster.client));
    const auto names = [&] {
        return cluster.client->get(where)
            .value()
            ->as<apiextensionsv1::CustomResourceDefinition>()
            .spec.names.shortNames;
    };
    CHECK(names() == std::vector<std::string>{"theirs"});
    CHECK(cluster.find<apiextensionsv1::CustomResourceDefinition>("", "appprojects.argoproj.io"));
    // Ours are brought up to date; what is as it was is not written.
    const auto before =
        cluster.client->get(client::target<apiextensionsv1::CustomResourceDefinition>({}, "appprojects.argoproj.io"));
    REQUIRE(runtime::serveArgoDefinitions(*cluster.client));
    const auto after =
        cluster.client->get(client::target<apiextensionsv1::CustomResourceDefinition>({}, "appprojects.argoproj.io"));
    CHECK((*before)->meta().generation == (*after)->meta().generation);
}
