#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/gitops/preview/preview.h"
#include "engine/schema/json_document.h"
#include "tests/unit/gitops/test_repository.h"

using namespace armillary;
using namespace armillary::gitops;
using relations::Kind;

namespace {

/// What runs, as the test has written it down.
class ScriptedLive final : public Live {
public:
    void add(const std::string& json) { m_objects.push_back(Object::parse(json).value()); }

    Result<ObjectRef> get(const Kind& kind, const std::string& namespace_, const std::string& name) override {
        ++asked;
        if (unreachable) return std::unexpected(status::serviceUnavailable("nobody answers"));
        if (unreadable.contains(kind.name)) return std::unexpected(status::forbidden(kind.name, name, "no"));
        for (const ObjectRef& each : m_objects)
            if (relations::idOf(*each) == relations::ObjectId{kind, namespace_, name}) return each;
        return std::unexpected(status::notFound(kind.name, name));
    }
    Result<std::vector<ObjectRef>> list(const Kind& kind, const std::string& namespace_) override {
        ++asked;
        if (unreachable) return std::unexpected(status::serviceUnavailable("nobody answers"));
        if (unlisted.contains(kind.name) || unreadable.contains(kind.name))
            return std::unexpected(status::forbidden(kind.name, "", "no"));
        std::vector<ObjectRef> found;
        for (const ObjectRef& each : m_objects)
            if (relations::kindOf(*each) == kind && (namespace_.empty() || each->namespace_() == namespace_))
                found.push_back(each);
        return found;
    }
    Result<bool> serves(const std::string& apiVersion, const std::string& kind) override {
        if (unreachable) return std::unexpected(status::serviceUnavailable("nobody answers"));
        return !unserved.contains(apiVersion + " " + kind);
    }

    std::set<std::string> unlisted, unreadable, unserved;
    bool unreachable = false;
    int asked = 0;

private:
    std::vector<ObjectRef> m_objects;
};

std::string deployment(const std::string& image, int replicas) {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: " +
           std::to_string(replicas) +
           "\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: "
           "{containers: [{name: web, image: " +
           image + "}]}\n---\n";
}

std::string runningDeployment(int replicas) {
    return R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"front","uid":"u",)"
           R"("resourceVersion":"7","annotations":{"deployment.kubernetes.io/revision":"3"},"managedFields":[)"
           R"({"manager":"argocd-controller","operation":"Apply","apiVersion":"apps/v1","time":"2026-01-01T00:00:00Z",)"
           R"("fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:containers":)"
           R"({"k:{\"name\":\"web\"}":{".":{},"f:name":{},"f:image":{}}}}}}}},)"
           R"({"manager":"kubectl-scale","operation":"Update","apiVersion":"apps/v1","time":"2026-01-02T00:00:00Z",)"
           R"("subresource":"scale","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:replicas":{}}}}]},)"
           R"("spec":{"replicas":)" +
           std::to_string(replicas) +
           R"(,"progressDeadlineSeconds":600,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":)"
           R"({"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"example.org/web:1",)"
           R"("imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always"}}},"status":{"replicas":2}})";
}

struct Fixture {
    TestRepository files;
    ChildRunner runner;
    Renderer renderer{{}, runner, {}};
    ScriptedLive live;

    Preview look(const std::string& base, const std::string& head) {
        files.write("apps/a.yaml",
                    "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  source: "
                    "{repoURL: 'https://example.org/team/shop', path: a}\n  destination: {namespace: front}\n");
        files.write("a/m.yaml", base);
        files.commit();
        files.write("a/m.yaml", head);
        const auto repository = Repository::open(files.root);
        REQUIRE(repository);
        auto seen = preview(*repository,
                            {.addresses = {"https://example.org/team/shop"},
                             .base = "main",
                             .head = std::string(kWorktree),
                             .path = {},
                             .live = &live},
                            renderer, {});
        REQUIRE(seen);
        return std::move(*seen);
    }
};

const plan::Impact* impactOf(const ObjectChange& change, std::string_view id) {
    const auto found = std::ranges::find(change.impact, id, &plan::Impact::id);
    return found == change.impact.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "what runs as the base says is no drift, whatever the server has added") {
    live.add(runningDeployment(2));
    const Preview seen = look(deployment("example.org/web:1", 2), deployment("example.org/web:2", 2));
    CHECK(seen.problems.empty());
    CHECK(seen.drift.empty());
    REQUIRE(seen.objects.size() == 1);
    CHECK(impactOf(seen.objects[0], plan::impact::kRollout) != nullptr);
    CHECK(impactOf(seen.objects[0], plan::impact::kScale) == nullptr);
}

TEST_CASE_FIXTURE(Fixture, "drift names the field, both values and who wrote it; the change is judged by what runs") {
    live.add(runningDeployment(5));
    const Preview seen = look(deployment("example.org/web:1", 2), deployment("example.org/web:2", 2));
    REQUIRE(seen.drift.size() == 1);
    CHECK(seen.drift[0].application == "a");
    CHECK(seen.drift[0].kind == Drift::Kind::Changed);
    REQUIRE(seen.drift[0].fields.size() == 1);
    const Drift::Field& field = seen.drift[0].fields[0];
    CHECK(field.difference.path == "spec.replicas");
    CHECK(field.difference.from == "2");
    CHECK(field.difference.to == "5");
    REQUIRE(field.by);
    CHECK(field.by->manager == "kubectl-scale");
    CHECK(field.by->kind == FieldOwner::Kind::Person);
    CHECK(field.by->time == "2026-01-02T00:00:00Z");
    REQUIRE(impactOf(seen.objects[0], plan::impact::kScale) != nullptr);
    CHECK(impactOf(seen.objects[0], plan::impact::kRollout)->pods == 5);
}

