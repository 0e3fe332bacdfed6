#include <doctest/doctest.h>

#include "engine/gitops/live/cluster_live.h"
#include "engine/gitops/preview/against.h"
#include "engine/plan/planned.h"
#include "tests/scenario/controllers/cluster.h"

using namespace armillary;
using namespace armillary::gitops;

namespace {

/// Counts what is not a look.
class Watched final : public test::ForwardingClient {
public:
    Watched(std::unique_ptr<client::Client> api, int& writes) : ForwardingClient(std::move(api)), m_writes(writes) {}

    Result<ObjectRef> create(const client::Target& target, std::string json) override {
        ++m_writes;
        return ForwardingClient::create(target, std::move(json));
    }
    Result<ObjectRef> update(const client::Target& target, std::string json) override {
        ++m_writes;
        return ForwardingClient::update(target, std::move(json));
    }
    Result<ObjectRef> patch(const client::Target& target, client::PatchType type, std::string patch) override {
        ++m_writes;
        return ForwardingClient::patch(target, type, std::move(patch));
    }
    Result<void> remove(const client::Target& target, const client::DeleteOptions& options) override {
        ++m_writes;
        return ForwardingClient::remove(target, options);
    }
    Result<void> removeCollection(const client::Target& target, const client::ListOptions& list,
                                  const client::DeleteOptions& options) override {
        ++m_writes;
        return ForwardingClient::removeCollection(target, list, options);
    }

private:
    int& m_writes;
};

struct Fixture {
    test::ApiHarness harness;
    std::unique_ptr<client::Client> admin = client::makeLocalClient(harness.api(), test::ApiHarness::admin());
    int writes = 0;

    ClusterLive liveFor(server::User user) {
        return ClusterLive(std::make_unique<Watched>(client::makeLocalClient(harness.api(), std::move(user)), writes));
    }
    ObjectRef make(appsv1::Deployment deployment) { return client::create(*admin, std::move(deployment)).value(); }
};

PlacedObject placedOf(const appsv1::Deployment& deployment) {
    return {Object::parse(client::encode(deployment)).value(), "f.yaml"};
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "lists come page by page and whole; versions are served or not; nothing is written") {
    for (int i = 0; i < 1100; ++i) {
        corev1::ConfigMap map;
        map.metadata.name = std::format("m{}", i);
        map.metadata.namespace_ = "default";
        REQUIRE(client::create(*admin, std::move(map)));
    }
    ClusterLive live = liveFor(test::ApiHarness::admin());
    const auto listed = live.list({"", "ConfigMap"}, "default");
    REQUIRE(listed);
    CHECK(listed->size() >= 1100);
    CHECK(live.get({"", "ConfigMap"}, "default", "m7"));
    CHECK(live.get({"", "ConfigMap"}, "default", "none").error().code == 404);
    CHECK(live.list({"example.org", "Gizmo"}, "").error().code == 404);
    CHECK(live.serves("apps/v1", "Deployment").value());
    CHECK_FALSE(live.serves("apps/v1beta1", "Deployment").value());
    CHECK_FALSE(live.serves("apps/v1", "Gizmo").value());
    CHECK(live.serves("v1", "Namespace").value());
    CHECK(writes == 0);
}

TEST_CASE_FIXTURE(Fixture, "what the server has filled in is no drift, what somebody changed is, and whose it was") {
    const appsv1::Deployment base = test::deployment("web", 2);
    make(base);
    ClusterLive live = liveFor(test::ApiHarness::admin());
    CHECK(driftOf("a", {placedOf(base)}, {placedOf(base)}, LiveWorld(live)).empty());

    const auto hand = client::makeLocalClient(harness.api(), test::ApiHarness::admin(), "kubectl-edit");
    REQUIRE(hand->patch(client::target<appsv1::Deployment>("default", "web"), client::PatchType::StrategicMerge,
                        R"({"metadata":{"labels":{"added":"by-hand"}},"spec":{"replicas":5,"template":{"spec":)"
                        R"({"containers":[{"name":"web","image":"example.test/web:9"}]}}}})"));
    const LiveWorld world(live);
    const auto drift = driftOf("a", {placedOf(base)}, {placedOf(base)}, world);
    REQUIRE(drift.size() == 1);
    REQUIRE(drift[0].fields.size() == 2);  // the label is nothing that the base speaks of
    for (const Drift::Field& each : drift[0].fields) {
        REQUIRE(each.by);
        CHECK(each.by->manager == "kubectl-edit");
        CHECK(each.by->kind == FieldOwner::Kind::Person);
    }

    // What the head no longer says goes, what somebody else added stays.
    appsv1::Deployment head = base;
    head.spec.template_.spec.containers[0].image = "example.test/web:2";
    ObjectChange change{.application = "a", .before = placedOf(base).object, .after = placedOf(head).object};
    const plan::Planned planned(world, outcomesOf({placedOf(base)}, {placedOf(head)}, world));
    const ObjectRef outcome = planned.find({"apps", "Deployment"}, "default", "web");
    REQUIRE(outcome);
    CHECK(outcome->meta().labels.contains("added"));
    CHECK(outcome->as<appsv1::Deployment>().spec.replicas == 2);
    plan::Surroundings around(world, planned);
    const auto impacts = impactOn(change, world, around);
    CHECK(std::ranges::any_of(impacts, [](const plan::Impact& each) { return each.id == plan::impact::kScale; }));
    CHECK(writes == 0);
}

TEST_CASE_FIXTURE(Fixture, "without rights nothing is told, and it is said what is missing") {
    make(test::deployment("web", 2));
    ClusterLive live = liveFor(test::ApiHarness::user("stranger"));
    const LiveWorld world(live);
    CHECK_FALSE(world.find({"apps", "Deployment"}, "default", "web"));
    CHECK_FALSE(world.isReadable({"apps", "Deployment"}, "default", "web"));
    CHECK(world.unreadable() == std::set<std::string>{"Deployment.apps objects of namespace default"});
    CHECK_FALSE(world.failure());
    CHECK(driftOf("a", {placedOf(test::deployment("web", 3))}, {}, world).empty());
}
