#include "nodes/agent/upkeep/eviction.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <fstream>

#include "nodes/agent/node/node_status.h"
#include "nodes/agent/upkeep/evictor.h"

namespace armillary::agent {
namespace {

namespace fs = std::filesystem;

PodLoad load(const std::string& name, const std::string& spec, std::int64_t memory, std::int64_t disk = 0) {
    auto object = Object::parse(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name +
                                R"(","namespace":"n","uid":"uid-)" + name + R"("},"spec":)" + spec + "}");
    REQUIRE(object.has_value());
    return {*object, {{"c", memory}}, {{"c", disk}}, {}};
}

constexpr std::int64_t kMi = 1 << 20;
constexpr const char* kPlain = R"({"containers":[{"name":"c"}]})";

TEST_CASE("who goes first when memory is short") {
    const Shortage memory{Shortage::Resource::Memory, 100 * kMi, 50 * kMi};
    const char* asking = R"({"containers":[{"name":"c","resources":{"requests":{"memory":"512Mi"}}}]})";
    const char* important = R"({"priority":1000,"containers":[{"name":"c"}]})";
    const char* critical = R"({"priority":2000000000,"containers":[{"name":"c"}]})";
    std::vector<PodLoad> loads{load("within", asking, 500 * kMi), load("small", kPlain, 10 * kMi),
                               load("large", kPlain, 300 * kMi), load("important", important, 900 * kMi),
                               load("critical", critical, 2000 * kMi)};
    CHECK(firstToGo(loads, memory)->pod().metadata.name == "large");
    CHECK(shortageMessage(loads[2], memory) ==
          "The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi. Container c was using "
          "300Mi, request is 0, has larger consumption of memory. ");
    loads.erase(loads.begin() + 1, loads.begin() + 3);
    CHECK(firstToGo(loads, memory)->pod().metadata.name == "important");
    loads.erase(loads.begin() + 1);
    CHECK(firstToGo(loads, memory)->pod().metadata.name == "within");
    loads.erase(loads.begin());
    CHECK(firstToGo(loads, memory) == nullptr);
}

TEST_CASE("who goes first when processes are few") {
    const Shortage pids{Shortage::Resource::Pids, 3276, 120};
    std::vector<PodLoad> loads{load("few", kPlain, 900 * kMi), load("many", kPlain, 1),
                               load("important", R"({"priority":1000,"containers":[{"name":"c"}]})", 1)};
    loads[0].processes = 3;
    loads[1].processes = 500;
    loads[2].processes = 9000;
    CHECK(firstToGo(loads, pids)->pod().metadata.name == "many");
    CHECK(shortageMessage(loads[1], pids) ==
          "The node was low on resource: pids. Threshold quantity: 3276, available: 120. ");
}

TEST_CASE("limits that a pod sets itself") {
    auto volume =
        load("a", R"({"containers":[{"name":"c"}],"volumes":[{"name":"v","emptyDir":{"sizeLimit":"8Mi"}}]})", 0);
    volume.volumes["v"] = 8 * kMi;
    CHECK_FALSE(overLimit(volume));
    volume.volumes["v"] = 9 * kMi;
    CHECK(overLimit(volume) == "Usage of EmptyDir volume \"v\" exceeds the limit \"8Mi\". ");
    const char* limited = R"({"containers":[{"name":"c","resources":{"limits":{"ephemeral-storage":"10Mi"}}},
                                            {"name":"d","resources":{"limits":{"ephemeral-storage":"5Mi"}}}]})";
    CHECK(overLimit(load("b", limited, 0, 11 * kMi)) ==
          "Container c exceeded its local ephemeral storage limit \"10Mi\". ");
    // The pod's own limit, which is their sum, comes first.
    CHECK(overLimit(load("b", limited, 0, 16 * kMi)) ==
          "Pod ephemeral local storage usage exceeds the total limit of containers 15Mi. ");
}

