#include <doctest/doctest.h>

#include <atomic>
#include <optional>
#include <thread>

#include "engine/gitops/trial/leftovers.h"
#include "engine/gitops/trial/marks.h"
#include "engine/gitops/trial/trial.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/rbacv1.h"
#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::gitops;
using test::Cluster;

namespace {

RenderedApplication application(const std::string& name, const std::string& yaml) {
    auto items = plan::readItems(yaml);
    REQUIRE(items);
    Rendered rendered;
    for (auto& item : *items) rendered.objects.push_back({std::move(item), "f.yaml"});
    auto made = placed(rendered, "shop");
    REQUIRE(made);
    return {.name = name, .was = {}, .becomes = std::move(*made), .namespace_ = "shop"};
}

std::string deployment(const std::string& name, const std::string& image, const std::string& annotations = "") {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name + ", annotations: {" + annotations +
           "}}\nspec:\n  replicas: 2\n  selector: {matchLabels: {app: " + name +
           "}}\n  template:\n    metadata: {labels: {app: " + name +
           "}}\n    spec: {containers: [{name: c, image: " + image + "}]}\n---\n";
}

std::string job(const std::string& name, const std::string& image, const std::string& annotations) {
    return "apiVersion: batch/v1\nkind: Job\nmetadata: {name: " + name + ", annotations: {" + annotations +
           "}}\nspec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [{name: c, image: " +
           image + "}]}}}\n---\n";
}

/// The cluster's time goes on for as long as a trial takes; the trial's own is real.
struct Fixture {
    Cluster cluster;
    TrialOptions options{.id = "abc12",
                         .owner = "test",
                         .timeout = std::chrono::seconds(100),
                         .betweenLooks = std::chrono::milliseconds(5),
                         .settling = std::chrono::milliseconds(0)};
    std::vector<std::string> lines;
    std::stop_source stop;

    Expected<TrialResult> run(const std::vector<RenderedApplication>& applications) {
        options.say = [this](const std::string& line) { lines.push_back(line); };
        std::optional<Expected<TrialResult>> result;
        std::atomic<bool> ended = false;
        std::jthread thread([&] {
            result = runTrial(*cluster.client, applications, options, async::realClock(), stop.get_token());
            ended = true;
        });
        while (!ended) cluster.letPass(std::chrono::seconds(1));
        thread.join();
        return std::move(*result);
    }
    std::vector<std::string> namespaces() {
        std::vector<std::string> names;
        for (const auto& each : cluster.all<corev1::Namespace>(""))
            if (each.metadata.name.starts_with("preview-")) names.push_back(each.metadata.name);
        return names;
    }
    std::size_t lineOf(std::string_view text) {
        const auto at = std::ranges::find_if(lines, [&](const std::string& each) { return each.contains(text); });
        return static_cast<std::size_t>(at - lines.begin());
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "what runs is healthy, in its order, beside what has the same name; all of it goes again") {
    cluster.client->create(client::target<corev1::Namespace>(),
                           R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}})");
    const auto result = run({application(
        "a",
        deployment("web", "web:1") + job("migrate", "succeeds", "argocd.argoproj.io/hook: PreSync") +
            deployment("late", "web:1", "argocd.argoproj.io/sync-wave: '1'") +
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: reader}\nrules: []\n")});
    REQUIRE(result);
    CHECK(result->healthy);
    CHECK(result->problems.empty());
    CHECK(lineOf("PreSync, wave 0") < lineOf(": Sync, wave 0"));
    CHECK(lineOf(": Sync, wave 0") < lineOf(": Sync, wave 1"));
    CHECK(lineOf("a: healthy") < lines.size());
    CHECK(namespaces().empty());
    CHECK(cluster.all<rbacv1::ClusterRole>("", std::string(mark::kTrial)).empty());
    CHECK(cluster.find<corev1::Namespace>("", "shop"));
    CHECK(cluster.all<appsv1::Deployment>("").empty());
}

TEST_CASE_FIXTURE(Fixture, "a hook that fails ends it, its reason is told, the hooks for failures run, and all goes") {
    const auto result = run({application("a", job("migrate", "fails", "argocd.argoproj.io/hook: PreSync") +
                                                  job("tell", "succeeds", "argocd.argoproj.io/hook: SyncFail") +
                                                  deployment("web", "web:1"))});
    REQUIRE(result);
    CHECK_FALSE(result->healthy);
    REQUIRE(result->problems.size() == 1);
    CHECK(result->problems[0].object == "Job shop/migrate");
    CHECK_FALSE(result->problems[0].statement.empty());
    CHECK_FALSE(result->problems[0].statement.contains("preview-"));
    CHECK(lineOf("SyncFail, wave 0: healthy, 1 object") < lines.size());
    CHECK(lineOf("a: Sync,") == lines.size());
    CHECK(namespaces().empty());
}

TEST_CASE_FIXTURE(Fixture, "what the server refuses is named; other applications go on") {
    const auto result = run({application("a", deployment("web", "web:1") + deployment("Bad_Name", "web:1")),
                             application("b", deployment("other", "web:1"))});
    REQUIRE(result);
    CHECK_FALSE(result->healthy);
    REQUIRE_FALSE(result->problems.empty());
    CHECK(std::ranges::any_of(result->problems, [](const TrialProblem& each) {
        return each.id == "refused" && each.object == "Deployment shop/Bad_Name" &&
               each.statement.contains("metadata.name");
    }));
    CHECK(lineOf("b: healthy") < lines.size());
    CHECK(namespaces().empty());
}

TEST_CASE_FIXTURE(Fixture, "what never becomes healthy is given up, and says why") {
    options.timeout = std::chrono::seconds(1);
    const auto result = run({application("a", deployment("web", "broken:1"))});
    REQUIRE(result);
    CHECK_FALSE(result->healthy);
    REQUIRE(result->problems.size() == 1);
    CHECK(result->problems[0].object == "Deployment shop/web");
    CHECK(std::ranges::any_of(result->notes, [](const Remark& each) { return each.text.contains("within 1 s"); }));
    CHECK(namespaces().empty());
}

TEST_CASE_FIXTURE(Fixture, "custom kinds that come along are served, used, and gone again") {
    const std::string definition = R"(
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gizmos.example.org}
spec:
  group: example.org
  scope: Namespaced
  names: {kind: Gizmo, plural: gizmos, singular: gizmo, listKind: GizmoList}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
---
apiVersion: example.org/v1
kind: Gizmo
metadata: {name: g, finalizers: [example.org/never]}
)";
    const auto result = run({application("a", definition)});
    REQUIRE(result);
    CHECK(result->healthy);
    CHECK(cluster.all<apiextensionsv1::CustomResourceDefinition>("", std::string(mark::kTrial)).empty());
    CHECK(namespaces().empty());
}

