#include <doctest/doctest.h>

#include "engine/schema/api/storagev1.h"
#include "tests/scenario/scheduler/world.h"

using namespace armillary;
using namespace armillary::test;
using Claim = corev1::PersistentVolumeClaim;
using Volume = corev1::PersistentVolume;

namespace {

std::string claim(const std::string& name, const std::string& more = "", const std::string& size = "1Gi") {
    return std::format(
        R"({{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{{"name":"{}"}},"spec":{{"accessModes":["ReadWriteOnce"],"resources":{{"requests":{{"storage":"{}"}}}}{}}}}})",
        name, size, more);
}

std::string volume(const std::string& name, const std::string& size, const std::string& more) {
    return std::format(
        R"({{"apiVersion":"v1","kind":"PersistentVolume","metadata":{{"name":"{}"}},"spec":{{"capacity":{{"storage":"{}"}},"accessModes":["ReadWriteOnce"],"hostPath":{{"path":"/tmp/{}"}}{}}}}})",
        name, size, name, more);
}

std::string uses(const std::string& claimName) {
    return std::format(R"(,"volumes":[{{"name":"data","persistentVolumeClaim":{{"claimName":"{}"}}}}])", claimName);
}

template <class T>
bool reaches(World& world, const std::string& name, const std::string& phase) {
    return eventually([&] {
        const auto found = world.find<T>(name);
        return found && found->status.phase == phase;
    });
}

}  // namespace

TEST_CASE("a claim without a class gets a folder on the node of its first pod, and takes it along when it goes") {
    World world(2);
    REQUIRE(world.create<Claim>(claim("data")));
    CHECK(world.find<Claim>("data")->spec.storageClassName == "standard");
    CHECK(world.hasEvent("data", "WaitForFirstConsumer", "waiting for first consumer to be created before binding"));
    REQUIRE(world.pod("db", "1", uses("data")));
    REQUIRE(world.runs("db"));
    REQUIRE(reaches<Claim>(world, "data", "Bound"));
    const auto bound = world.find<Claim>("data");
    CHECK(bound->status.capacity.at("storage").text() == "1Gi");
    CHECK(bound->metadata.annotations.at("pv.kubernetes.io/bind-completed") == "yes");
    CHECK(bound->metadata.annotations.at("volume.kubernetes.io/storage-provisioner") == "armillary.dev/host-path");
    const std::string name = bound->spec.volumeName;
    CHECK(name == "pvc-" + bound->metadata.uid);
    const auto made = world.find<Volume>(name);
    REQUIRE(made);
    CHECK(made->spec.persistentVolumeReclaimPolicy == "Delete");
    const std::string node = world.find<corev1::Pod>("db")->spec.nodeName;
    CHECK(made->spec.nodeAffinity->required->nodeSelectorTerms[0].matchExpressions[0].values ==
          std::vector<std::string>{node});

    // A pod that comes later goes where the data is.
    REQUIRE(world.remove<corev1::Pod>("db"));
    REQUIRE(eventually([&] { return !world.find<corev1::Pod>("db"); }));
    REQUIRE(world.pod("again", "1", uses("data")));
    REQUIRE(world.runs("again"));
    CHECK(world.find<corev1::Pod>("again")->spec.nodeName == node);

    // In use, it stays.
    REQUIRE(world.remove<Claim>("data"));
    CHECK(world.find<Claim>("data")->metadata.deletionTimestamp);
    REQUIRE(world.remove<corev1::Pod>("again"));
    CHECK(eventually([&] { return !world.find<Claim>("data"); }));
    CHECK(eventually([&] { return !world.find<Volume>(name); }));
}

TEST_CASE("volumes made by hand are matched, released, and kept") {
    World world;
    const std::string manual = R"(,"storageClassName":"manual")";
    REQUIRE(world.create<Volume>(volume("large", "5Gi", manual)));
    REQUIRE(world.create<Volume>(volume("small", "2Gi", manual)));
    REQUIRE(world.create<Volume>(volume("tiny", "1Mi", manual)));
    REQUIRE(reaches<Volume>(world, "small", "Available"));
    REQUIRE(world.create<Claim>(claim("data", manual)));
    REQUIRE(reaches<Claim>(world, "data", "Bound"));
    CHECK(world.find<Claim>("data")->spec.volumeName == "small");
    CHECK(world.find<Claim>("data")->status.capacity.at("storage").text() == "2Gi");
    REQUIRE(reaches<Volume>(world, "small", "Bound"));
    CHECK(world.find<Volume>("small")->metadata.annotations.at("pv.kubernetes.io/bound-by-controller") == "yes");

    // A bound volume that is deleted waits for its claim.
    REQUIRE(world.remove<Claim>("data"));
    REQUIRE(reaches<Volume>(world, "small", "Released"));
    // What was released is given to nobody else by itself.
    REQUIRE(world.create<Claim>(claim("next", manual)));
    REQUIRE(reaches<Claim>(world, "next", "Bound"));
    CHECK(world.find<Claim>("next")->spec.volumeName == "large");
    REQUIRE(world.remove<Volume>("large"));
    CHECK(world.find<Volume>("large")->metadata.deletionTimestamp);
    REQUIRE(world.remove<Claim>("next"));
    CHECK(eventually([&] { return !world.find<Volume>("large"); }));
}