TEST_CASE("the limits of a pod's containers bound its volumes on disk as well, not those in memory") {
    const auto pod = [](const std::string& medium, const std::string& more = "") {
        return load("c",
                    R"({"containers":[{"name":"c","resources":{"limits":{"ephemeral-storage":"10Mi"}}})" + more +
                        R"(],"volumes":[{"name":"v","emptyDir":{"medium":")" + medium + R"("}}]})",
                    0, 5 * kMi);
    };
    constexpr const char* kTotal = "Pod ephemeral local storage usage exceeds the total limit of containers 10Mi. ";
    auto onDisk = pod("");
    onDisk.volumes["v"] = 5 * kMi;
    CHECK_FALSE(overLimit(onDisk));
    onDisk.volumes["v"] = 6 * kMi;
    CHECK(overLimit(onDisk) == kTotal);
    auto inMemory = pod("Memory");
    inMemory.volumes["v"] = 6 * kMi;
    CHECK_FALSE(overLimit(inMemory));
    // One without a limit adds nothing to what the others may use.
    auto two = pod("", R"(,{"name":"d"})");
    two.volumes["v"] = 6 * kMi;
    CHECK(overLimit(two) == kTotal);
}

TEST_CASE("a node under pressure takes few") {
    const auto pod = [](const char* spec) { return load("p", spec, 0).pod(); };
    const char* burstable = R"({"containers":[{"name":"c","resources":{"requests":{"memory":"1Mi"}}}]})";
    const Shortage memory{Shortage::Resource::Memory}, disk{Shortage::Resource::Disk}, pids{Shortage::Resource::Pids};
    CHECK_FALSE(admitUnderPressure(pod(kPlain), {}));
    CHECK(admitUnderPressure(pod(kPlain), {memory})->message == "The node had condition: [MemoryPressure]. ");
    CHECK_FALSE(admitUnderPressure(pod(burstable), {memory}));
    CHECK_FALSE(admitUnderPressure(
        pod(R"({"tolerations":[{"key":"node.kubernetes.io/memory-pressure","operator":"Exists"}],"containers":[{"name":"c"}]})"),
        {memory}));
    CHECK(admitUnderPressure(pod(burstable), {disk})->message == "The node had condition: [DiskPressure]. ");
    CHECK_FALSE(admitUnderPressure(pod(R"({"priority":2000001000,"containers":[]})"), {disk}));
    CHECK(admitUnderPressure(pod(burstable), {pids})->message == "The node had condition: [PIDPressure]. ");
    CHECK(admitUnderPressure(pod(burstable), {memory, disk})->message ==
          "The node had condition: [DiskPressure MemoryPressure]. ");
    auto fromFile = pod(burstable);
    fromFile.metadata.annotations["kubernetes.io/config.source"] = "file";
    CHECK_FALSE(admitUnderPressure(fromFile, {pids}));
    Pressure low;
    low.memoryAvailable = 50 * kMi;
    low.diskAvailable = low.diskBytes = 1 << 30;
    CHECK(shortagesOf(low).at(0).resource == Shortage::Resource::Memory);
    low.memoryAvailable = 4096 * kMi;
    CHECK(shortagesOf(low).empty());
    low.diskAvailable = 1 << 20;
    CHECK(shortagesOf(low).at(0).resource == Shortage::Resource::Disk);
    low.diskAvailable = low.diskBytes;
    CHECK(admitUnderPressure(pod(burstable), {{Shortage::Resource::Disk}, {Shortage::Resource::Inodes}})->message ==
          "The node had condition: [DiskPressure]. ");
    low.maxPids = 1000;
    low.pids = 899;
    CHECK(shortagesOf(low).empty());
    low.pids = 901;
    CHECK(shortagesOf(low).at(0).resource == Shortage::Resource::Pids);
    CHECK(shortagesOf(low).at(0).available == 99);
}

TEST_CASE("a large disk is not short while there is room for what pods do") {
    constexpr std::int64_t kGi = 1ll << 30;
    Pressure node;
    node.memoryAvailable = 8 * kGi;
    const auto leastOf = [&](std::int64_t diskBytes) {
        node.diskBytes = diskBytes;
        node.diskAvailable = 0;
        return shortagesOf(node).at(0).threshold;
    };
    CHECK(leastOf(20 * kGi) == kGi);
    CHECK(leastOf(40 * kGi) == 2 * kGi);
    CHECK(leastOf(250 * kGi) == 2 * kGi);
    CHECK(leastOf(8192 * kGi) == 2 * kGi);
    node.diskAvailable = 3 * kGi;
    CHECK(shortagesOf(node).empty());
    node.diskAvailable = 2 * kGi - 1;
    CHECK(shortagesOf(node).size() == 1);
}

