#include "engine/manifest/workspace.h"
#include "tests/unit/manifest/support.h"

using namespace armillary;
using namespace armillary::test;
using manifest::Workspace;

namespace {

const std::string kFirst = "a: 1 # one\n", kSecond = "l:\n- x\n";

manifest::FileEdit editOf(std::size_t index, Kind kind, const std::string& where, const std::string& text) {
    return {index, 0, {kind, path(where), text}};
}

}  // namespace

TEST_CASE("A transaction changes several files at once, and is undone at once") {
    Workspace workspace;
    workspace.open("first.yaml", file(kFirst));
    workspace.open("second.yaml", file(kSecond));
    const std::vector edits = {editOf(0, Kind::Set, "a", "2"), editOf(1, Kind::Insert, "l", "z"),
                               editOf(0, Kind::Set, "b", "3")};
    REQUIRE(workspace.perform("connect", edits));
    CHECK(workspace.files()[0].file.bytes() == "a: 2 # one\nb: 3\n");
    CHECK(workspace.files()[1].file.bytes() == "l:\n- x\n- z\n");
    CHECK(workspace.files()[0].isChanged());
    CHECK(workspace.undoTitle() == "connect");
    REQUIRE(workspace.undo());
    CHECK(workspace.files()[0].file.bytes() == kFirst);
    CHECK(workspace.files()[1].file.bytes() == kSecond);
    CHECK(!workspace.files()[0].isChanged());
    CHECK(!workspace.undo());
    CHECK(workspace.redoTitle() == "connect");
    REQUIRE(workspace.redo());
    CHECK(workspace.files()[1].file.bytes() == "l:\n- x\n- z\n");
    CHECK(!workspace.redo());
}

TEST_CASE("One refused edit refuses its transaction") {
    Workspace workspace;
    workspace.open("first.yaml", file(kFirst));
    const std::vector edits = {editOf(0, Kind::Set, "a", "2"), editOf(0, Kind::Remove, "absent", "")};
    CHECK(workspace.perform("both", edits).error().reason == manifest::refusal::kAbsent);
    CHECK(workspace.files()[0].file.bytes() == kFirst);
    CHECK(workspace.undoTitle().empty());
    CHECK(workspace.perform("nowhere", std::vector{editOf(3, Kind::Set, "a", "2")}).error().reason == "absent");
}

TEST_CASE("History has no end, and what was undone is forgotten by the next change") {
    Workspace workspace;
    workspace.open("first.yaml", file(kFirst));
    for (int i = 0; i < 500; ++i)
        REQUIRE(workspace.perform(std::to_string(i), std::vector{editOf(0, Kind::Set, "a", std::to_string(i))}));
    for (int i = 0; i < 250; ++i) REQUIRE(workspace.undo());
    CHECK(workspace.files()[0].file.bytes() == "a: 249 # one\n");
    REQUIRE(workspace.perform("other", std::vector{editOf(0, Kind::Remove, "a", "")}));
    CHECK(workspace.redoTitle().empty());
    while (workspace.undo()) {
    }
    CHECK(workspace.files()[0].file.bytes() == kFirst);
}

TEST_CASE("A saved file is unchanged until the next edit") {
    Workspace workspace;
    workspace.open("first.yaml", file(kFirst));
    REQUIRE(workspace.perform("set", std::vector{editOf(0, Kind::Set, "a", "2")}));
    workspace.markSaved(0);
    CHECK(!workspace.files()[0].isChanged());
    REQUIRE(workspace.undo());
    CHECK(workspace.files()[0].isChanged());
}
