#include "engine/manifest/disk.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "engine/async/file.h"
#include "engine/manifest/unified_diff.h"
#include "tests/unit/manifest/folder.h"

using namespace armillary;
using namespace armillary::test;
namespace fs = std::filesystem;

TEST_CASE("A file is written whole and keeps its mode") {
    const Folder folder;
    const auto path = folder.make("a.yaml", "a: 1\n");
    fs::permissions(path, fs::perms(0640));
    REQUIRE(manifest::writeBytes(path, "a: 1\n", "a: 2\n"));
    CHECK(read(path) == "a: 2\n");
    CHECK(fs::status(path).permissions() == fs::perms(0640));
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("A link goes on leading to the file") {
    const Folder folder;
    const auto path = folder.make("real/a.yaml", "a: 1\n");
    fs::create_symlink("real/a.yaml", folder.path() / "link.yaml");
    REQUIRE(manifest::writeBytes(folder.path() / "link.yaml", "a: 1\n", "a: 2\n"));
    CHECK(fs::is_symlink(folder.path() / "link.yaml"));
    CHECK(read(path) == "a: 2\n");
}

TEST_CASE("What another program wrote meanwhile is not overwritten") {
    const Folder folder;
    const auto path = folder.make("a.yaml", "a: theirs\n");
    const auto written = manifest::writeBytes(path, "a: 1\n", "a: 2\n");
    REQUIRE(!written);
    CHECK(written.error() == path.string() + " was changed by another program meanwhile; nothing was written");
    CHECK(read(path) == "a: theirs\n");
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("What cannot be read or written is named") {
    const Folder folder;
    const auto absent = (folder.path() / "absent.yaml").string();
    CHECK(manifest::readBytes(absent).error() == "cannot read " + absent + ": No such file or directory");
    CHECK(manifest::readBytes(folder.path()).error().ends_with("it is no regular file"));
    CHECK(manifest::writeBytes(absent, "", "x").error().contains("No such file"));
    const auto path = folder.make("a.yaml", "a: 1\n");
    fs::permissions(path, fs::perms(0400));
    if (::geteuid() != 0) CHECK(manifest::writeBytes(path, "a: 1\n", "x").error().contains("Permission denied"));
}

TEST_CASE("A folder's manifests are found, sorted, and no hidden ones") {
    const Folder folder;
    folder.make("b.yaml", "");
    folder.make("a/c.yml", "");
    folder.make("a/d.json", "");
    folder.make("a/notes.txt", "");
    folder.make(".git/e.yaml", "");
    const auto found = manifest::manifestsAt(folder.path());
    REQUIRE(found);
    REQUIRE(found->size() == 3);
    CHECK((*found)[0].filename() == "c.yml");
    CHECK((*found)[1].filename() == "d.json");
    CHECK((*found)[2].filename() == "b.yaml");
    CHECK(manifest::manifestsAt(folder.path() / "b.yaml")->size() == 1);
}

TEST_CASE("A change is shown as diff shows it") {
    using manifest::unifiedDiff;
    CHECK(unifiedDiff("f", "a\nb\nc\nd\ne\nf\n", "a\nb\nc\nd\nx\nf\n") ==
          "--- f\n+++ f\n@@ -2,5 +2,5 @@\n b\n c\n d\n-e\n+x\n f\n");
    CHECK(unifiedDiff("f", "a\n", "a\nb\n") == "--- f\n+++ f\n@@ -1 +1,2 @@\n a\n+b\n");
    CHECK(unifiedDiff("f", "a", "b") ==
          "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n");
    CHECK(unifiedDiff("f", "a\n", "a\n").empty());
    CHECK(unifiedDiff("f", "", "a\n") == "--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n");
}

TEST_CASE("Changes far from each other are parts of their own") {
    using manifest::unifiedDiff;
    const std::string middle = "1\n2\n3\n4\n5\n6\n";
    CHECK(unifiedDiff("f", "a\n" + middle + "b\n", "x\n" + middle + "y\n") ==
          "--- f\n+++ f\n@@ -1,8 +1,8 @@\n-a\n+x\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+y\n");
    CHECK(unifiedDiff("f", "a\n" + middle + "7\nb\n", "x\nz\n" + middle + "7\n") ==
          "--- f\n+++ f\n@@ -1,4 +1,5 @@\n-a\n+x\n+z\n 1\n 2\n 3\n@@ -6,4 +7,3 @@\n 5\n 6\n 7\n-b\n");
}

TEST_CASE("A new file is made with its folders, and in nobody's place") {
    const Folder folder;
    const auto path = folder.path() / "more" / "web.yaml";
    REQUIRE(manifest::createFile(path, "a: 1\n"));
    CHECK(manifest::readBytes(path) == "a: 1\n");
    const auto again = manifest::createFile(path, "b: 2\n");
    REQUIRE(!again);
    CHECK(again.error().contains("is there already"));
    CHECK(manifest::readBytes(path) == "a: 1\n");
    CHECK(std::distance(fs::directory_iterator(path.parent_path()), fs::directory_iterator()) == 1);
    CHECK(!manifest::createFile(path / "below", "c: 3\n"));
}
