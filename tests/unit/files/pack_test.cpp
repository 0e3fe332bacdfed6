#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "app/files/archive/listing.h"
#include "app/files/archive/packer.h"
#include "app/files/archive/unpacker.h"
#include "tests/unit/files/scratch.h"

using namespace armillary::app;
using namespace armillary::test;

namespace {

/// All of it, asked for in pieces of `most`.
std::string pack(Packer& packer, std::size_t most) {
    std::string archive;
    for (;;) {
        const auto piece = packer.next(most);
        REQUIRE(piece);
        if (piece->empty()) return archive;
        archive += *piece;
    }
}

/// What a command says on its output; "" when it fails.
std::string run(const std::string& command) {
    FILE* const pipe = ::popen(command.c_str(), "r");
    std::string output;
    char bytes[4096];
    for (std::size_t got = 0; (got = std::fread(bytes, 1, sizeof bytes, pipe)) > 0;) output.append(bytes, got);
    return ::pclose(pipe) == 0 ? output : std::string();
}

std::string quoted(const std::string& text) {
    return "'" + text + "'";
}

/// Names of every sort, links, and an empty folder.
void fill(const fs::path& folder) {
    write(folder / "a b", "one");
    write(folder / "new\nline", "two");
    write(folder / "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xf0\x9f\x9a\x80", "three");
    write(folder / "-rf", "four");
    write(folder / (std::string(150, 'n') + ".log"), std::string(700, 'l'));
    write(folder / "sub/deeper/file", "five");
    write(folder / "sub" / std::string(80, 'd') / std::string(80, 'f'), "long");
    fs::create_directories(folder / "empty");
    fs::create_symlink("sub/deeper", folder / "link");
    fs::create_symlink(std::string(130, 't'), folder / "nowhere");
    ::chmod((folder / "-rf").c_str(), 0750);
}

bool areAlike(const fs::path& left, const fs::path& right) {
    return run("diff -r --no-dereference " + quoted(left.string()) + " " + quoted(right.string()) + " && echo alike") ==
           "alike\n";
}

}  // namespace

TEST_CASE("what is packed is as long as was said, and GNU tar and busybox unpack it") {
    Scratch scratch;
    fill(scratch / "from");
    for (const std::string program : {"tar", "busybox tar"}) {
        const auto plan = PackPlan::of({(scratch / "from").string()});
        REQUIRE(plan);
        Packer packer(*plan);
        const std::string archive = pack(packer, 1000);
        CHECK(archive.size() == plan->archiveBytes);
        CHECK(packer.contentBytes() == plan->contentBytes);
        CHECK(packer.changed() == 0);
        write(scratch / "archive", archive);
        fs::remove_all(scratch / "to");
        fs::create_directories(scratch / "to");
        run("cd " + quoted((scratch / "to").string()) + " && " + program + " -xf - < ../archive");
        CHECK_MESSAGE(areAlike(scratch / "from", scratch / "to/from"), program);
        CHECK(fs::status(scratch / "to/from/-rf").permissions() == fs::perms(0750));
    }
}

TEST_CASE("what GNU tar and busybox pack is unpacked") {
    Scratch scratch;
    fill(scratch / "from");
    fs::remove(scratch / "from/nowhere");
    fs::remove(scratch / "from" / (std::string(150, 'n') + ".log"));  // ustar has no room for it
    write(scratch / "from/held", "six");
    fs::create_hard_link(scratch / "from/held", scratch / "from/held too");
    for (const std::string program : {"tar", "busybox tar", "tar --format=pax", "tar --format=ustar"}) {
        CAPTURE(program);
        const std::string archive = run("cd " + quoted(scratch.path().string()) + " && " + program + " -cf - ./from");
        fs::remove_all(scratch / "to");
        fs::create_directories(scratch / "to");
        auto unpacker = Unpacker::open((scratch / "to").string(), {{"from", "from"}}, {.spare = 0}).value();
        CHECK(unpacker->feed(archive));
        CHECK(unpacker->finish());
        CHECK(unpacker->leftOut() == 0);
        CHECK(areAlike(scratch / "from", scratch / "to/from"));
    }
}

