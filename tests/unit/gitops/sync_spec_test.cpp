#include <doctest/doctest.h>

#include "engine/gitops/sync/difference.h"
#include "engine/gitops/sync/spec.h"
#include "engine/gitops/sync/status.h"
#include "engine/schema/json_document.h"

using namespace armillary;
using namespace armillary::gitops;
using namespace std::chrono_literals;

namespace {

boost::json::object objectOf(std::string_view text) {
    auto document = schema::parseDocument(text);
    REQUIRE_MESSAGE(document.has_value(), text);
    return document->as_object();
}

const relations::ObjectId kWeb{{"apps", "Deployment"}, "shop", "web"};

}  // namespace

TEST_CASE("a policy is read, and what is not heeded is named") {
    const auto spec =
        readSyncSpec(objectOf(R"({"spec":{"project":"team","destination":{"name":"in-cluster","namespace":"shop"},
        "source":{"repoURL":"file:///r"},"revisionHistoryLimit":3,
        "ignoreDifferences":[{"group":"apps","kind":"Deployment","jsonPointers":["/spec/replicas"],"jqPathExpressions":[".x"]}],
        "syncPolicy":{"automated":{"prune":true,"selfHeal":true},"retry":{"limit":2,"backoff":{"duration":"1m30s","factor":3,"maxDuration":"2m"}},
        "managedNamespaceMetadata":{"labels":{"a":"b"}},
        "syncOptions":["CreateNamespace=true","PruneLast=true","ServerSideApply=false","Validate=false","Prune=confirm"],"later":1}}})"));
    CHECK((spec.automated && spec.prune && spec.selfHeal && !spec.allowEmpty));
    CHECK(spec.cluster == "in-cluster");
    CHECK(spec.historyLimit == 3);
    CHECK((spec.options.createNamespace && spec.options.pruneLast));
    CHECK(spec.options.prune == Consent::Confirm);
    CHECK(spec.namespaceLabels.at("a") == "b");
    REQUIRE(spec.retry);
    CHECK(spec.retry->limit == 2);
    CHECK(spec.retry->pauseAfter(0) == 90s);
    CHECK(spec.retry->pauseAfter(1) == 120s);
    CHECK(spec.sources.contains("source"));
    CHECK(spec.unsupported == std::vector<std::string>{"spec.syncPolicy.later is not supported.",
                                                       "spec.syncPolicy.syncOptions: Validate=false is not supported.",
                                                       "spec.ignoreDifferences: jqPathExpressions are not supported."});
    CHECK(!readSyncSpec(objectOf(R"({"spec":{"syncPolicy":{"automated":{"enabled":false}}}})")).automated);
    CHECK(readSyncSpec(objectOf(R"({"spec":{"syncPolicy":{"automated":{}}}})")).automated);
    CHECK(!readSyncSpec(objectOf(R"({"spec":[]})")).automated);
}

TEST_CASE("an object's own options are the last word") {
    SyncOptions options;
    options.replace = true;
    const auto own = optionsOf(
        objectOf(
            R"({"metadata":{"annotations":{"argocd.argoproj.io/sync-options":"Prune=false, Replace=false,Delete=confirm"}}})"),
        options);
    CHECK(own.prune == Consent::No);
    CHECK(!own.replace);
    CHECK(own.remove == Consent::Confirm);
}

TEST_CASE("durations") {
    CHECK(readDuration("5s") == 5s);
    CHECK(readDuration("1.5m") == 90s);
    CHECK(readDuration("1h2m3s") == 3723s);
    CHECK(readDuration("10ms") == 10ms);
    CHECK(readDuration("99999999h") == 24h);
    for (const char* wrong : {"", "5", "s", "-5s", "5 s", "1e9s", "5days", "nans"}) CHECK(!readDuration(wrong));
    Retry endless{.limit = -1, .duration = 1s, .longest = 10s, .factor = -7};
    CHECK(endless.pauseAfter(1'000'000) == 1s);
    endless.factor = 2;
    CHECK(endless.pauseAfter(1'000'000) == 10s);
}

TEST_CASE("an operation as people ask for it") {
    const auto operation = readOperation(objectOf(
        R"({"initiatedBy":{"username":"ada"},"retry":{},"sync":{"revision":"main","prune":true,"dryRun":true,"manifests":["x"],
            "resources":[{"kind":"ConfigMap","name":"a"},7],"syncOptions":["Replace=true"]}})"));
    CHECK(operation.user == "ada");
    CHECK((operation.prune && operation.dryRun && !operation.automated));
    CHECK(operation.retry.limit == 0);
    REQUIRE(operation.selected.size() == 1);
    CHECK(operation.selected[0].name == "a");
    CHECK(operation.unsupported == std::vector<std::string>{"operation.sync.manifests is not supported."});
}

