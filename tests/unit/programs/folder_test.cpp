#include "programs/common/folder.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <fstream>

namespace fs = std::filesystem;
using namespace armillary::programs;

namespace {

struct Place {
    fs::path root;
    Place() {
        std::string pattern = (fs::temp_directory_path() / "armillary-folder.XXXXXX").string();
        root = fs::canonical(mkdtemp(pattern.data()));
    }
    ~Place() { fs::remove_all(root); }
    fs::path file(const fs::path& name, const std::string& text = "precious") const {
        fs::create_directories((root / name).parent_path());
        std::ofstream(root / name) << text;
        return root / name;
    }
};

}  // namespace

TEST_CASE("a folder has one name, however it is spelled") {
    Place place;
    const fs::path folder = place.root / "c";
    const auto one = [](const fs::path& spelled) { return canonicalFolder(spelled.string()).value(); };
    const auto everySpelling = [&] {
        CHECK(one(folder) == folder);
        CHECK(one(folder.string() + "/") == folder);
        CHECK(one(folder.string() + "//") == folder);
        CHECK(one(place.root / "." / "c" / ".") == folder);
        CHECK(one(place.root / "c" / ".." / "c") == folder);
        CHECK(one(place.root / "link") == folder);
        CHECK(one((place.root / "link").string() + "/") == folder);
        CHECK(one(place.root / "above" / "c") == folder);
        CHECK(one(fs::proximate(folder)) == folder);
    };
    fs::create_directory_symlink("c", place.root / "link");
    fs::create_directory_symlink(place.root, place.root / "above");
    everySpelling();
    fs::create_directory(folder);
    everySpelling();
    CHECK(!canonicalFolder(""));
    fs::create_directory_symlink("turn", place.root / "turn");
    CHECK(!canonicalFolder((place.root / "turn").string()));
}

TEST_CASE("a folder is made ours only when it is nobody's") {
    Place place;
    const fs::path fresh = place.root / "a" / "fresh", empty = place.root / "empty", foreign = place.root / "foreign";
    REQUIRE(claimFolder(fresh));
    CHECK(fs::status(fresh).permissions() == fs::perms::owner_all);
    CHECK(ownerOf(fresh) == FolderOwner::Us);
    CHECK(claimFolder(fresh));
    fs::create_directory(empty);
    CHECK(ownerOf(empty) == FolderOwner::Nobody);
    CHECK(claimFolder(empty));
    place.file("foreign/notes.txt");
    const auto refused = claimFolder(foreign);
    REQUIRE(!refused);
    CHECK(refused.error() ==
          foreign.string() +
              " is not an Armillary data directory and not empty; choose an empty or a new folder with --data-dir");
    CHECK(std::distance(fs::directory_iterator(foreign), {}) == 1);
    CHECK(!claimFolder(place.file("file")));
}

TEST_CASE("one of an earlier version is known by what is in it") {
    Place place;
    for (const char* sign : {"one/state.db", "two/pki/ca.key", "three/node/node.json", "four/log/armillaryd.log"}) {
        const fs::path folder = place.file(sign).lexically_relative(place.root).begin()->string();
        CHECK(ownerOf(place.root / folder) == FolderOwner::Us);
        CHECK(claimFolder(place.root / folder));
    }
    // Names that anybody may give a folder are no sign.
    place.file("five/log/system.log");
    place.file("five/run/program.pid");
    CHECK(ownerOf(place.root / "five") == FolderOwner::Somebody);
}

TEST_CASE("purging takes what was made and leaves what was not") {
    Place place;
    const fs::path folder = place.root / "c";
    REQUIRE(claimFolder(folder));
    for (const char* made : {"c/state.db", "c/state.db-wal", "c/admin.kubeconfig", "c/admin.kubeconfig.new",
                             "c/ranges.json", "c/pki/ca.key", "c/node/node.json", "c/log/armillaryd.log", "c/run/port"})
        place.file(made);
    const auto notes = place.file("c/notes.txt");
    CHECK(purgeFolder(folder) == std::vector<std::string>{"notes.txt"});
    CHECK(fs::exists(notes));
    CHECK(std::distance(fs::directory_iterator(folder), {}) == 1);
    // What is left is not ours any more.
    CHECK(!purgeFolder(folder));
    CHECK(!claimFolder(folder));
    fs::remove(notes);
    REQUIRE(claimFolder(folder));
    CHECK(purgeFolder(folder) == std::vector<std::string>{});
    CHECK(!fs::exists(folder));
    CHECK(purgeFolder(folder) == std::vector<std::string>{});
}

TEST_CASE("a folder that never was ours stays as it is") {
    Place place;
    place.file("never/run/notes.txt");
    const auto refused = purgeFolder(place.root / "never");
    REQUIRE(!refused);
    CHECK(refused.error() ==
          (place.root / "never").string() + " is not an Armillary data directory; nothing in it was removed");
    CHECK(fs::exists(place.root / "never/run/notes.txt"));
}
