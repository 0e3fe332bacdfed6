#include <doctest/doctest.h>

#include "engine/controllers/garbagecollector/graph.h"
#include "tests/unit/controllers/objects.h"

using namespace armillary;
using namespace armillary::controllers;
using Strings = std::vector<std::string>;

namespace {

const auto& pods() {
    return resources::resourceOf<corev1::Pod>();
}

corev1::Pod child(const std::string& name, const std::string& owner) {
    auto pod = test::runningPod(name);
    if (!owner.empty()) {
        auto& reference = pod.metadata.ownerReferences.emplace_back();
        reference.apiVersion = "v1";
        reference.kind = "Pod";
        reference.name = owner;
        reference.uid = "uid-" + owner;
        reference.blockOwnerDeletion = true;
    }
    return pod;
}

}  // namespace

TEST_CASE("an object whose owner nobody has seen is looked at; one whose owner is known is not") {
    gc::OwnerGraph graph;
    CHECK(graph.put(pods(), test::asObject(child("a", "ghost"))) == Strings{"uid-a"});
    CHECK(graph.put(pods(), test::asObject(child("owner", ""))).empty());
    CHECK(graph.put(pods(), test::asObject(child("b", "owner"))).empty());
    CHECK(graph.dependentsOf("uid-owner").size() == 1);
    CHECK(graph.ownedByUnseen() == Strings{"uid-a"});
    CHECK(graph.put(pods(), test::asObject(child("ghost", ""))).empty());
    CHECK(graph.dependentsOf("uid-ghost").size() == 1);
    CHECK(graph.ownedByUnseen().empty());
}

TEST_CASE("an owner's end brings its dependents up, and a dependent's end the owner that waits") {
    gc::OwnerGraph graph;
    auto owner = child("owner", "");
    graph.put(pods(), test::asObject(owner));
    graph.put(pods(), test::asObject(child("a", "owner")));
    graph.put(pods(), test::asObject(child("b", "owner")));
    owner.metadata.deletionTimestamp = schema::Time(1'760'000'000);
    owner.metadata.finalizers = {"foregroundDeletion"};
    CHECK(graph.put(pods(), test::asObject(owner)) == Strings{"uid-owner", "uid-a", "uid-b"});
    CHECK(graph.find("uid-owner")->awaitsDependents());
    CHECK(graph.remove(test::asObject(child("a", "owner"))) == Strings{"uid-owner"});
    CHECK(graph.remove(test::asObject(owner)) == Strings{"uid-b"});
    CHECK(graph.remove(test::asObject(child("b", "owner"))).empty());
    CHECK_FALSE(graph.find("uid-owner"));
}

TEST_CASE("an owner that orphans is looked at, and freed dependents leave it") {
    gc::OwnerGraph graph;
    auto owner = child("owner", "");
    graph.put(pods(), test::asObject(owner));
    graph.put(pods(), test::asObject(child("a", "owner")));
    owner.metadata.deletionTimestamp = schema::Time(1'760'000'000);
    owner.metadata.finalizers = {"orphan"};
    CHECK(graph.put(pods(), test::asObject(owner)) == Strings{"uid-owner"});
    graph.put(pods(), test::asObject(child("a", "")));
    CHECK(graph.dependentsOf("uid-owner").empty());
}

TEST_CASE("an owner is held up by dependents that block it, and by no others") {
    gc::OwnerGraph graph;
    const auto owner = child("owner", "");
    graph.put(pods(), test::asObject(owner));
    CHECK_FALSE(graph.blockerOf("uid-owner"));
    auto free = child("a", "owner");
    free.metadata.ownerReferences[0].blockOwnerDeletion = false;
    graph.put(pods(), test::asObject(free));
    CHECK_FALSE(graph.blockerOf("uid-owner"));
    graph.put(pods(), test::asObject(child("b", "owner")));
    graph.put(pods(), test::asObject(child("c", "owner")));
    CHECK(graph.blockerOf("uid-owner")->object->name() == "b");
    graph.remove(test::asObject(child("b", "owner")));
    CHECK(graph.blockerOf("uid-owner")->object->name() == "c");
    // Nobody is told what he did not ask for: of many dependents each asks about their owner.
    static_assert(sizeof(gc::OwnerGraph::Node) == sizeof(void*) + sizeof(ObjectRef));
    auto freed = child("c", "owner");
    freed.metadata.ownerReferences[0].blockOwnerDeletion = false;
    graph.put(pods(), test::asObject(freed));
    CHECK_FALSE(graph.blockerOf("uid-owner"));
    CHECK(graph.dependentsOf("uid-owner").size() == 2);
}

TEST_CASE("a dependent of an owner in another namespace is looked at: it may have nobody") {
    gc::OwnerGraph graph;
    auto owner = child("owner", "");
    owner.metadata.namespace_ = "elsewhere";
    graph.put(pods(), test::asObject(owner));
    CHECK(graph.put(pods(), test::asObject(child("a", "owner"))) == Strings{"uid-a"});
    CHECK(graph.put(pods(), test::asObject(child("a", "owner"))).empty());
}