TEST_CASE("what servers report is no difference, and what is ignored is none") {
    const auto live = objectOf(R"({"metadata":{"name":"web","resourceVersion":"7","generation":2,"managedFields":[
        {"manager":"scaler","fieldsV1":{"f:spec":{"f:replicas":{},"f:containers":{"k:{\"name\":\"a\"}":{"f:image":{}}}}}}]},
        "spec":{"replicas":5,"paused":true,"containers":[{"name":"a","image":"x:2"},{"name":"b","image":"y:1"}]},"status":{"replicas":5}})");
    const auto same = objectOf(R"({"metadata":{"name":"web","resourceVersion":"8"},
        "spec":{"replicas":5,"paused":true,"containers":[{"name":"a","image":"x:2"},{"name":"b","image":"y:1"}]},"status":{"replicas":1}})");
    CHECK(!wouldChange(live, same, kWeb, {}));
    const auto other = objectOf(R"({"metadata":{"name":"web"},
        "spec":{"replicas":2,"paused":true,"containers":[{"name":"a","image":"x:1"},{"name":"b","image":"y:1"}]}})");
    CHECK(wouldChange(live, other, kWeb, {}));
    CHECK(!wouldChange(live, other, kWeb, {{.group = "apps", .kind = "Deployment", .managers = {"scaler"}}}));
    CHECK(!wouldChange(
        live, other, kWeb,
        {{.group = "apps", .kind = "Deployment", .pointers = {"/spec/replicas", "/spec/containers/0/image"}}}));
    CHECK(wouldChange(live, other, kWeb, {{.group = "apps", .kind = "StatefulSet", .pointers = {"/spec"}}}));
    CHECK(wouldChange(live, other, kWeb,
                      {{.group = "apps", .kind = "Deployment", .name = "api", .pointers = {"/spec"}}}));
    CHECK(!wouldChange(live, other, kWeb, {{.group = "*", .kind = "*", .pointers = {"/spec"}}}));
    // Pointers that lead nowhere, or are none, change nothing.
    CHECK(wouldChange(live, other, kWeb,
                      {{.group = "*",
                        .kind = "*",
                        .pointers = {"", "spec", "/", "/spec/containers/99/x", "/spec/replicas/x",
                                     "/spec/containers/-1", "/a~1b/c~0d"}}}));
}

TEST_CASE("what is ignored can be left as it is when something is applied") {
    const auto live = objectOf(R"({"spec":{"replicas":5},"metadata":{"annotations":{"a/b":"live"}}})");
    const auto wanted = objectOf(R"({"spec":{"replicas":2,"extra":1},"metadata":{"annotations":{"a/b":"git"}}})");
    const auto kept = withIgnoredKept(wanted, live, kWeb,
                                      {{.group = "apps",
                                        .kind = "Deployment",
                                        .pointers = {"/spec/replicas", "/metadata/annotations/a~1b", "/spec/extra"}}});
    CHECK(kept == objectOf(R"({"spec":{"replicas":5},"metadata":{"annotations":{"a/b":"live"}}})"));
}

TEST_CASE("a merge patch says what goes, too") {
    CHECK(mergePatchOf(objectOf(R"({"a":1,"b":{"c":1,"d":2},"e":[1]})"),
                       objectOf(R"({"b":{"c":1,"d":3},"e":[2],"f":{}})")) ==
          objectOf(R"({"a":null,"b":{"d":3},"e":[2],"f":{}})"));
    CHECK(mergePatchOf(objectOf(R"({"a":{"b":1}})"), objectOf(R"({"a":{"b":1}})")).empty());
}

TEST_CASE("the worst health, and any difference, are the application's") {
    Comparison comparison;
    summarize(comparison);
    CHECK(comparison.sync == "Synced");
    CHECK(comparison.health == Health::Healthy);
    comparison.resources = {{.id = kWeb, .sync = "Synced", .health = {Health::Progressing, {}}},
                            {.id = kWeb, .sync = "Synced", .health = {Health::Degraded, {}}, .countsForHealth = false}};
    summarize(comparison);
    CHECK(comparison.health == Health::Progressing);
    CHECK(comparison.sync == "Synced");
    comparison.resources.push_back({.id = kWeb, .sync = "OutOfSync", .health = {Health::Missing, {}}});
    summarize(comparison);
    CHECK(comparison.sync == "OutOfSync");
    CHECK(comparison.health == Health::Missing);
}

TEST_CASE("conditions keep their time for as long as they say the same, and messages are bounded") {
    boost::json::object status;
    writeConditions(status, {{"SyncError", "a"}, {"ComparisonError", std::string(10'000, 'x')}}, "then");
    writeConditions(status, {{"SyncError", "a"}, {"SyncError", "b"}, {"SyncError", "b"}}, "now");
    REQUIRE(status.at("conditions").as_array().size() == 2);
    CHECK(status.at("conditions").at(0).at("lastTransitionTime") == "then");
    CHECK(status.at("conditions").at(1).at("lastTransitionTime") == "now");
    writeConditions(status, {}, "now");
    CHECK(!status.contains("conditions"));
    CHECK(bounded(std::string(3000, 'x')).size() < 2100);
    CHECK(bounded("short") == "short");
}

TEST_CASE("the history has what was deployed, and forgets the oldest") {
    auto status =
        objectOf(R"({"operationState":{"startedAt":"s","finishedAt":"f","operation":{"initiatedBy":{"automated":true}},
        "syncResult":{"revision":"abc","source":{"repoURL":"r"}}}})");
    for (int i = 0; i < 5; ++i) writeHistory(status, 3);
    const auto& history = status.at("history").as_array();
    REQUIRE(history.size() == 3);
    CHECK(history[0].at("id") == 2);
    CHECK(history[2].at("id") == 4);
    CHECK(history[2].at("revision") == "abc");
    CHECK(history[2].at("deployedAt") == "f");
}
