#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <utility>

#include "nodes/agent/image/archives.h"
#include "nodes/agent/upkeep/image_collection.h"
#include "nodes/agent/upkeep/log_rotation.h"
#include "nodes/agent/volume/atomic_writer.h"
#include "nodes/agent/volume/host_path.h"
#include "nodes/agent/volume/huge_pages.h"
#include "nodes/agent/volume/volumes.h"
#include "nodes/cri/fake/fake_runtime.h"

namespace armillary::agent {
namespace {

namespace fs = std::filesystem;

struct Folder {
    Folder() {
        char name[] = "/tmp/armillary-unit.XXXXXX";
        path = ::mkdtemp(name);
    }
    ~Folder() { fs::remove_all(path); }
    fs::path path;
};

std::string read(const fs::path& path) {
    std::ifstream in(path);
    return std::string((std::istreambuf_iterator<char>(in)), {});
}

TEST_CASE("files change all at once, in place") {
    Folder folder;
    CHECK(writeAtomically(folder.path, {{"a", {"1", 0644}}, {"dir/b", {"2", 0400}}}) == true);
    CHECK(read(folder.path / "a") == "1");
    CHECK(read(folder.path / "dir/b") == "2");
    struct stat info{};
    REQUIRE(::stat((folder.path / "dir/b").c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0400);
    CHECK(fs::read_symlink(folder.path / "a") == "..data/a");
    auto before = fs::read_symlink(folder.path / "..data");
    CHECK(writeAtomically(folder.path, {{"a", {"1", 0644}}, {"dir/b", {"2", 0400}}}) == false);
    CHECK(fs::read_symlink(folder.path / "..data") == before);
    CHECK(writeAtomically(folder.path, {{"a", {"3", 0644}}, {"c", {"", 0644}}}) == true);
    CHECK(read(folder.path / "a") == "3");
    CHECK_FALSE(fs::exists(folder.path / "dir"));
    CHECK_FALSE(fs::exists(folder.path / before));
    CHECK(fs::exists(folder.path / "c"));
}

TEST_CASE("files that would leave the volume are refused") {
    Folder folder;
    for (const char* path : {"/etc/x", "../x", "a/../../x", "", "..data", "..x"})
        CHECK_MESSAGE(!writeAtomically(folder.path, {{path, {"", 0644}}}), path);
    CHECK(fs::is_empty(folder.path));
}

TEST_CASE("host paths") {
    Folder folder;
    auto file = (folder.path / "f").string(), dir = (folder.path / "d").string();
    CHECK(checkHostPath("/nowhere", ""));
    CHECK(checkHostPath(dir, "Directory").error() == "hostPath type check failed: " + dir + " is not a directory");
    CHECK(checkHostPath(dir, "DirectoryOrCreate"));
    CHECK(checkHostPath(dir, "Directory"));
    CHECK(checkHostPath(file, "File").error() == "hostPath type check failed: " + file + " is not a file");
    CHECK(checkHostPath(file, "FileOrCreate"));
    CHECK(checkHostPath(file, "File"));
    CHECK(checkHostPath(file, "Socket").error() == "hostPath type check failed: " + file + " is not a socket");
    CHECK(checkHostPath("/dev/null", "CharDevice"));
}

TEST_CASE("memory for files is within what the pod and the node may have") {
    NodeFacts node;
    corev1::Pod pod;
    corev1::EmptyDirVolumeSource source;
    CHECK(Volumes::memoryVolumeBytes(pod, source, node) == 0);
    node.allocatableMemory = 1 << 30;
    CHECK(Volumes::memoryVolumeBytes(pod, source, node) == 1 << 30);
    source.sizeLimit = schema::Quantity::fromBytes(64 << 20);
    CHECK(Volumes::memoryVolumeBytes(pod, source, node) == 64 << 20);
    auto& container = pod.spec.containers.emplace_back();
    container.resources.limits["memory"] = schema::Quantity::fromBytes(32 << 20);
    CHECK(Volumes::memoryVolumeBytes(pod, source, node) == 32 << 20);
    // A container without a limit may take what the node has.
    pod.spec.containers.emplace_back();
    CHECK(Volumes::memoryVolumeBytes(pod, source, node) == 64 << 20);
}

TEST_CASE("volumes of huge pages are of the size that the pod asks for") {
    corev1::Pod pod;
    CHECK(isHugePages("HugePages"));
    CHECK(isHugePages("HugePages-2Mi"));
    CHECK_FALSE(isHugePages("Memory"));
    CHECK(hugePageBytes(pod, "HugePages").error() ==
          "medium HugePages: hugePages storage requested, but there is no resource request for huge pages");
    pod.spec.containers.emplace_back().resources.requests["hugepages-2Mi"] = schema::Quantity::fromBytes(4 << 20);
    CHECK(hugePageBytes(pod, "HugePages") == 2u << 20);
    CHECK(hugePageBytes(pod, "HugePages-2Mi") == 2u << 20);
    CHECK(hugePageBytes(pod, "HugePages-1Gi").error() ==
          "medium HugePages-1Gi: hugePages storage requested, but there is no resource request for huge pages");
    CHECK_FALSE(hugePageBytes(pod, "HugePages-x"));
    pod.spec.initContainers.emplace_back().resources.requests["hugepages-1Gi"] = schema::Quantity::fromBytes(1 << 30);
    CHECK(hugePageBytes(pod, "HugePages").error() ==
          "medium: HugePages can't be used if container requests multiple huge page sizes");
    CHECK(hugePageBytes(pod, "HugePages-1Gi") == 1u << 30);
}

TEST_CASE("an archive that is none names no image") {
    Folder folder;
    std::ofstream(folder.path / "a.tar") << std::string(3000, 'x');
    CHECK(imagesInArchive(folder.path / "a.tar").empty());
    CHECK(imagesInArchive(folder.path / "none.tar").empty());
}

TEST_CASE("images that nobody uses go when the disk is full, the largest first") {
    async::ManualClock clock;
    cri::FakeRuntime runtime(clock);
    runtime.addImage("small:1", 10);
    runtime.addImage("large:1", 1000);
    runtime.addImage("kept:1", 5000);
    const ImageLimits limits{.collectBelow = 150, .collectTo = 200};
    CHECK(collectImages(runtime, [] { return 150; }, {}, limits).empty());
    std::int64_t left = 80;
    auto removed = collectImages(runtime, [&] { return std::exchange(left, left + 60); }, {"kept:1"}, limits);
    CHECK(removed == std::vector<std::string>{"sha256:large:1"});
}

TEST_CASE("images stay on a large disk while much of it is left") {
    constexpr std::int64_t kGi = 1ll << 30;
    CHECK(imageLimits(20 * kGi).collectBelow == 3 * kGi);
    CHECK(imageLimits(20 * kGi).collectTo == 4 * kGi);
    CHECK(imageLimits(250 * kGi).collectBelow == 6 * kGi);
    CHECK(imageLimits(250 * kGi).collectTo == 8 * kGi);
}

}  // namespace
}  // namespace armillary::agent