TEST_CASE("inodes run short by themselves, and are spoken of by their name") {
    Pressure node;
    node.memoryAvailable = node.diskBytes = node.diskAvailable = 1ll << 40;
    CHECK(shortagesOf(node).empty());  // a file system that does not count them
    node.inodes = 1'000'000;
    node.inodesFree = 29'999;
    auto shortages = shortagesOf(node);
    REQUIRE(shortages.size() == 1);
    CHECK(shortages[0].resource == Shortage::Resource::Inodes);
    CHECK(shortages[0].threshold == 30'000);
    node.inodesFree = 30'000;
    CHECK(shortagesOf(node).empty());
    node.inodes = 60'000'000;
    node.inodesFree = 100'000;
    CHECK(shortagesOf(node).empty());
    node.inodesFree = 99'999;
    shortages = shortagesOf(node);
    REQUIRE(shortages.size() == 1);
    std::vector<PodLoad> loads{load("few", kPlain, 0, 900 * kMi), load("many", kPlain, 0)};
    loads[0].inodes = 12;
    loads[1].inodes = 40'000;
    CHECK(firstToGo(loads, shortages[0])->pod().metadata.name == "many");
    CHECK(shortageMessage(loads[1], shortages[0]) ==
          "The node was low on resource: inodes. Threshold quantity: 100000, available: 99999. ");
    NodeInput input;
    input.shortages = shortages;
    const auto conditions = nodeStatusOf(input, {}).conditions;
    const auto disk = std::ranges::find(conditions, corev1::kNodeDiskPressure, &corev1::NodeCondition::type);
    REQUIRE(disk != conditions.end());
    CHECK(disk->status == "True");
}

TEST_CASE("what belongs to no pod goes") {
    std::string pattern = (fs::temp_directory_path() / "armillary-orphans.XXXXXX").string();
    const Layout layout{mkdtemp(pattern.data())};
    FakeMounter mounter;
    for (const char* uid : {"one", "two"}) {
        fs::create_directories(layout.pod(uid) / "volumes");
        fs::create_directories(layout.podLog("n", "p", uid));
    }
    std::ofstream(layout.pod("one") / "volumes" / "f") << std::string(10000, 'x') << std::flush;
    CHECK(bytesBelow(layout.pod("one")) >= 8192);
    // A pod that starts while this goes on is known only to who asks afterwards.
    removeOrphans(layout, mounter, [&] {
        fs::create_directories(layout.pod("new") / "volumes");
        fs::create_directories(layout.podLog("n", "p", "new"));
        return std::set<std::string>{"one"};
    });
    CHECK(fs::exists(layout.pod("new") / "volumes"));
    CHECK(fs::exists(layout.podLog("n", "p", "new")));
    CHECK(fs::exists(layout.pod("one") / "volumes" / "f"));
    CHECK(fs::exists(layout.podLog("n", "p", "one")));
    CHECK_FALSE(fs::exists(layout.pod("two")));
    CHECK_FALSE(fs::exists(layout.podLog("n", "p", "two")));
    fs::remove_all(layout.dataDir);
}

TEST_CASE("a shortage is remembered for five minutes") {
    async::ManualClock clock;
    RecentShortages recent(clock);
    CHECK(recent.note({}).empty());
    CHECK(recent.note({{Shortage::Resource::Memory, 100, 50}}).size() == 1);
    clock.advance(std::chrono::minutes(4));
    REQUIRE(recent.note({}).size() == 1);
    CHECK(recent.note({{Shortage::Resource::Disk, 10, 5}}).size() == 2);
    clock.advance(std::chrono::minutes(1));
    auto left = recent.note({});
    REQUIRE(left.size() == 1);
    CHECK(left[0].resource == Shortage::Resource::Disk);
    clock.advance(std::chrono::minutes(4));
    CHECK(recent.note({}).empty());
}

}  // namespace
}  // namespace armillary::agent