TEST_CASE_FIXTURE(Fixture, "one that is stopped takes all with it") {
    stop.request_stop();
    const auto result = run({application("a", deployment("web", "web:1"))});
    REQUIRE_FALSE(result);
    CHECK(result.error().message.contains("stopped"));
    CHECK(namespaces().empty());
}

TEST_CASE_FIXTURE(Fixture, "leftovers go when their owner has died or their time is over, and not before") {
    const auto leave = [&](const std::string& id, const std::string& owner, const std::string& deadline) {
        for (const std::string& name : {trialOwner(id), trialNamespace(id, "shop")})
            REQUIRE(cluster.client->create(
                client::target<corev1::Namespace>(),
                std::format(R"({{"apiVersion":"v1","kind":"Namespace","metadata":{{"name":"{}","labels":{{"{}":"{}"}},)"
                            R"("annotations":{{"{}":"{}","{}":"{}"}}}}}})",
                            name, mark::kTrial, id, mark::kOwner, owner, mark::kDeadline, deadline)));
    };
    leave("aaaaa", "dead", "2999-01-01T00:00:00Z");
    leave("bbbbb", "alive", "2999-01-01T00:00:00Z");
    leave("ccccc", "alive", "2000-01-01T00:00:00Z");
    leave("ddddd", "alive", "never");
    std::optional<Expected<std::size_t>> removed;
    std::atomic<bool> ended = false;
    std::jthread thread([&] {
        removed = removeLeftovers(
            *cluster.client, [](const std::string& owner) { return owner == "alive"; }, async::realClock(),
            std::chrono::seconds(100));
        ended = true;
    });
    while (!ended) cluster.letPass(std::chrono::seconds(1));
    thread.join();
    REQUIRE(*removed);
    CHECK(**removed == 3);
    CHECK(namespaces() == std::vector<std::string>{"preview-bbbbb", "preview-bbbbb-shop"});
}