TEST_CASE_FIXTURE(Fixture, "what is missing, and what is there before it should be") {
    live.add(
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"new","namespace":"front"},"data":{"a":"1"}})");
    const std::string fresh = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: new}\ndata: {a: '2'}\n---\n";
    const Preview seen = look(deployment("example.org/web:1", 2), deployment("example.org/web:1", 2) + fresh);
    REQUIRE(seen.drift.size() == 2);
    CHECK(seen.drift[0].kind == Drift::Kind::Missing);
    CHECK(seen.drift[0].object->kind() == "Deployment");
    CHECK(seen.drift[1].kind == Drift::Kind::Unforeseen);
    CHECK(seen.drift[1].object->name() == "new");
}

TEST_CASE_FIXTURE(Fixture, "a Secret's values are hidden, also where they differ from what runs") {
    live.add(
        R"({"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"front"},"type":"Opaque","data":{"same":"b25l","word":"aHVudGVyLWxpdmU="}})");
    const auto secret = [](const std::string& word) {
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {same: one, word: " + word + "}\n---\n";
    };
    const Preview seen = look(secret("hunter-base"), secret("hunter-head"));
    REQUIRE(seen.drift.size() == 1);
    REQUIRE(seen.drift[0].fields.size() == 1);
    CHECK(seen.drift[0].fields[0].difference.path == "data.word");
    CHECK(seen.drift[0].fields[0].difference.from == "\"(hidden)\"");
    CHECK(seen.drift[0].fields[0].difference.to == "\"(hidden)\"");
}

TEST_CASE_FIXTURE(Fixture, "the world is what runs: its quotas, and the versions that it serves") {
    live.add(runningDeployment(2));
    live.add(
        R"({"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"small","namespace":"front"},"spec":{"hard":{"pods":"3"}},"status":{"hard":{"pods":"3"},"used":{"pods":"2"}}})");
    live.unserved.insert("apps/v1 Deployment");
    const Preview seen = look(deployment("example.org/web:1", 2), deployment("example.org/web:1", 9));
    REQUIRE(seen.objects.size() == 1);
    CHECK(impactOf(seen.objects[0], plan::impact::kQuota) != nullptr);
    REQUIRE(impactOf(seen.objects[0], plan::impact::kRemovedApi) != nullptr);
    CHECK(impactOf(seen.objects[0], plan::impact::kRemovedApi)->message.contains("apps/v1"));
}

TEST_CASE_FIXTURE(Fixture, "what may be read but not listed is read by name; what may not is left out and named") {
    live.add(runningDeployment(5));
    live.unlisted.insert("Deployment");
    Preview seen = look(deployment("example.org/web:1", 2), deployment("example.org/web:2", 2));
    CHECK(seen.drift.size() == 1);
    live.unreadable.insert("Deployment");
    files.write("a/m.yaml", deployment("example.org/web:2", 2));
    seen = look(deployment("example.org/web:1", 3), deployment("example.org/web:2", 3));
    CHECK(seen.drift.empty());
    CHECK(seen.problems.empty());
    CHECK(std::ranges::any_of(seen.notes, [](const Remark& each) {
        return each.text.contains("Deployment.apps objects of namespace front of the cluster may not be read");
    }));
}

TEST_CASE_FIXTURE(Fixture,
                  "a cluster that does not answer is a problem, is asked no further, and hides no comparison") {
    live.unreachable = true;
    const Preview seen = look(deployment("example.org/web:1", 2), deployment("example.org/web:2", 2));
    REQUIRE(seen.problems.size() == 1);
    CHECK(seen.problems[0].text.contains("nobody answers"));
    CHECK(live.asked == 0);
    REQUIRE(seen.objects.size() == 1);
    CHECK(impactOf(seen.objects[0], plan::impact::kRollout) != nullptr);
    const LiveWorld world(live);
    CHECK(world.list({"", "Pod"}, "front").empty());
    CHECK(world.list({"", "Service"}, "front").empty());
    CHECK(world.failure());
    CHECK(live.asked == 1);
}

TEST_CASE_FIXTURE(Fixture, "a hook is made anew: nothing of it is immutable, and that it is not there is no drift") {
    const auto job = [](const std::string& image) {
        return "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j, annotations: {argocd.argoproj.io/hook: PreSync}}\n"
               "spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: " +
               image + "}]}}}\n---\n";
    };
    const Preview seen = look(job("a:1"), job("a:2"));
    CHECK(seen.drift.empty());
    REQUIRE(seen.objects.size() == 1);
    CHECK(impactOf(seen.objects[0], plan::impact::kImmutable) == nullptr);
    CHECK_FALSE(seen.objects[0].impact.empty());
}

TEST_CASE("fields have owners; what nobody wrote, and what is only on the way, has none") {
    const ObjectRef live = Object::parse(runningDeployment(2)).value();
    const auto image = ownerOf(*live, "spec.template.spec.containers[name=web].image");
    REQUIRE(image);
    CHECK(image->manager == "argocd-controller");
    CHECK(image->kind == FieldOwner::Kind::Controller);
    CHECK_FALSE(ownerOf(*live, "spec.template.spec.containers[name=other].image"));
    CHECK_FALSE(ownerOf(*live, "spec.replicasOther"));
    CHECK_FALSE(ownerOf(*live, "metadata.labels[\"a.b/c\"]"));
}