TEST_CASE("a file that changes while it is sent keeps to its length") {
    Scratch scratch;
    write(scratch / "shrinks", std::string(5000, 's'));
    write(scratch / "grows", std::string(100, 'g'));
    const auto plan = PackPlan::of({(scratch / "shrinks").string(), (scratch / "grows").string()});
    REQUIRE(plan);
    write(scratch / "shrinks", "s");
    write(scratch / "grows", std::string(9000, 'g'));
    Packer packer(*plan);
    const std::string archive = pack(packer, 64);
    CHECK(archive.size() == plan->archiveBytes);
    CHECK(packer.changed() == 1);
    Scratch to;
    auto unpacker = Unpacker::open(to.path().string(), {{"shrinks", "a"}, {"grows", "b"}}, {.spare = 0}).value();
    CHECK(unpacker->feed(archive));
    CHECK(unpacker->finish());
    CHECK(contentOf(to / "a") == "s" + std::string(4999, '\0'));
    CHECK(contentOf(to / "b") == std::string(100, 'g'));
}

TEST_CASE("what cannot be sent is named, or left out") {
    Scratch scratch;
    const auto missing = PackPlan::of({(scratch / "none").string()});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().path == (scratch / "none").string());
    CHECK(missing.error().error == ENOENT);
    write(scratch / "folder/file", "x");
    REQUIRE(::mkfifo((scratch / "folder/pipe").c_str(), 0600) == 0);
    const auto plan = PackPlan::of({(scratch / "folder/").string()});
    REQUIRE(plan);
    CHECK(plan->leftOut == 1);
    CHECK(plan->items.size() == 2);
    CHECK(plan->items[0].member.name == "./folder/");
    // It has gone since.
    fs::remove(scratch / "folder/file");
    Packer packer(*plan);
    const auto piece = packer.next(4096);
    REQUIRE_FALSE(piece);
    CHECK(piece.error().path == (scratch / "folder/file").string());
}

TEST_CASE("a folder is listed by the shells that images have") {
    Scratch scratch;
    fill(scratch / "from");
    write(scratch / "script", kListingScript);
    for (const std::string shell : {"sh", "bash", "busybox sh"}) {
        CAPTURE(shell);
        const std::string output =
            run(shell + " " + quoted((scratch / "script").string()) + " " + quoted((scratch / "from").string()));
        const Listing listing = readListing(output);
        CHECK(listing.complete);
        CHECK(listing.files.size() == 9);
        const auto find = [&](const std::string& name) {
            for (const ListedFile& file : listing.files)
                if (file.name == name) return file;
            FAIL("not listed: " << name);
            return ListedFile();
        };
        CHECK(find("new\nline").isFile());
        CHECK(find("new\nline").size == 3);
        CHECK((find("-rf").mode & 0777) == 0750);
        CHECK(find("sub").isFolder());
        CHECK(find("link").target == "sub/deeper");
        CHECK(find("link").leads == ListedFile::Leads::ToFolder);
        CHECK(find("nowhere").leads == ListedFile::Leads::Nowhere);
        CHECK(find("nowhere").isLink());
        CHECK(run(shell + " " + quoted((scratch / "script").string()) + " /none/such; echo $?") == "64\n");
        CHECK(run(shell + " " + quoted((scratch / "script").string()) + " /etc/passwd; echo $?") == "65\n");
    }
}

TEST_CASE("a listing that is cut or is none is read as far as it goes") {
    const std::string one = "81a4 3 1700000000 0 0/./a/\n";
    CHECK(readListing("").files.empty());
    CHECK_FALSE(readListing("").complete);
    CHECK(readListing(one + one.substr(0, 12)).files.size() == 1);
    CHECK_FALSE(readListing(one + one.substr(0, 12)).complete);
    CHECK(readListing("ls: not found\n").files.empty());
    // A name that looks like a record is a name.
    const Listing listing = readListing("81a4 3 1 0 0/./81a4 3 1 0 0\n./\n" + std::string(1, '\0'));
    REQUIRE(listing.files.size() == 1);
    CHECK(listing.files[0].name == "81a4 3 1 0 0\n.");
    CHECK(listing.complete);
    std::string many;
    for (std::size_t at = 0; at < Listing::kMostFiles + 5; ++at) many += one;
    CHECK(readListing(many + '\0').files.size() == Listing::kMostFiles);
    CHECK_FALSE(readListing(many + '\0').complete);
}
