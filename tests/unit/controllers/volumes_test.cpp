#include <doctest/doctest.h>

#include <format>

#include "engine/controllers/ephemeralvolume/ephemeralvolume.h"
#include "engine/controllers/persistentvolume/plan.h"
#include "engine/controllers/persistentvolumeprovisioner/persistentvolumeprovisioner.h"
#include "engine/controllers/volumeprotection/volumeprotection.h"
#include "engine/volumes/matching.h"
#include "tests/unit/controllers/objects.h"

using namespace armillary;
using namespace armillary::controllers;
using namespace armillary::controllers::persistentvolume;
using namespace armillary::test;

namespace {

corev1::PersistentVolumeClaim claim(std::string storageClass = "s") {
    corev1::PersistentVolumeClaim made;
    made.metadata.name = "c";
    made.metadata.namespace_ = "d";
    made.metadata.uid = "uid-c";
    made.spec.accessModes = {"ReadWriteOnce"};
    made.spec.storageClassName = std::move(storageClass);
    made.spec.resources.requests["storage"] = schema::Quantity::fromBytes(1 << 30);
    return made;
}

corev1::PersistentVolume volume(const std::string& name, std::int64_t gib = 1) {
    corev1::PersistentVolume made;
    made.metadata.name = name;
    made.spec.storageClassName = "s";
    made.spec.accessModes = {"ReadWriteOnce"};
    made.spec.capacity["storage"] = schema::Quantity::fromBytes(gib << 30);
    made.status.phase = "Available";
    return made;
}

storagev1::StorageClass storageClass(const std::string& provisioner, const std::string& mode = "Immediate") {
    storagev1::StorageClass made;
    made.metadata.name = "s";
    made.provisioner = provisioner;
    made.volumeBindingMode = mode;
    return made;
}

ClaimPlan planned(const corev1::PersistentVolumeClaim& claim, const std::vector<corev1::PersistentVolume>& volumes = {},
                  const storagev1::StorageClass* storageClass = nullptr, const std::string& defaultClass = "") {
    std::vector<ObjectRef> objects;
    ObjectRef named;
    for (const auto& one : volumes) {
        objects.push_back(asObject(one));
        if (one.metadata.name == claim.spec.volumeName) named = objects.back();
    }
    return planClaim({claim, objects, named, storageClass, defaultClass});
}
using Action = ClaimPlan::Action;

corev1::ObjectReference reference(const std::string& uid, const std::string& name = "c") {
    corev1::ObjectReference made;
    made.namespace_ = "d";
    made.name = name;
    made.uid = uid;
    return made;
}

}  // namespace

TEST_CASE("the smallest volume that fits in every way is chosen") {
    auto other = volume("other");
    other.spec.storageClassName = "t";
    auto taken = volume("taken");
    taken.spec.claimRef = reference("somebody", "x");
    auto many = volume("many", 1);
    many.spec.accessModes = {"ReadWriteOnce", "ReadOnlyMany"};
    auto block = volume("block");
    block.spec.volumeMode = "Block";
    auto released = volume("released");
    released.status.phase = "Released";
    auto plan = planned(claim(), {other, taken, block, released, volume("large", 9), many, volume("fit", 2)});
    REQUIRE(plan.action == Action::Bind);
    CHECK(plan.volume->name() == "fit");
    CHECK(planned(claim(), {other, taken, block, released}).action == Action::Wait);

    auto selective = claim();
    selective.spec.selector.ensure().matchLabels["tier"] = "fast";
    auto fast = volume("fast", 20);
    fast.metadata.labels["tier"] = "fast";
    CHECK(planned(selective, {volume("fit"), fast}).volume->name() == "fast");
    auto reserved = volume("reserved", 50);
    reserved.spec.claimRef = reference("");
    CHECK(planned(claim(), {volume("fit"), reserved}).volume->name() == "reserved");
}

TEST_CASE("a claim that finds nothing waits, and says for what") {
    CHECK(planned(claim("")).event.message ==
          "no persistent volumes available for this claim and no storage class is set");
    CHECK(planned(claim()).event.reason == "ProvisioningFailed");
    const auto none = storageClass("kubernetes.io/no-provisioner");
    CHECK(planned(claim(), {}, &none).event.message == "no volume plugin matched name: kubernetes.io/no-provisioner");
    const auto lazy = storageClass("example.com/p", "WaitForFirstConsumer");
    CHECK(planned(claim(), {volume("fit")}, &lazy).event.reason == "WaitForFirstConsumer");
    const auto awaited = [&](std::vector<std::string> pods) {
        const auto wanted = claim();
        const auto event = planClaim({wanted, {}, nullptr, &lazy, "", std::move(pods)}).event;
        return std::format("{}: {}", event.reason, event.message);
    };
    CHECK(awaited({"a"}) == "WaitForPodScheduled: waiting for pod a to be scheduled");
    CHECK(awaited({"a", "b"}) == "WaitForPodScheduled: waiting for pods a,b to be scheduled");
    auto chosen = claim();
    chosen.metadata.annotations[std::string(volumes::kSelectedNode)] = "n";
    const auto plan = planned(chosen, {}, &lazy);
    CHECK(plan.action == Action::Provision);
    CHECK(plan.provisioner == "example.com/p");
    auto unclassed = claim();
    unclassed.spec.storageClassName.reset();
    CHECK(planned(unclassed, {}, nullptr, "standard").storageClass == "standard");
}

