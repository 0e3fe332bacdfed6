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
    CHECK(collectImages(runtime, [] { return 0.5; }, {}).empty());
    double full = 0.9;
    auto removed = collectImages(runtime, [&] { return std::exchange(full, full - 0.06); }, {"kept:1"});
    CHECK(removed == std::vector<std::string>{"sha256:large:1"});
}

}  // namespace
}  // namespace armillary::agent
