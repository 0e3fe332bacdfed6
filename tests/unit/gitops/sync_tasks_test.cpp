#include <doctest/doctest.h>

#include <format>

#include "engine/gitops/sync/names.h"
#include "engine/gitops/sync/status.h"
#include "engine/gitops/sync/tasks.h"
#include "engine/schema/json_document.h"

using namespace armillary;
using namespace armillary::gitops;
using State = TaskResult::State;

namespace {

/// `annotations` as JSON members: R"("a":"b")".
ObjectRef made(const std::string& apiVersion, const std::string& kind, const std::string& name,
               const std::string& annotations = "") {
    return Object::
        parse(std::format(
                  R"({{"apiVersion":"{}","kind":"{}","metadata":{{"name":"{}","namespace":"shop","annotations":{{{}}}}}}})",
                  apiVersion, kind, name, annotations))
            .value();
}
ObjectRef map(const std::string& name, const std::string& annotations = "") {
    return made("v1", "ConfigMap", name, annotations);
}
std::string wave(int number) {
    return std::format(R"("argocd.argoproj.io/sync-wave":"{}")", number);
}
std::string hook(const std::string& phases, const std::string& policy = "") {
    std::string text = std::format(R"("argocd.argoproj.io/hook":"{}")", phases);
    if (!policy.empty()) text += std::format(R"(,"argocd.argoproj.io/hook-delete-policy":"{}")", policy);
    return text;
}

std::vector<Task> tasks(const std::vector<ObjectRef>& wanted, const std::vector<ObjectRef>& surplus = {},
                        const SyncOptions& options = {}, const std::vector<Operation::Selected>& selected = {}) {
    return tasksOf({wanted, surplus, options, selected});
}
/// "PreSync/0 Job/a; Sync/0 -ConfigMap/b"
std::string text(const std::vector<Task>& all) {
    std::string out;
    for (const Task& each : all)
        out += std::format("{}{}/{} {}{}/{}", out.empty() ? "" : "; ", nameOf(each.phase), each.wave,
                           each.isPrune ? "-" : "", each.id.kind.name, each.id.name);
    return out;
}
std::string namesOf(const std::vector<Task>& all, const NextStep& step) {
    std::string out;
    for (const std::size_t at : step.tasks) out += (out.empty() ? "" : " ") + all[at].id.name;
    return out;
}

Part partOfText(const std::string& annotations) {
    return partOf(schema::parseDocument(map("x", annotations)->json())->as_object());
}

}  // namespace

TEST_CASE("tasks come by phase, wave, kind and name") {
    CHECK(text(tasks({made("apps/v1", "Deployment", "b"), map("z"), map("a", wave(1)), made("v1", "Service", "s"),
                      map("c", wave(-1)), made("batch/v1", "Job", "pre", hook("PreSync")),
                      made("batch/v1", "Job", "post", hook("PostSync")), made("v1", "Namespace", "n"),
                      made("x.example/v1", "Thing", "t"), made("apps/v1", "Deployment", "a")})) ==
          "PreSync/0 Job/pre; Sync/-1 ConfigMap/c; Sync/0 Namespace/n; Sync/0 ConfigMap/z; Sync/0 Service/s; "
          "Sync/0 Deployment/a; Sync/0 Deployment/b; Sync/0 Thing/t; Sync/1 ConfigMap/a; PostSync/0 Job/post");
}

TEST_CASE("what is pruned goes in the reverse order of its waves, before what comes, or last") {
    CHECK(text(tasks({map("new")}, {map("first", wave(0)), map("third", wave(2)), map("second", wave(1))})) ==
          "Sync/0 -ConfigMap/third; Sync/0 ConfigMap/new; Sync/1 -ConfigMap/second; Sync/2 -ConfigMap/first");
    SyncOptions last;
    last.pruneLast = true;
    CHECK(text(tasks({map("new", wave(3))}, {map("old")}, last)) == "Sync/3 ConfigMap/new; Sync/4 -ConfigMap/old");
    CHECK(text(tasks({}, {map("a"), made("apps/v1", "Deployment", "d")})) ==
          "Sync/0 -Deployment/d; Sync/0 -ConfigMap/a");
}