TEST_CASE("a claim that names its volume gets that one or none") {
    auto named = claim();
    named.spec.volumeName = "v";
    CHECK(planned(named).action == Action::Wait);
    CHECK(planned(named, {volume("v")}).action == Action::Bind);
    auto small = volume("v");
    small.spec.capacity["storage"] = schema::Quantity::fromBytes(1);
    CHECK(planned(named, {small}).event.message == "Cannot bind to requested volume \"v\": requested PV is too small");
    auto theirs = volume("v");
    theirs.spec.claimRef = reference("x", "x");
    CHECK(planned(named, {theirs}).event.message == "volume \"v\" already bound to a different claim.");
}

TEST_CASE("a bound claim is lost with its volume") {
    auto bound = claim();
    bound.metadata.annotations[std::string(volumes::kBindCompleted)] = "yes";
    CHECK(planned(bound).action == Action::Lose);
    bound.spec.volumeName = "v";
    CHECK(planned(bound).event.reason == "ClaimLost");
    auto own = volume("v");
    own.spec.claimRef = reference("uid-c");
    CHECK(planned(bound, {own}).action == Action::Bind);
    own.spec.claimRef = reference("another");
    CHECK(planned(bound, {own}).event.reason == "ClaimMisbound");
}

TEST_CASE("a volume goes through its phases") {
    using enum VolumePlan::Action;
    auto one = volume("v");
    CHECK(planVolume(one, nullptr).action == Nothing);
    one.status.phase = "Pending";
    CHECK(planVolume(one, nullptr).phase == "Available");
    one.spec.claimRef = reference("uid-c");
    CHECK(planVolume(one, nullptr).action == Release);
    auto its = claim();
    CHECK(planVolume(one, &its).action == WakeClaim);
    its.spec.volumeName = "v";
    CHECK(planVolume(one, &its).phase == "Bound");
    its.spec.volumeName = "w";
    CHECK(planVolume(one, &its).action == Unbind);
    one.spec.persistentVolumeReclaimPolicy = "Delete";
    CHECK(reclaimFailure(one).reason == "VolumeFailedDelete");
    one.metadata.annotations[std::string(volumes::kProvisionedBy)] = "p";
    CHECK(planVolume(one, &its).action == Release);
    CHECK(reclaimFailure(one).type.empty());
    one.spec.persistentVolumeReclaimPolicy = "Recycle";
    CHECK(reclaimFailure(one).reason == "VolumeFailedRecycle");
}

TEST_CASE("a folder on the chosen node, as the claim asks") {
    corev1::Node node;
    node.metadata.name = "n1";
    node.metadata.labels["kubernetes.io/hostname"] = "host1";
    CHECK(persistentvolumeprovisioner::directoryOf(node).empty());
    node.metadata.annotations[std::string(volumes::kVolumesDirectory)] = "/data/node/volumes";
    auto made =
        persistentvolumeprovisioner::volumeFor(claim(), storageClass(std::string(volumes::kHostPathProvisioner)), node);
    CHECK(made.spec.local->path == "/data/node/volumes/pvc-uid-c");
    CHECK(made.spec.claimRef->uid == "uid-c");
    CHECK(made.spec.nodeAffinity->required->nodeSelectorTerms[0].matchExpressions[0].values[0] == "host1");
    CHECK(persistentvolumeprovisioner::unservable(claim()).empty());
    auto block = claim();
    block.spec.volumeMode = "Block";
    CHECK(!persistentvolumeprovisioner::unservable(block).empty());
}

TEST_CASE("claims are held by pods that have a node") {
    auto pod = runningPod("p");
    auto& data = pod.spec.volumes.emplace_back();
    data.name = "data";
    data.persistentVolumeClaim.ensure().claimName = "c";
    auto& own = pod.spec.volumes.emplace_back();
    own.name = "own";
    own.ephemeral.ensure().volumeClaimTemplate.ensure().metadata.labels["a"] = "b";
    const ObjectRef object = asObject(pod);
    CHECK(volumeprotection::claimKeysOf(*object) == std::vector<std::string>{"d/c", "d/p-own"});
    CHECK(volumeprotection::holdsClaims(pod));
    pod.spec.nodeName.clear();
    CHECK(!volumeprotection::holdsClaims(pod));
    const auto made = ephemeralvolume::claimFor(*object, own);
    CHECK(made.metadata.name == "p-own");
    CHECK(made.metadata.labels.at("a") == "b");
    CHECK(made.metadata.ownerReferences[0].uid == "uid-p");
}
