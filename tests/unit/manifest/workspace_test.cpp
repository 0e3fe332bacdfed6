#include "engine/manifest/workspace.h"
#include "tests/unit/manifest/support.h"

using namespace armillary;
using namespace armillary::test;
using manifest::Workspace;

namespace {

const std::string kFirst = "a: 1 # one\n", kSecond = "l:\n- x\n";

manifest::Operation editOf(std::size_t index, Kind kind, const std::string& where, const std::string& text) {
    return manifest::FileEdit{index, 0, {kind, path(where), text}};
}

bool isChanged(const Workspace& workspace) {
    return workspace.files()[0].isChanged();
}

}  // namespace

TEST_CASE("A transaction changes several files at once, and is undone at once") {
    Workspace workspace;
    workspace.open("first.yaml", kFirst);
    workspace.open("second.yaml", kSecond);
    const std::vector edits = {editOf(0, Kind::Set, "a", "2"), editOf(1, Kind::Insert, "l", "z"),
                               editOf(0, Kind::Set, "b", "3")};
    REQUIRE(workspace.perform("connect", edits));
    CHECK(workspace.files()[0].text == "a: 2 # one\nb: 3\n");
    CHECK(workspace.files()[1].text == "l:\n- x\n- z\n");
    CHECK(isChanged(workspace));
    CHECK(workspace.undoTitle() == "connect");
    REQUIRE(workspace.undo());
    CHECK(workspace.files()[0].text == kFirst);
    CHECK(workspace.files()[1].text == kSecond);
    CHECK(!isChanged(workspace));
    CHECK(!workspace.undo());
    CHECK(workspace.redoTitle() == "connect");
    REQUIRE(workspace.redo());
    CHECK(workspace.files()[1].text == "l:\n- x\n- z\n");
    CHECK(!workspace.redo());
}

TEST_CASE("One refused edit refuses its transaction") {
    Workspace workspace;
    workspace.open("first.yaml", kFirst);
    const std::vector edits = {editOf(0, Kind::Set, "a", "2"), editOf(0, Kind::Remove, "absent", "")};
    CHECK(workspace.perform("both", edits).error().reason == manifest::refusal::kAbsent);
    CHECK(workspace.files()[0].text == kFirst);
    CHECK(workspace.undoTitle().empty());
    CHECK(workspace.perform("nowhere", std::vector{editOf(3, Kind::Set, "a", "2")}).error().reason == "absent");
}

TEST_CASE("History has no end, and what was undone is forgotten by the next change") {
    Workspace workspace;
    workspace.open("first.yaml", kFirst);
    for (int i = 0; i < 500; ++i)
        REQUIRE(workspace.perform(std::to_string(i), std::vector{editOf(0, Kind::Set, "a", std::to_string(i))}));
    for (int i = 0; i < 250; ++i) REQUIRE(workspace.undo());
    CHECK(workspace.files()[0].text == "a: 249 # one\n");
    REQUIRE(workspace.perform("other", std::vector{editOf(0, Kind::Remove, "a", "")}));
    CHECK(workspace.redoTitle().empty());
    while (workspace.undo()) {
    }
    CHECK(workspace.files()[0].text == kFirst);
}

TEST_CASE("A saved file is unchanged until the next edit") {
    Workspace workspace;
    workspace.open("first.yaml", kFirst);
    REQUIRE(workspace.perform("set", std::vector{editOf(0, Kind::Set, "a", "2")}));
    workspace.markSaved(0, workspace.files()[0].text);
    CHECK(!isChanged(workspace));
    REQUIRE(workspace.undo());
    CHECK(isChanged(workspace));
}

TEST_CASE("What is typed need not be YAML, and keeps the last tree that was") {
    Workspace workspace;
    workspace.open("first.yaml", "a: 1\n");
    REQUIRE(workspace.perform("type", std::vector<manifest::Operation>{manifest::TextEdit{0, 3, 1, "["}}));
    const auto& opened = workspace.files()[0];
    CHECK(opened.text == "a: [\n");
    REQUIRE(opened.mistake);
    CHECK(opened.file.bytes() == "a: 1\n");
    const auto refused = workspace.perform("set", std::vector{editOf(0, Kind::Set, "a", "2")});
    REQUIRE(!refused);
    CHECK(refused.error().reason == manifest::refusal::kUnreadable);
    REQUIRE(workspace.perform("type", std::vector<manifest::Operation>{manifest::TextEdit{0, 4, 0, "]"}}));
    CHECK(!opened.mistake);
    CHECK(opened.file.bytes() == "a: []\n");
    CHECK(!workspace.perform("type", std::vector<manifest::Operation>{manifest::TextEdit{0, 7, 0, "]"}}));
    CHECK(!workspace.perform("type", std::vector<manifest::Operation>{manifest::TextEdit{0, 0, 9, ""}}));
    REQUIRE(workspace.undo());
    CHECK(opened.mistake);
    REQUIRE(workspace.undo());
    CHECK(opened.text == "a: 1\n");
}