TEST_CASE("hooks: phases, policies, and Helm's words for them") {
    CHECK(!partOfText("").isHook);
    Part part = partOfText(hook("PreSync, PostSync"));
    CHECK(part.isHook);
    CHECK(part.phases == std::vector{Phase::PreSync, Phase::PostSync});
    CHECK(part.policy.beforeCreation);
    part = partOfText(hook("Sync", "HookSucceeded,HookFailed"));
    CHECK((part.policy.onSuccess && part.policy.onFailure && !part.policy.beforeCreation));
    CHECK(partOfText(hook("Skip")).isSkipped);
    CHECK(partOfText(hook("PostDelete")).isSkipped);
    CHECK(partOfText(hook("PostDelete")).isAtDeletion);
    part = partOfText(
        R"("helm.sh/hook":"pre-install,pre-upgrade","helm.sh/hook-weight":"-5","helm.sh/hook-delete-policy":"hook-succeeded")");
    CHECK(part.phases == std::vector{Phase::PreSync});
    CHECK(part.wave == -5);
    CHECK(part.policy.onSuccess);
    CHECK(partOfText(R"("helm.sh/hook":"test")").isSkipped);
    CHECK(partOfText(R"("helm.sh/hook":"post-rollback")").isSkipped);
    CHECK(!partOfText(R"("helm.sh/hook":"crd-install")").isHook);
    // Argo CD's own word is the last one, and a wave that is no number is none.
    CHECK(partOfText(hook("PostSync") + R"(,"helm.sh/hook":"pre-install")").phases == std::vector{Phase::PostSync});
    CHECK(partOfText(R"("argocd.argoproj.io/sync-wave":"1x")").wave == 0);
}

TEST_CASE("a hook of two phases is two tasks, and none where only some are selected") {
    const auto both = made("batch/v1", "Job", "j", hook("PreSync,SyncFail"));
    CHECK(text(tasks({both, map("m")})) == "PreSync/0 Job/j; Sync/0 ConfigMap/m; SyncFail/0 Job/j");
    CHECK(text(tasks({both, map("m"), map("n")}, {map("o")}, {}, {{"", "ConfigMap", "shop", "m"}})) ==
          "Sync/0 ConfigMap/m");
    CHECK(text(tasks({map("m")}, {map("o")}, {}, {{"", "ConfigMap", "", "o"}})) == "Sync/0 -ConfigMap/o");
}

TEST_CASE("one wave at a time, each waited for") {
    const auto all = tasks({map("a"), map("b", wave(1)), map("c", wave(1))});
    TaskResults results(all.size());
    auto step = nextStep(all, results);
    CHECK(step.kind == NextStep::Kind::Run);
    CHECK(namesOf(all, step) == "a");
    results[0] = TaskResult{State::Running, "Synced", "x"};
    step = nextStep(all, results);
    CHECK(step.kind == NextStep::Kind::Wait);
    CHECK(step.message == "waiting for healthy state of ConfigMap/a");
    results[0]->state = State::Succeeded;
    step = nextStep(all, results);
    CHECK(namesOf(all, step) == "b c");
    results[1] = results[2] = TaskResult{State::Running, "Synced", "x"};
    CHECK(nextStep(all, results).message == "waiting for healthy state of ConfigMap/b and 1 more resources");
    results[1]->state = results[2]->state = State::Succeeded;
    CHECK(nextStep(all, results).kind == NextStep::Kind::Succeeded);
}

