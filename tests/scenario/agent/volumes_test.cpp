#include <sys/stat.h>
#include <unistd.h>

#include <thread>

#include "tests/scenario/agent/node.h"

/// Volumes as a pod's containers find them: whose they are, and who may read them.
namespace armillary::agent {
namespace {

constexpr int kGroup = 4242;

/// A pod with a volume of every kind that the node writes itself.
std::string podWithAll(const std::string& security) {
    return R"({"nodeName":"node","restartPolicy":"Never",)" + security +
           R"("containers":[{"name":"web","image":"web:1","imagePullPolicy":"Never"}],"volumes":[
        {"name":"disk","emptyDir":{}},
        {"name":"memory","emptyDir":{"medium":"Memory"}},
        {"name":"map","configMap":{"name":"map","defaultMode":256}},
        {"name":"secret","secret":{"secretName":"secret","items":[{"key":"k","path":"dir/k"}]}},
        {"name":"downward","downwardAPI":{"items":[{"path":"name","mode":256,"fieldRef":{"fieldPath":"metadata.name"}}]}},
        {"name":"all","projected":{"sources":[{"secret":{"name":"secret"}},{"serviceAccountToken":{"path":"token"}}]}}]})";
}

struct Volume : Node {
    explicit Volume(const std::string& security) {
        REQUIRE(client.create(client::target<corev1::ConfigMap>("default"),
                              R"({"metadata":{"name":"map","namespace":"default"},"data":{"k":"v"}})"));
        REQUIRE(client.create(client::target<corev1::Secret>("default"),
                              R"({"metadata":{"name":"secret","namespace":"default"},"data":{"k":"dg=="}})"));
        create("a", podWithAll(security));
        REQUIRE(status("a").containerStatuses.at(0).state.running);
    }
    /// Of what links lead to: its mode, and where this process may give things away, its owner and group.
    std::string at(const std::string& plugin, const std::string& name, const std::string& below = "") {
        struct stat info{};
        REQUIRE(::stat((volume("a", plugin, name) + below).c_str(), &info) == 0);
        const bool root = ::geteuid() == 0;
        return std::format("{:o} {}:{}", info.st_mode & 07777, root ? info.st_uid : 0, root ? info.st_gid : 0);
    }
};

TEST_CASE("volumes without a group of the pod's have the modes that are asked for") {
    Volume volume("");
    CHECK(volume.at("empty-dir", "disk") == "777 0:0");
    CHECK(volume.at("empty-dir", "memory") == "1777 0:0");
    CHECK(volume.at("configmap", "map") == "777 0:0");
    CHECK(volume.at("configmap", "map", "/k") == "400 0:0");
    CHECK(volume.at("secret", "secret") == "1777 0:0");
    CHECK(volume.at("secret", "secret", "/dir") == "755 0:0");
    CHECK(volume.at("secret", "secret", "/dir/k") == "644 0:0");
    CHECK(volume.at("downward-api", "downward", "/name") == "400 0:0");
    CHECK(volume.at("projected", "all", "/token") == "644 0:0");
}

TEST_CASE("volumes of a pod with a group are the group's, which may read what their owner may") {
    Volume volume(std::format(R"("securityContext":{{"fsGroup":{}}},)", kGroup));
    const auto is = [](const std::string& mode) { return std::format("{} 0:{}", mode, ::geteuid() == 0 ? kGroup : 0); };
    CHECK(volume.at("empty-dir", "disk") == is("2777"));
    CHECK(volume.at("empty-dir", "memory") == is("3777"));
    CHECK(volume.at("configmap", "map") == is("2777"));
    CHECK(volume.at("configmap", "map", "/..data") == is("2755"));
    CHECK(volume.at("configmap", "map", "/k") == is("440"));
    CHECK(volume.at("secret", "secret") == is("3777"));
    CHECK(volume.at("secret", "secret", "/dir") == is("2755"));
    CHECK(volume.at("secret", "secret", "/dir/k") == is("644"));
    CHECK(volume.at("downward-api", "downward", "/name") == is("440"));
    CHECK(volume.at("projected", "all", "/k") == is("644"));
    CHECK(volume.at("projected", "all", "/token") == is("640"));
    if (::geteuid() != 0) return;
    struct stat link{};
    REQUIRE(::lstat((volume.volume("a", "configmap", "map") + "/k").c_str(), &link) == 0);
    CHECK(link.st_gid == kGroup);
}