TEST_CASE("What is typed at one go is undone at once") {
    Workspace workspace;
    workspace.open("first.yaml", "a: 1\n");
    const auto type = [&](std::size_t at, const std::string& text, std::string_view merge) {
        REQUIRE(workspace.perform("type", std::vector<manifest::Operation>{manifest::TextEdit{0, at, 0, text}}, merge));
    };
    type(4, "2", "a");
    type(5, "3", "a");
    type(6, "4", "b");
    CHECK(workspace.files()[0].text == "a: 1234\n");
    REQUIRE(workspace.undo());
    CHECK(workspace.files()[0].text == "a: 123\n");
    type(6, "5", "a");  // the same stint, but something was undone since
    REQUIRE(workspace.undo());
    CHECK(workspace.files()[0].text == "a: 123\n");
    REQUIRE(workspace.undo());
    CHECK(workspace.files()[0].text == "a: 1\n");
    REQUIRE(workspace.redo());
    type(6, "6", "a");
    REQUIRE(workspace.undo());
    CHECK(workspace.files()[0].text == "a: 123\n");
    REQUIRE(workspace.undo());
    CHECK(workspace.files()[0].text == "a: 1\n");
    CHECK(!workspace.undo());
}

TEST_CASE("Documents are added behind the others, and removed with what sets them apart") {
    const auto added = [](const std::string& text, const std::string& more) {
        Workspace workspace;
        workspace.open("x.yaml", text);
        const auto done = workspace.perform("add", std::vector<manifest::Operation>{manifest::AddDocuments{0, more}});
        return done ? workspace.files()[0].text : std::string(done.error().reason);
    };
    CHECK(added("", "b: 2\n") == "b: 2\n");
    CHECK(added("# nothing yet\n", "b: 2") == "# nothing yet\nb: 2\n");
    CHECK(added("a: 1", "b: 2\n") == "a: 1\n---\nb: 2\n");
    CHECK(added("a: 1\r\n", "b: 2\nc: 3\n") == "a: 1\r\n---\r\nb: 2\r\nc: 3\r\n");
    CHECK(added("a: 1\n", "# why\n---\nb: 2\n") == "a: 1\n# why\n---\nb: 2\n");
    CHECK(added("a: 1\n", "b: 2\n---\nc: 3\n") == "a: 1\n---\nb: 2\n---\nc: 3\n");
    CHECK(added("{\"a\": 1}\n", "b: 2\n") == "form");
    CHECK(added("a: 1\n", "b: [") == "value");
    CHECK(added("a: |\n  x\n", "b: 2\n") == "a: |\n  x\n---\nb: 2\n");

    const auto removed = [](const std::string& text, std::size_t document) {
        Workspace workspace;
        workspace.open("x.yaml", text);
        const auto done =
            workspace.perform("remove", std::vector<manifest::Operation>{manifest::RemoveDocument{0, document}});
        if (!done) return std::string(done.error().reason);
        const std::string out = workspace.files()[0].text;
        REQUIRE(workspace.undo());
        CHECK(workspace.files()[0].text == text);
        return out;
    };
    CHECK(removed("a: 1\n", 0).empty());
    CHECK(removed("a: 1\n---\nb: 2\n---\nc: 3\n", 2) == "a: 1\n---\nb: 2\n");
    CHECK(removed("a: 1\n---\nb: 2\n---\nc: 3\n", 1) == "a: 1\n---\nc: 3\n");
    CHECK(removed("a: 1\n---\nb: 2\n", 0) == "---\nb: 2\n");
    CHECK(removed("a: 1\n", 1) == "absent");
}

TEST_CASE("A file that was changed on the disk is taken over unless it was changed here") {
    Workspace workspace;
    workspace.open("first.yaml", "a: 1\n");
    workspace.reread(0, "a: 2\n", "changed on disk");
    CHECK(workspace.files()[0].text == "a: 2\n");
    CHECK(!isChanged(workspace));
    CHECK(workspace.undoTitle() == "changed on disk");
    REQUIRE(workspace.perform("set", std::vector{editOf(0, Kind::Set, "a", "3")}));
    workspace.reread(0, "a: 4\n", "changed on disk");
    CHECK(workspace.files()[0].text == "a: 3\n");
    CHECK(workspace.files()[0].saved == "a: 4\n");
    CHECK(isChanged(workspace));
    REQUIRE(workspace.undo());
    CHECK(isChanged(workspace));
}

TEST_CASE("A file that is not there yet is changed as soon as it has something in it") {
    Workspace workspace;
    workspace.open("new.yaml", "", false);
    CHECK(!isChanged(workspace));
    REQUIRE(workspace.perform("add", std::vector<manifest::Operation>{manifest::AddDocuments{0, "a: 1\n"}}));
    CHECK(isChanged(workspace));
    workspace.markSaved(0, workspace.files()[0].text);
    CHECK(!isChanged(workspace));
}

TEST_CASE("A file that is not YAML is opened as it is") {
    Workspace workspace;
    workspace.open("x.yaml", "a: [\n");
    REQUIRE(workspace.files()[0].mistake);
    CHECK(workspace.files()[0].text == "a: [\n");
    CHECK(!isChanged(workspace));
}