TEST_CASE("where there is one step alone, nobody waits but for hooks") {
    const auto plain = tasks({map("a")});
    TaskResults results{TaskResult{State::Running, "Synced", "x"}};
    CHECK(nextStep(plain, results).kind == NextStep::Kind::Succeeded);
    const auto hooks = tasks({made("batch/v1", "Job", "j", hook("Sync"))});
    CHECK(nextStep(hooks, results).kind == NextStep::Kind::Wait);
    CHECK(nextStep(hooks, results).message == "waiting for completion of hook batch/Job/j");
    CHECK(nextStep({}, {}).kind == NextStep::Kind::Succeeded);
}

TEST_CASE("after a failure only SyncFail hooks run") {
    const auto all = tasks({made("batch/v1", "Job", "pre", hook("PreSync")), map("a"),
                            made("batch/v1", "Job", "rescue", hook("SyncFail"))});
    TaskResults results(all.size());
    results[0] = TaskResult{State::Failed, "", "exit code 1"};
    auto step = nextStep(all, results);
    CHECK(step.kind == NextStep::Kind::Run);
    CHECK(namesOf(all, step) == "rescue");
    results[2] = TaskResult{State::Running, "", "x"};
    CHECK(nextStep(all, results).kind == NextStep::Kind::Wait);
    results[2]->state = State::Succeeded;
    step = nextStep(all, results);
    CHECK(step.kind == NextStep::Kind::Failed);
    CHECK(step.message.contains("batch/Job/pre: exit code 1"));
}

TEST_CASE("results are read from the status as they were written, and others' stay") {
    const auto all = tasks({made("batch/v1", "Job", "j", hook("PreSync,PostSync")), map("a")});
    TaskResults results(all.size());
    results[0] = TaskResult{State::Succeeded, "", "done"};
    results[1] = TaskResult{State::Running, "Synced", "configmap/a serverside-applied"};
    const auto old =
        schema::parseDocument(
            R"({"syncResult":{"resources":[{"group":"","version":"v1","kind":"Secret","namespace":"shop","name":"gone",
                             "syncPhase":"Sync","status":"Pruned","hookPhase":"Succeeded"}]}})")
            ->as_object();
    const boost::json::object state{{"syncResult", {{"resources", writeResults(all, results, old)}}}};
    const auto read = readResults(all, state);
    REQUIRE(read.size() == 3);
    REQUIRE((read[0] && read[1]));
    CHECK(read[0]->isGood());
    CHECK(read[1]->state == State::Running);
    CHECK(read[1]->status == "Synced");
    CHECK(!read[2]);
    CHECK(state.at("syncResult").at("resources").as_array().size() == 3);
    // What is no status of ours is nobody's.
    CHECK(!readResults(all, schema::parseDocument(R"({"syncResult":{"resources":"x"}})")->as_object())[0]);
}

TEST_CASE("an object is an application's when its tracking id names the object itself") {
    const auto tracked = [](const std::string& id) {
        return trackedBy(*map("settings", std::format(R"("argocd.argoproj.io/tracking-id":"{}")", id)));
    };
    CHECK(tracked("shop:/ConfigMap:shop/settings") == "shop");
    CHECK(tracked("team_shop:/ConfigMap:shop/settings") == "team_shop");
    CHECK(tracked("shop:/ConfigMap:shop/other").empty());
    CHECK(tracked("shop:/ConfigMap:elsewhere/settings").empty());
    CHECK(tracked("shop:apps/Deployment:shop/settings").empty());
    for (const char* broken : {"", ":", "shop", "shop:", "shop:::", ":/ConfigMap:shop/settings"})
        CHECK(tracked(broken).empty());
    CHECK(trackedBy(*map("settings")).empty());
    const auto cluster = Object::parse(R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n","annotations":{
            "argocd.argoproj.io/tracking-id":"shop:/Namespace:front/n"}}})")
                             .value();
    CHECK(trackedBy(*cluster) == "shop");
    CHECK(trackingId("shop", relations::idOf(*cluster), "front") == "shop:/Namespace:front/n");
    CHECK(instanceName("argocd", "shop") == "shop");
    CHECK(instanceName("team", "shop") == "team_shop");
}