TEST_CASE("a token is the one user's that all containers run as") {
    Volume one(R"("securityContext":{"runAsUser":1000},)");
    CHECK(one.at("projected", "all", "/token") == (::geteuid() == 0 ? "600 1000:0" : "600 0:0"));
    CHECK(one.at("projected", "all", "/k") == "644 0:0");
    Volume both(std::format(R"("securityContext":{{"runAsUser":1000,"fsGroup":{}}},)", kGroup));
    CHECK(both.at("projected", "all", "/token") == (::geteuid() == 0 ? std::format("640 1000:{}", kGroup) : "640 0:0"));
}

TEST_CASE("an emptyDir of huge pages is mounted with the size of page that the pod asks for") {
    const auto spec = [](const std::string& resource) {
        return R"({"nodeName":"node","restartPolicy":"Never","containers":[{"name":"web","image":"web:1",
            "imagePullPolicy":"Never","resources":{"requests":{"cpu":"1m",)" +
               resource + R"(}}}],"volumes":[{"name":"huge","emptyDir":{"medium":"HugePages"}}]})";
    };
    Node node;
    node.create("a", spec(R"("hugepages-2Mi":"4Mi")"));
    CHECK(node.status("a").containerStatuses.at(0).state.running);
    CHECK(node.mounter.hugePages[node.volume("a", "empty-dir", "huge")] == 2u << 20);
    node.create("b", spec(R"("memory":"4Mi")"));
    CHECK(node.events.has(
        "FailedMount: MountVolume.SetUp failed for volume \"huge\" : medium HugePages: hugePages storage requested, "
        "but there is no resource request for huge pages"));
}

TEST_CASE("a volume in which nothing is new is not touched") {
    Volume volume(std::format(R"("securityContext":{{"fsGroup":{}}},)", ::getegid()));
    const auto changedAt = [&] {
        struct stat info{};
        REQUIRE(::stat(volume.volume("a", "secret", "secret").c_str(), &info) == 0);
        return std::pair(info.st_ctim.tv_sec, info.st_ctim.tv_nsec);
    };
    const auto before = changedAt();
    const auto pod = volume.client.get(client::target<corev1::Pod>("default", "a"));
    // Longer than the file system's clock takes for a tick.
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    REQUIRE(volume.volumes->prepare((*pod)->as<corev1::Pod>(), {}, {}));
    CHECK(changedAt() == before);
}

TEST_CASE("where volumes lie whose use can be told") {
    Volume node("");
    const auto object = node.client.get(client::target<corev1::Pod>("default", "a"));
    auto pod = (*object)->as<corev1::Pod>();
    pod.spec.volumes.emplace_back().hostPath.ensure().path = "/";
    auto& unknown = pod.spec.volumes.emplace_back();
    unknown.persistentVolumeClaim.ensure().claimName = "never-found";
    std::vector<std::string> onDisk, others;
    for (const auto& place : node.volumes->placesOf(pod)) {
        CHECK(std::filesystem::is_directory(place.path));
        CHECK(place.claim.empty());
        (place.onDisk ? onDisk : others).push_back(place.name);
    }
    CHECK(onDisk == std::vector<std::string>{"disk", "map"});
    CHECK(others == std::vector<std::string>{"memory", "secret", "downward", "all"});
}

/// Counts who is asked for.
class CountingSource final : public ObjectSource {
public:
    explicit CountingSource(ObjectSource& real) : m_real(real) {}
    Result<ObjectRef> configMap(const std::string& namespace_, const std::string& name) override {
        ++asked;
        return m_real.configMap(namespace_, name);
    }
    Result<ObjectRef> secret(const std::string& namespace_, const std::string& name) override {
        ++asked;
        return m_real.secret(namespace_, name);
    }
    int asked = 0;

private:
    ObjectSource& m_real;
};

TEST_CASE("a volume's object is asked for once") {
    Volume node("");
    CountingSource source(*node.objects);
    Volumes volumes(node.layout, source, *node.tokens, *node.claims, node.mounter, node.clock);
    const auto pod = node.client.get(client::target<corev1::Pod>("default", "a"));
    REQUIRE(volumes.prepare((*pod)->as<corev1::Pod>(), {}, {}));
    CHECK(source.asked == 3);
}

}  // namespace
}  // namespace armillary::agent