TEST_CASE("a volume can be reserved, and asked for by name") {
    World world;
    REQUIRE(world.create<Volume>(
        volume("reserved", "1Gi", R"(,"storageClassName":"x","claimRef":{"namespace":"default","name":"chosen"})")));
    REQUIRE(reaches<Volume>(world, "reserved", "Available"));
    REQUIRE(world.create<Claim>(claim("other", R"(,"storageClassName":"x")")));
    REQUIRE(world.create<Claim>(claim("chosen", R"(,"storageClassName":"x")")));
    REQUIRE(reaches<Claim>(world, "chosen", "Bound"));
    CHECK(world.find<Claim>("other")->status.phase == "Pending");
    CHECK(world.hasEvent("other", "ProvisioningFailed", "storageclass.storage.k8s.io \"x\" not found"));

    REQUIRE(world.create<Volume>(volume("named", "1Gi", R"(,"storageClassName":"")")));
    REQUIRE(world.create<Claim>(claim("byname", R"(,"storageClassName":"","volumeName":"named")")));
    REQUIRE(reaches<Claim>(world, "byname", "Bound"));
    // Somebody takes the volume away by force.
    REQUIRE(world.remove<Volume>("named"));
    REQUIRE(world.client().patch(client::target<Volume>({}, "named"), client::PatchType::Merge,
                                 R"({"metadata":{"finalizers":null}})"));
    CHECK(reaches<Claim>(world, "byname", "Lost"));
    CHECK(world.hasEvent("byname", "ClaimLost"));
}

TEST_CASE("what cannot be reclaimed says so") {
    World world;
    REQUIRE(world.create<Volume>(
        volume("v", "1Gi", R"(,"storageClassName":"m","persistentVolumeReclaimPolicy":"Delete")")));
    REQUIRE(world.create<Claim>(claim("c", R"(,"storageClassName":"m")")));
    REQUIRE(reaches<Claim>(world, "c", "Bound"));
    REQUIRE(world.remove<Claim>("c"));
    CHECK(reaches<Volume>(world, "v", "Failed"));
    CHECK(world.hasEvent("v", "VolumeFailedDelete"));
}

TEST_CASE("a pod's own ephemeral claim comes and goes with it") {
    World world;
    REQUIRE(world.pod(
        "job", "1",
        R"(,"volumes":[{"name":"scratch","ephemeral":{"volumeClaimTemplate":{"metadata":{"labels":{"a":"b"}},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}}}])"));
    REQUIRE(world.runs("job"));
    const auto made = world.find<Claim>("job-scratch");
    REQUIRE(made);
    CHECK(made->metadata.labels.at("a") == "b");
    CHECK(made->metadata.ownerReferences[0].name == "job");
    // The scheduler waits for the binding, not for the status that tells of it.
    CHECK(reaches<Claim>(world, "job-scratch", "Bound"));
    REQUIRE(world.remove<corev1::Pod>("job"));
    CHECK(eventually([&] { return !world.find<Claim>("job-scratch"); }));
}

TEST_CASE("a class without a provisioner binds what there is on the node, one pod at a time where asked") {
    World world(2);
    REQUIRE(world.create<storagev1::StorageClass>(
        R"({"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"local"},"provisioner":"kubernetes.io/no-provisioner","volumeBindingMode":"WaitForFirstConsumer"})"));
    REQUIRE(world.create<Volume>(
        R"({"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"disk"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOncePod"],"storageClassName":"local","local":{"path":"/mnt"},"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"kubernetes.io/hostname","operator":"In","values":["simulated-1"]}]}]}}}})"));
    std::string only = claim("only", R"(,"storageClassName":"local")");
    only.replace(only.find("ReadWriteOnce"), 13, "ReadWriteOncePod");
    REQUIRE(world.create<Claim>(only));
    REQUIRE(world.pod("first", "1", uses("only")));
    REQUIRE(world.runs("first"));
    CHECK(world.find<corev1::Pod>("first")->spec.nodeName == "simulated-1");
    CHECK(world.find<Claim>("only")->spec.volumeName == "disk");
    REQUIRE(world.pod("second", "1", uses("only")));
    CHECK(eventually([&] { return world.whyPending("second").contains("ReadWriteOncePod access mode"); }));
    REQUIRE(world.remove<corev1::Pod>("first"));
    CHECK(world.runs("second"));
}

TEST_CASE("bound claims grow only where their class lets them") {
    World world;
    REQUIRE(world.create<Volume>(volume("v", "1Gi", R"(,"storageClassName":"m")")));
    REQUIRE(world.create<Claim>(claim("c", R"(,"storageClassName":"m")")));
    REQUIRE(reaches<Claim>(world, "c", "Bound"));
    const auto grown = world.client().patch(client::target<Claim>("default", "c"), client::PatchType::Merge,
                                            R"({"spec":{"resources":{"requests":{"storage":"2Gi"}}}})");
    REQUIRE(!grown);
    CHECK(grown.error().message ==
          "persistentvolumeclaims \"c\" is forbidden: only dynamically provisioned pvc can be resized and the "
          "storageclass "
          "that provisions the pvc must support resize");
}
