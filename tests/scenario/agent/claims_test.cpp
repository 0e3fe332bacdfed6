#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <format>
#include <fstream>
#include <thread>

#include "nodes/agent/volume/claims.h"
#include "nodes/agent/volume/host_path_volumes.h"
#include "tests/scenario/agent/fake_client.h"

namespace armillary::agent {
namespace {

namespace fs = std::filesystem;

struct Disk {
    Disk() {
        char name[] = "/tmp/armillary-claims.XXXXXX";
        root = ::mkdtemp(name);
    }
    ~Disk() { fs::remove_all(root); }
    fs::path root;
};

/// A claim that is bound to `volume`, and that volume.
struct Claims : Disk {
    FakeClient client;
    ClaimResolver resolver{client, root};

    void claim(const std::string& phase = "Bound", const std::string& volume = "v") {
        (void)client.create(
            client::target<corev1::PersistentVolumeClaim>("default", "data"),
            std::format(
                R"({{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{{"name":"data","namespace":"default","uid":"c1"}},"spec":{{"volumeName":"{}"}},"status":{{"phase":"{}"}}}})",
                volume, phase));
    }
    void volume(const std::string& source, const std::string& annotations = "{}", const std::string& claimUid = "c1") {
        (void)client.create(
            client::target<corev1::PersistentVolume>({}, "v"),
            std::format(
                R"({{"apiVersion":"v1","kind":"PersistentVolume","metadata":{{"name":"v","uid":"v1","annotations":{}}},"spec":{{"claimRef":{{"namespace":"default","name":"data","uid":"{}"}},{}}}}})",
                annotations, claimUid, source));
    }
    static corev1::Pod pod(const std::string& more = "") {
        return schema::fromJson<corev1::Pod>(
                   R"({"metadata":{"name":"p","namespace":"default","uid":"p1"},"spec":{"volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"data"}}])" +
                   more + "}}")
            .value();
    }
    std::expected<ClaimedVolume, std::string> find() {
        const auto wanted = pod();
        return resolver.resolve(wanted, wanted.spec.volumes[0]);
    }
};

const std::string kOurs = R"({"pv.kubernetes.io/provisioned-by":"armillary.dev/host-path"})";

TEST_CASE("a claim is followed to its volume, or it is said why not") {
    Claims claims;
    CHECK(claims.find().error().starts_with("error processing PVC default/data: failed to fetch PVC from API server"));
    claims.claim("Pending", "");
    CHECK(claims.find().error() == "error processing PVC default/data: PVC is not bound");
    claims.claim();
    CHECK(claims.find().error().contains("failed to fetch PV v from API server"));
    claims.volume(R"("local":{"path":"/x"})", "{}", "another");
    CHECK(claims.find().error() == "error processing PVC default/data: PV v spec.ClaimRef is not the claim");
    claims.volume(R"("nfs":{"server":"s","path":"/x"})");
    CHECK(claims.find().error() == "no volume plugin matched");
    claims.volume(R"("volumeMode":"Block","local":{"path":"/dev/x"})");
    CHECK(claims.find().error() == "volume \"v\" has volumeMode Block, which this node does not support");
    claims.volume(R"("hostPath":{"path":"/x","type":"Directory"})");
    const auto found = claims.find();
    REQUIRE(found.has_value());
    CHECK(found->path == "/x");
    CHECK(found->hostPathType == "Directory");
    // What is known stays known while the server is away.
    claims.client.down = true;
    CHECK(claims.find().has_value());
    claims.resolver.forget("p1");
    CHECK(!claims.find().has_value());
}

TEST_CASE("only the provisioner's volumes get folders made") {
    Claims claims;
    claims.claim();
    claims.volume(std::format(R"("local":{{"path":"{}"}})", (claims.root / "v").string()), kOurs);
    auto found = claims.find();
    REQUIRE(found.has_value());
    CHECK(found->isProvisioned);
    REQUIRE(prepareClaimed(*found, Claims::pod()).has_value());
    CHECK(fs::status(claims.root / "v").permissions() == fs::perms::all);
    // Data stays as it is at the next pod's start.
    std::ofstream(claims.root / "v/data") << "kept";
    REQUIRE(prepareClaimed(*found, Claims::pod()).has_value());
    CHECK(fs::file_size(claims.root / "v/data") == 4);

    const auto user = Claims::pod();
    REQUIRE(claims.resolver.prepare(user, user.spec.volumes[0]).has_value());
    fs::remove_all(claims.root / "v");
    // Once for a pod, and again for the next.
    REQUIRE(claims.resolver.prepare(user, user.spec.volumes[0]).has_value());
    CHECK(!fs::exists(claims.root / "v"));
    claims.resolver.forget("p1");
    REQUIRE(claims.resolver.prepare(user, user.spec.volumes[0]).has_value());
    CHECK(fs::exists(claims.root / "v"));

    claims.resolver.forget("p1");
    claims.volume(std::format(R"("local":{{"path":"{}/elsewhere"}})", claims.root.string()), kOurs);
    found = claims.find();
    REQUIRE(found.has_value());
    CHECK(!found->isProvisioned);
    CHECK(prepareClaimed(*found, Claims::pod()).error() ==
          std::format("path \"{}/elsewhere\" does not exist", claims.root.string()));
}

TEST_CASE("a local volume becomes the pod's group's") {
    Claims claims;
    fs::create_directories(claims.root / "v/inner");
    std::ofstream(claims.root / "v/inner/file") << "x";
    fs::create_symlink("/etc/passwd", claims.root / "v/link");
    const auto pod = Claims::pod(R"(,"securityContext":{"fsGroup":4242})");
    REQUIRE(prepareClaimed({.path = claims.root / "v", .isLocal = true}, pod).has_value());
    struct stat folder{}, file{};
    REQUIRE(::stat((claims.root / "v").c_str(), &folder) == 0);
    REQUIRE(::stat((claims.root / "v/inner/file").c_str(), &file) == 0);
    if (::geteuid() == 0) {
        CHECK(folder.st_gid == 4242);
        CHECK(file.st_gid == 4242);
    }
    CHECK((folder.st_mode & 02070) == 02070);
    CHECK((file.st_mode & 060) == 060);
    struct stat passwords{};
    REQUIRE(::stat("/etc/passwd", &passwords) == 0);
    CHECK(passwords.st_gid != 4242);
}

TEST_CASE("cleaning removes the volume's folder and nothing else") {
    Disk disk;
    const auto volume = [](const std::string& name, const fs::path& path) {
        corev1::PersistentVolume made;
        made.metadata.name = name;
        made.spec.local.emplace().path = path.string();
        return made;
    };
    for (const char* folder : {"v/deep", "w", "x"}) fs::create_directories(disk.root / folder);
    REQUIRE(HostPathVolumes::clean(disk.root, volume("v", disk.root / "v")).has_value());
    CHECK(!fs::exists(disk.root / "v"));
    // Again, as after a kill.
    CHECK(HostPathVolumes::clean(disk.root, volume("v", disk.root / "v")).has_value());
    for (const auto& other : {volume("y", disk.root / "w"), volume("..", disk.root / ".."), volume(".", disk.root),
                              volume("w", disk.root / "w/../w"), volume("", disk.root)})
        CHECK(HostPathVolumes::clean(disk.root, other).has_value());
    CHECK(fs::exists(disk.root / "w"));
    CHECK(fs::exists(disk.root / "x"));
}

}  // namespace
}  // namespace armillary::agent
