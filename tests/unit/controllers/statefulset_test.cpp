#include <doctest/doctest.h>

#include <format>
#include <map>

#include "engine/controllers/framework/history.h"
#include "engine/controllers/statefulset/identity.h"
#include "engine/controllers/statefulset/plan.h"
#include "engine/controllers/statefulset/retention.h"
#include "tests/unit/controllers/objects.h"

using namespace armillary;
using namespace armillary::controllers;
using namespace armillary::controllers::statefulset;
using appsv1::StatefulSet;
using corev1::PersistentVolumeClaim;
using test::asObject;

namespace {

const async::SystemTime kNow = schema::Time(1'760'100'000).timePoint();
using Strings = std::vector<std::string>;

StatefulSet webSet(std::int32_t replicas) {
    StatefulSet set;
    set.metadata.name = "web";
    set.metadata.namespace_ = "d";
    set.metadata.uid = "uid-web";
    set.spec.replicas = replicas;
    set.spec.serviceName = "web-svc";
    set.spec.podManagementPolicy = "OrderedReady";
    set.spec.updateStrategy.type = "RollingUpdate";
    set.spec.updateStrategy.rollingUpdate.ensure().partition = 0;
    set.spec.selector.ensure().matchLabels["app"] = "web";
    set.spec.template_.metadata.labels["app"] = "web";
    return set;
}

/// A pod of the set as the cluster has it.
corev1::Pod member(const StatefulSet& set, std::int32_t ordinal, const std::string& revision = "web-new",
                   bool ready = true) {
    corev1::Pod pod = newPod(*asObject(set), set.spec.template_, revision, ordinal);
    pod.metadata.uid = "uid-" + pod.metadata.name;
    const auto running = test::runningPod(pod.metadata.name, ready);
    pod.status = running.status;
    pod.metadata.creationTimestamp = running.metadata.creationTimestamp;
    return pod;
}

struct World {
    StatefulSet set;
    std::vector<corev1::Pod> pods;
    std::map<std::string, PersistentVolumeClaim> claims;
    std::string current = "web-new";

    Plan plan() const {
        const ObjectRef object = asObject(set);
        Inputs inputs{.set = *object,
                      .current = {current, set.spec.template_},
                      .update = {"web-new", set.spec.template_},
                      .collisionCount = 0,
                      .pods = {},
                      .claim =
                          [this](const std::string& name) {
                              const auto found = claims.find(name);
                              return found == claims.end() ? ObjectRef() : asObject(found->second);
                          },
                      .now = kNow};
        for (const auto& pod : pods) inputs.pods.push_back(asObject(pod));
        return planSet(inputs);
    }
    /// "create web-0", in order, phases separated by "|".
    std::string steps() const {
        constexpr std::string_view kVerbs[] = {"delete", "create", "claims", "update", "own"};
        std::string text;
        for (const auto& phase : plan().phases) {
            if (!text.empty()) text += " |";
            for (const auto& work : phase.work)
                for (const Step& step : work)
                    text += std::format("{}{} {}", text.empty() ? "" : " ", kVerbs[static_cast<int>(step.kind)],
                                        step.pod.metadata.name);
        }
        return text;
    }
};

void leave(corev1::Pod& pod) {
    pod.metadata.deletionTimestamp = schema::Time(kNow);
}

}  // namespace

TEST_CASE("names tell a set and an ordinal") {
    CHECK(parsePodName("web-12")->set == "web");
    CHECK(parsePodName("web-12")->ordinal == 12);
    CHECK(parsePodName("a-b-0")->set == "a-b");
    for (const char* other : {"web", "web-", "web-x", "web-1x", "web-99999999999", "7"}) CHECK(!parsePodName(other));
}

TEST_CASE("a pod has its name, labels, host name and claims") {
    auto set = webSet(1);
    auto& data = set.spec.volumeClaimTemplates.emplace_back();
    data.metadata.name = "data";
    data.metadata.labels["tier"] = "db";
    set.spec.template_.spec.volumes.emplace_back().name = "data";
    set.spec.template_.spec.volumes.emplace_back().name = "scratch";
    const auto pod = newPod(*asObject(set), set.spec.template_, "web-abc", 4);
    CHECK(pod.metadata.name == "web-4");
    CHECK(pod.metadata.generateName == "web-");
    CHECK(pod.metadata.labels.at("statefulset.kubernetes.io/pod-name") == "web-4");
    CHECK(pod.metadata.labels.at("apps.kubernetes.io/pod-index") == "4");
    CHECK(pod.metadata.labels.at("controller-revision-hash") == "web-abc");
    CHECK(pod.spec.hostname == "web-4");
    CHECK(pod.spec.subdomain == "web-svc");
    REQUIRE(pod.spec.volumes.size() == 2);
    CHECK(pod.spec.volumes[0].persistentVolumeClaim->claimName == "data-web-4");
    CHECK(pod.spec.volumes[1].name == "scratch");
    CHECK(identityMatches(set, pod));
    CHECK(storageMatches(set, pod));
    const auto claims = claimsOf(set, 4);
    REQUIRE(claims.size() == 1);
    CHECK(claims[0].metadata.name == "data-web-4");
    CHECK(claims[0].metadata.labels == schema::StringMap<std::string>{{"app", "web"}, {"tier", "db"}});
}

TEST_CASE("ordered pods come one by one, each when those before it are available") {
    World world{webSet(3), {}, {}};
    CHECK(world.steps() == "create web-0");
    world.pods.push_back(member(world.set, 0, "web-new", false));
    CHECK(world.steps().empty());
    world.pods[0] = member(world.set, 0);
    CHECK(world.steps() == "create web-1");
    world.set.spec.minReadySeconds = 1'000'000;
    CHECK(world.steps().empty());
    CHECK(world.plan().status.readyReplicas == 1);
    CHECK(world.plan().status.availableReplicas == 0);
}

TEST_CASE("parallel pods come and go at once") {
    World world{webSet(3), {}, {}};
    world.set.spec.podManagementPolicy = "Parallel";
    CHECK(world.steps() == "create web-0 create web-1 create web-2");
    for (int i = 0; i < 5; ++i) world.pods.push_back(member(world.set, i, "web-new", i != 1));
    CHECK(world.steps() == "delete web-4 delete web-3");
}

TEST_CASE("scaling down takes the last first and waits for what ails") {
    World world{webSet(1), {}, {}};
    for (int i = 0; i < 3; ++i) world.pods.push_back(member(world.set, i));
    CHECK(world.steps() == "delete web-2");
    leave(world.pods[2]);
    CHECK(world.steps().empty());
    world.pods[2] = member(world.set, 2, "web-new", false);
    CHECK(world.steps() == "delete web-2");  // it is the one that ails
    world.pods[1] = member(world.set, 1, "web-new", false);
    CHECK(world.steps().empty());  // the first that ails must get well, or go, before
    world.pods[0] = member(world.set, 0, "web-new", false);
    CHECK(world.steps().empty());
}

TEST_CASE("ordinals start where they are told to") {
    World world{webSet(2), {}, {}};
    world.set.spec.ordinals.ensure().start = 5;
    CHECK(world.steps() == "create web-5");
    world.pods = {member(world.set, 0), member(world.set, 5), member(world.set, 6)};
    CHECK(world.steps() == "delete web-0");
}

TEST_CASE("ended pods are made anew") {
    World world{webSet(2), {}, {}};
    world.pods = {member(world.set, 0), member(world.set, 1)};
    for (const char* phase : {"Failed", "Succeeded"}) {
        world.pods[0].status.phase = phase;
        CHECK(world.steps() == "delete web-0");
    }
    leave(world.pods[0]);
    CHECK(world.steps().empty());
}

TEST_CASE("an update goes from the last to the partition, one healthy pod at a time") {
    World world{webSet(3), {}, {}};
    world.current = "web-old";
    for (int i = 0; i < 3; ++i) world.pods.push_back(member(world.set, i, "web-old"));
    CHECK(world.steps() == "delete web-2");
    CHECK(world.plan().status.currentReplicas == 2);
    world.pods[2] = member(world.set, 2, "web-new", false);
    CHECK(world.steps().empty());
    world.pods[2] = member(world.set, 2);
    CHECK(world.steps() == "delete web-1");
    SUBCASE("partition") {
        world.set.spec.updateStrategy.rollingUpdate->partition = 2;
        CHECK(world.steps().empty());
        world.pods.erase(world.pods.begin());
        const auto plan = world.plan();
        REQUIRE(plan.phases.size() == 1);
        CHECK(revisionOf(plan.phases[0].work[0][0].pod.metadata) == "web-old");
        CHECK(plan.status.currentRevision == "web-old");
        CHECK(plan.status.updateRevision == "web-new");
        CHECK(plan.status.currentReplicas == 1);
        CHECK(plan.status.updatedReplicas == 1);
    }
    SUBCASE("on delete") {
        world.set.spec.updateStrategy = {};
        world.set.spec.updateStrategy.type = "OnDelete";
        CHECK(world.steps().empty());
        world.pods.erase(world.pods.begin());
        CHECK(revisionOf(world.plan().phases.at(0).work[0][0].pod.metadata) == "web-new");
    }
    SUBCASE("complete") {
        world.pods = {member(world.set, 0), member(world.set, 1), member(world.set, 2)};
        CHECK(world.plan().status.currentRevision == "web-new");
        CHECK(world.plan().status.currentReplicas == 3);
    }
}

TEST_CASE("a set that goes only counts") {
    World world{webSet(3), {}, {}};
    world.pods = {member(world.set, 0)};
    world.set.metadata.deletionTimestamp = schema::Time(kNow);
    CHECK(world.steps().empty());
    CHECK(world.plan().status.replicas == 1);
}

TEST_CASE("claims have the owners that the retention policy says") {
    World world{webSet(1), {}, {}};
    world.set.spec.volumeClaimTemplates.emplace_back().metadata.name = "data";
    auto& policy = world.set.spec.persistentVolumeClaimRetentionPolicy.ensure();
    policy.whenDeleted = policy.whenScaled = "Retain";
    auto& claim = world.claims["data-web-0"];
    claim.metadata.name = "data-web-0";
    const auto pod = member(world.set, 0), scaledAway = member(world.set, 3);
    const auto owners = [&](const corev1::Pod& of) {
        Strings names;
        for (const auto& owner : ownersFor(claim, world.set, of)) names.push_back(owner.kind + "/" + owner.name);
        return names;
    };
    CHECK(ownersUpToDate(claim, world.set, pod));
    policy.whenDeleted = "Delete";
    CHECK(!ownersUpToDate(claim, world.set, pod));
    CHECK(owners(pod) == Strings{"StatefulSet/web"});
    CHECK(owners(scaledAway) == Strings{"StatefulSet/web"});
    policy.whenScaled = "Delete";
    CHECK(owners(pod) == Strings{"StatefulSet/web"});
    CHECK(owners(scaledAway) == Strings{"Pod/web-3"});
    claim.metadata.ownerReferences = ownersFor(claim, world.set, pod);
    CHECK(ownersUpToDate(claim, world.set, pod));
    policy.whenDeleted = "Retain";
    CHECK(owners(pod).empty());
    SUBCASE("the plan sets them") {
        world.pods = {pod};
        CHECK(world.steps() == "own web-0");
    }
    SUBCASE("another's claim stays another's") {
        claim.metadata.ownerReferences[0].kind = "Database";
        claim.metadata.ownerReferences[0].uid = "other";
        CHECK(ownersUpToDate(claim, world.set, pod));
        CHECK(owners(pod) == Strings{"Database/web"});
    }
    SUBCASE("a former pod's claim goes before the pod comes back") {
        claim.metadata.ownerReferences = {};
        auto& former = claim.metadata.ownerReferences.emplace_back();
        former.apiVersion = "v1";
        former.kind = "Pod";
        former.name = "web-0";
        former.uid = "former";
        CHECK(belongsToFormer(claim, pod));
        CHECK(world.steps().empty());
        CHECK(world.plan().waitsForClaim);
    }
}

TEST_CASE("a pending pod's missing claim is made again") {
    World world{webSet(1), {}, {}};
    world.set.spec.volumeClaimTemplates.emplace_back().metadata.name = "data";
    world.pods = {member(world.set, 0, "web-new", false)};
    world.pods[0].status.phase = "Pending";
    CHECK(world.steps() == "claims web-0");
    world.claims["data-web-0"].metadata.name = "data-web-0";
    CHECK(world.steps().empty());
}

TEST_CASE("a revision gives its template back") {
    appsv1::ControllerRevision revision;
    auto podTemplate = webSet(1).spec.template_;
    podTemplate.spec.containers.emplace_back().image = "example.test/web:1";
    revision.data.text = revisionData(podTemplate);
    CHECK(revision.data.text.starts_with(R"({"spec":{"template":{"$patch":"replace",)"));
    const auto back = templateOf(revision);
    REQUIRE(back);
    CHECK(schema::operator==(*back, podTemplate));
    CHECK(stableHash(revision.data.text, 0) != stableHash(revision.data.text, 1));
    CHECK(stableHash(revision.data.text, 0) == stableHash(revision.data.text, 0));
}
